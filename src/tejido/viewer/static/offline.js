// Keeps what was visited for when there is no network, and a whole round when asked. Only where browsers allow a worker: HTTPS or this machine.

(() => {
  // In a frame a reader looks at another's page: nothing of ours is kept for that.
  if (document.documentElement.classList.contains("embed") || !location.protocol.startsWith("http") || !window.isSecureContext || !("serviceWorker" in navigator)) return;
  const site = new URL(document.body.dataset.site ?? "./", location.href);
  const AT_ONCE = 6;
  const MB = 1e6;

  /** What this page loads before the worker is at its side, the map's own worker among it, is told to it. */
  async function visited() {
    await navigator.serviceWorker.register(new URL("sw.js", site), { updateViaCache: "none" });
    const { active } = await navigator.serviceWorker.ready;
    const page = new URL(location.href);
    page.hash = "";
    active?.postMessage({ visited: [page.href] });
    new PerformanceObserver((list) => {
      active?.postMessage({ visited: list.getEntries().map((one) => one.name) });
    }).observe({ type: "resource", buffered: true });
  }

  const button = document.getElementById("keep");
  const told = document.getElementById("told");

  /** @param {string|undefined} text @param {Record<string, string|number>} [values] */
  function tell(text, values = {}) {
    if (told) told.textContent = (text ?? "").replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
  }

  /** Every file of the round and of the assets; the list itself last, which says that the round is whole. @param {HTMLElement} button */
  async function keep(button) {
    const list = new URL(button.dataset.list ?? "", location.href);
    const answer = await fetch(list, { cache: "no-store" });
    const { version, bytes, files } = await answer.clone().json();
    const cache = await caches.open(`tejido-${version}`);
    const waiting = [...files];
    const lang = document.documentElement.lang;
    const all = (bytes / MB).toLocaleString(lang, { maximumFractionDigits: 1 });
    let done = 0;
    const worker = async () => {
      for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
        const url = new URL(name, site);
        const got = await fetch(url, { cache: "reload" });
        if (!got.ok) throw new TypeError(name);
        done += (await got.clone().blob()).size;
        await cache.put(url, got);
        tell(button.dataset.keeping, { done: (done / MB).toLocaleString(lang, { maximumFractionDigits: 1 }), all });
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    await cache.put(list, answer);
    tell(button.dataset.kept);
  }

  if (button) {
    button.hidden = false;
    button.addEventListener("click", () => keep(button).catch((/** @type {unknown} */ problem) => {
      const room = problem instanceof DOMException && problem.name === "QuotaExceededError";
      tell(button.dataset.failed, { reason: (room ? button.dataset.room : button.dataset.network) ?? "" });
    }));
    button.closest("details")?.addEventListener("toggle", async () => {
      if (told && !told.textContent && await caches.match(new URL(button.dataset.list ?? "", location.href))) tell(button.dataset.kept);
    });
  }
  if (document.readyState === "complete") void visited().catch(console.error);
  else window.addEventListener("load", () => void visited().catch(console.error));
})();
