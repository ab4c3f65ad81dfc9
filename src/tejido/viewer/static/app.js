// Starts the live page: the picture gives way to the map, the short ranking to the whole table. Without it, all stays as it is.

import { createControls } from "./controls.js";
import { createData } from "./data.js";
import { el, need } from "./dom.js";
import { createFormat } from "./format.js";
import { LiveMap } from "./map.js";
import { createStore } from "./state.js";
import { Table } from "./table.js";
import { View } from "./view.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./data.js").City} City */

async function start() {
  const lang = document.body.dataset.lang ?? "en";
  const data = createData(new URL(`${document.body.dataset.here}data/`, location.href).href);
  const [city, words] = await Promise.all([data.city(), data.words(lang), dressed()]);
  const format = createFormat(lang, words);
  const store = createStore(initial(city), (wish) => settle(wish, city), window);
  const shapes = await data.shapes(store.get().level);
  const live = need("live");
  live.style.aspectRatio = String(ratio(shapes.bbox));
  live.hidden = false;
  need("picture").hidden = true;

  const map = new LiveMap({ container: live, box: shapes.bbox, format });
  await map.ready;
  const table = new Table({ city, format, wish: store.set, point: (unit) => view.point(unit && { level: store.get().rows, unit }, true) });
  const controls = createControls({ city, format, wish: store.set });
  const view = new View({ city, data, format, store, map, table, failed });
  map.listen({
    point: (id) => view.pointAt(id),
    pick: (id) => view.pick(id),
    idle: () => { if (view.done) document.documentElement.setAttribute("data-map", "idle"); },
  });

  revealControls(controls.elements, table.element);
  enableAreas(city, store.set);
  const follow = (/** @type {State} */ state) => {
    controls.update(state);
    markLinks(state, store.link());
  };
  follow(store.get());
  store.listen((state, changed) => {
    follow(state);
    view.update(changed);
  });
  window.addEventListener("hashchange", store.reread);
  view.all();
}

/** The style of the live page, which the first picture does not wait for. */
function dressed() {
  return new Promise((done, lost) => {
    document.head.append(el("link", { rel: "stylesheet", href: new URL("./live.css", import.meta.url).href, onload: done, onerror: lost }));
  });
}

/** What is shown where the address says nothing. @param {City} city @returns {State} */
function initial(city) {
  return {
    node: city.shown, level: city.base, rows: city.ranking, group: city.groups[0] ?? "all",
    unit: "", of: "", as: "score", sort: "score", find: "",
  };
}

/** An address may ask for what there is not. @param {State} wish @param {City} city @returns {State} */
function settle(wish, city) {
  const start = initial(city);
  const levels = city.levels.map((one) => one.id);
  const group = city.groups.includes(wish.group) ? wish.group : start.group;
  const told = city.group_levels[group]?.length ? city.group_levels[group] : levels;
  /** The level asked for where the group has figures there, else the finest where it has. @param {string} level @param {string} usual */
  const within = (level, usual) => [level, usual].find((one) => told.includes(one)) ?? told[told.length - 1] ?? usual;
  const node = city.nodes.find((one) => one.id === wish.node) ?? city.nodes.find((one) => one.id === start.node);
  return {
    ...wish,
    node: node?.id ?? start.node,
    level: within(wish.level, start.level),
    rows: within(wish.rows, start.rows),
    group,
    of: wish.unit ? (levels.includes(wish.of) ? wish.of : wish.level) : "",
    as: wish.as === "value" && node?.indicator ? "value" : "score",
  };
}

/** Width over height of the map, as the picture has it: no jump when one gives way to the other. @param {number[]} box */
function ratio([west, south, east, north]) {
  const wide = (east - west) * Math.cos((((south + north) / 2) * Math.PI) / 180);
  return Math.min(Math.max(wide / Math.max(north - south, 1e-9), 0.8), 1.6);
}

/** @param {HTMLElement[]} controls @param {HTMLElement} table */
function revealControls(controls, table) {
  need("controls").replaceChildren(...controls);
  need("controls").hidden = false;
  need("ranking-static").hidden = true;
  need("ranking-live").replaceChildren(table);
  need("ranking-live").hidden = false;
}

/** The names of the areas become buttons that show the area on the map. @param {City} city @param {(wish: Partial<State>) => void} wish */
function enableAreas(city, wish) {
  for (const area of document.querySelectorAll("[data-node]")) {
    const node = city.nodes.find((one) => one.id === area.getAttribute("data-node"));
    const name = area.querySelector(".name");
    if (!name || !node?.levels.length) continue;
    name.replaceChildren(el("button", { type: "button", onclick: () => wish({ node: node.id, as: "score" }) }, name.textContent));
  }
}

/** The other language shows the same; the area on the map is marked. @param {State} state @param {string} hash */
function markLinks(state, hash) {
  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("a[data-language]"))) link.hash = hash;
  for (const area of document.querySelectorAll("[data-node]")) {
    area.classList.toggle("on", area.getAttribute("data-node") === state.node);
  }
}

/** The picture comes back; the tables stay. @param {unknown} problem */
function failed(problem) {
  console.error(problem);
  need("live").hidden = true;
  need("picture").hidden = false;
  document.documentElement.setAttribute("data-map", "failed");
}

start().catch(failed);
