/*
 * The component's page: keeps the map, takes what Streamlit sends, and gives pointer and keys to
 * whichever of picking cells and drawing is on. Everything in the data is shown as text, never as markup.
 */

import { Above } from "./above.js";
import { CELL_OPACITY, CellCanvas, NameCanvas } from "./canvas.js";
import { Cells } from "./cells.js";
import { Drawing } from "./drawing.js";
import { content } from "./kept.js";
import { drawLegend } from "./legend.js";
import { Picking } from "./picking.js";
import { listen } from "./streamlit.js";
import { drawContext } from "./surroundings.js";

const PHONE_WIDTH = 600; // pixels
const PHONE_SHARE = 0.6; // of the screen's height, so that the page can still be scrolled
const PANES = { below: 350, cells: 400, above: 430, lines: 440, names: 450, outlines: 470, marks: 480, sketch: 490 };
const FIXED_SCALE = 2 ** 16; // any fixed zoom will do: only directions and ratios are used

const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
const element = document.getElementById("map");
const shown = { cells: null, above: null, context: null, tiles: undefined };
let cells = null;
let fitted = false;

const map = L.map(element, {
  attributionControl: false, zoomControl: false, keyboard: false, scrollWheelZoom: false, zoomSnap: 0.25,
  zoomDelta: 0.75, wheelPxPerZoomLevel: 100, maxZoom: 18,
  zoomAnimation: !still, fadeAnimation: false, inertia: !still,
});
for (const [name, level] of Object.entries(PANES)) {
  const pane = map.createPane(name);
  pane.style.zIndex = level;
  pane.style.pointerEvents = "none";
}
map.getPane("cells").style.opacity = CELL_OPACITY;
const canvas = new CellCanvas({ pane: "cells" });
const names = new NameCanvas({ pane: "names" });
const context = L.layerGroup();
const tiles = L.tileLayer("", { maxZoom: 18 });
const above = new Above(map);
const picking = new Picking(map, above);
const drawing = new Drawing(map, element, (place) => {
  const index = cells.at(place);
  return index === null ? null : cells.labelOf(index);
});

function showWhole() {
  if (!cells || !map.getSize().x) return;
  map.setMinZoom(0);
  map.fitBounds(cells.bounds, { padding: [14, 14], animate: fitted && !still });
  map.setMinZoom(Math.max(0, map.getBoundsZoom(cells.bounds) - 2));
  fitted = true;
}

// --- pointer and keys -----------------------------------------------------------------

const inHand = () => (drawing.active ? drawing : picking);
let pressed = false;

map.on("mousemove", (event) => cells && inHand().point(event));
map.on("mouseout zoomstart", () => cells && picking.leave());
map.on("click", (event) => {
  if (!cells) return;
  pressed = true;
  element.focus({ preventScroll: true });
  pressed = false;
  inHand().click(event);
});

element.addEventListener("keydown", (event) => {
  if (event.target !== element || !cells || event.ctrlKey || event.metaKey || event.altKey) return;
  const { key } = event;
  if (!inHand().key(event)) {
    if (key === "+" || key === "=") map.zoomIn();
    else if (key === "-" || key === "_") map.zoomOut();
    else if (key === "0") showWhole();
    else return;
  }
  event.preventDefault();
});
// The wheel scrolls the page until the map has been chosen, so nobody is caught in it.
element.addEventListener("focus", () => {
  map.scrollWheelZoom.enable();
  if (drawing.active && !pressed && element.matches(":focus-visible")) drawing.focus();
});
element.addEventListener("blur", () => {
  map.scrollWheelZoom.disable();
  if (!cells) return;
  picking.blur();
  drawing.blur();
});

const WholeButton = L.Control.Zoom.extend({
  onAdd(owner) {
    const bar = L.Control.Zoom.prototype.onAdd.call(this, owner);
    const button = this._createButton("", "All: show the whole area", "whole", bar, showWhole);
    button.textContent = "All";
    return bar;
  },
});
new WholeButton().addTo(map);
L.control.scale({ imperial: false }).addTo(map);

// --- what Streamlit sends -------------------------------------------------------------

function setHeight(height) {
  const phone = window.innerWidth <= PHONE_WIDTH;
  const pixels = phone ? Math.min(height, Math.round(window.screen.height * PHONE_SHARE)) : height;
  element.style.height = `${pixels}px`;
}

const BYTES = { corners: 48, lattice: 12 }; // a cell

/** Take new cells; what is known of the old ones goes. */
function takeCells(args, shapes) {
  const count = shapes.byteLength / (BYTES.corners + BYTES.lattice);
  const corners = new Float32Array(shapes, 0, count * 12);
  const lattice = new Int32Array(shapes, count * BYTES.corners, count * 3);
  canvas.setCorners(corners);
  cells = new Cells({ ...args, corners, lattice }, (n) => [canvas.centres[n * 2] * FIXED_SCALE, canvas.centres[n * 2 + 1] * FIXED_SCALE]);
  element.setAttribute("aria-label", `Map of ${cells.count.toLocaleString("en-GB")} cells`);
  picking.setCells(cells);
  Object.assign(shown, { cells: null, above: null });
  fitted = false;
}

async function render(args) {
  shown.latest = args;
  const [shapes, around] = await Promise.all(
    ["shapes", "context"].map((name) => content(args.kept[name], args[name])),
  );
  if (shown.latest !== args || !shapes || !around) return; // something newer has come, or is on its way
  setHeight(args.height_px);
  const sameCells = args.digest === cells?.digest;
  if (!sameCells) takeCells(args, shapes);
  cells.labels = args.labels ? args.labels.split("\n") : [];
  shown.rev = args.rev;
  canvas.setClasses(args.classes, args.legend);
  names.setNames(args.names);
  drawLegend(args);
  if (args.kept.context !== shown.context) {
    shown.context = args.kept.context;
    drawContext(context, JSON.parse(new TextDecoder().decode(around)));
  }
  if (args.tiles?.url !== shown.tiles) {
    shown.tiles = args.tiles?.url;
    tiles.remove();
    if (shown.tiles) tiles.setUrl(shown.tiles, true).addTo(map);
  }
  drawing.take(args);
  if (drawing.active) picking.leave();
  map.invalidateSize({ animate: false });
  if (!fitted) showWhole();
  if (fitted) show(args);
  if (args.above_rev !== shown.above) {
    shown.above = args.above_rev;
    above.take(args, cells);
    picking.setGroup(args.group);
    if (fitted) above.redraw();
  }
  picking.take(args, sameCells, fitted);
}

/** Put the layers on the map the first time, and draw again after that what has changed. */
function show({ cells_rev: rev } = {}) {
  if (!map.hasLayer(canvas)) {
    for (const layer of [canvas, names, context, above, picking]) layer.addTo(map);
  } else {
    names.redraw();
    if (rev !== shown.cells) canvas.redraw();
    else element.dataset.drawnRev = shown.rev;
  }
  shown.cells = rev;
}

canvas.on("drawn", () => {
  window.__hexmapDrawn = (window.__hexmapDrawn ?? 0) + 1;
  element.dataset.drawnRev = shown.rev;
});

new ResizeObserver(() => {
  map.invalidateSize({ animate: false });
  if (cells && !fitted) {
    showWhole(); // the map was on a closed tab until now
    if (fitted) show();
  }
}).observe(element);

listen(render);
