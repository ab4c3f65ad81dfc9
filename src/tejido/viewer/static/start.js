// The live map of a city's first page comes after its first picture: until that is painted, nothing else is asked for. No module, and in the
// page itself.

(() => {
  const { live } = document.body.dataset;
  if (!live) return;

  /** No live map will come: its room goes. */
  const leave = () => document.body.removeAttribute("data-live");

  function load() {
    const script = document.createElement("script");
    script.type = "module";
    script.src = String(live);
    script.onerror = leave;
    document.head.append(script);
  }

  // Browsers run no module in a page that is opened as a file.
  if (location.protocol === "file:") {
    leave();
    return;
  }
  // Once the first paint has been shown, and a frame after the page was read whole. A page that nobody looks at waits until somebody does.
  const painted = new PerformanceObserver(() => {
    painted.disconnect();
    requestAnimationFrame(() => setTimeout(load));
  });
  addEventListener("load", () => painted.observe({ type: "paint", buffered: true }));
})();
