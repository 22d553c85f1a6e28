/*
 * Pointing at cells, walking over them with the keys and selecting one. Everything said of them and
 * of what is marked there is put in as text, never as markup.
 */

import { Outline } from "./outlines.js";
import { Steps } from "./steps.js";
import { after, answer, now } from "./streamlit.js";

const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
const spoken = document.getElementById("cell");

export class Picking {
  constructor(map, above) {
    Object.assign(this, { map, above, cells: null, index: null, at: 0, focused: null });
    const cornersOf = (index) => this.cells.cornersOf(index);
    // in the order drawn: round a cell that is both, the selection lies on the group's broader line
    this.outlines = {
      selectedHalo: new Outline(map, cornersOf, ["halo"]),
      group: new Outline(map, cornersOf, ["group-halo", "group"]),
      hover: new Outline(map, cornersOf, ["hover"]),
      selected: new Outline(map, cornersOf, ["selected"]),
      focus: new Outline(map, cornersOf, ["focus-halo", "focus"]),
    };
    this.tip = L.tooltip({ direction: "top", offset: [0, -6], className: "cell-tip" });
  }

  addTo(map) {
    Object.values(this.outlines).forEach((outline) => outline.addTo(map));
  }

  setCells(cells) {
    this.cells = cells;
    this.outlines.group.showAll([]);
    this.leave();
    this._focusOn(null);
  }

  setGroup(indexes) {
    this.cells.group = new Set(indexes);
    this.outlines.group.showAll(indexes);
  }

  /** Take the page's selection, unless a newer one made here is still on its way to it. */
  take({ selected, selected_at: answered }, sameCells, fitted) {
    after(answered);
    if (sameCells && (answered < this.at || selected === this.index)) return;
    this.focused = selected;
    this._outlineSelected(selected);
    this.outlines.focus.show(null);
    if (selected !== null && fitted) this._bringIntoView(selected, true);
  }

  // --- pointer and keys ---------------------------------------------------------------

  point({ latlng, containerPoint }) {
    const index = this.map.dragging.moving() ? null : this.cells.at(latlng);
    this.outlines.hover.show(index);
    const near = this.map.dragging.moving() ? [] : this.above.near(containerPoint);
    this._showTip([...near, ...this._labels(index)], latlng);
  }

  click({ latlng }) {
    this.outlines.focus.show(null);
    this.focused = this.cells.at(latlng);
    this._showTip(this._said(this.focused), latlng);
    this._select(this.focused);
  }

  /** The pointer has gone, or the map is about to move, or something else is in hand. */
  leave() {
    this.outlines.hover.show(null);
    this._showTip([]);
  }

  blur() {
    this.outlines.focus.show(null);
    this._showTip([]);
  }

  /** Do what a key asks, and return whether it asks anything. */
  key({ key }) {
    if (Steps.knows(key)) {
      const start = this.index ?? this.cells.nearest(this.map.getCenter());
      this._focusOn(this.focused === null ? start : this.cells.steps.next(this.focused, key));
    } else if (key === "Enter") {
      if (this.focused !== null) this._select(this.focused);
    } else if (key === "Escape") {
      this._focusOn(null);
      this._select(null);
    } else return false;
    return true;
  }

  // --- what is said and shown ---------------------------------------------------------

  _labels(index) {
    return index === null || !this.cells.labels.length ? [] : [this.cells.labelOf(index)];
  }

  _said(index) {
    return index === null ? [] : [...this.above.within(index), ...this._labels(index)];
  }

  _showTip(lines, latlng) {
    if (!lines.length) {
      this.map.closeTooltip(this.tip);
      return;
    }
    const box = document.createElement("div");
    for (const line of lines) box.appendChild(document.createElement("div")).textContent = line;
    this.map.openTooltip(this.tip.setContent(box).setLatLng(latlng));
  }

  _announce(index) {
    const states = [
      index !== null && index === this.index && "selected", this.cells.group.has(index) && "in the group",
    ];
    spoken.textContent = index === null ? "Selection cleared"
      : [this.cells.labelOf(index), ...this.above.within(index), ...states].filter(Boolean).join(", ");
  }

  _outlineSelected(index) {
    this.index = index;
    this.outlines.selectedHalo.show(index);
    this.outlines.selected.show(index);
  }

  _bringIntoView(index, animate) {
    const margin = this.map.getSize().multiplyBy(0.15);
    this.map.panInside(this.cells.middleOf(index), { padding: margin, animate: animate && !still });
  }

  _focusOn(index) {
    this.focused = index;
    this.outlines.hover.show(null);
    this.outlines.focus.show(index);
    this._showTip(this._said(index), index === null ? null : this.cells.middleOf(index));
    if (index === null) return;
    this._bringIntoView(index, false);
    this._announce(index);
  }

  /** A click on the selected cell is sent again: a page may be putting cells in a group and out. */
  _select(index) {
    const nothing = index === null && this.index === null;
    this._outlineSelected(index);
    this._announce(index);
    if (nothing) return;
    this.at = now();
    answer({ index, digest: this.cells.digest, at: this.at });
  }
}
