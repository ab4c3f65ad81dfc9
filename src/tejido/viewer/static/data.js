// Fetches the data files and unpacks their columns; every file once.

/** @typedef {Record<string, string>} Labels */
/** @typedef {{id: string, names: Labels, plurals: Labels, bbox: number[]}} Level */
/** @typedef {{id: string, low: number, names: Labels}} Band */
/**
 * @typedef {object} NodeEntry
 * @property {string} id
 * @property {Labels} names
 * @property {number} depth
 * @property {string|null} area
 * @property {string|null} parent
 * @property {string[]} levels levels at which it has any score
 * @property {boolean} [indicator]
 * @property {Labels} [definitions]
 * @property {Labels} [unit]
 * @property {boolean} [percent]
 * @property {(number|null)[]} [possible] smallest and largest value that can be, null where there is no end
 * @property {{limits: number[], up_to: boolean, names: Labels[], source: Labels}} [classes] published limits of its maps; a value on a limit belongs above it or, with up_to, below
 * @property {Record<string, string[]>} [gaps] by pair of groups the levels at which they were compared
 * @property {"higher"|"lower"|"band"|"context"} [direction]
 */
/**
 * @typedef {object} City
 * @property {string} code
 * @property {Labels} names
 * @property {Record<string, Labels>} measured_at
 * @property {Record<string, Labels>} sources in words, of those that need it
 * @property {string} period
 * @property {boolean} synthetic
 * @property {Level[]} levels coarse to fine
 * @property {string} ranking
 * @property {string} base
 * @property {string} shown
 * @property {string} root
 * @property {string[]} groups
 * @property {Record<string, string[]>} group_levels coarse to fine
 * @property {Band[]} bands low to high
 * @property {NodeEntry[]} nodes
 * @property {Basemap} [basemap] what a reader may put under it
 * @property {boolean} ground whether there are streets or water to draw
 * @property {{period: string, folder: string}[]} rounds of this city, oldest first
 * @property {string[]} tiled levels whose polygons lie in tiles beside the whole file
 */
/** @typedef {{water: any, streets: any, sources: string[]}} Ground */
/** @typedef {{url: string, credit: string, host: string}} Basemap tiles of others: their address with {z}, {x} and {y}, who made them, whom one asks */
/** @typedef {{same: any} | {list: any[]} | {words: string[], at: (number|null)[]}} Packed */
/**
 * @typedef {object} Unit
 * @property {number} id place in the level's order
 * @property {string} code
 * @property {string} name
 * @property {number|null} population
 * @property {string|null} parent
 * @property {string|null} municipality
 * @property {[number, number]} point
 * @property {[number, number][]} lost nodes by their place and the points they cost
 * @property {string} page its page, from the language's folder
 */
/** @typedef {{bbox: number[], scale: number, units: number[][][][]}} Polygons by unit, polygon and ring the steps from point to point, x and y in turn */
/** @typedef {(unit: number) => any} Column */
/** @typedef {Record<string, Column>} Columns */

/** Who says a figure, in the reader's words. @param {City} city @param {string} source @param {import("./format.js").Format} format */
export const sourceOf = (city, source, format) => (city.sources[source] ? format.pick(city.sources[source]) : source);

/**
 * A packed column as a function of the unit's place.
 * @param {Packed|undefined} packed
 * @returns {Column}
 */
export function unpack(packed) {
  if (!packed) return () => null;
  if ("list" in packed) return (unit) => packed.list[unit];
  if ("words" in packed) return (unit) => { const at = packed.at[unit]; return at === null ? null : packed.words[at]; };
  return () => packed.same;
}

/**
 * Packed polygons as GeoJSON, numbered as the units.
 * @param {Polygons} packed
 * @returns {any}
 */
export function unpackPolygons({ bbox, scale, units }) {
  let [startX, startY] = [0, 0];
  const unpackRing = (/** @type {number[]} */ steps) => {
    startX += steps[0];
    startY += steps[1];
    let [x, y] = [startX, startY];
    const ring = [[x / scale, y / scale]];
    for (let at = 2; at < steps.length; at += 2) {
      x += steps[at];
      y += steps[at + 1];
      ring.push([x / scale, y / scale]);
    }
    ring.push(ring[0]);
    return ring;
  };
  return { type: "FeatureCollection", bbox, features: units.map((polygons, id) => ({
    type: "Feature", id, properties: {}, geometry: { type: "MultiPolygon", coordinates: polygons.map((rings) => rings.map(unpackRing)) },
  })) };
}

/** Numbers from the steps between them. @param {number[]} steps @param {number} scale */
function summed(steps, scale) {
  let sum = 0;
  return steps.map((step) => (sum += step) / scale);
}

/** @typedef {ReturnType<typeof createData>} Data */

/** @param {string} root folder of the data, with a slash at its end */
export function createData(root) {
  /** @type {Map<string, Promise<any>>} */
  const fetched = new Map();

  /** @param {string} name @param {(read: any) => any} [unpacked] */
  function get(name, unpacked = (read) => read) {
    let found = fetched.get(name);
    if (!found) {
      found = fetch(root + name).then(async (answer) => {
        if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
        return unpacked(await answer.json());
      });
      found.catch(() => fetched.delete(name));
      fetched.set(name, found);
    }
    return found;
  }

  return {
    /** @returns {Promise<City>} */
    city: () => get("city.json"),
    /** @param {string} lang @returns {Promise<Labels>} */
    words: (lang) => get(`words.${lang}.json`),
    /** @param {string} level @returns {Promise<any>} GeoJSON, features numbered as the units */
    shapes: (level) => get(`${level}.json`, unpackPolygons),
    /** @param {string} level @returns {Promise<Unit[]>} */
    units: async (level) => {
      const file = await get(`${level}/units.json`);
      const [population, parent, municipality] = [file.population, file.parent, file.municipality].map(unpack);
      const [x, y] = [summed(file.x, file.scale), summed(file.y, file.scale)];
      return file.code.map((/** @type {string} */ code, /** @type {number} */ id) => ({
        id, code, name: file.name ? file.name[id] : code, population: population(id), parent: parent(id), municipality: municipality(id),
        point: [x[id], y[id]], lost: file.lost[id].map((/** @type {number} */ node, /** @type {number} */ at) => [node, file.points[id][at]]),
        page: typeof file.page === "string" ? file.page + encodeURIComponent(code) : file.page[id],
      }));
    },
    /** Streets and water. @returns {Promise<Ground>} */
    ground: () => get("ground.json"),
    /** Where the tiles of a level lie. @param {string} level */
    tiles: (level) => `${root}${level}.pmtiles`,
    /** Where the data of another round of the city lie. @param {string} folder */
    other: (folder) => new URL(`../../${folder}/data/`, root).href,
    /**
     * The differences between two groups in an indicator at a level.
     * @param {string} level @param {string} node @param {string} pair
     * @returns {Promise<Columns>}
     */
    gaps: async (level, node, pair) => {
      const file = await get(`${level}/gaps.json`);
      return Object.fromEntries(Object.entries(file[node]?.[pair] ?? {}).map(([name, packed]) => [name, unpack(packed)]));
    },
    /**
     * The figures of a node at a level for a group; nothing where that was not measured.
     * @param {string} level @param {string} node @param {string} group
     * @returns {Promise<Columns>}
     */
    figures: async (level, node, group) => {
      const file = await get(`${level}/${node}.json`);
      const columns = file.groups[group] || {};
      return Object.fromEntries(Object.entries(columns).map(([name, packed]) => [name, unpack(packed)]));
    },
  };
}
