"""A community safety lead's first quarter of an hour, in a real browser with no network."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import TimeoutError, expect

pytestmark = pytest.mark.browser
MAP = 'iframe[title="placespace.views.hexmap.hexmap"]'
WAIT_MS = 60_000
OPENINGS, OPEN_MS = 4, 5_000


def settled(page) -> None:
    """Wait until the page has been run through, and see that it shows no error."""
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]', timeout=WAIT_MS)
    assert page.locator('[data-testid="stException"]').count() == 0
    assert page.locator('[data-testid="stAlertContentError"]').count() == 0


def map_drawn(page, unlike: str | None = None) -> str:
    """Wait until the map has drawn (something other than before) and return what it drew."""
    wanted = "#map[data-drawn-rev]" + (f':not([data-drawn-rev="{unlike}"])' if unlike else "")
    drawn = page.frame_locator(MAP).last.locator(wanted)
    drawn.wait_for(timeout=WAIT_MS)
    return drawn.get_attribute("data-drawn-rev")


def go(page, name: str) -> None:
    """Go to a page by the menu."""
    page.get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=WAIT_MS)
    settled(page)


def pick(page, label: str, option: str | re.Pattern) -> None:
    """Open a list and choose from it: a list that the page draws anew meanwhile is closed, and is opened again."""
    shown = page.get_by_role("option", name=option, exact=True)
    for _ in range(OPENINGS):
        page.get_by_role("combobox", name=label).first.click()
        try:
            shown.click(timeout=OPEN_MS)
            return
        except TimeoutError:
            page.keyboard.press("Escape")
    raise AssertionError(f"{option} was not in the list {label}, opened {OPENINGS} times")


def choose(page, label: str, option: str) -> None:
    """Choose an option as a person would."""
    pick(page, label, option)
    settled(page)


def sentence(page):
    """Return the sentence above the map."""
    return page.locator("strong", has_text=re.compile(r"cells are hot|no cell stands out"))


def test_from_opening_the_app_to_a_file_for_partners(page, app_url):
    page.goto(app_url)
    settled(page)
    expect(page.get_by_role("heading", name="Where and when are young people harmed?")).to_be_visible(timeout=WAIT_MS)
    for source in ("Police", "Ambulance", "Emergency department"):
        expect(page.get_by_role("heading", name=source, exact=True)).to_be_visible()

    go(page, "Hot spots")
    drawn = map_drawn(page)
    expect(sentence(page)).to_contain_text("Violence and sexual offences (police), October 2025 to September 2026")

    choose(page, "Category", "Anti-social behaviour")
    drawn = map_drawn(page, unlike=drawn)
    expect(sentence(page)).to_contain_text("Anti-social behaviour (police)")

    choose(page, "Profile", "partner")
    map_drawn(page, unlike=drawn)
    expect(page.get_by_text("counts of 1 to 4 hidden").first).to_be_visible()
    expect(page.frame_locator(MAP).last.get_by_text("hidden (1 to 4)")).to_be_visible()

    page.get_by_role("tab", name="Take away").click()
    with page.expect_download(timeout=WAIT_MS) as taken:
        page.get_by_role("button", name="Download for hand-over").click()
    with zipfile.ZipFile(taken.value.path()) as pack:
        assert sorted(pack.namelist()) == ["about.txt", "hotspots.csv", "hotspots.gpkg", "layered-map.html"]
        rows = list(csv.DictReader(io.TextIOWrapper(pack.open("hotspots.csv"), "utf-8-sig")))
        says = pack.read("about.txt").decode()
    counts = {r["count"] for r in rows}
    assert not counts & {"1", "2", "3", "4"}
    assert all(r["ratio"] == r["p"] == r["gi_z"] == "" for r in rows)
    assert says.startswith("OFFICIAL-SENSITIVE")
    assert says.rstrip().endswith("OFFICIAL-SENSITIVE")


def test_the_map_is_walked_and_chosen_by_keyboard_alone(page, app_url):
    page.goto(f"{app_url}/hot-spots")
    settled(page)
    map_drawn(page)
    frame = page.frame_locator(MAP).last
    frame.locator("#map").focus()
    page.keyboard.press("ArrowRight")
    first = frame.locator("#cell").inner_text()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert frame.locator("#cell").inner_text() != first
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("cell=89"), timeout=WAIT_MS)
    settled(page)
    expect(page.get_by_text("Events in the cell", exact=True)).to_be_visible()


def test_a_bookmark_opens_the_same_view(page, app_url):
    asked = "source=ambulance&category=assault&from=2026-01&to=2026-06&profile=analyst"
    page.goto(f"{app_url}/hot-spots?{asked}")
    settled(page)
    expect(sentence(page)).to_contain_text("assault (ambulance), January 2026 to June 2026", timeout=WAIT_MS)
    kept = parse_qs(urlsplit(page.url).query)
    assert kept["from"] == ["2026-01"]
    assert kept["category"] == ["assault"]


def test_the_layered_map_is_shown_with_its_switches(page, app_url):
    page.goto(f"{app_url}/hot-spots")
    settled(page)
    page.get_by_role("tab", name="Layered map").click()
    page.get_by_text("Show the layered map").click()
    settled(page)
    inside = page.frame_locator('iframe[src*="/layered/"]')
    expect(inside.get_by_text("Hot cells")).to_be_visible(timeout=WAIT_MS)
    inside.get_by_text("Other cells with events").click()


def test_a_layered_map_opens_from_a_folder_with_no_server(browser, sample_reading, tmp_path):
    from placespace.documents import answer
    from placespace.grid import Question
    from placespace.views import maps
    from placespace.views.layered import layered_map

    found = answer(sample_reading, Question("police", ("Robbery",)), "partner")
    path = tmp_path / "map.html"
    path.write_text(layered_map(found, sample_reading, maps.surroundings(sample_reading)), encoding="utf-8")
    page = browser.new_page()
    asked, faults = [], []
    page.on("request", lambda r: asked.append(r.url) if r.url.startswith(("http", "ws")) else None)
    page.on("pageerror", lambda e: faults.append(str(e)))
    page.goto(path.as_uri())
    expect(page.locator(".leaflet-container")).to_be_visible()
    expect(page.get_by_text("Boundary of the study area")).to_be_visible()
    page.close()
    assert not asked
    assert not faults


def test_a_new_month_dropped_in_is_read_and_counted(page, app_url, borough):
    page.goto(f"{app_url}/data")
    settled(page)
    header = (
        "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,"
        "Last outcome category,Context\r\n"
    )
    row = "x{n},2026-10,Force,Force,{lon:.6f},53.805223,On or near Market Street,E01990001,Fairhythe 001A,Robbery,,\r\n"
    rows = "".join(row.format(n=n, lon=-3.955827 + n % 40 / 1000) for n in range(800))
    raw = borough / "geodata" / "raw"
    raw.mkdir(exist_ok=True)
    # the sample's archive stands aside as soon as a real file comes, so it is dropped in beside the new month
    archive = borough / "geodata" / "sample" / "police-fairhythe.zip"
    month = {
        "name": "2026-10-fairhythe-street.csv",
        "mimeType": "text/csv",
        "buffer": (header + rows).encode(),
    }
    whole = {"name": "police-fairhythe.zip", "mimeType": "application/zip", "buffer": archive.read_bytes()}
    page.locator('input[type="file"]').set_input_files([month, whole])
    read = page.get_by_role("button", name="Read them")
    expect(read).to_be_enabled(timeout=WAIT_MS)
    read.click()
    try:
        expect(page.get_by_text("2026-10-fairhythe-street.csv: taken in")).to_be_visible(timeout=WAIT_MS)
        settled(page)
        page.goto(f"{app_url}/hot-spots?category=Robbery&from=2026-10&to=2026-10")
        settled(page)
        expect(sentence(page)).to_contain_text("Robbery (police), October 2026:", timeout=WAIT_MS)
        expect(sentence(page)).to_contain_text("800 events")
    finally:
        for path in raw.iterdir():
            path.unlink()


def test_on_a_phone_the_table_comes_before_the_map(phone, app_url):
    phone.goto(f"{app_url}/hot-spots")
    settled(phone)
    map_drawn(phone)
    table = phone.locator('[data-testid="stDataFrame"]').first.bounding_box()
    shown = phone.locator(MAP).bounding_box()
    assert table["y"] + table["height"] <= shown["y"]
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
