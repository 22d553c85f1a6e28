/*
 * Drawing: the cells on one canvas, batched by class, and the place names on another above
 * the boundary lines. Both canvases reach beyond the view, so that dragging only moves them.
 */

export const CELL_OPACITY = 0.88; // what lies below the cells shows through a little
const WORLD = 256; // pixels round the equator at zoom 0
const HATCH_STEP = 7; // pixels between hatch lines
const SEAM = 0.5; // pixels; how far small hexagons overlap, so that no seam shows between them
const BATCH = 400; // hexagons a path; much longer paths are slower to fill
const DOT_WIDTH = 3; // pixels; below this a hexagon is drawn as a square
const OUTLINE_WIDTH = 6; // pixels; below this white outlines would hide the fill
const OUTSIDE = 255; // the class of a cell that is not drawn

/** Web Mercator, as Leaflet at zoom 0. */
function project(lat, lng) {
  const sine = Math.sin(lat * Math.PI / 180);
  return [
    WORLD * (0.5 + lng / 360),
    WORLD * (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)),
  ];
}

/** A pattern of black diagonals that stays where it is on the map while the map moves. */
export function hatching(context, ratio, step = HATCH_STEP, origin = { x: 0, y: 0 }) {
  const tile = document.createElement("canvas");
  tile.width = tile.height = Math.round(step * ratio);
  const g = tile.getContext("2d");
  g.lineWidth = 0.18 * tile.width;
  g.strokeStyle = "#000";
  g.beginPath();
  for (const start of [-tile.width, 0, tile.width]) {
    g.moveTo(start - 1, tile.height + 1);
    g.lineTo(start + tile.width + 1, -1);
  }
  g.stroke();
  const pattern = context.createPattern(tile, "repeat");
  const scale = 1 / ratio;
  const size = tile.width * scale;
  pattern.setTransform(new DOMMatrix([
    scale, 0, 0, scale, -(origin.x % size), -(origin.y % size),
  ]));
  return pattern;
}

/** A canvas that follows the map; `paint` is given where it lies in world pixels. */
export const MapCanvas = L.Renderer.extend({
  options: { padding: 0.35 },

  getEvents() {
    return { ...L.Renderer.prototype.getEvents.call(this), move: this._followDrag };
  },

  _initContainer() {
    this._container = document.createElement("canvas");
    this._container.setAttribute("aria-hidden", "true");
  },

  _destroyContainer() {
    cancelAnimationFrame(this._frame);
    this._container.remove();
    delete this._container;
  },

  /** Draw again before the drag has ended, if it shows what the canvas does not reach. */
  _followDrag() {
    const corner = this._map.containerPointToLayerPoint([0, 0]);
    const view = L.bounds(corner, corner.add(this._map.getSize()));
    if (!this._bounds.contains(view)) this.redraw();
  },

  _update() {
    if (this._map._animatingZoom && this._bounds) return;
    L.Renderer.prototype._update.call(this);
    const size = this._bounds.getSize();
    const ratio = window.devicePixelRatio || 1;
    const canvas = this._container;
    L.DomUtil.setPosition(canvas, this._bounds.min);
    canvas.width = size.x * ratio;
    canvas.height = size.y * ratio;
    canvas.style.width = `${size.x}px`;
    canvas.style.height = `${size.y}px`;
    const context = canvas.getContext("2d");
    context.scale(ratio, ratio);
    const origin = this._map.getPixelOrigin().add(this._bounds.min);
    this.paint(context, { size, origin, ratio, scale: 2 ** this._map.getZoom() });
  },

  redraw() {
    cancelAnimationFrame(this._frame);
    this._frame = requestAnimationFrame(() => this._container && this._update());
  },
});

export const CellCanvas = MapCanvas.extend({
  /** @param {Float32Array} corners - twelve numbers a cell: six of latitude, longitude */
  setCorners(corners) {
    this.count = corners.length / 12;
    this.corners = new Float32Array(corners.length);
    this.centres = new Float32Array(this.count * 2);
    this.reach = 0;
    // Held relative to one corner, so that 32 bits are enough at every zoom.
    this.anchor = project(corners[0], corners[1]);
    for (let n = 0; n < this.count; n += 1) {
      for (let at = n * 12; at < n * 12 + 12; at += 2) {
        const [x, y] = project(corners[at], corners[at + 1]);
        this.corners[at] = x - this.anchor[0];
        this.corners[at + 1] = y - this.anchor[1];
        this.centres[n * 2] += this.corners[at] / 6;
        this.centres[n * 2 + 1] += this.corners[at + 1] / 6;
      }
      this.reach = Math.max(this.reach, Math.hypot(
        this.corners[n * 12] - this.centres[n * 2],
        this.corners[n * 12 + 1] - this.centres[n * 2 + 1],
      ));
    }
  },

  /** @param {Uint8Array} classes - per cell, index in `legend`, or 255 */
  setClasses(classes, legend) {
    this.classes = classes;
    this.legend = legend;
  },

  paint(context, { size, origin, ratio, scale }) {
    const shiftX = this.anchor[0] * scale - origin.x;
    const shiftY = this.anchor[1] * scale - origin.y;
    const width = 2 * this.reach * scale;
    const groups = this._visible(size, scale, shiftX, shiftY, width);
    const paths = groups.map((cells) => this._paths(cells, scale, shiftX, shiftY, width));
    // Fine enough that a line crosses even a single small cell.
    const hatch = hatching(context, ratio, Math.min(HATCH_STEP, Math.max(3, width * 0.7)), origin);

    this.legend.forEach(({ fill, hatch: hatched }, group) => {
      for (const path of paths[group]) {
        context.fillStyle = fill;
        context.fill(path);
        context.fillStyle = hatch;
        if (hatched) context.fill(path);
      }
    });
    if (width >= OUTLINE_WIDTH) {
      context.lineJoin = "round";
      context.strokeStyle = "#fff";
      context.lineWidth = Math.min(1, width / 24);
      paths.flat().forEach((path) => context.stroke(path));
      this.legend.forEach(({ outline }, group) => {
        if (!outline) return;
        context.strokeStyle = outline;
        context.lineWidth = Math.min(1.6, width / 14);
        paths[group].forEach((path) => context.stroke(path));
      });
    }
    this.fire("drawn");
  },

  /** Cells on the canvas, listed by class. */
  _visible(size, scale, shiftX, shiftY, width) {
    const groups = this.legend.map(() => []);
    for (let n = 0; n < this.count; n += 1) {
      if (this.classes[n] === OUTSIDE) continue;
      const x = this.centres[n * 2] * scale + shiftX;
      const y = this.centres[n * 2 + 1] * scale + shiftY;
      if (x < -width || y < -width || x > size.x + width || y > size.y + width) continue;
      groups[this.classes[n]].push(n);
    }
    return groups;
  },

  _paths(cells, scale, shiftX, shiftY, width) {
    const paths = [];
    const growth = width < OUTLINE_WIDTH ? 1 + SEAM / width : 1;
    for (let start = 0; start < cells.length; start += BATCH) {
      const path = new Path2D();
      for (const n of cells.slice(start, start + BATCH)) {
        const middleX = this.centres[n * 2];
        const middleY = this.centres[n * 2 + 1];
        const placeX = middleX * scale + shiftX;
        const placeY = middleY * scale + shiftY;
        if (width < DOT_WIDTH) {
          path.rect(placeX - width / 2, placeY - width / 2, width, width);
          continue;
        }
        for (let at = n * 12; at < n * 12 + 12; at += 2) {
          const x = placeX + (this.corners[at] - middleX) * scale * growth;
          const y = placeY + (this.corners[at + 1] - middleY) * scale * growth;
          if (at === n * 12) path.moveTo(x, y);
          else path.lineTo(x, y);
        }
        path.closePath();
      }
      paths.push(path);
    }
    return paths;
  },
});

// Kinds of place in the order they are given room, with the zoom they first show at.
const KINDS = [["city", 0], ["town", 0], ["suburb", 11], ["village", 11]];
const OTHER_ZOOM = 13;

export const NameCanvas = MapCanvas.extend({
  names: [],

  /** @param {Array} names - [latitude, longitude, text, kind] each */
  setNames(names) {
    const rank = (kind) => {
      const found = KINDS.findIndex(([known]) => known === kind);
      return found < 0 ? KINDS.length : found;
    };
    this.names = names
      .map(([lat, lng, text, kind]) => {
        const [x, y] = project(lat, lng);
        const [, zoom] = KINDS[rank(kind)] ?? [kind, OTHER_ZOOM];
        return { x, y, text, zoom, order: rank(kind), large: rank(kind) < 2 };
      })
      .sort((a, b) => a.order - b.order);
  },

  /** Each name is placed if no more important one lies under it; all count, seen or not. */
  paint(context, { origin, scale }) {
    const taken = [];
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineJoin = "round";
    context.fillStyle = "#1f2328";
    context.strokeStyle = "rgba(255, 255, 255, 0.95)";
    for (const { x, y, text, zoom, large } of this.names) {
      if (this._zoom < zoom) continue;
      const height = large ? 15 : 12;
      context.font = `${large ? 600 : 500} ${height}px system-ui, "DejaVu Sans", sans-serif`;
      const middle = [x * scale - origin.x, y * scale - origin.y];
      const half = [context.measureText(text).width / 2 + 6, height / 2 + 5];
      const clash = taken.some(([at, room]) => Math.abs(at[0] - middle[0]) < room[0] + half[0]
        && Math.abs(at[1] - middle[1]) < room[1] + half[1]);
      if (clash) continue;
      taken.push([middle, half]);
      context.lineWidth = 3.5;
      context.strokeText(text, ...middle);
      context.fillText(text, ...middle);
    }
  },
});
