"""Attacks on the papers of a panel: when the police come, said anyhow and anywhere, and what the ledger must hold."""

from __future__ import annotations

import datetime
import json
import shutil
from dataclasses import replace

import pytest

from placespace.catalogue import open_workspace
from placespace.disclose import PROFILES
from placespace.documents.paper.texts import workbook_text
from placespace.documents.places.evidence import freeze, open_bundle
from placespace.documents.places.leaving import LEFT_OUT, check_typed, tells_of_police
from placespace.documents.places.papers import panel_papers
from placespace.documents.places.schools_note import doing
from placespace.errors import PlacespaceError
from placespace.places.things import Action
from tests.documents.place_papers.conftest import drawn_up

TOLD = "Neighbourhood officers will visit Friday 7 pm"
TIMES = (
    TOLD,
    "Officers will visit Friday at seven",
    "A patrol on Friday and Saturday nights",
    "PCSO walk every Friday",
    "Police here Fridays, 7-9",
    "Officers from six to eight",
    "The beat team comes at 19:00",
    "Cops by the shelter at half past seven",
    "NPT drop-in Friday evenings",
)


@pytest.fixture(scope="module")
def own(sample_reading, tmp_path_factory):
    """A panel of one's own, that a test may add to."""
    folder = tmp_path_factory.mktemp("attacked") / "borough"
    shutil.copytree(sample_reading.workspace.folder, folder)
    return drawn_up(open_workspace(folder))


@pytest.mark.parametrize("text", TIMES)
def test_a_time_of_the_police_is_found_however_it_is_said(text):
    assert tells_of_police(text)
    with pytest.raises(PlacespaceError, match="no police crew, place or time"):
        check_typed({"an action": text}, PROFILES["partner"])
    check_typed({"an action": text}, PROFILES["analyst"])


@pytest.mark.parametrize(
    "text",
    ["Two officers met young people", "Police told the panel on Friday 2 October", "Officers talk to two groups",
     "The bus stands here on Friday evenings", "Police and schools work with 10-12 year olds"],
)  # fmt: skip
def test_what_says_no_time_of_the_police_may_leave(text):
    check_typed({"an action": text}, PROFILES["partner"])


@pytest.mark.parametrize("what", ["Cops by the gate", "NPT drop-in", "Beat team drop-in", "A stop and search day"])
def test_a_note_for_schools_says_nothing_of_the_police_by_any_name(made_panel, what):
    held = made_panel.register.actions(place_id=made_panel.places[0])[0]
    assert doing([replace(held, thing=Action(what, agency="Council"))]) == ([], [held.id])


@pytest.mark.parametrize("where", ["decision_words", "panel", "closed_reason"])
def test_words_of_an_earlier_meeting_or_of_a_closed_place_are_searched_too(made_panel, monkeypatch, where):
    register, place = made_panel.register, made_panel.places[0]
    kind = type(register)
    items, meetings, one = kind.items, kind.meetings, kind.place

    def with_words(found, field):
        return [replace(h, thing=replace(h.thing, **{field: TOLD})) for h in found]

    if where == "decision_words":
        earlier = made_panel.before
        monkeypatch.setattr(kind, "items", lambda s, **k: [
            with_words([h], where)[0] if h.thing.meeting == earlier else h for h in items(s, **k)])  # fmt: skip
    elif where == "panel":
        monkeypatch.setattr(kind, "meetings", lambda s: with_words(meetings(s), where))
    else:
        monkeypatch.setattr(kind, "place", lambda s, id: with_words([one(s, id)], where)[0])
    asked = {"places": [place], "meeting_id": made_panel.meeting, "kinds": ["location-plan"]}
    with pytest.raises(PlacespaceError, match="no police crew, place or time"):
        panel_papers(made_panel.reading, register, "partner", **asked)


def test_a_protected_bundle_leaves_out_each_text_that_says_when_the_police_come(own):
    register, place = own.register, own.places[1]
    item = register.item(own.meeting, place)
    said = {"strengths": TOLD, "environment": {"lighting": TOLD}, "decision_words": "Officers come on Friday evenings"}
    item = register.save_item(item.id, replace(item.thing, families="They walk here.", **said), item.version)
    due = datetime.date(2026, 11, 1)
    register.add_action(place, Action("Mend the lamps", "Manager", "Council", due, done_words=TOLD))
    shown, true = (open_bundle(freeze(own.reading, register, item.id, p)) for p in ("partner", "analyst"))
    text = json.dumps(dict(shown.decision)) + json.dumps(dict(shown.numbers))
    assert TOLD not in text
    assert "Friday evenings" not in text
    assert shown.decision["item"]["strengths"] == LEFT_OUT
    assert shown.decision["item"]["families"] == "They walk here."
    assert true.decision["item"]["strengths"] == TOLD


def test_both_years_of_a_plan_and_those_of_a_protected_bundle_are_noted_in_the_ledger(own):
    ledger = own.reading.workspace.releases
    ledger.unlink(missing_ok=True)
    item = own.register.item(own.meeting, own.places[0])
    freeze(own.reading, own.register, item.id, "analyst")
    assert not ledger.exists()
    freeze(own.reading, own.register, item.id, "partner")
    of_bundle = _windows(ledger)
    assert len({window[1:] for window in of_bundle}) == 2
    ledger.unlink()
    panel_papers(own.reading, own.register, "partner", places=[own.places[0]], kinds=["location-plan"])
    assert _windows(ledger) == of_bundle


def _windows(ledger):
    rows = [json.loads(line) for line in ledger.read_text(encoding="utf-8").splitlines()]
    return {(row["layer"], row["first"], row["last"]) for row in rows if row["profile"] == "partner"}


@pytest.mark.parametrize("agency", ["Police", "Fairhythe Police", "The constabulary"])
def test_work_of_the_police_that_nobody_said_is_theirs_stays_with_the_analyst(own, agency):
    register, place = own.register, own.places[0]
    what = f"Walks through the station, {agency}"
    added = register.add_action(place, Action(what, "Neighbourhood lead", agency, datetime.date(2026, 11, 13)))
    asked = {"places": [place], "kinds": ["action-tracker", "csp-rollup"]}
    for profile, there in (("partner", False), ("public", False), ("analyst", True)):
        kinds = {**asked, "kinds": ["csp-rollup"]} if profile == "public" else asked
        for name, content in panel_papers(own.reading, register, profile, **kinds).items():
            if name.endswith(".xlsx"):
                assert (what in workbook_text(content)) == there
                assert (added.id in workbook_text(content)) == (there and name.startswith("action"))
    item = register.item(own.meeting, place)
    assert added.id not in open_bundle(freeze(own.reading, register, item.id, "partner")).decision["actions"]
