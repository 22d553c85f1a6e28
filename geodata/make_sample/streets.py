"""Roads and railway, and the anonymous map points on them to which police rows are snapped."""

from dataclasses import dataclass

import numpy as np
import shapely
from scipy.spatial import cKDTree
from shapely import affinity, ops
from shapely.geometry import LineString, Polygon

from .names import STREET_ENDINGS, STREET_WORDS
from .planted import FALSE_POINTS, SPOTS, TOWN_CENTRE, stream
from .town import density, district_of, smooth

MAIN_ROADS = {
    "Saltgate Road": [
        (270300, 433700),
        (270700, 434600),
        (270900, 435400),
        (271350, 436150),
        (271900, 437200),
        (272100, 437900),
    ],
    "Larkstead Road": [(270300, 433700), (271300, 433550), (272300, 434000), (273500, 434450), (274700, 434550)],
    "Hollin Scar Road": [(274700, 434550), (275500, 434250), (276250, 434300), (277300, 434500)],
    "Kelder Road": [
        (270300, 433700),
        (271300, 432950),
        (272500, 432000),
        (273500, 431300),
        (274400, 431150),
        (275600, 430600),
        (276300, 430200),
    ],
    "Quay Road": [
        (270300, 433700),
        (269950, 433000),
        (269900, 432300),
        (270050, 431900),
        (270400, 431000),
        (270950, 430300),
        (271100, 428600),
    ],
    "Holm Road": [(271300, 436100), (270400, 436300), (269500, 436050), (268700, 436150), (268000, 435900)],
    "Outer Ring": [
        (271300, 436100),
        (272500, 435800),
        (273600, 435100),
        (273800, 434300),
        (273700, 433000),
        (274100, 431900),
        (274200, 431150),
    ],
    "Marlscar Link": [(274200, 431150), (273000, 430500), (271900, 430350), (270950, 430300)],
}
RAILWAY = [
    (272900, 438000),
    (272100, 437000),
    (271550, 436050),
    (271150, 435000),
    (270850, 433900),
    (271300, 432900),
    (271900, 431600),
    (272800, 430700),
    (273900, 430300),
    (275200, 429500),
]
SNAP_EVERY_M = 245
# Named points as the police publish them: not every row lies on a street.
SNAP_KINDS = (
    "Supermarket",
    "Parking Area",
    "Petrol Station",
    "Park/Open Space",
    "Shopping Area",
    "Sports/Recreation Area",
    "Pedestrian Subway",
    "Further/Higher Educational Building",
)


@dataclass(frozen=True)
class Streets:
    """Lines to draw and points to snap to; `points` and `names` go together."""

    features: list[tuple[object, dict]]
    points: np.ndarray
    names: list[str]
    weights: np.ndarray
    police_weights: np.ndarray

    def near(self, easting: float, northing: float, radius: float) -> np.ndarray:
        """Return the row numbers of the points within `radius` metres."""
        return np.flatnonzero(np.hypot(self.points[:, 0] - easting, self.points[:, 1] - northing) <= radius)


def _coast_road(borough: Polygon) -> list[tuple[LineString, str]]:
    """Return the seafront road, in three named stretches behind the beach."""
    line = borough.buffer(-350).buffer(230).simplify(25).exterior
    west = line.intersection(
        Polygon(
            [(266500, 430300), (269250, 430300), (269250, 431700), (269000, 432900), (270200, 437900), (266500, 437900)]
        )
    )
    west = ops.linemerge(west) if west.geom_type == "MultiLineString" else west
    parts = [west] if west.geom_type == "LineString" else list(west.geoms)
    stretches = {"South Parade": (430300, 432500), "Marine Parade": (432500, 434800), "North Parade": (434800, 437900)}
    found = []
    for name, (low, high) in stretches.items():
        band = shapely.box(266000, low, 271000, high)
        found += [
            (piece, name)
            for part in parts
            for piece in shapely.get_parts(part.intersection(band))
            if piece.length > 150
        ]
    return found


def _neighbourhood(area: Polygon, rng) -> list[LineString]:
    """Return the streets inside one small area: two crossing sets of lines, some left out."""
    centre = area.centroid
    angle = rng.uniform(0, 90)
    along, across = rng.uniform(105, 165), rng.uniform(150, 260)
    lines = []
    for step, turn, keep in ((along, angle, 0.88), (across, angle + 90, 0.72)):
        for offset in np.arange(-1500, 1500, step):
            shift = offset + rng.uniform(-20, 20)
            bend = rng.normal(0, 14, 9).cumsum()
            line = LineString(np.column_stack([np.linspace(-1500, 1500, 9), shift + bend - bend.mean()]))
            line = affinity.translate(affinity.rotate(line, turn, origin=(0, 0)), centre.x, centre.y)
            if rng.uniform() < keep:
                lines += [p for p in shapely.get_parts(line.intersection(area)) if p.geom_type == "LineString"]
    return [line for line in lines if line.length > 110]


def _links(areas, borough: Polygon) -> list[LineString]:
    """Return the roads between neighbourhoods: the shared sides of the small areas."""
    sides = shapely.union_all([a.exterior for a in areas]).difference(borough.exterior.buffer(40))
    return [side for side in ops.linemerge(sides).geoms if side.length > 60]


def _street_names(rng):
    """Yield street names, none twice."""
    pairs = [(word, end) for word in STREET_WORDS for end in STREET_ENDINGS]
    for i in rng.permutation(len(pairs)):
        yield " ".join(pairs[i])


def _snap_points(features, rng) -> tuple[np.ndarray, list[str]]:
    points, names = [], []
    for line, properties in features:
        if properties["kind"] == "rail":
            continue
        for at in np.arange(rng.uniform(10, 90), line.length, SNAP_EVERY_M):
            point = line.interpolate(at)
            # Off the middle of the road, so that a point on a road between two areas is plainly in one of them.
            point = affinity.translate(point, *rng.normal(0, 6, 2))
            # Away from the town, main roads run through fields and few things happen there.
            if density(point.x, point.y) < 0.3 and rng.uniform() < 0.55:
                continue
            special = rng.uniform() < 0.06
            names.append(f"On or near {rng.choice(SNAP_KINDS) if special else properties['name']}")
            points.append((point.x, point.y))
    fixed = [(f.easting, f.northing, f.snap_name) for f in FALSE_POINTS]
    fixed += [
        (270010, 431960, "Nightclub"),
        (269930, 432020, "Nightclub"),
        (271300, 436100, "Bus/Coach Station"),
        (273700, 434800, "Shopping Area"),
        (273790, 434740, "Parking Area"),
        (270330, 433690, "Shopping Area"),
        (270250, 433790, "Nightclub"),
        (270900, 430200, "Sports/Recreation Area"),
        (274400, 431000, "Park/Open Space"),
    ]
    points += [(x, y) for x, y, _ in fixed]
    names += [f"On or near {name}" for _, _, name in fixed]
    return np.array(points).round(1), names


def _weights(points: np.ndarray, rng) -> tuple[np.ndarray, np.ndarray]:
    """Return how likely a background incident is at each point: for anyone, and for the police.

    Follows how built up the ground is, and divides by how many points are near, so that a
    neighbourhood with many short streets is no hotter than its people make it.
    """
    crowd = np.array([len(near) for near in cKDTree(points).query_ball_point(points, 330)])
    built = density(points[:, 0], points[:, 1])
    weight = (0.10 + 0.90 * built) / crowd * rng.lognormal(0, 0.30, len(points))
    harder = {d: 0.85 + 0.3 * d.deprivation for d in {district_of(*p) for p in points}}
    weight *= np.array([harder[district_of(*p)] for p in points])
    to_centre = np.hypot(points[:, 0] - TOWN_CENTRE["easting"], points[:, 1] - TOWN_CENTRE["northing"])
    weight *= 1 + 4.0 * np.exp(-((to_centre / 330) ** 2))
    for spot in SPOTS:
        # A planted place stands out by what is planted there, and is ordinary or quieter without it.
        if not spot.weakest:
            weight[np.hypot(points[:, 0] - spot.easting, points[:, 1] - spot.northing) < 450] *= 0.65
    police = weight.copy()
    for spot in SPOTS:
        if spot.unseen_by_police:
            police[np.hypot(points[:, 0] - spot.easting, points[:, 1] - spot.northing) < 500] *= 0.6
    return weight / weight.sum(), police / police.sum()


def make_streets(lsoas, borough: Polygon, water) -> Streets:
    """Return every road and the railway, with the map points on them.

    Parameters
    ----------
    lsoas : GeoDataFrame
        Small areas in EPSG:27700.
    borough : Polygon
        Their union.
    water : geometry
        River and lake, which side streets do not cross.
    """
    rng = stream("streets")
    inside = borough.buffer(-15)
    features = [
        (piece, {"name": name, "kind": "main"})
        for name, course in MAIN_ROADS.items()
        for piece in shapely.get_parts(smooth(course).intersection(inside))
    ]
    features += [(line, {"name": name, "kind": "main"}) for line, name in _coast_road(borough)]
    name = _street_names(stream("street names"))
    for line in _links(lsoas.geometry, borough):
        middle = line.interpolate(0.5, normalized=True)
        if density(middle.x, middle.y) > 0.3:
            features.append((line, {"name": next(name), "kind": "minor"}))
    for area in lsoas.geometry.difference(water.buffer(12)):
        for line in _neighbourhood(area, rng):
            middle = line.interpolate(0.5, normalized=True)
            if density(middle.x, middle.y) > 0.35:
                features.append((line, {"name": next(name), "kind": "minor"}))
    for piece in shapely.get_parts(smooth(RAILWAY).intersection(borough)):
        features.append((piece, {"name": "Fairhythe Line", "kind": "rail"}))
    features = [(line.simplify(4), properties) for line, properties in features]
    points, names = _snap_points(features, stream("snap"))
    keep = np.flatnonzero(shapely.contains_xy(inside, points))
    points = points[keep]
    return Streets(features, points, [names[i] for i in keep], *_weights(points, stream("weights")))
