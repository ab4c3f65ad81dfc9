// The page of any unit of a level with too many for a page each: unit.html#<level>/<code>, from the data of the live map.

import { createData } from "./data.js";
import { el, need, square } from "./dom.js";
import { createFormat } from "./format.js";
import { bandOf } from "./scale.js";

/** @typedef {import("./data.js").City} City */
/** @typedef {import("./data.js").NodeEntry} NodeEntry */
/** @typedef {import("./data.js").Unit} Unit */
/** @typedef {import("./data.js").Columns} Columns */
/** @typedef {import("./format.js").Format} Format */

const EVERYBODY = "all";
const data = createData(new URL(`${document.body.dataset.here ?? "../"}data/`, location.href).href);
const lang = document.documentElement.lang;

/** Level and code of the address; a code may hold a slash. @returns {[string, string]|null} */
function asked() {
  const text = decodeURIComponent(location.hash.slice(1));
  const cut = text.indexOf("/");
  return cut > 0 ? [text.slice(0, cut), text.slice(cut + 1)] : null;
}

async function show() {
  const wish = asked();
  need("unit-told").hidden = true;
  need("from-file").hidden = true;
  if (!wish) return;
  const [city, words] = await Promise.all([data.city(), data.words(lang)]);
  const level = city.levels.find((one) => one.id === wish[0]);
  const units = level ? await data.units(level.id) : [];
  const unit = units.find((one) => one.code === wish[1]);
  if (!level || !unit) {
    need("about").textContent = need("unit").dataset.unknown ?? "";
    return;
  }
  await fill(city, level.id, unit, createFormat(lang, words));
}

/** @param {City} city @param {string} level @param {Unit} unit @param {Format} format */
async function fill(city, level, unit, format) {
  const nodes = city.nodes.filter((one) => one.id === city.shown || one.parent === city.root);
  const columns = await Promise.all(nodes.map((one) => figures(level, one)));
  document.title = `${unit.name} · ${document.title.split(" · ").slice(-2).join(" · ")}`;
  need("name").textContent = unit.name;
  const people = unit.population === null ? format.say("inhabitants_unknown") : format.inhabitants(unit.population);
  need("about").textContent = [people, unit.parent ? format.say("inside", { parent: unit.parent }) : ""].filter(Boolean).join(" · ");
  need("lead").textContent = lead(city, nodes, columns, unit, format);
  need("areas").replaceChildren(...nodes.map((node, place) => row(city, node, columns[place], unit, format)));
  need("lost").hidden = !unit.lost.length;
  need("lost-list").replaceChildren(...unit.lost.map(([place, points]) =>
    el("li", {}, format.pick(city.nodes[place].names), el("span", {}, format.say("lost_item", { points: format.number(points, 1) })))));
  const rests = /** @type {HTMLDetailsElement} */ (need("rests"));
  const open = () => void indicators(city, level, unit, format).catch(console.error);
  rests.ontoggle = () => rests.open && open();
  if (rests.open) open();
  need("unit-told").hidden = false;
}

/** The figures of a node; nothing where it was not measured at the level. @param {string} level @param {NodeEntry} node @returns {Promise<Columns>} */
async function figures(level, node) {
  return node.levels.includes(level) ? data.figures(level, node.id, EVERYBODY) : {};
}

/** @param {City} city @param {NodeEntry[]} nodes @param {Columns[]} columns @param {Unit} unit @param {Format} format */
function lead(city, nodes, columns, unit, format) {
  const mine = columns[nodes.findIndex((one) => one.id === city.shown)] ?? {};
  const score = mine.score?.(unit.id) ?? null;
  if (score === null) return `${format.say("no_score")}. ${format.say(`reason_${mine.reason?.(unit.id) ?? "no_data"}`)}`;
  const node = nodes.find((one) => one.id === city.shown);
  return `${format.pick(node?.names ?? {})}: ${format.number(score, 0)} ${format.say("of_100")}, ${format.pick(city.bands[bandOf(score, city.bands)].names)}.`;
}

/** @param {City} city @param {NodeEntry} node @param {Columns} columns @param {Unit} unit @param {Format} format */
function row(city, node, columns, unit, format) {
  const score = columns.score?.(unit.id) ?? null;
  const said = score === null ? format.say(`reason_${columns.reason?.(unit.id) ?? "no_data"}`) : format.pick(city.bands[bandOf(score, city.bands)].names);
  const shown = score === null ? ["—"] : [square(`b${bandOf(score, city.bands)}`), format.number(score, 0)];
  return el("tr", {}, el("th", { scope: "row" }, format.pick(node.names)), el("td", { class: "num" }, shown), el("td", { class: "full" }, said));
}

/** @param {City} city @param {string} level @param {Unit} unit @param {Format} format */
async function indicators(city, level, unit, format) {
  const leaves = city.nodes.filter((one) => one.indicator && one.levels.includes(level));
  const columns = await Promise.all(leaves.map((one) => figures(level, one)));
  need("indicators").replaceChildren(...leaves.map((leaf, place) => {
    const found = columns[place];
    const score = found.score?.(unit.id) ?? null;
    const kind = `kind_${found.kind?.(unit.id)}`;
    const behind = [format.has(kind) ? format.say(kind) : "", found.source?.(unit.id) ?? ""].filter(Boolean).join(" · ");
    const swatch = score === null ? [] : [square(`b${bandOf(score, city.bands)}`)];
    return el("tr", {}, el("th", { scope: "row" }, format.pick(leaf.names)),
      el("td", { class: "num" }, format.figure(found.value?.(unit.id)), el("small", {}, format.pick(leaf.unit ?? {}))),
      el("td", { class: "num" }, swatch, format.number(score, 0)), el("td", { class: "full" }, behind));
  }));
}

addEventListener("hashchange", () => void show().catch(console.error));
void show().catch(console.error);
