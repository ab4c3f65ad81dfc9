// The card of one unit: who lives there, the figure, how sure, what costs it most points.

import { sourceOf } from "./data.js";
import { el, square } from "./dom.js";
import { bandOf, flags } from "./scale.js";

/** @typedef {import("./data.js").Unit} Unit */
/** @typedef {import("./data.js").Columns} Columns */
/** @typedef {import("./data.js").City} City */
/** @typedef {import("./data.js").NodeEntry} NodeEntry */
/** @typedef {import("./format.js").Format} Format */

/**
 * @param {object} asked
 * @param {City} asked.city
 * @param {NodeEntry} asked.node
 * @param {Unit} asked.unit
 * @param {Columns} asked.columns
 * @param {Node[]} [asked.gap] what is said of a difference between groups
 * @param {number} asked.total units of the level that have a rank
 * @param {Format} asked.format
 * @param {() => void} asked.close
 * @returns {Node[]}
 */
export function card({ city, node, unit, columns, gap = [], total, format, close }) {
  const score = columns.score?.(unit.id) ?? null;
  const within = [unit.parent, unit.municipality].filter(Boolean).filter((one, place, all) => all.indexOf(one) === place && one !== unit.name);
  const people = unit.population === null ? format.say("inhabitants_unknown") : format.inhabitants(unit.population);
  return [
    el("div", { class: "head" },
      el("h3", { id: "card-name" }, unit.name),
      el("button", { type: "button", class: "close", "aria-label": format.say("close"), onclick: close }, "×")),
    el("p", { class: "quiet" }, [people, within.length ? format.say("inside", { parent: within.join(", ") }) : ""].filter(Boolean).join(" · ")),
    el("p", { class: "what" }, format.pick(node.names)),
    ...gap,
    ...(score === null ? none(columns, unit, format) : scored(city, node, columns, unit, score, total, format)),
    ...(node.indicator ? measured(city, node, columns, unit, format) : []),
    ...lost(city, node, unit, format),
    el("p", { class: "more" }, el("a", { href: `./${unit.page}` }, format.say("unit_page", { name: unit.name }))),
  ];
}

/** @param {Columns} columns @param {Unit} unit @param {Format} format */
function none(columns, unit, format) {
  const reason = columns.reason?.(unit.id) ?? "no_data";
  return [el("p", { class: "empty" }, el("b", {}, format.say("no_score")), ". ", format.say(`reason_${reason}`))];
}

/** @param {City} city @param {NodeEntry} node @param {Columns} columns @param {Unit} unit @param {number} score @param {number} total @param {Format} format */
function scored(city, node, columns, unit, score, total, format) {
  const rank = columns.rank?.(unit.id) ?? null;
  const band = bandOf(score, city.bands);
  const interval = ends(columns, unit, "low", "high");
  const ways = ends(columns, unit, "robust_low", "robust_high");
  const said = [
    between("interval", interval, digits(interval), format),
    ways && ways[1] - ways[0] >= 1 && between("ways", ways, 0, format),
    rank !== null && ranked(columns, unit, rank, total, format),
    // An indicator is measured or not: only a part of it is worth saying.
    (!node.indicator || columns.coverage?.(unit.id) < 1) && format.say("covered", { share: format.percent(columns.coverage?.(unit.id)) }),
  ].filter(Boolean);
  return [
    el("p", { class: "score" }, el("b", {}, scoreText(score, interval ? digits(interval) : 1, format)), " ", el("span", {}, format.say("of_100"), el("br"), square(`b${band}`), format.pick(city.bands[band].names))),
    said.length > 0 && el("p", { class: "quiet" }, said.join(" · "), "."),
    columns.comparable?.(unit.id) === 0 && el("p", { class: "quiet" }, format.say("local_only")),
  ].filter((one) => one instanceof Node);
}

/** Both ends of an interval or a range, or nothing. @param {Columns} columns @param {Unit} unit @param {string} low @param {string} high @returns {[number, number]|null} */
export function ends(columns, unit, low, high) {
  const found = [low, high].map((name) => columns[name]?.(unit.id) ?? null);
  return found.includes(null) ? null : /** @type {[number, number]} */ (found);
}

/** Decimals of a score: none where its interval is wider than two points. @param {[number, number]|null} interval */
export function digits(interval) {
  return interval && interval[1] - interval[0] > 2 ? 0 : 1;
}

/** A score never rounded up to the next ten, where a band begins. @param {number} score @param {number} decimals @param {Format} format */
export function scoreText(score, decimals, format) {
  const lifted = (/** @type {number} */ places) => Math.floor(Number(score.toFixed(places)) / 10) > Math.floor(score / 10);
  return lifted(decimals) ? format.number(lifted(1) ? Math.floor(score * 10) / 10 : score, 1) : format.number(score, decimals);
}

/** @param {string} key @param {[number, number]|null} both @param {number} decimals @param {Format} format */
function between(key, both, decimals, format) {
  return both !== null && format.say(key, { low: format.number(both[0], decimals), high: format.number(both[1], decimals) });
}

/** The place among all, and the places that chance allows. @param {Columns} columns @param {Unit} unit @param {number} rank @param {number} total @param {Format} format */
function ranked(columns, unit, rank, total, format) {
  const place = format.say("rank_of", { rank: format.number(rank, 0), total: format.number(total, 0) });
  const both = ends(columns, unit, "rank_low", "rank_high");
  return both && both[0] !== both[1] ? `${place} (${between("rank_range", both, 0, format)})` : place;
}

/** The figure behind the score of an indicator. @param {City} city @param {NodeEntry} node @param {Columns} columns @param {Unit} unit @param {Format} format */
function measured(city, node, columns, unit, format) {
  const value = columns.value?.(unit.id) ?? null;
  if (value === null) return columns.quality?.(unit.id) === "unreliable" ? [el("p", { class: "quiet" }, format.say("unreliable"), ".")] : [];
  const support = columns.support?.(unit.id);
  const names = city.measured_at[support ?? ""];
  const together = columns.together?.(unit.id) ?? null;
  const n = columns.n?.(unit.id) ?? null;
  const where = together === "city" ? format.say("measured_city") : together ? format.say("merged_with", { names: together }) : names ? format.say("measured_at", { level: format.pick(names) }) : format.say("measured_city");
  const source = columns.source?.(unit.id) ?? "—";
  const kind = `kind_${columns.kind?.(unit.id)}`;
  const notes = flags(columns, unit.id).map((flag) => `flag_${flag}`);
  if (columns.quality?.(unit.id) === "weak") notes.push("flag_weak");
  const said = [format.has(kind) && format.say(kind), n !== null && format.say("answers", { n: format.number(n, 0) }), where, ...notes.filter(format.has).map((key) => format.say(key))].filter(Boolean);
  const sampled = ends(columns, unit, "value_low", "value_high");
  return [
    el("p", { class: "value" }, el("b", {}, format.figure(value)), " ", format.pick(node.unit ?? {})),
    sampled && el("p", { class: "quiet" }, format.say("value_between", { low: format.figure(sampled[0]), high: format.figure(sampled[1]) }), "."),
    el("p", { class: "quiet" }, said.join(" · "), "."),
    el("p", { class: "quiet" }, format.say("source"), ": ", sourceOf(city, source, format)),
  ].filter((one) => one instanceof Node);
}

/** What costs the marker most points here; told beside the marker and its areas. @param {City} city @param {NodeEntry} node @param {Unit} unit @param {Format} format */
function lost(city, node, unit, format) {
  if (node.indicator || !unit.lost.length) return [];
  return [
    el("p", { class: "lost" }, format.say("lost")),
    el("ul", {}, unit.lost.map(([place, points]) =>
      el("li", {}, format.pick(city.nodes[place].names), el("b", {}, format.say("lost_item", { points: format.number(points, 1) }))))),
  ];
}
