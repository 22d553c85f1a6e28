"""Whether an action helped: the smallest change first, no more than the interval allows, no count to others."""

import datetime
import re
from dataclasses import replace

import h3
import pandas as pd
import pytest

from placespace.catalogue import open_workspace
from placespace.disclose import PROFILES, wording_faults
from placespace.documents.places.helped import helped, helped_of_counts, starts_of
from placespace.errors import WrongUse
from placespace.grid import Cells, Question, ring_matrix
from placespace.measures.change_baseline import baseline_of_counts
from placespace.measures.change_evaluate import evaluate_counts
from placespace.places.acting import acting_as
from placespace.places.roles import NotAllowed, Who
from placespace.places.things import Action, Place

MIDDLE = h3.latlng_to_cell(53.78, -3.93, 9)
MONTHS = [str(m) for m in pd.period_range("2024-01", "2026-06", freq="M")]
INDEX = pd.Index(sorted(h3.grid_disk(MIDDLE, 7)), name="cell")
CELLS = Cells(INDEX, 9, pd.Series(0.1, INDEX), ring_matrix(INDEX), None, "disk")
AROUND = sorted(h3.grid_disk(MIDDLE, 1))
STARTS = datetime.date(2026, 1, 1)
PLACE = Place("LOC-001", "Kelder Park", "park", tuple(AROUND), "why", "Youth service", "agreement", "panel")
ACTION = Action("Evening session", "Session lead", "Youth service", due=datetime.date(2025, 12, 31), status="done")
PROTECTED = [name for name, p in PROFILES.items() if not p.exact]
WORKED = re.compile(r"\b(worked|success\w*|effective|caused|because of the action|thanks to)\b", re.I)


def answered(fall=0.0, level=10.0, starts=STARTS, months=MONTHS, place=AROUND, breaks=(), high=0.0, moved=()):
    """Evaluate a town with as many events in every cell and month, and fewer in the place from January 2026."""
    table = pd.DataFrame(level, INDEX, MONTHS)
    table.loc[place] += high
    table.loc[list(moved) or place, [m for m in MONTHS if m >= "2026-01"]] -= fall
    before = table[[m for m in MONTHS if m < "2026-01"]]
    frozen = baseline_of_counts(CELLS, before, place, Question("police"), as_of="2026-01", definition="as published")
    layer = replace(open_workspace().layers["police"], breaks=breaks)
    return evaluate_counts(frozen, table[months], starts, layer=layer)


def said(answer, profile="analyst", place=PLACE, action=ACTION):
    return helped_of_counts(answer, place, action, PROFILES[profile], source="Police")


ANSWERS = {
    "fell": answered(fall=6),
    "rose": answered(fall=-8),
    "nothing changed": answered(),
    "too soon": answered(months=[m for m in MONTHS if m <= "2026-02"]),
    "stopped": answered(fall=6, breaks=("2025-10-01: coding system changed",)),
    "no place like it": answered(fall=6, high=90),
    "nothing at all": answered(level=0),
    "few": answered(level=0.5, fall=0.5, place=[MIDDLE]),
}


def test_the_smallest_change_comes_first_and_the_parts_in_their_order():
    found = said(ANSWERS["fell"])
    assert found.lines()[0] == found.smallest
    assert found.smallest.startswith("A fall of fewer than ")
    assert " of 420 (" in found.smallest
    assert list(found.table["group"]) == ["The place", "The cells round it", "Like places", "The cells round those"]
    assert found.table.loc[0, ["before", "after"]].tolist() == [420, 168]
    assert found.difference.startswith("Weighted displacement difference -252, 95 % interval -")


def test_a_fall_is_said_with_its_uncertainty_and_claims_no_cause():
    found = said(ANSWERS["fell"])
    change = ANSWERS["fell"].change
    assert (
        f"fell by 252 more than in like places; the true figure lies between {-change.high:,.0f} and "
        in found.result[0]
    )
    assert "consistent with" in found.result[1]
    assert "does not show that the action was the cause" in found.result[1]


def test_what_cannot_be_told_is_said_so():
    assert said(ANSWERS["nothing changed"]).result[0].startswith("What changed cannot be told from chance")


def test_a_place_with_few_events_is_told_that_nothing_could_be_seen():
    assert (
        "Even if nothing at all were recorded after, it could not be told from chance" in said(ANSWERS["few"]).smallest
    )


def test_too_soon_says_when_to_ask():
    assert said(ANSWERS["too soon"]).result == (
        "Too soon to say: it can first be asked when the data reach 1 April 2026.",
    )
    # seven cells of 10 a month, three months
    assert " of 210 could not be told from chance." in said(ANSWERS["too soon"]).smallest


def test_too_soon_where_even_nothing_at_all_could_not_be_told_says_so():
    few = answered(level=1.0, months=[m for m in MONTHS if m <= "2026-02"])
    assert "not even if nothing at all were recorded: 21 were in such months before" in said(few).smallest


@pytest.mark.parametrize("name", ["stopped", "no place like it", "nothing at all", "too soon"])
def test_where_nothing_is_compared_nothing_is_claimed(name):
    found = said(ANSWERS[name])
    assert found.difference == ""
    assert not re.search(r"\b(fell|rose)\b", " ".join(found.result))


def test_a_break_is_named_with_what_could_be_done():
    words = " ".join(said(ANSWERS["stopped"]).result)
    assert "coding system changed" in words
    assert "all on one side of it" in words
    assert said(ANSWERS["stopped"]).table is None


@pytest.mark.parametrize(("chosen", "warned"), [("high counts", True), ("both", True), ("told by people", False)])
def test_a_place_chosen_for_being_high_is_warned_of(chosen, warned):
    found = said(ANSWERS["fell"], place=replace(PLACE, chosen=chosen))
    assert any("regression to the mean" in line for line in found.warnings) == warned


def test_an_action_that_was_not_done_is_said():
    assert any("dropped" in c for c in said(ANSWERS["fell"], action=replace(ACTION, status="dropped")).caveats)
    assert any(
        "not recorded as done" in c for c in said(ANSWERS["fell"], action=replace(ACTION, status="open")).caveats
    )


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("name", ANSWERS)
def test_no_sentence_claims_success_or_uses_a_word_that_is_never_used(name, profile):
    text = " ".join(said(ANSWERS[name], profile).lines())
    assert not WORKED.search(text)
    assert wording_faults(text) == []


@pytest.mark.parametrize("profile", PROTECTED)
@pytest.mark.parametrize("name", ANSWERS)
def test_protected_profiles_get_words_and_no_number_of_events(name, profile):
    found = said(ANSWERS[name], profile)
    assert (found.smallest, found.table, found.difference, found.evaluation) == ("", None, "", None)
    without_dates = re.sub(r"\b\d{1,2} (?=[A-Z][a-z]+ 20)|\b20\d\d\b", "", " ".join(found.lines()))
    assert not re.search(r"\d", without_dates)


def test_what_a_protected_profile_is_told_is_the_same_for_counts_that_differ_within_a_verdict():
    assert said(answered(fall=6), "partner").lines() == said(answered(fall=7), "partner").lines()


def test_an_effect_can_show_from_the_day_after_an_action_is_due():
    assert starts_of(ACTION) == STARTS
    assert starts_of(replace(ACTION, starts=datetime.date(2026, 2, 1))) == datetime.date(2026, 2, 1)
    with pytest.raises(WrongUse, match="once it has a date"):
        starts_of(replace(ACTION, due=None))


class OneAction:
    """A register that holds one action and never a baseline."""

    def __init__(self, who: Who, action: Action) -> None:
        self.who, self.action = who, action

    def actions(self):
        return [type("Held", (), {"id": "action-0001", "place": "place-0001", "thing": self.action})]


@pytest.mark.parametrize(
    ("role", "profile", "action", "why"),
    [
        ("viewer", "partner", ACTION, NotAllowed),
        ("panel", "analyst", ACTION, NotAllowed),
        ("panel", "partner", replace(ACTION, police=True), "Police work"),
        ("panel", "partner", ACTION, "None was frozen"),
        ("analyst", "analyst", ACTION, "None was frozen"),
    ],
)
def test_who_may_not_is_refused_and_what_was_not_frozen_is_said(sample_reading, role, profile, action, why):
    who = Who(f"a.{role}", role)
    match, kind = (None, why) if isinstance(why, type) else (why, WrongUse)
    with acting_as(who), pytest.raises(kind, match=match):
        helped(sample_reading, OneAction(who, action), "action-0001", profile)


def test_a_protected_profile_cannot_slide_the_last_month(sample_reading):
    who = Who("a.panel", "panel")
    with acting_as(who), pytest.raises(WrongUse, match="all months since"):
        helped(sample_reading, OneAction(who, ACTION), "action-0001", "partner", until="2026-05")


def test_a_place_with_no_equal_is_set_beside_the_rest_of_the_area_and_nothing_is_claimed():
    answer = answered(fall=50, high=90)
    # seven cells of 100 a month and then 50; every other cell holds 10 throughout
    assert (answer.counts["place"], answer.verdict) == ((4200, 2100), "")
    assert answer.beside_area.ratio == pytest.approx(0.5)
    words = " ".join(said(answer).result)
    assert "For each one in the rest of the area that is 0.50 times as many (95 % interval 0.47 to 0.53)" in words
    assert "nothing is claimed" in words


def test_what_fell_round_a_place_and_not_in_it_is_no_fall_of_the_place():
    ring = sorted(set(h3.grid_disk(MIDDLE, 2)) - set(AROUND))
    answer = answered(fall=8, moved=ring)
    assert (answer.change.told, answer.own_change.told, answer.verdict) == ("fewer", "", "cannot be told")
    assert "what changed lies in the cells round it: so nothing is claimed." in said(answer).result[1]
