// Differences between groups: which group, which right, which of them, in which order; kept in the address after #. Without it all
// stands right by right. No module, so that it also works in a page opened as a file.

(() => {
  const controls = document.getElementById("controls");
  const found = document.getElementById("found");
  if (!controls || !found) return;
  const selects = [...controls.querySelectorAll("select")];

  /** What a control asks for, "" for everything. @param {string} name */
  const asked = (name) => selects.find((one) => one.name === name)?.value ?? "";

  /** One group beside another: sections by right, each with its articles, which go back where they came from. */
  class Compared {
    /** @param {HTMLElement} place */
    constructor(place) {
      this.place = place;
      this.sections = /** @type {HTMLElement[]} */ ([...place.querySelectorAll(".right")]);
      this.articles = /** @type {HTMLElement[]} */ ([...place.querySelectorAll(".gap")]);
      this.homes = this.articles.map((article) => /** @type {HTMLElement} */ (article.parentElement));
      this.folds = /** @type {HTMLElement[]} */ ([...place.querySelectorAll(".unsaid")]);
      this.flat = document.createElement("div");
      this.flat.className = "card flat";
      place.querySelector(".rights")?.append(this.flat);
    }

    /** Shows what is asked for. @returns {number} how many comparisons that are */
    show() {
      const bySize = asked("order") === "size";
      this.place.hidden = ![`${this.place.dataset.group}`, ""].includes(asked("group"));
      this.articles.forEach((article, at) => {
        this.homes[at].append(article);
        article.hidden = !this.fits(article);
        const name = article.querySelector(".of");
        if (name instanceof HTMLElement) name.hidden = !bySize;
      });
      // What nothing can be said of stays at the end of its right.
      for (const fold of this.folds) {
        fold.parentElement?.append(fold);
        fold.hidden = !fold.querySelector(".gap:not([hidden])");
      }
      const chosen = this.articles.filter((article) => !article.hidden);
      this.flat.hidden = !bySize;
      for (const section of this.sections) section.hidden = bySize || !section.querySelector(".gap:not([hidden])");
      if (bySize) this.flat.replaceChildren(...chosen.sort((a, b) => rank(b) - rank(a)));
      for (const row of /** @type {NodeListOf<HTMLElement>} */ (this.place.querySelectorAll("tbody tr"))) row.hidden = !this.fits(row);
      return this.place.hidden ? 0 : chosen.length;
    }

    /** @param {HTMLElement} one */
    fits(one) {
      return [one.dataset.right, ""].includes(asked("right")) && (asked("said") === "" || one.classList.contains(asked("said")));
    }
  }

  /** What cannot be shown has no size worth ranking: it stays behind. @param {HTMLElement} one */
  const rank = (one) => (one.classList.contains("shown") ? Number(one.dataset.size) : -2);
  const groups = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".compared")]).map((place) => new Compared(place));
  const every = groups.reduce((sum, group) => sum + group.articles.length, 0);

  function show() {
    const count = groups.reduce((sum, group) => sum + group.show(), 0);
    if (found) found.textContent = (found.dataset.found ?? "").replace("{count}", String(count)).replace("{total}", String(every));
  }

  /** The state as the part of an address after the page's name; nothing where everything is shown. */
  function written() {
    const state = new URLSearchParams();
    for (const one of selects) if (one.value) state.set(one.name, one.value);
    return state.size ? `#${state}` : "";
  }

  /** Takes the state from the address: choices, or the name of one comparison, which comes into view. */
  function read() {
    const one = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const state = new URLSearchParams(one ? "" : location.hash.slice(1));
    for (const select of selects) {
      const wish = state.get(select.name) ?? "";
      select.value = [...select.options].some((option) => option.value === wish) ? wish : "";
    }
    show();
    const fold = one?.closest("details");
    if (fold) fold.open = true;
    one?.scrollIntoView();
  }

  controls.addEventListener("change", () => {
    history.replaceState(null, "", written() || location.pathname + location.search);
    show();
  });
  addEventListener("hashchange", read);
  controls.hidden = false;
  read();
})();
