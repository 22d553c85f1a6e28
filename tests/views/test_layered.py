"""The layered map is one file, fetches nothing and runs nothing that came from a partner's file."""

from __future__ import annotations

import re

import pytest

from placespace.documents import answer
from placespace.grid import Question
from placespace.views import maps
from placespace.views.layered import layered_map, self_contained
from placespace.views.plain import leaf_text, plain

NASTY = "<img src=x onerror=alert(1)>`${alert(2)}`</script><script>alert(3)</script>{{7*7}}{% raw %}\"'\\"


@pytest.fixture(scope="module")
def around(sample_reading):
    """Return the sample's water, roads and names."""
    return maps.surroundings(sample_reading)


def test_the_layered_map_names_no_other_host(sample_reading, around):
    found = answer(sample_reading, Question("police", ("Robbery",)), "analyst")
    page = layered_map(found, sample_reading, around)
    tags = re.sub(r"<script>.*?</script>", "", page, flags=re.S)
    fetched = re.findall(r'<(?:script|link|img|iframe)[^>]+(?:src|href)\s*=\s*"([^"]+)"', tags)
    assert not [f for f in fetched if not f.startswith("data:")]
    assert not re.findall(r"url\((?!#|\"?data:)[^)]*\)", tags)
    assert "tileLayer(" not in page.split("</head>")[1]


def test_the_layered_map_of_a_partner_holds_no_small_count(sample_reading, around):
    found = answer(sample_reading, Question("police", ("Robbery",)), "partner")
    page = layered_map(found, sample_reading, around)
    counts = [int(n.replace(",", "")) for n in re.findall(r": (\d[\d,]*) events", page)]
    assert counts
    assert not set(counts) & {1, 2, 3, 4}


def test_a_name_from_a_file_cannot_run_in_the_layered_map(sample_reading, around):
    found = answer(sample_reading, Question("police", ("Robbery",)), "analyst")
    found.table.loc[0, "place"] = NASTY
    names = maps.Surroundings(around.context, [(53.78, -3.93, NASTY, "town")])
    page = layered_map(found, sample_reading, names)
    assert "<img src=x" not in page
    assert "<script>alert" not in page
    assert "${alert" not in page
    assert "{{7*7}}" not in page


def test_a_map_that_would_fetch_is_refused_when_made(sample_reading):
    import folium

    with pytest.raises(ValueError, match="would fetch"):
        self_contained(folium.Map(), "a map with its usual scripts")


def test_text_from_a_file_is_text_in_markdown():
    assert "](" not in plain("![x](https://a.example/p.png)")
    assert "<" not in leaf_text("<b>")
