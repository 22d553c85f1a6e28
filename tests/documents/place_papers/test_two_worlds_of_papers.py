"""Two towns of the same shown tables and other hidden counts, hours and months: what leaves is the same to the byte."""

from __future__ import annotations

import datetime
import io
import zipfile

import pytest

from placespace.documents.places import freeze_both
from placespace.documents.places.evidence import freeze, verify_bundle
from placespace.documents.places.helped import helped
from placespace.documents.places.papers import panel_papers
from placespace.places.register import open_register
from placespace.places.roles import Who
from placespace.places.things import Action, Meeting
from tests.documents.brief_town import a_place, calls, made_town, met, two_years

HIDDEN_HERE = ((0, 1), (1, 2), (1, 1))
NOVEMBER = datetime.date(2026, 11, 20)
CHAIR = Who("a.chair", "panel")


def settled(folder, tiny_town, rows):
    """Return a town whose panel met, decided with frozen evidence, and meets again."""
    reading = made_town(folder, tiny_town, rows)
    register, item = met(reading, tiny_town)
    true, shown = freeze_both(reading, register, item.id)
    register.decide(item.id, item.version, evidence=true, partner=shown)
    corner = register.raise_place(a_place(tiny_town, name="Corner", cells=(tiny_town.named[1, 2],)))
    places = tuple(p.id for p in register.places())
    again = register.open_meeting(Meeting("monthly panel", NOVEMBER, "chair of the panel", places=places))
    register.add_action(corner.id, Action("Mend the gate", "manager", "council", NOVEMBER, meeting=again.id))
    for place in places:
        register.item(again.id, place)
    return reading, register, item.id, again.id


@pytest.fixture(scope="module")
def worlds(tiny_town, tmp_path_factory):
    this_year, before = two_years(tiny_town)
    first, second, third = (tiny_town.named[at] for at in HIDDEN_HERE)
    other = {**this_year, first: 2, second: 4, third: 2}
    folder = tmp_path_factory.mktemp("papers of two worlds")
    one = settled(folder / "one", tiny_town, calls(tiny_town, this_year, before))
    rows = calls(tiny_town, dict(reversed(other.items())), before, at="16:10")
    return one, settled(folder / "other", tiny_town, rows)


def test_the_analysts_bundles_differ_so_that_there_is_something_to_hide(worlds):
    true = [freeze(reading, register, item, "analyst") for reading, register, item, _ in worlds]
    assert true[0] != true[1]


@pytest.mark.parametrize("profile", ["partner", "health", "public"])
def test_every_paper_is_the_same_to_the_byte(worlds, profile):
    one, other = (panel_papers(reading, register, profile, meeting_id=now) for reading, register, _, now in worlds)
    assert list(one) == list(other)
    for name in one:
        assert one[name] == other[name], name


def test_every_part_of_a_protected_bundle_is_the_same_to_the_byte(worlds):
    one, other = (freeze(reading, register, item, "partner") for reading, register, item, _ in worlds)
    for part in zipfile.ZipFile(io.BytesIO(one)).namelist():
        assert zipfile.ZipFile(io.BytesIO(one)).read(part) == zipfile.ZipFile(io.BytesIO(other)).read(part), part
    assert one == other


def test_the_bundle_of_one_town_is_as_frozen_and_nothing_is_otherwise_in_the_other(worlds):
    (one, register, item, _), (other, *_) = worlds
    content = freeze(one, register, item, "partner")
    assert verify_bundle(content, reading=other).differs == verify_bundle(content, reading=one).differs == ()


def test_whatever_the_panel_reads_of_its_evidence_is_the_same(worlds):
    said = []
    for _, register, _, _ in worlds:
        chair = open_register(register.workspace, CHAIR, store=register.store)
        kept = [e for p in chair.places() for e in chair.evidence(p.id)]
        history = [c.changes for e in kept for c in chair.history(e.id)]
        said.append((kept[0].thing, history, chair.evidence_file(kept[0].id, partner=True)))
    assert said[0] == said[1]


def test_whether_it_helped_is_told_in_the_same_words(worlds):
    said = []
    for reading, register, _, _ in worlds:
        chair = open_register(register.workspace, CHAIR, store=register.store)
        frozen = [a.id for a in chair.actions() if a.thing.baseline and not a.thing.police]
        said.append([helped(reading, chair, a, "partner").lines() for a in frozen])
    assert said[0]
    assert said[0] == said[1]
