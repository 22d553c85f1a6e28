"""Hours that stand out are found where they were planted, said in words, and not among few events or noise."""

import numpy as np
import pytest

from placespace.calendar import read_calendar
from placespace.grid import Question, study_area
from placespace.measures import Peak, hours, peaks, peaks_in_words

THU, FRI, SAT = 3, 4, 5


def week(*held: tuple[tuple[int, ...], tuple[int, ...], float], ground: float = 0.1) -> np.ndarray:
    """Counts of a week: so many in each of some hours of some days of the clock."""
    counts = np.full((7, 24), ground)
    for days, at, each in held:
        counts[np.ix_(days, at)] += each
    return counts.ravel()


def words(counts: np.ndarray, week_type: str = "all") -> str:
    return peaks_in_words(peaks(counts), week_type, events=counts.sum())


def test_after_school_is_school_days_in_term_and_weekdays_otherwise():
    counts = week(((0, 1, 2, 3, 4), (15, 16, 17), 5))
    assert words(counts, "term") == "school days 15-18"
    assert words(counts, "holiday") == "weekdays 15-18"


def test_the_small_hours_are_of_the_night_before():
    counts = week(((FRI, SAT), (22, 23), 9), ((SAT, 6), (0, 1), 9))
    assert words(counts) == "Friday and Saturday 22-02"
    assert words(week(((SAT,), (2, 3), 30))) == "Friday night 02-04"
    assert peaks(counts)[0].hours_of_week() == [118, 119, 120, 121, 142, 143, 144, 145]
    assert Peak((FRI,), 2, 4, 30, 1, 9).hours_of_week() == [SAT * 24 + 2, SAT * 24 + 3]


def test_two_peaks_are_told_apart_and_the_stronger_comes_first():
    counts = week(((0, 1, 2, 3, 4), (15, 16, 17), 8), ((FRI, SAT), (21, 22, 23), 5))
    assert words(counts, "term") == "school days 15-18; Friday and Saturday 21-00"


def test_a_peak_within_a_wider_one_goes_before_it():
    counts = week(((THU,), (20, 21), 30), ((0, 1, 2, 3, 4), (18, 19, 20, 21), 2))
    found = peaks(counts)
    assert peaks_in_words(found, "term") == "Thursday 20-22; school days 18-22"
    assert sum(p.events for p in found) == pytest.approx(60 + 40 + 20 * 0.1), "no hour is counted twice"


def test_an_empty_day_or_two_empty_hours_between_are_no_part_of_a_peak():
    counts = week(((1,), (19, 20, 21), 12), ((THU,), (19, 20), 14))
    assert words(counts) == "Tuesday and Thursday 19-22"
    assert words(week(((1, 2), (10, 11, 14, 15), 9))) == "Tuesday and Wednesday 10-12; Tuesday and Wednesday 14-16"
    assert words(week(((5, 6), (13, 14), 9))) == "Saturday and Sunday 13-15"
    assert words(week(((0, 5, 6), (13, 14), 9))) == "Saturday to Monday 13-15"
    assert words(week((tuple(range(7)), (13, 14), 9))) == "every day 13-15"


def test_few_events_or_none_are_said_to_be_so():
    assert words(np.zeros(168)) == "no events with a time"
    one = np.zeros(168)
    one[20] = 1
    assert words(one) == "too few to say: 1 event with a time"
    nineteen = week(((THU,), (20,), 19), ground=0)
    assert words(nineteen) == "too few to say: 19 events with a time"
    assert peaks(nineteen) == []
    assert peaks(nineteen, own={"peak_events": 10}), "the area may set its own"


def test_an_even_spread_has_no_peak():
    assert words(np.ones(168)) == "no hours stand out"


def test_noise_is_rarely_a_peak():
    rng = np.random.default_rng(20)
    found = [bool(peaks(rng.poisson(rate, 168))) for rate in (0.2, 1, 5) for _ in range(100)]
    # peak_p is 0.05 and Bonferroni is strict: 0.05 of 300 and three standard errors are 26
    assert sum(found) <= 26


def test_a_week_with_more_of_one_day_does_not_make_that_day_a_peak():
    counts = week(((0,), tuple(range(24)), 4), ground=0)
    counts[:6], counts[24:30] = 0, 4
    assert peaks(counts), "as if Mondays were busy"
    assert peaks(counts, np.array([12, 0, 0, 0, 0, 0, 0])) == [], "there were no other days"


@pytest.mark.parametrize(
    ("place", "window", "week_type", "said"),
    [
        ("Saltgate Interchange", ("2025-10", "2026-09"), "term", "school days 15-18"),
        ("Kelder Moor Green", ("2025-10", "2026-09"), "term", "Thursday 20-22; school days 18-22"),
        ("Kelder Moor Green", ("2024-10", "2026-09"), "holiday", "Thursday 20-22"),
        ("Quay End night strip", ("2025-10", "2026-09"), "all", "Friday and Saturday 20-02"),
        ("Quay End night strip", ("2024-10", "2026-09"), "term", "Friday and Saturday 20-02"),
    ],
)
def test_the_borough_s_places_have_the_hours_that_were_planted(sample_reading, truth, place, window, week_type, said):
    calendar, cells = read_calendar(sample_reading.workspace), study_area(sample_reading.workspace)
    spot = next(s for s in truth["hot_spots"] if s["name"] == place)
    # 300 m from the middle of a spot 200 m wide: the two or three cells whose centres are nearest
    near = np.hypot(*(cells.centres_m() - [spot["easting"], spot["northing"]]).T) <= 300
    question = Question("ambulance", first=window[0], last=window[1])
    of_place = hours(sample_reading, question, cells, calendar, week_type).of(near)
    found = peaks(of_place.counts, of_place.days)
    assert peaks_in_words(found, week_type, events=of_place.timed) == said
    assert found[0].share > 0.5
