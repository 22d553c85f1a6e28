"""The pieces of the page on whether an action helped: what is asked, the figures, the chart and the map."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd
import streamlit as st

from placespace.documents.places.helped import SHOWN_AS, Helped, baselines_of, starts_of
from placespace.documents.statement import month_name
from placespace.errors import PlacespaceError
from placespace.grid import study_area
from placespace.measures import Baseline, Evaluation, Reading
from placespace.measures.change_baseline import GROUPS
from placespace.measures.change_windows import first_whole_month
from placespace.places.door import Held
from placespace.places.register import Register
from placespace.places.things import Action, Place
from placespace.views import cached, charts, controls
from placespace.views.hexmap import LegendEntry, hexmap
from placespace.views.plain import plain

LEGEND = [
    LegendEntry("elsewhere", "#ffffff", outline="#c3cad2"),
    LegendEntry("the place", "#0f3468"),
    LegendEntry("round the place", "#a9c1de"),
    LegendEntry("like places", "#d98a2b", hatch=True),
    LegendEntry("round the like places", "#f7e3c4", hatch=True),
]


def ask(register: Register, places: list[Held[Place]], exact: bool) -> Held[Action] | None:
    """Return the action asked about; None, having said so, where there is none to ask about."""
    every = [a for a in register.actions() if exact or not a.thing.police_work]
    with_actions = {a.place for a in every}
    named = {p.id: p.thing for p in places if p.id in with_actions}
    if not named:
        st.info("No place has an action yet. Agree actions on the Meeting page: the baseline is frozen with them.")
        return None
    # places whose actions have a baseline first: only those can be answered
    frozen = {a.place for a in every if a.thing.baseline}
    order = sorted(named, key=lambda p: (p not in frozen, named[p].name))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        place = controls.choose(
            "Place", order, "helped-place", width_px=300,
            format_func=lambda p: f"{named[p].name} ({named[p].reference})",
        )  # fmt: skip
        of_place = {a.id: a for a in every if a.place == place}
        ids = sorted(of_place, key=lambda a: (not of_place[a].thing.baseline, a))
        chosen = controls.choose(
            "Action", ids, "helped-action", width_px=420, format_func=lambda a: of_place[a].thing.what,
            help="Those with a frozen baseline come first.",
        )  # fmt: skip
    return of_place[chosen]


def ask_source(reading: Reading, register: Register, action: Action, exact: bool) -> tuple[str, str | None] | None:
    """Return which source is looked at and to which month; None, having said why, where no baseline was frozen."""
    try:
        frozen = baselines_of(register, action)
        since = first_whole_month(starts_of(action))
    except PlacespaceError as why:
        st.info(plain(why))
        return None
    layers = [b.layer for b in frozen]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        layer = controls.choose(
            "Source", layers, "helped-source", width_px=300, format_func=lambda i: reading.workspace.layers[i].title,
            help="Side by side, never added: the same incident may be in more than one.",
        )  # fmt: skip
        months = reading.counts(layer, frozen[layers.index(layer)].resolution).months_held
        months = [m for m in months if m >= since and m not in reading.unreliable(layer)][::-1]
        if not exact or not months:
            return layer, None
        until = controls.choose(
            "To", months, "helped-until", width_px=170, format_func=month_name,
            help="Earlier than the last where a month is missing: whole months alone are compared.",
        )  # fmt: skip
    return layer, until


def figures(found: Helped) -> None:
    """Show what was counted before and after, and the difference."""
    if found.table is None:
        return
    after = found.table[["before", "after"]].astype(int)
    shown = pd.DataFrame(
        {
            "Cells": [f"{name} ({n})" for name, n in zip(found.table["group"], found.table["cells"], strict=True)],
            "Before": after["before"],
            "After": after["after"],
            "Change": [f"{b - a:+,}" for a, b in after.itertuples(index=False)],
        }
    )
    st.dataframe(shown, hide_index=True, height="content")
    if found.difference:
        st.write(plain(found.difference))


def sentences(found: Helped) -> None:
    """Show the answer in words, and what must be known with it."""
    for n, line in enumerate(found.result):
        st.markdown(f"**{plain(line)}**" if n == 0 else plain(line))
    for line in found.ring:
        st.write(plain(line))
    for line in found.warnings:
        st.warning(plain(line))


def chart(answer: Evaluation) -> None:
    """Show the place and the like places month by month; the months compared are shaded."""
    monthly = answer.monthly
    if monthly.empty:
        return
    st.header("Month by month")
    st.altair_chart(months_chart(answer), width="stretch")
    both = "" if answer.baseline.why_not else " As many cells are in the one as in the other."
    st.caption(f"A month that is missing at source is a gap in the lines.{both}")


def months_chart(answer: Evaluation) -> alt.LayerChart:
    """Return the chart: a solid line with dots and a dashed one with squares, so that it prints in grey."""
    names = ["place"] if answer.baseline.why_not else ["place", "comparison"]
    every = pd.period_range(answer.monthly.index[0], answer.monthly.index[-1], freq="M").astype(str)
    table = answer.monthly[names].reindex(every).rename_axis("month").reset_index()
    long = table.melt("month", var_name="group", value_name="events")
    long["which"] = long["group"].map(SHOWN_AS)
    long["date"] = pd.to_datetime(long["month"])
    long["name"] = [month_name(m) for m in long["month"]]
    domain = [SHOWN_AS[n] for n in names]
    x = alt.X("date:T", axis=alt.Axis(title=None, format="%b %Y", labelAngle=0, tickCount=6))
    y = alt.Y("events:Q", axis=alt.Axis(title="events a month", tickCount=4, gridColor="#e5e9ee", format=",d"))
    colour = alt.Color(
        "which:N", scale=alt.Scale(domain=domain, range=["#0f3468", "#a85a00"][: len(domain)]),
        legend=alt.Legend(title=None, orient="top"),
    )  # fmt: skip
    tip = [alt.Tooltip("name:N", title="month"), alt.Tooltip("which:N", title="cells"), alt.Tooltip("events:Q")]
    dash = alt.Scale(domain=domain, range=[[1, 0], [6, 4]][: len(domain)])
    lines = (
        alt.Chart(long)
        .mark_line(strokeWidth=2)
        .encode(x=x, y=y, color=colour, strokeDash=alt.StrokeDash("which:N", legend=None, scale=dash))
    )
    marks = alt.Scale(domain=domain, range=["circle", "square"][: len(domain)])
    dots = (
        alt.Chart(long)
        .mark_point(filled=True, size=40)
        .encode(x=x, y=y, color=colour, tooltip=tip, shape=alt.Shape("which:N", legend=None, scale=marks))
    )
    parts = [lines, dots]
    if answer.pre:
        spans = pd.DataFrame(
            {
                "from": pd.to_datetime([w[0] for w in (answer.pre, answer.post)]) - pd.Timedelta(days=12),
                "to": pd.to_datetime([w[-1] for w in (answer.pre, answer.post)]) + pd.Timedelta(days=12),
                "what": ["before", "after"],
            }
        )
        shade = alt.Chart(spans).mark_rect(color="#e8ebef")
        label = alt.Chart(spans).mark_text(align="left", baseline="top", dx=3, dy=3, color=charts.INK)
        parts = [
            shade.encode(x="from:T", x2="to:T"),
            *parts,
            label.encode(x="from:T", y=alt.value(0), text="what:N"),
        ]
    described = alt.layer(*parts).properties(
        height=240, description="Events a month in the place and in like places; the months compared are shaded"
    )
    return described.configure_view(stroke=None).configure_axis(labelColor=charts.INK, labelFontSize=11)


def which_cells(reading: Reading, frozen: Baseline) -> None:
    """Show the cells counted on a map, and how alike place and comparison were before."""
    st.header("Which cells")
    cells = study_area(reading.workspace, frozen.resolution)
    around, kinds = cached.surroundings(reading), cell_kinds(frozen, cells.index)
    names = cached.names(reading, cells)
    hexmap(
        cached.drawing(cells),
        kinds,
        legend=LEGEND[: kinds.max() + 1],
        labels=[f"{n or 'no name'}: {LEGEND[k].label}" for n, k in zip(names, kinds, strict=True)],
        context=around.context,
        names=around.names,
        height_px=420,
        key=f"helped-{cells.digest}",
    )
    if frozen.likeness:
        nearest = "The nearest there were" if frozen.why_not else "Like places"
        table = pd.DataFrame(frozen.likeness, columns=["Matched on", "The place", nearest])
        st.dataframe(table, hide_index=True, height="content")


def cell_kinds(frozen: Baseline, index: pd.Index) -> np.ndarray:
    """Return each cell's place in the legend, shape (n,): cells that were not like enough are compared with nothing."""
    kinds = np.zeros(len(index), np.uint8)
    for number, name in enumerate(GROUPS[:2] if frozen.why_not else GROUPS, 1):
        at = index.get_indexer(list(frozen.groups[name].cells))
        kinds[at[at >= 0]] = number
    return kinds
