"""What was read is kept, and read again only where something changed."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from conftest import LAYERS, Town, calls_csv, street_csv, zipped
from hypothesis import given, settings
from hypothesis import strategies as st


@pytest.fixture
def filled(town: Town) -> Town:
    town.put("calls.csv", calls_csv())
    town.put("police.zip", zipped({f"2025-0{m}-tiny-street.csv": street_csv(f"2025-0{m}") for m in (1, 2, 3)}))
    town.read()
    assert len(town.read_now) == 4
    return town


def test_a_second_run_reads_nothing_and_says_the_same(filled: Town) -> None:
    first = filled.read()
    assert filled.read_now == []
    assert {k: (v.read, v.kept, v.version) for k, v in first.items()} == {
        k: (v.read, v.kept, v.version) for k, v in filled.read().items()
    }


def test_touching_a_file_reads_nothing_and_changing_it_reads_it_alone(filled: Town) -> None:
    os.utime(filled.raw / "calls.csv", (1, 1))
    filled.read()
    assert filled.read_now == []
    filled.put("calls.csv", calls_csv("A1,01/02/2025,,,27D", "A2,01/02/2025,,,04B"))
    assert filled.read()["calls"].kept == 2
    assert filled.read_now == ["Calls: calls.csv-" + filled.read_now[0].rsplit("-", 1)[1]]


def test_one_changed_month_of_an_archive_is_read_alone(filled: Town) -> None:
    months = {f"2025-0{m}-tiny-street.csv": street_csv(f"2025-0{m}", 5 if m == 2 else 3) for m in (1, 2, 3)}
    filled.put("police.zip", zipped(months))
    assert filled.read()["police"].kept == 11
    assert filled.read_now == ["Police: 2025-02-tiny"]


def test_a_new_month_beside_an_archive_is_read_alone(filled: Town) -> None:
    filled.put("2025-04-tiny-street.csv", street_csv("2025-04"))
    assert filled.read()["police"].kept == 12
    assert filled.read_now == ["Police: 2025-04-tiny"]


def test_an_older_file_put_in_later_does_not_make_the_others_be_read_again(filled: Town) -> None:
    os.utime(filled.put("calls_old.csv", calls_csv("A9,01/01/2025,,,04B")), (1, 1))
    assert filled.read()["calls"].kept == 2
    assert len(filled.read_now) == 1


def test_the_rows_of_a_deleted_file_go(filled: Town) -> None:
    (filled.raw / "police.zip").unlink()
    (filled.raw / "calls.csv").unlink()
    accounts = filled.read()
    assert accounts["police"].kept == accounts["calls"].kept == 0
    assert filled.rows("police").empty
    assert filled.rows("calls").empty


def test_an_edited_layer_is_read_again_and_no_other(filled: Town) -> None:
    filled.layer("calls", LAYERS["calls"].replace('"stabbing"', '"stabbing or shooting"'))
    filled.read()
    assert [one.split(":")[0] for one in filled.read_now] == ["Calls"]
    assert filled.rows()["category"].tolist() == ["stabbing or shooting"]


@pytest.mark.parametrize("damage", ["ledger", "parquet", "all"])
def test_the_clean_store_may_be_damaged_or_deleted_at_any_time(filled: Town, damage: str) -> None:
    folder = filled.folder / "geodata" / "clean" / "read" / "calls"
    for path in list(folder.iterdir()):
        if damage == "all" or path.suffix == f".{damage}":
            path.unlink()
        elif damage == "ledger" and path.name == "ledger.json":
            path.write_text(path.read_text()[:20])
    assert filled.read()["calls"].kept == 1
    assert len(filled.rows()) == 1


def test_a_row_sent_again_in_a_newer_file_replaces_the_older_and_is_counted(town: Town) -> None:
    os.utime(town.put("calls_b.csv", calls_csv("A1,01/02/2025 18:00,,,04B", "A2,01/02/2025,,,04B")), (1, 1))
    os.utime(
        town.put("calls_a.csv", calls_csv("A1,01/02/2025 18:00,,,27D", ",02/02/2025,,,27D", ",02/02/2025,,,27D")),
        (9, 9),
    )
    account = town.read()["calls"]
    assert account.facts == {"sent again in a newer file, which is used": 1}
    assert sorted(town.rows()["category"]) == ["assault", "stabbing", "stabbing", "stabbing"]
    assert "sent_as" not in town.rows()


def test_a_row_set_aside_does_not_make_its_good_twin_a_repeat(town: Town) -> None:
    account, kept = town.calls(calls_csv("A1,soon,,,27D", "A1,01/02/2025,,,27D", "A1,01/02/2025,,,27D"))
    assert kept["row"].tolist() == [3]
    assert {k: r.first_row for k, r in account.reasons().items()} == {
        "date cannot be read": 2,
        "the same number twice in one file": 4,
    }


def test_two_files_with_nearly_one_name_are_kept_apart(town: Town) -> None:
    town.put("calls (1).csv", calls_csv("A1,01/02/2025,,,27D"))
    town.put("calls _1_.csv", calls_csv("A2,01/02/2025,,,27D"))
    town.put("calls" + "x" * 120 + "1.csv", calls_csv("A3,01/02/2025,,,27D"))
    town.put("calls" + "x" * 120 + "2.csv", calls_csv("A4,01/02/2025,,,27D"))
    assert town.read()["calls"].kept == 4
    assert len(town.rows()) == 4


def test_two_layers_that_read_one_file_both_say_so(town: Town) -> None:
    town.layer("robbery", LAYERS["calls"])
    town.put("calls.csv", calls_csv())
    accounts = town.read()
    assert accounts["calls"].notes == ["calls.csv is also read by the layer robbery: mend 'files' if that is not meant"]
    assert accounts["robbery"].kept == 1


def test_a_file_no_layer_reads_is_listed(town: Town) -> None:
    stray = town.put("ambulence.csv", calls_csv())
    town.put("~$calls.csv", "an open workbook's lock")
    assert town.workspace.unclaimed() == [stray]


def test_an_account_says_no_more_rows_than_the_set_aside_files_hold(town: Town) -> None:
    account, kept = town.calls(
        calls_csv("A1,soon,,,27D", "A2,01/02/2025,,,99", "A3,01/02/1980,,,27D", "A4,01/02/2090,,,27D")
    )
    aside = town.aside()
    assert kept.empty
    assert aside["set aside because"].value_counts().to_dict() == {k: r.rows for k, r in account.reasons().items()}
    assert len(account.reasons()) == 3
    assert set(aside["file"]) == {"calls.csv"}
    assert "Ref" not in aside


cells = st.sampled_from(
    ["", "A1", "01/02/2025 18:00", "soon", "333500", "395200", "27D", "99", "Total", "0", "a,b", '"', "\n"]
)


@given(st.lists(st.lists(cells, max_size=7), max_size=8))
@settings(max_examples=40, deadline=None)
def test_read_is_always_kept_and_set_aside(rows: list[list[str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        town = Town(Path(folder) / "town")
        account, kept = town.calls(calls_csv(*[",".join(row) for row in rows]))
        assert len(kept) == account.kept
        assert len(town.aside()) == account.read - account.kept
