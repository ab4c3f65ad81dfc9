// The columns of the table: what stands in a cell, by what it is sorted, what goes into the file.

import { digits, ends } from "./card.js";
import { el, square } from "./dom.js";
import { gapInWords, pairName } from "./lens.js";
import { WEAK, bandOf, swatch } from "./scale.js";

/** @typedef {import("./data.js").Unit} Unit */
/** @typedef {import("./data.js").Columns} Columns */
/** @typedef {import("./format.js").Format} Format */
/** @typedef {import("./table.js").Content} Content */
/** @typedef {{key: string, label: string, number: boolean, wide?: boolean, value: (unit: Unit) => any, cell: (unit: Unit) => (Node|string)[], file?: (unit: Unit) => string}} Field */

/** @type {Record<string, string>} */
const GAP_WORDS = { not_shown: "gap_alike", cannot_be_said: "gap_cannot" };

/**
 * @param {Content} content
 * @param {import("./data.js").Band[]} bands
 * @param {Format} format
 * @returns {Field[]}
 */
export function fields({ state, columns, gaps, node, level, units }, bands, format) {
  const [score, value, rank, coverage] = ["score", "value", "rank", "coverage"].map((name) => (/** @type {Unit} */ unit) => columns[name]?.(unit.id) ?? null);
  const band = (/** @type {Unit} */ unit) => bandText(score(unit), columns, unit, bands, format);
  const own = node.indicator
    ? { key: "value", label: `${format.say("figure")} (${format.pick(node.unit ?? {})})`, number: true, value, cell: (/** @type {Unit} */ unit) => [format.figure(value(unit))] }
    : { key: "coverage", label: format.say("coverage"), number: true, wide: true, value: coverage, cell: (/** @type {Unit} */ unit) => [format.percent(coverage(unit))] };
  return [
    { key: "rank", label: format.say("rank"), number: true, wide: true, value: rank, cell: (unit) => [format.number(rank(unit), 0)] },
    { key: "name", label: capital(format.pick(level.names)), number: false, value: (unit) => unit.name, cell: (unit) => [unit.name] },
    { key: "people", label: format.say("people"), number: true, wide: Boolean(node.indicator), value: (unit) => unit.population, cell: (unit) => [format.people(unit.population)] },
    { key: "score", label: format.say("score"), number: true, value: score, cell: (unit) => scoreCell(score(unit), columns, unit, bands, format) },
    ...doubts(columns, units, format),
    ...(gaps ? [difference(gaps, node, state.pair, format)] : []),
    own,
    { key: "band", label: format.say("band"), number: false, wide: true, value: score, cell: (unit) => [band(unit)], file: band },
  ];
}

/** A difference between two groups, in words. @param {Columns} gaps @param {import("./data.js").NodeEntry} node @param {string} pair @param {Format} format @returns {Field} */
function difference(gaps, node, pair, format) {
  const gap = (/** @type {Unit} */ unit) => (gaps.verdict?.(unit.id) === "shown" ? gaps.gap?.(unit.id) ?? null : null);
  const text = (/** @type {Unit} */ unit) => {
    const size = gap(unit);
    return size === null ? format.say(GAP_WORDS[gaps.verdict?.(unit.id)] ?? "no_data") : gapInWords(size, node, format);
  };
  const span = (/** @type {Unit} */ unit) => {
    const ends = gap(unit) === null ? [] : [gaps.low?.(unit.id), gaps.high?.(unit.id)].filter((one) => typeof one === "number").map(Math.abs);
    return ends.length === 2 ? ends.sort((a, b) => a - b).map((one) => format.figure(one)).join("–") : "";
  };
  // By how large it is, whoever has less.
  const size = (/** @type {Unit} */ unit) => (gap(unit) === null ? null : Math.abs(gap(unit)));
  return { key: "gap", label: pairName(pair, format), number: false, value: size, cell: (unit) => [text(unit), el("small", {}, span(unit))], file: (unit) => [text(unit), span(unit)].filter(Boolean).join(", ") };
}

/** What chance could make of a score, and other ways of counting: two columns, each where any unit has it. @param {Columns} columns @param {Unit[]} units @param {Format} format @returns {Field[]} */
function doubts(columns, units, format) {
  return [["column_interval", "low", "high"], ["column_ways", "robust_low", "robust_high"]].flatMap(([label, low, high]) => {
    const both = (/** @type {Unit} */ unit) => ends(columns, unit, low, high);
    if (!units.some(both)) return [];
    const text = (/** @type {Unit} */ unit) => {
      const found = both(unit);
      const decimals = low === "low" ? digits(found) : 0;
      return found ? `${format.number(found[0], decimals)}–${format.number(found[1], decimals)}` : "";
    };
    return [{ key: low, label: format.say(label), number: true, wide: true, value: (/** @type {Unit} */ unit) => both(unit)?.[0] ?? null, cell: (/** @type {Unit} */ unit) => [text(unit)], file: text }];
  });
}

/** @param {Columns} columns @param {Unit} unit */
function hidden(columns, unit) {
  return columns.reason?.(unit.id) === "protected";
}

/** @param {number|null} score @param {Columns} columns @param {Unit} unit @param {import("./data.js").Band[]} bands @param {Format} format */
function scoreCell(score, columns, unit, bands, format) {
  if (score === null) return [square(swatch(hidden(columns, unit) ? -2 : -1, "score")), "—"];
  const weak = columns.quality?.(unit.id) === "weak";
  return [square(weak ? swatch(WEAK, "score") : `b${bandOf(score, bands)}`), format.number(score, 1), ...(weak ? [el("small", {}, format.say("weak"))] : [])];
}

/** @param {number|null} score @param {Columns} columns @param {Unit} unit @param {import("./data.js").Band[]} bands @param {Format} format */
function bandText(score, columns, unit, bands, format) {
  if (score === null) return format.say(hidden(columns, unit) ? "protected" : "no_data");
  return format.pick(bands[bandOf(score, bands)].names);
}

/** @param {string} text */
function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
