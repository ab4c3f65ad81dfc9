// What a page must hold for every reader, measured in the page itself. Each function gives the faults as short texts: none is good.

(() => {
  const TARGETS = "a[href], button, input, select, summary, [role=option], [tabindex='0']";
  const SMALLEST = 24;

  /** As a fault tells of an element. */
  const told = (/** @type {Element} */ one) => one.outerHTML.replace(/\s+/g, " ").slice(0, 110);

  /** Drawn for eyes: not for the ear alone, and not waiting above the window. */
  const seen = (/** @type {Element} */ one) => {
    for (let each = /** @type {Element|null} */ (one); each; each = each.parentElement) {
      if (getComputedStyle(each).clipPath.startsWith("inset(50%")) return false;
    }
    return one.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !one.closest(".skip");
  };

  const all = (/** @type {string} */ what) => [...document.querySelectorAll(what)].filter(seen);

  /** Whether what it holds may be scrolled sideways. */
  const scrolls = (/** @type {Element} */ one) => ["auto", "scroll"].includes(getComputedStyle(one).overflowX);

  /** WCAG 2.2, 1.4.10 and 1.4.12: the page is no wider than the window, and no text leaves its panel or is cut off. */
  function overflowing() {
    const wide = document.documentElement.scrollWidth > innerWidth ? [`the page is ${document.documentElement.scrollWidth} px wide`] : [];
    const cut = all("main *, header *, footer *").filter((one) => {
      const style = getComputedStyle(one);
      const clips = ["hidden", "clip"].includes(style.overflowX) && one.textContent?.trim() && !one.querySelector("canvas, svg") && !one.closest("svg, select");
      return clips && (one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1);
    });
    return [...wide, ...cut.map((one) => `cut off: ${told(one)}`), ...leaving()];
  }

  /** Text that leaves its panel or the window, where nothing lets one scroll to it. */
  function leaving() {
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text = walker.nextNode(); text; text = walker.nextNode()) {
      const holder = text.parentElement;
      if (!text.textContent?.trim() || !holder || !seen(holder) || holder.closest("svg, option, .maplibregl-map")) continue;
      const range = document.createRange();
      range.selectNodeContents(text);
      const box = range.getBoundingClientRect();
      let panel = holder;
      while (panel.parentElement && !scrolls(panel) && !panel.matches(".card, .panel, .unit, body")) panel = panel.parentElement;
      if (box.width && !scrolls(panel) && box.right > Math.min(panel.getBoundingClientRect().right, innerWidth) + 1) found.push(`leaves its panel: ${told(holder)}`);
    }
    return found;
  }

  /** The box that a pointer may hit: of a field its label's as well. */
  function box(/** @type {Element} */ one) {
    return (one.closest("label") ?? one).getBoundingClientRect();
  }

  /** A target in a sentence is as high as its line; the other text may stand in the same block only. */
  function inSentence(/** @type {Element} */ one) {
    if (!getComputedStyle(one).display.startsWith("inline")) return false;
    const block = one.closest("p, li, td, th, dd, dt, figcaption, caption");
    return Boolean(block && block.textContent?.trim() !== one.textContent?.trim());
  }

  /** WCAG 2.2, 2.5.8: targets of 24 by 24 px, or a circle of 24 px around their middle that meets no other target. */
  function small() {
    const targets = all(TARGETS).filter((one) => !one.matches("[tabindex='0']:not(button)"));
    const boxes = new Map(targets.map((one) => [one, box(one)]));
    const less = (/** @type {DOMRect} */ { width, height }) => width < SMALLEST - 0.5 || height < SMALLEST - 0.5;
    return targets.filter((one) => less(boxes.get(one)) && !inSentence(one) && targets.some((other) => other !== one && near(boxes.get(one), boxes.get(other), less)))
      .map((one) => `${Math.round(box(one).width)}×${Math.round(box(one).height)}: ${told(one)}`);
  }

  /** Whether the circle around one meets another's box, or the other's circle where that is small too. */
  function near(one, other, less) {
    const [x, y] = [(one.left + one.right) / 2, (one.top + one.bottom) / 2];
    if (less(other) && Math.hypot(x - (other.left + other.right) / 2, y - (other.top + other.bottom) / 2) < SMALLEST) return true;
    const dx = Math.max(other.left - x, 0, x - other.right);
    const dy = Math.max(other.top - y, 0, y - other.bottom);
    return Math.hypot(dx, dy) < SMALLEST / 2;
  }

  const LOOK = ["outlineStyle", "outlineWidth", "outlineColor", "boxShadow", "backgroundColor", "borderColor"];
  const look = (/** @type {Element} */ one) => [one, one.closest("label") ?? one].map((each) => LOOK.map((name) => getComputedStyle(each)[name]).join()).join();

  /** The part of a box that the window shows. */
  function within(/** @type {DOMRect} */ { left, right, top, bottom }) {
    return { left: Math.max(left, 0), right: Math.min(right, innerWidth), top: Math.max(top, 0), bottom: Math.min(bottom, innerHeight) };
  }

  /** Whether some part of it is what a reader sees at that place (2.4.11 asks that not all of it is hidden). */
  function uncovered(/** @type {Element} */ one) {
    const { left, right, top, bottom } = within(box(one));
    const points = [[(left + right) / 2, (top + bottom) / 2], [left + 3, top + 3], [right - 3, top + 3], [left + 3, bottom - 3], [right - 3, bottom - 3]];
    return points.some(([x, y]) => {
      const hit = document.elementFromPoint(x, y);
      return hit && (one.contains(hit) || hit.contains(one) && !hit.matches("body, html") || one.closest("label")?.contains(hit));
    });
  }

  /** WCAG 2.2, 2.4.7 and 2.4.11: the focus is seen and not covered, on the way forward and back. A key must have been pressed before. */
  function unfocused() {
    const found = new Set();
    const stops = [...document.querySelectorAll(TARGETS)].filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.matches(":disabled, [role=option]"));
    /** @type {HTMLElement|null} */ (document.activeElement)?.blur();
    for (const order of [stops, [...stops].reverse()]) {
      for (const one of order) {
        const before = look(one);
        one.focus();
        if (document.activeElement !== one) continue;
        if (look(one) === before) found.add(`not seen: ${told(one)}`);
        if (!uncovered(one)) found.add(`covered: ${told(one)}`);
        one.blur();
      }
    }
    return [...found];
  }

  /** Signs of colour or pattern that no text stands beside. */
  function speechless() {
    return all(".swatch, .sign, .key i").filter((one) => !one.parentElement?.textContent?.trim()).map(told);
  }

  /** What still moves. */
  function moving() {
    const styled = all("body *").filter((one) => [...getComputedStyle(one).transitionDuration.split(","), ...getComputedStyle(one).animationDuration.split(",")].some((time) => parseFloat(time) > 0));
    return [...document.getAnimations().map(() => "an animation runs"), ...styled.map(told)];
  }

  Object.assign(window, { checks: { overflowing, small, unfocused, speechless, moving } });
})();
