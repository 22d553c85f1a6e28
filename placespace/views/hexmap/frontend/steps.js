/*
 * Moving from cell to cell with the arrow keys. Hexagons have no cell straight up or no
 * cell straight to the side, so a run of one key keeps to the line it started on.
 */

const WAYS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
const FORWARD = 0.4; // cosine; neighbours further aside than 66 degrees are not "that way"
const CONE = 0.7; // cosine; where there is a gap, the nearest cell within 45 degrees

export class Steps {
  /** @param {(n: number) => number[]} centreOf - a cell's place on the screen, at any fixed zoom
   *  @param {(n: number) => number[]} neighboursOf - the drawn cells that touch a cell */
  constructor(count, centreOf, neighboursOf) {
    Object.assign(this, { count, centreOf, neighboursOf, run: null });
  }

  static knows(key) {
    return key in WAYS;
  }

  /** The cell one press of an arrow key away from `from`, or `from` itself at the edge. */
  next(from, key) {
    const [east, south] = WAYS[key];
    const [x, y] = this.centreOf(from);
    if (!this.run || this.run.key !== key || this.run.at !== from) {
      this.run = { key, line: x * south + y * east };
    }
    const offset = (n) => {
      const [toX, toY] = this.centreOf(n);
      const distance = Math.hypot(toX - x, toY - y);
      return {
        n,
        distance,
        forward: ((toX - x) * east + (toY - y) * south) / distance,
        aside: Math.abs(toX * south + toY * east - this.run.line),
      };
    };
    const best = this._neighbour(from, offset) ?? this._beyondGap(from, offset) ?? from;
    this.run.at = best;
    return best;
  }

  _neighbour(from, offset) {
    const ahead = this.neighboursOf(from).map(offset).filter(({ forward }) => forward > FORWARD);
    return ahead.sort((a, b) => a.aside - b.aside)[0]?.n;
  }

  _beyondGap(from, offset) {
    let best;
    for (let n = 0; n < this.count; n += 1) {
      if (n === from) continue;
      const to = offset(n);
      if (to.forward > CONE && (!best || to.distance < best.distance)) best = to;
    }
    return best?.n;
  }
}
