// Tables of class "sortable": a click on a column's head sorts by it. No module, so that it also works in a page opened as a file.

(() => {
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

  for (const table of /** @type {NodeListOf<HTMLTableElement>} */ (document.querySelectorAll("table.sortable"))) sortable(table);
})();
