"""A panel's month in a real browser: raise a place, brief, meet, freeze, meet again, did it help, and the papers."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

import docx
import openpyxl
import pypdf
import pytest
from playwright.sync_api import expect

from placespace.catalogue import open_workspace
from placespace.documents.places.evidence import verify_bundle
from placespace.grid import study_area
from placespace.places.register import open_register
from placespace.places.things import Meeting, Place
from tests.e2e.test_journey import WAIT_MS, go, pick, settled
from tests.e2e.test_plan_journey import open_tab, text_of

pytestmark = pytest.mark.browser
PLACE, PANEL = "Kelder Moor shops", "Safer Places Panel"
FIRST, SECOND = "07102025", "04112025"
"""A year before the sample ends, so that there are months after."""
ACTIONS = (
    ("mend the three lamps on the path", "lighting engineer", "Fairhythe Council"),
    ("youth workers on the path after school", "detached youth work lead", "Youth Service"),
    ("patrol at the bus stop", "neighbourhood sergeant", "Police"),
)


def typed(page, label: str, text: str, nth: int = 0) -> None:
    """Type into a field, leave it, and wait until the page has taken it."""
    field = page.get_by_label(label, exact=True).nth(nth)
    field.fill(text)
    field.press("Tab")
    quiet(page)
    expect(page.get_by_label(label, exact=True).nth(nth)).to_have_value(text, timeout=WAIT_MS)


def quiet(page) -> None:
    """Wait until what was pressed has begun and ended."""
    page.wait_for_timeout(250)
    settled(page)


def day(page, label: str, digits: str, nth: int = 0) -> None:
    """Type a day, its digits only, into a field of days."""
    field = page.get_by_test_id("stDateInput").filter(has_text=label).nth(nth)
    field.get_by_role("spinbutton").first.click()
    page.keyboard.type(digits)
    page.keyboard.press("Tab")
    quiet(page)


def chosen(page, label: str, option: str | re.Pattern) -> None:
    pick(page, label, option)
    quiet(page)


def new_option(page, label: str, text: str, nth: int = 0) -> None:
    """Type what is not on the list yet."""
    page.get_by_role("combobox", name=label).nth(nth).fill(text)
    page.keyboard.press("Enter")  # what lies beside an open list cannot be found by its role
    quiet(page)


def step(page, name: str) -> None:
    page.get_by_role("radio", name=name).click()
    quiet(page)


def pressed(page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
    quiet(page)


def raise_place(page) -> None:
    """Raise a place as an agency would."""
    go(page, "Places")
    pressed(page, "Raise a place")
    typed(page, "What people call the place", PLACE)
    chosen(page, "Kind of place", re.compile("^street"))
    typed(page, "Why is it raised?", "robberies after school, and fear on the way home")
    typed(page, "Raised by (agency)", "Moor High School")
    chosen(page, "Why was this place chosen?", re.compile("^both"))
    typed(page, "On what basis is it shared?", "the partnership's information sharing agreement")
    new_option(page, "Which meeting owns it?", PANEL)
    day(page, "Next review", FIRST)
    typed(page, "General times, as may be told to schools", "after school on school days")
    # the list is long: what is not in sight is not there
    page.get_by_role("combobox", name="Find cells by the name of a place").fill("Kelder Moor")
    page.get_by_role("option", name="Kelder Moor", exact=True).click()
    quiet(page)
    page.get_by_role("combobox", name="Cells of the place").click()
    page.get_by_role("option", name=re.compile("^Kelder Moor,")).first.click()
    page.keyboard.press("Escape")
    quiet(page)
    pressed(page, "Raise this place")
    expect(page.get_by_text("Kept. It is in the register.")).to_be_visible(timeout=WAIT_MS)
    quiet(page)


def meet(page, on: str) -> None:
    """Open a meeting on a day with the places that are due."""
    go(page, "Meeting")
    pressed(page, "Open a meeting")
    day(page, "Day", on)
    expect(page.get_by_text(re.compile(f"LOC-001 {PLACE}")).first).to_be_visible(timeout=WAIT_MS)
    typed(page, "Chaired by (role)", "head of community safety")
    pressed(page, "Open this meeting")
    expect(page.get_by_role("heading", level=2, name=re.compile(PLACE))).to_be_visible(timeout=WAIT_MS)
    quiet(page)


def words_goals_actions(page) -> None:
    """Write what the panel says, a goal and three actions; a person's name is refused and stays in its box."""
    step(page, "The panel's words")
    typed(page, "What young people say", "the steps are dark; 14 were asked at the youth club")
    typed(page, "Guardians who are missing", "nobody after the shop shuts at 17:30")
    typed(page, "Lighting after dark", "three lamps out")
    step(page, "Goals and actions")
    page.get_by_label("Another goal", exact=True).fill("the steps feel safe after school")
    pressed(page, "Add the goal")
    for number, (what, role, agency) in enumerate(ACTIONS):
        page.get_by_label("Another action: what will be done").fill(what)
        pressed(page, "Add the action")
        expect(page.get_by_label("What will be done", exact=True)).to_have_count(number + 1, timeout=WAIT_MS)
        if number == 0:
            typed(page, "Who (role)", "Sarah Thompson")
            expect(page.get_by_text("reads as a person's name")).to_be_visible(timeout=WAIT_MS)
        typed(page, "Who (role)", role, number)
        new_option(page, "Which agency", agency, number)
        day(page, "By when", "31102025", number)
        typed(page, "How we will see it", "fewer robberies after dark", number)
    page.get_by_text("Police work", exact=True).nth(2).click()
    quiet(page)
    day(page, "Could show from", "01092026", 1)
    expect(page.get_by_text("Still to say")).to_have_count(0, timeout=WAIT_MS)
    step(page, "Harm and fairness")
    typed(page, "What harm could this do?", "it may move to the car park; outreach will look there")


def decide(page, word: str) -> None:
    """Record the decision and see what was frozen."""
    step(page, "Decision")
    chosen(page, "Decision", re.compile(f"^{word}"))
    expect(page.get_by_role("button", name="Record the decision")).to_be_enabled(timeout=WAIT_MS)
    page.get_by_role("button", name="Record the decision").click()
    expect(page.get_by_text("What it rested on is frozen.")).to_be_visible(timeout=WAIT_MS)
    quiet(page)


def taken(page, button, nth: int = 0) -> bytes:
    """Press a button that hands out a file; return it."""
    with page.expect_download(timeout=2 * WAIT_MS) as file:
        page.get_by_role("button", name=button, exact=True).nth(nth).click()
    return Path(file.value.path()).read_bytes()


def papers(page, profile: str) -> dict[str, bytes]:
    """Take all papers of the meeting for a profile."""
    page.get_by_text(re.compile(f"^{profile}: ")).click()
    quiet(page)
    with zipfile.ZipFile(io.BytesIO(taken(page, "Download all of it (zip)"))) as pack:
        return {name: pack.read(name) for name in pack.namelist()}


def test_a_panel_from_raising_a_place_to_whether_it_helped(page, app_url, borough):
    page.goto(app_url)
    settled(page)
    raise_place(page)
    expect(page.get_by_text("What each source says, side by side and never added")).to_be_visible(timeout=WAIT_MS)
    meet(page, FIRST)
    step(page, "Brief")
    expect(page.get_by_text("What each source says, side by side and never added")).to_be_visible(timeout=WAIT_MS)
    words_goals_actions(page)
    decide(page, "new")
    bundle = taken(page, "The evidence, with true counts (zip)")
    open_tab(page, "Close the meeting")
    pressed(page, "Close the meeting")
    expect(page.get_by_text("The meeting is closed.").first).to_be_visible(timeout=WAIT_MS)

    meet(page, SECOND)
    expect(page.get_by_text("3 actions were promised: 3 are late.")).to_be_visible(timeout=WAIT_MS)
    chosen(page, "Status", "done")
    day(page, "Done on", "01112025")
    page.keyboard.press("Escape")
    quiet(page)
    expect(page.get_by_text("3 actions were promised: 1 is done, 2 are late.")).to_be_visible(timeout=WAIT_MS)
    step(page, "The panel's words")
    expect(page.get_by_label("Guardians who are missing")).to_have_value("nobody after the shop shuts at 17:30")
    typed(page, "What young people say", "brighter by the shop; 9 were asked")
    step(page, "Harm and fairness")
    typed(page, "What harm could this do?", "none that we can see")
    decide(page, "carry on")
    open_tab(page, "Documents")
    packs = {who: papers(page, who) for who in ("partner", "analyst", "public")}

    did_it_help(page)
    register = open_register(open_workspace(borough))
    assert verify_bundle(bundle, register=register).unchanged
    assert len(register.evidence(register.places()[0].id)) == 2
    assert register.store.verify() == []
    register.close()
    the_papers_can_be_handed_round(packs)
    assert json.loads(zipfile.ZipFile(io.BytesIO(bundle)).read("manifest.json"))["profile"] == "analyst"


def did_it_help(page) -> None:
    """See a break stop the comparison by police, figures by ambulance, and that it is too soon for another action."""
    go(page, "Did it help?")
    expect(page.get_by_text("June 2025 is missing or far too small at source").first).to_be_visible(timeout=WAIT_MS)
    chosen(page, "Source", re.compile("mbulance"))
    expect(page.get_by_role("heading", name="What could have been seen")).to_be_visible(timeout=WAIT_MS)
    expect(page.get_by_role("heading", name="Month by month")).to_be_visible(timeout=WAIT_MS)
    pick(page, "Action", ACTIONS[1][0])
    quiet(page)
    expect(page.get_by_text(re.compile("too soon", re.IGNORECASE)).first).to_be_visible(timeout=WAIT_MS)


def the_papers_can_be_handed_round(packs: dict[str, dict[str, bytes]]) -> None:
    """See that each profile has its papers, that they say what was agreed, and that no police work leaves."""
    every = {"location-plan-LOC-001.docx", "panel-pack.pdf", "action-tracker.xlsx", "schools-note-LOC-001.docx",
             "csp-rollup.xlsx", "csp-rollup.docx", "about.txt"}  # fmt: skip
    assert set(packs["partner"]) == set(packs["analyst"]) == every
    assert set(packs["public"]) == {"schools-note-LOC-001.docx", "csp-rollup.xlsx", "csp-rollup.docx", "about.txt"}
    plans = {who: text_of(packs[who]["location-plan-LOC-001.docx"]) for who in ("partner", "analyst")}
    for said in plans.values():
        assert "mend the three lamps on the path" in said
        assert "brighter by the shop; 9 were asked" in said
        assert "nobody after the shop shuts at 17:30" in said
    assert "patrol at the bus stop" in plans["analyst"]
    assert "patrol at the bus stop" not in plans["partner"]
    assert len(pypdf.PdfReader(io.BytesIO(packs["partner"]["panel-pack.pdf"])).pages) >= 2
    book = openpyxl.load_workbook(io.BytesIO(packs["analyst"]["action-tracker.xlsx"]))
    rows = [row for row in book["Actions"].iter_rows(values_only=True) if "action-0001" in row]
    assert len(rows) == 1
    note = text_of(packs["public"]["schools-note-LOC-001.docx"])
    assert PLACE in note
    assert "olice" not in note
    assert not re.search(r"\b[1-9]\d* (robberies|incidents|events)", note)
    assert docx.Document(io.BytesIO(packs["partner"]["csp-rollup.docx"])).tables


@pytest.mark.parametrize("tab", ["Places", "Close the meeting", "Documents", "Tracker back in"])
def test_the_meeting_fits_a_phone(phone, app_url, tab):
    phone.goto(f"{app_url}/meeting")
    expect(phone.get_by_role("heading", level=1)).to_be_visible(timeout=WAIT_MS)
    settled(phone)
    if phone.get_by_role("tab", name=tab, exact=True).count():
        phone.get_by_role("tab", name=tab, exact=True).click(timeout=WAIT_MS)
        settled(phone)
    wide = phone.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{tab} is {wide} px too wide"


def test_what_is_typed_while_another_saves_stays_and_both_versions_are_shown(page, phone, app_url, borough):
    register = open_register(open_workspace(borough))
    cell = study_area(register.workspace).index[60]
    place = register.raise_place(
        Place("", "Quay shelters", "street", (cell,), "fear after dark", "the school", "the agreement", "Quay Panel")
    )
    meeting = register.open_meeting(Meeting("Quay Panel", register.today, places=(place.id,)))
    for session in (page, phone):
        session.goto(f"{app_url}/meeting?meeting={meeting.id}")
        expect(session.get_by_role("heading", level=2, name=re.compile("Quay shelters"))).to_be_visible(timeout=WAIT_MS)
        step(session, "The panel's words")
    typed(phone, "What young people say", "it is fine by day")
    page.get_by_label("What young people say", exact=True).fill("it is dark")
    page.keyboard.press("Tab")
    page.keyboard.type("the shelter is liked, and the kiosk keeps an eye on it", delay=20)
    expect(page.get_by_text("both changed What young people say")).to_be_visible(timeout=WAIT_MS)
    expect(page.get_by_label("What is strong and safe here")).to_be_focused()
    page.keyboard.press("Tab")
    quiet(page)
    pressed(page, "Keep both")
    expect(page.get_by_label("What young people say", exact=True)).to_have_value("it is fine by day\nit is dark")
    (item,) = register.items(place.id)
    assert item.thing.young_people == "it is fine by day\nit is dark"
    assert item.thing.strengths == "the shelter is liked, and the kiosk keeps an eye on it"
    register.close()
