// Every unit in a table: the map's equal. Sorted, searched, downloaded; a row in focus is the unit in focus on the map.

import { el, square } from "./dom.js";
import { bandOf, swatch } from "./scale.js";
import { chooser, levelOptions } from "./controls.js";
import { download, toCsv } from "./csv.js";

/** @typedef {import("./data.js").Unit} Unit */
/** @typedef {import("./state.js").State} State */
/** @typedef {import("./format.js").Format} Format */
/**
 * @typedef {object} Content
 * @property {State} state
 * @property {import("./data.js").NodeEntry} node
 * @property {import("./data.js").Level} level
 * @property {Unit[]} units
 * @property {import("./data.js").Columns} columns
 */
/** @typedef {{key: string, label: string, number: boolean, wide?: boolean, value: (unit: Unit) => any, cell: (unit: Unit) => (Node|string)[]}} Field */

const FIRST = 25;

/**
 * @param {object} asked
 * @param {import("./data.js").City} asked.city
 * @param {Format} asked.format
 * @param {(wish: Partial<State>) => void} asked.wish
 * @param {(unit: Unit|null) => void} asked.point a row came into focus, or none
 */
export function createTable({ city, format, wish, point }) {
  /** @type {Content|null} */
  let content = null;
  let all = false;
  const level = chooser("table-level", format.say("by"), levelOptions(city, format), (value) => wish({ rows: value, unit: "", of: "" }));
  const search = el("input", { id: "table-find", type: "search", autocomplete: "off", oninput: () => wish({ find: search.value }) });
  const count = el("p", { class: "quiet", role: "status" });
  const body = el("tbody", { onkeydown: keys });
  const head = el("tr");
  const more = el("button", { type: "button", class: "button", onclick: () => { all = true; draw(); } });
  const save = el("button", { type: "button", class: "button", onclick: saveTable }, format.say("download"));
  const element = el("div", {},
    el("div", { class: "controls" },
      level.field,
      el("div", { class: "field" }, el("label", { for: "table-find" }, format.say("search")), search),
      save),
    count,
    el("table", { class: "live-table" }, el("caption", { class: "hear" }, format.say("table_hint")), el("thead", {}, head), body),
    more,
    el("p", { class: "quiet" }, format.say("table_hint")));

  /** @param {Content} shown @returns {Field[]} */
  function fields({ columns, node, level: at }) {
    const figure = (/** @type {string} */ name) => (/** @type {Unit} */ unit) => columns[name]?.(unit.id) ?? null;
    const [score, value, rank, coverage] = ["score", "value", "rank", "coverage"].map(figure);
    /** @type {Field[]} */
    const found = [
      { key: "rank", label: format.say("rank"), number: true, wide: true, value: rank, cell: (unit) => [rank(unit) === null ? "—" : format.number(rank(unit), 0)] },
      { key: "name", label: capital(format.pick(at.names)), number: false, value: (unit) => unit.name, cell: name },
      { key: "people", label: format.say("people"), number: true, value: (unit) => unit.population, cell: (unit) => [format.people(unit.population)] },
      { key: "score", label: format.say("score"), number: true, value: score, cell: (unit) => scoreCell(score(unit), columns, unit) },
    ];
    if (node.indicator) {
      found.push({ key: "value", label: `${format.say("figure")} (${format.pick(node.unit ?? {})})`, number: true, value, cell: (unit) => [format.figure(value(unit))] });
    } else {
      found.push({ key: "coverage", label: format.say("coverage"), number: true, wide: true, value: coverage, cell: (unit) => [format.percent(coverage(unit))] });
    }
    found.push({ key: "band", label: format.say("band"), number: false, wide: true, value: score, cell: (unit) => [bandText(score(unit), columns, unit)] });
    return found;
  }

  /** @param {number|null} score @param {import("./data.js").Columns} columns @param {Unit} unit */
  function scoreCell(score, columns, unit) {
    if (score !== null) return [square(`b${bandOf(score, city.bands)}`), format.number(score, 1)];
    return [square(swatch(columns.reason?.(unit.id) === "protected" ? -2 : -1, "score")), "—"];
  }

  /** @param {number|null} score @param {import("./data.js").Columns} columns @param {Unit} unit */
  function bandText(score, columns, unit) {
    if (score !== null) return format.pick(city.bands[bandOf(score, city.bands)].names);
    return format.say(columns.reason?.(unit.id) === "protected" ? "protected" : "no_data");
  }

  /** @param {Unit} unit */
  function name(unit) {
    const button = el("button", {
      type: "button", class: "row", "data-code": unit.code, tabindex: "-1",
      onclick: () => content && wish({ unit: unit.code, of: content.level.id }),
      onfocus: () => point(unit), onblur: () => point(null),
    }, unit.name);
    return [button, unit.parent && unit.parent !== unit.name ? el("small", {}, unit.parent) : ""];
  }

  /** Rows found and sorted, units without a figure last. @param {Content} shown @param {Field[]} columns */
  function rows(shown, columns) {
    const key = shown.state.sort.replace(/^-/, "");
    const sign = shown.state.sort.startsWith("-") ? -1 : 1;
    const field = columns.find((one) => one.key === key) ?? columns[0];
    const wanted = plain(shown.state.find);
    const collator = new Intl.Collator(format.lang, { numeric: true });
    return shown.units
      .filter((unit) => plain(`${unit.name} ${unit.code} ${unit.parent ?? ""}`).includes(wanted))
      .map((unit) => ({ unit, by: field.value(unit) }))
      .sort((a, b) => {
        if (a.by === null || b.by === null) return Number(a.by === null) - Number(b.by === null);
        const order = typeof a.by === "string" ? collator.compare(a.by, b.by) : a.by - b.by;
        return sign * order || collator.compare(a.unit.name, b.unit.name);
      })
      .map((one) => one.unit);
  }

  function draw() {
    if (!content) return;
    const shown = content;
    const columns = fields(shown);
    const found = rows(shown, columns);
    const visible = all ? found : found.slice(0, FIRST);
    const plural = format.pick(shown.level.plurals);
    head.replaceChildren(...columns.map((field) => header(field, shown.state.sort)));
    body.replaceChildren(...visible.map((unit) => el("tr", { class: chosen(shown, unit) ? "chosen" : "" },
      columns.map((field) => (field.key === "name"
        ? el("th", { scope: "row" }, field.cell(unit))
        : el("td", { class: `${field.number ? "num" : ""}${field.wide ? " wide" : ""}` }, field.cell(unit)))))));
    const first = body.querySelector("tr.chosen button.row") ?? body.querySelector("button.row");
    first?.setAttribute("tabindex", "0");
    count.textContent = found.length ? format.say("found", { count: format.number(found.length, 0), total: format.number(shown.units.length, 0), plural }) : format.say("none_found");
    more.hidden = visible.length === found.length;
    more.textContent = format.say("show_all", { count: format.number(found.length, 0) });
  }

  /** @param {Content} shown @param {Unit} unit */
  function chosen(shown, unit) {
    return shown.state.unit === unit.code && shown.state.of === shown.level.id;
  }

  /** @param {Field} field @param {string} sort */
  function header(field, sort) {
    const active = sort.replace(/^-/, "") === field.key;
    const falling = sort.startsWith("-");
    return el("th", { scope: "col", class: `${field.number ? "num" : ""}${field.wide ? " wide" : ""}`, "aria-sort": active ? (falling ? "descending" : "ascending") : null },
      el("button", { type: "button", class: "sort", "data-sort": field.key, onclick: () => {
        wish({ sort: active && !falling ? `-${field.key}` : field.key });
        /** @type {HTMLElement|null} */ (head.querySelector(`[data-sort=${field.key}]`))?.focus();
      } }, field.label, el("span", { "aria-hidden": "true" }, active ? (falling ? " ↓" : " ↑") : "")));
  }

  /** Arrow keys, Home and End move between rows. @param {KeyboardEvent} event */
  function keys(event) {
    const buttons = /** @type {HTMLElement[]} */ ([...body.querySelectorAll("button.row")]);
    const at = buttons.indexOf(/** @type {HTMLElement} */ (event.target));
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (at < 0 || to === undefined || !buttons[to]) return;
    event.preventDefault();
    buttons[at].tabIndex = -1;
    buttons[to].tabIndex = 0;
    buttons[to].focus();
  }

  function saveTable() {
    if (!content) return;
    const columns = fields(content);
    const shown = content;
    const names = [format.say("code"), ...columns.map((field) => field.label)];
    const lines = rows(content, columns).map((unit) => [unit.code, ...columns.map((field) =>
      (field.key === "band" ? bandText(shown.columns.score?.(unit.id) ?? null, shown.columns, unit) : field.value(unit)))]);
    const note = [city.names[format.lang] ?? city.code, city.period, format.pick(content.node.names), city.synthetic ? format.say("synthetic") : ""];
    const label = [city.synthetic ? "synthetic" : "", city.code, content.node.id, content.level.id].filter(Boolean).join("-");
    download(`${label}.csv`, toCsv([note.filter(Boolean), names, ...lines]));
  }

  return {
    element,
    /** @param {Content} next */
    update(next) {
      if (content && content.state.rows !== next.state.rows) all = false;
      content = next;
      level.select.value = next.state.rows;
      if (document.activeElement !== search) search.value = next.state.find;
      draw();
    },
    /** The state changed, but not what the table holds. @param {State} state */
    mark(state) {
      if (!content) return;
      content = { ...content, state };
      for (const button of body.querySelectorAll("button.row")) {
        const own = state.of === content.level.id && button.getAttribute("data-code") === state.unit;
        button.closest("tr")?.classList.toggle("chosen", own);
      }
    },
  };
}

/** @param {string} text */
function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Without accents and capitals, as people type. @param {string} text */
export function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
