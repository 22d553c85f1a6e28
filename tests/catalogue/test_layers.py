"""Layers and the area are statements: every fault of them is named at once, and every example holds."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from placespace import terms
from placespace.catalogue import AREA_KEYS, LAYER_KEYS, keys_table, new_workspace, open_workspace
from placespace.catalogue.area import area_from
from placespace.catalogue.layer import layer_from
from placespace.errors import CatalogueError, PlacespaceError
from placespace.ingest import run_example

HOUSE = Path(__file__).resolve().parents[2]
LAYERS = open_workspace(HOUSE).layers
EXAMPLES = [(layer, n) for layer, held in LAYERS.items() for n in range(len(held.examples))]
GOOD = {
    "title": "Calls",
    "role": "harm",
    "reader": "table",
    "files": ["calls*.csv"],
    "publisher": "p",
    "licence": "l",
    "caveats": "c",
    "columns": {"When": "at", "East": "easting", "North": "northing", "Kind": "category"},
}


def faults(**changes: object) -> list[str]:
    table = {k: v for k, v in (GOOD | changes).items() if v is not None}
    layer, wrong = layer_from(table, Path("calls.toml"), "")
    assert (layer is None) == bool(wrong)
    return wrong


@pytest.mark.parametrize(("layer", "number"), EXAMPLES, ids=[f"{layer} {n + 1}" for layer, n in EXAMPLES])
def test_an_example_gives_what_it_says(layer: str, number: int) -> None:
    assert run_example(LAYERS[layer], LAYERS[layer].examples[number]) == {}


def test_layers_of_rows_have_examples() -> None:
    assert {layer for layer, _ in EXAMPLES} >= {"police", "ambulance", "emergency_department", "youth_provision"}


@pytest.mark.parametrize(
    ("layer", "gives", "differs"),
    [
        ("ambulance", {"category": "assault"}, {"category": ("assault", "stabbing or shooting")}),
        ("ambulance", {"set_aside": "date cannot be read"}, {"set_aside": ("date cannot be read", "kept")}),
        ("ambulance", {"at": "2025-10-26T01:31"}, {"at"}),
        ("ambulance", {"easting": 270_500, "northing": 432_201}, {"northing": (432_201, 432_200.0)}),
        ("ambulance", {"nonsense": 1}, {"nonsense": (1, None)}),
        ("police", {"lon": -3.8123}, {"lon": (-3.8123, -3.812345)}),
        ("deprivation_2025", {"idaci_decile": 3}, {"idaci_decile": (3, 2.0)}),
        ("youth_provision", {"when": "Tuesday"}, {"when": ("Tuesday", "Tues & Thurs 6-8 term time only")}),
    ],
)
def test_an_example_that_does_not_hold_is_found_out(layer: str, gives: dict, differs: object) -> None:
    found = run_example(LAYERS[layer], {"given": LAYERS[layer].examples[0]["given"], "gives": gives})
    assert (set(found) if isinstance(differs, set) else found) == differs


def test_an_example_for_shapes_or_without_its_columns_is_a_difference_and_not_a_crash() -> None:
    assert set(run_example(LAYERS["roads"], {"given": {"name": "A1"}, "gives": {"name": "A1"}})) == {"read"}
    assert set(run_example(LAYERS["ambulance"], {"given": {"x": "1"}, "gives": {"at": "1"}})) == {"read"}


def test_a_good_layer_has_no_fault() -> None:
    assert faults() == []


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"colour": "red"}, "'colour' is not a key"),
        ({"titel": "x"}, "did you mean 'title'?"),
        ({"title": None}, "'title' is missing"),
        ({"title": 3}, "'title' must be text, is 3"),
        ({"role": "crime"}, "'role' must be one of harm, need"),
        ({"reader": ["table"]}, "'reader' must be text"),
        ({"files": "calls.csv"}, "'files' must be a list"),
        ({"files": []}, "must name at least one file"),
        ({"files": ["../../etc/passwd"]}, "'files' must hold names inside geodata/raw"),
        ({"files": ["/etc/passwd"]}, "'files' must hold names inside geodata/raw"),
        ({"files": [""]}, "'files' must hold names inside geodata/raw"),
        ({"files": [3]}, "'files' must hold names inside geodata/raw"),
        ({"fresh_days": "often"}, "'fresh_days' must be a whole number"),
        ({"fresh_days": True}, "'fresh_days' must be a whole number"),
        ({"finest_resolution": 12}, "must be one of 7, 8, 9"),
        ({"columns": ["at"]}, "'columns' must be a table"),
        ({"columns": {"When": "moment"}}, "table knows only at, date"),
        ({"columns": {"When": ["at"]}}, "table knows only at, date"),
        ({"crs": "EPSG:4326"}, "must agree with crs"),
        ({"categories": {"27*": 3}}, "[categories]: '27*' must be a word"),
        ({"only": {"Age": "10-17"}}, "[only]: 'Age' must be a list of the values kept"),
        ({"only": {"Age": []}}, "[only]: 'Age' must be a list of the values kept"),
        ({"values": {"x": 3}}, "'values' is not for the reader 'table'"),
        ({"reader": "police_uk", "columns": {}, "only": {"a": ["b"]}}, "'only' is not for the reader 'police_uk'"),
        ({"reader": "areas", "columns": {"c": "area"}}, "needs a column mapped to 'area' and at least one"),
        ({"reader": "areas", "columns": {"c": "area"}, "values": {"x": 3}}, "[values.x]: must be a table, is 3"),
        ({"expect": {"max": 1}}, "[expect]: 'max' is not a key"),
        ({"expect": {"breaks": [3]}}, "'breaks' must hold sentences"),
        ({"example": [{"given": {}}]}, "[[example]] 1: must hold 'given' and 'gives'"),
        ({"example": ["x"]}, "[[example]] 1: must hold 'given' and 'gives'"),
        ({"example": [{"given": 1, "gives": 2}]}, "'given' and 'gives' must be tables"),
    ],
)
def test_a_wrong_layer_is_refused_in_words(changes: dict, says: str) -> None:
    assert any(says in fault for fault in faults(**changes))


@pytest.mark.parametrize(
    "heading",
    ["LSOA of residence", "Home LSOA", "Patient LSOA", "Victim_postcode", "Usual address postcode", "Resident area"],
)
@pytest.mark.parametrize("ours", ["lsoa", "postcode", "easting"])
def test_where_a_person_lives_is_never_where_they_were_harmed(heading: str, ours: str) -> None:
    assert any("where a person lives" in fault for fault in faults(columns={"When": "at", heading: ours}))
    assert faults(columns={"When": "at", "Incident LSOA": ours}) == []


def test_all_faults_of_all_files_are_named_at_once(tmp_path: Path) -> None:
    folder = new_workspace(tmp_path / "new")
    (folder / "layers" / "water.toml").write_text('title = 3\ncolour = "blue"\n')
    (folder / "layers" / "roads.toml").write_text("not toml at all")
    (folder / "layers" / "police.toml").write_bytes('title = "caf\u00e9"'.encode("cp1252"))
    (folder / "geodata" / "area.toml").write_text('boundary = "nowhere"\nresolution = 15\n')
    with pytest.raises(CatalogueError) as caught:
        open_workspace(folder)
    said = str(caught.value)
    for part in ("'title' must be text", "'colour' is not a key", "roads.toml: is not TOML", "must be saved as UTF-8"):
        assert part in said
    assert "area.toml: 'name' is missing" in said
    assert "area.toml: 'resolution' must be one of 7, 8, 9, is 15" in said


def test_a_byte_order_mark_before_a_layer_does_no_harm(tmp_path: Path) -> None:
    folder = new_workspace(tmp_path / "new")
    path = folder / "layers" / "water.toml"
    path.write_text("\ufeff" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert "water" in open_workspace(folder).layers


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"boundary": "police"}, "'boundary' must be a layer of shapes"),
        ({"boundary": "nowhere"}, "layer 'nowhere' is not in layers/"),
        ({"names": [["roads"]]}, "'names' must be a list of names"),
        ({"postcodes": ["/ONSPD.csv"]}, "'postcodes' must hold names inside geodata/raw"),
        ({"names": ["nowhere"]}, "layer 'nowhere' is not in layers/"),
        ({"health_layer": "roads"}, "'health_layer' must be a layer of table or police_uk"),
        ({"need": "police.count"}, "'need' must be layer.value of an areas layer"),
        ({"boundary_where": {"column": "code", "equals": "x"}}, "'column' must be one of name, kind, area"),
        ({"boundary_where": {"column": "name"}}, "must hold one of 'starts' and 'equals'"),
        ({"resident_ages": [17, 10]}, "'resident_ages' must be [first, last]"),
        ({"settings": {"hot_ration": 3}}, "[settings]: 'hot_ration' is not a key"),
        ({"settings": {"hot_ratio": "three"}}, "'hot_ratio' must be a whole number or a number"),
    ],
)
def test_a_wrong_area_is_refused_in_words(changes: dict, says: str) -> None:
    area, wrong = area_from({"name": "A", "boundary": "boundary"} | changes, LAYERS)
    assert area is None
    assert any(says in fault for fault in wrong)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=5,
)


@given(st.dictionaries(st.sampled_from(sorted(LAYER_KEYS)), anything, max_size=4))
@settings(max_examples=150, deadline=None)
def test_no_layer_crashes_the_reading_of_layers(changes: dict) -> None:
    for base in (GOOD, GOOD | {"reader": "areas", "columns": {"c": "area"}}):
        layer, wrong = layer_from(base | changes, Path("calls.toml"), "")
        assert (layer is None) == bool(wrong)


@example({"names": [[]]})
@given(st.dictionaries(st.sampled_from(sorted(AREA_KEYS)), anything, max_size=4))
@settings(max_examples=150, deadline=None)
def test_no_area_crashes_the_reading_of_areas(changes: dict) -> None:
    area, wrong = area_from({"name": "A", "boundary": "boundary"} | changes, LAYERS)
    assert (area is None) == bool(wrong)


def test_a_star_stands_for_anything_and_no_other_sign_does() -> None:
    layer, _ = layer_from(GOOD | {"categories": {"04*": "a", "04*S": "b", "[x]?": "c"}}, Path("calls.toml"), "")
    assert [layer.category_of(c) for c in ("04D02", "04D02S", "[x]?", "x1", "31")] == ["a", "b", "c", None, None]


def columns_table() -> str:
    rows = [f"| `{reader}` | `{k}` | {v} |" for reader, ours in terms.OURS.items() for k, v in ours.items()]
    return "\n".join(["| reader | ours | what it holds |", "|---|---|---|", *rows])


@pytest.mark.parametrize(
    ("mark", "table"),
    [("layer keys", keys_table(LAYER_KEYS)), ("area keys", keys_table(AREA_KEYS)), ("columns", columns_table())],
)
def test_the_readme_of_layers_holds_every_key_as_it_is(mark: str, table: str) -> None:
    text = (HOUSE / "layers" / "README.md").read_text(encoding="utf-8")
    assert text.split(f"<!-- {mark} -->\n")[1].split("\n<!-- end -->")[0] == table


def test_a_new_workspace_opens_and_its_template_is_a_layer(tmp_path: Path) -> None:
    folder = new_workspace(tmp_path / "new")
    workspace = open_workspace(folder)
    assert workspace.area.name == "My area"
    assert workspace.layers.keys() == LAYERS.keys()
    assert workspace.raw.is_dir()
    assert not (folder / "layers" / "_area.toml").exists()
    template = tomllib.loads((folder / "layers" / "_template.toml").read_text(encoding="utf-8"))
    assert layer_from(template, Path("mine.toml"), "")[1] == []


def test_a_new_workspace_never_overwrites(tmp_path: Path) -> None:
    (tmp_path / "kept.txt").write_text("kept")
    with pytest.raises(PlacespaceError, match="needs an empty folder"):
        new_workspace(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["kept.txt"]


def test_a_folder_that_is_not_a_workspace_is_said(tmp_path: Path) -> None:
    with pytest.raises(PlacespaceError, match=r"has no geodata/area\.toml"):
        open_workspace(tmp_path)
