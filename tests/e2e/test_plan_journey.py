"""Ninety minutes before a tasking meeting, in a real browser: new files, shortlist, crews, plan, swap, papers."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import zipfile
from itertools import combinations
from pathlib import Path

import docx
import openpyxl
import pypdf
import pytest
from playwright.sync_api import expect

from placespace.catalogue import open_workspace
from placespace.documents.plan import month_plan, usual_plan
from placespace.measures import read_and_place
from placespace.views import plan_board
from placespace.views.board import Action
from tests.e2e.test_journey import WAIT_MS, go, map_drawn, pick, settled

pytestmark = pytest.mark.browser
BOARD = 'iframe[title="placespace.views.board.board"]'
MONTH, HELD, NEW = "November 2026", "2025-10", "2026-10"
MOST_CLICKS = 25
WEEK = [f"{day:02d}" for day in range(2, 9)]
HEARD = "addEventListener('pointerdown', () => window.pressed(), true)"
CLOCK = re.compile(r"\b[0-2]\d:[0-5]\d\b")


def october(borough: Path, folder: Path) -> list[str]:
    """Return this month's files as they would be sent: last year's, a year on, beside what was held before."""
    sample = Path(borough) / "geodata" / "sample"
    archive = sample / "police-fairhythe.zip"
    with zipfile.ZipFile(archive) as held:
        street = held.read(f"{HELD}/{HELD}-fairhythe-street.csv").decode("utf-8-sig")
    police = folder / f"{NEW}-fairhythe-street.csv"
    police.write_text(street.replace(HELD, NEW), encoding="utf-8-sig")
    book = sample / "ambulance_calls_2024-10_to_2026-09.xlsx"
    rows = list(openpyxl.load_workbook(book, read_only=True).active.iter_rows(values_only=True))
    head = next(n for n, row in enumerate(rows) if row and "Call Date/Time" in row)
    at = rows[head].index("Call Date/Time")
    ambulance = folder / f"ambulance_{NEW}.csv"
    with ambulance.open("w", newline="", encoding="utf-8") as out:
        write = csv.writer(out)
        write.writerow(rows[head])
        for row in rows[head + 1 :]:
            if "/10/2025" in str(row[at]) or str(row[at]).startswith(HELD):
                said = ("" if v is None else str(v) for v in row)
                write.writerow([v.replace("/10/2025", "/10/2026").replace(HELD, NEW) for v in said])
    before = [shutil.copy(path, folder / path.name) for path in (archive, book)]
    return [str(p) for p in (police, ambulance, *before)]


def typed(page, label: str, text: str) -> None:
    """Type into a field that is in sight."""
    field = page.get_by_label(label, exact=True).locator("visible=true").first
    field.fill(text)
    field.press("Tab")


def open_tab(page, name: str) -> None:
    page.get_by_role("tab", name=name, exact=True).click()
    settled(page)


def leave_out(page, place: str, why: str) -> None:
    """Leave a place out, with the reason."""
    pick(page, "Place looked at", re.compile(rf"^\d+: {re.escape(place)}$"))
    expect(page.get_by_role("heading", level=2, name=place, exact=True)).to_be_visible(timeout=WAIT_MS)
    settled(page)
    page.get_by_role("button", name="Leave out").click()
    typed(page, "Why is it left out?", why)
    page.get_by_role("button", name="Leave it out").click()
    expect(page.get_by_role("heading", level=2, name=f"{place}, left out")).to_be_visible(timeout=WAIT_MS)
    settled(page)


def change_hours(page, row: int, hours: str) -> None:
    """Tick a crew and change the hours it has."""
    expect(page.get_by_text("Rules as they are read")).to_be_visible(timeout=WAIT_MS)
    settled(page)
    table = page.locator('[data-testid="stDataFrame"]').first.bounding_box()
    page.mouse.click(table["x"] + 18, table["y"] + 35 * (row + 1.5))
    expect(page.get_by_text("Change Youth bus")).to_be_visible(timeout=WAIT_MS)
    settled(page)
    typed(page, "Hours in the month", hours)
    page.get_by_role("button", name="Keep the change").click()
    expect(page.get_by_text("'Youth bus' is kept.")).to_be_visible(timeout=WAIT_MS)
    settled(page)


def a_swap(borough: Path) -> tuple[str, str]:
    """Return two stops of the first whole week that the crews could swap: the way is too long for most."""
    reading = read_and_place(open_workspace(borough))
    memory: dict = {}
    plan = month_plan(reading, usual_plan(reading), memory=memory)
    week = {plan_board.id_of(plan, s): s for s in plan.stops if s.day.isoformat()[-2:] in WEEK}
    for one, other in combinations(week, 2):
        if week[one].crew == week[other].crew and week[one].place != week[other].place:
            moves = plan_board.decisions_of(plan, Action("swap", one, {"card": other}), week, "")
            after = month_plan(reading, plan.asked, listed=plan.shortlist, memory=memory, tried=moves)
            if after.notes == plan.notes:
                return one, other
    raise AssertionError("no swap can be made in that week")


def drag(page, start, end) -> None:
    """Drag one card of the board onto another."""
    start.scroll_into_view_if_needed()
    a, b = start.bounding_box(), end.bounding_box()
    page.mouse.move(a["x"] + 10, a["y"] + 8)
    page.mouse.down()
    page.mouse.move(a["x"] + 30, a["y"] + 14, steps=3)
    page.mouse.move(b["x"] + b["width"] / 2, b["y"] + b["height"] / 2, steps=4)
    page.mouse.up()


def swap(page, first: str, second: str) -> None:
    """Drag one stop onto another and say why."""
    board = page.frame_locator(BOARD)
    board.locator("#table[data-rev]").wait_for(timeout=WAIT_MS)
    board.locator('#weeks [data-week="1"]').first.click()
    board.locator('#table td[data-day="2026-11-03"]').first.wait_for(timeout=WAIT_MS)
    drag(page, *(board.locator(f'#table .card[data-id="{one}"]') for one in (first, second)))
    typed(page, "Why are they swapped?", "the school is out early that day")
    page.get_by_role("button", name="Keep this change").click()
    expect(page.get_by_text(re.compile("^Kept: swap the places of"))).to_be_visible(timeout=WAIT_MS)
    settled(page)


def text_of(content: bytes) -> str:
    """Return the words of a Word file, those of its tables among them."""
    paper = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in paper.paragraphs), *cells])


def test_from_new_files_to_papers_for_the_tasking_meeting(page, app_url, borough, tmp_path):
    clicks = []
    page.expose_function("pressed", lambda: clicks.append(1))
    page.add_init_script(HEARD)
    kept = Path(borough) / "geodata"
    crews = (kept / "crews.toml").read_text(encoding="utf-8")
    page.goto(f"{app_url}/data")
    settled(page)
    try:
        clicks.append(1)  # the files are dropped in
        page.locator('input[type="file"]').set_input_files(october(borough, tmp_path))
        read = page.get_by_role("button", name="Read them")
        expect(read).to_be_enabled(timeout=WAIT_MS)
        read.click()
        expect(page.get_by_text(f"ambulance_{NEW}.csv: taken in", exact=False)).to_be_visible(timeout=WAIT_MS)
        settled(page)

        go(page, "Plan")
        expect(page.get_by_text(re.compile(rf"^{MONTH}: \d+ places"))).to_be_visible(timeout=WAIT_MS)
        map_drawn(page)
        typed(page, "You decide as (role or team)", "tasking group")
        settled(page)
        leave_out(page, "Fairhythe", "the town centre team is there every night")
        leave_out(page, "Saltgate", "closed for works until spring")
        expect(page.get_by_text(re.compile(rf"^{MONTH}: 10 places"))).to_be_visible(timeout=WAIT_MS)

        open_tab(page, "Crews")
        change_hours(page, 2, "48")
        open_tab(page, "Plan")
        expect(page.get_by_text(re.compile(r"Youth bus: .* hours of 48"))).to_be_visible(timeout=WAIT_MS)
        first, second = a_swap(borough)
        swap(page, first, second)

        open_tab(page, "Documents")
        page.get_by_text(re.compile("^analyst: ")).click()
        expect(page.get_by_text("tasking.docx", exact=True)).to_be_visible(timeout=WAIT_MS)  # its own files are told
        settled(page)
        with page.expect_download(timeout=WAIT_MS) as taken:
            page.get_by_role("button", name="Download all of it (zip)").click()
        assert len(clicks) <= MOST_CLICKS, f"{len(clicks)} clicks"
        with zipfile.ZipFile(taken.value.path()) as pack:
            files = {name: pack.read(name) for name in pack.namelist()}
    finally:
        for path in (kept / "raw").iterdir():
            path.unlink()
        (kept / "crews.toml").write_text(crews, encoding="utf-8")
        lines = (kept / "plan_choices.jsonl").read_text(encoding="utf-8").splitlines()
        (kept / "plan_choices.jsonl").unlink()
    decided = [json.loads(line) for line in lines]
    assert [d["kind"] for d in decided] == ["leave out", "leave out", "move", "move"]
    assert {d["by"] for d in decided} == {"tasking group"}
    assert {"tasking.docx", "outreach.docx", "what-changed.docx", "plan.xlsx", "map-A4.pdf"} <= set(files)
    assert "closed for works until spring" in text_of(files["what-changed.docx"])
    assert len(pypdf.PdfReader(io.BytesIO(files["map-A4.pdf"])).pages) == 1
    the_swap_is_in_the_timetable(files["timetable.csv"], first, second)
    no_police_time(files)


def the_swap_is_in_the_timetable(content: bytes, first: str, second: str) -> None:
    """See that each of two stops is where the other was."""
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    for one, other in ((first, second), (second, first)):
        lane, day, start, _ = one.split("|")
        at = f"{int(start) // 60 % 24:02d}:{int(start) % 60:02d}"
        (row,) = [r for r in rows if (f"{r['crew']}.{r['unit']}", r["date"], r["from"]) == (lane, day, at)]
        assert (row["place"], row["fixed"]) == (other.split("|")[3], "moved")


def no_police_time(files: dict[str, bytes]) -> None:
    """See that no time of police stands on the outreach sheet; round times are those of sessions that are open."""
    rows = list(csv.DictReader(io.StringIO(files["timetable.csv"].decode("utf-8-sig"))))
    police = {r["from"] for r in rows if r["crew"].startswith("police")}
    others = {r[way] for r in rows if r["kind"] == "session" for way in ("from", "to")}
    said = text_of(files["outreach.docx"])
    told = {t for t in CLOCK.findall(said) if t[-2:] not in ("00", "30", "15", "45")} - others
    sunset = {t for t in told if "15:50" <= t <= "16:45"}
    assert police
    assert not (told - sunset) & police
    assert "olice pair" not in said


@pytest.mark.parametrize("tab", ["Shortlist", "Plan", "Documents"])
def test_the_plan_fits_a_phone(phone, app_url, tab):
    phone.goto(f"{app_url}/plan")
    phone.get_by_role("tab", name=tab, exact=True).click(timeout=WAIT_MS)
    settled(phone)
    wide = phone.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{tab} is {wide} px too wide"
