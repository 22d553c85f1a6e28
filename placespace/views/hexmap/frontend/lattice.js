/*
 * Which cell is a point in? Answered without a scan, and the same way as `cell_at` in
 * placespace/grid/drawing.py: on one face of the icosahedron the cells are an exact
 * hexagonal lattice in the gnomonic projection, so the answer is a product and a rounding.
 */

const RADIANS = Math.PI / 180;
const SHIFT = 2 ** 24;
// A frame is used to this angle (as a cosine) from its centre; a face ends at 0.795.
const HORIZON = 0.75;

const dot = (a, b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

/** One number for a face and a lattice point; exact, being under 2 ** 53. */
const keyOf = (face, i, j) => (face * SHIFT + (i + SHIFT / 2)) * SHIFT + (j + SHIFT / 2);

function unitVector(lat, lng) {
  const level = Math.cos(lat * RADIANS);
  return [
    level * Math.cos(lng * RADIANS), level * Math.sin(lng * RADIANS), Math.sin(lat * RADIANS),
  ];
}

/**
 * The lattice point nearest to a direction. H3's i and j axes are 120 degrees apart, so
 * i - j, -i and j are cube coordinates: each is rounded, and the one that moved furthest
 * is taken from the other two so that they still sum to zero.
 */
function nearestPoint(face, vector) {
  const depth = dot(vector, face.centre);
  const x = dot(vector, face.east) / depth;
  const y = dot(vector, face.north) / depth;
  const [i, j] = face.to_lattice.map(([a, b, c]) => a * x + b * y + c);
  const cube = [i - j, -i, j];
  const near = cube.map(Math.round);
  const moved = near.map((value, axis) => Math.abs(value - cube[axis]));
  const furthest = moved.indexOf(Math.max(...moved));
  near[furthest] -= near[0] + near[1] + near[2];
  return [-near[1], near[2]];
}

/** The direction of a lattice point, as a unit vector. */
function directionOf(face, i, j) {
  const [[a, b, c], [d, e, f]] = face.to_lattice;
  const scale = a * e - b * d;
  const x = (e * (i - c) - b * (j - f)) / scale;
  const y = (a * (j - f) - d * (i - c)) / scale;
  const vector = face.centre.map((value, axis) => value + x * face.east[axis] + y * face.north[axis]);
  const length = Math.sqrt(dot(vector, vector));
  return vector.map((value) => value / length);
}

export class Lattice {
  /**
   * @param {object[]} faces - frames as in `HexDrawing.faces`
   * @param {Int32Array} positions - face, i, j of each cell, one after another
   */
  constructor(faces, positions) {
    this.faces = faces;
    this.cells = new Map();
    for (let n = 0; n < positions.length; n += 3) {
      this.cells.set(keyOf(positions[n], positions[n + 1], positions[n + 2]), n / 3);
    }
  }

  /** Index of the drawn cell at a place in degrees, or -1. */
  cellAt(lat, lng) {
    const vector = unitVector(lat, lng);
    const nearness = this.faces.map((face) => dot(vector, face.centre));
    const home = nearness.indexOf(Math.max(...nearness));
    if (!(nearness[home] > HORIZON)) return -1;
    const [i, j] = nearestPoint(this.faces[home], vector);
    const found = this.cells.get(keyOf(home, i, j));
    if (found !== undefined) return found;
    // A cell across an edge between faces is listed under the face its centre is on.
    const centre = directionOf(this.faces[home], i, j);
    for (const [number, face] of this.faces.entries()) {
      if (number === home || dot(centre, face.centre) <= HORIZON) continue;
      const there = this.cells.get(keyOf(number, ...nearestPoint(face, centre)));
      if (there !== undefined) return there;
    }
    return -1;
  }
}
