/*
 * Round the cells: the shapes below and above them that say where one is and cannot be clicked.
 */

const lines = {
  below: L.svg({ pane: "below", padding: 0.5 }), above: L.svg({ pane: "above", padding: 0.5 }),
};

/** Put GeoJSON layers, each with its style and pane, in place of those in `group`. */
export function drawContext(group, layers) {
  group.clearLayers();
  for (const { geojson, style, pane } of layers) {
    const options = { pane, renderer: lines[pane], interactive: false, smoothFactor: 0.5 };
    const pointToLayer = (_, place) => L.circleMarker(place, { radius: 4, ...style, ...options });
    L.geoJSON(geojson, { ...options, style: { ...style }, pointToLayer }).addTo(group);
  }
}
