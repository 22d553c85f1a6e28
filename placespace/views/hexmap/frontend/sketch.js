/*
 * What is being drawn, as shown: its lines and points, a thin line on to where the next point would
 * go, and the cross that the keys move.
 */

export const MOST_POINTS = 200;
const EARTH_M = 6371008.8;
const RADIANS = Math.PI / 180;

/** Metres, or kilometres from a thousand. */
export function lengthText(places) {
  const metres = places.slice(1).reduce((sum, place, n) => sum + place.distanceTo(places[n]), 0);
  return metres < 1000 ? `${Math.round(metres / 10) * 10} m` : `${(metres / 1000).toFixed(1)} km`;
}

/** Hectares, or square kilometres from a hundred hectares; flat, which will do for a borough. */
export function areaText(places) {
  const level = Math.cos(places[0].lat * RADIANS);
  const flat = places.map(({ lat, lng }) => [lng * RADIANS * level * EARTH_M, lat * RADIANS * EARTH_M]);
  const twice = flat.reduce((sum, [x, y], n) => {
    const [nextX, nextY] = flat[(n + 1) % flat.length];
    return sum + x * nextY - nextX * y;
  }, 0);
  const hectares = Math.abs(twice) / 2 / 10_000;
  return hectares < 100 ? `${hectares.toFixed(1)} ha` : `${(hectares / 100).toFixed(1)} km²`;
}

export function sketchOf(map) {
  const line = (look) => L.polyline([], {
    pane: "sketch", interactive: false, smoothFactor: 0, noClip: true, className: `sketch sketch-${look}`,
  });
  const layers = {
    fill: L.polygon([], { pane: "sketch", interactive: false, smoothFactor: 0, className: "sketch sketch-fill" }),
    halo: line("halo"), next: line("next"), line: line("line"), dotHalo: line("dot-halo"), dots: line("dot"),
  };
  const cross = L.marker([0, 0], {
    pane: "sketch", interactive: false, keyboard: false, zIndexOffset: 1000,
    icon: L.divIcon({ className: "cross", iconSize: [31, 31] }),
  });

  function show({ kind, drawn, finished, cross: at, next }) {
    if (!Object.values(layers).every((layer) => map.hasLayer(layer))) {
      if (!drawn.length && !at) return;
      Object.values(layers).forEach((layer) => layer.addTo(map));
    }
    const closed = kind === "area" && drawn.length > 2 ? [...drawn, drawn[0]] : drawn;
    layers.fill.setLatLngs(kind === "area" ? drawn : []);
    layers.halo.setLatLngs(finished ? closed : drawn);
    layers.line.setLatLngs(finished ? closed : drawn);
    const ends = kind === "area" && drawn.length > 1 ? [drawn[0]] : [];
    layers.next.setLatLngs(drawn.length && next ? [drawn.at(-1), next, ...ends]
      : (closed === drawn ? [] : [drawn.at(-1), drawn[0]]));
    // a line from a point to itself, with round ends, is a dot
    const dots = drawn.map((place) => [place, place]);
    layers.dotHalo.setLatLngs(dots);
    layers.dots.setLatLngs(dots);
    if (at) cross.setLatLng(at).addTo(map);
    else cross.remove();
  }

  return { show };
}
