// The legend of the live map: classes with how many units and people are in each.

import { el, square } from "./dom.js";
import { NO_DATA, PROTECTED } from "./scale.js";

/**
 * @param {object} asked
 * @param {import("./scale.js").Classes} asked.classes
 * @param {import("./data.js").NodeEntry} asked.node
 * @param {import("./data.js").Level} asked.level
 * @param {import("./data.js").Level|null} asked.coarser
 * @param {import("./format.js").Format} asked.format
 * @returns {Node[]}
 */
export function legend({ classes, node, level, coarser, format }) {
  const plural = format.pick(level.plurals);
  const value = classes.kind === "value";
  const title = value ? `${format.pick(node.names)} (${format.pick(node.unit ?? {})})` : format.pick(node.names);
  const rows = classes.entries.map((entry) => el("tr", { class: entry.units ? "" : "zero" },
    el("th", { scope: "row" }, square(entry.css), el("span", {}, entry.name, entry.span && " ", entry.span && el("small", {}, entry.span))),
    el("td", { class: "num" }, format.number(entry.units, 0)),
    el("td", { class: "num" }, format.people(entry.people)),
  ));
  const direction = { higher: "more_better", lower: "less_better", band: "middle_better", context: "" }[node.direction ?? "context"];
  const notes = [
    classes.steps.every((step) => step === NO_DATA || step === PROTECTED) && format.say("nothing"),
    value && direction && format.say(direction),
    value && format.say("quantiles", { plural }),
    coarser && format.say("lines", { plural: format.pick(coarser.plurals) }),
  ].filter(Boolean);
  return [
    el("table", { class: "legend" }, el("caption", {}, title),
      el("thead", {}, el("tr", {},
        el("th", { scope: "col" }, format.say("legend_class")),
        el("th", { scope: "col", class: "num" }, format.say("legend_units")),
        el("th", { scope: "col", class: "num" }, format.say("legend_people")))),
      el("tbody", {}, rows)),
    el("p", { class: "quiet lines" }, notes.join(" ")),
  ];
}
