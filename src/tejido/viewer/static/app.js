// Starts the live page: the picture gives way to the map, the short ranking to the whole table. Without it, all stays as it is.

import { card } from "./card.js";
import { createControls } from "./controls.js";
import { createData } from "./data.js";
import { el, need } from "./dom.js";
import { createFormat } from "./format.js";
import { legend } from "./legend.js";
import { createMap } from "./map.js";
import { classify } from "./scale.js";
import { createStore } from "./state.js";
import { createTable } from "./table.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./data.js").Unit} Unit */
/** @typedef {import("./data.js").City} City */

async function start() {
  const lang = document.body.dataset.lang ?? "en";
  const data = createData(new URL("../data/", import.meta.url).href);
  const [city, words] = await Promise.all([data.city(), data.words(lang)]);
  const format = createFormat(lang, words);
  const store = createStore(initial(city), (wish) => settle(wish, city), window);
  const byId = new Map(city.nodes.map((node) => [node.id, node]));

  /** @type {{level: string, unit: Unit}|null} */
  let pointed = null;
  let drawing = 1;
  const controls = createControls({ city, format, wish: store.set });
  const table = createTable({ city, format, wish: store.set, point: (unit) => void pointAt(unit && { level: store.get().rows, unit }, true) });

  const shapes = await data.shapes(store.get().level);
  const live = need("live");
  live.style.aspectRatio = String(ratio(shapes.bbox));
  live.hidden = false;
  need("picture").hidden = true;
  const map = await createMap({
    container: live, box: shapes.bbox, format,
    point: (id) => void unitAt(id).then((unit) => pointAt(unit && { level: store.get().level, unit })),
    pick: (id) => void unitAt(id).then((unit) => unit && store.set({ unit: unit.code, of: store.get().level })),
    idle: () => { if (!drawing) document.documentElement.setAttribute("data-map", "idle"); },
  });

  /** @param {number|null} id */
  async function unitAt(id) {
    return id === null ? null : (await data.units(store.get().level))[id] ?? null;
  }

  /** @param {{level: string, unit: Unit}|null} next @param {boolean} [bring] */
  async function pointAt(next, bring = false) {
    pointed = next;
    await drawFocus(bring);
  }

  async function drawMap() {
    const state = store.get();
    const node = byId.get(state.node);
    const at = city.levels.findIndex((one) => one.id === state.level);
    const coarser = city.levels[at - 1] ?? null;
    const [polygons, units, columns] = await Promise.all([data.shapes(state.level), data.units(state.level), figures(state.level)]);
    const [borders, names] = coarser ? await Promise.all([data.shapes(coarser.id), data.units(coarser.id)]) : [null, units];
    if (!node || store.get() !== state) return;
    const classes = classify({ units, columns, bands: city.bands, as: state.as, format });
    map.units(polygons);
    map.borders(borders, names);
    map.classes(classes);
    need("legend").replaceChildren(...legend({ classes, node, level: city.levels[at], coarser, format }));
    const title = format.say("table_title", { node: format.pick(node.names), level: format.pick(city.levels[at].names) });
    need("map-title").textContent = title;
    live.querySelector("canvas")?.setAttribute("aria-label", format.say("map_label", { node: format.pick(node.names), level: format.pick(city.levels[at].names) }));
  }

  async function drawTable() {
    const state = store.get();
    const node = byId.get(state.node);
    const level = city.levels.find((one) => one.id === state.rows);
    const [units, columns] = await Promise.all([data.units(state.rows), figures(state.rows)]);
    if (!node || !level || store.get() !== state) return;
    need("ranking-title").textContent = format.say("table_title", { node: format.pick(node.names), level: format.pick(level.names) });
    table.update({ state, node, level, units, columns });
  }

  async function drawFocus(bring = false) {
    const state = store.get();
    const place = need("card");
    const wanted = pointed;
    const level = wanted?.level ?? state.of;
    const node = byId.get(state.node);
    if (!wanted && !state.unit) {
      place.hidden = !matchMedia("(min-width: 900px)").matches;
      place.replaceChildren(format.say("pick"));
      place.classList.add("waiting");
      map.focus(null);
      return;
    }
    const [units, columns, polygons] = await Promise.all([data.units(level), figures(level), data.shapes(level)]);
    const unit = wanted?.unit ?? units.find((one) => one.code === state.unit);
    if (pointed !== wanted || store.get() !== state || !node) return;
    if (!unit) return store.set({ unit: "", of: "" });
    const total = units.filter((one) => (columns.rank?.(one.id) ?? null) !== null).length;
    place.classList.remove("waiting");
    place.hidden = false;
    place.replaceChildren(...card({ city, node, unit, columns, total, format, close: () => { pointed = null; store.set({ unit: "", of: "" }); void drawFocus(); } }));
    map.focus(polygons.features[unit.id], bring);
  }

  /** @param {string} level */
  function figures(level) {
    const { node, group } = store.get();
    return byId.get(node)?.levels.includes(level) ? data.figures(level, node, group) : Promise.resolve(/** @type {import("./data.js").Columns} */ ({}));
  }

  /** @param {State} state */
  function drawLinks(state) {
    for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("a[data-language]"))) link.hash = store.link();
    for (const area of document.querySelectorAll("[data-node]")) area.classList.toggle("on", area.getAttribute("data-node") === state.node);
  }

  const box = need("controls");
  box.replaceChildren(...controls.elements);
  box.hidden = false;
  need("ranking-static").hidden = true;
  need("ranking-live").replaceChildren(table.element);
  need("ranking-live").hidden = false;
  for (const area of document.querySelectorAll("[data-node]")) {
    const id = area.getAttribute("data-node") ?? "";
    const name = area.querySelector(".name");
    if (!name || !byId.get(id)?.levels.length) continue;
    name.replaceChildren(el("button", { type: "button", onclick: () => store.set({ node: id, as: "score" }) }, name.textContent));
  }

  /** All that a change asks for; the page says when it is done. @param {Promise<void>[]} tasks */
  function settleInto(tasks) {
    drawing += 1;
    document.documentElement.removeAttribute("data-map");
    Promise.all(tasks).catch(failed).finally(() => { drawing -= 1; map.repaint(); });
  }

  store.listen((state, changed) => {
    controls.update(state);
    drawLinks(state);
    const has = (/** @type {(keyof State)[]} */ ...keys) => keys.some((key) => changed.has(key));
    if (has("level")) pointed = null;
    const inTable = has("node", "rows", "group", "sort", "find");
    if (!inTable) table.mark(state);
    settleInto([
      ...(has("node", "level", "group", "as") ? [drawMap()] : []),
      ...(inTable ? [drawTable()] : []),
      ...(has("node", "level", "group", "unit", "of", "as") ? [drawFocus(has("unit"))] : []),
    ]);
  });
  window.addEventListener("hashchange", store.reread);
  const state = store.get();
  controls.update(state);
  drawLinks(state);
  drawing -= 1;
  settleInto([drawMap(), drawTable(), drawFocus(true)]);
}

/** What is shown where the address says nothing. @param {City} city @returns {State} */
function initial(city) {
  return { node: city.shown, level: city.base, rows: city.ranking, group: city.groups[0] ?? "all", unit: "", of: "", as: "score", sort: "score", find: "" };
}

/** An address may ask for what there is not. @param {State} wish @param {City} city @returns {State} */
function settle(wish, city) {
  const start = initial(city);
  const levels = city.levels.map((one) => one.id);
  const node = city.nodes.find((one) => one.id === wish.node) ?? city.nodes.find((one) => one.id === start.node);
  return {
    ...wish,
    node: node?.id ?? start.node,
    level: levels.includes(wish.level) ? wish.level : start.level,
    rows: levels.includes(wish.rows) ? wish.rows : start.rows,
    group: city.groups.includes(wish.group) ? wish.group : start.group,
    of: wish.unit ? (levels.includes(wish.of) ? wish.of : wish.level) : "",
    as: wish.as === "value" && node?.indicator ? "value" : "score",
  };
}

/** Width over height of the map, as the picture has it: no jump when one gives way to the other. @param {number[]} box */
function ratio([west, south, east, north]) {
  const wide = (east - west) * Math.cos((((south + north) / 2) * Math.PI) / 180);
  return Math.min(Math.max(wide / Math.max(north - south, 1e-9), 0.8), 1.6);
}

/** The picture and the tables stay. @param {unknown} problem */
function failed(problem) {
  console.error(problem);
  need("live").hidden = true;
  need("picture").hidden = false;
  need("controls").hidden = true;
  document.documentElement.setAttribute("data-map", "failed");
}

start().catch(failed);
