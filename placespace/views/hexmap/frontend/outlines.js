/*
 * Outlines round cells: under the pointer, where the keys are, selected, in the group. They lie above
 * the canvas, so that moving one does not draw the cells again.
 */

const LEAST_WIDTH = 15; // pixels; an outline round a smaller cell is drawn larger than the cell

export class Outline {
  /** @param {(index: number) => number[][]} cornersOf - six of latitude, longitude
   *  @param {string[]} looks - CSS classes `outline-…`, the lowest line first */
  constructor(map, cornersOf, looks) {
    this.map = map;
    this.cornersOf = cornersOf;
    this.indexes = [];
    this.lines = looks.map((look) => L.polygon([], {
      pane: "outlines", interactive: false, smoothFactor: 0, className: `outline outline-${look}`,
    }));
    map.on("zoomend", () => this._draw());
  }

  addTo(map) {
    this.lines.forEach((line) => line.addTo(map));
  }

  /** Go round one cell, or none. */
  show(index) {
    this.showAll(index === null ? [] : [index]);
  }

  showAll(indexes) {
    this.indexes = indexes;
    this._draw();
  }

  _draw() {
    if (this.map.getZoom() === undefined) return; // on a closed tab: drawn when the map is first shown
    const shapes = this.indexes.map((index) => [this._largeEnough(this.cornersOf(index))]);
    this.lines.forEach((line) => line.setLatLngs(shapes));
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
