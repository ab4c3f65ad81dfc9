// The live map: units filled by class, borders and names of the coarser units above, one unit in focus.

import { Map as Live, NavigationControl, ScaleControl, setWorkerUrl } from "./vendor/maplibre-gl.mjs";
import { NO_DATA, PROTECTED, WEAK } from "./scale.js";

/** @typedef {import("./data.js").Unit} Unit */
/** @typedef {import("./scale.js").Classes} Classes */
/** @typedef {{type: "FeatureCollection", bbox?: number[], features: any[]}} Shapes */

const EMPTY = /** @type {Shapes} */ ({ type: "FeatureCollection", features: [] });

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
    /** @type {Shapes|null} */
    this.drawn = null;
    /** @type {Shapes|null|undefined} */
    this.bordered = undefined;
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
    this.map.addControl(new ScaleControl({ unit: "metric", maxWidth: 110 }), "bottom-left");
    /** Settled when units can be shown. */
    this.ready = this.map.once("load").then(() => this.dress());
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.dress());
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
    for (const [name, dots] of /** @type {[string, boolean][]} */ ([["hatch", false], ["dots", true]])) {
      if (this.map.hasImage(name)) this.map.removeImage(name);
      this.map.addImage(name, pattern(dots, colours), { pixelRatio: 2 });
    }
    this.map.setPaintProperty("ground", "background-color", colours.water);
    this.map.setPaintProperty("names", "text-color", colours.ink);
    this.map.setPaintProperty("names", "text-halo-color", colours.card);
    for (const [layer, colour] of Object.entries({ seams: "seam", borders: "ink", edge: "edge", focus: "ink", halo: "card" })) {
      this.map.setPaintProperty(layer, "line-color", colours[colour]);
    }
    if (this.shown) this.map.setPaintProperty("units", "fill-color", fill(this.shown.kind, colours));
  }

  /** New units. @param {Shapes} shapes */
  units(shapes) {
    if (shapes === this.drawn) return;
    this.drawn = shapes;
    this.map.removeFeatureState({ source: "units" });
    source(this.map, "units").setData(shapes);
    const start = seamZoom(shapes, this.map.getContainer());
    this.map.setPaintProperty("seams", "line-width", ["interpolate", ["linear"], ["zoom"], start, 0, start + 1, 0.5, start + 2.5, 1]);
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
    classes.steps.forEach((step, id) => this.map.setFeatureState({ source: "units", id }, { step }));
    for (const [layer, sign] of /** @type {[string, number][]} */ ([["weak", WEAK], ["protected", PROTECTED]])) {
      this.map.setFilter(layer, ["in", ["id"], ["literal", [...classes.steps.keys()].filter((id) => classes.steps[id] === sign)]]);
    }
  }

  /** Outline one unit, of any level; brought into view where it is outside. @param {any} shape @param {boolean} [bring] */
  focus(shape, bring = false) {
    source(this.map, "focus").setData(shape ?? EMPTY);
    if (!shape || !bring) return;
    const [west, south, east, north] = extent(shape.geometry.coordinates);
    const middle = /** @type {[number, number]} */ ([(west + east) / 2, (south + north) / 2]);
    if (!this.map.getBounds().contains(middle)) this.map.easeTo({ center: middle, animate: !this.still });
  }

  /** What the map is called for readers who hear the page. @param {string} text */
  describe(text) {
    this.map.getCanvas().setAttribute("aria-label", text);
  }

  /** Draw once more, so that `idle` is told. */
  repaint() {
    this.map.triggerRepaint();
  }
}

/** @param {Live} map @param {string} name */
function source(map, name) {
  return /** @type {import("./vendor/maplibre-gl.mjs").GeoJSONSource} */ (map.getSource(name));
}

/** Colours of the page, from its style sheet. @returns {Record<string, string>} */
function palette() {
  const style = getComputedStyle(document.documentElement);
  const names = ["ink", "card", "water", "seam", "edge", "empty", ...[0, 1, 2, 3, 4, 5].flatMap((step) => [`band-${step}`, `value-${step}`])];
  return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
}

/** @param {"score"|"value"} kind @param {Record<string, string>} colours @returns {any} */
function fill(kind, colours) {
  const scale = [0, 1, 2, 3, 4, 5].map((step) => colours[`${kind === "score" ? "band" : "value"}-${step}`]).filter(Boolean);
  return ["match", ["coalesce", ["feature-state", "step"], NO_DATA], ...scale.flatMap((colour, step) => [step, colour]), colours.empty];
}

/** Lines or dots for what is shown by a sign. @param {boolean} dots @param {Record<string, string>} colours */
function pattern(dots, colours) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 12;
  const brush = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  brush.fillStyle = colours.card;
  brush.fillRect(0, 0, 12, 12);
  brush.fillStyle = brush.strokeStyle = colours.edge;
  if (dots) {
    brush.arc(6, 6, 2.6, 0, 2 * Math.PI);
    brush.fill();
  } else {
    brush.lineWidth = 3;
    for (const shift of [-12, 0, 12]) {
      brush.moveTo(shift - 2, 14);
      brush.lineTo(shift + 14, -2);
    }
    brush.stroke();
  }
  return brush.getImageData(0, 0, 12, 12);
}

/** Zoom below which borders between units would be all one sees. @param {Shapes} shapes @param {HTMLElement} container */
function seamZoom(shapes, container) {
  const [west, , east] = shapes.bbox ?? [0, 0, 1, 1];
  const pixels = container.clientWidth / Math.sqrt(shapes.features.length);
  const fitted = Math.log2((container.clientWidth * 360) / (512 * Math.max(east - west, 1e-6)));
  return fitted + Math.log2(8 / pixels);
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
  const nothing = ["in", ["id"], ["literal", []]];
  const line = (/** @type {string} */ id, /** @type {string} */ from, /** @type {object} */ paint) =>
    ({ id, source: from, type: "line", layout: { "line-join": "round" }, paint });
  return {
    version: 8,
    sources: { ...own("units"), ...own("borders"), ...own("names"), ...own("focus") },
    layers: [
      { id: "ground", type: "background" },
      line("edge", "units", { "line-width": 2.5 }),
      { id: "units", source: "units", type: "fill", paint: { "fill-antialias": false } },
      { id: "weak", source: "units", type: "fill", filter: nothing, paint: { "fill-pattern": "hatch" } },
      { id: "protected", source: "units", type: "fill", filter: nothing, paint: { "fill-pattern": "dots" } },
      line("seams", "units", { "line-width": 0.5 }),
      line("borders", "borders", { "line-width": 1, "line-opacity": 0.55 }),
      line("halo", "focus", { "line-width": 6 }),
      line("focus", "focus", { "line-width": 2.5 }),
      {
        id: "names", source: "names", type: "symbol",
        layout: { "text-field": ["get", "name"], "text-font": ["Noto Sans"], "text-size": 13, "text-max-width": 9, "symbol-sort-key": ["get", "order"], "text-padding": 6 },
        paint: { "text-halo-width": 1.6 },
      },
    ],
  };
}
