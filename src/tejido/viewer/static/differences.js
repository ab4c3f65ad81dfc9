// Differences between groups: which right, in which order. Without it all stands right by right.

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
  controls.hidden = false;
  show();
}

start();
