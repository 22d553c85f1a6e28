"""Make the layered map: one HTML file that opens with no network, shown in the page and handed over."""

from __future__ import annotations

import base64
import re
from functools import cache

import folium
import geopandas as gpd
import pandas as pd

from placespace.disclose import shown_as
from placespace.documents import Answer, headline
from placespace.ingest import read_stored
from placespace.measures import Reading
from placespace.terms import LIMITS
from placespace.views.maps import Surroundings
from placespace.views.plain import leaf_text
from placespace.views.served import leaflet_folder

MOST_SHAPES = 3000
MOST_NAMES = 40
STYLE = """
.folium-map.leaflet-container { background: #f4f1ec; font: 13px sans-serif; }
.folium-map .leaflet-top { top: 1.6em; }
.folium-map .leaflet-bottom { bottom: 4.6em; }
.folium-map .leaflet-control-layers label { font-size: 13px; line-height: 1.35; }
.place-name { white-space: nowrap; font: 600 12px sans-serif; color: #14202e; text-shadow: 0 0 3px #fff, 0 0 3px #fff; }
.marking { position: absolute; left: 50%; transform: translateX(-50%); top: 0; z-index: 1000; background: #fffe;
  font: 600 13px sans-serif; padding: 2px 10px; }
.banner { position: absolute; left: 0; right: 0; bottom: 0; z-index: 1000; background: #fffe; font: 13px sans-serif;
  padding: 6px 12px; }
@media (max-width: 640px) {
  .folium-map .leaflet-control-layers label { font-size: 11px; line-height: 1.1; }
  .folium-map .leaflet-bottom { bottom: 11em; }
  .banner { font-size: 11px; }
}
"""


class LocalMap(folium.Map):
    """A folium map that names Leaflet only, and no tiles."""

    default_js = [("leaflet", "leaflet.js")]  # noqa: RUF012  folium's own way of naming scripts
    default_css = [("leaflet_css", "leaflet.css")]  # noqa: RUF012


def layered_map(answer: Answer, reading: Reading, around: Surroundings) -> str:
    """Return a self-contained page: boundary, water, roads, hot cells, cells with events, provision, names.

    Every layer has a switch. Counts, tooltips and colours are those the answer's profile may see.
    """
    box = answer.cells.geometry().to_crs(4326).total_bounds
    made = LocalMap(tiles=None, prefer_canvas=True, control_scale=True, attribution_control=False, zoom_snap=0.25)
    made.fit_bounds([[box[1], box[0]], [box[3], box[2]]])
    for one in around.context:
        style = one["style"]
        folium.GeoJson(
            one["geojson"], name=leaf_text(one["title"]), style_function=lambda _, style=style: style
        ).add_to(made)
    _cells(made, answer, hot=False)
    _cells(made, answer, hot=True)
    _points(made, reading, reading.workspace.area.provision, "Youth provision (as written)", "#0b6b53", "when")
    for layer in reading.workspace.of_role("context"):
        if layer.id == "context_points":
            _points(made, reading, layer.id, layer.title, "#5b4a8a", "kind")
    _names(made, around)
    folium.LayerControl(collapsed=False).add_to(made)
    made.get_root().header.add_child(folium.Element(f"<style>{STYLE}</style>"))
    made.get_root().html.add_child(folium.Element(_banner(answer)))
    return self_contained(made, headline(answer))


def _cells(made: folium.Map, answer: Answer, *, hot: bool) -> None:
    table = answer.table
    chosen = table[table["hot"]] if hot else table[~table["hot"] & (table["status"].isin(["shown", "hidden"]))]
    chosen = chosen.head(MOST_SHAPES)
    if chosen.empty:
        return
    says = [
        leaf_text(f"{r.place or 'no name'}: {shown_as(r.count, r.status)} events{f', {r.kind}' if hot else ''}")
        for r in chosen.itertuples()
    ]
    shapes = answer.cells.geometry().to_crs(4326).loc[chosen["cell"]]
    frame = gpd.GeoDataFrame({"says": says}, geometry=shapes.to_numpy(), crs=4326)
    style = (
        {"color": "#7a2500", "weight": 1.4, "fillColor": "#e0701a", "fillOpacity": 0.55}
        if hot
        else {"color": "#8794a3", "weight": 0.5, "fillColor": "#cfd8e3", "fillOpacity": 0.5}
    )
    folium.GeoJson(
        frame.__geo_interface__,
        name="Hot cells" if hot else "Other cells with events",
        show=hot,
        style_function=lambda _: style,
        tooltip=folium.GeoJsonTooltip(["says"], labels=False),
    ).add_to(made)


def _points(made: folium.Map, reading: Reading, layer_id: str | None, title: str, colour: str, detail: str) -> None:
    frame = read_stored(reading.workspace, layer_id) if layer_id else pd.DataFrame()
    if frame.empty:
        return
    if isinstance(frame, gpd.GeoDataFrame):
        points = frame.representative_point().to_crs(4326)
        frame = pd.DataFrame(frame.drop(columns="geometry")).assign(lon=points.x, lat=points.y)
    group = folium.FeatureGroup(name=leaf_text(title), show=layer_id != "context_points")
    for row in frame[frame["lon"].notna()].itertuples():
        says = leaf_text(f"{row.name}: {getattr(row, detail)}")
        folium.CircleMarker(
            [row.lat, row.lon],
            radius=5,
            color="#ffffff",
            weight=1,
            fill=True,
            fill_color=colour,
            fill_opacity=1.0,
            tooltip=folium.Tooltip(says),
        ).add_to(group)
    group.add_to(made)


def _names(made: folium.Map, around: Surroundings) -> None:
    group = folium.FeatureGroup(name="Names")
    towns = [n for n in around.names if n[3] in ("town", "district")]
    for lat, lng, text, _ in (towns or around.names)[:MOST_NAMES]:
        icon = folium.DivIcon(leaf_text(text), icon_size=(1, 1), class_name="place-name")
        folium.Marker([lat, lng], icon=icon).add_to(group)
    group.add_to(made)


def _banner(answer: Answer) -> str:
    mark, says = leaf_text(answer.profile.marking), leaf_text(headline(answer))
    limits = leaf_text(" ".join(LIMITS))
    banner = f'<div class="banner">{says} Profile {leaf_text(answer.profile.name)}. <small>{limits}</small></div>'
    return f'<div class="marking">{mark}</div>{banner}'


@cache
def _leaflet() -> tuple[str, str]:
    folder = leaflet_folder()
    css = (folder / "leaflet.css").read_text(encoding="utf-8")
    for picture in ("layers.png", "layers-2x.png", "marker-icon.png"):
        data = base64.b64encode((folder / "images" / picture).read_bytes()).decode()
        css = css.replace(f"images/{picture}", f"data:image/png;base64,{data}")
    js = (folder / "leaflet.js").read_text(encoding="utf-8")
    return js.replace("</script", "<\\/script").split("//# sourceMappingURL")[0], css


def self_contained(made: folium.Map, title: str) -> str:
    """Return the map as one page with Leaflet inside it.

    Raises
    ------
    ValueError
        When something in the map would fetch from another host: found here, not in a browser offline.
    """
    page = made.get_root().render()
    js, css = _leaflet()
    page = re.sub(r'<script src="[^"]*leaflet\.js"></script>', lambda _: f"<script>{js}</script>", page)
    page = re.sub(r'<link rel="stylesheet" href="[^"]*leaflet\.css"\s*/>', lambda _: f"<style>{css}</style>", page)
    page = page.replace("<html>", '<html lang="en">', 1).replace(", maximum-scale=1.0, user-scalable=no", "")
    page = page.replace("<head>", f"<head><title>{leaf_text(title)}</title>", 1)
    left = re.findall(r'<(?:script|link|img)[^>]+(?:src|href)="(?!data:)([^"]+)"', page)
    if left:
        raise ValueError(f"the map would fetch {left}")
    return page
