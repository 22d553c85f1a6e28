"""A real area: picked on data to September 2019, measured on October to December, recounted from the months."""

import numpy as np
import pytest

from placespace.documents.hold import hold, one_origin, one_origin_words
from placespace.grid import Question, study_area
from placespace.measures.backtest import FIXED, HOT
from placespace.measures.backtest_pooled import BETTER, NO_BETTER, WORSE

pytestmark = pytest.mark.real_data
MONTH = "2019-10"
VIOLENCE, ROBBERY = (Question("police", (c,)) for c in ("Violence and sexual offences", "Robbery"))


def held(found, size):
    rows = found.test.by_origin
    return rows[rows["size"] == size].set_index("way")


@pytest.mark.parametrize(
    ("question", "events", "hot", "method", "busiest", "busiest_as_hot", "method_as_hot"),
    [
        (VIOLENCE, 2280, 178, 369, 397, 1469.8, 1312),
        (ROBBERY, 41, 75, 6.4, 6.62, 15.5, 21),
    ],
)
def test_october_to_december_2019_from_data_to_september(
    sefton, question, events, hot, method, busiest, busiest_as_hot, method_as_hot
):
    found = one_origin(sefton, question, MONTH)
    look = found.test.origins.iloc[0]
    assert (look["month"], look["months_used"], look["hot"]) == ("2019-09", 11, hot)
    assert (look["ahead"], look["events"]) == ("2019-10, 2019-11, 2019-12", events)
    fixed, as_hot = held(found, FIXED), held(found, HOT)
    assert fixed["hits"][["method", "busiest"]].tolist() == pytest.approx([method, busiest], abs=0.01)
    assert as_hot["hits"][["method", "busiest"]].tolist() == pytest.approx([method_as_hot, busiest_as_hot], abs=0.05)
    assert "missing or far too small at source: July 2019" in one_origin_words(found)


def test_the_busiest_cells_are_a_recount_of_the_months(sefton):
    cells = study_area(sefton.workspace)
    by_month = sefton.counts("police", 9).by_cell_and_month(VIOLENCE, cells)
    year = by_month[[m for m in by_month if "2018-10" <= m <= "2019-09"]].sum(axis=1).to_numpy()
    top = np.argsort(-year, kind="stable")[:20]
    assert year[top[-1]] > np.sort(year)[-21], "no tie for the last place"
    came = by_month[["2019-10", "2019-11", "2019-12"]].to_numpy()[top].sum()
    assert held(one_origin(sefton, VIOLENCE, MONTH), FIXED).loc["busiest", "hits"] == came == 397


def test_over_a_year_of_looks_the_verdict_goes_both_ways(sefton):
    violence, robbery = (hold(sefton, q, "analyst").test for q in (VIOLENCE, ROBBERY))
    assert violence.left_out == ["2019-07"]
    assert (len(violence.origins), violence.apart[FIXED]) == (12, 4)
    assert violence.verdicts == {HOT: WORSE, FIXED: WORSE}
    assert robbery.verdicts == {HOT: BETTER, FIXED: NO_BETTER}
