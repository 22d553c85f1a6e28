"""Names on the map: places people say, and the points that explain a pattern."""

import numpy as np
import shapely

from . import planted as p
from .names import LANDMARKS
from .town import DISTRICTS, LAKE_AT, density, nearest_inside

STATIONS = {
    "Fairhythe Central": (270850, 433900),
    "Saltgate Parkway": (271550, 436050),
    "Quay Lane Halt": (271620, 432200),
    "Kelder Moor Station": (273900, 430300),
}
PARKS = {
    "Hythe Park": (271250, 434550),
    "Westerholm Gardens": (268700, 436600),
    "Marlscar Recreation Ground": (270900, 430200),
    "Larkstead Fields": (274400, 435100),
    "Kelder Moor Green": (274400, 431000),
    "Saltgate Common": (270500, 437000),
}
SPREAD_M = 620
CONTEXT = (
    ("Fairhythe General Hospital", "hospital", 272900, 436350),
    ("Fairhythe Police Station", "police station", 271050, 431300),
    ("Saltgate Interchange", "transport hub", 271300, 436100),
    ("Fairhythe Central", "transport hub", 270850, 433900),
    ("Fairhythe town centre", "town centre", 270300, 433700),
    ("Westerholm Sands", "beach", 267800, 435700),
    ("South Sands", "beach", 268450, 431000),
    ("Quay End night strip", "nightlife", 270000, 431950),
    ("Fennick Retail Park", "retail", 273700, 434800),
    ("Fairhythe Arcade", "retail", 270380, 433620),
    ("Tanhouse Lane shops", "retail", 272350, 434650),
    ("Fairhythe High School", "school", 270900, 434950),
    ("Saltgate Academy", "school", 271850, 436550),
    ("Kelder Moor School", "school", 273850, 431500),
    ("Marlscar School", "school", 271450, 429800),
    ("Larkstead School", "school", 273100, 434050),
    ("Westerholm School", "school", 269200, 435700),
    *[(name, "park", *at) for name, at in PARKS.items()],
)


def make_context(borough) -> list[tuple[object, dict]]:
    """Return the points that explain a pattern: schools, hubs, the hospital, the beach."""
    return [(nearest_inside(borough, e, n), {"name": name, "kind": kind}) for name, kind, e, n in CONTEXT]


def make_place_names(borough) -> list[tuple[object, dict]]:
    """Return named points so dense that no built-up ground is farther than about 700 m from one."""
    named = [(p.BOROUGH, "town", p.TOWN_CENTRE["easting"], p.TOWN_CENTRE["northing"])]
    named += [(d.name, "district", d.easting, d.northing) for d in DISTRICTS[1:]]
    named += [(name, "station", *at) for name, at in STATIONS.items()]
    named += [(name, "park", *at) for name, at in PARKS.items()]
    named += [(s.name, "landmark", s.easting, s.northing) for s in p.SPOTS if s.name not in PARKS]
    named += [(f.name, "landmark", f.easting, f.northing) for f in p.FALSE_POINTS]
    named.append(("Swanmere", "landmark", LAKE_AT[0], LAKE_AT[1] + 180))
    points = [nearest_inside(borough, e, n) for _, _, e, n in named]

    minx, miny, maxx, maxy = borough.bounds
    x, y = (v.ravel() for v in np.meshgrid(np.arange(minx, maxx, 60), np.arange(miny, maxy, 60)))
    ground = (density(x, y) > 0.3) & shapely.contains_xy(borough.buffer(-80), x, y)
    x, y = x[ground], y[ground]
    distance = np.min([np.hypot(x - q.x, y - q.y) for q in points], axis=0)
    for landmark in LANDMARKS:
        worst = int(distance.argmax())
        if distance[worst] < SPREAD_M:
            break
        named.append((landmark, "landmark", x[worst], y[worst]))
        points.append(shapely.Point(x[worst], y[worst]))
        distance = np.minimum(distance, np.hypot(x - x[worst], y - y[worst]))
    return [(point, {"name": name, "kind": kind}) for point, (name, kind, _, _) in zip(points, named, strict=True)]
