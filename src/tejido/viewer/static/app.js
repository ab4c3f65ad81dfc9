// Starts the live page: the picture gives way to the map, the short ranking to the whole table. Without it, all stays as it is.

import { createBasemap } from "./basemap.js";
import { Compare } from "./compare.js";
import { createControls } from "./controls.js";
import { createData } from "./data.js";
import { el, need } from "./dom.js";
import { NoMap } from "./flat.js";
import { createFormat } from "./format.js";
import { LiveMap } from "./map.js";
import { compose, printable, save } from "./mapprint.js";
import { Search } from "./search.js";
import { initial, settle } from "./settle.js";
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
  const box = (city.levels.find((one) => one.id === store.get().level) ?? city.levels[0]).bbox;
  const map = opened(box, format);
  await map.ready;
  /** @type {View} */
  let view;
  const compare = map instanceof LiveMap ? new Compare({
    city, data, format, main: map, wish: store.set, point: (id) => view.pointAt(id), pick: (id) => view.pick(id),
  }) : null;
  const table = new Table({ city, format, wish: store.set, point: (unit) => view.point(unit && { level: store.get().rows, unit }, true) });
  const controls = createControls({ city, format, wish: store.set });
  view = new View({ city, data, format, store, map, compare, table, failed });
  map.listen({
    point: (id) => view.pointAt(id),
    pick: (id) => view.pick(id),
    idle: () => { if (view.done) document.documentElement.setAttribute("data-map", "idle"); },
  });
  const search = new Search({
    city, data, format,
    unit: (level, unit) => view.go(level, unit),
    street: (place, shape) => { map.bring(place); map.focus(shape); },
  });
  const { basemap } = city;
  const others = basemap && map instanceof LiveMap ? [createBasemap({ basemap, format, maps: () => [map, compare?.map].filter((one) => one instanceof LiveMap) })] : [];
  revealControls([search.element, ...controls.elements, ...(compare ? [compare.button] : []), ...toShare(), ...others], table.element);
  if (map instanceof LiveMap) need("ground").parentElement?.after(el("div", { class: "tools" }, ...pictures(map, compare, city, format, store)));
  enableAreas(city, store.set);
  const follow = (/** @type {State} */ state) => {
    controls.update(state);
    markAreas(state);
  };
  follow(store.get());
  store.listen((state, changed) => {
    follow(state);
    view.update(changed);
  });
  window.addEventListener("hashchange", ({ oldURL }) => {
    // A jump inside the page is not another view, and does not take its address.
    if (document.getElementById(location.hash.slice(1))) history.replaceState(null, "", oldURL);
    else store.reread();
  });
  view.all();
}

/** The live map in the place of the picture; the picture stays where the browser cannot draw a map. @param {number[]} box @param {import("./format.js").Format} format */
function opened(box, format) {
  const live = need("live");
  live.style.aspectRatio = String(ratio(box));
  live.hidden = false;
  try {
    const map = new LiveMap({ container: live, box, format });
    need("picture").hidden = true;
    return map;
  } catch (problem) {
    console.warn(problem);
    live.hidden = true;
    return new NoMap();
  }
}

/** From the map to the panel in the head, where its address is: a far way by keyboard. */
function toShare() {
  const panel = document.querySelector("#tools details");
  const summary = panel?.querySelector("summary");
  if (!panel || !summary || document.documentElement.classList.contains("embed")) return [];
  return [el("button", { type: "button", class: "button", onclick: (/** @type {Event} */ event) => {
    // A click outside of the panel closes it.
    event.stopPropagation();
    /** @type {HTMLDetailsElement} */ (panel).open = true;
    summary.focus();
  } }, summary.textContent ?? "")];
}

/** Buttons for a file and for paper. @param {LiveMap} map @param {Compare|null} compare @param {City} city @param {import("./format.js").Format} format @param {ReturnType<typeof createStore>} store */
function pictures(map, compare, city, format, store) {
  const made = () => compose({ map, title: need("map-title").textContent ?? "", notes: [
    [format.pick(city.names), city.period].join(" · "),
    document.querySelector("#legend .lines")?.textContent ?? "",
    map.basemap?.credit ?? "",
    city.synthetic ? format.say("synthetic") : "",
  ].filter(Boolean) });
  printable(() => [{ live: need("live"), map, told: need("map-title").textContent ?? "" }, ...(compare?.printed() ?? [])]);
  const state = store.get;
  const name = () => [city.synthetic ? "synthetic" : "", city.code, state().node, state().level].filter(Boolean).join("-");
  return [
    el("button", { type: "button", class: "button", onclick: () => save(made(), `${name()}.png`) }, format.say("save_picture")),
    el("button", { type: "button", class: "button", onclick: () => window.print() }, format.say("print")),
  ];
}

/** The style of the live page, which the first picture does not wait for. */
function dressed() {
  return new Promise((done, lost) => {
    document.head.append(el("link", { rel: "stylesheet", href: new URL("./live.css", import.meta.url).href, onload: done, onerror: lost }));
  });
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

/** The area on the map is marked. @param {State} state */
function markAreas(state) {
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
