// Keeps map, legend, table and card in step with the state. Each is drawn by itself; a newer drawing outdates an older one.

import { card } from "./card.js";
import { need } from "./dom.js";
import { legend } from "./legend.js";
import { classify } from "./scale.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./data.js").Unit} Unit */
/** @typedef {import("./data.js").City} City */
/** @typedef {import("./data.js").Columns} Columns */
/** @typedef {"map"|"table"|"card"} Part */
/** @typedef {{level: string, unit: Unit}} Pointed */

export class View {
  /**
   * @param {object} asked
   * @param {City} asked.city
   * @param {ReturnType<typeof import("./data.js").createData>} asked.data
   * @param {import("./format.js").Format} asked.format
   * @param {ReturnType<typeof import("./state.js").createStore>} asked.store
   * @param {import("./map.js").LiveMap} asked.map
   * @param {import("./table.js").Table} asked.table
   * @param {(problem: unknown) => void} asked.failed
   */
  constructor({ city, data, format, store, map, table, failed }) {
    this.city = city;
    this.data = data;
    this.format = format;
    this.store = store;
    this.map = map;
    this.table = table;
    this.failed = failed;
    /** @type {Pointed|null} */
    this.pointed = null;
    this.drawing = 0;
    /** @type {Record<Part, number>} */
    this.turns = { map: 0, table: 0, card: 0 };
  }

  /** Whether everything asked for was handed to the map. */
  get done() {
    return this.drawing === 0;
  }

  /** Draw everything. */
  all() {
    this.settle([this.drawMap(), this.drawTable(), this.drawCard(true)]);
  }

  /** Draw what depends on what changed. @param {Set<keyof State>} changed */
  update(changed) {
    const has = (/** @type {(keyof State)[]} */ ...keys) => keys.some((key) => changed.has(key));
    if (has("level", "rows")) this.pointed = null;
    const inTable = has("node", "rows", "group", "sort", "find");
    if (!inTable) this.table.mark(this.store.get());
    this.settle([
      ...(has("node", "level", "group", "as") ? [this.drawMap()] : []),
      ...(inTable ? [this.drawTable()] : []),
      ...(has("node", "level", "group", "unit", "of") ? [this.drawCard(has("unit"))] : []),
    ]);
  }

  /** A unit of the map, by its number, or none. @param {number|null} id */
  pointAt(id) {
    const { level } = this.store.get();
    if (id === null) return this.point(null);
    void this.data.units(level).then((units) => this.point({ level, unit: units[id] })).catch(this.failed);
  }

  /** A unit of any level comes under pointer or focus, or none. @param {Pointed|null} next @param {boolean} [bring] */
  point(next, bring = false) {
    this.pointed = next;
    this.settle([this.drawCard(bring)]);
  }

  /** Keep a unit of the map. @param {number} id */
  pick(id) {
    const { level } = this.store.get();
    void this.data.units(level).then((units) => this.store.set({ unit: units[id].code, of: level })).catch(this.failed);
  }

  /** The page says `idle` when all this is done and drawn. @param {Promise<void>[]} tasks */
  settle(tasks) {
    this.drawing += 1;
    document.documentElement.removeAttribute("data-map");
    void Promise.all(tasks).catch(this.failed).finally(() => {
      this.drawing -= 1;
      this.map.repaint();
    });
  }

  /** Begin to draw a part; the answer tells whether that is still the newest. @param {Part} part */
  turn(part) {
    const own = ++this.turns[part];
    return () => own === this.turns[part];
  }

  /** @param {string} level @returns {Promise<Columns>} */
  async figures(level) {
    const { node, group } = this.store.get();
    return this.node.levels.includes(level) ? this.data.figures(level, node, group) : {};
  }

  /** What is shown. */
  get node() {
    const { node } = this.store.get();
    const found = this.city.nodes.find((one) => one.id === node);
    if (!found) throw new Error(`no ${node} in this city`);
    return found;
  }

  /** @param {string} level */
  title(level) {
    const found = this.city.levels.find((one) => one.id === level);
    return { node: this.format.pick(this.node.names), level: this.format.pick(found?.names ?? {}) };
  }

  async drawMap() {
    const newest = this.turn("map");
    const { city, data, format, map, node } = this;
    const state = this.store.get();
    const at = city.levels.findIndex((one) => one.id === state.level);
    const coarser = city.levels[at - 1] ?? null;
    const [polygons, units, columns] = await Promise.all([data.shapes(state.level), data.units(state.level), this.figures(state.level)]);
    const [borders, names] = coarser ? await Promise.all([data.shapes(coarser.id), data.units(coarser.id)]) : [null, units];
    if (!newest()) return;
    const classes = classify({ units, columns, bands: city.bands, as: state.as, format });
    map.units(polygons);
    map.borders(borders, names);
    map.classes(classes);
    need("legend").replaceChildren(...legend({ classes, node, level: city.levels[at], coarser, format }));
    need("map-title").textContent = format.say("table_title", this.title(state.level));
    const note = document.getElementById("map-note");
    if (note) note.hidden = state.node !== city.shown;
    map.describe(format.say("map_label", this.title(state.level)));
  }

  async drawTable() {
    const newest = this.turn("table");
    const { node } = this;
    const state = this.store.get();
    const level = this.city.levels.find((one) => one.id === state.rows);
    const [units, columns] = await Promise.all([this.data.units(state.rows), this.figures(state.rows)]);
    if (!newest() || !level) return;
    need("ranking-title").textContent = this.format.say("table_title", this.title(state.rows));
    this.table.update({ state, node, level, units, columns });
  }

  /** The unit under pointer or focus, else the one kept, else what one can do. @param {boolean} [bring] */
  async drawCard(bring = false) {
    const newest = this.turn("card");
    const { city, format, node, pointed } = this;
    const state = this.store.get();
    const place = need("card");
    if (!pointed && !state.unit) {
      place.hidden = !matchMedia("(min-width: 900px)").matches;
      place.classList.add("waiting");
      place.replaceChildren(format.say("pick"));
      return this.map.focus(null);
    }
    const level = pointed?.level ?? state.of;
    const [units, columns, polygons] = await Promise.all([this.data.units(level), this.figures(level), this.data.shapes(level)]);
    if (!newest()) return;
    const unit = pointed?.unit ?? units.find((one) => one.code === state.unit);
    if (!unit) return this.store.set({ unit: "", of: "" });
    const total = units.filter((one) => (columns.rank?.(one.id) ?? null) !== null).length;
    place.hidden = false;
    place.classList.remove("waiting");
    place.replaceChildren(...card({ city, node, unit, columns, total, format, close: () => this.close() }));
    this.map.focus(polygons.features[unit.id], bring);
  }

  /** Let go of the unit. */
  close() {
    this.pointed = null;
    this.store.set({ unit: "", of: "" });
    this.settle([this.drawCard()]);
  }
}
