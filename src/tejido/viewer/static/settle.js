// What an address asks for, brought within what there is.

import { pairsOf } from "./controls.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./data.js").City} City */

/** What is shown where the address says nothing. @param {City} city @returns {State} */
export function initial(city) {
  return {
    node: city.shown, level: city.base, rows: city.ranking, group: city.groups[0] ?? "all",
    unit: "", of: "", as: "score", pair: pairsOf(city)[0] ?? "", cut: "", sort: "score", find: "",
    beside: "", besideas: "score", besidegroup: city.groups[0] ?? "all", besideround: "", alike: "",
  };
}

/** An address may ask for what there is not. @param {State} wish @param {City} city @returns {State} */
export function settle(wish, city) {
  const start = initial(city);
  const levels = city.levels.map((one) => one.id);
  const group = city.groups.includes(wish.group) ? wish.group : start.group;
  const node = city.nodes.find((one) => one.id === wish.node) ?? city.nodes.find((one) => one.id === start.node);
  const pair = pairsOf(city).includes(wish.pair) ? wish.pair : start.pair;
  const compared = node?.gaps?.[pair];
  const as = wish.as === "gap" && compared?.length ? "gap" : wish.as === "value" && node?.indicator ? "value" : "score";
  const scored = city.group_levels[group]?.length ? city.group_levels[group] : levels;
  return {
    ...wish,
    node: node?.id ?? start.node,
    level: within(wish.level, start.level, as === "gap" ? compared ?? [] : scored),
    rows: within(wish.rows, start.rows, scored),
    group, as, pair,
    sort: as !== "gap" && wish.sort.endsWith("gap") ? start.sort : wish.sort,
    of: wish.unit ? (levels.includes(wish.of) ? wish.of : wish.level) : "",
    cut: wish.cut === "equal" || wish.cut === "quantiles" && node?.classes ? wish.cut : "",
    alike: wish.alike === "yes" ? "yes" : "",
    ...beside(wish, start, city),
  };
}

/** The level asked for where there are figures, else the usual one, else the finest where there are. @param {string} level @param {string} usual @param {string[]} told */
function within(level, usual, told) {
  return [level, usual].find((one) => told.includes(one)) ?? told[told.length - 1] ?? usual;
}

/** What the second map shows. Of another round's groups and indicators only that round's data tell. @param {State} wish @param {State} start @param {City} city @returns {Partial<State>} */
function beside(wish, start, city) {
  if (!city.nodes.some((one) => one.id === wish.beside)) return { beside: "", besideas: "score", besidegroup: start.besidegroup, besideround: "", alike: "" };
  return { besideround: city.rounds.some((one) => one.period === wish.besideround && one.period !== city.period) ? wish.besideround : "" };
}
