// What makes the city recognisable: its own water and main streets, drawn quietly, with names that keep clear of the units' names.

/** @typedef {import("./data.js").Ground} Ground */

const EMPTY = { type: "FeatureCollection", features: [] };
/** Main streets from afar, all of them near by. */
const FROM = ["interpolate", ["linear"], ["zoom"]];

/** Sources of the ground. */
export const groundSources = { water: { type: "geojson", data: EMPTY }, streets: { type: "geojson", data: EMPTY } };

/** Above the units: water, then streets, the lesser ones only near by. @returns {any[]} */
export function groundLayers() {
  const line = (/** @type {string} */ id, /** @type {any} */ filter, /** @type {any} */ width, /** @type {number} */ minzoom) => ({
    id, source: "streets", type: "line", minzoom, filter, layout: { "line-join": "round", "line-cap": "round" }, paint: { "line-width": width },
  });
  const main = ["<=", ["get", "rank"], 2];
  return [
    { id: "water", source: "water", type: "fill" },
    line("streets-lesser", [">", ["get", "rank"], 2], [...FROM, 13, 0.4, 16, 2.5], 13),
    line("streets-rim", main, [...FROM, 9, 0.6, 13, 2.6, 16, 7], 8),
    line("streets-main", main, [...FROM, 9, 0.3, 13, 1.6, 16, 5.5], 8),
  ];
}

/** Names along the main streets, below the names of the units. @returns {any[]} */
export function groundNames() {
  return [{
    id: "street-names", source: "streets", type: "symbol", minzoom: 12, filter: ["<=", ["get", "rank"], 3],
    layout: { "symbol-placement": "line", "text-field": ["coalesce", ["get", "name"], ""], "text-font": ["Noto Sans"], "text-size": 12, "symbol-spacing": 320, "text-padding": 8 },
    paint: { "text-halo-width": 1.4 },
  }];
}

/** Which token colours which part. */
export const groundColours = {
  water: { "fill-color": "river" },
  "streets-lesser": { "line-color": "street" },
  "streets-rim": { "line-color": "street-rim" },
  "streets-main": { "line-color": "street" },
  "street-names": { "text-color": "muted", "text-halo-color": "card" },
};
