// The table of every figure: chosen, looked up, sorted, taken along. No module, and its data are scripts, so that it also works in a page
// opened as a file.

(() => {
  /** @typedef {{level: string, words: Record<string, string[]>, rows: (number|null)[][]}} Packed */
  /** @typedef {{unit: string, name: string, measure: string, group: string, quality: string, source: string, period: string,
   *   value: number|null, low: number|null, high: number|null, n: number|null, score: number|null, hidden: boolean}} Row */
  const STEP = 100;
  /** @param {string} id */
  const need = (id) => /** @type {any} */ (document.getElementById(id));
  const [form, level, group, find, found, table, below] = ["choose", "choose-level", "choose-group", "choose-find", "found", "everything", "below"].map(need);
  if (!form || !table) return;
  const lang = document.documentElement.lang;
  const start = { level: level.value, group: group.dataset.everybody, find: "", sort: "" };
  const state = { ...start };
  /** @type {Map<string, Row[]>} */
  const known = new Map();
  let limit = STEP;

  /** @param {string} text */
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  /** @param {number|null} figure @param {number} [digits] */
  const number = (figure, digits = 1) => (figure === null ? "" : figure.toLocaleString(lang, { minimumFractionDigits: digits, maximumFractionDigits: digits }));
  /** @param {Row} row */
  const between = (row) => (row.low === null || row.high === null ? "" : `${number(row.low)}–${number(row.high)}`);

  /** @param {Packed} packed */
  function unpack({ level: of, words, rows }) {
    /** @param {string} name @param {number|null} at */
    const word = (name, at) => (at === null ? "" : words[name][at]);
    known.set(of, rows.map(([unit, node, people, quality, source, period, value, low, high, n, score, hidden]) => ({
      unit: word("unit", unit), name: word("node", node), measure: word("measure", node), group: word("group", people), quality: word("quality", quality),
      source: word("source", source), period: word("period", period), value, low, high, n, score, hidden: Boolean(hidden),
    })));
  }
  /** @type {any} */ (window).tejidoTable = unpack;

  /** @param {string} of @returns {Promise<void>} */
  function load(of) {
    if (known.has(of)) return Promise.resolve();
    return new Promise((done, lost) => {
      const script = document.createElement("script");
      script.src = `${form.dataset.files}${of}.${lang}.js`;
      script.onload = () => done();
      script.onerror = lost;
      document.head.append(script);
    });
  }

  /** @param {Row} row @param {string} column */
  const cell = (row, column) => (column === "between" ? row.low : /** @type {any} */ (row)[column]);

  /** What fits, in order; what is missing last. @returns {Row[]} */
  function listed() {
    const words = plain(state.find).split(/\s+/).filter(Boolean);
    const rows = (known.get(state.level) ?? []).filter((row) => (!state.group || row.group === state.group)
      && words.every((word) => plain(`${row.unit} ${row.name} ${row.source}`).includes(word)));
    if (!state.sort) return rows;
    const [column, sign] = [state.sort.replace(/^-/, ""), state.sort.startsWith("-") ? -1 : 1];
    const missing = (/** @type {any} */ value) => value === null || value === "";
    return [...rows].sort((one, other) => {
      const [a, b] = [cell(one, column), cell(other, column)];
      if (missing(a) || missing(b)) return Number(missing(a)) - Number(missing(b));
      return sign * (typeof a === "number" ? a - b : a.localeCompare(b, lang));
    });
  }

  /** @param {string} name @param {string} text @param {string} [css] */
  function part(name, text, css) {
    const one = document.createElement(name);
    one.textContent = text;
    if (css) one.className = css;
    return one;
  }

  /** @param {Row} row */
  function line(row) {
    const name = part("th", row.name);
    name.setAttribute("scope", "row");
    if (row.measure) name.append(part("small", row.measure));
    const value = part("td", number(row.value), "num");
    if (row.hidden && row.value === null && row.score === null) value.replaceChildren(part("small", table.dataset.protected));
    const made = document.createElement("tr");
    made.append(part("td", row.unit), name, part("td", row.group), value, part("td", between(row), "num"), part("td", number(row.score), "num"),
      part("td", number(row.n, 0), "num"), part("td", row.quality), part("td", row.period), part("td", row.source));
    return made;
  }

  function show() {
    const rows = listed();
    table.tBodies[0].replaceChildren(...rows.slice(0, limit).map(line));
    const text = rows.length ? found.dataset.found : found.dataset.nothing;
    const counts = { shown: number(Math.min(limit, rows.length), 0), count: number(rows.length, 0) };
    found.textContent = text.replace(/\{(\w+)\}/g, (/** @type {string} */ _, /** @type {"shown"|"count"} */ key) => counts[key]);
    need("more").hidden = rows.length <= limit;
    for (const head of table.tHead.rows[0].cells) {
      const mine = state.sort.replace(/^-/, "") === head.dataset.column;
      if (mine) head.setAttribute("aria-sort", state.sort.startsWith("-") ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    }
  }

  /** The groups that the level has. */
  function groups() {
    const every = [...new Set((known.get(state.level) ?? []).map((row) => row.group))];
    if (state.group && !every.includes(state.group)) state.group = every.includes(start.group) ? start.group : "";
    const option = (/** @type {string} */ value, /** @type {string} */ text) => Object.assign(document.createElement("option"), { value, textContent: text });
    group.replaceChildren(option("", group.dataset.any), ...every.map((one) => option(one, one)));
    group.value = state.group;
  }

  async function refresh() {
    try {
      await load(state.level);
    } catch {
      found.textContent = form.dataset.failed;
      return;
    }
    groups();
    show();
  }

  function remember() {
    const said = new URLSearchParams();
    for (const key of /** @type {(keyof typeof state)[]} */ (Object.keys(state))) if (state[key] !== start[key]) said.set(key, state[key]);
    history.replaceState(null, "", said.size ? `#${said}` : location.pathname + location.search);
  }

  function reread() {
    const said = new URLSearchParams(location.hash.slice(1));
    for (const key of /** @type {(keyof typeof state)[]} */ (Object.keys(state))) state[key] = said.get(key) ?? start[key];
    if (![...level.options].some((one) => one.value === state.level)) state.level = start.level;
    [level.value, find.value] = [state.level, state.find];
    void refresh();
  }

  /** What is listed, as a file that spreadsheets read; a text that one would run as a formula stays text. */
  function save() {
    const safe = (/** @type {string|number|null} */ value) => {
      const text = typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value ?? "");
      return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    };
    const heads = [...table.tHead.rows[0].cells].map((head) => head.textContent);
    const lines = listed().map((row) => [row.unit, row.measure ? `${row.name} (${row.measure})` : row.name, row.group, row.value, between(row), row.score, row.n, row.quality, row.period, row.source]);
    const text = [heads, ...lines].map((cells) => `${cells.map(safe).join(",")}\r\n`).join("");
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv;charset=utf-8" }));
    link.download = `${document.title.replace(/[^\p{L}\p{N}]+/gu, "-").toLowerCase()}-${state.level}.csv`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  for (const head of table.tHead.rows[0].cells) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      state.sort = state.sort === head.dataset.column ? `-${head.dataset.column}` : head.dataset.column;
      remember();
      show();
    });
  }
  const changed = () => {
    Object.assign(state, { level: level.value, group: group.value, find: find.value });
    limit = STEP;
    remember();
    void refresh();
  };
  form.addEventListener("submit", (/** @type {Event} */ event) => event.preventDefault());
  form.addEventListener("change", changed);
  find.addEventListener("input", changed);
  need("more").addEventListener("click", () => { limit += STEP; show(); });
  need("save").addEventListener("click", save);
  window.addEventListener("hashchange", reread);
  form.hidden = below.hidden = false;
  reread();
})();
