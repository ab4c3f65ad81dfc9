// Of every page: other languages and rounds keep what is shown, the address can be taken along, the page printed. No module, so that it
// also works in a page opened as a file.

(() => {
  const tools = document.getElementById("tools");
  const told = document.getElementById("told");
  const web = location.protocol.startsWith("http");

  /** Links to the same page elsewhere carry the state of this one. */
  const carry = () => {
    for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("a[data-keep]"))) link.hash = location.hash;
  };
  for (const moment of ["pointerover", "focusin", "click"]) document.addEventListener(moment, carry, { capture: true, passive: true });

  /** @param {string} id */
  const field = (id) => /** @type {HTMLInputElement|null} */ (document.getElementById(id));

  /** The address and the code, of what is shown now. */
  function fill() {
    const address = field("share-address");
    if (address) address.value = location.href;
    const code = field("share-embed");
    if (!code) return;
    const page = new URL(location.href);
    page.search = "?embed";
    const frame = document.createElement("iframe");
    for (const [name, value] of Object.entries({ src: page.href, title: document.title, width: "100%", height: String(height()), loading: "lazy" })) frame.setAttribute(name, value);
    code.value = frame.outerHTML;
  }

  /** Points that a frame needs for what is shown now and for the line below it; what is longer is scrolled in the frame. */
  function height() {
    const shown = document.getElementById("map") ?? document.querySelector("main");
    return Math.min(Math.max(Math.ceil(((shown?.offsetHeight ?? 0) + 120) / 20) * 20, 360), 900);
  }

  /** In a frame of another page only this view is shown: what leads elsewhere opens beside it. */
  if (document.documentElement.classList.contains("embed")) document.addEventListener("click", ({ target }) => {
    const link = /** @type {Element} */ (target).closest("a");
    if (link?.href && !link.download && link.href.split("#")[0] !== location.href.split("#")[0]) Object.assign(link, { target: "_blank", rel: "noopener" });
  }, { capture: true });

  /** @param {HTMLElement} button */
  async function copy(button) {
    const from = field(button.dataset.copy ?? "");
    if (!from || !told) return;
    fill();
    try {
      await navigator.clipboard.writeText(from.value);
      told.textContent = told.dataset.copied ?? "";
    } catch {
      // Over plain HTTP, or where the reader's browser forbids it.
      from.select();
      told.textContent = told.dataset.byHand ?? "";
    }
  }

  if (tools) {
    for (const part of /** @type {NodeListOf<HTMLElement>} */ (tools.querySelectorAll("[data-web]"))) part.hidden = !web;
    for (const button of /** @type {NodeListOf<HTMLElement>} */ (tools.querySelectorAll("[data-copy]"))) button.addEventListener("click", () => void copy(button));
    const details = tools.querySelector("details");
    details?.addEventListener("toggle", fill);
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !details?.open) return;
      details.open = false;
      details.querySelector("summary")?.focus();
    });
    document.addEventListener("click", (event) => {
      if (details?.open && !details.contains(/** @type {Node} */ (event.target))) details.open = false;
    });
    document.getElementById("print")?.addEventListener("click", () => {
      if (details) details.open = false;
      window.print();
    });
  }
  for (const note of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-file-only]"))) note.hidden = web;
})();
