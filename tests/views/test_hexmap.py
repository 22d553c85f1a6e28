"""The hexagon map's Python side: what it refuses, what it sends, and what it takes from a browser, once."""

from __future__ import annotations

import math

import numpy as np
import pytest
import streamlit as st

from placespace.errors import PlacespaceError
from placespace.grid import draw_cells
from placespace.views import hexmap as room
from placespace.views import served
from placespace.views.hexmap import Drawing, LegendEntry, MapLine, Mark, hexmap, take_click, take_drawing

TWO = [LegendEntry("none", "#fff"), LegendEntry("some", "#ccc")]
HERE = (53.78, -3.93)
LINE = [[53.78, -3.93], [53.79, -3.92]]
AREA = [[53.78, -3.93], [53.79, -3.92], [53.78, -3.91]]


@pytest.fixture
def state(monkeypatch):
    """Return a session's state, empty."""
    held = {}
    monkeypatch.setattr(st, "session_state", held)
    return held


@pytest.fixture
def drawn(tiny_town):
    """Return the tiny town's 19 cells as drawn."""
    return draw_cells(tuple(tiny_town.cells.index))


@pytest.fixture
def show(state, drawn, monkeypatch):
    """Return a function that shows the tiny town, and puts what was sent to the browser in ``show.sent``."""

    def shown(**asked):
        return hexmap(drawn, asked.pop("classes", np.zeros(19)), legend=TWO, key="m", **asked)

    monkeypatch.setattr(room, "_component", lambda **sent: setattr(shown, "sent", sent))
    return shown


def sends(state, **value):
    """Have the browser send its one value, as Streamlit keeps it."""
    state["m"] = {"index": None, "digest": None, "at": 0, "drawing": None} | value


# --- what the page asks for -----------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "complaint"),
    [
        ({"group": [19]}, "not below 19"),
        ({"group": [-1]}, "not below 19"),
        ({"draw": "circle"}, "not 'circle'"),
        ({"kind_words": {"shut": "shut"}}, "not 'shut'"),
        ({"labels": ["one"]}, "1 labels for 19 cells"),
        ({"classes": np.full(19, 2)}, "below 2"),
        ({"context": [{"pane": "aside"}]}, "pane is one of"),
    ],
)
def test_what_does_not_fit_together_is_refused(show, asked, complaint):
    with pytest.raises(ValueError, match=complaint):
        show(**asked)


@pytest.mark.parametrize("place", [(math.nan, 0), (91, 0), (0, 181), (math.inf, 0), ("53", 0), (None, 0), (True, 0)])
def test_a_mark_or_a_line_with_no_place_on_earth_is_refused(place):
    with pytest.raises(ValueError, match="missing or out of range"):
        Mark(*place, "Hall", "open")
    with pytest.raises(ValueError, match="missing or out of range"):
        MapLine([HERE, place], "Railway", "barrier")


def test_a_kind_that_is_not_known_and_a_line_of_one_point_are_refused():
    with pytest.raises(ValueError, match="not 'pub'"):
        Mark(*HERE, "Pub", "pub")
    with pytest.raises(ValueError, match="not 'wall'"):
        MapLine([HERE, HERE], "Wall", "wall")
    with pytest.raises(ValueError, match="two points or more, not 1"):
        MapLine([HERE], "Railway", "barrier")


def test_the_legend_lists_the_kinds_that_are_there_in_its_own_order(show):
    marks = [Mark(*HERE, "New", "chosen"), Mark(*HERE, "Hall", "open"), Mark(*HERE, "Club", "open")]
    show(marks=marks, lines=[MapLine([HERE, (53.8, -3.9)], "Railway", "barrier")], kind_words={"open": "open now"})
    assert show.sent["kinds"] == [
        ["open", "open now"],
        ["chosen", "proposed session"],
        ["barrier", "barrier to walking"],
    ]
    assert show.sent["marks"][1] == [53.78, -3.93, "open", "Hall"]
    assert show.sent["lines"] == [[[[53.78, -3.93], [53.8, -3.9]], "barrier", "Railway"]]


def test_a_mark_may_have_a_number_written_in_it(show):
    show(marks=[Mark(*HERE, "Kelder Moor", "place", "12")])
    assert show.sent["marks"] == [[53.78, -3.93, "place", "Kelder Moor", "12"]]


@pytest.mark.parametrize(
    ("asked", "cells_too"),
    [
        ({"classes": np.ones(19)}, True),
        ({"marks": [Mark(*HERE, "Hall", "open")]}, False),
        ({"lines": [MapLine([HERE, (53.8, -3.9)], "Railway", "barrier")]}, False),
        ({"group": [3]}, False),
        ({"draw": "line"}, False),
    ],
)
def test_every_change_is_drawn_and_cells_are_drawn_again_only_for_their_own(show, asked, cells_too):
    show()
    before = show.sent
    show()
    assert show.sent == before, "nothing changed"
    show(**asked)
    assert show.sent["rev"] != before["rev"]
    assert (show.sent["cells_rev"] != before["cells_rev"]) == cells_too
    assert show.sent["kept"] == before["kept"], "shapes are not fetched again"


def test_shapes_are_fetched_by_name_and_sent_only_when_asked_for(show, state, drawn):
    show()
    name = show.sent["kept"]["shapes"]
    assert served.kept_bytes(name) == drawn.corners.tobytes() + drawn.lattice.tobytes()
    assert {"shapes", "context"}.isdisjoint(show.sent)
    sends(state, lacking=[name])
    show()
    assert show.sent["shapes"] == served.kept_bytes(name)
    assert "context" not in show.sent
    sends(state, lacking="everything")
    show()
    assert "shapes" not in show.sent


# --- cells clicked --------------------------------------------------------------------


def test_a_click_is_returned_until_the_page_asks_for_another_cell(show, state, drawn):
    assert show() is None
    sends(state, index=4, digest=drawn.digest, at=10)
    assert show() == show() == 4
    assert show(selected=7) == 7
    sends(state, index=4, digest=drawn.digest, at=11)
    assert show(selected=7) == 4


def test_each_click_is_taken_once_and_the_same_cell_can_be_clicked_again(state, drawn):
    assert take_click(drawn, "m") is None
    for at in (10, 20):
        sends(state, index=4, digest=drawn.digest, at=at)
        assert [take_click(drawn, "m"), take_click(drawn, "m")] == [4, None]
    sends(state, index=None, digest=drawn.digest, at=30)
    assert take_click(drawn, "m") is None


@pytest.mark.parametrize(
    "value",
    [
        {"index": 19}, {"index": -1}, {"index": "4"}, {"index": 1.0}, {"index": True}, {"index": [4]},
        {"index": 4, "at": "soon"}, {"index": 4, "at": math.nan}, {"index": 4, "at": math.inf},
        {"index": 4, "digest": "0"},
    ],
)  # fmt: skip
def test_a_click_that_no_map_could_send_is_nobody_clicking(show, state, drawn, value):
    sends(state, **{"digest": drawn.digest, "at": 10, **value})
    assert take_click(drawn, "m") is None
    assert show() is None


@pytest.mark.parametrize("value", ["text", 5, [1], {}])
def test_a_value_of_another_shape_is_no_value(show, state, drawn, value):
    state["m"] = value
    assert (show(), take_click(drawn, "m"), take_drawing("m")) == (None, None, None)


# --- lines and areas drawn ------------------------------------------------------------


def test_a_drawing_is_taken_once_and_the_browser_is_told(show, state, drawn):
    show(draw="line")
    assert show.sent["drawn_at"] == 0
    sends(state, drawing={"kind": "line", "points": LINE, "at": 10})
    assert take_drawing("m") == Drawing("line", ((53.78, -3.93), (53.79, -3.92)))
    show(draw="line")
    assert show.sent["drawn_at"] == 10
    assert take_drawing("m") is None, "an echo"
    sends(state, drawing={"kind": "line", "points": LINE, "at": 10}, index=4, digest=drawn.digest, at=20)
    assert take_drawing("m") is None, "a click brings the last drawing along"
    assert take_click(drawn, "m") == 4
    sends(state, drawing={"kind": "area", "points": AREA, "at": 30})
    assert take_drawing("m").kind == "area"


def test_a_click_made_before_the_drawing_was_taken_does_not_hide_it(state, drawn):
    sends(state, drawing={"kind": "line", "points": LINE, "at": 10}, index=4, digest=drawn.digest, at=11)
    assert take_drawing("m") is not None
    assert take_click(drawn, "m") == 4


def test_a_point_given_twice_in_a_row_is_one_point(state):
    sends(state, drawing={"kind": "line", "points": [LINE[0], LINE[0], LINE[1], LINE[0]], "at": 1})
    assert take_drawing("m").points == (tuple(LINE[0]), tuple(LINE[1]), tuple(LINE[0]))


@pytest.mark.parametrize(
    ("kind", "points", "found"),
    [
        ("circle", LINE, "neither"),
        (None, LINE, "neither"),
        ("line", "53.78,-3.93", "neither"),
        ("line", [], "0 different points"),
        ("line", [LINE[0]] * 5, "1 different points"),
        ("area", LINE, "2 different points"),
        ("area", [*LINE, LINE[0]], "2 different points"),
        ("line", [LINE[0]] * 201, "201 points"),
        ("line", [LINE[0], [math.nan, 0]], "Point 2"),
        ("line", [[91, 0], LINE[0]], "Point 1"),
        ("line", [LINE[0], [0, 1e9]], "Point 2"),
        ("line", [LINE[0], ["53.8", "-3.9"]], "Point 2"),
        ("line", [LINE[0], [53.8]], "Point 2"),
        ("line", [LINE[0], [53.8, -3.9, 0]], "Point 2"),
        ("line", [LINE[0], {"lat": 53.8}], "Point 2"),
        ("line", [LINE[0], None], "Point 2"),
    ],
)
def test_what_is_no_drawing_is_refused_once_and_not_offered_again(state, kind, points, found):
    sends(state, drawing={"kind": kind, "points": points, "at": 10})
    with pytest.raises(PlacespaceError, match=found):
        take_drawing("m")
    assert take_drawing("m") is None


@pytest.mark.parametrize("drawing", ["line", [1], {"kind": "line"}, {"kind": "line", "points": LINE, "at": "now"}])
def test_a_drawing_with_no_time_is_no_drawing(state, drawing):
    sends(state, drawing=drawing)
    assert take_drawing("m") is None
