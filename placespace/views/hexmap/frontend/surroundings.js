/*
 * Round the cells: the legend under the map, and the shapes below and above the cells that
 * say where one is and cannot be clicked.
 */

import { CELL_OPACITY, hatching } from "./canvas.js";

const SWATCH = [22, 16]; // pixels

function swatch({ fill, hatch, outline }) {
  const ratio = window.devicePixelRatio || 1;
  const [width, height] = SWATCH;
  const canvas = document.createElement("canvas");
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  canvas.setAttribute("aria-hidden", "true");
  const g = canvas.getContext("2d");
  g.scale(ratio, ratio);
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

/** List the classes, then the note and whose map tiles are shown. */
export function drawLegend({ legend, values_note: note, tiles }) {
  const items = legend.map((entry) => {
    const item = document.createElement("li");
    item.append(swatch(entry), entry.label);
    return item;
  });
  document.getElementById("legend").replaceChildren(...items);
  document.getElementById("note").textContent = [
    note, tiles && `Map tiles: ${tiles.attribution}`,
  ].filter(Boolean).join(" · ");
}

const lines = {
  below: L.svg({ pane: "below", padding: 0.5 }), above: L.svg({ pane: "above", padding: 0.5 }),
};

/** Put GeoJSON layers, each with its style and pane, in place of those in `group`. */
export function drawContext(group, layers) {
  group.clearLayers();
  for (const { geojson, style, pane } of layers) {
    const options = { pane, renderer: lines[pane], interactive: false, smoothFactor: 0.5 };
    const pointToLayer = (_, place) => L.circleMarker(place, { radius: 4, ...style, ...options });
    L.geoJSON(geojson, { ...options, style: { ...style }, pointToLayer }).addTo(group);
  }
}
