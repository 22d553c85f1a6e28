/*
 * Drawing a line or an area, by mouse, finger or keys, where the page has switched it on. What is
 * finished is sent once, and stays in sight until the page shows it in its own way or another is begun.
 */

import { MOST_POINTS, areaText, lengthText, sketchOf } from "./sketch.js";
import { after, answer, now } from "./streamlit.js";

const LEAST = { line: 2, area: 3 };
const SAME = 5; // pixels; a second click this near is the second half of a double click
const STEP = 24; // pixels an arrow key moves the cross; with Shift a sixth of it
const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
const HELP = {
  touch: "tap to add points, then Finish.",
  mouse: "click to add points, double-click or Enter to finish, Esc to start again, Backspace removes the last point. "
    + "By keyboard, arrow keys move a cross and Space adds a point there.",
};
const part = (id) => document.getElementById(id);
const points = (n) => `${n} point${n === 1 ? "" : "s"}`;

export class Drawing {
  constructor(map, element, labelAt) {
    Object.assign(this, { map, element, labelAt, kind: null, points: [], sent: null, cross: null });
    this.sketch = sketchOf(map);
    part("draw-finish").addEventListener("click", () => this.finish());
    part("draw-undo").addEventListener("click", () => this.undo());
    part("draw-clear").addEventListener("click", () => this.clear());
    map.on("dblclick", () => this.active && this.finish());
  }

  get active() {
    return this.kind !== null;
  }

  /** Take the page's word on what is drawn, and on which drawing it has had. */
  take({ draw, drawn_at: taken, lines, group }) {
    after(taken);
    const shown = JSON.stringify([lines, group]);
    if (this.sent && taken >= this.sent.at && shown !== this.shown) this.sent = null;
    this.shown = shown;
    if (draw !== this.kind) this._switch(draw);
    this._show();
  }

  _switch(kind) {
    Object.assign(this, { kind, points: [], sent: null, cross: null });
    part("drawbar").hidden = !kind;
    this.element.classList.toggle("drawing", this.active);
    this.element.setAttribute("aria-describedby", kind ? "drawhelp drawkeys" : "keys");
    this.map.doubleClickZoom[kind ? "disable" : "enable"]();
    if (!kind) return;
    const touch = matchMedia("(pointer: coarse)").matches;
    part("drawhelp").textContent = `Draw ${kind === "area" ? "an area" : "a line"}: ${touch ? HELP.touch : HELP.mouse}`;
    this._say("No points yet.");
  }

  // --- pointer and keys ---------------------------------------------------------------

  click({ latlng }) {
    this.cross = null;
    this._add(latlng);
  }

  point(event) {
    this.cross = null;
    this._show(event?.latlng);
  }

  /** The keys are at the map: show where a point would go. */
  focus() {
    this.cross ??= this.points.at(-1) ?? this.map.getCenter();
    this._show();
  }

  blur() {
    this.cross = null;
    this._show();
  }

  /** Do what a key asks, and return whether it asks anything. */
  key({ key, shiftKey }) {
    if (key in ARROWS) this._move(ARROWS[key], shiftKey ? STEP / 6 : STEP);
    else if (key === " ") {
      this.focus();
      this._add(this.cross);
    } else if (key === "Enter") this.finish();
    else if (key === "Backspace" || key === "Delete") this.undo();
    else if (key === "Escape") this.clear();
    else return false;
    return true;
  }

  _move([x, y], step) {
    const shown = this.cross !== null;
    this.focus();
    if (shown) {
      const from = this.map.latLngToContainerPoint(this.cross);
      this.cross = this.map.containerPointToLatLng(from.add([x * step, y * step]));
    }
    this.map.panInside(this.cross, { padding: this.map.getSize().multiplyBy(0.12), animate: false });
    this._show();
    part("cell").textContent = this.labelAt(this.cross) ?? "Outside the cells";
  }

  // --- the drawing --------------------------------------------------------------------

  _add(latlng) {
    const last = this.points.at(-1);
    const apart = last && this.map.latLngToContainerPoint(last).distanceTo(this.map.latLngToContainerPoint(latlng));
    if (last && apart < SAME) return;
    if (this.points.length >= MOST_POINTS) {
      this._say(`A drawing has ${MOST_POINTS} points at most. Finish it, or remove some.`);
      return;
    }
    this.sent = null;
    this.points.push(latlng);
    this._sayLength();
  }

  undo() {
    if (this.points.pop()) this._sayLength();
    else this._say("There is no point to remove.");
  }

  clear() {
    Object.assign(this, { points: [], sent: null });
    this._say("Started again: no points yet.");
  }

  finish() {
    if (this.points.length < LEAST[this.kind]) {
      const what = this.kind === "area" ? "An area" : "A line";
      this._say(`${what} needs ${LEAST[this.kind]} points or more; there ${this.points.length === 1 ? "is" : "are"} `
        + `${this.points.length || "none"}.`);
      return;
    }
    const rounded = this.points.map(({ lat, lng }) => [lat, lng].map((n) => Number(n.toFixed(6))));
    this.sent = { kind: this.kind, points: rounded, at: now() };
    this.points = [];
    answer({ drawing: this.sent });
    this._say(`The ${this.kind} is finished: ${points(rounded.length)}. Add a point to begin another.`);
  }

  _sayLength() {
    const text = this.kind === "area" && this.points.length > 2 ? areaText(this.points) : lengthText(this.points);
    this._say([points(this.points.length), this.points.length > 1 && text].filter(Boolean).join(", "));
  }

  _say(text) {
    part("drawn").textContent = text;
    this._show();
  }

  _show(pointer = null) {
    const drawn = this.points.length || !this.sent ? this.points : this.sent.points.map((p) => L.latLng(p));
    const finished = drawn !== this.points;
    this.sketch.show({ kind: this.sent && finished ? this.sent.kind : this.kind, drawn, finished, cross: this.cross,
      next: finished || !this.active ? null : this.cross ?? pointer });
  }
}
