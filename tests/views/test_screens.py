"""Every page opens for every profile, says what it should, and asks no other host for anything."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from placespace.disclose import PROFILES, wording_faults

SCREENS = (
    "overview", "hot_spots", "unseen", "when", "coverage", "siting", "hold", "plan", "provision", "data", "about",
)  # fmt: skip


def text_of(page: AppTest) -> str:
    """Return everything a page says in words and tables."""
    words = [
        e.value
        for e in [
            *page.markdown,
            *page.title,
            *page.header,
            *page.subheader,
            *page.caption,
            *page.warning,
            *page.info,
            *page.error,
            *page.text,
            *page.success,
        ]
    ]
    words += [m.label + " " + str(m.value) for m in page.metric]
    words += [frame.value.to_csv() for frame in page.dataframe]
    return "\n".join(map(str, words)).replace("\\", "")


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("screen", SCREENS)
def test_every_page_opens_for_every_profile_with_no_error(open_page, screen, profile):
    page = open_page(screen, profile)
    assert not page.exception
    assert not page.error
    assert page.title


@pytest.mark.parametrize("screen", SCREENS)
def test_no_page_uses_a_word_that_is_never_used(open_page, screen):
    assert wording_faults(text_of(open_page(screen))) == []


def test_the_overview_sets_three_sources_side_by_side_and_never_adds_them(open_page):
    page = open_page("overview")
    sources = [s.value for s in page.header][:3]
    assert sources == ["Police", "Ambulance", "Emergency department"]
    counts = [int(m.value.replace(",", "")) for m in page.metric]
    assert len(counts) == 3
    assert f"{sum(counts):,}" not in text_of(page)


def test_the_overview_says_which_month_is_missing_and_which_is_far_too_small(open_page):
    says = text_of(open_page("overview"))
    assert "Missing at source: June 2025" in says
    assert "far too small to be whole: February 2026" in says


def test_what_one_source_does_not_see_leads_with_the_planted_places_and_links_from_the_overview(open_page):
    short, page = text_of(open_page("overview")), open_page("unseen")
    says = text_of(page)
    sentence = "places with more by ambulance than police would suggest, "
    assert sentence in says
    assert sentence in short
    first, second = page.dataframe[0].value, page.dataframe[1].value
    assert first["Place"].iloc[:2].str.contains("Kelder Moor").all()
    assert first["Times"].is_monotonic_decreasing
    assert second["Share"].is_monotonic_increasing
    assert first["Times"].min() >= 1.5
    assert "never a verdict on a service" in says


@pytest.mark.parametrize("profile", [p for p in PROFILES if p != "analyst"])
def test_what_one_source_does_not_see_is_for_the_analyst(open_page, profile):
    page = open_page("unseen", profile)
    assert "analyst profile only" in text_of(page)
    assert not page.dataframe


def test_hot_spots_says_the_same_number_in_the_sentence_and_the_table(open_page):
    page = open_page("hot_spots")
    said = int(re.search(r"(\d+) of 864 cells are hot", text_of(page))[1])
    groups, cells = page.dataframe[0].value, page.dataframe[1].value
    assert said == len(cells) == groups["Hot cells"].sum() > 0
    assert [int(e.replace(",", "")) for e in groups["Events in them"]] == cells.groupby("Group")[
        "Events"
    ].sum().tolist()


def test_a_view_can_be_bookmarked(open_page):
    page = open_page("hot_spots", source="ambulance", category="assault", **{"from": "2026-01", "to": "2026-06"})
    chosen = {s.label: s.value for s in page.selectbox}
    assert chosen["Source"] == "ambulance"
    assert chosen["Category"] == "assault"
    assert (chosen["From"], chosen["To"]) == ("2026-01", "2026-06")
    assert "January 2026 to June 2026" in text_of(page)


def test_an_address_that_asks_for_what_is_not_there_opens_the_usual_view(open_page):
    page = open_page("hot_spots", source="nowhere", category="<script>", cells="3", cell="89000", profile="admin")
    assert not page.exception
    assert not page.error


def test_changing_the_category_changes_the_answer(open_page):
    page = open_page("hot_spots")
    before = text_of(page)
    next(s for s in page.selectbox if s.label == "Category").select("Anti-social behaviour").run()
    after = text_of(page)
    assert "Anti-social behaviour (police)" in after
    assert before != after


@pytest.mark.parametrize("profile", [p for p in PROFILES if p != "analyst"])
def test_a_protected_profile_is_offered_only_whole_windows_and_one_category_at_a_time(open_page, profile):
    page = open_page("hot_spots", profile)
    labels = {s.label: s for s in page.selectbox}
    assert {"From", "To"}.isdisjoint(labels)
    assert "All categories" not in labels["Category"].options
    assert len(labels["Cells"].options) == 1


@pytest.mark.parametrize("profile", [p for p in PROFILES if p != "analyst"])
@pytest.mark.parametrize("source", ["police", "ambulance"])
def test_a_protected_page_shows_no_small_count_anywhere(open_page, profile, source):
    page = open_page("hot_spots", profile, source=source)
    limit = PROFILES[profile].hide_below
    if not page.dataframe:  # nothing hot may be shown, and the page says so
        assert "No cell is hot" in text_of(page)
        return
    groups, table = page.dataframe[0].value, page.dataframe[1].value
    assert not {e for e in groups["Events in them"] if e.removeprefix("at least ") in map(str, range(1, limit))}
    shown = {int(v.replace(",", "")) for v in table["Events"] if v.replace(",", "").isdigit()}
    assert not shown & set(range(1, limit))
    assert {"Times", "Months"}.isdisjoint(table.columns)


def test_what_a_protected_map_is_sent_follows_from_the_protected_table_alone(open_page, borough):
    from placespace.catalogue import open_workspace
    from placespace.documents import answer
    from placespace.grid import Question
    from placespace.measures import read_and_place
    from placespace.views import maps

    found = answer(read_and_place(open_workspace(borough)), Question("police", ("Robbery",)), "partner")
    for label in maps.labels(found):
        assert not re.search(r": [1-4]\b", label), label
        assert "times" not in label
    assert "hidden (1 to 4)" in [e.label for e in maps.legend(found)]


def test_the_data_page_keeps_rows_and_files_to_the_analyst(open_page):
    assert "Set aside" in text_of(open_page("data"))
    page = open_page("data", "partner")
    assert "for the analyst profile" in text_of(page)
    assert "Rows read" not in text_of(page)
    assert not page.get("file_uploader")


def test_a_workspace_with_a_fault_says_all_of_it_on_the_page(open_page, borough):
    layer = borough / "layers" / "police.toml"
    kept = layer.read_text()
    layer.write_text('colour = "red"\nsmell = "none"\n' + kept)
    try:
        page = open_page("overview")
        said = page.error[0].value.replace("\\", "")
    finally:
        layer.write_text(kept)
    assert "colour" in said
    assert "smell" in said


def test_the_server_can_offer_fewer_profiles(open_page, monkeypatch):
    monkeypatch.setenv("PLACESPACE_PROFILES", "partner,public")
    page = open_page("overview", "analyst")
    assert page.selectbox[0].options == ["partner", "public"]
    assert page.selectbox[0].value == "partner"


def test_a_month_put_in_a_folder_of_raw_is_noticed(borough, monkeypatch):
    from placespace.catalogue import open_workspace
    from placespace.views.cached import mark_of

    workspace = open_workspace(borough)
    before = mark_of(workspace)
    month = workspace.raw / "2026-10" / "2026-10-fairhythe-street.csv"
    month.parent.mkdir(parents=True)
    month.write_text("Crime ID\n")
    try:
        assert mark_of(workspace) != before
    finally:
        month.unlink()
        month.parent.rmdir()


def test_a_file_dropped_in_goes_to_raw_under_a_safe_name_that_its_layer_looks_for(borough):
    from placespace.catalogue import open_workspace
    from placespace.errors import PlacespaceError
    from placespace.views.intake import layer_for, take

    workspace = open_workspace(borough)
    assert layer_for(workspace, "Ambulance_October.xlsx") == "ambulance"
    assert layer_for(workspace, "notes.docx") is None
    said = take(workspace, "..\\..\\evil/../ambulance calls.csv", b"a,b\n", "ambulance")
    kept = list(workspace.raw.iterdir())
    assert [p.name for p in kept] == ["ambulance calls.csv"]
    assert "taken in" in said
    assert "replaces" in take(workspace, "ambulance calls.csv", b"a,b\n", "ambulance")
    kept[0].unlink()
    with pytest.raises(PlacespaceError, match="A file is one of"):
        take(workspace, "ambulance.exe", b"MZ", "ambulance")
    assert not list(workspace.raw.iterdir())
