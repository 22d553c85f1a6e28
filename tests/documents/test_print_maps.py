"""Maps that print: true to scale, safe in black and white, and with no trace of what is hidden."""

from __future__ import annotations

import datetime
import io
import os
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations

import geopandas as gpd
import matplotlib.image as mpimg
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from placespace.documents import answer
from placespace.documents.print_maps import PAPERS_MM, blank_map, ground_layers, print_map
from placespace.documents.print_maps.classes import COUNT_LOOKS, HIDDEN, LOOKS_OF, NO_DATA, ZERO, cell_classes
from placespace.documents.print_maps.frame import Frame, fitted
from placespace.documents.print_maps.labels import Room, beside, spread
from placespace.documents.print_maps.page import draw_strip
from placespace.documents.print_maps.sheet import MM_PER_INCH, PNG_DPI, Box, Letters, Sheet
from placespace.documents.print_maps.signs import cell_sign
from placespace.errors import WrongUse
from placespace.grid import Question

PRINTER_MM = 8
SAID = {
    "title": "Where to be in October",
    "sources": ["Police, October 2025 to September 2026"],
    "licence": ["Open Government Licence v3.0"],
    "made_on": datetime.date(2026, 10, 20),
    "version": "0.2.0",
}
AGAIN = """
import datetime, hashlib, geopandas, shapely
from placespace.grid.cells import cells_of
from placespace.documents.print_maps import print_map
cells = cells_of(geopandas.GeoSeries([shapely.box(330000, 390000, 331000, 391500)], crs=27700), 9)
page = print_map(cells, None, ground={}, title="Again", marking="official", sources=["a"], licence=["b"],
                 made_on=datetime.date(2026, 10, 20), version="1")
mark = hashlib.sha256(page.pdf + page.png).hexdigest()
print(mark)
"""


@pytest.fixture(scope="module")
def around(sample_reading):
    """Return what lies under the sample borough's cells."""
    return ground_layers(sample_reading)


@pytest.fixture(scope="module")
def town_table(tiny_town):
    """Return the tiny town as a partner might see it: 1 to 4 hidden, one cell with no data."""
    count = tiny_town.counts.astype("Int64")
    status = pd.Series(np.select([count == 0, count < 5], ["zero", "hidden"], "shown"), count.index)
    status.iloc[-1] = "no data"
    return pd.DataFrame({"count": count, "status": status, "hot": count > 2})


def town_map(tiny_town, table, **more):
    """Return a map of the tiny town."""
    return print_map(tiny_town.cells, table, **{"ground": {}, "marking": "official-sensitive", **SAID, **more})


def places_in(cells, names):
    """Return places on the first cells."""
    at = cells.centres_m()[: len(names)]
    return pd.DataFrame({"number": range(1, len(names) + 1), "name": names, "x": at[:, 0], "y": at[:, 1]})


def text_of(page):
    """Return the words of the PDF on one line."""
    return " ".join(PdfReader(io.BytesIO(page.pdf)).pages[0].extract_text().split())


def pixels(page):
    """Return the picture as greys, 0 to 1."""
    return mpimg.imread(io.BytesIO(page.png), format="png")[..., :3] @ (0.299, 0.587, 0.114)


def test_the_page_says_what_it_must(tiny_town, town_table):
    page = town_map(
        tiny_town, town_table, subtitle="Violence, twelve months", places=places_in(tiny_town.cells, ["A1"])
    )
    text = text_of(page)
    assert text.count("OFFICIAL-SENSITIVE") == 2
    for words in (SAID["title"], "Violence, twelve months", *SAID["sources"], *SAID["licence"], "20 October 2026",
                  "Version 0.2.0", "grid north", " m", "1:", "no events (blank)", "hidden: too few to show", "no data",
                  "9 events", "hot:", "boundary of the study area", "A1"):  # fmt: skip
        assert words in text


@pytest.mark.parametrize("paper", ["A4", "A3"])
@pytest.mark.parametrize("orientation", ["portrait", "landscape"])
def test_the_page_has_its_size_and_nothing_stands_where_printers_do_not_print(
    tiny_town, town_table, paper, orientation
):
    places = places_in(tiny_town.cells, [f"A place with a long name, number {n}" for n in range(14)])
    more = {"paper": paper, "orientation": orientation, "places": places, "subtitle": "words " * 80}
    page = town_map(tiny_town, town_table, **more)
    size = PAPERS_MM[paper] if orientation == "portrait" else PAPERS_MM[paper][::-1]
    sheet = PdfReader(io.BytesIO(page.pdf)).pages[0].mediabox
    assert [float(sheet.width), float(sheet.height)] == pytest.approx([mm / MM_PER_INCH * 72 for mm in size], abs=0.01)
    grey = pixels(page)
    edge = int(PRINTER_MM / MM_PER_INCH * PNG_DPI)
    inner = grey[edge:-edge, edge:-edge]
    assert inner.min() < 0.1
    grey[edge:-edge, edge:-edge] = 1
    assert grey.min() > 0.999


def test_a_tall_area_stands_upright_and_a_wide_one_lies(tiny_town):
    x, y = tiny_town.cells.centres_m().mean(axis=0)
    wide = town_map(tiny_town, None, focus=(x - 2000, y - 300, x + 2000, y + 300))
    tall = town_map(tiny_town, None, focus=(x - 300, y - 2000, x + 300, y + 2000))
    for page, upright in ((wide, False), (tall, True)):
        box = PdfReader(io.BytesIO(page.pdf)).pages[0].mediabox
        assert (box.height > box.width) == upright


def test_the_pdf_is_drawn_in_lines_and_its_letters_are_in_it(tiny_town, town_table):
    page = PdfReader(io.BytesIO(town_map(tiny_town, town_table).pdf)).pages[0]
    assert not list(page.images)
    for font in page["/Resources"]["/Font"].values():
        inner = font.get_object()["/DescendantFonts"][0].get_object()
        assert inner["/Subtype"] == "/CIDFontType2"
        assert "/FontFile2" in inner["/FontDescriptor"]


def test_a_hidden_count_leaves_no_trace_in_the_bytes(tiny_town, town_table):
    unseen = town_table["status"].isin(["hidden", "no data"])
    told = town_table.assign(count=town_table["count"].mask(unseen, 4))
    never = town_table.assign(count=town_table["count"].mask(unseen)).sample(frac=1, random_state=1)
    assert town_map(tiny_town, town_table) == town_map(tiny_town, told) == town_map(tiny_town, never)


def test_the_map_of_a_partner_holds_no_small_count(sample_reading, around):
    found = answer(sample_reading, Question("police", ("Robbery",)), "partner")
    page = print_map(found.cells, found.table, ground=around, marking="official", **SAID)
    legend = text_of(page).split("Events in each cell")[1]
    for number in range(1, 5):
        assert f" {number} events" not in legend
        assert f" {number} to " not in legend
    assert "Saltgate" in text_of(page)


def test_the_same_page_is_the_same_bytes_on_another_machine():
    here: dict = {}
    exec(AGAIN, here)
    elsewhere = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "MPLBACKEND": "svg"}
    there = subprocess.run([sys.executable, "-c", AGAIN], capture_output=True, text=True, check=True, env=elsewhere)
    assert there.stdout.strip() == here["mark"]


def test_maps_drawn_at_once_are_as_those_drawn_one_by_one(tiny_town, town_table):
    papers = ["A4", "A3"]
    alone = [town_map(tiny_town, town_table, paper=p) for p in papers]
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(lambda p: town_map(tiny_town, town_table, paper=p), papers)) == alone


def test_classes_stay_apart_in_grey():
    seen = {}
    for look in (*COUNT_LOOKS, ZERO, HIDDEN, NO_DATA):
        sheet = Sheet("A4", landscape=False)
        cell_sign(look)(sheet, 100, 100)
        page = pixels(sheet.files(title="", made_on=SAID["made_on"]))
        y, x = int((297 - 100) / MM_PER_INCH * PNG_DPI), int(100 / MM_PER_INCH * PNG_DPI)
        inside = page[y - 12 : y + 12, x - 12 : x + 12]
        seen[look] = np.array([inside.mean(), inside.std()])
    for a, b in combinations(seen, 2):
        assert np.abs(seen[a] - seen[b]).max() > 0.05, (a, b)
        assert a.hatch != b.hatch or abs((a.grey or 1) - (b.grey or 1)) >= 0.09
    counts = [seen[COUNT_LOOKS[n]][0] for n in LOOKS_OF[4]]
    assert counts == sorted(counts, reverse=True)


@given(st.lists(st.integers(1, 5000), min_size=1, max_size=60))
@settings(deadline=None, max_examples=60)
def test_every_shown_count_is_in_the_class_that_names_it(counts):
    index = pd.Index([f"c{n}" for n in range(len(counts))], name="cell")
    found = cell_classes(
        index, pd.DataFrame({"count": counts, "status": "shown"}, index), unit="events", hidden_says=""
    )
    for count, look in zip(counts, (found.looks[n] for n in found.of), strict=True):
        numbers = [int(w.replace(",", "")) for w in look.says.split() if w[0].isdigit()]
        assert numbers[0] <= count <= numbers[-1]
    order = [found.looks[n].grey for _, n in sorted(zip(counts, found.of, strict=True))]
    assert order == sorted(order, reverse=True)


def test_the_scale_bar_is_true():
    sheet = Sheet("A4", landscape=False)
    frame = fitted(Box(10, 30, 190, 150), (330000, 390000, 338000, 396000))
    draw_strip(sheet, Box(10, 10, 190, 9), frame)
    said = next(t.get_text() for t in sheet.axes.texts if t.get_text().endswith(" km"))
    bars = [p.get_path().get_extents() for p in sheet.axes.patches if p.get_path().get_extents().height < 2]
    on_paper = max(b.x1 for b in bars) - min(b.x0 for b in bars)
    assert on_paper * frame.m_per_mm == pytest.approx(float(said.split()[0]) * 1000)
    a, b = frame.on_paper(np.array([(330000, 390000), (331000, 391000)]))
    assert (b - a) * frame.scale / 1000 == pytest.approx([1000, 1000])


@given(
    st.lists(st.tuples(st.floats(20, 180), st.floats(20, 130)), min_size=1, max_size=25), st.sampled_from([0.0, 1.5])
)
@settings(deadline=None, max_examples=40)
def test_numbers_and_names_cover_nothing(points, clear):
    frame = Frame(Box(10, 10, 190, 140), (0, 0), 10_000)
    room = Room(frame)
    at = spread(np.array(points), 2.3, room, clear=clear)
    assert frame.holds(at, within_mm=2.3).all()
    gaps = [np.abs(a - b).max() for a, b in combinations(at, 2)]
    assert not gaps or min(gaps) >= 2 * 2.3
    before = len(room.taken)
    for n, (x, y) in enumerate(points):
        beside(x, y, f"Name {n}", Letters(7), room, gap=0)
    names = room.taken[before:]
    for name in names:
        others = [box for box in room.taken if box is not name]
        assert not any(name[0] < o[2] and o[0] < name[2] and name[1] < o[3] and o[1] < name[3] for o in others)


def test_one_place_is_shown_near_with_what_is_off_the_map_said(tiny_town, town_table):
    x, y = tiny_town.cells.centres_m()[0]
    points = pd.DataFrame({"label": ["Youth bus", "Club"], "x": [x, np.nan], "y": [y, np.nan]})
    text = text_of(town_map(tiny_town, town_table, focus=(x - 150, y - 150, x + 150, y + 150), points=points,
                            places=places_in(tiny_town.cells, ["Quay", "Moor", "Field"])))  # fmt: skip
    assert "Quay" in text
    assert "Moor" not in text
    assert "2 more are off this map" in text
    assert "Club (not on the map: where it is, is not known)" in text


def test_words_from_files_are_words(tiny_town):
    names = gpd.GeoDataFrame({"name": ["$x^2$\nRow \\frac"], "kind": ["town"]},
                             geometry=[tiny_town.cells.boundary.centroid], crs=27700)  # fmt: skip
    text = text_of(town_map(tiny_town, None, ground={"names": names}, title="100 % $a$ {b}"))
    assert "$x^2$ Row \\frac" in text
    assert "100 % $a$ {b}" in text


def test_the_blank_map_holds_the_ground_and_nothing_of_incidents(sample_reading, around, monkeypatch):
    monkeypatch.setattr(socket.socket, "connect", lambda *_: pytest.fail("a map asked a host"))
    cells = answer(sample_reading, Question("police", ("Robbery",)), "analyst").cells
    plain = blank_map(cells, ground=around, **SAID)
    text = text_of(plain)
    for words in ("Green: I feel safe", "Red: I don't", "Cross: I avoid", "Do not write names", "Fairhythe Bay"):
        assert words in text
    for words in ("events", "hot", "OFFICIAL", "hidden"):
        assert words not in text
    assert blank_map(cells, ground=around, grid=True, **SAID).pdf != plain.pdf


def test_what_lies_under_the_map_comes_from_the_areas_own_files(sample_reading, around):
    assert list(around) == ["water", "roads", "boundary", "names"]
    assert all(shapes.crs == 27700 and {"name", "kind"} <= set(shapes) for shapes in around.values())
    assert shapely.area(around["boundary"].geometry.iloc[0]) > 50e6
    assert (around["names"]["name"] != "").all()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"paper": "A5"}, "A5"),
        ({"orientation": "sideways"}, "sideways"),
        ({"table": pd.DataFrame({"count": [1]}, index=["x"])}, "no column 'status'"),
        ({"table": pd.DataFrame({"status": ["zero"]}, index=["x"])}, "not of the area"),
        ({"table": pd.DataFrame({"status": ["none"]}, index=["x"])}, "'none' is no status"),
    ],
)
def test_what_cannot_be_drawn_is_said(tiny_town, wrong, says):
    with pytest.raises(WrongUse, match=says):
        town_map(tiny_town, wrong.pop("table", None), **wrong)


def test_a_key_longer_than_the_page_is_refused_and_not_cut(tiny_town):
    x, y = tiny_town.cells.centres_m()[0]
    many = pd.DataFrame({"label": [f"A session at venue number {n}, Monday" for n in range(400)], "x": x, "y": y})
    with pytest.raises(WrongUse, match="401 entries"):
        town_map(tiny_town, None, points=many)
