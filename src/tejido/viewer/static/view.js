// Keeps map, legend, table and card in step with the state. Each is drawn by itself; a newer drawing outdates an older one.

import { card } from "./card.js";
import { contentOf, figuresOf, gapsOf, nodeOf, show } from "./content.js";
import { sourceOf } from "./data.js";
import { need } from "./dom.js";
import { gapSaid, pairName } from "./lens.js";
import { legend } from "./legend.js";
import { tilesOf } from "./tiles.js";

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
   * @param {import("./map.js").LiveMap|import("./flat.js").NoMap} asked.map
   * @param {import("./compare.js").Compare|null} asked.compare the second map, where there can be one
   * @param {import("./table.js").Table} asked.table
   * @param {(problem: unknown) => void} asked.failed
   */
  constructor({ city, data, format, store, map, compare, table, failed }) {
    this.city = city;
    this.data = data;
    this.format = format;
    this.store = store;
    this.map = map;
    this.compare = compare;
    /** @type {import("./content.js").Content|null} what the map shows */
    this.content = null;
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
    const inTable = has("node", "rows", "group", "as", "pair", "sort", "find");
    if (!inTable) this.table.mark(this.store.get());
    this.settle([
      ...(has("node", "level", "group", "as", "pair", "cut", "beside", "besideas", "besidegroup", "besideround", "alike") ? [this.drawMap()] : []),
      ...(inTable ? [this.drawTable()] : []),
      ...(has("node", "level", "group", "as", "pair", "unit", "of") ? [this.drawCard(has("unit"))] : []),
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

  /** Keep a unit that was looked up, and go on reading at its card. @param {string} level @param {Unit} unit */
  go(level, unit) {
    this.pointed = null;
    this.store.set({ unit: unit.code, of: level });
    this.settle([this.drawCard(true).then(() => {
      need("card").tabIndex = -1;
      need("card").focus();
    })]);
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

  /** What is shown. */
  get node() {
    return nodeOf(this.city, this.store.get().node);
  }

  /** @param {string} level */
  title(level) {
    const found = this.city.levels.find((one) => one.id === level);
    return { node: this.format.pick(this.node.names), level: this.format.pick(found?.names ?? {}) };
  }

  async drawMap() {
    const newest = this.turn("map");
    const { city, data, format, map } = this;
    const state = this.store.get();
    const content = await contentOf({ city, data, choice: state, format });
    if (!newest()) return;
    this.content = content;
    if (content.ground) map.ground(content.ground);
    show(map, content);
    need("legend").replaceChildren(...legend({ ...content, pair: state.pair, sources: content.ground?.sources.map((one) => sourceOf(city, one, format)), format }));
    const title = this.title(state.level);
    if (state.as === "gap") title.node += `: ${pairName(state.pair, format)}`;
    need("map-title").textContent = format.say("table_title", title);
    const note = document.getElementById("map-note");
    if (note) note.hidden = state.node !== city.shown;
    map.describe(format.say("map_label", title));
    await this.compare?.update(state, content);
  }

  async drawTable() {
    const newest = this.turn("table");
    const { node } = this;
    const state = this.store.get();
    const level = this.city.levels.find((one) => one.id === state.rows);
    const [units, columns, gaps] = await Promise.all([
      this.data.units(state.rows), figuresOf(this.city, this.data, state, state.rows),
      state.as === "gap" ? gapsOf(this.city, this.data, state, state.rows) : null,
    ]);
    if (!newest() || !level) return;
    need("ranking-title").textContent = this.format.say("table_title", this.title(state.rows));
    const finding = document.getElementById("finding");
    if (finding) finding.hidden = state.node !== this.city.shown || state.rows !== this.city.ranking || state.group !== this.city.groups[0] || state.as === "gap";
    this.table.update({ state, node, level, units, columns, gaps });
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
      place.dataset.shows = "";
      place.replaceChildren(format.say("pick"));
      return this.map.focus(null);
    }
    const level = pointed?.level ?? state.of;
    const tiled = await tilesOf(city, this.data, level);
    const [units, columns, gaps, polygons] = await Promise.all([
      this.data.units(level), figuresOf(city, this.data, state, level),
      state.as === "gap" ? gapsOf(city, this.data, state, level) : null, tiled ? null : this.data.shapes(level),
    ]);
    if (!newest()) return;
    const unit = pointed?.unit ?? units.find((one) => one.code === state.unit);
    if (!unit) return this.store.set({ unit: "", of: "" });
    const total = units.filter((one) => (columns.rank?.(one.id) ?? null) !== null).length;
    place.hidden = false;
    place.classList.remove("waiting");
    const shows = [level, unit.code, state.node, state.group, state.as, state.pair].join(" ");
    // A row loses the focus when its card is pressed: what is pressed must still be there when it is let go.
    if (place.dataset.shows !== shows) {
      const gap = gaps ? gapSaid(gaps, unit, node, state.pair, format) : [];
      place.replaceChildren(...card({ city, node, unit, columns, gap, total, format, close: () => this.close() }));
      place.dataset.shows = shows;
    }
    this.map.focus(polygons?.features[unit.id] ?? { type: "Feature", properties: {}, geometry: { type: "Point", coordinates: unit.point } }, bring);
  }

  /** Let go of the unit. */
  close() {
    this.pointed = null;
    this.store.set({ unit: "", of: "" });
    this.settle([this.drawCard()]);
  }
}
