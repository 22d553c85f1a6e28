"""The back-test says in words what its table says, for the analyst; others are told that it exists and no more."""

import io
import re
from dataclasses import replace

import openpyxl
import pandas as pd
import pytest

from placespace.disclose import PROFILES, wording_faults
from placespace.documents.hold import (
    ANALYST_ONLY,
    hold,
    hold_about,
    hold_book,
    hold_by,
    hold_csv,
    hold_headline,
    hold_line,
    hold_sources,
    line_of,
    looks_table,
    one_origin,
    one_origin_words,
    ways_table,
    write_hold,
)  # fmt: skip
from placespace.errors import PlacespaceError, WrongUse
from placespace.grid import Question, study_area
from placespace.measures.backtest import FIXED, HOT
from placespace.terms import LIMITS

ROBBERY = Question("police", ("Robbery",))
PROTECTED = [p for p in PROFILES if p != "analyst"]
# floats written as text
AS_WRITTEN = 1e-9


@pytest.fixture(scope="module")
def found(sample_reading):
    """Return the back-test of robbery in the fictional borough."""
    return hold(sample_reading, ROBBERY, "analyst")


def test_what_is_held_is_a_recount_of_the_raw_months(found, sample_reading):
    cells = study_area(sample_reading.workspace, 9)
    by_month = sample_reading.counts("police", 9).by_cell_and_month(ROBBERY, cells)
    year = [m for m in by_month if "2025-02" <= m <= "2026-01"]
    busiest = by_month[year].sum(axis=1)
    after = by_month[["2026-03", "2026-04"]].sum(axis=1)  # February is too small to be whole
    row = found.test.by_origin.query("month == '2026-01' and way == 'busiest' and size == 'fixed'").iloc[0]
    edge = busiest.nlargest(20).min()
    above, tied = busiest > edge, busiest == edge
    held = after[above].sum() + after[tied].sum() * (20 - above.sum()) / tied.sum()
    assert row["hits"] == pytest.approx(held)
    assert row["events"] == after.sum()
    assert found.test.left_out == ["2025-06", "2026-02"]


def test_the_sentence_says_the_numbers_of_the_table(found):
    says, rows = hold_headline(found), ways_table(found, FIXED).set_index("way")
    looks = len(found.test.origins)
    busiest, method = (rows.filter(like=name, axis=0).iloc[0] for name in ("last year's", "the method"))
    assert says.startswith("Robbery (police), cells picked at the end of each month from September 2025")
    assert f"{looks} looks" in says
    top = re.search(r"top 20 cells would have held ([\d.]+) of ([\d.]+) incidents in the next three months", says)
    assert float(top[1]) == pytest.approx(busiest["hits"] / looks, abs=0.5)
    assert float(top[2]) == pytest.approx(busiest["events"] / looks, abs=0.5)
    low, high = method["difference_low"] * 100, method["difference_high"] * 100
    points = f"(difference {method['difference'] * 100:.1f} points, 95 % {low:.1f} to {high:.1f})"
    points = f"{found.test.verdicts[FIXED]} {points}"
    assert points in says
    assert points in line_of(found)
    assert "as many cells as were hot" in says


def test_a_plans_line_rests_on_all_months_to_the_end_of_its_window(sample_reading):
    year = replace(ROBBERY, first="2025-10", last="2026-09")
    assert hold_line(sample_reading, year) == line_of(hold(sample_reading, ROBBERY, "analyst"))
    earlier = replace(ROBBERY, first="2024-10", last="2025-12")
    assert "too few months to tell (looks ahead that do not overlap: 1; 4 are needed)" in hold_line(
        sample_reading, earlier
    )
    none = hold(sample_reading, replace(ROBBERY, last="2025-09"), "analyst")
    assert "a year of data and a month after it are needed; 11 months held" in line_of(none)
    assert line_of(none)[:13] == "Will it hold?"
    assert "too few months" in hold_headline(none)
    assert ways_table(none).empty


def test_one_look_is_picked_on_the_months_before_and_says_which_are_missing(sample_reading):
    found = one_origin(sample_reading, ROBBERY, "2026-01")
    says = one_origin_words(found)
    assert found.test.origins["month"].tolist() == ["2025-12"]
    assert found.test.origins["ahead"].tolist() == ["2026-01, 2026-03"]
    assert "picked on the data to December 2025 (11 of 12 months used" in says
    assert "June 2025, February 2026), looked at over January 2026 and March 2026." in says
    row = looks_table(found, FIXED).query("way.str.startswith('the method')").iloc[0]
    assert f"of {row['events']:.0f} incidents" in says
    assert "One look tells little" in says


def test_a_look_that_cannot_be_is_refused_with_what_is_held(sample_reading):
    with pytest.raises(PlacespaceError, match="2024-10 to 2026-09 is held"):
        one_origin(sample_reading, ROBBERY, "2025-03")
    with pytest.raises(WrongUse, match="A month is written"):
        one_origin(sample_reading, ROBBERY, "October")
    with pytest.raises(WrongUse, match="says where"):
        hold(sample_reading, Question("emergency_department"), "analyst")
    with pytest.raises(WrongUse, match="A layer of incidents"):
        hold(sample_reading, Question("pirates"), "analyst")
    with pytest.raises(WrongUse, match="A category must be one of"):
        hold(sample_reading, Question("police", ("Piracy",)), "analyst")


def test_by_category_all_together_first_and_the_same_as_each_alone(found, sample_reading):
    table = hold_by(sample_reading, "police", "analyst")
    assert table["category"].iloc[0] == "All categories"
    assert set(table["size"]) == {HOT, FIXED}
    row = table.query("category == 'Robbery' and size == 'fixed'").iloc[0]
    alone = found.test.pooled.query("size == 'fixed' and way == 'method'").iloc[0]
    assert row["method"] == alone["hit_rate"]
    assert row["verdict"] == found.test.verdicts[FIXED]


def test_sources_stand_side_by_side(sample_reading):
    table = hold_sources(sample_reading, "analyst").query("size == 'fixed'")
    assert table["source"].tolist() == ["police", "ambulance"], "the emergency department does not say where"


@pytest.mark.parametrize("profile", PROTECTED)
def test_a_protected_profile_is_told_the_same_whatever_it_asks(sample_reading, profile):
    said = {
        words
        for asked in (ROBBERY, Question("police"), Question("ambulance"))
        for one in (hold(sample_reading, asked, profile), one_origin(sample_reading, asked, "2026-01", profile))
        for words in (hold_headline(one), line_of(one), *hold_about(one), hold_line(sample_reading, asked, profile))
    }
    assert said == {ANALYST_ONLY}
    assert not re.search(r"\d", ANALYST_ONLY)
    one = hold(sample_reading, ROBBERY, profile)
    assert ways_table(one).empty
    assert looks_table(one).empty
    assert hold_by(sample_reading, "police", profile).empty
    assert hold_sources(sample_reading, profile).empty
    for write in (hold_csv, lambda f: hold_book(f, 1)):
        with pytest.raises(WrongUse, match="for the analyst only"):
            write(one)


def test_the_files_hold_the_tables_and_are_marked_top_and_bottom(found, sample_reading, tmp_path):
    by = hold_by(sample_reading, "police", "analyst")
    book = openpyxl.load_workbook(io.BytesIO(hold_book(found, 3, more={"By category": by})))
    assert book.sheetnames == ["Ways", "Looks", "By category", "About"]
    for sheet in book:
        assert sheet["A1"].value == sheet.cell(sheet.max_row, 1).value == "OFFICIAL-SENSITIVE"
        assert sheet.oddHeader.center.text == "OFFICIAL-SENSITIVE"
    names = [c.value for c in book["Ways"][2]]
    first = dict(zip(names, [c.value for c in book["Ways"][3]], strict=True))
    assert first["hits"] == pytest.approx(ways_table(found)["hits"].iloc[0])
    written = write_hold(found, tmp_path / "hold.csv", 3)
    table = pd.read_csv(written[0])
    assert table["hit_rate"].to_numpy() == pytest.approx(ways_table(found)["hit_rate"].to_numpy(), rel=AS_WRITTEN)
    about = written[1].read_text(encoding="utf-8")
    assert hold_headline(found) in about
    assert all(limit in about for limit in LIMITS)
    with pytest.raises(WrongUse, match="must end with one of"):
        write_hold(found, tmp_path / "hold.pdf", 3)


def test_no_word_that_is_never_used_is_used(found):
    assert wording_faults("\n".join([hold_headline(found), line_of(found), *hold_about(found, 3)])) == []
