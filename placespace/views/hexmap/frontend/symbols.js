/*
 * The signs of marked points and lines, drawn alike on the map and in the legend. Kinds differ in
 * shape, so that they are told apart in black and white; each has a white edge to stand off the cells.
 */

const circle = (g, r) => g.arc(0, 0, r, 0, 2 * Math.PI);

function star(g, r) {
  for (let n = 0; n < 10; n += 1) {
    const length = n % 2 ? r * 0.45 : r;
    const angle = n * Math.PI / 5 - Math.PI / 2;
    g.lineTo(length * Math.cos(angle), length * Math.sin(angle));
  }
  g.closePath();
}

function diamond(g, r) {
  g.moveTo(0, -r);
  g.lineTo(r, 0);
  g.lineTo(0, r);
  g.lineTo(-r, 0);
  g.closePath();
}

/** Kinds of mark in the order they are drawn, the lowest first. */
export const MARKS = {
  closed: { shape: (g) => circle(g, 5), fill: "#fff", ring: "#333b45" },
  candidate: { shape: (g) => g.rect(-5, -5, 10, 10), fill: "#1d4f91" },
  open: { shape: (g) => circle(g, 6.5), fill: "#0b5d33" },
  tried: { shape: (g) => diamond(g, 9), fill: "#f7c600", ring: "#14202e" },
  chosen: { shape: (g) => star(g, 12), fill: "#7a0f4f" },
  place: { shape: (g) => circle(g, 11), fill: "#14202e" },
};

/** @param {string} sign - a number or a letter or two, written in the mark */
export function drawMark(g, kind, x, y, scale = 1, sign = "") {
  const { shape, fill, ring } = MARKS[kind];
  g.save();
  g.translate(x, y);
  g.scale(scale, scale);
  g.lineJoin = "round";
  g.beginPath();
  shape(g);
  g.strokeStyle = "#fff";
  g.lineWidth = ring ? 6.5 : 4;
  g.stroke();
  g.fillStyle = fill;
  g.fill();
  if (ring) {
    g.strokeStyle = ring;
    g.lineWidth = 2.5;
    g.stroke();
  }
  if (sign) {
    g.fillStyle = "#fff";
    g.font = "700 13px system-ui, sans-serif";
    g.textAlign = "center";
    g.textBaseline = "middle";
    g.fillText(sign, 0, 0.5);
  }
  g.restore();
}

/** A piece of the line of a kind; the strokes are those of the style sheet, `line-…`. */
export function lineSign(kind, [width, height]) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("width", width);
  svg.setAttribute("height", height);
  svg.setAttribute("aria-hidden", "true");
  for (const look of ["line-halo", `line-${kind}`]) {
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", `M0 ${height / 2}H${width}`);
    path.setAttribute("class", `line ${look}`);
    svg.append(path);
  }
  return svg;
}
