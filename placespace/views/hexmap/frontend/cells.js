/*
 * The cells by index: where they are, which touch, and which is under a place.
 */

import { Lattice } from "./lattice.js";
import { Steps } from "./steps.js";

export class Cells {
  /** @param {object} sent - `digest, bounds, faces` as Streamlit sends them, `corners` and `lattice`
   *  @param {(index: number) => number[]} centreOf - a cell's place on the screen, at any fixed zoom */
  constructor({ digest, bounds, corners, lattice, faces }, centreOf) {
    Object.assign(this, { digest, bounds, labels: [], group: new Set() });
    this.corners = corners;
    this.count = corners.length / 12;
    this.lattice = new Lattice(faces, lattice);
    this.steps = new Steps(this.count, centreOf, (index) => this.neighboursOf(index));
  }

  /** Six of latitude, longitude. */
  cornersOf(index) {
    const at = index * 12;
    return [0, 2, 4, 6, 8, 10].map((k) => [this.corners[at + k], this.corners[at + k + 1]]);
  }

  middleOf(index) {
    return L.latLngBounds(this.cornersOf(index)).getCenter();
  }

  labelOf(index) {
    return this.labels[index] ?? `Cell ${index + 1} of ${this.count}`;
  }

  /** Index of the cell at a place, or null. */
  at({ lat, lng }) {
    const index = this.lattice.cellAt(lat, lng);
    return index < 0 ? null : index;
  }

  /** Neighbours are found by looking just over each of the six sides. */
  neighboursOf(index) {
    const corners = this.cornersOf(index);
    const { lat, lng } = this.middleOf(index);
    const over = corners.map(([y, x], k) => {
      const [nextY, nextX] = corners[(k + 1) % 6];
      return this.lattice.cellAt(y + nextY - lat, x + nextX - lng);
    });
    return [...new Set(over)].filter((n) => n >= 0 && n !== index);
  }

  nearest({ lat, lng }) {
    const there = this.lattice.cellAt(lat, lng);
    if (there >= 0) return there;
    let best = 0;
    let least = Infinity;
    for (let n = 0; n < this.count; n += 1) {
      const distance = Math.hypot(
        this.corners[n * 12] - lat,
        (this.corners[n * 12 + 1] - lng) * Math.cos(lat * Math.PI / 180),
      );
      if (distance < least) [best, least] = [n, distance];
    }
    return best;
  }
}
