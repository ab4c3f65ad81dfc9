// A map of others under the city's own, where the site names one. Off until the reader wants it, because its host then learns of him.

import { el, need } from "./dom.js";

/** @typedef {import("./map.js").LiveMap} LiveMap */

/** How much of the colours stays over it. */
export const OVER = 0.7;

/**
 * The choice to see it, and its credit on the map while it is seen.
 * @param {object} asked
 * @param {import("./data.js").Basemap} asked.basemap
 * @param {import("./format.js").Format} asked.format
 * @param {() => LiveMap[]} asked.maps those on the page
 */
export function createBasemap({ basemap, format, maps }) {
  const told = el("small", { class: "quiet", id: "basemap-note" }, format.say("basemap_note", { host: basemap.host }));
  const box = el("input", { type: "checkbox", id: "basemap", "aria-describedby": told.id, onchange: () => turn(box.checked) });
  const credit = el("p", { class: "credit", id: "basemap-credit", hidden: true }, basemap.credit);
  need("ground").append(credit);

  function turn(/** @type {boolean} */ on) {
    credit.hidden = !on;
    told.textContent = format.say(on ? "basemap_on" : "basemap_note", { host: basemap.host });
    for (const map of maps()) map.base(on ? basemap : null, () => { told.textContent = format.say("basemap_failed", { host: basemap.host }); });
  }

  return el("div", { class: "field check basemap" }, box, el("label", { for: box.id }, format.say("basemap", { host: basemap.host })), told);
}
