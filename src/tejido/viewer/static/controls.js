// What to show, by which units, for whom: plain form controls, so that every reader's habits work.

import { el } from "./dom.js";

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
  const group = chooser("control-group", format.say("group"), city.groups.map((one) =>
    el("option", { value: one }, one === "all" ? format.say("everybody") : format.say(one))), (value) => wish({ group: value }));
  const as = chooser("control-as", format.say("as"), ["score", "value"].map((one) =>
    el("option", { value: one }, format.say(`as_${one}`))), (value) => wish({ as: /** @type {"score"|"value"} */ (value) }));
  group.field.hidden = city.groups.length < 2;
  return {
    elements: [node.field, level.field, as.field, group.field],
    /** @param {State} state */
    update(state) {
      node.select.value = state.node;
      level.select.value = state.level;
      closeLevels(level.select, city, state.group);
      group.select.value = state.group;
      as.select.value = state.as;
      as.field.hidden = !city.nodes.some((one) => one.id === state.node && one.indicator);
    },
  };
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

/** Levels at which nothing is published of a group cannot be chosen. @param {HTMLSelectElement} select @param {City} city @param {string} group */
export function closeLevels(select, city, group) {
  for (const option of select.options) option.disabled = !city.group_levels[group]?.includes(option.value);
}

/** The tree as groups by area; what has no score anywhere cannot be chosen. @param {City} city @param {Format} format */
function nodeOptions(city, format) {
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
