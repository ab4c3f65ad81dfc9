// The map of a difference between two groups: centred on zero, grey where none can be shown, a sign where it cannot be said.

import { el } from "./dom.js";
import { ALIKE, CANNOT, NO_BOUNDS, NO_DATA, finish, readable, swatch } from "./scale.js";

/** @typedef {import("./data.js").Unit} Unit */
/** @typedef {import("./data.js").Columns} Columns */
/** @typedef {import("./data.js").NodeEntry} NodeEntry */
/** @typedef {import("./format.js").Format} Format */

/** Classes on each side of zero. */
const SIDE = 3;

/** What a pair of groups is called: "one beside the other". @param {string} pair @param {Format} format */
export function pairName(pair, format) {
  const [one, other] = pair.split("~").map((group) => format.say(group));
  return format.say("gap_of", { one, other });
}

/**
 * Equal steps in round numbers away from zero on both sides.
 * @param {object} asked
 * @param {Unit[]} asked.units
 * @param {Columns} asked.columns of a pair: gap, low, high, verdict
 * @param {NodeEntry} asked.node
 * @param {Format} asked.format
 * @returns {import("./scale.js").Classes}
 */
export function classifyGaps({ units, columns, node, format }) {
  const shown = (/** @type {Unit} */ unit) => (columns.verdict?.(unit.id) === "shown" ? columns.gap?.(unit.id) ?? null : null);
  const widest = units.reduce((most, unit) => Math.max(most, Math.abs(shown(unit) ?? 0)), 0);
  const size = widest > 0 ? readable(widest / SIDE) : 1;
  const steps = Int8Array.from(units, (unit) => {
    const verdict = columns.verdict?.(unit.id) ?? null;
    if (verdict === null) return NO_DATA;
    if (verdict !== "shown") return verdict === "not_shown" ? ALIKE : CANNOT;
    return place(shown(unit) ?? 0, size);
  });
  const entries = widest > 0 ? lines(size, node, format) : [];
  return finish({ units, steps, entries, kind: "gap", bounds: NO_BOUNDS, merged: [], note: widest > 0 ? "gap_note" : "", format });
}

/** The class of a difference: 0 to 2 below zero, 3 to 5 above, the farthest outside. @param {number} gap @param {number} size */
function place(gap, size) {
  const far = Math.min(Math.floor(Math.abs(gap) / size), SIDE - 1);
  return gap < 0 ? SIDE - 1 - far : SIDE + far;
}

/** The legend in words, from much more to much less. @param {number} size @param {NodeEntry} node @param {Format} format */
function lines(size, node, format) {
  const unit = unitOf(node, format);
  const words = [0, 1, 2].map((far) => {
    const [low, high] = [format.number(far * size, 6), format.number((far + 1) * size, 6)];
    return far === 0 ? { key: "up_to", low: high, high } : far === SIDE - 1 ? { key: "from", low, high } : { key: "between", low, high };
  });
  const entry = (/** @type {number} */ step) => {
    const far = step < SIDE ? SIDE - 1 - step : step - SIDE;
    const name = format.say(`gap_${words[far].key}_${step < SIDE ? "less" : "more"}`, { ...words[far], unit });
    return { step, css: swatch(step, "gap"), name, span: "", units: 0, people: /** @type {number|null} */ (null) };
  };
  return [5, 4, 3, 2, 1, 0].map(entry);
}

/** A difference between shares is told in points. @param {NodeEntry} node @param {Format} format */
function unitOf(node, format) {
  return node.percent ? format.say("points") : format.pick(node.unit ?? {});
}

/** A difference in words: "8 points less". @param {number} gap @param {NodeEntry} node @param {Format} format */
export function gapInWords(gap, node, format) {
  return format.say(gap < 0 ? "gap_less" : "gap_more", { size: format.figure(Math.abs(gap)), unit: unitOf(node, format) });
}

/** What the card of a unit says of a difference. @param {Columns} columns @param {Unit} unit @param {NodeEntry} node @param {string} pair @param {Format} format @returns {Node[]} */
export function gapSaid(columns, unit, node, pair, format) {
  const verdict = columns.verdict?.(unit.id) ?? null;
  const said = [el("p", { class: "what" }, pairName(pair, format))];
  const gap = columns.gap?.(unit.id) ?? null;
  if (verdict === "shown" && gap !== null) {
    const [low, high] = [columns.low?.(unit.id), columns.high?.(unit.id)];
    return [...said, el("p", { class: "value" }, el("b", {}, gapInWords(gap, node, format))),
      el("p", { class: "quiet" }, format.say("gap_between", { low: gapInWords(low, node, format), high: gapInWords(high, node, format) }), ".")];
  }
  const key = verdict === null ? "no_data" : verdict === "not_shown" ? "gap_alike" : "gap_cannot";
  return [...said, el("p", { class: "empty" }, format.say(key), ".")];
}
