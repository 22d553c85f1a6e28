"""What the register's page says and takes in: the sentence above it, what is due, boundaries, and what is not to be."""

from __future__ import annotations

import datetime
import json

import pytest

from placespace.errors import WrongUse
from placespace.places.door import Held
from placespace.places.things import Place
from placespace.views.places_boundary import outline_from
from placespace.views.places_words import due_soon, headline, list_table

TODAY = datetime.date(2026, 10, 20)
RING = [[-3.0, 53.0], [-3.0, 54.0], [-2.0, 54.0], [-3.0, 53.0]]


def held(name: str, days: int | None, status: str = "open") -> Held[Place]:
    day = None if days is None else TODAY + datetime.timedelta(days)
    place = Place("LOC-1", name, "park", ("a",), "why", "agency", "basis", "panel", next_review=day, status=status)
    return Held(f"place-{name}", 1, "", "", "", status == "closed", place)


@pytest.mark.parametrize(
    ("places", "said"),
    [
        ([], "No place is open."),
        ([held("A", 3)], "1 place is open; none is overdue."),
        ([held("A", 0), held("B", None)], "2 places are open; none is overdue."),
        ([held("A", 3), held("Quay End", -1)], "2 places are open; 1 is overdue, Quay End by 1 day."),
        (
            [held("A", -4), held("Quay End", -23), held("C", 3), held("D", -90, "closed")],
            "3 places are open; 2 are overdue, the longest Quay End by 23 days.",
        ),
    ],
)
def test_the_sentence_above_the_register_says_how_many_are_open_and_overdue(places, said):
    assert headline(places, TODAY) == said


def test_what_is_due_this_week_is_from_today_for_seven_days_and_not_what_is_overdue_or_closed():
    every = [held("late", -1), held("today", 0), held("sixth", 6), held("seventh", 7), held("shut", 2, "closed")]
    assert [h.thing.name for h in due_soon(every, TODAY)] == ["today", "sixth"]


def test_the_table_tells_overdue_today_later_and_no_day_apart_in_words():
    every = [held("a", -23), held("b", 0), held("c", 2), held("d", None), held("e", 2, "closed")]
    assert list_table(every, TODAY)["Next review"].tolist() == [
        "23 days overdue", "today", "22 Oct 2026", "no day set", "closed",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "wrapped",
    [
        {"type": "Polygon", "coordinates": [RING]},
        {"type": "MultiPolygon", "coordinates": [[RING]]},
        {"type": "Feature", "properties": {"name": "=1+1"}, "geometry": {"type": "Polygon", "coordinates": [RING]}},
        {"type": "FeatureCollection", "features": [
            {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [RING]}}]},
        {"type": "GeometryCollection", "geometries": [{"type": "Polygon", "coordinates": [RING]}]},
    ],
)  # fmt: skip
def test_a_boundary_is_one_polygon_however_it_is_wrapped(wrapped):
    assert outline_from(json.dumps(wrapped).encode()) == ((-3.0, 53.0), (-3.0, 54.0), (-2.0, 54.0))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\x00\xff", "no GeoJSON"),
        (b"[]", "no GeoJSON"),
        (b'{"type": "Point", "coordinates": [1, 2]}', "no polygon"),
        (b'{"type": "Feature", "geometry": null}', "no polygon"),
        (b'{"type": "Polygon"}', "0 corners"),
        (b'{"type": "Polygon", "coordinates": [[[1, 2], [3, 4], [1, 2]]]}', "2 corners"),
        (b'{"type": "Polygon", "coordinates": [["a", "b", "c"]]}', "not two numbers"),
        (b'{"type": "Polygon", "coordinates": [[[400000, 344000], [400100, 344000], [400100, 344100]]]}', "400000"),
        (b'{"type": "Polygon", "coordinates": [[[NaN, 1], [1, 1], [1, 2]]]}', "no longitude"),
        (json.dumps({"type": "MultiPolygon", "coordinates": [[RING], [RING]]}).encode(), "2 polygons"),
        (json.dumps({"type": "Polygon", "coordinates": [[[n / 1e4, 53] for n in range(3000)]]}).encode(), "3000"),
        (b" " * 2_000_001, "2 MB"),
        (b"[" * 100_000, "no GeoJSON"),
    ],
)
def test_what_is_no_boundary_is_refused_with_what_was_found(content, said):
    with pytest.raises(WrongUse, match=said):
        outline_from(content)
