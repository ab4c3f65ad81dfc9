// Polygons in tiles, where a level is large and the host can send parts of a file; else the whole file.

import { addProtocol } from "./vendor/maplibre-gl.mjs";
import { el } from "./dom.js";

/** @type {Map<string, Promise<boolean>>} */
const asked = new Map();
/** @type {Promise<void>|null} */
let ready = null;

/** The address of a level's tiles, or nothing where the whole file is to be taken. @param {import("./data.js").City} city @param {import("./data.js").Data} data @param {string} level @returns {Promise<string|null>} */
export async function tilesOf(city, data, level) {
  if (!city.tiled.includes(level)) return null;
  const address = data.tiles(level);
  if (!asked.has(address)) asked.set(address, sendsParts(address));
  if (!(await asked.get(address))) return null;
  ready ??= learn();
  await ready;
  return address;
}

/** Whether the host answers a question for a part of the file with that part; what it sends beside it is not read. @param {string} address */
async function sendsParts(address) {
  const stop = new AbortController();
  try {
    const answer = await fetch(address, { headers: { Range: "bytes=0-15" }, signal: stop.signal });
    return answer.status === 206;
  } catch {
    return false;
  } finally {
    stop.abort();
  }
}

/** The reader of tiles is fetched when the first tiles are. @returns {Promise<void>} */
function learn() {
  return new Promise((done, lost) => {
    const src = new URL("./vendor/pmtiles.js", import.meta.url).href;
    const learned = () => {
      const reader = new /** @type {any} */ (window).pmtiles.Protocol();
      addProtocol("pmtiles", reader.tile);
      done();
    };
    document.head.append(el("script", { src, onload: learned, onerror: lost }));
  });
}
