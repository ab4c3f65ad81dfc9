// For whom: one comparison at a time, by the reader's choice, kept in the address after # beside whatever stands there. Without it all
// comparisons stand below each other. No module, so that it also works in a page opened as a file.

(() => {
  const choice = document.getElementById("whom");
  const panels = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-whom]")]);
  if (!choice) return;
  const radios = [...choice.querySelectorAll("input")];

  /** @param {string} id */
  function show(id) {
    for (const panel of panels) panel.hidden = panel.dataset.whom !== id;
    for (const radio of radios) radio.checked = radio.value === id;
  }

  /** What the address asks for, else the first. */
  function read() {
    const wish = new URLSearchParams(location.hash.slice(1)).get("whom");
    show(radios.find((radio) => radio.value === wish)?.value ?? radios[0].value);
  }

  choice.addEventListener("change", (event) => {
    const { value } = /** @type {HTMLInputElement} */ (event.target);
    const state = new URLSearchParams(location.hash.slice(1));
    if (value === radios[0].value) state.delete("whom");
    else state.set("whom", value);
    const hash = state.size ? `#${state}` : "";
    history.replaceState(null, "", hash || location.pathname + location.search);
    show(value);
  });
  addEventListener("hashchange", () => {
    // A jump inside the page is not another choice.
    if (!document.getElementById(location.hash.slice(1))) read();
  });
  choice.hidden = false;
  read();
})();
