"""The pieces of the Coverage page: the ranked list, other walking times, barriers, places for all, files."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from placespace.documents import pack_files
from placespace.documents.cover import (
    Cover,
    cover_about,
    cover_grid,
    cover_headline,
    gap_cells,
    order_stability,
    places_a_week,
    share_words,
    unserved_windows,
    windows_shown,
)
from placespace.errors import PlacespaceError
from placespace.measures import Reading
from placespace.terms import LIMITS, WEEKDAYS
from placespace.views import cached
from placespace.views.plain import plain

BARS = ("harm", "need", "absence")
BAR_HELP = {
    "harm": "What nobody is there for in this window, beside the largest",
    "need": "Where young residents in reach stand in the order of need, 0 to 1",
    "absence": "Share of what is expected there then that nobody is there for",
}


def weights() -> tuple[float, float, float]:
    """Ask how much each bar counts in the order of the list."""
    with st.expander("How the list is ordered"):
        st.write("Each bar is shown; the order is by their product, each raised to its weight. 0 leaves a bar out.")
        columns = st.columns(3)
        return tuple(
            column.slider(bar.capitalize(), 0.0, 2.0, start, 0.5, key=f"weight-{bar}", help=BAR_HELP[bar])
            for column, bar, start in zip(columns, BARS, (1.0, 0.0, 0.0), strict=True)
        )


def windows_table(found: Cover, reading: Reading, by: tuple[float, float, float]) -> None:
    """Show the unserved places and hours, with the three bars; a row that is ticked sets the hour of the map."""
    table, hours = windows_shown(found, reading, weights=by), unserved_windows(found, reading, weights=by)
    if table.empty:
        st.success("Nothing that is expected is left without somebody there.")
        return

    def on_choice() -> None:
        rows = st.session_state["windows"]["selection"]["rows"]
        if rows:
            first = hours.iloc[rows[0]]
            st.session_state["day"] = WEEKDAYS[int(first["weekday"])]
            st.session_state["hour"] = f"{int(first['start_hour']):02d}:00"

    bar = st.column_config.ProgressColumn
    bars = {b: bar(b.capitalize(), min_value=0, max_value=1, format=" ", width=50, help=BAR_HELP[b]) for b in BARS}
    st.dataframe(
        table[["place", "window", "unserved", *BARS]].dropna(axis=1, how="all"),
        key="windows",
        hide_index=True,
        height=440,
        selection_mode="single-row",
        on_select=on_choice,
        column_config={
            "place": st.column_config.TextColumn("Place", width=130),
            "window": st.column_config.TextColumn("When", width=150),
            "unserved": st.column_config.NumberColumn("Missed", format="%.2f", width=55, help=found.demand.unit),
            **bars,
        },
    )
    missing = int(table["need"].isna().sum())
    st.caption(
        "Tick a row to see its hour on the map."
        + (f" Need is not known for {missing} rows, where it takes no part." if missing and by[1] else "")
    )


def worst_hour(found: Cover, reading: Reading, by: tuple[float, float, float]) -> tuple[int, int]:
    """Return the day and hour that the first of the list begins at: what the map opens on."""
    table = unserved_windows(found, reading, weights=by, most=20)
    if table.empty:
        return 4, 20
    return int(table["weekday"].iloc[0]), int(table["start_hour"].iloc[0])


def places_week(found: Cover, reading: Reading) -> None:
    """Show places a week for a hundred young residents: the second view, where capacity is known."""
    try:
        access, unsaid = places_a_week(found, reading)
    except PlacespaceError as fault:
        st.write(plain(fault))
        return
    held = len(found.sessions) - unsaid
    st.write(
        f"Places a week for each 100 young residents, each session's places shared among all who are near it (E2SFCA). "
        f"{held} of {len(found.sessions)} sessions state how many they can take; the others are left out, not counted "
        "as 0."
    )
    if held:
        people = cached.cell_values(reading, found.cells).people.fillna(0)
        none = float(people[access == 0].sum() / people.sum())
        st.write(f"{none:.0%} of young residents have no place at all within {found.asked.minutes:g} minutes.")
        table = pd.DataFrame({"place": found.names, "young": people.round(-1), "places": access}).query("young > 0")
        table = table.groupby("place").agg(young=("young", "sum"), places=("places", "mean")).reset_index()
        st.dataframe(
            table.sort_values(["places", "young"], ascending=[True, False]).head(50),
            hide_index=True, height=320,
            column_config={"place": "Around", "young": st.column_config.NumberColumn("Young residents", format="%d"),
                           "places": st.column_config.NumberColumn("Places for each 100", format="%.1f")},
        )  # fmt: skip


def stability_sentence(found: Cover, reading: Reading) -> str:
    """Return how far the top of the list hangs on the weights."""
    held, of = order_stability(found, reading)
    return f"The first five places and hours are the same under {held} of {of} ways of weighing the three bars."


def other_walks(found: Cover) -> None:
    """Show the unserved share at other walking times."""
    shares = found.sensitivity()
    says = "; ".join(f"{m:g} minutes: {share_words(u)}" for m, u in shares.items())
    st.write(f"Nobody is there, by how far young people walk. {says}.")


def take_away(found: Cover, reading: Reading, age_days: int | None) -> None:
    """Offer the cover grid and the gap cells."""
    st.write(plain(f"{found.profile.marking}. Profile {found.profile.name}: {found.profile.says}."))
    left, right = st.columns(2)
    left.download_button(
        "Cover grid (Excel)", data=lambda: cover_grid(found, reading, age_days), on_click="ignore",
        file_name=f"cover-grid-{found.profile.name}.xlsx", type="primary",
    )  # fmt: skip
    right.download_button(
        "Gap cells (GeoPackage and csv)",
        data=lambda: pack_files(gap_cells(found, reading), found.cells, "gaps", _about(found, reading, age_days)),
        on_click="ignore", file_name=f"gaps-{found.profile.name}.zip", mime="application/zip",
    )  # fmt: skip


def _about(found: Cover, reading: Reading, age_days: int | None) -> str:
    mark = found.profile.marking
    return (
        "\n".join([mark, "", cover_headline(found), *cover_about(found, reading, age_days), *LIMITS, "", mark]) + "\n"
    )
