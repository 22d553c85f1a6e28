"""Say what is known of one cell, as far as a profile may know it."""

from __future__ import annotations

import pandas as pd

from placespace.disclose import shown_as
from placespace.documents.answer import Answer
from placespace.measures import CellValues, rates_per_1000, shrunk_rates
from placespace.measures.hotspots import too_few_to_tell

PEOPLE_TO = 10


def cell_facts(found: Answer, values: CellValues, cell: str) -> list[tuple[str, str]]:
    """Return what is known of a cell, as label and text.

    Rates, ratios and chances are the analyst's; residents are published estimates, to the
    nearest ten.
    """
    row = found.table.set_index("cell").loc[cell]
    facts = [("Events in the cell", shown_as(row["count"], row["status"]))]
    people, need = values.people, values.need
    if found.profile.exact:
        if pd.notna(row["ratio"]):
            says = (
                f"{row['ring']:,.0f} events; an even spread would give {row['expected']:,.1f}, so {row['ratio']:.1f} "
                f"times; q {row['q']:.2g}; Gi* z {row['gi_z']:.1f}"
            )
            if too_few_to_tell(row.to_frame().T, found.settings).iloc[0]:
                says += "; too few are expected to say that a low count means anything"
            facts.append(("Cell and neighbours", says))
        active = f"{row['months_active']} of {len(found.months)}"
        facts.append(("Months with an event in the cell or its neighbours", active))
        if people is not None:
            facts.append(("Rate", _rate(found, values, cell, int(row["count"]))))
    if people is not None and pd.notna(people[cell]):
        facts.append(("Young residents", f"about {round(people[cell] / PEOPLE_TO) * PEOPLE_TO:,.0f}"))
    if need is not None:
        text = "missing" if pd.isna(need[cell]) else f"{need[cell]:.0%}" if need.max() <= 1 else f"{need[cell]:.1f}"
        facts.append((f"Need: {values.need_label}", text))
    return facts


def _rate(found: Answer, values: CellValues, cell: str, count: int) -> str:
    kind, people = values.kind[[cell]], values.people[[cell]]
    rate = rates_per_1000(pd.Series({cell: count}), people, not_residents=kind, own=found.settings).iloc[0]
    if rate["no_rate_because"]:
        return f"none: {rate['no_rate_because']}"
    shrunk = shrunk_rates(found.in_cell_order()["count"], values.people.fillna(0))[cell] * 1000
    return (
        f"{rate['rate_per_1000']:.0f} per 1,000 young residents (95 % interval {rate['low']:.0f} to "
        f"{rate['high']:.0f}; {shrunk:.0f} when drawn towards the area's by how little is known); events of all ages "
        "over young residents"
    )
