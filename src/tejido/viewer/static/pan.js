// Moves the map by clicks: for those who cannot drag (WCAG 2.2, 2.5.7). Keys move it as well.

import { el } from "./dom.js";

/** By how much of the map's width or height a click moves it. */
const STEP = 0.3;
/** The names of the ways in the words, the arrow of each, and where it leads. */
const WAYS = /** @type {[string, string, number, number][]} */ ([["pan_up", "\u2191", 0, -1], ["pan_down", "\u2193", 0, 1], ["pan_left", "\u2190", -1, 0], ["pan_right", "\u2192", 1, 0]]);

/** Four buttons in a corner of the map. */
export class Pan {
  /** @param {import("./format.js").Format} format */
  constructor(format) {
    this.format = format;
    this.element = el("div", { class: "maplibregl-ctrl maplibregl-ctrl-group pan" });
  }

  /** @param {any} map the map of MapLibre, which adds controls by this name */
  onAdd(map) {
    this.element.append(...WAYS.map(([name, arrow, x, y]) => el("button", {
      type: "button", "aria-label": this.format.say(name), title: this.format.say(name),
      onclick: () => {
        const { clientWidth, clientHeight } = map.getContainer();
        map.panBy([x * STEP * clientWidth, y * STEP * clientHeight]);
      },
    }, el("span", { "aria-hidden": "true" }, arrow))));
    return this.element;
  }

  onRemove() {
    this.element.remove();
  }
}
