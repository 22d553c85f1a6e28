"""Who can be sent out: read with every fault at once, and kept with the comments that were there."""

import string
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from placespace.catalogue import open_workspace
from placespace.catalogue.crews import Crew, read_crews, write_crews
from placespace.errors import PlacespaceError, WrongUse
from placespace.terms import CREW_KINDS

GOOD = """
# who is out in October
[[crew]]
id = "bus"          # the old one
title = "Youth bus"
kind = "youth bus"
hours_month = 64
base = [-3.95, 53.79]
base_name = "Depot"
speed_km_h = 25
rules = [
    "Monday to Thursday 18-21",  # not Fridays: the rink
    "not December, January",
]

[[crew]]
id = "wardens"
title = "Wardens"
kind = "wardens"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "crews.toml"
    path.write_text(GOOD, encoding="utf-8")
    return path


def test_a_crew_is_read_as_it_is_written(file):
    crews, faults = read_crews(file)
    assert faults == []
    bus, wardens = crews
    rules = ("Monday to Thursday 18-21", "not December, January")
    assert bus == Crew("bus", "Youth bus", "youth bus", 1, 64, (-3.95, 53.79), "Depot", 25, rules)
    assert (bus.works, bus.police) == ("sessions", False)
    assert (wardens.hours_month, wardens.base, wardens.speed_km_h, wardens.rules) == (None, None, 4.8, ())
    assert Crew("p", "P", "police pair").police


def test_no_file_is_no_crews(tmp_path):
    assert read_crews(tmp_path / "crews.toml") == ([], [])


def test_every_fault_is_said_at_once_and_good_crews_are_kept(file):
    file.write_text(
        GOOD
        + """
[[crew]]
id = "bus"
title = "Second bus"
kind = "youth bus"
[[crew]]
id = "late ones"
title = " "
kind = "gang unit"
at_once = 0
hours_month = -4
speed_km_h = nan
base = [53.79, -3.95]
colour = "red"
rules = [17]
[[crew]]
title = "Nobody"
kind = "wardens"
base = [430000, 270000]
at_once = true
""",
        encoding="utf-8",
    )
    crews, faults = read_crews(file)
    assert [c.id for c in crews] == ["bus", "wardens"]
    said = "\n".join(faults)
    for words in (
        "crew 'bus': 'id' is that of an earlier crew",
        "crew 'late ones': 'colour' is not a key",
        "crew 'late ones': 'kind' must be one of police pair",
        "'id' must be letters, digits",
        "'title' is empty",
        "'at_once' must be 1 to 20, is 0",
        "'hours_month' must be more than 0 hours, is -4",
        "'speed_km_h' must be more than 0 km an hour, is nan",
        "'base' has latitude first: longitude comes first",
        "'rules' must be a list of sentences",
        "crew 5: 'id' is missing",
        "'base' must be [longitude, latitude] in degrees",
        "'at_once' must be a whole number, is True",
    ):
        assert words in said, words
    assert all(f.startswith("crews.toml") and f.endswith(".") for f in faults)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[[crew]]\nid = "a\n', "line 2"),
        ("[crew]\nid = 'a'\n", "two brackets"),
        ("crews = 3\n", "'crews' is not a key"),
        ("crew = [3]\n", "must be a table"),
        ("x = " + "[" * 5000, "is not TOML"),
    ],
)
def test_a_broken_file_is_one_sentence(file, text, says):
    file.write_text(text, encoding="utf-8")
    crews, faults = read_crews(file)
    assert crews == []
    assert len(faults) == 1
    assert says in faults[0]


def test_a_file_in_another_encoding_is_said(file):
    file.write_bytes(GOOD.replace("Depot", "Café").encode("cp1252"))
    assert read_crews(file) == ([], ["crews.toml must be saved as UTF-8."])


def test_keeping_the_same_crews_changes_nothing(file):
    write_crews(file, read_crews(file)[0])
    assert file.read_text(encoding="utf-8") == GOOD


def test_comments_stay_when_a_crew_changes_and_another_comes_and_goes(file):
    (bus, wardens), _ = read_crews(file)
    outreach = Crew("outreach", "Outreach", "outreach crew", rules=("every Friday 17-21", "not December"))
    changed = Crew(**{**vars(bus), "hours_month": 48.0})
    write_crews(file, [changed, outreach])
    text = file.read_text(encoding="utf-8")
    assert read_crews(file) == ([changed, outreach], [])
    assert all(c in text for c in ("# who is out in October", "# the old one", "# not Fridays: the rink"))
    write_crews(file, [])
    assert read_crews(file) == ([], [])
    write_crews(file, [wardens])
    assert read_crews(file) == ([wardens], [])


def test_a_crew_that_could_not_be_read_is_not_lost(file):
    file.write_text(GOOD + '\n[[crew]]\nid = "new"\ntitle = "New"\nkind = "helicopter"\n', encoding="utf-8")
    crews, before = read_crews(file)
    write_crews(file, crews[:1])
    again, faults = read_crews(file)
    assert ([c.id for c in again], faults) == (["bus"], before)
    write_crews(file, [*again, Crew("new", "New", "wardens")])
    assert [c.id for c in read_crews(file)[0]] == ["bus", "new"]


def test_crews_in_one_line_are_kept_too(file):
    file.write_text('crew = [{id = "a", title = "A", kind = "wardens"}]\n', encoding="utf-8")
    crews, faults = read_crews(file)
    assert faults == []
    write_crews(file, [*crews, Crew("b", "B", "fire team")])
    assert [c.id for c in read_crews(file)[0]] == ["a", "b"]


def test_nothing_is_written_over_a_broken_file_or_by_a_wrong_crew(file):
    with pytest.raises(PlacespaceError, match="latitude first"):
        write_crews(file, [Crew("a", "A", "wardens", base=(53.8, -3.9))])
    with pytest.raises(PlacespaceError, match="more than once"):
        write_crews(file, [Crew("a", "A", "wardens"), Crew("a", "B", "wardens")])
    assert file.read_text(encoding="utf-8") == GOOD
    file.write_text("[[crew", encoding="utf-8")
    with pytest.raises(WrongUse, match="Mend it by hand"):
        write_crews(file, [])
    assert file.read_text(encoding="utf-8") == "[[crew"


TEXT = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=20)
CREWS = st.builds(
    Crew,
    id=st.text(string.ascii_lowercase + string.digits, min_size=1, max_size=8),
    title=TEXT.filter(str.strip),
    kind=st.sampled_from(sorted(CREW_KINDS)),
    at_once=st.integers(1, 9),
    hours_month=st.none() | st.floats(0.25, 900),
    base=st.none() | st.tuples(st.floats(-8, 2), st.floats(50, 60)),
    base_name=TEXT,
    speed_km_h=st.floats(1, 60),
    rules=st.lists(TEXT.filter(str.strip), max_size=3).map(tuple),
    notes=TEXT,
)


@settings(max_examples=60, deadline=None)
@given(
    first=st.lists(CREWS, max_size=3, unique_by=lambda c: c.id),
    second=st.lists(CREWS, max_size=3, unique_by=lambda c: c.id),
)
def test_what_is_kept_is_read_again_whatever_was_there(tmp_path_factory, first, second):
    path = tmp_path_factory.mktemp("crews") / "crews.toml"
    for crews in (first, second):
        write_crews(path, crews)
        read, faults = read_crews(path)
        assert faults == []
        assert sorted(read, key=lambda c: c.id) == sorted(crews, key=lambda c: c.id)


def test_the_borough_s_own_crews_are_six():
    crews, faults = read_crews(open_workspace().crews)
    assert faults == []
    assert len(crews) == 6
    assert {c.kind for c in crews} == set(CREW_KINDS)
