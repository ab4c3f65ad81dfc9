// The list of indicators: search and choices, kept in the address after #. Without it everything is listed. No module, so that it
// also works in a page opened as a file.

(() => {
  const form = /** @type {HTMLFormElement|null} */ (document.getElementById("choose"));
  const found = document.getElementById("found");
  const rows = /** @type {HTMLTableRowElement[]} */ ([...document.querySelectorAll("tr[data-id]")]);
  if (!form || !found) return;
  const find = /** @type {HTMLInputElement} */ (form.elements.namedItem("find"));
  const selects = [...form.querySelectorAll("select")];

  const folds = /** @type {HTMLDetailsElement[]} */ ([...document.querySelectorAll(".fold")]);

  /** Small letters without accents. @param {string} text */
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const texts = new Map(rows.map((row) => [row, plain(`${row.cells[0].textContent} ${row.dataset.find}`)]));

  /** The state as the part of an address after the page's name; nothing where everything is listed. */
  function written() {
    const state = new URLSearchParams();
    for (const control of [find, ...selects]) if (control.value.trim()) state.set(control.name, control.value.trim());
    return state.size ? `#${state}` : "";
  }

  /** The area that the address names is opened, so that one sees it. */
  function unfold() {
    const fold = document.getElementById(decodeURIComponent(location.hash.slice(1)))?.querySelector(".fold");
    if (fold instanceof HTMLDetailsElement) fold.open = true;
    return fold;
  }

  /** Takes the state from the address; what it asks for and there is not, is not asked for. */
  function read() {
    const state = new URLSearchParams(location.hash.slice(1));
    find.value = state.get("find") ?? "";
    for (const select of selects) {
      const wish = state.get(select.name) ?? "";
      select.value = [...select.options].some((one) => one.value === wish) ? wish : "";
    }
    show();
  }

  function show() {
    const words = plain(find.value).split(/\s+/).filter(Boolean);
    const asked = selects.filter((select) => select.value);
    let count = 0;
    for (const row of rows) {
      const fits = asked.every((select) => row.dataset[select.name] === select.value) && words.every((word) => texts.get(row)?.includes(word));
      row.hidden = !fits;
      count += Number(fits);
    }
    const narrowed = asked.length > 0 || words.length > 0;
    for (const place of document.querySelectorAll(".listed tbody, .listed, .waiting, .shelf > section, .shelf")) {
      /** @type {HTMLElement} */ (place).hidden = !place.querySelector("tr[data-id]:not([hidden])");
    }
    for (const fold of /** @type {NodeListOf<HTMLDetailsElement>} */ (document.querySelectorAll(".waiting"))) {
      const left = fold.querySelectorAll("tr[data-id]:not([hidden])").length;
      const told = fold.querySelector("[data-count]");
      if (told) told.textContent = `(${left})`;
      fold.open = narrowed && left > 0;
    }
    if (narrowed) for (const fold of folds) fold.open = true;
    const text = (count ? found?.dataset.found : found?.dataset.nothing) ?? "";
    if (found) found.textContent = text.replace("{count}", String(count)).replace("{total}", String(rows.length));
  }

  /** Choices are steps that the reader can take back; letters are not. @param {boolean} step */
  function changed(step) {
    const address = written() || location.pathname + location.search;
    if (step) history.pushState(null, "", address);
    else history.replaceState(null, "", address);
    show();
  }

  /** The file of what is listed: the lines of the whole file that belong to it. @param {HTMLAnchorElement} link */
  function taken(link) {
    const data = document.getElementById("lines");
    const file = JSON.parse(data?.textContent ?? "{}");
    const lines = rows.filter((row) => !row.hidden).map((row) => file.lines[row.dataset.id ?? ""]);
    const address = URL.createObjectURL(new Blob(["\ufeff", file.head, ...lines], { type: "text/csv;charset=utf-8" }));
    const copy = document.createElement("a");
    copy.href = address;
    copy.download = link.pathname.split("/").pop() ?? "";
    copy.click();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
  }

  find.addEventListener("input", () => changed(false));
  for (const select of selects) select.addEventListener("change", () => changed(true));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(() => changed(true)));
  addEventListener("popstate", read);
  addEventListener("hashchange", () => {
    read();
    unfold()?.scrollIntoView();
  });
  document.getElementById("download")?.addEventListener("click", (event) => {
    event.preventDefault();
    taken(/** @type {HTMLAnchorElement} */ (event.currentTarget));
  });
  form.hidden = false;
  // Two hundred rows below each other are no list on a phone.
  if (matchMedia("(max-width: 699px)").matches) for (const fold of folds) fold.open = false;
  read();
  unfold()?.scrollIntoView();
})();
