// Classes of a map: bands for scores, quantiles or equal steps for figures in their own unit, and the signs beside them.

/** @typedef {import("./data.js").Unit} Unit */
/** @typedef {import("./data.js").Columns} Columns */
/** @typedef {import("./format.js").Format} Format */
/** @typedef {{step: number, css: string, name: string, span: string, units: number, people: number|null}} Entry */
/** @typedef {"score"|"value"|"gap"} Kind */
/** @typedef {{steps: Int8Array, entries: Entry[], kind: Kind, cuts: number[], merged: number[], note: string}} Classes */

export const NO_DATA = -1;
export const PROTECTED = -2;
export const WEAK = -3;
/** No difference can be shown. */
export const ALIKE = -4;
/** Whether there is a difference cannot be said. */
export const CANNOT = -5;
const VALUE_CLASSES = 5;
const CSS = { [NO_DATA]: "s-none", [PROTECTED]: "s-protected", [WEAK]: "s-weak", [ALIKE]: "s-alike", [CANNOT]: "s-cannot" };
const LETTER = { score: "b", value: "v", gap: "g" };

/**
 * @param {object} asked
 * @param {Unit[]} asked.units
 * @param {Columns} asked.columns
 * @param {import("./data.js").Band[]} asked.bands
 * @param {"score"|"value"} asked.as
 * @param {string} asked.cut how figures are cut into classes: "" for quantiles, "equal"
 * @param {Format} asked.format
 * @param {number[]} [asked.cuts] bounds taken from another map
 * @returns {Classes}
 */
export function classify({ units, columns, bands, as, cut, format, cuts }) {
  const column = columns[as] ?? (() => null);
  const bounds = as === "score" ? bands.slice(1).map((band) => band.low) : cuts ?? (cut === "equal" ? equalSteps : quantiles)(figures(units, columns, as));
  const ramp = spread(bounds.length + 1);
  const steps = Int8Array.from(units, (unit) => {
    const found = step(unit, column(unit.id), bounds, columns);
    return found >= 0 && as === "value" ? ramp[found] : found;
  });
  const entries = as === "score" ? bandEntries(bands, format) : valueEntries(bounds, ramp, figures(units, columns, as), format);
  return finish({ units, steps, entries, kind: as, cuts: bounds, note: as === "value" ? (cut === "equal" ? "equal" : "quantiles") : "", merged: together(units, columns), format });
}

/**
 * Signs after the classes, each only where it is on the map; every line counts its units and people.
 * @param {Omit<Classes, "steps"> & {units: Unit[], steps: Int8Array, format: Format}} made
 * @returns {Classes}
 */
export function finish({ units, steps, entries, kind, cuts, note, merged, format }) {
  const named = /** @type {[number, string][]} */ ([[ALIKE, "gap_alike"], [WEAK, "weak"], [CANNOT, "gap_cannot"], [PROTECTED, "protected"], [NO_DATA, "no_data"]]);
  for (const [sign, key] of named) {
    if (steps.includes(sign)) entries.push({ step: sign, css: swatch(sign, kind), name: format.say(key), span: "", units: 0, people: null });
  }
  const byStep = new Map(entries.map((entry) => [entry.step, entry]));
  units.forEach((unit, place) => {
    const entry = byStep.get(steps[place]);
    if (entry) add(entry, unit);
  });
  return { steps, entries, kind, cuts, note, merged };
}

/** @param {Entry} entry @param {Unit} unit */
function add(entry, unit) {
  entry.units += 1;
  if (unit.population !== null) entry.people = (entry.people ?? 0) + unit.population;
}

/** Units whose figure is that of several units together. @param {Unit[]} units @param {Columns} columns */
function together(units, columns) {
  const shared = columns.together;
  return shared ? units.filter((unit) => shared(unit.id) !== null).map((unit) => unit.id) : [];
}

/** The figures that make classes: those shown without a sign. @param {Unit[]} units @param {Columns} columns @param {string} as @returns {number[]} */
export function figures(units, columns, as) {
  return units.filter((unit) => columns.quality?.(unit.id) !== "weak").map((unit) => columns[as]?.(unit.id) ?? null).filter((value) => value !== null);
}

/**
 * Which sign or class a unit gets.
 * @param {Unit} unit @param {number|null} value @param {number[]} cuts @param {Columns} columns
 */
function step(unit, value, cuts, columns) {
  if (value === null || value === undefined) {
    const hidden = columns.reason?.(unit.id) === "protected" || flags(columns, unit.id).includes("protected");
    return hidden ? PROTECTED : NO_DATA;
  }
  if (columns.quality?.(unit.id) === "weak") return WEAK;
  return cuts.filter((cut) => value >= cut).length;
}

/** @param {Columns} columns @param {number} unit @returns {string[]} */
export function flags(columns, unit) {
  return (columns.flags?.(unit) ?? "").split(" ").filter(Boolean);
}

/** Which of the five steps of the ramp each of so many classes gets. @param {number} count */
function spread(count) {
  return Array.from({ length: count }, (_, place) => (count === 1 ? 2 : Math.round((place * (VALUE_CLASSES - 1)) / (count - 1))));
}

/**
 * Bounds between classes of about as many units each, in round numbers: quintiles to two significant digits, to more only where
 * hardly any two would stay apart; fewer where many units share a value. As `cuts` of tejido.figures does for the pictures.
 * @param {number[]} values
 */
export function quantiles(values) {
  const sorted = Float64Array.from(values).sort();
  if (!sorted.length) return [];
  const raw = distinct([1, 2, 3, 4].map((part) => sorted[Math.floor((sorted.length * part) / VALUE_CLASSES)])).filter((one) => one !== sorted[0]);
  for (const digits of [2, 3, 4]) {
    const inside = distinct(raw.map((one) => Number(one.toPrecision(digits)))).filter((one) => one > sorted[0] && one <= sorted[sorted.length - 1]);
    if (inside.length >= Math.min(2, raw.length)) return inside;
  }
  return raw;
}

/** Bounds at equal distances that a reader can count by (1, 2, 2.5 or 5 times a power of ten), at most four. @param {number[]} values */
export function equalSteps(values) {
  const [low, high] = values.reduce(([a, b], one) => [Math.min(a, one), Math.max(b, one)], [Infinity, -Infinity]);
  if (!(high > low)) return [];
  const size = readable((high - low) / VALUE_CLASSES);
  const first = Math.floor(low / size) + 1;
  return Array.from({ length: VALUE_CLASSES - 1 }, (_, place) => Number(((first + place) * size).toPrecision(12))).filter((one) => one > low && one <= high);
}

/** The next number of the kind a reader counts by. @param {number} size */
export function readable(size) {
  const power = 10 ** Math.floor(Math.log10(size));
  return (/** @type {number} */ ([1, 2, 2.5, 5, 10].find((one) => one * power >= size * (1 - 1e-9)))) * power;
}

/** @param {number[]} values */
function distinct(values) {
  return [...new Set(values)].sort((a, b) => a - b);
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

/** @param {number[]} cuts @param {number[]} ramp @param {number[]} values @param {Format} format @returns {Entry[]} */
function valueEntries(cuts, ramp, values, format) {
  if (!values.length && !cuts.length) return [];
  const said = cuts.map((cut) => format.number(cut, 6));
  const names = !cuts.length ? [format.figure(values[0])] : [
    format.say("under", { high: said[0] }),
    ...said.slice(1).map((high, place) => format.say("span", { low: said[place], high })),
    format.say("or_more", { low: said[said.length - 1] }),
  ];
  return names.map((name, place) => ({ step: ramp[place], css: swatch(ramp[place], "value"), name, span: "", units: 0, people: null })).reverse();
}

/** @param {number} step @param {Kind} as */
export function swatch(step, as) {
  return step >= 0 ? `${LETTER[as]}${step}` : /** @type {Record<number, string>} */ (CSS)[step];
}

/** Band of a score, 0 for the lowest. @param {number} score @param {import("./data.js").Band[]} bands */
export function bandOf(score, bands) {
  return bands.slice(1).filter((band) => score >= band.low).length;
}
