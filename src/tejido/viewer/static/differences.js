// Differences between groups: which right, in which order; the table sorted by a click. Without it all stands right by right.

/** @returns {HTMLSelectElement} @param {string} id */
function select(id) {
  const found = document.getElementById(id);
  if (!(found instanceof HTMLSelectElement)) throw new Error(`the page has no #${id}`);
  return found;
}

/** A group's comparisons: sections by right, each with its articles in the order in which they came. */
class Rights {
  /** @param {HTMLElement} place */
  constructor(place) {
    this.sections = /** @type {HTMLElement[]} */ ([...place.children]);
    this.articles = this.sections.map((section) => /** @type {HTMLElement[]} */ ([...section.querySelectorAll(".gap")]));
    this.flat = document.createElement("div");
    this.flat.className = "card flat";
    place.append(this.flat);
  }

  /** @param {string} right one right, or "" for all @param {boolean} bySize */
  show(right, bySize) {
    this.flat.hidden = !bySize;
    this.sections.forEach((section, place) => {
      section.hidden = bySize || (right !== "" && section.dataset.right !== right);
      section.append(...this.articles[place]);
    });
    const all = this.articles.flat();
    for (const article of all) {
      const name = article.querySelector(".of");
      if (name instanceof HTMLElement) name.hidden = !bySize;
    }
    if (!bySize) return;
    // What cannot be shown has no size worth ranking: it stays behind.
    const rank = (/** @type {HTMLElement} */ one) => (one.classList.contains("shown") ? Number(one.dataset.size) : -2);
    const chosen = all.filter((one) => right === "" || one.dataset.right === right);
    this.flat.replaceChildren(...chosen.sort((a, b) => rank(b) - rank(a)));
  }
}

/** Rows of a table by one of its columns; numbers as numbers, what is missing last. @param {HTMLTableElement} table */
function sortable(table) {
  const body = table.tBodies[0];
  [...table.tHead?.rows[0].cells ?? []].forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const falling = head.getAttribute("aria-sort") === "ascending";
      for (const other of table.tHead?.rows[0].cells ?? []) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", falling ? "descending" : "ascending");
      const number = head.classList.contains("num");
      const rows = [...body.rows].map((row) => ({ row, by: key(row.cells[column], number) }));
      rows.sort((a, b) => {
        if (a.by === null || b.by === null) return Number(a.by === null) - Number(b.by === null);
        const order = typeof a.by === "number" && typeof b.by === "number" ? a.by - b.by : String(a.by).localeCompare(String(b.by), document.documentElement.lang);
        return falling ? -order : order;
      });
      body.append(...rows.map((one) => one.row));
    });
  });
}

/** By what a cell is sorted. @param {HTMLElement} cell @param {boolean} number @returns {number|string|null} */
function key(cell, number) {
  if (!number) return cell.textContent ?? "";
  const text = cell.dataset.sort ?? (cell.textContent ?? "").replace(/\D/g, "");
  return text === "" || Number(text) < 0 && cell.dataset.sort !== undefined && cell.textContent === "—" ? null : Number(text);
}

function start() {
  const controls = document.getElementById("controls");
  if (!controls) return;
  const [right, order] = [select("control-right"), select("control-order")];
  const groups = [...document.querySelectorAll(".rights")].map((place) => new Rights(/** @type {HTMLElement} */ (place)));
  const asked = new URLSearchParams(location.hash.slice(1));
  for (const [control, name] of /** @type {[HTMLSelectElement, string][]} */ ([[right, "right"], [order, "order"]])) {
    const wish = asked.get(name);
    if (wish !== null && [...control.options].some((one) => one.value === wish)) control.value = wish;
  }
  const show = () => {
    for (const group of groups) group.show(right.value, order.value === "size");
    const state = new URLSearchParams();
    if (right.value) state.set("right", right.value);
    if (order.value !== "right") state.set("order", order.value);
    const hash = state.toString() ? `#${state}` : "";
    history.replaceState(null, "", hash || location.pathname);
    // Other places and the other language show the same.
    for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("a[data-language], .where a"))) link.hash = hash;
  };
  right.addEventListener("change", show);
  order.addEventListener("change", show);
  for (const table of /** @type {NodeListOf<HTMLTableElement>} */ (document.querySelectorAll("table.sortable"))) sortable(table);
  controls.hidden = false;
  show();
}

start();
