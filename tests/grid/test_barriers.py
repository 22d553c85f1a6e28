"""Barriers are kept whole or not at all, say who said so, and show what practitioners know to the analyst alone."""

import datetime
import json
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from placespace.catalogue import Workspace, new_workspace, open_workspace
from placespace.errors import PlacespaceError
from placespace.grid import (
    add_barrier,
    barrier_lines,
    barriers_set_aside,
    check_barriers,
    drop_barrier,
    read_barriers,
    write_barriers,
)

RAIL = {"name": "Railway", "kind": "rail", "said_by": "", "said_on": "", "practitioner": False}
KNOWN = {
    "name": "Parade after dark",
    "kind": "young people will not cross",
    "said_by": "detached youth team",
    "said_on": "2026-05-31",
    "practitioner": True,
}
LINE = shapely.LineString([(-3.95, 53.78), (-3.93, 53.79), (-3.91, 53.78)])
AREA = """
name       = "Nowhere"
boundary   = "boundary"
resolution = 9
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    folder = new_workspace(tmp_path / "nowhere")
    (folder / "geodata" / "area.toml").write_text(AREA, encoding="utf-8")
    return open_workspace(folder)


def drawn(*rows: dict, shapes: list | None = None, crs: int | None = 4326) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(pd.DataFrame(list(rows)), geometry=shapes or [LINE] * len(rows), crs=crs)


def by_hand(workspace: Workspace, *features: object) -> None:
    workspace.barriers.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")


def feature(geometry: object = None, **said: object) -> dict:
    geometry = json.loads(shapely.to_geojson(LINE)) if geometry is None else geometry
    return {"type": "Feature", "properties": RAIL | said, "geometry": geometry}


def test_what_is_kept_comes_back_the_same(workspace):
    parts = shapely.MultiLineString([LINE, shapely.LineString([(-3.9, 53.7), (-3.8, 53.7)])])
    sent = drawn(RAIL, KNOWN, shapes=[parts, LINE])
    write_barriers(workspace, sent)
    back = read_barriers(workspace)
    assert back.set_aside == ()
    assert back.lines.crs == 4326
    assert back.lines[list(RAIL)].to_dict("records") == [RAIL, KNOWN]
    assert back.lines.geometry.geom_equals(sent.geometry).all()
    assert back.lines["practitioner"].dtype == bool
    write_barriers(workspace, back.lines)
    assert read_barriers(workspace).lines.equals(back.lines)


def test_with_no_file_there_are_no_barriers_and_the_table_has_its_columns(workspace):
    for lines in (read_barriers(workspace).lines, barrier_lines(workspace, practitioner=True)):
        assert lines.empty
        assert {"name", "kind", "said_by", "said_on", "practitioner", "geometry"} <= set(lines)
    assert barriers_set_aside(workspace) == []
    write_barriers(workspace, read_barriers(workspace).lines)
    assert read_barriers(workspace).lines.empty


def test_lines_in_metres_missing_words_and_dates_are_kept_as_text_and_degrees(workspace):
    sent = drawn(RAIL | {"said_by": None}, KNOWN | {"said_on": datetime.date(2026, 5, 31)}).to_crs(27700)
    write_barriers(workspace, sent)
    back = read_barriers(workspace).lines
    assert back["said_by"].tolist() == ["", "detached youth team"]
    assert back["said_on"].tolist() == ["", "2026-05-31"]
    assert back.geometry.iloc[0].hausdorff_distance(LINE) < 1e-6
    assert json.loads(workspace.barriers.read_text(encoding="utf-8"))["type"] == "FeatureCollection"


def test_what_practitioners_know_is_for_the_analyst_alone(workspace):
    write_barriers(workspace, drawn(RAIL, KNOWN))
    assert barrier_lines(workspace, practitioner=False)["name"].tolist() == ["Railway"]
    everything = barrier_lines(workspace, practitioner=True)
    assert everything["name"].tolist() == ["Railway", "Parade after dark"]
    assert everything["source"].tolist() == ["drawn", "drawn"]
    assert everything.crs == 27700
    assert everything.length.between(2000, 4000).all()


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ({"name": " "}, "it has no name"),
        ({"kind": "hedge"}, "'kind' must be one of rail, water, fast road.*is 'hedge'"),
        ({"practitioner": "yes"}, "'practitioner' must be true or false"),
        (
            {"practitioner": True, "said_on": "2026-05-31"},
            "'said_by' is empty: what people know must say who said so and when",
        ),
        ({"practitioner": True, "said_by": "school"}, "'said_on' is empty"),
        ({"kind": "young people will not cross", "said_by": "school"}, "'said_on' is empty"),
        ({"said_on": "31/05/2026"}, "'said_on' must be a day as 2026-05-31, is '31/05/2026'"),
        ({"said_on": "2026-02-30"}, "'said_on' must be a day"),
        ({"said_by": "ring 07700 900123"}, "'said_by' holds a phone number"),
        ({"name": "ask sam@example.org"}, "'name' holds an email address"),
        ({"name": 7}, "'name' must be text"),
    ],
)
def test_a_barrier_that_says_too_little_or_too_much_is_refused_and_nothing_is_kept(workspace, said, fault):
    write_barriers(workspace, drawn(RAIL))
    before = workspace.barriers.read_bytes()
    with pytest.raises(PlacespaceError, match=rf"1 fault\(s\): line 2.*{fault}"):
        write_barriers(workspace, drawn(KNOWN, RAIL | said))
    assert workspace.barriers.read_bytes() == before
    assert [p.name for p in workspace.barriers.parent.glob(".*")] == []
    by_hand(workspace, feature(), feature(**said))
    back = read_barriers(workspace)
    assert back.lines["name"].tolist() == ["Railway"]
    assert len(back.set_aside) == 1
    assert back.set_aside[0].startswith("barriers.geojson, line 2")


@pytest.mark.parametrize(
    ("shape", "fault"),
    [
        (None, "it has no line"),
        (shapely.LineString(), "it has no line"),
        (shapely.Point(-3.9, 53.8), "must be a line, is a Point"),
        (LINE.buffer(0.01), "must be a line, is a Polygon"),
        (shapely.LineString([(-3.9, 53.8), (-3.9, 53.8)]), "it has no length"),
        (shapely.LineString([(53.8, -3.9), (53.9, -3.9)]), "longitude, then latitude"),
        (shapely.LineString([(333500, 395200), (333600, 395200)]), "outside Britain"),
        (shapely.LineString([(-3.9 + n / 1e6, 53.8) for n in range(2001)]), "2,001 points, at most 2,000"),
    ],
)
def test_what_is_no_line_on_the_ground_is_refused(workspace, shape, fault):
    assert [f for f in check_barriers(drawn(RAIL, RAIL, shapes=[LINE, shape])) if fault in f]
    by_hand(workspace, feature(), feature(json.loads(shapely.to_geojson(shape)) if shape else {}))
    back = read_barriers(workspace)
    assert len(back.lines) == 1
    assert fault in back.set_aside[0]


def test_every_fault_is_named_at_once():
    faults = check_barriers(drawn(RAIL | {"kind": "hedge", "name": ""}, RAIL, RAIL | {"said_on": "May"}))
    assert [f.partition(":")[0] for f in faults] == ["line 1", "line 1", "line 3 (Railway)"]
    assert check_barriers(drawn(RAIL)[["name", "kind", "geometry"]]) == [
        "there is no column said_by, said_on, practitioner"
    ]
    assert check_barriers(drawn(RAIL, crs=None)) == ["the lines do not say their coordinate system"]
    assert check_barriers(drawn(RAIL, KNOWN)) == []


def test_what_is_set_aside_is_named_unless_practitioners_or_nobody_may_read_it(workspace):
    by_hand(
        workspace,
        feature(kind="hedge"),
        feature(**KNOWN | {"said_by": ""}),
        feature(name="ring 07700 900123"),
        {"type": "Feature"},
        "nonsense",
    )
    aside = read_barriers(workspace).set_aside
    assert aside[0].startswith("barriers.geojson, line 1 (Railway): 'kind' must be")
    assert "Parade" not in aside[1]
    assert "07700" not in "".join(aside)
    assert len(aside) == 5


@pytest.mark.parametrize("text", ["", "[]", "{", '{"type": "Point"}', '{"features": {}}', "\x00\xff"])
def test_a_file_that_is_no_geojson_says_so(workspace, text):
    workspace.barriers.write_text(text, encoding="latin-1")
    with pytest.raises(PlacespaceError, match=r"barriers\.geojson must be GeoJSON"):
        read_barriers(workspace)


ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from([*RAIL, "LineString", "coordinates"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
FEATURES = ANYTHING | st.fixed_dictionaries(
    {
        "properties": ANYTHING | st.fixed_dictionaries({name: ANYTHING for name in RAIL}),
        "geometry": ANYTHING
        | st.fixed_dictionaries({"type": st.sampled_from(["LineString", "Point", "?"]), "coordinates": ANYTHING}),
    }
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(FEATURES, max_size=4))
def test_whatever_a_feature_is_it_is_set_aside_and_the_rest_is_read(workspace, features):
    by_hand(workspace, *features, feature())
    back = read_barriers(workspace)
    assert len(back.lines) + len(back.set_aside) == len(features) + 1
    assert back.lines["name"].iloc[-1] == "Railway"


def test_a_write_that_breaks_leaves_what_was_there(workspace, monkeypatch):
    write_barriers(workspace, drawn(RAIL))
    before = workspace.barriers.read_bytes()

    def full(*_: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr("placespace.grid.barriers.os.replace", full)
    with pytest.raises(OSError, match="no space"):
        write_barriers(workspace, drawn(RAIL, KNOWN))
    assert workspace.barriers.read_bytes() == before
    assert list(workspace.barriers.parent.glob(".barriers*")) == []


def test_a_line_drawn_on_the_map_is_kept_beside_the_others_and_can_be_taken_away(workspace):
    said = {"kind": "rail", "said_by": "", "said_on": datetime.date(2026, 5, 31), "practitioner": False}
    for name in ("by the gasworks", " by the park "):
        add_barrier(workspace, [(53.78, -3.95), (53.79, -3.93)], name=name, **said)
    lines, faults = read_barriers(workspace)
    assert lines["name"].tolist() == ["by the gasworks", "by the park"]
    assert lines["said_on"].tolist() == ["2026-05-31"] * 2
    assert list(lines.geometry.iloc[1].coords) == [(-3.95, 53.78), (-3.93, 53.79)]
    assert faults == ()
    with pytest.raises(PlacespaceError, match="There is a 'by the park' already"):
        add_barrier(workspace, [(53.78, -3.95), (53.79, -3.93)], name="by the park", **said)
    with pytest.raises(PlacespaceError, match="it has no line"):
        add_barrier(workspace, [(53.78, -3.95)], name="a point", **said)
    with pytest.raises(PlacespaceError, match="'practitioner' must be true or false"):
        add_barrier(workspace, [(53.78, -3.95), (53.79, -3.93)], name="x", **said | {"practitioner": "?"})
    drop_barrier(workspace, "by the gasworks")
    assert read_barriers(workspace).lines["name"].tolist() == ["by the park"]
    with pytest.raises(PlacespaceError, match="None is called 'by the gasworks'"):
        drop_barrier(workspace, "by the gasworks")


def test_what_is_set_aside_stays_in_the_file_until_it_is_mended(workspace):
    by_hand(workspace, feature(kind="hedge", name="Hedge"), feature())
    add_barrier(workspace, [(53.78, -3.95), (53.79, -3.93)], **KNOWN)
    drop_barrier(workspace, "Railway")
    lines, faults = read_barriers(workspace)
    assert lines["name"].tolist() == ["Parade after dark"]
    assert len(faults) == 1
    assert "(Hedge)" in faults[0]


def test_layers_named_as_barriers_are_lines_and_polygons_their_outlines(sample_copy):
    path = sample_copy / "geodata" / "area.toml"
    text = path.read_text(encoding="utf-8").replace("[settings]", 'barriers = ["water", "context_points"]\n[settings]')
    path.write_text(text, encoding="utf-8")
    workspace = open_workspace(sample_copy)
    write_barriers(workspace, drawn(RAIL))
    lines = barrier_lines(workspace, practitioner=False)
    assert lines["name"].tolist()[0] == "Railway"
    assert {"Fairhythe Bay", "River Hythe", "Swanmere"} <= set(lines["name"])
    assert set(lines["source"]) == {"drawn", "water"}
    assert set(lines["kind"]) <= {"rail", "water", "other"}
    assert (shapely.get_dimensions(lines.geometry.to_numpy()) == 1).all()
    assert lines.crs == 27700
    assert not lines["practitioner"].any()
    assert len(barriers_set_aside(workspace)) == 1
    assert "'context_points'" in barriers_set_aside(workspace)[0]
