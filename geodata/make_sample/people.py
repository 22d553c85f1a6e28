"""Who lives where: deprivation by small area, and population by single year of age."""

import numpy as np

from . import planted as p
from .town import DISTRICTS, PEOPLE_PER_LSOA

RANKS = 33_755
AGES = np.arange(91)
TO = "(where 1 is most deprived)"
# The ministry's own header for this column stops in the middle of a word.
IDACI_DECILE = "Income Deprivation Affecting Children Index (IDACI) Decile (where 1 is most deprived 10% of LSO"
IOD_HEADER = [
    "LSOA code (2021)",
    "LSOA name (2021)",
    "Local Authority District code (2024)",
    "Local Authority District name (2024)",
    *[
        f"{name} {column}"
        for name, score in (
            ("Index of Multiple Deprivation (IMD)", "Score"),
            ("Income", "Score (rate)"),
            ("Crime", "Score"),
        )
        for column in (score, f"Rank {TO}", "Decile (where 1 is most deprived 10% of LSOAs)")
    ],
    "Income Deprivation Affecting Children Index (IDACI) Score (rate)",
    f"Income Deprivation Affecting Children Index (IDACI) Rank {TO}",
    IDACI_DECILE,
]
POPULATION_SHEET = "Mid-2024 LSOA 2021"


def _deprivation(lsoas) -> np.ndarray:
    """Return how deprived each small area is, from 0 (least) to 1, by its district and by chance."""
    level = {d.name: d.deprivation for d in DISTRICTS}
    noise = p.stream("deprivation").normal(0, 0.13, len(lsoas))
    return np.clip(lsoas.district.map(level).to_numpy() + noise, 0.02, 0.985)


def _rank_columns(value: np.ndarray, top: float, digits: int, low: float = 0.0) -> list[list]:
    """Return score, rank and decile for a latent value in 0..1; no two areas share a rank."""
    ranks = np.clip(np.round((1 - value) * RANKS).astype(int), 1, RANKS)
    for i in np.argsort(ranks, kind="stable"):
        while (ranks == ranks[i]).sum() > 1:
            ranks[i] += 1
    scores = np.round(low + (top - low) * (1 - ranks / RANKS) ** 2, digits)
    deciles = np.ceil(ranks / RANKS * 10).astype(int)
    return [[float(s), int(r), int(d)] for s, r, d in zip(scores, ranks, deciles, strict=True)]


def make_iod(lsoas) -> tuple[list[list], str]:
    """Return the rows of the deprivation file, and the code of the area whose IDACI is blank.

    Parameters
    ----------
    lsoas : GeoDataFrame
        Small areas with `LSOA21CD`, `LSOA21NM` and `district`.
    """
    rng = p.stream("iod")
    latent = _deprivation(lsoas)

    def near(spread):
        return np.clip(latent + rng.normal(0, spread, len(latent)), 0.01, 0.99)

    parts = [
        _rank_columns(near(0.04), 80, 3),
        _rank_columns(near(0.05), 0.55, 3),
        _rank_columns(near(0.10), 2.4, 3, -2.2),
        _rank_columns(near(0.06), 0.70, 3),
    ]
    blank = int(np.flatnonzero(lsoas.district == "Hollin Scar")[0])
    parts[3][blank] = ["", "", ""]
    rows = [
        [code, name, p.LAD_CODE, p.BOROUGH, *[value for part in parts for value in part[i]]]
        for i, (code, name) in enumerate(zip(lsoas.LSOA21CD, lsoas.LSOA21NM, strict=True))
    ]
    return rows, lsoas.LSOA21CD.iloc[blank]


def _age_curve(youth: float) -> np.ndarray:
    """Return the share of people at each year of age; `youth` above 1 means more children."""
    curve = np.where(AGES < 60, 1.0, np.exp(-(((AGES - 60) / 22.0) ** 2)))
    curve = curve * np.where(AGES < 19, youth, 1.0) * np.where((AGES > 44) & (AGES < 62), 1.12, 1.0)
    curve[90] *= 3.0
    return curve / curve.sum()


def make_population(lsoas) -> tuple[list[list], dict[str, int]]:
    """Return the rows of the population sheet, and the totals that tests check.

    Parameters
    ----------
    lsoas : GeoDataFrame
        Small areas with `LSOA21CD`, `LSOA21NM` and `district`.
    """
    rng = p.stream("population")
    youth = 0.85 + 0.45 * _deprivation(lsoas)
    header = [
        "LAD 2023 Code",
        "LAD 2023 Name",
        "LSOA 2021 Code",
        "LSOA 2021 Name",
        "Total",
        *[f"F{a}" for a in AGES],
        *[f"M{a}" for a in AGES],
    ]
    rows, totals = [], {"all_ages": 0, "age_10_17": 0, "age_10_24": 0}
    for i, (code, name) in enumerate(zip(lsoas.LSOA21CD, lsoas.LSOA21NM, strict=True)):
        people = int(np.clip(rng.normal(PEOPLE_PER_LSOA, 190), 1050, 2150))
        sexes = rng.binomial(people, 0.507)
        female = rng.multinomial(sexes, _age_curve(float(youth[i])))
        male = rng.multinomial(people - sexes, _age_curve(float(youth[i])))
        rows.append([p.LAD_CODE, p.BOROUGH, code, name, people, *female.tolist(), *male.tolist()])
        both = female + male
        totals["all_ages"] += people
        totals["age_10_17"] += int(both[10:18].sum())
        totals["age_10_24"] += int(both[10:25].sum())
    titles = [
        ["Mid-2024 population estimates for 2021 Lower layer Super Output Areas by single year of age"],
        ["Fictional figures for the synthetic borough of Fairhythe"],
        [],
    ]
    return [*titles, header, *rows], totals


def population_notes() -> list[list]:
    """Return the notes sheet that comes before the figures."""
    return [
        ["Notes"],
        ["1", "Figures are for 30 June 2024 and are invented for the synthetic borough of Fairhythe."],
        ["2", "F is female, M is male; F90 and M90 are 90 years and over."],
        ["3", f"Figures are on the sheet '{POPULATION_SHEET}'."],
    ]
