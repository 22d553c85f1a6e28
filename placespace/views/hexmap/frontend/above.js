/*
 * What lies above the cells: marked points on a canvas of their own, and lines. Neither is clicked;
 * what the pointer is near is said in the tooltip, and all of it is listed for a screen reader.
 */

import { MapCanvas } from "./canvas.js";
import { MARKS, drawMark } from "./symbols.js";

const NEAR_MARK = 13; // pixels
const NEAR_LINE = 7; // pixels
const LEAST_SCALE = 0.65; // of a mark, when a whole region is in view
const MOST_SAID = 5; // of the marks at one place, in a tooltip

const MarkCanvas = MapCanvas.extend({
  marks: [],

  paint(context, { origin, size }) {
    const scale = Math.min(1, Math.max(LEAST_SCALE, (this._map.getZoom() - 8) / 4));
    for (const { at, kind, sign } of this.marks) {
      const { x, y } = this._map.project(at).subtract(origin);
      if (x > -20 && y > -20 && x < size.x + 20 && y < size.y + 20) drawMark(context, kind, x, y, scale, sign);
    }
  },
});

export class Above {
  constructor(map) {
    this.map = map;
    this.canvas = new MarkCanvas({ pane: "marks" });
    this.lines = L.layerGroup();
    this.drawn = [];
    this.words = {};
    this.inCell = new Map();
  }

  addTo(map) {
    this.lines.addTo(map);
    this.canvas.addTo(map);
  }

  redraw() {
    this.canvas.redraw();
  }

  /** @param {object} sent - `marks, lines, kinds` as Streamlit sends them */
  take({ marks, lines, kinds }, cells) {
    this.words = Object.fromEntries(kinds);
    const order = Object.keys(MARKS);
    const read = marks.map(([lat, lng, kind, label, sign]) => ({ at: L.latLng(lat, lng), kind, label, sign }));
    this.canvas.marks = [...read].sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
    this.inCell.clear();
    for (const mark of this.canvas.marks) {
      const index = cells.at(mark.at);
      this.inCell.set(index, [...this.inCell.get(index) ?? [], mark]);
    }
    this.drawn = lines.map(([points, kind, label]) => ({ points: points.map((p) => L.latLng(p)), kind, label }));
    this.lines.clearLayers();
    for (const look of [() => "line-halo", (kind) => `line-${kind}`]) {
      for (const { points, kind } of this.drawn) {
        L.polyline(points, {
          pane: "lines", interactive: false, smoothFactor: 0.5, className: `line ${look(kind)}`,
        }).addTo(this.lines);
      }
    }
    document.getElementById("marked").replaceChildren(...[...read, ...this.drawn].map((one) => {
      const item = document.createElement("li");
      item.textContent = this.sayOf(one);
      return item;
    }));
  }

  sayOf({ kind, label, sign }) {
    return `${sign ? `${sign}: ` : ""}${label} (${this.words[kind]})`;
  }

  /** What is marked within reach of a place on the screen, the nearest first, in words. */
  near(point) {
    const marks = this.canvas.marks
      .map((mark) => [this.map.latLngToContainerPoint(mark.at).distanceTo(point), mark])
      .filter(([distance]) => distance <= NEAR_MARK)
      .sort(([a], [b]) => a - b)
      .map(([, mark]) => mark);
    return this._few(marks.length ? marks : this.drawn.filter((line) => this._isNear(line, point)));
  }

  /** What is marked in a cell, in words: the pointer may miss it and the keys cannot reach it. */
  within(index) {
    return this._few(this.inCell.get(index) ?? []);
  }

  _few(found) {
    const said = found.slice(0, MOST_SAID).map((one) => this.sayOf(one));
    return found.length > MOST_SAID ? [...said, `and ${found.length - MOST_SAID} more`] : said;
  }

  _isNear({ points }, point) {
    const at = points.map((p) => this.map.latLngToContainerPoint(p));
    return at.slice(1).some((end, n) => L.LineUtil.pointToSegmentDistance(point, at[n], end) <= NEAR_LINE);
  }
}
