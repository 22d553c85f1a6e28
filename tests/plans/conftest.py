"""Small cases of siting whose every plan can be tried."""

from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pytest
from scipy import sparse

from placespace.plans.covering import starts

SLOTS = 12
"""A week of twelve slots has all that one of 336 has, and few enough plans to try them all."""


@dataclass(frozen=True)
class Case:
    unmet: np.ndarray
    reach: sparse.csr_array
    lettable: np.ndarray
    k: int
    length: int
    step: int

    @property
    def arrays(self):
        return self.unmet, self.reach, self.lettable

    @property
    def asked(self):
        return {"k": self.k, "length_slots": self.length, "step_slots": self.step}

    def sessions(self):
        """Every session there is to choose from, as what it covers: bool, shape (n, t)."""
        slots = self.unmet.shape[1]
        return [
            np.outer(self.reach.toarray()[:, v], (np.arange(slots) - s) % slots < self.length).astype(bool)
            for v, s in np.argwhere(starts(self.lettable, self.length, self.step))
        ]

    def most(self):
        """The most that any choice reaches, by trying them all."""
        every = self.sessions()
        choices = combinations(every, min(self.k, len(every)))
        return max((self.unmet[np.any(choice, axis=0)].sum() for choice in choices if choice), default=0.0)

    def met_by(self, plan):
        """What a plan reaches, session by session."""
        slots = np.arange(self.unmet.shape[1])
        covered = np.zeros(self.unmet.shape, bool)
        for one in plan.chosen:
            open_then = (slots - one.start_slot) % len(slots) < one.length_slots
            covered |= np.outer(self.reach.toarray()[:, one.venue], open_then).astype(bool)
        return self.unmet[covered].sum()


def random_case(seed, slots=SLOTS):
    """A few cells, venues and lets, with demand in whole numbers: ties are common."""
    rng = np.random.default_rng(seed)
    cells, venues = rng.integers(3, 9), rng.integers(2, 5)
    return Case(
        unmet=rng.poisson(1.0, (cells, slots)).astype(float),
        reach=sparse.csr_array(rng.random((cells, venues)) < 0.5),
        lettable=rng.random((venues, slots)) < 0.85,
        k=int(rng.integers(1, 5)),
        length=int(rng.integers(1, 4)),
        step=int(rng.integers(1, 4)),
    )


@pytest.fixture(scope="session")
def case_of():
    """Return :func:`random_case`."""
    return random_case


@pytest.fixture(scope="session")
def make_case():
    """Return :class:`Case`."""
    return Case
