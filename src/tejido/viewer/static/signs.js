// Patterns of the live map: what is no class is told by a sign, not by colour.

import { CANNOT, PROTECTED, WEAK } from "./scale.js";

const SIZE = 12;

/** Layers of signs, each with its pattern and the step of the units that get it. */
export const SIGNS = /** @type {[string, string, number][]} */ ([["weak", "hatch", WEAK], ["protected", "dots", PROTECTED], ["cannot", "cross", CANNOT]]);

/** Every pattern by name. @param {Record<string, string>} colours @returns {[string, ImageData][]} */
export function patterns(colours) {
  return [
    ["hatch", draw(colours.card, (brush) => slant(brush, colours.edge, 3))],
    ["dots", draw(colours.card, (brush) => {
      brush.fillStyle = colours.edge;
      brush.arc(SIZE / 2, SIZE / 2, 2.6, 0, 2 * Math.PI);
      brush.fill();
    })],
    ["cross", draw(colours.card, (brush) => {
      slant(brush, colours.edge, 1.6);
      brush.scale(-1, 1);
      brush.translate(-SIZE, 0);
      slant(brush, colours.edge, 1.6);
    })],
    ["upright", draw("", (brush) => {
      brush.globalAlpha = 0.55;
      brush.fillStyle = colours.card;
      brush.fillRect(0, 0, 3, SIZE);
      brush.fillStyle = colours.ink;
      brush.fillRect(0, 0, 1.4, SIZE);
    })],
  ];
}

/** @param {string} ground @param {(brush: CanvasRenderingContext2D) => void} paint */
function draw(ground, paint) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIZE;
  const brush = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  if (ground) {
    brush.fillStyle = ground;
    brush.fillRect(0, 0, SIZE, SIZE);
  }
  paint(brush);
  return brush.getImageData(0, 0, SIZE, SIZE);
}

/** Lines from below left to above right. @param {CanvasRenderingContext2D} brush @param {string} colour @param {number} width */
function slant(brush, colour, width) {
  brush.strokeStyle = colour;
  brush.lineWidth = width;
  brush.beginPath();
  for (const shift of [-SIZE, 0, SIZE]) {
    brush.moveTo(shift - 2, SIZE + 2);
    brush.lineTo(shift + SIZE + 2, -2);
  }
  brush.stroke();
}
