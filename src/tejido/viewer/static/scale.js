// Classes of a map: bands for scores, quantiles for figures in their own unit, and the three signs beside them.

/** @typedef {import("./data.js").Unit} Unit */
/** @typedef {import("./format.js").Format} Format */
/** @typedef {{step: number, css: string, name: string, span: string, units: number, people: number|null}} Entry */
/** @typedef {{steps: Int8Array, entries: Entry[], kind: "score"|"value"}} Classes */

export const NO_DATA = -1;
export const PROTECTED = -2;
export const WEAK = -3;
const VALUE_CLASSES = 5;

/**
 * @param {object} asked
 * @param {Unit[]} asked.units
 * @param {import("./data.js").Columns} asked.columns
 * @param {import("./data.js").Band[]} asked.bands
 * @param {"score"|"value"} asked.as
 * @param {Format} asked.format
 * @returns {Classes}
 */
export function classify({ units, columns, bands, as, format }) {
  const column = columns[as] ?? (() => null);
  const cuts = as === "score" ? bands.slice(1).map((band) => band.low) : quantiles(units.map((unit) => column(unit.id)));
  const steps = Int8Array.from(units, (unit) => step(unit, column(unit.id), cuts, columns));
  const entries = as === "score" ? bandEntries(bands, format) : valueEntries(cuts, units, column, format);
  for (const [sign, key] of /** @type {[number, string][]} */ ([[WEAK, "weak"], [PROTECTED, "protected"], [NO_DATA, "no_data"]])) {
    if (steps.includes(sign)) entries.push({ step: sign, css: swatch(sign, as), name: format.say(key), span: "", units: 0, people: null });
  }
  const byStep = new Map(entries.map((entry) => [entry.step, entry]));
  units.forEach((unit, place) => {
    const entry = byStep.get(steps[place]);
    if (!entry) return;
    entry.units += 1;
    if (unit.population !== null) entry.people = (entry.people ?? 0) + unit.population;
  });
  return { steps, entries, kind: as };
}

/**
 * Which sign or class a unit gets.
 * @param {Unit} unit @param {number|null} value @param {number[]} cuts @param {import("./data.js").Columns} columns
 */
function step(unit, value, cuts, columns) {
  if (value === null || value === undefined) {
    const hidden = columns.reason?.(unit.id) === "protected" || flags(columns, unit.id).includes("protected");
    return hidden ? PROTECTED : NO_DATA;
  }
  if (columns.quality?.(unit.id) === "weak") return WEAK;
  return cuts.filter((cut) => value >= cut).length;
}

/** @param {import("./data.js").Columns} columns @param {number} unit @returns {string[]} */
export function flags(columns, unit) {
  return (columns.flags?.(unit) ?? "").split(" ").filter(Boolean);
}

/**
 * Cuts between classes of about the same number of units; fewer where many units share a value.
 * @param {(number|null)[]} values
 */
export function quantiles(values) {
  const sorted = /** @type {number[]} */ (values.filter((value) => value !== null && value !== undefined)).sort((a, b) => a - b);
  const cuts = new Set();
  for (let part = 1; part < VALUE_CLASSES; part += 1) {
    const cut = sorted[Math.floor((part * sorted.length) / VALUE_CLASSES)];
    if (cut !== undefined && cut > sorted[0]) cuts.add(cut);
  }
  return /** @type {number[]} */ ([...cuts]).sort((a, b) => a - b);
}

/** @param {import("./data.js").Band[]} bands @param {Format} format @returns {Entry[]} */
function bandEntries(bands, format) {
  return bands.map((band, place) => {
    const high = bands[place + 1]?.low;
    const [low, upper] = [format.number(band.low, 0), format.number(high, 0)];
    const span = high === undefined ? format.say("or_more", { low }) : band.low <= 0 ? format.say("under", { high: upper }) : `${low}–${upper}`;
    return { step: place, css: swatch(place, "score"), name: format.pick(band.names), span, units: 0, people: null };
  }).reverse();
}

/** @param {number[]} cuts @param {Unit[]} units @param {import("./data.js").Column} column @param {Format} format @returns {Entry[]} */
function valueEntries(cuts, units, column, format) {
  const values = units.map((unit) => column(unit.id)).filter((value) => value !== null && value !== undefined);
  if (!values.length) return [];
  const ends = [values.reduce((a, b) => Math.min(a, b)), ...cuts, values.reduce((a, b) => Math.max(a, b))];
  return ends.slice(1).map((high, place) => ({
    step: place, css: swatch(place, "value"),
    name: format.say("span", { low: format.figure(ends[place]), high: format.figure(high) }), span: "", units: 0, people: null,
  })).reverse();
}

/** @param {number} step @param {"score"|"value"} as */
export function swatch(step, as) {
  if (step >= 0) return as === "score" ? `b${step}` : `v${step}`;
  return step === NO_DATA ? "s-none" : step === PROTECTED ? "s-protected" : "s-weak";
}

/** Band of a score, 0 for the lowest. @param {number} score @param {import("./data.js").Band[]} bands */
export function bandOf(score, bands) {
  return bands.slice(1).filter((band) => score >= band.low).length;
}
