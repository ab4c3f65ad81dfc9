// The picture that a page shows, as a file: its title, its legend and its source go with it. The live map makes its own.

(() => {
  const buttons = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-picture]"));
  const STYLE = ["fill", "fill-opacity", "fill-rule", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-linejoin", "paint-order",
    "opacity", "font-size", "font-weight", "font-family", "text-anchor", "dominant-baseline", "display", "visibility", "vector-effect", "filter"];
  const SVG = "http://www.w3.org/2000/svg";
  const [EDGE, LINE, SCALE] = [24, 24, 2];
  /** Of a figure in rows: the width, the letters of a line that fits in it, and how high a browser paints at most. */
  const [ROW, LETTERS, HIGHEST] = [800, 96, 16_000];

  /** The largest picture in sight. @returns {SVGSVGElement|null} */
  function shown() {
    const size = (/** @type {Element} */ one) => { const box = one.getBoundingClientRect(); return box.width * box.height; };
    const every = [.../** @type {NodeListOf<SVGSVGElement>} */ (document.querySelectorAll("main svg[role=img]"))].filter((one) => one.checkVisibility() && size(one) > 0);
    return every.sort((one, other) => size(other) - size(one))[0] ?? null;
  }

  /** A copy whose look does not need the page's style. @param {SVGSVGElement} picture */
  function dressed(picture) {
    const copy = /** @type {SVGSVGElement} */ (picture.cloneNode(true));
    const originals = [picture, ...picture.querySelectorAll("*")];
    [copy, ...copy.querySelectorAll("*")].forEach((one, at) => {
      const look = getComputedStyle(originals[at]);
      for (const name of STYLE) /** @type {SVGElement} */ (one).style.setProperty(name, look.getPropertyValue(name));
      one.removeAttribute("class");
    });
    return copy;
  }

  /** @param {string} name @param {Record<string, string|number>} attributes @param {string} [text] */
  function draw(name, attributes, text) {
    const one = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) one.setAttribute(key, String(value));
    if (text !== undefined) one.textContent = text;
    return one;
  }

  /** The lines of the legend beside a picture: colour and words. @param {Element} picture */
  function legend(picture) {
    const table = picture.closest("section, article")?.querySelector("table.legend");
    return [...table?.querySelectorAll("tbody tr") ?? []].map((row) => {
      const swatch = row.querySelector(".swatch");
      return { colour: swatch ? getComputedStyle(swatch).backgroundColor : "none", text: row.querySelector("th")?.textContent?.trim() ?? "" };
    });
  }

  /** The picture between its title and its legend. @param {SVGSVGElement} picture */
  function composed(picture) {
    const box = picture.getBoundingClientRect();
    const [ink, paper] = ["--ink", "--paper"].map((name) => getComputedStyle(document.body).getPropertyValue(name));
    const lines = legend(picture);
    const [wide, high] = [Math.max(box.width, 480), box.height];
    const all = 3 * EDGE + LINE * (3 + lines.length) + high;
    const whole = /** @type {SVGSVGElement} */ (draw("svg", { xmlns: SVG, width: wide + 2 * EDGE, height: all, viewBox: `0 0 ${wide + 2 * EDGE} ${all}`, "font-family": "Noto Sans, sans-serif", "font-size": 14, fill: ink }));
    const copy = dressed(picture);
    for (const [name, value] of Object.entries({ x: EDGE, y: EDGE + LINE, width: box.width, height: high })) copy.setAttribute(name, String(value));
    const title = picture.querySelector("title")?.textContent ?? document.title;
    whole.append(draw("rect", { width: "100%", height: "100%", fill: paper }), draw("text", { x: EDGE, y: EDGE + 8, "font-weight": 600, "font-size": 16 }, title), copy);
    let y = 2 * EDGE + LINE + high;
    for (const one of lines) {
      whole.append(draw("rect", { x: EDGE, y: y - 12, width: 16, height: 16, fill: one.colour, stroke: ink }), draw("text", { x: EDGE + LINE, y }, one.text));
      y += LINE;
    }
    const running = document.querySelector(".running")?.textContent ?? document.title;
    whole.append(draw("text", { x: EDGE, y: y + 8, "font-size": 12 }, running));
    return whole;
  }

  /** A text in lines that fit. @param {string} text */
  function lined(text) {
    return text.split(" ").reduce((/** @type {string[]} */ lines, word) => {
      const last = lines.at(-1);
      return last !== undefined && last.length + word.length < LETTERS ? [...lines.slice(0, -1), `${last} ${word}`] : [...lines, word];
    }, []);
  }

  /** A figure that is drawn row by row, its pictures in sight, each with what stands beside it: `data-figure` marks it. */
  const rows = () => [.../** @type {NodeListOf<SVGSVGElement>} */ (document.querySelectorAll("[data-figure] :is(.drawn, .one) > svg"))].filter((one) => one.checkVisibility());

  /** What a row says: its name, then its figures, each with the head of its column, and its sentence. @param {SVGSVGElement} picture */
  function told(picture) {
    const row = picture.closest("tr, article, .one");
    const text = (/** @type {Element|null|undefined} */ one) => (/** @type {HTMLElement|null|undefined} */ (one)?.innerText ?? "").replace(/\s+/g, " ").trim();
    const heads = picture.closest("table")?.tHead?.rows[0]?.cells;
    const cells = [...row?.querySelectorAll("td.num") ?? []].map((one) => `${text(heads?.[/** @type {HTMLTableCellElement} */ (one).cellIndex])}: ${text(one)}`);
    const said = [...row?.querySelectorAll(".said, .who, h3 ~ p:not(.said, .quiet, .of)") ?? []].map(text);
    return { name: text(row?.querySelector("h3 > a") ?? row?.querySelector("th, h3")), lines: [...cells.length ? [cells.join(" · ")] : [], ...said].flatMap(lined) };
  }

  /** All rows of a figure below its title. @param {SVGSVGElement[]} pictures */
  function listed(pictures) {
    const [ink, paper, muted] = ["--ink", "--paper", "--muted"].map((name) => getComputedStyle(document.body).getPropertyValue(name));
    const heads = [document.querySelector("h1"), document.querySelector("[data-figure] > h2")].map((one) => one?.textContent?.trim()).filter(Boolean);
    const whole = /** @type {SVGSVGElement} */ (draw("svg", { xmlns: SVG, "font-family": "Noto Sans, sans-serif", "font-size": 14, fill: ink }));
    whole.append(draw("rect", { width: "100%", height: "100%", fill: paper }));
    let y = EDGE;
    const write = (/** @type {string} */ text, /** @type {Record<string, string|number>} */ look) => { y += LINE; whole.append(draw("text", { x: EDGE, y: y - 8, ...look }, text)); };
    for (const line of lined(heads.join(" · "))) write(line, { "font-weight": 600, "font-size": 16 });
    for (const picture of pictures) {
      const { name, lines } = told(picture);
      const { height } = picture.getBoundingClientRect();
      y += LINE / 2;
      write(name, { "font-weight": 600 });
      for (const line of lines) write(line, { fill: muted });
      const copy = dressed(picture);
      for (const [key, value] of Object.entries({ x: EDGE, y, width: Math.min(picture.getBoundingClientRect().width, ROW), height })) copy.setAttribute(key, String(value));
      whole.append(copy);
      y += height;
    }
    y += LINE / 2;
    for (const line of lined(document.querySelector(".running")?.textContent ?? document.title)) write(line, { "font-size": 12 });
    const size = { width: ROW + 2 * EDGE, height: y + EDGE };
    for (const [key, value] of Object.entries({ ...size, viewBox: `0 0 ${size.width} ${size.height}` })) whole.setAttribute(key, String(value));
    return whole;
  }

  /** @param {Blob} content @param {string} name */
  function save(content, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(content);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  /** @param {SVGSVGElement} whole @param {string} name */
  async function painted(whole, name) {
    const image = new Image();
    image.src = URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(whole)], { type: "image/svg+xml" }));
    await image.decode();
    const canvas = document.createElement("canvas");
    const scale = Math.min(SCALE, HIGHEST / whole.height.baseVal.value);
    [canvas.width, canvas.height] = [whole.width.baseVal.value * scale, whole.height.baseVal.value * scale];
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    URL.revokeObjectURL(image.src);
    canvas.toBlob((content) => { if (content) save(content, name); }, "image/png");
  }

  /** @param {string} kind */
  async function take(kind) {
    const [every, picture] = [rows(), shown()];
    if (!every.length && !picture) return;
    const whole = every.length || !picture ? listed(every) : composed(picture);
    const name = `${location.pathname.split("/").slice(-4).join("-").replace(/\.html$/, "")}.${kind}`;
    if (kind === "png") await painted(whole, name);
    else save(new Blob([new XMLSerializer().serializeToString(whole)], { type: "image/svg+xml" }), name);
  }

  for (const button of buttons) button.addEventListener("click", () => void take(button.dataset.picture ?? "svg"));
  document.querySelector("#tools details")?.addEventListener("toggle", () => {
    for (const button of buttons) button.hidden = !rows().length && !shown();
  });
})();
