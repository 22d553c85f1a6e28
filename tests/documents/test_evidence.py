"""Frozen evidence: the same inputs give the same bytes, others see no true count, a rerun says what is otherwise."""

import shutil
from dataclasses import replace

import pandas as pd
import pytest

from placespace.catalogue import open_workspace
from placespace.documents.places import (
    difference,
    evidence,
    freeze,
    freeze_both,
    open_bundle,
    verify_bundle,
)
from placespace.documents.places.evidence_zip import packed, parsed, unpacked, with_manifest
from placespace.errors import PlacespaceError, WrongUse
from placespace.measures import read_and_place
from placespace.places.acting import acting_as
from placespace.places.register import open_register
from placespace.places.roles import NotAllowed, Who
from tests.documents.brief_town import DAY, calls, made_town, met, two_years


def again(reading, *, rows=None, area=None, layer=None):
    """Read a workspace once more, with other calls, area or layer file."""
    folder = reading.workspace.folder
    if rows is not None:
        rows.to_csv(folder / "geodata" / "raw" / "ambulance_calls.csv", index=False)
    for path, change in ((folder / "geodata" / "area.toml", area), (folder / "layers" / "ambulance.toml", layer)):
        if change:
            text = path.read_text(encoding="utf-8")
            assert change[0] in text
            path.write_text(text.replace(*change), encoding="utf-8")
    return read_and_place(open_workspace(folder))


@pytest.fixture(scope="module")
def reading(tiny_town, tmp_path_factory):
    return made_town(tmp_path_factory.mktemp("town") / "town", tiny_town, calls(tiny_town, *two_years(tiny_town)))


@pytest.fixture(scope="module")
def at_meeting(reading, tiny_town):
    return met(reading, tiny_town)


@pytest.fixture(scope="module")
def both(reading, at_meeting):
    register, item = at_meeting
    return freeze_both(reading, register, item.id)


@pytest.fixture
def changed(reading, tmp_path):
    """Return what reads a copy of the town with something changed in it."""

    def made(**change):
        folder = tmp_path / "copy"
        shutil.copytree(reading.workspace.folder, folder, ignore=shutil.ignore_patterns("register*"))
        return again(read_and_place(open_workspace(folder)), **change)

    return made


def test_the_same_inputs_give_the_same_bytes(reading, at_meeting, both):
    register, item = at_meeting
    assert (freeze(reading, register, item.id, "analyst"), freeze(reading, register, item.id, "partner")) == both


def test_a_bundle_holds_the_numbers_the_settings_the_data_the_definition_and_the_decision(both, reading):
    bundle = open_bundle(both[0])
    assert bundle.numbers["sources"][0]["count"] == "12"
    assert bundle.settings["settings"]["hot_ratio"] == {
        "value": 3, "unit": "times", "reason": "Three times an even spread: fewer would not move a patrol."
    }  # fmt: skip
    files = bundle.fingerprints["layers"]["ambulance"]["files"]
    assert set(files) == {"raw/ambulance_calls.csv"}
    assert bundle.fingerprints["layers"]["ambulance"]["kept"] == 35
    assert set(bundle.fingerprints["lists"]) >= {"area.toml", "calendar.csv"}
    assert bundle.definition["sources"]["ambulance"]["categories"]["27*"] == "stabbing or shooting"
    assert bundle.decision["item"]["decision"] == "new"
    assert [g["words"] for g in bundle.decision["goals"].values()] == ["Young people feel safe in the square"]
    assert len(bundle.decision["actions"]) == 2
    assert (bundle.manifest["profile"], bundle.manifest["made_on"]) == ("analyst", "2026-10-20")


def test_the_baseline_comes_back_as_it_was_frozen(both):
    found = open_bundle(both[0]).baselines()["ambulance"]
    table = found.monthly()
    assert found.as_of == "2026-10"
    assert table.loc["2025-10":, "place"].sum() == 12
    assert table.loc["2025-10":, "ring"].sum() == 10


def test_the_panel_freezes_both_and_sees_neither_true_count_nor_true_bundle(reading, at_meeting, both):
    register, item = at_meeting
    panel = open_register(reading.workspace, Who("a.chair", "panel"), store=register.store)
    with acting_as(panel.who):
        assert freeze_both(reading, panel, item.id) == both
        with pytest.raises(NotAllowed):
            freeze(reading, panel, item.id, "analyst")
        with pytest.raises(NotAllowed):
            verify_bundle(both[0], reading=reading)
        assert verify_bundle(both[1], reading=reading).unchanged


@pytest.mark.parametrize("role", ["viewer", "practitioner"])
def test_who_may_not_decide_freezes_nothing_for_a_decision(reading, at_meeting, role):
    register, item = at_meeting
    who = open_register(reading.workspace, Who("a.worker", role), store=register.store)
    with pytest.raises(NotAllowed):
        freeze_both(reading, who, item.id)


def test_the_partner_bundle_holds_protected_figures_no_baseline_no_fingerprint_and_no_police_action(both):
    files = unpacked(both[1])[0]
    bundle = open_bundle(both[1])
    assert "baseline.json" not in files
    assert bundle.numbers["sources"][0]["count"] == "9 to 16"
    assert b"sha256" not in files["fingerprints.json"]
    assert b"ambulance_calls" not in b"".join(files.values())
    assert [a["what"] for a in bundle.decision["actions"].values()] == ["Mend the lamps"]
    assert bundle.decision["left_out"].startswith("Actions of the police are left out")


def test_two_worlds_with_the_same_map_give_the_same_partner_bundle_to_the_byte(tiny_town, tmp_path, both):
    this_year, before = two_years(tiny_town)
    other = {**this_year, tiny_town.named[0, 1]: 2, tiny_town.named[1, 2]: 4}
    rows = calls(tiny_town, dict(reversed(other.items())), before, at="16:10")
    world = made_town(tmp_path / "other", tiny_town, rows)
    register, item = met(world, tiny_town)
    true, shown = freeze_both(world, register, item.id)
    assert shown == both[1]
    assert true != both[0]


def test_what_the_register_kept_is_told_from_what_was_made_anew(tiny_town, tmp_path):
    reading = made_town(tmp_path / "town", tiny_town, calls(tiny_town, *two_years(tiny_town)))
    register, item = met(reading, tiny_town)
    true, shown = freeze_both(reading, register, item.id)
    assert verify_bundle(true, register=register).faults == ("bundle: the register kept no evidence of this decision",)
    register.decide(item.id, item.version, evidence=true, partner=shown)
    for kept in (true, shown):
        verdict = verify_bundle(kept, register=register, reading=reading)
        assert (verdict.unchanged, verdict.faults, verdict.differs) == (True, (), ())
        assert verdict.sha256 in verdict.notes[0]
    files = unpacked(true)[0]
    manifest = {k: v for k, v in parsed(files.pop("manifest.json")).items() if k not in ("files", "itself")}
    files["numbers.json"] = files["numbers.json"].replace(b'"count": "12"', b'"count": "21"')
    forged = packed(with_manifest(files, manifest))
    alone = verify_bundle(forged)
    assert alone.unchanged
    assert alone.sha256 in alone.notes[0]
    assert "only this is proved" in alone.notes[0]
    found = verify_bundle(forged, register=register)
    assert not found.unchanged
    assert found.faults[0].startswith("bundle: not the file the register kept.")


def test_a_rerun_says_which_count_and_which_file_differ(both, changed, tiny_town):
    this_year, before = two_years(tiny_town)
    more = calls(tiny_town, {**this_year, tiny_town.centre: 11}, before)
    verdict = verify_bundle(both[0], reading=changed(rows=more))
    assert verdict.unchanged
    assert "ambulance: 12 then, 14 now" in verdict.differs
    assert "Ambulance calls to assault, stabbing and shooting: file raw/ambulance_calls.csv changed" in verdict.differs
    assert "Ambulance calls to assault, stabbing and shooting: 35 rows read then, 37 now" in verdict.differs


def test_a_rerun_says_which_setting_and_which_definition_differ(both, changed):
    new = changed(area=("year_ends_month = 9", "year_ends_month = 9\nhot_ratio = 4"), layer=("version 1", "version 2"))
    differs = verify_bundle(both[0], reading=new).differs
    assert "setting hot_ratio: 3 then, 4 now" in differs
    assert any(line.startswith("definition: sources, ambulance, definition: AMPDS") for line in differs)
    assert "geodata/area.toml changed" in differs
    assert any(line.endswith("layers/ambulance.toml changed") for line in differs)


def test_a_rerun_counts_the_months_of_then_and_says_that_newer_ones_are_held(both, changed, tiny_town):
    old = calls(tiny_town, *two_years(tiny_town))
    newer = old.head(1).assign(**{"Call Date/Time": "31/10/2026 21:30", "Incident No": "new"})
    new = changed(rows=pd.concat([old, newer]), area=("2026-10-20", "2026-11-20"))
    differs = verify_bundle(both[0], reading=new).differs
    assert "ambulance: months after September 2026 are held now, to October 2026" in differs
    assert not any(line.startswith("ambulance: 12 then") for line in differs)


def test_a_rerun_says_the_version_of_the_product(both, reading, monkeypatch):
    monkeypatch.setattr(evidence, "__version__", "99.0")
    assert verify_bundle(both[0], reading=reading).differs[0].endswith("then, 99.0 now")


def test_the_difference_of_two_bundles_is_told_in_words(tiny_town, tmp_path):
    reading = made_town(tmp_path / "town", tiny_town, calls(tiny_town, *two_years(tiny_town)))
    register, item = met(reading, tiny_town)
    one = freeze(reading, register, item.id, "analyst")
    goal, action = register.goals(item.place)[0], register.actions(place_id=item.place)[0]
    met_goal = replace(goal.thing, met=True, met_on=DAY, met_how="the workshop said so")
    register.change_goal(goal.id, met_goal, goal.version)
    register.change_action(action.id, replace(action.thing, role="lighting manager"), action.version)
    register.save_item(item.id, replace(item.thing, decision="carry on"), item.version)
    this_year, before = two_years(tiny_town)
    other = again(reading, rows=calls(tiny_town, {**this_year, tiny_town.centre: 10}, before))
    two = freeze(other, register, item.id, "analyst")
    said = difference(open_bundle(one), open_bundle(two))
    assert "ambulance: 12 then, 13 now" in said
    assert any(line.startswith("goal “Young people feel safe in the square”, ") and "yes" in line for line in said)
    assert any("street lighting manager" in line and "lighting manager" in line for line in said)
    assert any(line.startswith("item, decision: 'new' -> 'carry on'") for line in said)
    assert difference(open_bundle(one), open_bundle(one)) == []


def test_what_cannot_be_frozen_or_read_is_said_in_a_sentence(reading, at_meeting, tmp_path):
    register, item = at_meeting
    with pytest.raises(WrongUse, match="There is no 'item-9999'"):
        freeze(reading, register, "item-9999", "partner")
    with pytest.raises(WrongUse, match="A profile is one of"):
        freeze(reading, register, item.id, "everybody")
    with pytest.raises(WrongUse, match="none at gone"):
        verify_bundle(tmp_path / "gone.zip")
    with pytest.raises(PlacespaceError, match="not a whole zip"):
        open_bundle(b"not a zip")


def test_a_bundle_made_elsewhere_that_agrees_with_itself_and_holds_something_else_is_refused(both, reading):
    files = unpacked(both[0])[0]
    manifest = {k: v for k, v in parsed(files.pop("manifest.json")).items() if k not in ("files", "itself")}
    forged = packed(with_manifest({**files, "decision.json": b"{}", "numbers.json": b'{"sources": [{}]}'}, manifest))
    found = verify_bundle(forged, reading=reading)
    assert found.faults == (
        "decision.json: holds no 'place'", "numbers.json: a source lacks what is told of it"
    )  # fmt: skip
    with pytest.raises(PlacespaceError, match="holds no 'place'"):
        open_bundle(forged)
