/*
 * Outlines round single cells: under the pointer, where the keys are, selected. They lie above
 * the canvas, so that moving one does not draw the cells again.
 */

const LEAST_WIDTH = 15; // pixels; a mark round a smaller cell is drawn larger than the cell

export class Mark {
  /** @param {(index: number) => number[][]} cornersOf - six of latitude, longitude
   *  @param {string[]} looks - CSS classes `mark-…`, the lowest line first */
  constructor(map, cornersOf, looks) {
    this.map = map;
    this.cornersOf = cornersOf;
    this.index = null;
    this.lines = looks.map((look) => L.polygon([], {
      pane: "marks", interactive: false, smoothFactor: 0, className: `mark mark-${look}`,
    }));
    map.on("zoomend", () => this.show(this.index));
  }

  addTo(map) {
    this.lines.forEach((line) => line.addTo(map));
  }

  show(index) {
    this.index = index;
    const shape = index === null ? [] : this._largeEnough(this.cornersOf(index));
    this.lines.forEach((line) => line.setLatLngs(shape));
  }

  _largeEnough(corners) {
    const points = corners.map((corner) => this.map.latLngToLayerPoint(corner));
    const bounds = L.bounds(points);
    const centre = bounds.getCenter();
    const growth = Math.max(1, LEAST_WIDTH / bounds.getSize().x);
    return points.map((point) => this.map.layerPointToLatLng(
      point.subtract(centre).multiplyBy(growth).add(centre),
    ));
  }
}
