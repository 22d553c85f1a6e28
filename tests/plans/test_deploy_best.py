"""Where every plan can be tried, the best is found and no bound is below it."""

import datetime
import sys
from itertools import product

import numpy as np
import pandas as pd
import pytest

from placespace.catalogue import Crew
from placespace.plans import deploy
from placespace.plans.shifts import Shift

DAY = datetime.date(2026, 10, 2)
DAYS = pd.DatetimeIndex([DAY, DAY + datetime.timedelta(1)])
VISIT, SESSION = 30, 60
OWN = {"visit_min": VISIT, "session_hours": SESSION / 60, "visits_a_day": 2}
SAME = 1e-6


class Tiny:
    """Two shifts, two or three places, and every way to fill them."""

    def __init__(self, seed):
        rng = np.random.default_rng(seed)
        places = int(rng.integers(2, 4))
        self.works = [str(rng.choice(["visits", "visits", "sessions"])) for _ in range(2)]
        limit = 2.0 if rng.random() < 0.3 else None
        kinds = {"visits": "wardens", "sessions": "outreach crew"}
        same_crew = self.works[0] == self.works[1] and rng.random() < 0.6
        crews = [
            Crew(name, name, kinds[works], 2, hours_month=limit, speed_km_h=6)
            for name, works in zip("ab", self.works, strict=True)
        ]
        self.crews = {crew.id: crew for crew in (crews[:1] if same_crew else crews)}
        self.xy = rng.uniform(0, 1200, (places, 2))
        self.base = {"a": (600.0, 600.0)} if rng.random() < 0.5 else {}
        self.value = rng.integers(0, 6, (places, 2, 24)).astype(float)
        apart = int(rng.random() < 0.3)
        self.shifts = []
        for n, works in enumerate(self.works):
            start = 1080 + int(rng.integers(0, 3)) * 30
            length = int(rng.integers(3, 5)) * 30 if works == "visits" else int(rng.integers(4, 7)) * 30
            crew = "a" if same_crew or n == 0 else "b"
            self.shifts.append(Shift(crew, n + 1 if same_crew else 1, DAYS[apart * n].date(), start, start + length))

    def deploy(self, **more):
        return deploy(self.value, DAYS, self.shifts, self.crews, self.xy, base_m=self.base, seed=1, own=OWN, **more)

    def way(self, a, b):
        return int(np.ceil(np.hypot(*(np.asarray(a) - b)) * 1.3 / 100 - 1e-9))

    def routes(self, shift):
        """Every way to fill a shift: tuples of (place, start, end), the empty one too."""
        visits = self.crews[shift.crew].works == "visits"
        step = 5 if visits else 15
        base = self.base.get(shift.crew)
        home = [0 if base is None else self.way(base, xy) for xy in self.xy]
        done = [()]
        grow = [()]
        while grow:
            longer = []
            for route in grow:
                for place, start in product(range(len(self.xy)), range(shift.start_min, shift.end_min, step)):
                    for end in [start + VISIT] if visits else range(start + SESSION, shift.end_min + 1, step):
                        ready = shift.start_min + home[place]
                        if route:
                            ready = route[-1][2] + self.way(self.xy[route[-1][0]], self.xy[place])
                        if start >= ready and end + home[place] <= shift.end_min:
                            longer.append((*route, (place, start, end)))
            done += longer
            grow = longer if len(done) < 60_000 else []
        return done

    def meets(self, shift, route):
        day = list(DAYS.date).index(shift.day)
        visits = self.crews[shift.crew].works == "visits"
        return frozenset(
            (place, day, hour)
            for place, start, end in route
            for hour in range(24)
            if (start // 60 == hour + 6 if visits else min(end, hour * 60 + 420) - max(start, hour * 60 + 360) >= 30)
        )

    def fit(self, routes):
        if self.shifts[0].day != self.shifts[1].day:
            pairs = [routes[:1], routes[1:]]
        else:
            pairs = [routes]
        for together in pairs:
            stops = [(p, s, e, self.crews[self.shifts[routes.index(r)].crew].works) for r in together for p, s, e in r]
            for n, (p, s, e, _) in enumerate(stops):
                if any(p == q and s < f and t < e for q, t, f, _ in stops[n + 1 :]):
                    return False
            for place in range(len(self.xy)):
                if sum(p == place and works == "visits" for p, _, _, works in stops) > OWN["visits_a_day"]:
                    return False
        return True

    def most(self):
        """The most that any plan meets, by trying them all, the most promising first."""
        ways = []
        for shift in self.shifts:
            by_meets = {}
            for route in self.routes(shift):
                by_meets.setdefault(self.meets(shift, route), []).append(route)
            ways.append(by_meets)
        worth = sorted(
            ((sum(self.value[key] for key in a | b), n, a, b) for n, (a, b) in enumerate(product(*ways))),
            key=lambda found: (-found[0], found[1]),
        )
        for total, _, a, b in worth:
            for pair in product(ways[0][a], ways[1][b]):
                out = [shift for shift, route in zip(self.shifts, pair, strict=True) if route]
                within = all(
                    crew.hours_month is None
                    or sum((s.end_min - s.start_min) / 60 for s in out if s.crew == crew.id) <= crew.hours_month
                    for crew in self.crews.values()
                )
                if within and self.fit(list(pair)):
                    return float(total)
        return 0.0


@pytest.mark.parametrize("seed", range(40))
def test_the_best_of_all_plans_is_found_and_bounded(seed, monkeypatch):
    case = Tiny(seed)
    best = case.most()
    made = case.deploy(prove_s=20)
    assert made.met == pytest.approx(best, rel=SAME)
    assert made.exact
    assert made.bound == made.met
    monkeypatch.setattr(sys.modules[deploy.__module__], "SMALL", 0)
    quick = case.deploy()
    assert quick.met <= best * (1 + SAME)
    assert quick.bound >= best * (1 - SAME)
    assert quick.met >= 0.63 * best
