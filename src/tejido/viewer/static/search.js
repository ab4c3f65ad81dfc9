// Search of a place: a unit of any level or a street, by a part of its name, with or without accents (WAI-ARIA: combobox with a list).

import { el } from "./dom.js";
import { extent } from "./map.js";
import { plain } from "./table.js";

/** @typedef {import("./data.js").City} City */
/** @typedef {{name: string, kind: string, plain: string, go: () => void}} Found */

const MOST = 8;

export class Search {
  /**
   * @param {object} asked
   * @param {City} asked.city
   * @param {import("./data.js").Data} asked.data
   * @param {import("./format.js").Format} asked.format
   * @param {(level: string, unit: import("./data.js").Unit) => void} asked.unit a unit was chosen
   * @param {(box: number[], shape: any) => void} asked.street a street was chosen
   */
  constructor({ city, data, format, unit, street }) {
    this.city = city;
    this.data = data;
    this.format = format;
    this.unit = unit;
    this.street = street;
    /** @type {Promise<Found[]>|null} */
    this.known = null;
    /** @type {Found[]} */
    this.found = [];
    this.at = -1;
    /** The last look, which may still wait for the names. */
    this.looked = Promise.resolve();
    this.list = el("ul", { id: "place-list", class: "found plain", role: "listbox", "aria-label": format.say("places"), hidden: true });
    this.told = el("p", { class: "hear", role: "status" });
    this.input = el("input", {
      id: "place-find", type: "text", role: "combobox", autocomplete: "off", spellcheck: "false",
      "aria-expanded": "false", "aria-controls": "place-list", "aria-autocomplete": "list",
      oninput: () => { this.looked = this.look(); }, onfocus: () => void this.places(), onblur: () => this.close(),
      onkeydown: (/** @type {KeyboardEvent} */ event) => this.key(event),
    });
    this.element = el("div", { class: "field find" }, el("label", { for: "place-find" }, format.say("find_place")), this.input, this.list, this.told);
  }

  /** Everything that has a name, read when the reader first comes here. */
  places() {
    this.known ??= this.read();
    this.known.catch(() => { this.known = null; });
    return this.known;
  }

  async read() {
    const { city, data, format } = this;
    const levels = await Promise.all(city.levels.map(async (level) => (await data.units(level.id)).map((unit) => ({
      name: unit.name, kind: [format.pick(level.names), unit.parent !== unit.name && unit.parent].filter(Boolean).join(" · "), plain: plain(unit.name), go: () => this.unit(level.id, unit),
    }))));
    const ground = city.ground ? await data.ground() : null;
    const streets = (ground?.streets.features ?? []).filter((/** @type {any} */ one) => one.properties.name).map((/** @type {any} */ one) => ({
      name: one.properties.name, kind: format.say("street"), plain: plain(one.properties.name), go: () => this.street(extent(one.geometry.coordinates), one),
    }));
    return [...levels.flat(), ...streets];
  }

  /** Names that begin with what is written come first, then those that hold it. */
  async look() {
    const wanted = plain(this.input.value.trim());
    const every = wanted ? await this.places() : [];
    if (wanted !== plain(this.input.value.trim())) return;
    const holding = every.filter((one) => one.plain.includes(wanted));
    const begins = (/** @type {Found} */ one) => Number(!one.plain.startsWith(wanted));
    this.found = holding.sort((a, b) => begins(a) - begins(b)).slice(0, MOST);
    this.at = -1;
    this.draw(wanted !== "", holding.length);
  }

  /** @param {boolean} asked @param {number} count */
  draw(asked, count) {
    this.list.replaceChildren(...this.found.map((one, place) => el("li", {
      id: `place-${place}`, role: "option", "aria-selected": "false",
      onmousedown: (/** @type {Event} */ event) => { event.preventDefault(); this.take(place); },
    }, one.name, el("small", {}, one.kind))));
    const open = this.found.length > 0;
    this.list.hidden = !open;
    this.input.setAttribute("aria-expanded", String(open));
    this.input.removeAttribute("aria-activedescendant");
    this.told.textContent = asked ? this.format.say(count ? "places_found" : "none_found", { count: this.format.number(count, 0) }) : "";
  }

  /** Arrows move in the list, Enter takes, Escape closes and then empties. @param {KeyboardEvent} event */
  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.found.length) {
      event.preventDefault();
      this.mark((this.at + step + this.found.length + Number(this.at < 0 && step < 0)) % this.found.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      void this.looked.then(() => { if (this.found.length) this.take(Math.max(this.at, 0)); });
    } else if (event.key === "Escape") {
      if (this.list.hidden) this.input.value = "";
      this.close();
    }
  }

  /** @param {number} place */
  mark(place) {
    this.at = place;
    [...this.list.children].forEach((item, number) => item.setAttribute("aria-selected", String(number === place)));
    this.input.setAttribute("aria-activedescendant", `place-${place}`);
    this.list.children[place].scrollIntoView({ block: "nearest" });
  }

  /** @param {number} place */
  take(place) {
    const chosen = this.found[place];
    this.input.value = chosen.name;
    this.close();
    this.told.textContent = chosen.name;
    chosen.go();
  }

  close() {
    this.found = [];
    this.draw(false, 0);
  }
}
