// The map as a picture with everything it needs to stand alone: title, legend, scale, north, source. For a file and for paper.

import { el, need } from "./dom.js";

const LINE = 20;
const MARGIN = 24;
const LEGEND = 300;
const FONT = '"Noto Sans", system-ui, sans-serif';

/**
 * @param {object} asked
 * @param {import("./map.js").LiveMap} asked.map
 * @param {string} asked.title
 * @param {string[]} asked.notes city and round, source, whether it is synthetic
 * @returns {HTMLCanvasElement}
 */
export function compose({ map, title, notes }) {
  const { canvas, metres } = map.picture();
  const [wide, high] = [canvas.clientWidth, canvas.clientHeight];
  const ratio = canvas.width / wide;
  const lines = legendLines();
  const head = 2 * LINE + MARGIN;
  const made = document.createElement("canvas");
  const size = [wide + LEGEND + 3 * MARGIN, Math.max(high, lines.length * 24) + head + MARGIN + LINE * notes.length + MARGIN];
  [made.width, made.height] = size.map((one) => Math.round(one * ratio));
  const brush = /** @type {CanvasRenderingContext2D} */ (made.getContext("2d"));
  brush.scale(ratio, ratio);
  const style = getComputedStyle(document.documentElement);
  const colour = (/** @type {string} */ name) => style.getPropertyValue(`--${name}`).trim();
  brush.fillStyle = colour("card");
  brush.fillRect(0, 0, size[0], size[1]);
  brush.drawImage(canvas, MARGIN, head, wide, high);
  brush.strokeStyle = colour("line");
  brush.strokeRect(MARGIN, head, wide, high);
  const write = (/** @type {string} */ text, /** @type {number} */ x, /** @type {number} */ y, bold = false, width = LEGEND) => {
    brush.fillStyle = colour("ink");
    brush.font = `${bold ? "600 18px" : "14px"} ${FONT}`;
    brush.fillText(text, x, y, width);
  };
  write(title, MARGIN, MARGIN + LINE, true, size[0] - 2 * MARGIN);
  lines.forEach(({ text, count, fill, css }, place) => {
    const y = head + 16 + place * 24;
    if (css) swatch(brush, css, fill, MARGIN * 2 + wide, y - 12, colour);
    write(text, MARGIN * 2 + wide + (css ? 28 : 0), y, false, LEGEND - 70);
    brush.textAlign = "right";
    write(count, 2 * MARGIN + wide + LEGEND, y, false, 60);
    brush.textAlign = "left";
  });
  scaleAndNorth(brush, MARGIN, head + high, wide, metres, colour);
  notes.forEach((note, place) => write(note, MARGIN, size[1] - MARGIN - LINE * (notes.length - 1 - place), false, size[0] - 2 * MARGIN));
  return made;
}

/** The legend of the page, line by line. */
function legendLines() {
  const rows = [...need("legend").querySelectorAll("tr")];
  return rows.map((row) => {
    const square = row.querySelector(".swatch");
    return {
      text: (row.querySelector("th")?.textContent ?? "").trim(),
      count: row.querySelector("td, th.num")?.textContent ?? "",
      css: square?.className ?? "",
      fill: square ? getComputedStyle(square).backgroundColor : "",
    };
  });
}

/** A square of the legend; signs keep their pattern. @param {CanvasRenderingContext2D} brush @param {string} css @param {string} fill @param {number} x @param {number} y @param {(name: string) => string} colour */
function swatch(brush, css, fill, x, y, colour) {
  const clear = fill === "rgba(0, 0, 0, 0)";
  brush.fillStyle = clear ? colour("card") : fill;
  brush.fillRect(x, y, 20, 14);
  if (clear) {
    brush.fillStyle = colour("edge");
    const dots = css.includes("protected");
    for (let at = 2; at < 20; at += 5) {
      if (dots) brush.fillRect(x + at, y + 6, 3, 3);
      else brush.fillRect(x + at, y, 2, 14);
    }
  }
  brush.strokeStyle = colour("edge");
  brush.strokeRect(x, y, 20, 14);
}

/** A bar of 1, 2 or 5 times a power of ten metres and an arrow. @param {CanvasRenderingContext2D} brush @param {number} x @param {number} bottom @param {number} wide @param {number} metres @param {(name: string) => string} colour */
function scaleAndNorth(brush, x, bottom, wide, metres, colour) {
  const longest = (wide / 5) * metres;
  const power = 10 ** Math.floor(Math.log10(longest));
  const length = Math.max(...[1, 2, 5].map((one) => one * power).filter((one) => one <= longest));
  const label = length < 1000 ? `${length} m` : `${length / 1000} km`;
  const width = length / metres;
  brush.fillStyle = colour("card");
  brush.fillRect(x + 8, bottom - 40, width + 24, 32);
  brush.fillRect(x + wide - 40, bottom - 56, 32, 48);
  brush.strokeStyle = brush.fillStyle = colour("ink");
  brush.lineWidth = 1.5;
  brush.stroke(new Path2D(`M${x + 16} ${bottom - 20}v6h${width}v-6 M${x + wide - 24} ${bottom - 14}v-22m-5 7l5-8l5 8`));
  brush.font = `13px ${FONT}`;
  brush.fillText(label, x + 18, bottom - 24);
  brush.fillText("N", x + wide - 29, bottom - 40);
}

/** Hand the picture to the reader as a file. @param {HTMLCanvasElement} picture @param {string} name */
export function save(picture, name) {
  picture.toBlob((blob) => {
    if (!blob) return;
    const address = URL.createObjectURL(blob);
    el("a", { href: address, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
  });
}

/** A map alone, with scale and north: on paper its legend stands beside it, in the size of the text. @param {import("./map.js").LiveMap} map */
function alone(map) {
  const { canvas, metres } = map.picture();
  const [wide, high] = [canvas.clientWidth, canvas.clientHeight];
  const made = document.createElement("canvas");
  [made.width, made.height] = [canvas.width, canvas.height];
  const brush = /** @type {CanvasRenderingContext2D} */ (made.getContext("2d"));
  brush.scale(canvas.width / wide, canvas.height / high);
  const style = getComputedStyle(document.documentElement);
  brush.fillStyle = style.getPropertyValue("--water").trim();
  brush.fillRect(0, 0, wide, high);
  brush.drawImage(canvas, 0, 0, wide, high);
  scaleAndNorth(brush, 0, high, wide, metres, (name) => style.getPropertyValue(`--${name}`).trim());
  return made;
}

/**
 * On paper a picture stands where a live map is: a browser prints an empty canvas else.
 * @param {() => {live: HTMLElement, map: import("./map.js").LiveMap, told: string}[]} maps what is shown, where, and what it is called
 */
export function printable(maps) {
  /** @type {HTMLElement[]} */
  let images = [];
  window.addEventListener("beforeprint", () => {
    images = maps().map(({ live, map, told }) => {
      const image = el("img", { class: "map-print", src: alone(map).toDataURL("image/png"), alt: told });
      live.after(image);
      return image;
    });
  });
  window.addEventListener("afterprint", () => images.forEach((image) => image.remove()));
}
