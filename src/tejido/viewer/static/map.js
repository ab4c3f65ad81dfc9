// The live map: the city's ground, units filled by class, borders and names of the coarser units above, one unit in focus.

import { Map as Live, NavigationControl, ScaleControl, setWorkerUrl } from "./vendor/maplibre-gl.mjs";
import { OVER } from "./basemap.js";
import { groundColours, groundLayers, groundNames, groundSources } from "./ground.js";
import { Pan } from "./pan.js";
import { ALIKE, NO_DATA } from "./scale.js";
import { SIGNS, patterns } from "./signs.js";

/** @typedef {import("./data.js").Unit} Unit */
/** @typedef {import("./scale.js").Classes} Classes */
/** @typedef {{type: "FeatureCollection", bbox?: number[], features: any[]}} Shapes */
/** @typedef {{key: string, bbox: number[], count: number, data?: Shapes, tiles?: string}} Polygons whole, or the address of their tiles */

const EMPTY = /** @type {Shapes} */ ({ type: "FeatureCollection", features: [] });
const NOTHING = /** @type {any} */ (["in", ["id"], ["literal", []]]);
/** The layers that are drawn from the units' polygons, and the name of their layer in tiles. */
const OF_UNITS = ["edge", "units", ...SIGNS.map(([layer]) => layer), "merged", "seams"];
const IN_TILES = "units";
/** The property that numbers the units in tiles; whole files number them by id. */
const NUMBER = "number";
/** From so many units on a rim around them costs more frames than it is worth. */
const MANY = 10_000;
const COLOURS = { seams: "seam", borders: "ink", edge: "edge", focus: "ink", halo: "card" };

export class LiveMap {
  /**
   * @param {object} asked
   * @param {HTMLElement} asked.container
   * @param {number[]} asked.box west, south, east, north
   * @param {import("./format.js").Format} asked.format
   */
  constructor({ container, box, format }) {
    setWorkerUrl(new URL("./vendor/maplibre-gl-worker.mjs", import.meta.url).href);
    this.still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    /** @type {Classes|null} */
    this.shown = null;
    /** @type {Polygons|null} */
    this.drawn = null;
    /** @type {Shapes|null|undefined} */
    this.bordered = undefined;
    /** @type {LiveMap|null} a second map that shows the same place */
    this.twin = null;
    /** @type {import("./data.js").Basemap|null} a map of others under the city's */
    this.basemap = null;
    this.map = new Live({
      container,
      style: style(),
      bounds: /** @type {[number, number, number, number]} */ (box),
      fitBoundsOptions: { padding: 24 },
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      maxPitch: 0,
      renderWorldCopies: false,
      fadeDuration: 0,
      cooperativeGestures: matchMedia("(max-width: 899px)").matches,
      locale: words(format),
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.keyboard.disableRotation();
    this.map.addControl(new NavigationControl({ showCompass: false }), "top-right");
    this.map.addControl(new Pan(format), "top-right");
    this.map.addControl(new ScaleControl({ unit: "metric", maxWidth: 110 }), "bottom-left");
    /** Settled when units can be shown. */
    this.ready = this.map.once("load").then(() => this.dress());
    this.theme = matchMedia("(prefers-color-scheme: dark)");
    this.turned = () => this.dress();
    this.theme.addEventListener("change", this.turned);
  }

  /**
   * @param {object} listeners
   * @param {(unit: number|null) => void} listeners.point a unit came under the pointer, or none
   * @param {(unit: number) => void} listeners.pick a unit was clicked or touched
   * @param {() => void} listeners.idle everything asked for is drawn
   */
  listen({ point, pick, idle }) {
    /** @type {number|null} */
    let pointed = null;
    const move = (/** @type {number|null} */ unit) => {
      if (unit === pointed) return;
      pointed = unit;
      this.map.getCanvas().style.cursor = unit === null ? "" : "pointer";
      point(unit);
    };
    this.map.on("mousemove", "units", (event) => move(event.features?.length ? Number(event.features[0].id) : null));
    this.map.on("mouseleave", "units", () => move(null));
    this.map.on("click", "units", (event) => { if (event.features?.length) pick(Number(event.features[0].id)); });
    this.map.on("idle", idle);
  }

  /** Colours and patterns of the page's theme. */
  dress() {
    const colours = palette();
    for (const [name, image] of patterns(colours)) {
      if (this.map.hasImage(name)) this.map.removeImage(name);
      this.map.addImage(name, image, { pixelRatio: 2 });
    }
    this.map.setPaintProperty("ground", "background-color", this.watered ? colours.land : colours.water);
    this.map.setPaintProperty("names", "text-color", colours.ink);
    this.map.setPaintProperty("names", "text-halo-color", colours.card);
    for (const [layer, colour] of Object.entries(COLOURS)) this.map.setPaintProperty(layer, "line-color", colours[colour]);
    for (const [layer, paints] of Object.entries(groundColours)) {
      for (const [property, colour] of Object.entries(paints)) this.map.setPaintProperty(layer, /** @type {any} */ (property), colours[colour]);
    }
    if (this.shown) this.map.setPaintProperty("units", "fill-color", fill(this.shown.kind, colours));
  }

  /** Streets and water under and over the units. @param {import("./data.js").Ground} ground */
  ground({ water, streets }) {
    this.watered = water.features.length > 0;
    source(this.map, "water").setData(water);
    source(this.map, "streets").setData(streets);
    this.dress();
  }

  /** A map of others under the city's, whose colours let it through; or none. @param {import("./data.js").Basemap|null} basemap @param {() => void} failed */
  base(basemap, failed) {
    this.basemap = basemap;
    if (this.map.getLayer("basemap")) this.map.removeLayer("basemap").removeSource("basemap");
    this.map.setPaintProperty("units", "fill-opacity", basemap ? OVER : 1);
    if (!basemap) return;
    this.map.addSource("basemap", { type: "raster", tiles: [basemap.url], tileSize: 256 });
    this.map.addLayer({ id: "basemap", source: "basemap", type: "raster" }, "edge");
    this.map.on("error", (event) => { if (/** @type {any} */ (event).sourceId === "basemap") failed(); });
  }

  /** New units. @param {Polygons} polygons */
  units(polygons) {
    if (polygons.key === this.drawn?.key) return;
    const before = this.drawn;
    this.drawn = polygons;
    if (polygons.tiles || before?.tiles) this.place(polygons);
    else {
      this.map.removeFeatureState({ source: "units" });
      source(this.map, "units").setData(/** @type {any} */ (polygons.data));
    }
    const start = seamZoom(polygons, this.map.getContainer());
    this.map.setPaintProperty("seams", "line-width", ["interpolate", ["linear"], ["zoom"], start, 0, start + 1, 0.5, start + 2.5, 1]);
    this.map.setLayerZoomRange("seams", start, 24);
    this.map.setLayoutProperty("edge", "visibility", polygons.count > MANY ? "none" : "visible");
  }

  /** Puts whole polygons in the place of tiles, or the other way round. @param {Polygons} polygons */
  place(polygons) {
    const layers = this.map.getStyle().layers.filter((/** @type {{id: string}} */ one) => OF_UNITS.includes(one.id));
    for (const layer of layers) this.map.removeLayer(layer.id);
    this.map.removeSource("units");
    this.map.addSource("units", polygons.tiles ? { type: "vector", url: `pmtiles://${polygons.tiles}`, promoteId: NUMBER } : { type: "geojson", data: /** @type {any} */ (polygons.data) });
    for (const layer of layers) {
      const moved = /** @type {any} */ ({ ...layer });
      delete moved["source-layer"];
      this.map.addLayer(polygons.tiles ? { ...moved, "source-layer": IN_TILES } : moved, "water");
    }
  }

  /** Borders and names of the coarser units. @param {Shapes|null} shapes @param {Unit[]} units */
  borders(shapes, units) {
    if (shapes === this.bordered && shapes) return;
    this.bordered = shapes;
    source(this.map, "borders").setData(shapes ?? EMPTY);
    source(this.map, "names").setData({ type: "FeatureCollection", features: units.map((unit) => ({
      type: "Feature", properties: { name: unit.name, order: -(unit.population ?? 0) }, geometry: { type: "Point", coordinates: unit.point },
    })) });
  }

  /** Classes of the units on the map. @param {Classes} classes */
  classes(classes) {
    this.shown = classes;
    this.map.setPaintProperty("units", "fill-color", fill(classes.kind, palette()));
    const where = this.drawn?.tiles ? { source: "units", sourceLayer: IN_TILES } : { source: "units" };
    classes.steps.forEach((step, id) => this.map.setFeatureState({ ...where, id }, { step }));
    for (const [layer, , sign] of SIGNS) this.only(layer, [...classes.steps.keys()].filter((id) => classes.steps[id] === sign));
    this.only("merged", classes.merged);
  }

  /** A layer of signs shows these units and no others; where there are none it is not drawn at all. @param {string} layer @param {number[]} units */
  only(layer, units) {
    this.map.setLayoutProperty(layer, "visibility", units.length ? "visible" : "none");
    this.map.setFilter(layer, units.length ? ["in", this.drawn?.tiles ? ["get", NUMBER] : ["id"], ["literal", units]] : NOTHING);
  }

  /** Outline one unit, of any level; brought into view where it is outside. @param {any} shape @param {boolean} [bring] */
  focus(shape, bring = false) {
    this.twin?.focus(shape, false);
    source(this.map, "focus").setData(shape ?? EMPTY);
    if (!shape || !bring) return;
    const [west, south, east, north] = extent(shape.geometry.coordinates);
    const middle = /** @type {[number, number]} */ ([(west + east) / 2, (south + north) / 2]);
    if (!this.map.getBounds().contains(middle)) this.map.easeTo({ center: middle, animate: !this.still });
  }

  /** Bring a box into view, no nearer than a quarter is large. @param {number[]} box */
  bring(box) {
    this.map.fitBounds(/** @type {[number, number, number, number]} */ (box), { padding: 60, maxZoom: 15, animate: !this.still });
  }

  /** The whole of a box. @param {number[]} box */
  whole(box) {
    this.map.resize();
    this.map.fitBounds(/** @type {[number, number, number, number]} */ (box), { padding: 24, animate: false });
  }

  /** Two maps show the same place from now on, whichever is moved. @param {LiveMap} other */
  pair(other) {
    this.twin = other;
    let following = false;
    const follow = (/** @type {LiveMap} */ one, /** @type {LiveMap} */ two) => one.map.on("move", () => {
      if (following || this.twin !== other) return;
      following = true;
      two.map.jumpTo({ center: one.map.getCenter(), zoom: one.map.getZoom() });
      following = false;
    });
    follow(this, other);
    follow(other, this);
    other.map.jumpTo({ center: this.map.getCenter(), zoom: this.map.getZoom() });
  }

  /** End: the map and what it listens to. */
  remove() {
    this.theme.removeEventListener("change", this.turned);
    this.map.remove();
  }

  /** What the map is called for readers who hear the page. @param {string} text */
  describe(text) {
    this.map.getCanvas().setAttribute("aria-label", text);
  }

  /** Draw once more, so that `idle` is told. */
  repaint() {
    this.map.triggerRepaint();
  }

  /** What is drawn now, and how many metres a point of the screen is. @returns {{canvas: HTMLCanvasElement, metres: number}} */
  picture() {
    this.map.redraw();
    const latitude = (this.map.getCenter().lat * Math.PI) / 180;
    return { canvas: this.map.getCanvas(), metres: (40_075_016.7 * Math.cos(latitude)) / (512 * 2 ** this.map.getZoom()) };
  }
}

/** @param {Live} map @param {string} name */
function source(map, name) {
  return /** @type {import("./vendor/maplibre-gl.mjs").GeoJSONSource} */ (map.getSource(name));
}

/** Colours of the page, from its style sheet. @returns {Record<string, string>} */
function palette() {
  const style = getComputedStyle(document.documentElement);
  const names = ["ink", "muted", "card", "water", "land", "street", "street-rim", "river", "alike", "seam", "edge", "empty", ...[0, 1, 2, 3, 4, 5].flatMap((step) => [`band-${step}`, `value-${step}`, `gap-${step}`])];
  return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
}

/** @param {import("./scale.js").Kind} kind @param {Record<string, string>} colours @returns {any} */
function fill(kind, colours) {
  const name = { score: "band", value: "value", gap: "gap" }[kind];
  const scale = [0, 1, 2, 3, 4, 5].map((step) => colours[`${name}-${step}`]).filter(Boolean);
  return ["match", ["coalesce", ["feature-state", "step"], NO_DATA], ...scale.flatMap((colour, step) => [step, colour]), ALIKE, colours.alike, colours.empty];
}

/** Zoom below which borders between units would be all one sees. @param {Polygons} polygons @param {HTMLElement} container */
function seamZoom({ bbox: [west, , east], count }, container) {
  const pixels = container.clientWidth / Math.sqrt(count);
  const fitted = Math.log2((container.clientWidth * 360) / (512 * Math.max(east - west, 1e-6)));
  return Math.max(fitted + Math.log2(8 / pixels), 0);
}

/** West, south, east, north of nested coordinates. @param {any} coordinates @returns {number[]} */
export function extent(coordinates) {
  if (typeof coordinates[0] === "number") return [coordinates[0], coordinates[1], coordinates[0], coordinates[1]];
  return coordinates.map(extent).reduce((/** @type {number[]} */ a, /** @type {number[]} */ b) =>
    [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])]);
}

/** What the map says by itself. @param {import("./format.js").Format} format */
function words(format) {
  return {
    "NavigationControl.ZoomIn": format.say("zoom_in"),
    "NavigationControl.ZoomOut": format.say("zoom_out"),
    "Map.Title": format.say("map_title"),
    "CooperativeGesturesHandler.WindowsHelpText": format.say("wheel"),
    "CooperativeGesturesHandler.MacHelpText": format.say("wheel_mac"),
    "CooperativeGesturesHandler.MobileHelpText": format.say("fingers"),
  };
}

/** Sources and layers, undressed. @returns {any} */
function style() {
  const own = (/** @type {string} */ name) => ({ [name]: { type: "geojson", data: EMPTY } });
  const line = (/** @type {string} */ id, /** @type {string} */ from, /** @type {object} */ paint) =>
    ({ id, source: from, type: "line", layout: { "line-join": "round" }, paint });
  const sign = (/** @type {string} */ id, /** @type {string} */ pattern) =>
    ({ id, source: "units", type: "fill", filter: NOTHING, layout: { visibility: "none" }, paint: { "fill-pattern": pattern } });
  return {
    version: 8,
    sources: { ...own("units"), ...own("borders"), ...own("names"), ...own("focus"), ...groundSources },
    layers: [
      { id: "ground", type: "background" },
      line("edge", "units", { "line-width": 2.5 }),
      { id: "units", source: "units", type: "fill", paint: { "fill-antialias": false } },
      ...SIGNS.map(([layer, pattern]) => sign(layer, pattern)),
      sign("merged", "upright"),
      line("seams", "units", { "line-width": 0.5 }),
      ...groundLayers(),
      line("borders", "borders", { "line-width": ["interpolate", ["linear"], ["zoom"], 9, 0.5, 13, 1.2], "line-opacity": 0.55 }),
      line("halo", "focus", { "line-width": 6 }),
      line("focus", "focus", { "line-width": 2.5 }),
      ...groundNames(),
      {
        id: "names", source: "names", type: "symbol",
        layout: { "text-field": ["get", "name"], "text-font": ["Noto Sans"], "text-size": 13, "text-max-width": 9, "symbol-sort-key": ["get", "order"], "text-padding": 6 },
        paint: { "text-halo-width": 1.6 },
      },
    ],
  };
}
