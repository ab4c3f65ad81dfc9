// Classes of a map: bands for scores; published classes, quantiles or equal steps for figures in their own unit; the signs beside them.

/** @typedef {import("./data.js").Unit} Unit */
/** @typedef {import("./data.js").Columns} Columns */
/** @typedef {import("./format.js").Format} Format */
/** @typedef {{step: number, css: string, name: string, span: string, units: number, people: number|null}} Entry */
/** @typedef {"score"|"value"|"gap"} Kind */
/** @typedef {{cut: "published"|"quantiles"|"equal"|"", limits: number[], upTo: boolean, names: Labels[], source: Labels}} Bounds what parts classes; with upTo a value on a limit belongs to the class below */
/** @typedef {{steps: Int8Array, entries: Entry[], kind: Kind, bounds: Bounds, merged: number[], note: string}} Classes */
/** @typedef {import("./data.js").NodeEntry} NodeEntry */
/** @typedef {import("./data.js").Labels} Labels */

export const NO_DATA = -1;
export const PROTECTED = -2;
export const WEAK = -3;
/** No difference can be shown. */
export const ALIKE = -4;
/** Whether there is a difference cannot be said. */
export const CANNOT = -5;
/** Of classes that are made of the figures; published ones may be one more, and take the last colour of the ramp too. */
const VALUE_CLASSES = 5;
/** @type {Bounds} */
export const NO_BOUNDS = { cut: "", limits: [], upTo: false, names: [], source: {} };
const CSS = { [NO_DATA]: "s-none", [PROTECTED]: "s-protected", [WEAK]: "s-weak", [ALIKE]: "s-alike", [CANNOT]: "s-cannot" };
const LETTER = { score: "b", value: "v", gap: "g" };

/** How figures are cut: as the reader asks, else by published classes where there are any. @param {string} cut @param {NodeEntry|undefined} node @returns {"published"|"quantiles"|"equal"} */
export function cutOf(cut, node) {
  return cut === "equal" || cut === "quantiles" ? cut : node?.classes ? "published" : "quantiles";
}

/**
 * @param {object} asked
 * @param {Unit[]} asked.units
 * @param {Columns} asked.columns
 * @param {import("./data.js").Band[]} asked.bands
 * @param {"score"|"value"} asked.as
 * @param {string} asked.cut how figures are cut into classes: see `cutOf`
 * @param {NodeEntry} asked.node
 * @param {Format} asked.format
 * @param {Bounds} [asked.bounds] taken from another map
 * @returns {Classes}
 */
export function classify({ units, columns, bands, as, cut, node, format, bounds }) {
  const column = columns[as] ?? (() => null);
  const values = figures(units, columns, as);
  const parted = as === "score" ? { ...NO_BOUNDS, limits: bands.slice(1).map((band) => band.low) } : bounds ?? boundsOf(cutOf(cut, node), node, values);
  const ramp = spread(parted.limits.length + 1);
  const steps = Int8Array.from(units, (unit) => {
    const found = step(unit, column(unit.id), parted, columns);
    return found >= 0 && as === "value" ? ramp[found] : found;
  });
  const entries = as === "score" ? bandEntries(bands, format) : valueEntries(parted, ramp, values, node, format);
  return finish({ units, steps, entries, kind: as, bounds: parted, note: parted.cut, merged: together(units, columns), format });
}

/** @param {"published"|"quantiles"|"equal"} cut @param {NodeEntry} node @param {number[]} values @returns {Bounds} */
function boundsOf(cut, node, values) {
  const told = node.classes;
  if (cut === "published" && told) return { cut, limits: told.limits, upTo: told.up_to, names: told.names, source: told.source };
  return { ...NO_BOUNDS, cut, limits: cut === "equal" ? equalSteps(values) : quantiles(values) };
}

/**
 * Signs after the classes, each only where it is on the map; every line counts its units and people.
 * @param {Omit<Classes, "steps"> & {units: Unit[], steps: Int8Array, format: Format}} made
 * @returns {Classes}
 */
export function finish({ units, steps, entries, kind, bounds, note, merged, format }) {
  const named = /** @type {[number, string][]} */ ([[ALIKE, "gap_alike"], [WEAK, "weak"], [CANNOT, "gap_cannot"], [PROTECTED, "protected"], [NO_DATA, "no_data"]]);
  for (const [sign, key] of named) {
    if (steps.includes(sign)) entries.push({ step: sign, css: swatch(sign, kind), name: format.say(key), span: "", units: 0, people: null });
  }
  const byStep = new Map(entries.map((entry) => [entry.step, entry]));
  units.forEach((unit, place) => {
    const entry = byStep.get(steps[place]);
    if (entry) add(entry, unit);
  });
  return { steps, entries, kind, bounds, note, merged };
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
 * @param {Unit} unit @param {number|null} value @param {Bounds} bounds @param {Columns} columns
 */
function step(unit, value, bounds, columns) {
  if (value === null || value === undefined) {
    const hidden = columns.reason?.(unit.id) === "protected" || flags(columns, unit.id).includes("protected");
    return hidden ? PROTECTED : NO_DATA;
  }
  if (columns.quality?.(unit.id) === "weak") return WEAK;
  return bounds.limits.filter((limit) => (bounds.upTo ? value > limit : value >= limit)).length;
}

/** @param {Columns} columns @param {number} unit @returns {string[]} */
export function flags(columns, unit) {
  return (columns.flags?.(unit) ?? "").split(" ").filter(Boolean);
}

/** Which step of the ramp each of so many classes gets, as `ramp_steps` of tejido.figures gives the pictures. @param {number} count */
function spread(count) {
  const last = Math.max(count, VALUE_CLASSES) - 1;
  return Array.from({ length: count }, (_, place) => (count === 1 ? 2 : Math.round((place * last) / (count - 1))));
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

/** @param {Bounds} bounds @param {number[]} ramp @param {number[]} values @param {NodeEntry} node @param {Format} format @returns {Entry[]} */
function valueEntries(bounds, ramp, values, node, format) {
  if (!values.length && !bounds.limits.length) return [];
  const spans = bounds.limits.length ? spansOf(bounds, node, format) : [format.figure(values[0])];
  return spans.map((span, place) => ({
    step: ramp[place], css: swatch(ramp[place], "value"), units: 0, people: /** @type {number|null} */ (null),
    ...(bounds.names.length ? { name: format.pick(bounds.names[place]), span } : { name: span, span: "" }),
  })).reverse();
}

/**
 * Classes in words, from small to large, as `class_spans` of tejido.catalogue says them for the pictures. What lies at an end of what
 * can be is told by that value alone: nothing is "100 or more" where 100 is all.
 * @param {Bounds} bounds @param {NodeEntry} node @param {Format} format
 */
export function spansOf({ limits, upTo }, node, format) {
  const said = limits.map((limit) => format.number(limit, 6));
  const [first, last] = [said[0], said[said.length - 1]];
  const [least, most] = node.possible ?? [null, null];
  return [
    upTo && limits[0] <= (least ?? -Infinity) ? first : format.say(upTo ? "up_to" : "under", { high: first }),
    ...said.slice(1).map((high, place) => format.say("span", { low: said[place], high })),
    !upTo && limits[limits.length - 1] >= (most ?? Infinity) ? last : format.say(upTo ? "over" : "or_more", { low: last }),
  ];
}

/** @param {number} step @param {Kind} as */
export function swatch(step, as) {
  return step >= 0 ? `${LETTER[as]}${step}` : /** @type {Record<number, string>} */ (CSS)[step];
}

/** Band of a score, 0 for the lowest. @param {number} score @param {import("./data.js").Band[]} bands */
export function bandOf(score, bands) {
  return bands.slice(1).filter((band) => score >= band.low).length;
}
