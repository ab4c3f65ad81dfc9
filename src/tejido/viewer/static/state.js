// The state of the page: what is shown, kept in the address after #, so that a link or a reload shows the same.

/**
 * @typedef {object} State
 * @property {string} node   what is shown: the marker, an area, a dimension or an indicator
 * @property {string} level  units by which it is shown
 * @property {string} group  for whom
 * @property {string} rows   units that the table lists
 * @property {string} unit   code of the unit kept in view, or ""
 * @property {string} of     level of that unit
 * @property {"score"|"value"|"gap"} as  score with bands, the figure in its own unit, or a difference between two groups
 * @property {string} pair   the two groups of a difference
 * @property {string} cut    how figures are cut into classes: "" for published classes where there are any, else for as many units each; "quantiles", "equal"
 * @property {string} beside what a second map shows, or ""
 * @property {"score"|"value"|"gap"} besideas  as what
 * @property {string} besidegroup  for whom
 * @property {string} besideround  in which round, "" for the page's own
 * @property {string} alike  "yes" where both maps have the same classes
 * @property {string} sort   column of the table, "-" before it for descending
 * @property {string} find   what is looked for in the table
 */

/** @typedef {(state: State, changed: Set<keyof State>) => void} Listener */

/**
 * Holds one state, tells listeners what changed, and writes it into the address.
 * @param {State} start what is shown where the address says nothing
 * @param {(state: State) => State} settle brings a wish within what there is
 * @param {{location: Location, history: History}} place
 */
export function createStore(start, settle, place) {
  /** @type {Listener[]} */
  const listeners = [];
  let state = settle(read(place.location.hash, start));

  /** @param {State} wish */
  function change(wish) {
    const next = settle(wish);
    /** @type {Set<keyof State>} */
    const changed = new Set();
    for (const key of /** @type {(keyof State)[]} */ (Object.keys(next))) {
      if (next[key] !== state[key]) changed.add(key);
    }
    if (!changed.size) return;
    state = next;
    place.history.replaceState(null, "", write(state, start, place.location.hash) || place.location.pathname + place.location.search);
    for (const listener of listeners) listener(state, changed);
  }

  return {
    get: () => state,
    /** @param {Partial<State>} wish */
    set: (wish) => change({ ...state, ...wish }),
    /** The address was changed by the reader. */
    reread: () => change(read(place.location.hash, start)),
    /** @param {Listener} listener */
    listen: (listener) => void listeners.push(listener),
  };
}

/**
 * @param {string} hash
 * @param {State} start
 * @returns {State}
 */
function read(hash, start) {
  const found = new URLSearchParams(hash.replace(/^#/, ""));
  const state = { ...start };
  for (const key of /** @type {(keyof State)[]} */ (Object.keys(start))) {
    const value = found.get(key);
    if (value !== null) /** @type {Record<string, string>} */ (state)[key] = value;
  }
  return state;
}

/**
 * The state as the part of an address after the page's name: only what differs from the start, so that links stay short, behind what
 * other scripts of the page keep there.
 * @param {State} state
 * @param {State} start
 * @param {string} hash what stands there now
 */
function write(state, start, hash) {
  const parts = new URLSearchParams([...new URLSearchParams(hash.slice(1))].filter(([key, value]) => value && !(key in start)));
  for (const key of /** @type {(keyof State)[]} */ (Object.keys(start))) {
    if (state[key] !== start[key]) parts.set(key, state[key]);
  }
  const text = parts.toString();
  return text ? `#${text}` : "";
}
