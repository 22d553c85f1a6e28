"""The plan board's Python side: what it refuses, what it sends, and what it takes from a browser, once."""

from __future__ import annotations

import json
import math
from datetime import date

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from placespace.errors import PlacespaceError
from placespace.views import board as room
from placespace.views.board import Action, BoardDay, BoardRow, Lane, board, take_action

FRIDAY, SATURDAY = date(2026, 10, 30), date(2026, 10, 31)
DAYS = [BoardDay(SATURDAY, ("half-term", "Halloween"), "16:40"), BoardDay(FRIDAY)]
LANES = [Lane("pair-1", "Police pair 1", out={FRIDAY: "18:00-02:00"}), Lane("bus-1", "Youth bus")]
PLACES = [("p1", "Saltgate"), ("p2", "North Park")]
ROWS = [
    BoardRow("b", "pair-1", SATURDAY, 1090, 1105, "p1", "Saltgate"),
    BoardRow("a", "pair-1", FRIDAY, 1530, 1545, "p2", "<b>North Park</b>", fixed="asked for", asked_by="Academy"),
]
SMALL_PAGE = """
from datetime import date
from placespace.views.board import BoardDay, BoardRow, Lane, board
board([BoardRow("a", "pair-1", date(2026, 10, 30), 1090, 1105, "p1", "Saltgate")],
      [BoardDay(date(2026, 10, 30), ("half-term",), "16:40")], [Lane("pair-1", "Police pair 1")],
      places=[("p1", "Saltgate")], key="b")
"""


@pytest.fixture
def state(monkeypatch):
    """Return a session's state, empty."""
    held = {}
    monkeypatch.setattr(st, "session_state", held)
    return held


@pytest.fixture
def show(state, monkeypatch):
    """Return a function that shows a small board, and puts what was sent to the browser in ``show.sent``."""

    def shown(rows=ROWS, days=DAYS, lanes=LANES, places=PLACES, **asked):
        return board(rows, days, lanes, places=places, key="b", **asked)

    monkeypatch.setattr(room, "_component", lambda **sent: setattr(shown, "sent", sent))
    return shown


def sends(state, kind="pin", card="a", to=None, at=10):
    """Have the browser send its one value, as Streamlit keeps it."""
    state["b"] = {"action": {"kind": kind, "card": card, "to": to or {}, "at": at}}


def move(**changed):
    return {"day": "2026-10-31", "lane": "bus-1", "place": "p1", "start_min": 1150} | changed


# --- what the page shows --------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "complaint"),
    [
        ({"rows": [ROWS[0], ROWS[0]]}, "A card is given more than once"),
        ({"days": [*DAYS, DAYS[0]]}, "A day is given more than once"),
        ({"lanes": [*LANES, LANES[0]]}, "A lane is given more than once"),
        ({"places": [*PLACES, PLACES[0]]}, "A place is given more than once"),
        ({"lanes": LANES[1:]}, "lane 'pair-1', which the board does not"),
        ({"days": DAYS[1:]}, "day '2026-10-31', which the board does not"),
        ({"places": PLACES[1:]}, "place 'p1', which the board does not"),
    ],
)
def test_what_does_not_fit_together_is_refused(show, asked, complaint):
    with pytest.raises(ValueError, match=complaint):
        show(**asked)


@pytest.mark.parametrize(("start", "end"), [(359, 400), (1790, 1801), (600, 600), (600, 590)])
def test_a_stop_lies_within_one_operational_day(start, end):
    with pytest.raises(ValueError, match="within 360 to 1800"):
        BoardRow("a", "pair-1", FRIDAY, start, end, "p1", "Saltgate")


def test_a_kind_that_is_not_known_is_refused():
    for wrong in ({"kind": "raid"}, {"fixed": "nailed"}):
        with pytest.raises(ValueError, match="A stop is one of"):
            BoardRow("a", "pair-1", FRIDAY, 600, 615, "p1", "Saltgate", **wrong)


def test_days_and_stops_are_sent_in_order_with_their_words_as_they_are(show):
    show()
    sent = show.sent
    assert [day["words"] for day in sent["days"]] == ["Friday 30 October", "Saturday 31 October"]
    assert sent["days"][1]["tags"] == ["half-term", "Halloween"]
    assert [row["id"] for row in sent["rows"]] == ["a", "b"]
    assert sent["rows"][0]["name"] == "<b>North Park</b>"
    assert sent["lanes"][0]["out"] == {"2026-10-30": "18:00-02:00"}
    assert sent["lanes"][1]["out"] is None
    json.dumps({name: value for name, value in sent.items() if name != "key"})


def test_every_change_is_told_by_its_number_and_nothing_else_is(show):
    show()
    before = show.sent["rev"]
    show(rows=ROWS[::-1])
    assert show.sent["rev"] == before
    for changed in ({"rows": ROWS[:1]}, {"editable": False}, {"say": "No."}, {"waiting": Action("pin", "a")}):
        show(**changed)
        assert show.sent["rev"] != before


def test_a_page_sends_the_board_as_json_and_names_no_host():
    page = AppTest.from_string(SMALL_PAGE, default_timeout=30).run()
    assert not page.exception
    (shown,) = page.get("component_instance")
    sent = json.loads(shown.proto.json_args)
    assert sent["rows"][0]["name"] == "Saltgate"
    assert sent["days"][0]["sunset"] == "16:40"
    assert not shown.proto.url
    assert "//" not in shown.proto.json_args


# --- what somebody did ----------------------------------------------------------------


def test_each_action_is_taken_once_and_the_browser_is_told(show, state):
    assert show() is None
    assert show.sent["taken"] == 0
    sends(state)
    assert show() == Action("pin", "a", {}, 10)
    assert show.sent["taken"] == 10
    assert show() is None, "an echo"
    sends(state, at=20)
    assert (take_action("b"), take_action("b"), show()) == (Action("pin", "a", {}, 20), None, None)


def test_a_move_names_all_four_and_a_swap_the_other_stop(show, state):
    show()
    sends(state, "move", to=move(more="not asked for"))
    assert take_action("b").to == {"day": "2026-10-31", "lane": "bus-1", "place": "p1", "start_min": 1150}
    sends(state, "swap", to={"card": "b", "day": "2026-10-31"}, at=20)
    assert take_action("b") == Action("swap", "a", {"card": "b"}, 20)


@pytest.mark.parametrize(
    ("what", "to"),
    [
        ("A stop", None),
        ("A day", move(day="2026-11-01")),
        ("A crew", move(lane="pair-9")),
        ("A place", move(place="p9")),
    ],
)
def test_what_is_no_longer_on_the_board_is_refused_once_in_words(show, state, what, to):
    show()
    sends(state, "move" if to else "pin", "a" if to else "gone", to)
    with pytest.raises(PlacespaceError, match=f"{what} it was about is no longer"):
        take_action("b")
    assert take_action("b") is None


def test_the_board_itself_says_what_it_refused(show, state):
    show()
    sends(state, card="gone")
    assert show() is None
    assert "no longer on the board" in show.sent["say"]


def test_a_board_that_is_only_looked_at_takes_nothing(show, state):
    show(editable=False)
    sends(state)
    assert show(editable=False) is None


@pytest.mark.parametrize(
    "action",
    [
        "pin", [1], {}, {"kind": "pin", "card": "a"}, {"kind": "pin", "card": "a", "at": math.nan},
        {"kind": "pin", "card": "a", "at": True}, {"kind": "pin", "card": "a", "at": "now"},
        {"kind": "burn", "card": "a", "at": 10}, {"kind": "pin", "card": 3, "at": 10}, {"kind": "pin", "at": 10},
        {"kind": ["pin"], "card": "a", "at": 10}, {"kind": "swap", "card": "a", "at": 10, "to": {"card": "a"}},
        {"kind": "swap", "card": "a", "at": 10, "to": "b"}, {"kind": "swap", "card": "a", "at": 10, "to": {"card": []}},
        *({"kind": "move", "card": "a", "at": 10, "to": move(start_min=no)} for no in (359, 1800, "600", 6.5, True)),
        {"kind": "move", "card": "a", "at": 10, "to": move(day=None)},
    ],
)  # fmt: skip
def test_what_no_board_could_send_is_nobody_doing_anything(show, state, action):
    show()
    state["b"] = {"action": action}
    assert take_action("b") is None


@pytest.mark.parametrize("value", ["text", 5, [1], {}, {"action": None}])
def test_a_value_of_another_shape_is_no_value(show, state, value):
    state["b"] = value
    assert (show(), take_action("b")) == (None, None)
