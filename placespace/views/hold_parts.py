"""The pieces of the page on whether a choice would have held: what is asked, tables, chart and files."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from placespace.disclose import Profile
from placespace.documents import choices, harm_layers, month_name
from placespace.documents.hold import Hold, hold_book, hold_csv, size_name, ways_table
from placespace.grid import Question
from placespace.measures import Reading
from placespace.measures.backtest import FIXED, SIZES
from placespace.views import charts, controls
from placespace.views.plain import plain
from placespace.views.signed import as_now

SHORT = {
    "method": "the method",
    "busiest": "last year's busiest cells",
    "kernel": "a kernel surface",
    "random": "cells at random",
}
HELP = {
    "Held": "share of the incidents that came which fell in the cells picked, with its 95 % interval",
    "PAI": "share held, by the cells' share of the area: 1 is chance",
    "PEI": "PAI, by the best that as many cells could have had: 1 at most",
}


def ask(reading: Reading, who: Profile) -> tuple[Question, str] | None:
    """Return the question and how many cells are picked; None, having said so, where no source says where."""
    workspace = reading.workspace
    layers = workspace.layers
    mapped = [i for i in harm_layers(reading) if layers[i].precision != "none"]
    if not mapped:
        st.info("A back-test needs incidents with places. Add files on the Data page.")
        return None
    with st.container(horizontal=True, vertical_alignment="bottom"):
        layer = controls.choose(
            "Source", mapped, "source", default=workspace.area.hotspot_layer, width_px=190,
            format_func=lambda i: layers[i].source,
        )  # fmt: skip
        categories, _ = choices(reading, who, layer)
        start = next((c for c in workspace.area.compare_categories if c in categories), controls.ALL)
        category = controls.choose("Category", [controls.ALL, *categories], "category", default=start, width_px=280)
        cells = workspace.area.settings["hold_cells"]
        size = controls.choose(
            "Cells picked", [FIXED, *(s for s in SIZES if s != FIXED)], "size", width_px=230,
            format_func=lambda s: f"{cells:g} cells" if s == FIXED else "As many as are hot",
            help="The same number for every way of picking.",
        )  # fmt: skip
    return Question(layer, () if category == controls.ALL else (category,)), size


def ways(found: Hold, size: str) -> None:
    """Show the ways of picking beside each other."""
    table = ways_table(found, size)
    if table.empty:
        return
    looks = table["looks"].iloc[0]
    each = zip(table["hits"] / looks, table["events"] / looks, strict=True)
    against = table[["difference", "difference_low", "difference_high"]]
    shown = pd.DataFrame(
        {
            "Picked by": [name[0].upper() + name[1:] for name in table["way"]],
            "Cells": table["cells"].map("{:.0f}".format),
            "Held a look": [f"{_few(hits)} of {_few(events)}" for hits, events in each],
            "Held": [_share(r, a, b) for r, a, b in table[["hit_rate", "low", "high"]].itertuples(index=False)],
            "Against last year's busiest, points": [_points(*row) for row in against.itertuples(index=False)],
            "PAI": table["pai"].map("{:.1f}".format),
            "PEI": table["pei"].map("{:.2f}".format),
        }
    )
    config = {name: st.column_config.TextColumn(name, help=says) for name, says in HELP.items()}
    st.dataframe(shown.replace("nan", ""), hide_index=True, height="content", column_config=config)


def chart(found: Hold, size: str) -> None:
    """Show what each way held, look by look, and name the months that are absent."""
    looks = found.test.by_origin[found.test.by_origin["size"] == size]
    if looks.empty:
        return
    st.header("Look by look")
    st.caption(
        plain(f"Share held, by the month at whose end {size_name(found, size)} were picked. Looks overlap: what is one "
              "look's third month is another's first.")
    )  # fmt: skip
    st.altair_chart(charts.ways_chart(looks, SHORT), width="stretch")
    if found.test.left_out:
        absent = ", ".join(month_name(m) for m in found.test.left_out)
        st.caption(plain(f"Missing or far too small at source, left out and not counted as zero: {absent}."))


def beside(table: pd.DataFrame, size: str) -> None:
    """Show the back-tests of categories or sources, a row each."""
    rows = table[table["size"] == size]
    name = table.columns[0]
    shown = pd.DataFrame(
        {
            name.capitalize(): rows[name],
            "Incidents a look": rows["events"].map(_few),
            "The method held": [_share(*r) for r in rows[["method", "low", "high"]].itertuples(index=False)],
            "Last year's busiest": rows["busiest"].map(_share),
            "Kernel": rows["kernel"].map(_share),
            "Random": rows["random"].map(_share),
            "Difference, points": [
                _points(*r) for r in rows[["difference", "difference_low", "difference_high"]].itertuples(index=False)
            ],
            "The method is": rows["verdict"],
        }
    )
    st.dataframe(shown, hide_index=True, height="content")


def take_away(found: Hold, age_days: int | None, by_category: pd.DataFrame, by_source: pd.DataFrame) -> None:
    """Offer the back-test as a workbook and as csv."""
    st.write(plain(f"{found.profile.marking}. Profile {found.profile.name}: {found.profile.says}."))
    left, right = st.columns(2)
    more = {"By category": by_category, "By source": by_source}
    left.download_button(
        "Back-test (Excel)", data=as_now(lambda: hold_book(found, age_days, more=more)), on_click="ignore",
        file_name=f"will-it-hold-{found.profile.name}.xlsx", type="primary",
    )  # fmt: skip
    right.download_button(
        "Back-test (csv)", data=as_now(lambda: hold_csv(found)), on_click="ignore",
        file_name=f"will-it-hold-{found.profile.name}.csv", mime="text/csv",
    )  # fmt: skip


def _few(number: float) -> str:
    return "" if pd.isna(number) else f"{number:,.0f}" if number >= 10 else f"{number:.1f}"


def _share(rate: float, low: float = float("nan"), high: float = float("nan")) -> str:
    if pd.isna(rate):
        return ""
    return f"{rate:.1%}" if pd.isna(low) else f"{rate:.1%} ({low:.1%} to {high:.1%})"


def _points(difference: float, low: float, high: float) -> str:
    if pd.isna(difference):
        return ""
    said = f"{round(difference * 100, 1) + 0.0:+.1f}"
    return said if pd.isna(low) else f"{said} ({low * 100:.1f} to {high * 100:.1f})"
