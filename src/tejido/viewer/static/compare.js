// A second map beside the first: another indicator, group or round of the same place. Both move together.

import { asOptions, chooser, groupOptions, nodeOptions, setAs } from "./controls.js";
import { contentOf, nodeOf, show } from "./content.js";
import { createData } from "./data.js";
import { el, need } from "./dom.js";
import { legend } from "./legend.js";
import { LiveMap } from "./map.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./data.js").City} City */
/** @typedef {import("./data.js").Data} Data */
/** @typedef {import("./content.js").Content} Content */

export class Compare {
  /**
   * @param {object} asked
   * @param {City} asked.city
   * @param {Data} asked.data
   * @param {import("./format.js").Format} asked.format
   * @param {LiveMap} asked.main the first map
   * @param {(wish: Partial<State>) => void} asked.wish
   * @param {(unit: number|null) => void} asked.point a unit of the second map came under the pointer, or none
   * @param {(unit: number) => void} asked.pick
   */
  constructor({ city, data, format, main, wish, point, pick }) {
    this.city = city;
    this.data = data;
    this.format = format;
    this.main = main;
    this.wish = wish;
    this.point = point;
    this.pick = pick;
    /** @type {LiveMap|null} */
    this.map = null;
    /** @type {Content|null} */
    this.content = null;
    /** Whether the reader has just opened it, and its list is to have the focus. */
    this.opening = false;
    /** How often it was drawn: a newer drawing outdates an older one. */
    this.drawings = 0;
    /** @type {Map<string, Data>} the data of other rounds */
    this.others = new Map();
    this.node = chooser("beside-node", format.say("on_second", { what: format.say("show") }), nodeOptions(city, format), (value) => wish({ beside: value, besideas: "score" }));
    this.as = chooser("beside-as", format.say("on_second", { what: format.say("as") }), asOptions(format), (value) => wish({ besideas: /** @type {State["as"]} */ (value) }));
    this.group = chooser("beside-group", format.say("on_second", { what: format.say("group") }), groupOptions(city, format), (value) => wish({ besidegroup: value }));
    this.round = chooser("beside-round", format.say("on_second", { what: format.say("round") }), city.rounds.map((one) =>
      el("option", { value: one.period === city.period ? "" : one.period }, one.period)), (value) => wish({ besideround: value }));
    this.alike = el("input", { type: "checkbox", id: "beside-alike", onchange: () => wish({ alike: this.alike.checked ? "yes" : "" }) });
    this.alikeField = el("div", { class: "field check" }, this.alike, el("label", { for: "beside-alike" }, format.say("alike")));
    this.title = el("h3", { id: "beside-title" });
    this.container = el("div", { class: "live", id: "live-beside" });
    this.legend = el("div", { class: "beside-legend" });
    this.panel = el("section", { class: "beside-map", "aria-label": format.say("second_map") },
      el("div", { class: "head" }, this.title,
        el("div", { class: "controls" }, this.node.field, this.as.field, this.group.field, this.round.field, this.alikeField)),
      el("div", { class: "ground" }, this.container), this.legend);
    this.button = el("button", { type: "button", class: "button", "aria-expanded": "false", onclick: () => this.turn() });
  }

  /** Open with what the first map shows, or close. */
  turn() {
    const open = !this.panel.isConnected;
    this.wish(open ? { beside: this.first } : { beside: "", besideas: "score", besidegroup: "", besideround: "", alike: "" });
    this.opening = open;
    if (!open) this.button.focus();
  }

  /** What the second map begins with. */
  get first() {
    return /** @type {HTMLSelectElement} */ (need("control-node")).value;
  }

  /** @param {State} state @param {Content} shown by the first map */
  async update(state, shown) {
    const open = Boolean(state.beside);
    const own = ++this.drawings;
    const stage = need("ground").parentElement;
    // Put in once: what is moved in the page loses the focus.
    if (open && !this.panel.isConnected) stage?.append(this.panel);
    // A reader who opens it chooses next what it shows: as soon as the panel is in the page, which may be after other work.
    if (open && this.opening) this.node.select.focus();
    this.opening = false;
    if (!open) this.panel.remove();
    stage?.classList.toggle("two", open);
    this.button.textContent = this.format.say(open ? "compare_end" : "compare");
    this.button.setAttribute("aria-expanded", String(open));
    this.main.map.resize();
    if (!open) return this.close();
    const { city, data } = await this.source(state.besideround);
    const choice = this.choice(state, city);
    const wanted = state.alike === "yes" && choice.as === "value" && shown.classes.kind === "value" && choice.node === shown.node.id;
    const content = await contentOf({ city, data, choice, format: this.format, bounds: wanted ? shown.classes.bounds : undefined });
    if (own !== this.drawings) return;
    const map = await this.opened(content.level.bbox);
    if (own !== this.drawings) return;
    this.content = content;
    if (content.ground) map.ground(content.ground);
    show(map, content);
    this.legend.replaceChildren(...legend({ ...content, pair: choice.pair, format: this.format }));
    this.dress(state, choice, content, shown);
  }

  /** The controls and the title say what is shown. @param {State} state @param {import("./content.js").Choice} choice @param {Content} content @param {Content} shown */
  dress(state, choice, content, shown) {
    const { format } = this;
    const place = { node: format.pick(content.node.names), level: format.pick(content.level.names) };
    const details = [choice.group === "all" || choice.as === "gap" ? "" : format.say(choice.group), state.besideround].filter(Boolean);
    this.title.textContent = [format.say("table_title", place), ...details].join(" · ");
    this.node.select.value = choice.node;
    this.group.select.value = choice.group;
    this.round.select.value = state.besideround;
    setAs(this.as, choice.as, content.node);
    this.group.field.hidden = this.city.groups.length < 2 || choice.as === "gap";
    this.round.field.hidden = this.city.rounds.length < 2;
    this.alike.checked = state.alike === "yes";
    // Bands are the same everywhere; differences are centred on zero: only figures can be cut alike.
    this.alikeField.hidden = !(choice.as === "value" && shown.classes.kind === "value" && choice.node === shown.node.id);
    this.map?.describe(format.say("map_label", place));
  }

  /** What is wished for, within what the round of the second map has. @param {State} state @param {City} city @returns {import("./content.js").Choice} */
  choice(state, city) {
    const found = city.nodes.find((one) => one.id === state.beside) ?? nodeOf(city, city.shown);
    const group = city.groups.includes(state.besidegroup) ? state.besidegroup : city.groups[0] ?? "all";
    const gaps = found.gaps?.[state.pair];
    const as = state.besideas === "gap" && !gaps || !found.indicator ? "score" : state.besideas;
    const told = (as === "gap" ? gaps : city.group_levels[group]) ?? [];
    const level = told.includes(state.level) ? state.level : told[told.length - 1] ?? city.base;
    return { node: found.id, level, group, as, pair: state.pair, cut: state.cut };
  }

  /** The data of a round: the page's own, or another's. @param {string} period @returns {Promise<{city: City, data: Data}>} */
  async source(period) {
    const other = this.city.rounds.find((one) => one.period === period && period !== this.city.period);
    if (!other) return { city: this.city, data: this.data };
    const data = this.others.get(period) ?? createData(this.data.other(other.folder));
    this.others.set(period, data);
    return { city: await data.city(), data };
  }

  /** The second map, made when it is first needed. @param {number[]} box */
  async opened(box) {
    if (!this.map) {
      const made = new LiveMap({ container: this.container, box, format: this.format });
      this.map = made;
      await made.ready;
      made.listen({ point: (id) => this.same() && this.point(id), pick: (id) => this.same() && this.pick(id), idle: () => undefined });
      if (this.main.basemap) made.base(this.main.basemap, () => undefined);
      this.main.whole(box);
      this.main.pair(made);
    }
    await this.map.ready;
    return this.map;
  }

  /** Whether a unit of the second map is the same unit of the first. */
  same() {
    return this.content?.polygons.key === this.main.drawn?.key;
  }

  /** The second map for paper, if there is one. */
  printed() {
    return this.map ? [{ live: this.container, map: this.map, told: this.title.textContent ?? "" }] : [];
  }

  close() {
    this.main.twin = null;
    this.map?.remove();
    this.map = null;
    this.content = null;
  }
}
