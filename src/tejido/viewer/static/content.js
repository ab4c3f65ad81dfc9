// What a map needs to show a choice: polygons, units, figures and their classes.

import { classifyGaps } from "./lens.js";
import { classify } from "./scale.js";
import { tilesOf } from "./tiles.js";

/** @typedef {import("./data.js").City} City */
/** @typedef {import("./data.js").Columns} Columns */
/** @typedef {{node: string, level: string, group: string, as: "score"|"value"|"gap", pair: string, cut: string}} Choice */

/** @param {City} city @param {string} id */
export function nodeOf(city, id) {
  const found = city.nodes.find((one) => one.id === id);
  if (!found) throw new Error(`no ${id} in this city`);
  return found;
}

/** The figures of a choice at a level; none where nothing was measured. @param {City} city @param {import("./data.js").Data} data @param {Choice} choice @param {string} level @returns {Promise<Columns>} */
export async function figuresOf(city, data, { node, group }, level) {
  return nodeOf(city, node).levels.includes(level) ? data.figures(level, node, group) : {};
}

/** The differences of a choice at a level; none where groups were not compared. @param {City} city @param {import("./data.js").Data} data @param {Choice} choice @param {string} level @returns {Promise<Columns>} */
export async function gapsOf(city, data, { node, pair }, level) {
  return nodeOf(city, node).gaps?.[pair]?.includes(level) ? data.gaps(level, node, pair) : {};
}

/**
 * Everything that is drawn for a choice.
 * @param {object} asked
 * @param {City} asked.city
 * @param {import("./data.js").Data} asked.data
 * @param {Choice} asked.choice
 * @param {import("./format.js").Format} asked.format
 * @param {import("./scale.js").Bounds} [asked.bounds] those of another map's classes
 */
export async function contentOf({ city, data, choice, format, bounds }) {
  const at = city.levels.findIndex((one) => one.id === choice.level);
  const level = city.levels[at];
  const coarser = city.levels[at - 1] ?? null;
  const node = nodeOf(city, choice.node);
  const figures = choice.as === "gap" ? gapsOf(city, data, choice, level.id) : figuresOf(city, data, choice, level.id);
  const [units, columns, tiles] = await Promise.all([data.units(level.id), figures, tilesOf(city, data, level.id)]);
  const [shapes, borders, names, ground] = await Promise.all([
    tiles ? undefined : data.shapes(level.id),
    coarser ? data.shapes(coarser.id) : null,
    coarser ? data.units(coarser.id) : units,
    city.ground ? data.ground() : null,
  ]);
  const classes = choice.as === "gap" ? classifyGaps({ units, columns, node, format })
    : classify({ units, columns, bands: city.bands, as: choice.as, cut: choice.cut, node, format, bounds });
  const polygons = { key: data.tiles(level.id), bbox: level.bbox, count: units.length, data: shapes, tiles: tiles ?? undefined };
  return { node, level, coarser, units, classes, polygons, borders, names, ground };
}

/** @typedef {Awaited<ReturnType<typeof contentOf>>} Content */

/** Hand a content to a map. @param {import("./map.js").LiveMap|import("./flat.js").NoMap} map @param {Content} content */
export function show(map, { polygons, borders, names, classes }) {
  map.units(polygons);
  map.borders(borders, names);
  map.classes(classes);
}
