// What to show, by which units, for whom: plain form controls, so that every reader's habits work.

import { el } from "./dom.js";
import { pairName } from "./lens.js";
import { cutOf } from "./scale.js";

/** @typedef {import("./data.js").City} City */
/** @typedef {import("./format.js").Format} Format */
/** @typedef {import("./state.js").State} State */

/**
 * @param {object} asked
 * @param {City} asked.city
 * @param {Format} asked.format
 * @param {(wish: Partial<State>) => void} asked.wish
 */
export function createControls({ city, format, wish }) {
  const node = chooser("control-node", format.say("show"), nodeOptions(city, format), (value) => wish({ node: value, as: "score" }));
  const level = chooser("control-level", format.say("by"), levelOptions(city, format), (value) => wish({ level: value, rows: value, unit: "", of: "" }));
  const group = chooser("control-group", format.say("group"), groupOptions(city, format), (value) => wish({ group: value }));
  const as = chooser("control-as", format.say("as"), asOptions(format), (value) => wish({ as: /** @type {State["as"]} */ (value), ...(value === "gap" ? { sort: "-gap" } : {}) }));
  const cut = chooser("control-cut", format.say("cut"), [["published", "cut_published"], ["quantiles", "cut_alike"], ["equal", "cut_equal"]].map(([value, key]) =>
    el("option", { value }, format.say(key))), (value) => wish({ cut: value }));
  const pair = chooser("control-pair", format.say("group"), pairsOf(city).map((one) =>
    el("option", { value: one }, pairName(one, format))), (value) => wish({ pair: value }));
  return {
    elements: [node.field, level.field, as.field, cut.field, group.field, pair.field],
    /** @param {State} state */
    update(state) {
      const chosen = city.nodes.find((one) => one.id === state.node);
      node.select.value = state.node;
      level.select.value = state.level;
      closeLevels(level.select, state.as === "gap" ? chosen?.gaps?.[state.pair] : city.group_levels[state.group]);
      group.select.value = state.group;
      pair.select.value = state.pair;
      cut.select.value = cutOf(state.cut, chosen);
      for (const option of cut.select.options) option.hidden = option.disabled = option.value === "published" && !chosen?.classes;
      setAs(as, state.as, chosen);
      cut.field.hidden = state.as !== "value";
      group.field.hidden = city.groups.length < 2 || state.as === "gap";
      pair.field.hidden = pair.select.options.length < 2 || state.as !== "gap";
    },
  };
}

/** The pairs of groups of which differences are told. @param {City} city */
export function pairsOf(city) {
  const place = (/** @type {string} */ pair) => `${pair.split(";").length}${pair.startsWith("origin=") ? 0 : 1}${pair}`;
  return [...new Set(city.nodes.flatMap((one) => Object.keys(one.gaps ?? {})))].sort((one, other) => (place(one) < place(other) ? -1 : 1));
}

/** @param {City} city @param {Format} format */
export function groupOptions(city, format) {
  return city.groups.map((one) => el("option", { value: one }, one === "all" ? format.say("everybody") : format.say(one)));
}

/** @param {Format} format */
export function asOptions(format) {
  return ["score", "value", "gap"].map((one) => el("option", { value: one }, format.say(`as_${one}`)));
}

/** Only indicators have a figure, and some a difference. @param {{select: HTMLSelectElement, field: HTMLElement}} as @param {string} value @param {import("./data.js").NodeEntry|undefined} node */
export function setAs(as, value, node) {
  as.select.value = value;
  as.field.hidden = !node?.indicator;
  for (const option of as.select.options) option.hidden = option.disabled = option.value === "gap" && !Object.keys(node?.gaps ?? {}).length;
}

/**
 * A labelled choice.
 * @param {string} id @param {string} label @param {Node[]} options @param {(value: string) => void} chosen
 */
export function chooser(id, label, options, chosen) {
  const select = el("select", { id, onchange: () => chosen(select.value) }, options);
  return { select, field: el("div", { class: "field" }, el("label", { for: id }, label), select) };
}

/** @param {City} city @param {Format} format */
export function levelOptions(city, format) {
  return city.levels.map((one) => el("option", { value: one.id }, format.pick(one.names)));
}

/** Levels at which nothing is published cannot be chosen. @param {HTMLSelectElement} select @param {string[]|undefined} open */
export function closeLevels(select, open) {
  for (const option of select.options) option.disabled = !open?.includes(option.value);
}

/** The tree as groups by area; what has no score anywhere cannot be chosen. @param {City} city @param {Format} format */
export function nodeOptions(city, format) {
  const option = (/** @type {import("./data.js").NodeEntry} */ one) => {
    const name = format.pick(one.names);
    const indent = "\u2003".repeat(Math.max(one.depth - 2, 0));
    return el("option", { value: one.id, disabled: !one.levels.length }, indent + (one.levels.length ? name : format.say("without_data", { name })));
  };
  const areas = city.nodes.filter((one) => one.depth === 1);
  return [
    ...city.nodes.filter((one) => one.depth === 0).map(option),
    ...areas.map((area) => el("optgroup", { label: format.pick(area.names) }, inOrder(city, area.id).map(option))),
  ];
}

/** Nodes of an area, each followed by what is below it. @param {City} city @param {string} area */
function inOrder(city, area) {
  const below = city.nodes.filter((one) => one.area === area);
  /** @type {import("./data.js").NodeEntry[]} */
  const found = [];
  const visit = (/** @type {string} */ id) => {
    for (const one of below) {
      if (one.id === id) found.push(one);
    }
    for (const one of below) {
      if (one.parent === id) visit(one.id);
    }
  };
  visit(area);
  return found;
}
