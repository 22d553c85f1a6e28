"""The ground: outline, water, where people live, and the 90 small areas that tile it."""

from dataclasses import dataclass
from itertools import pairwise

import geopandas as gpd
import numpy as np
import shapely
from scipy.spatial import cKDTree
from shapely import ops
from shapely.geometry import LineString, MultiPoint, Point, Polygon

from .planted import BOROUGH, stream

LSOA_COUNT = 90
PEOPLE_PER_LSOA = 1500

# The whole borough lies in open sea, so that nothing real is ever drawn as a hot spot.
COAST = [
    (268900, 428900),
    (268250, 429900),
    (268450, 431000),
    (268900, 431750),
    (269550, 432250),
    (268950, 432650),
    (268150, 433500),
    (267850, 434600),
    (267600, 435600),
    (267150, 436500),
    (267800, 437500),
    (268800, 438000),
]
INLAND = [
    (270500, 438300),
    (272100, 437750),
    (273500, 438000),
    (274900, 437150),
    (276500, 436900),
    (277500, 435600),
    (277150, 434250),
    (277800, 432900),
    (277350, 431450),
    (276200, 430350),
    (275000, 429650),
    (273400, 429300),
    (271800, 428650),
    (270200, 428800),
]
RIVER = [
    (277300, 432000),
    (276300, 432350),
    (275500, 432050),
    (274700, 432500),
    (273900, 432250),
    (273100, 432450),
    (272300, 432150),
    (271500, 432550),
    (270700, 432350),
    (270100, 432500),
    (269300, 432250),
]
LAKE_AT = (271350, 434700)


@dataclass(frozen=True)
class District:
    """A built-up place: a round of even density with a soft edge."""

    name: str
    easting: int
    northing: int
    reach_m: int
    deprivation: float


DISTRICTS = (
    District(BOROUGH, 270300, 433700, 1550, 0.60),
    District("Quay End", 269900, 431800, 1050, 0.78),
    District("Saltgate", 271300, 436100, 1500, 0.50),
    District("Westerholm", 268800, 436100, 1200, 0.30),
    District("Larkstead", 273500, 434500, 1450, 0.45),
    District("Kelder Moor", 274300, 431050, 1350, 0.88),
    District("Marlscar", 271000, 430100, 1250, 0.55),
    District("Hollin Scar", 276200, 434300, 600, 0.12),
)


def _roughen(points: list[tuple], rounds: int, share: float, rng) -> list[tuple]:
    """Move the middle of every side off the line, again and again, as coasts and parish bounds do."""
    xy = np.array(points, dtype=float)
    for _ in range(rounds):
        a, b = xy[:-1], xy[1:]
        side = b - a
        off = rng.normal(0, share, len(side))[:, None] * np.column_stack([-side[:, 1], side[:, 0]])
        joined = np.empty((len(a) * 2 + 1, 2))
        joined[0::2], joined[1::2] = xy, (a + b) / 2 + off
        xy = joined
    return [tuple(p) for p in xy]


def smooth(points: list[tuple], rounds: int = 3) -> LineString:
    """Cut the corners of a line (Chaikin), keeping its ends."""
    xy = np.array(points, dtype=float)
    for _ in range(rounds):
        near, far = 0.75 * xy[:-1] + 0.25 * xy[1:], 0.25 * xy[:-1] + 0.75 * xy[1:]
        xy = np.vstack([xy[:1], np.stack([near, far], axis=1).reshape(-1, 2), xy[-1:]])
    return LineString(xy)


def density(easting, northing) -> np.ndarray:
    """Return how built up the ground is, from about 0.06 (moor) to 1."""
    value = np.full(np.shape(easting), 0.06)
    for place in DISTRICTS:
        distance = np.hypot(np.asarray(easting) - place.easting, np.asarray(northing) - place.northing)
        value = value + np.exp(-((distance / place.reach_m) ** 4))
    return np.minimum(value, 1.0)


def district_of(easting: float, northing: float) -> District:
    """Return the district whose ground this is, by distance over reach."""
    return min(DISTRICTS, key=lambda d: np.hypot(easting - d.easting, northing - d.northing) / d.reach_m)


def _seeds(outline: Polygon, rng) -> np.ndarray:
    """Spread the small areas so that each holds about as many people (Lloyd's method on a sample)."""
    minx, miny, maxx, maxy = outline.bounds
    x, y = rng.uniform(minx, maxx, 120_000), rng.uniform(miny, maxy, 120_000)
    keep = (rng.uniform(size=len(x)) < density(x, y)) & shapely.contains_xy(outline, x, y)
    sample = np.column_stack([x, y])[keep]
    centres = sample[rng.choice(len(sample), LSOA_COUNT, replace=False)]
    for _ in range(25):
        owner = cKDTree(centres).query(sample)[1]
        centres = np.array([sample[owner == i].mean(axis=0) for i in range(LSOA_COUNT)])
    return centres.round(1)


def _in_reading_order(areas: list[Polygon]) -> list[Polygon]:
    """Order areas district by district, then round each district's middle."""
    names = [d.name for d in DISTRICTS]

    def key(area):
        centre = area.centroid
        home = district_of(centre.x, centre.y)
        return names.index(home.name), round(float(np.arctan2(centre.y - home.northing, centre.x - home.easting)), 6)

    return sorted(areas, key=key)


def make_lsoas() -> gpd.GeoDataFrame:
    """Return the small areas: code, name, district and geometry (EPSG:27700), tiling the borough exactly."""
    rng = stream("outline")
    ring = _roughen(COAST, 4, 0.055, rng)[:-1] + _roughen([COAST[-1], *INLAND, COAST[0]], 4, 0.035, rng)[:-1]
    outline = Polygon(ring).buffer(0)
    cells = shapely.voronoi_polygons(MultiPoint(_seeds(outline, stream("lsoa"))), extend_to=outline.buffer(2000))
    # Rounding every vertex alike keeps shared edges shared; the borough is then the union of its parts.
    areas = [shapely.transform(cell.intersection(outline), lambda xy: xy.round(1)) for cell in cells.geoms]
    areas = _in_reading_order(areas)
    codes = [f"E0199{i:04d}" for i in range(1, len(areas) + 1)]
    names = [f"{BOROUGH} {i // 5 + 1:03d}{'ABCDE'[i % 5]}" for i in range(len(areas))]
    home = [district_of(a.centroid.x, a.centroid.y) for a in areas]
    return gpd.GeoDataFrame(
        {"LSOA21CD": codes, "LSOA21NM": names, "district": [d.name for d in home]}, geometry=areas, crs=27700
    )


def make_water(borough: Polygon) -> list[tuple[object, dict]]:
    """Return the sea strip, the river and the park lake, each with a name."""
    beside = Polygon(
        [
            (240000, 400000),  # far out, so that no edge of the sea is seen beside the map
            (270800, 400000),
            *COAST[:1],
            (270200, 431000),
            (270200, 436000),
            COAST[-1],
            (268600, 465000),
            (240000, 465000),
        ]
    )
    sea = beside.difference(borough)
    sea = max(shapely.get_parts(sea), key=lambda part: part.area)
    course = smooth(RIVER)
    # A river widens to its mouth.
    steps = np.linspace(0, 1, 41)
    reaches = [ops.substring(course, a, b, normalized=True).buffer(9 + 45 * b**2) for a, b in pairwise(steps)]
    river = shapely.union_all(reaches).intersection(borough).simplify(3)
    angle = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    wobble = 1 + 0.18 * np.sin(3 * angle + 0.7) + 0.1 * np.sin(5 * angle)
    lake = Polygon(
        np.column_stack([LAKE_AT[0] + 210 * wobble * np.cos(angle), LAKE_AT[1] + 120 * wobble * np.sin(angle)])
    )
    return [
        (sea.simplify(5), {"name": "Fairhythe Bay"}),
        (river, {"name": "River Hythe"}),
        (lake, {"name": "Swanmere"}),
    ]


def nearest_inside(borough: Polygon, easting: float, northing: float) -> Point:
    """Return the point itself, or the nearest one inside the borough."""
    point = Point(easting, northing)
    return point if borough.contains(point) else ops.nearest_points(borough.buffer(-60), point)[0]
