// The legend of the live map: classes with how many units and people are in each.

import { el, square } from "./dom.js";
import { pairName } from "./lens.js";
import { CANNOT, NO_DATA, PROTECTED } from "./scale.js";

/**
 * @param {object} asked
 * @param {import("./scale.js").Classes} asked.classes
 * @param {import("./data.js").NodeEntry} asked.node
 * @param {import("./data.js").Level} asked.level
 * @param {import("./data.js").Level|null} asked.coarser
 * @param {import("./data.js").Unit[]} asked.units
 * @param {string} [asked.pair] of a difference
 * @param {string[]} [asked.sources] of the streets and water under the units
 * @param {import("./format.js").Format} asked.format
 * @returns {Node[]}
 */
export function legend({ classes, node, level, coarser, units, pair = "", sources = [], format }) {
  const plural = format.pick(level.plurals);
  const name = format.pick(node.names);
  const title = classes.kind === "gap" ? `${name}: ${pairName(pair, format)}` : classes.kind === "value" ? `${name} (${format.pick(node.unit ?? {})})` : name;
  const rows = classes.entries.map((entry) => row(entry.css, entry.name, entry.span, entry.units, entry.people, format));
  const blank = [NO_DATA, PROTECTED, CANNOT];
  const notes = [
    classes.steps.every((step) => blank.includes(step)) && format.say("nothing"),
    classes.kind === "value" && format.say({ higher: "more_better", lower: "less_better", band: "middle_better", context: "" }[node.direction ?? "context"]),
    classes.note && format.say(classes.note, { plural, source: format.pick(classes.bounds.source) }),
    coarser && format.say("lines", { plural: format.pick(coarser.plurals) }),
    sources.length && format.say("ground_source", { source: sources.join("; ") }),
  ].filter(Boolean);
  return [
    el("table", { class: "legend" }, el("caption", {}, title),
      el("thead", {}, el("tr", {},
        el("th", { scope: "col" }, format.say("legend_class")),
        el("th", { scope: "col", class: "num" }, format.say("legend_units")),
        el("th", { scope: "col", class: "num" }, format.say("legend_people")))),
      el("tbody", {}, rows),
      classes.merged.length > 0 && el("tbody", { class: "of-these" }, together(classes, units, format))),
    el("p", { class: "quiet lines" }, notes.join(" ")),
  ];
}

/** Of the units counted above, those that share a figure. @param {import("./scale.js").Classes} classes @param {import("./data.js").Unit[]} units @param {import("./format.js").Format} format */
function together(classes, units, format) {
  const people = classes.merged.reduce((sum, id) => sum + (units[id].population ?? 0), 0);
  return row("s-merged", format.say("merged"), "", classes.merged.length, people || null, format);
}

/** @param {string} css @param {string} name @param {string} span @param {number} units @param {number|null} people @param {import("./format.js").Format} format */
function row(css, name, span, units, people, format) {
  return el("tr", { class: units ? "" : "zero" },
    el("th", { scope: "row" }, square(css), el("span", {}, name, span && " ", span && el("small", {}, span))),
    el("td", { class: "num" }, format.number(units, 0)),
    el("td", { class: "num" }, format.people(people)));
}
