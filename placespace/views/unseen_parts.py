"""The pieces of the Unseen page: classes of cells, the two tables, the card, and the short list of the Overview."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from placespace.documents import Unseen, one_a_group
from placespace.errors import PlacespaceError
from placespace.measures import Reading
from placespace.views import cached, parts
from placespace.views.hexmap import LegendEntry
from placespace.views.plain import plain

SHORT = 5
FLAGS = ("a only", "b only")


def title(found: Unseen, flag: str) -> str:
    """Return what a flag means, in words."""
    a, b = found.sources if flag == "a only" else found.sources[::-1]
    return f"More by {a} than {b} would suggest"


def legend(found: Unseen) -> list[LegendEntry]:
    """Return the classes of cells: told apart by lightness and hatching, not by hue alone."""
    return [
        LegendEntry("nothing recorded by either", "#ffffff", outline="#c3cad2"),
        LegendEntry("no difference that matters", "#dfe5ec"),
        LegendEntry(title(found, "a only").lower(), "#f2a33a", hatch=True),
        LegendEntry(title(found, "b only").lower(), "#4a6fa5"),
        LegendEntry("not compared: hospital, police station or the like", "#e9e4f2", outline="#5d4f86"),
    ]


def classes(found: Unseen) -> np.ndarray:
    """Return each cell's class in :func:`legend`, in cell order."""
    table = found.table
    some = (table["a_ring"] + table["b_ring"]) > 0
    return np.select(
        [table["masked"], table["flag"] == "a only", table["flag"] == "b only", some], [4, 2, 3, 1], 0
    ).astype(np.uint8)


def labels(found: Unseen) -> list[str]:
    """Return one line a cell for the pointer and the screen reader."""
    a, b = found.sources
    out = []
    for row in found.table.itertuples():
        says = f"{row.a_ring:,.0f} {a}, {row.b_ring:,.0f} {b}"
        if row.masked:
            says = "not compared"
        elif row.flag:
            says += f", {title(found, row.flag).lower()}"
        out.append(f"{row.place or 'no name'}: {says}")
    return out


def headline(found: Unseen) -> str:
    """Return what was found, in a sentence."""
    places = one_a_group(found)
    numbers = [int((places["flag"] == flag).sum()) for flag in FLAGS]
    if not sum(numbers):
        return "No place stands out: the two sources record alike everywhere."
    lead = places[places["flag"] == "a only"]["place"].head(2).tolist()
    named = f", {' and '.join(filter(None, lead))} first" if any(lead) else ""
    a, b = found.sources
    return (
        f"{_places(numbers[0])} with more by {a} than {b} would suggest{named}; "
        f"{_places(numbers[1]).lower()} the other way round."
    )


def _places(number: int) -> str:
    return f"{number or 'No'} place{'' if number == 1 else 's'}"


def times_of(row: pd.Series) -> float:
    """Return how many times as many records of the source that sees more there are as over the area."""
    return row["times"] if row["flag"] != "b only" else 1 / row["times"]


def table(found: Unseen, flag: str, *, height: int) -> None:
    """Show the cells of a flag, furthest from usual first; a chosen row is shown on the map."""
    rows = found.flagged(flag)
    st.header(plain(title(found, flag)))
    if rows.empty:
        st.write("No place stands out.")
        return
    a, b = (name.capitalize() for name in found.sources)
    # a new key clears the tick of a row when another cell is chosen on the map
    key = f"unseen-{flag}-{st.session_state.get('picks', 0)}"

    def on_choice() -> None:
        ticked = st.session_state[key]["selection"]["rows"]
        parts.choose(found, int(found.cells.index.get_loc(rows["cell"].iloc[ticked[0]])) if ticked else None)

    st.dataframe(
        pd.DataFrame(
            {
                "Place": rows["place"].where(rows["place"] != "", rows["cell"]),
                a: rows["a_ring"],
                b: rows["b_ring"],
                "Share": rows["share"] * 100,
                "90 %": interval(rows),
                "Times": rows.apply(times_of, axis=1),
            }
        ),
        key=key,
        hide_index=True,
        height=min(36 * (len(rows) + 1), height),
        selection_mode="single-row",
        on_select=on_choice,
        column_config={
            "Place": st.column_config.TextColumn("Place", width=180),
            a: st.column_config.NumberColumn(a, width=74, format="%d", help="records in the cell and its neighbours"),
            b: st.column_config.NumberColumn(b, width=52, format="%d", help="records in the cell and its neighbours"),
            "Share": st.column_config.NumberColumn(
                "Share", width=48, format="%.0f%%", help=f"{a}, of the two together; drawn towards the area's"
            ),
            "90 %": st.column_config.TextColumn("90 %", width=72, help="the share lies here with 90 % chance"),
            "Times": st.column_config.NumberColumn(
                "Times", width=46, format="%.1f", help="records for each one of the other source, against the area's"
            ),
        },
    )


def interval(rows: pd.DataFrame) -> list[str]:
    """Return the intervals of shares, in words."""
    return [f"{100 * a:.0f} to {b:.0%}" for a, b in zip(rows["low"], rows["high"], strict=True)]


def card(found: Unseen, position: int) -> None:
    """Show what the two sources record in the chosen cell."""
    row = found.table.iloc[position]
    a, b = found.sources
    facts = [(f"{n.capitalize()}, cell and neighbours", f"{row[c]:,.0f}") for n, c in ((a, "a_ring"), (b, "b_ring"))]
    if row["masked"]:
        facts.append(("Not compared", "It holds a place that gathers records of what happened elsewhere."))
    elif pd.notna(row["share"]):
        facts.append(
            (f"Share of {a}", f"{row['share']:.0%} ({interval(row.to_frame().T)[0]}), usually {found.usual:.0%}")
        )
        sees, other = (b, a) if row["flag"] == "b only" else (a, b)
        facts.append((f"{sees.capitalize()} records for each one of {other}", f"{times_of(row):.1f} times the area's"))
        facts.append(("What that means", title(found, row["flag"]) if row["flag"] else "no difference that matters"))
    with st.container(border=True):
        st.header(plain(row["place"] or row.name))
        columns = st.columns(2)
        for i, (label, text) in enumerate(facts):
            columns[i % 2].markdown(f"**{plain(label)}**  \n{plain(text)}")
        st.caption(plain(f"Cell {row.name}"))


def short_list(reading: Reading) -> None:
    """Show the first few places of each flag, and where the rest are."""
    try:
        found = cached.unseen(reading)
    except PlacespaceError as why:
        st.write(plain(why))
        return
    st.markdown(f"**{plain(headline(found))}** {plain(found.caveat)}")
    places = one_a_group(found)
    for column, flag in zip(st.columns(2), FLAGS, strict=True):
        rows = places[places["flag"] == flag].head(SHORT)
        with column:
            st.subheader(plain(title(found, flag)))
            if rows.empty:
                st.write("No place stands out.")
                continue
            share = f"{found.sources[0].capitalize()} share"
            shown = pd.DataFrame({"Place": rows["place"], share: [f"{v:.0%}" for v in rows["share"]]})
            st.dataframe(shown.assign(**{"90 % interval": interval(rows)}), hide_index=True, height="content")
    st.page_link("screens/unseen.py", label="All of them, on the map")
