// The list of places: which kind, which names, and the list as a file. No module, so that it also works in a page opened as a file.

(() => {
  const form = document.getElementById("controls");
  const found = document.getElementById("found");
  const find = /** @type {HTMLInputElement|null} */ (document.getElementById("control-find"));
  const level = /** @type {HTMLSelectElement|null} */ (document.getElementById("control-level"));
  const save = document.getElementById("download");
  if (!form || !found || !find || !save) return;
  const sections = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("section.places")]);
  const first = level?.value ?? "";

  /** A text without accents and in small letters, for searching. @param {string} text */
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  /** @param {HTMLElement} section */
  const rows = (section) => /** @type {HTMLTableRowElement[]} */ ([...section.querySelectorAll("tbody tr")]);

  /** @param {string} wish */
  function choose(wish) {
    if (level && [...level.options].some((one) => one.value === wish)) level.value = wish;
  }

  function show() {
    const wanted = plain(find?.value ?? "");
    for (const section of sections) section.hidden = level !== null && section.dataset.level !== level.value;
    const open = sections.filter((one) => !one.hidden).flatMap(rows);
    for (const row of open) row.hidden = !plain(row.cells[0].textContent ?? "").includes(wanted);
    const count = open.filter((row) => !row.hidden).length;
    const text = count ? form?.dataset.found : form?.dataset.nothing;
    if (found) found.textContent = (text ?? "").replace("{count}", String(count)).replace("{total}", String(open.length));
    const state = new URLSearchParams();
    if (level && level.value !== first) state.set("level", level.value);
    if (find?.value) state.set("find", find.value);
    const hash = state.toString() ? `#${state}` : "";
    history.replaceState(null, "", hash || location.pathname + location.search);
  }

  function read() {
    const asked = new URLSearchParams(location.hash.slice(1));
    choose(asked.get("level") ?? first);
    if (find) find.value = asked.get("find") ?? "";
    show();
  }

  /** A cell of the file: its number as such where it has one; what a spreadsheet would take for a formula stays text. @param {HTMLTableCellElement} cell */
  function written(cell) {
    const number = cell.dataset.sort;
    const copy = /** @type {HTMLElement} */ (cell.cloneNode(true));
    for (const small of copy.querySelectorAll("small")) small.before(" ");
    const text = (number !== undefined && !cell.classList.contains("said") ? number : copy.textContent ?? "").trim();
    const safe = number === undefined && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  }

  function file() {
    for (const section of sections.filter((one) => !one.hidden)) {
      const table = section.querySelector("table");
      const lines = [...(table?.tHead?.rows ?? []), ...rows(section).filter((row) => !row.hidden)].map((row) => [...row.cells].map(written).join(","));
      const address = URL.createObjectURL(new Blob(["\ufeff", lines.join("\r\n"), "\r\n"], { type: "text/csv;charset=utf-8" }));
      const link = document.createElement("a");
      link.href = address;
      link.download = `${form?.dataset.file ?? ""}${section.dataset.level}.csv`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(address), 1000);
    }
  }

  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", show);
  save.addEventListener("click", file);
  addEventListener("hashchange", read);
  read();
})();
