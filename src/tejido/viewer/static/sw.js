// The worker of the site: the network first, so that figures are never older than they must be; what was visited or kept, without it.
// Before it stands the site's fingerprint: another one is another version, which takes over with the rounds that were kept.

(() => {
  const worker = /** @type {any} */ (self);
  const AT_ONCE = 6;
  const NAME = `tejido-${worker.VERSION}`;
  const INSTEAD = new URL("offline.html", worker.registration.scope).href;

  /** The lists of rounds that were kept in versions before. @returns {Promise<string[]>} */
  async function keptBefore() {
    const found = [];
    for (const name of await caches.keys()) {
      if (name === NAME || !name.startsWith("tejido-")) continue;
      for (const request of await (await caches.open(name)).keys()) {
        if (request.url.endsWith("/offline.json")) found.push(request.url);
      }
    }
    return found;
  }

  /** A kept round in its new version; one that is no longer there is let go. @param {Cache} cache @param {string} list */
  async function keepAgain(cache, list) {
    const answer = await fetch(list, { cache: "reload" });
    if (!answer.ok) return;
    const { files } = await answer.clone().json();
    const waiting = [...files];
    const some = async () => {
      for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
        const url = new URL(name, worker.registration.scope);
        if (!(await cache.match(url))) await cache.add(new Request(url, { cache: "reload" }));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, some));
    await cache.put(list, answer);
  }

  async function install() {
    const cache = await caches.open(NAME);
    await cache.add(new Request(INSTEAD, { cache: "reload" }));
    for (const list of await keptBefore()) await keepAgain(cache, list);
    await worker.skipWaiting();
  }

  async function activate() {
    for (const name of await caches.keys()) {
      if (name.startsWith("tejido-") && name !== NAME) await caches.delete(name);
    }
    await worker.clients.claim();
  }

  /** @param {Request} request */
  async function answer(request) {
    const cache = await caches.open(NAME);
    try {
      const got = await fetch(request);
      if (got.status === 200) await cache.put(request, got.clone());
      return got;
    } catch {
      const kept = await cache.match(request, { ignoreVary: true });
      if (kept) return part(request, kept);
      return (request.mode === "navigate" && await cache.match(INSTEAD)) || Response.error();
    }
  }

  /** A part of a kept file where a part is asked for. @param {Request} request @param {Response} whole */
  async function part(request, whole) {
    const asked = /^bytes=(\d+)-(\d*)$/.exec(request.headers.get("range") ?? "");
    if (!asked) return whole;
    const all = await whole.blob();
    const [start, end] = [Number(asked[1]), Math.min(asked[2] ? Number(asked[2]) : Infinity, all.size - 1)];
    return new Response(all.slice(start, end + 1), { status: 206, headers: { "Content-Range": `bytes ${start}-${end}/${all.size}` } });
  }

  /** @param {string[]} urls */
  async function store(urls) {
    const cache = await caches.open(NAME);
    for (const url of new Set(urls)) {
      if (url.startsWith(worker.registration.scope) && !(await cache.match(url))) await cache.add(url).catch(() => undefined);
    }
  }

  worker.addEventListener("install", (/** @type {any} */ event) => event.waitUntil(install()));
  worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(activate()));
  worker.addEventListener("message", (/** @type {any} */ event) => event.waitUntil(store(event.data.visited ?? [])));
  worker.addEventListener("fetch", (/** @type {any} */ event) => {
    const { request } = event;
    const mine = request.method === "GET" && request.url.startsWith(worker.registration.scope);
    // What is being kept on purpose is put away by the page itself.
    if (mine && request.cache !== "reload" && request.cache !== "no-store") event.respondWith(answer(request));
  });
})();
