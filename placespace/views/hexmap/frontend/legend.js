/*
 * The legend under the map: the classes of cells, the group, and the kinds of mark and line there are.
 */

import { CELL_OPACITY, hatching } from "./canvas.js";
import { MARKS, drawMark, lineSign } from "./symbols.js";

const SWATCH = [22, 16]; // pixels
const TALL = [26, 26]; // pixels, for marks

function canvasOf([width, height], className) {
  const ratio = window.devicePixelRatio || 1;
  const canvas = document.createElement("canvas");
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  canvas.className = className;
  canvas.setAttribute("aria-hidden", "true");
  const g = canvas.getContext("2d");
  g.scale(ratio, ratio);
  return { canvas, g, ratio };
}

function swatch({ fill, hatch, outline }) {
  const { canvas, g, ratio } = canvasOf(SWATCH, "swatch");
  const [width, height] = SWATCH;
  g.globalAlpha = CELL_OPACITY;
  for (const paint of [fill, ...(hatch ? [hatching(g, ratio)] : [])]) {
    g.fillStyle = paint;
    g.fillRect(1, 1, width - 2, height - 2);
  }
  g.globalAlpha = 1;
  g.strokeStyle = outline ?? "#8c959f";
  g.lineWidth = outline ? 2 : 1;
  g.strokeRect(1, 1, width - 2, height - 2);
  return canvas;
}

function groupSign() {
  const sign = document.createElement("span");
  sign.className = "group-sign";
  sign.setAttribute("aria-hidden", "true");
  return sign;
}

function kindSign(kind) {
  if (!(kind in MARKS)) return lineSign(kind, [34, 16]);
  const { canvas, g } = canvasOf(TALL, "sign");
  drawMark(g, kind, TALL[0] / 2, TALL[1] / 2, 1, kind === "place" ? "1" : "");
  return canvas;
}

function item(sign, words) {
  const element = document.createElement("li");
  element.append(sign, words);
  return element;
}

/** List what is drawn, then the note and whose map tiles are shown. */
export function drawLegend({ legend, group, group_label: groupLabel, kinds, values_note: note, tiles }) {
  document.getElementById("legend").replaceChildren(
    ...legend.map((entry) => item(swatch(entry), entry.label)),
    ...(group.length ? [item(groupSign(), groupLabel)] : []),
    ...kinds.map(([kind, words]) => item(kindSign(kind), words)),
  );
  document.getElementById("note").textContent = [
    note, tiles && `Map tiles: ${tiles.attribution}`,
  ].filter(Boolean).join(" · ");
}
