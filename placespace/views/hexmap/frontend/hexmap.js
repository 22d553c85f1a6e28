/*
 * The component's page: takes what Streamlit sends, keeps the map, and answers with the cell
 * selected by pointer or keyboard. Everything in the data is shown as text, never as markup.
 */

import { CELL_OPACITY, CellCanvas, NameCanvas } from "./canvas.js";
import { Lattice } from "./lattice.js";
import { Mark } from "./marks.js";
import { Steps } from "./steps.js";
import { drawContext, drawLegend } from "./surroundings.js";

const PHONE_WIDTH = 600; // pixels
const PHONE_SHARE = 0.6; // of the screen's height, so that the page can still be scrolled
const PANES = { below: 350, cells: 400, above: 430, names: 450, marks: 470 };

const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
const element = document.getElementById("map");
const shown = { digest: null, context: null, tiles: undefined, labels: [] };
const selection = { index: null, at: 0 };
let focused = null;
let fitted = false;
let steps;
let lattice;

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
const cells = new CellCanvas({ pane: "cells" });
const names = new NameCanvas({ pane: "names" });
const context = L.layerGroup();
const tiles = L.tileLayer("", { maxZoom: 18 });
const tip = L.tooltip({ direction: "top", offset: [0, -6], className: "cell-tip" });
const marks = {
  hover: new Mark(map, cornersOf, ["hover"]),
  selected: new Mark(map, cornersOf, ["halo", "selected"]),
  focus: new Mark(map, cornersOf, ["focus-halo", "focus"]),
};

function send(type, data) {
  window.parent.postMessage({ isStreamlitMessage: true, type, ...data }, "*");
}

// --- cells by index -------------------------------------------------------------------

function cornersOf(index) {
  const at = index * 12;
  return [0, 2, 4, 6, 8, 10].map((k) => [shown.corners[at + k], shown.corners[at + k + 1]]);
}

function centreOf(index) {
  const scale = 2 ** 16; // any fixed zoom will do: only directions and ratios are used
  return [cells.centres[index * 2] * scale, cells.centres[index * 2 + 1] * scale];
}

const middleOf = (index) => L.latLngBounds(cornersOf(index)).getCenter();

/** Neighbours are found by looking just over each of the six sides. */
function neighboursOf(index) {
  const corners = cornersOf(index);
  const { lat, lng } = middleOf(index);
  const over = corners.map(([y, x], k) => {
    const [nextY, nextX] = corners[(k + 1) % 6];
    return lattice.cellAt(y + nextY - lat, x + nextX - lng);
  });
  return [...new Set(over)].filter((n) => n >= 0 && n !== index);
}

function nearestToMiddle() {
  const { lat, lng } = map.getCenter();
  const there = lattice.cellAt(lat, lng);
  if (there >= 0) return there;
  let best = 0;
  let least = Infinity;
  for (let n = 0; n < cells.count; n += 1) {
    const distance = Math.hypot(
      shown.corners[n * 12] - lat,
      (shown.corners[n * 12 + 1] - lng) * Math.cos(lat * Math.PI / 180),
    );
    if (distance < least) [best, least] = [n, distance];
  }
  return best;
}

const labelOf = (index) => shown.labels[index] ?? `Cell ${index + 1} of ${cells.count}`;

// --- marks, tooltip, selection --------------------------------------------------------

function showTip(index, latlng) {
  if (index === null || !shown.labels.length) {
    map.closeTooltip(tip);
    return;
  }
  const text = document.createElement("div");
  text.textContent = labelOf(index);
  map.openTooltip(tip.setContent(text).setLatLng(latlng));
}

function bringIntoView(index, animate) {
  const margin = map.getSize().multiplyBy(0.15);
  map.panInside(middleOf(index), { padding: margin, animate: animate && !still });
}

function announce(index) {
  const ending = index === selection.index ? ", selected" : "";
  document.getElementById("cell").textContent = index === null ? "Selection cleared" : labelOf(index) + ending;
}

function focusOn(index) {
  focused = index;
  marks.hover.show(null);
  marks.focus.show(index);
  showTip(index, index === null ? null : middleOf(index));
  if (index === null) return;
  bringIntoView(index, false);
  announce(index);
}

function select(index) {
  const changed = index !== selection.index;
  selection.index = index;
  marks.selected.show(index);
  announce(index);
  if (!changed) return;
  selection.at = Date.now();
  send("streamlit:setComponentValue", {
    value: { index, digest: shown.digest, at: selection.at }, dataType: "json",
  });
}

function showWhole() {
  if (!shown.bounds || !map.getSize().x) return;
  map.setMinZoom(0);
  map.fitBounds(shown.bounds, { padding: [14, 14], animate: fitted && !still });
  map.setMinZoom(Math.max(0, map.getBoundsZoom(shown.bounds) - 2));
  fitted = true;
}

// --- pointer and keys -----------------------------------------------------------------

const cellUnder = ({ latlng }) => {
  const index = lattice.cellAt(latlng.lat, latlng.lng);
  return index < 0 ? null : index;
};

map.on("mousemove", (event) => {
  if (!lattice) return;
  const index = map.dragging.moving() ? null : cellUnder(event);
  marks.hover.show(index);
  showTip(index, event.latlng);
});
map.on("mouseout zoomstart", () => {
  marks.hover.show(null);
  showTip(null);
});
map.on("click", (event) => {
  if (!lattice) return;
  element.focus({ preventScroll: true });
  marks.focus.show(null);
  focused = cellUnder(event);
  showTip(focused, event.latlng);
  select(focused);
});

element.addEventListener("keydown", (event) => {
  if (event.target !== element || !lattice || event.ctrlKey || event.metaKey || event.altKey) return;
  const { key } = event;
  if (Steps.knows(key)) {
    focusOn(focused === null ? selection.index ?? nearestToMiddle() : steps.next(focused, key));
  } else if (key === "Enter") {
    if (focused !== null) select(focused);
  } else if (key === "Escape") {
    focusOn(null);
    select(null);
  } else if (key === "+" || key === "=") map.zoomIn();
  else if (key === "-" || key === "_") map.zoomOut();
  else if (key === "0") showWhole();
  else return;
  event.preventDefault();
});
// The wheel scrolls the page until the map has been chosen, so nobody is caught in it.
element.addEventListener("focus", () => map.scrollWheelZoom.enable());
element.addEventListener("blur", () => {
  map.scrollWheelZoom.disable();
  marks.focus.show(null);
  showTip(null);
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

/** Take the page's selection, unless a newer one made here is still on its way to it. */
function takeSelection({ selected, selected_at: answered }, sameCells) {
  if (sameCells && (answered < selection.at || selected === selection.index)) return;
  selection.index = selected;
  focused = selected;
  marks.selected.show(selected);
  marks.focus.show(null);
  if (selected !== null && fitted) bringIntoView(selected, true);
}

function setHeight(height) {
  const phone = window.innerWidth <= PHONE_WIDTH;
  const pixels = phone ? Math.min(height, Math.round(window.screen.height * PHONE_SHARE)) : height;
  element.style.height = `${pixels}px`;
}

function render(args) {
  setHeight(args.height_px);
  const sameCells = args.digest === shown.digest;
  if (!sameCells) {
    Object.assign(shown, { digest: args.digest, bounds: args.bounds });
    shown.corners = new Float32Array(args.corners.slice().buffer);
    lattice = new Lattice(args.faces, new Int32Array(args.lattice.slice().buffer));
    cells.setCorners(shown.corners);
    steps = new Steps(cells.count, centreOf, neighboursOf);
    element.setAttribute("aria-label", `Map of ${cells.count.toLocaleString("en-GB")} cells`);
    marks.hover.show(null);
    focusOn(null);
  }
  shown.labels = args.labels ? args.labels.split("\n") : [];
  shown.rev = args.rev;
  cells.setClasses(args.classes, args.legend);
  names.setNames(args.names);
  drawLegend(args);
  if (args.context_rev !== shown.context) {
    shown.context = args.context_rev;
    drawContext(context, JSON.parse(new TextDecoder().decode(args.context)));
  }
  if (args.tiles?.url !== shown.tiles) {
    shown.tiles = args.tiles?.url;
    tiles.remove();
    if (shown.tiles) tiles.setUrl(shown.tiles, true).addTo(map);
  }
  map.invalidateSize({ animate: false });
  if (!sameCells) fitted = false;
  if (!fitted) showWhole();
  if (fitted) show();
  takeSelection(args, sameCells);
}

/** Put the layers on the map the first time, and draw again after that. */
function show() {
  if (map.hasLayer(cells)) {
    cells.redraw();
    names.redraw();
    return;
  }
  for (const layer of [cells, names, context, ...Object.values(marks)]) layer.addTo(map);
}

cells.on("drawn", () => {
  window.__hexmapDrawn = (window.__hexmapDrawn ?? 0) + 1;
  element.dataset.drawnRev = shown.rev;
});

new ResizeObserver(() => {
  map.invalidateSize({ animate: false });
  if (shown.digest && !fitted) {
    showWhole(); // the map was on a closed tab until now
    if (fitted) show();
  }
}).observe(element);
new ResizeObserver(() => {
  send("streamlit:setFrameHeight", { height: Math.ceil(document.body.getBoundingClientRect().height) + 2 });
}).observe(document.body);

window.addEventListener("message", ({ source, data }) => {
  if (source !== window.parent || data.type !== "streamlit:render") return;
  const binary = Object.fromEntries((data.dfs ?? []).map(({ key, value }) => [key, value]));
  const { theme } = data;
  if (theme) {
    document.documentElement.style.setProperty("--ink", theme.textColor);
    document.documentElement.style.setProperty("--paper", theme.backgroundColor);
  }
  render({ ...data.args, ...binary });
});
send("streamlit:componentReady", { apiVersion: 1 });
