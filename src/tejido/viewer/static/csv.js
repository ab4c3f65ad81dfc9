// A table as a file that spreadsheets open.

/**
 * Comma-separated text; what a spreadsheet would take for a formula is kept as text.
 * @param {(string|number|null)[][]} rows
 */
export function toCsv(rows) {
  const cell = (/** @type {string|number|null} */ value) => {
    if (value === null || value === undefined) return "";
    if (typeof value === "number") return String(value);
    const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
    return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return rows.map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
}

/** Hand a file to the reader. @param {string} name @param {string} text */
export function download(name, text) {
  const address = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
