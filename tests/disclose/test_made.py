"""Coverage and siting leave for the profile they were made for, with columns that were decided on, or not at all."""

import itertools

import pandas as pd
import pytest

from placespace.disclose import PROFILES, check_made_for, protect_made
from placespace.disclose.made import MADE
from placespace.disclose.protect import COUNTS, EXACT, FLAGS, OPEN
from placespace.errors import PlacespaceError

PARTNER = PROFILES["partner"]
GOOD = pd.DataFrame({"cell": ["a", "b"], "place": ["A", ""], "rank": [1, 2], "demand": [0.5, 0.25]})


@pytest.mark.parametrize(("sees", "made"), list(itertools.permutations(PROFILES, 2)))
def test_what_was_made_for_one_profile_leaves_for_no_other(sees, made):
    with pytest.raises(PlacespaceError, match=f"worked out for {made}, and {sees} is to see it"):
        protect_made(GOOD, PROFILES[sees], made_for=PROFILES[made])
    with pytest.raises(PlacespaceError, match=f"worked out for {made}"):
        check_made_for(PROFILES[sees], PROFILES[made])


@pytest.mark.parametrize("name", PROFILES)
def test_it_leaves_for_its_own_as_it_is_with_nothing_beside_it(name):
    table = GOOD.copy()
    table.attrs["true"] = [3, 1]
    out = protect_made(table, PROFILES[name], made_for=PROFILES[name])
    pd.testing.assert_frame_equal(out, GOOD)
    assert out.attrs == {}
    assert table.attrs == {"true": [3, 1]}


@pytest.mark.parametrize("column", ["events_true", "known", "timed", "unknown", *sorted(COUNTS | EXACT | FLAGS)])
@pytest.mark.parametrize("name", PROFILES)
def test_a_column_that_was_not_decided_on_is_refused_and_named(name, column):
    profile = PROFILES[name]
    with pytest.raises(PlacespaceError, match=f"'{column}' is not one"):
        protect_made(GOOD.assign(**{column: 1}), profile, made_for=profile)


def test_no_column_is_both_a_count_and_made_from_what_is_shown():
    assert not MADE & (COUNTS | EXACT | FLAGS)
    assert not OPEN & (COUNTS | EXACT | FLAGS)


def test_a_profile_of_the_same_name_is_the_same():
    check_made_for(PARTNER, PROFILES["partner"])
