// Every unit in a table: the map's equal. Sorted, searched, downloaded; a row in focus is the unit in focus on the map.

import { fields } from "./columns.js";
import { chooser, closeLevels, levelOptions } from "./controls.js";
import { download, toCsv } from "./csv.js";
import { el } from "./dom.js";

/** @typedef {import("./data.js").Unit} Unit */
/** @typedef {import("./state.js").State} State */
/** @typedef {import("./columns.js").Field} Field */
/**
 * @typedef {object} Content
 * @property {State} state
 * @property {import("./data.js").NodeEntry} node
 * @property {import("./data.js").Level} level
 * @property {Unit[]} units
 * @property {import("./data.js").Columns} columns
 * @property {import("./data.js").Columns|null} gaps differences between two groups, where the map shows them
 */

const FIRST = 25;

export class Table {
  /**
   * @param {object} asked
   * @param {import("./data.js").City} asked.city
   * @param {import("./format.js").Format} asked.format
   * @param {(wish: Partial<State>) => void} asked.wish
   * @param {(unit: Unit|null) => void} asked.point a row came into focus, or none
   */
  constructor({ city, format, wish, point }) {
    this.city = city;
    this.format = format;
    this.wish = wish;
    this.point = point;
    /** @type {Content|null} */
    this.content = null;
    this.all = false;
    this.level = chooser("table-level", format.say("by"), levelOptions(city, format), (value) => wish({ rows: value, unit: "", of: "" }));
    this.search = el("input", { id: "table-find", type: "search", autocomplete: "off", oninput: () => wish({ find: this.search.value }) });
    this.count = el("p", { class: "quiet", role: "status" });
    this.head = el("tr");
    this.body = el("tbody", { onkeydown: (/** @type {KeyboardEvent} */ event) => this.keys(event) });
    this.more = el("button", { type: "button", class: "button", onclick: () => this.showAll() });
    this.element = this.frame();
  }

  /** The parts that stay. */
  frame() {
    const { format } = this;
    return el("div", {},
      el("div", { class: "controls" },
        this.level.field,
        el("div", { class: "field" }, el("label", { for: "table-find" }, format.say("search")), this.search),
        el("button", { type: "button", class: "button", onclick: () => this.save() }, format.say("download"))),
      this.count,
      el("table", { class: "live-table", "aria-labelledby": "ranking-title" }, el("thead", {}, this.head), this.body),
      this.more,
      el("p", { class: "quiet keys" }, format.say("table_hint")));
  }

  /** @param {Content} next */
  update(next) {
    if (this.content && this.content.level.id !== next.level.id) this.all = false;
    this.content = next;
    this.level.select.value = next.state.rows;
    closeLevels(this.level.select, this.city.group_levels[next.state.group]);
    if (document.activeElement !== this.search) this.search.value = next.state.find;
    this.draw(next);
  }

  /** The state changed, but not what the table holds. @param {State} state */
  mark(state) {
    if (!this.content) return;
    this.content = { ...this.content, state };
    for (const button of this.buttons()) {
      button.closest("tr")?.classList.toggle("chosen", this.chosen(this.content, button.dataset.code ?? ""));
    }
  }

  /** @returns {HTMLElement[]} */
  buttons() {
    return [...this.body.querySelectorAll("button")];
  }

  /** @param {Content} content @param {string} code */
  chosen({ state, level }, code) {
    return state.unit === code && state.of === level.id;
  }

  /** @param {Content} content */
  draw(content) {
    const { format, city } = this;
    const columns = fields(content, city.bands, format);
    const found = this.rows(content, columns);
    const visible = this.all ? found : found.slice(0, FIRST);
    this.head.replaceChildren(...columns.map((field) => this.header(field, content.state.sort)));
    this.body.replaceChildren(...visible.map((unit) => this.row(unit, columns, content)));
    const first = this.body.querySelector("tr.chosen button") ?? this.body.querySelector("button");
    first?.setAttribute("tabindex", "0");
    const shown = { count: format.number(found.length, 0), total: format.number(content.units.length, 0), plural: format.pick(content.level.plurals) };
    this.count.textContent = format.say(found.length ? "found" : "none_found", shown);
    this.more.hidden = visible.length === found.length;
    this.more.textContent = format.say("show_all", shown);
  }

  /** Rows found and sorted, units without a figure last. @param {Content} content @param {Field[]} columns */
  rows({ state, units }, columns) {
    const key = state.sort.replace(/^-/, "");
    const sign = state.sort.startsWith("-") ? -1 : 1;
    const field = columns.find((one) => one.key === key) ?? columns[0];
    const wanted = plain(state.find);
    const { compare } = new Intl.Collator(this.format.lang, { numeric: true });
    return units
      .filter((unit) => plain(`${unit.name} ${unit.code} ${unit.parent ?? ""}`).includes(wanted))
      .map((unit) => ({ unit, by: field.value(unit) }))
      .sort((a, b) => {
        if (a.by === null || b.by === null) return Number(a.by === null) - Number(b.by === null);
        const order = typeof a.by === "string" ? compare(a.by, b.by) : a.by - b.by;
        return sign * order || compare(a.unit.name, b.unit.name);
      })
      .map((one) => one.unit);
  }

  /** @param {Unit} unit @param {Field[]} columns @param {Content} content */
  row(unit, columns, content) {
    return el("tr", { class: this.chosen(content, unit.code) ? "chosen" : "" }, columns.map((field) => (field.key === "name"
      ? el("th", { scope: "row" }, this.name(unit, content))
      : el("td", { class: css(field) }, field.cell(unit)))));
  }

  /** @param {Unit} unit @param {Content} content */
  name(unit, content) {
    const button = el("button", {
      type: "button", class: "row", "data-code": unit.code, tabindex: "-1",
      onclick: () => this.wish({ unit: unit.code, of: content.level.id }),
      onfocus: () => this.point(unit), onblur: () => this.point(null),
    }, unit.name);
    return [button, unit.parent && unit.parent !== unit.name ? el("small", {}, unit.parent) : ""];
  }

  /** @param {Field} field @param {string} sort */
  header(field, sort) {
    const active = sort.replace(/^-/, "") === field.key;
    const falling = sort.startsWith("-");
    const turn = () => {
      this.wish({ sort: active && !falling ? `-${field.key}` : field.key });
      requestAnimationFrame(() => /** @type {HTMLElement|null} */ (this.head.querySelector(`[data-sort=${field.key}]`))?.focus());
    };
    return el("th", { scope: "col", class: css(field), "aria-sort": active ? (falling ? "descending" : "ascending") : null },
      el("button", { type: "button", class: "sort", "data-sort": field.key, onclick: turn }, field.label,
        el("span", { "aria-hidden": "true" }, active ? (falling ? " ↓" : " ↑") : "")));
  }

  /** Arrow keys, Home and End move between rows. @param {KeyboardEvent} event */
  keys(event) {
    const buttons = this.buttons();
    const at = buttons.indexOf(/** @type {HTMLElement} */ (event.target));
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (at < 0 || to === undefined || !buttons[to]) return;
    event.preventDefault();
    buttons[at].tabIndex = -1;
    buttons[to].tabIndex = 0;
    buttons[to].focus();
  }

  showAll() {
    this.all = true;
    if (this.content) this.draw(this.content);
    this.buttons()[FIRST]?.focus();
  }

  /** All rows found, not only those in view, with what they are about above them. */
  save() {
    if (!this.content) return;
    const { city, content, format } = this;
    const columns = fields(content, city.bands, format);
    const about = [format.pick(city.names), city.period, format.pick(content.node.names), city.synthetic ? format.say("synthetic") : ""];
    const lines = this.rows(content, columns).map((unit) => [unit.code, ...columns.map((field) => (field.file ?? field.value)(unit))]);
    const name = [city.synthetic ? "synthetic" : "", city.code, content.node.id, content.level.id].filter(Boolean).join("-");
    download(`${name}.csv`, toCsv([about.filter(Boolean), [format.say("code"), ...columns.map((field) => field.label)], ...lines]));
  }
}

/** @param {Field} field */
function css(field) {
  return `${field.number ? "num" : ""}${field.wide ? " wide" : ""}`;
}

/** Without accents and capitals, as people type. @param {string} text */
export function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
