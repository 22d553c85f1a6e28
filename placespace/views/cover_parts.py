"""The pieces of the Coverage page: the ranked list, other walking times, places for all, sessions, files."""

from __future__ import annotations

import zlib

import numpy as np
import pandas as pd
import streamlit as st

from placespace.documents.cover import (
    Cover,
    check_cover_out,
    cover_grid,
    gap_pack,
    opening_hour,
    order_stability,
    places_a_week,
    sessions_shown,
    share_words,
    unserved_windows,
    windows_shown,
)
from placespace.errors import PlacespaceError
from placespace.measures import Reading
from placespace.terms import WEEKDAYS
from placespace.views import cached, parts
from placespace.views.cover_controls import show_hour
from placespace.views.plain import plain
from placespace.views.signed import as_now

BARS = ("harm", "need", "absence")
BAR_HELP = {
    "harm": "What nobody is there for in this window, beside the largest",
    "need": "Where young residents in reach stand in the order of need, 0 to 1",
    "absence": "Share of what is expected there then that nobody is there for",
}
MOST_PLACES = 50
WHOLE_WEEK = 168

Weights = tuple[float, float, float]


def unit(found: Cover) -> str:
    """Return what is counted, in words: what a number beside a place and hour is of."""
    return "hours of young residents a week" if found.asked.demand == "people" else found.demand.unit


def amount(found: Cover, value: float) -> str:
    """Return a number of :func:`unit` as it is shown."""
    return f"{value:,.0f}" if found.asked.demand == "people" else f"{value:.2f}"


def waiting(found: Cover) -> None:
    """Say how much of the list could not be read, which sessions reach nobody, and where both are put right."""
    number = len(found.provision.waiting)
    if number:
        says = f"{number:,} of {len(found.provision.lines):,} lines of the provision list could not be read in full"
        st.warning(f"{says}: see the **Provision** page. Only what is certain counts here.")
    far = np.asarray(found.reach.sum(axis=0)).ravel() == 0
    if far.any():
        first = ", ".join(dict.fromkeys(found.sessions.loc[far, "site"].head(3)))
        one = far.sum() == 1
        st.warning(
            plain(
                f"{far.sum():,} session{'' if one else 's'} that count{'s' if one else ''} {'is' if one else 'are'} "
                f"within the walk of no cell of the area (first: {first}). Is the place right?"
            )
        )


def weights(found: Cover) -> Weights:
    """Ask how much each bar counts in the order of the list."""
    known = {"harm": True, "need": found.values.need is not None, "absence": True}
    with st.expander("How the list is ordered"):
        st.write(
            "Each bar is shown; the order is by their product, each raised to its weight. 0 leaves a bar out."
            + ("" if known["need"] else " No layer of need is loaded, so need takes no part.")
        )
        columns = st.columns(3)
        return tuple(
            column.slider(
                title(found, bar), 0.0, 2.0, start, 0.5, key=f"weight-{bar}", help=BAR_HELP[bar],
                disabled=not known[bar], persist_state="session",
            )
            for column, bar, start in zip(columns, BARS, (1.0, 0.0, 0.0), strict=True)
        )  # fmt: skip


def title(found: Cover, bar: str) -> str:
    """Return what a bar is called: the first is of what is to be reached."""
    return "People" if (bar, found.asked.demand) == ("harm", "people") else bar.capitalize()


def windows_table(found: Cover, by: Weights) -> int | None:
    """Show the unserved places and hours, with the three bars; return the cell of the row that is ticked.

    A row that is ticked sets the hour of the map.
    """
    table, hours = windows_shown(found, weights=by), unserved_windows(found, weights=by)
    if table.empty:
        st.success("Nothing that is expected is left without somebody there.")
        return None
    # a new key clears the tick when the list is another one
    key = f"windows-{zlib.crc32(repr([*table['cell'], *table['window']]).encode())}"

    def on_choice() -> None:
        rows = st.session_state[key]["selection"]["rows"]
        if rows and (first := hours.iloc[rows[0]])["hours"] < WHOLE_WEEK:  # the whole week has no hour of its own
            show_hour(int(first["weekday"]), int(first["start_hour"]))

    one_hour = bool((hours["hours"] < WHOLE_WEEK).any())
    st.caption(
        f"Missed: {unit(found)} that nobody is there for{'' if one_hour else ', over the whole week'}. Tick a row "
        "(Shift and Space by keyboard) to map it."
        + ("" if (found.names != "").any() else " No layer of names is loaded, so places go by the cell's own id.")
    )
    people, bar = found.asked.demand == "people", st.column_config.ProgressColumn
    shown = pd.DataFrame(
        {
            "place": table["place"].where(table["place"] != "", table["cell"]),
            "window": short(table["window"]) if one_hour else None,
            "unserved": table["unserved"].round() if people else table["unserved"],
            **{b: table[b] for b in BARS},
        }
    ).dropna(axis=1, how="all")
    held = st.dataframe(
        shown, key=key, hide_index=True, height=min(36 * (len(table) + 1), 450), selection_mode="single-row",
        on_select=on_choice, alt="Places and hours where nobody is there",
        column_config={
            "place": st.column_config.TextColumn("Place", width=185),
            "window": st.column_config.TextColumn("When", width=145),
            "unserved": st.column_config.NumberColumn(
                "Missed", width=56, help=unit(found), format="localized" if people else "%.2f"
            ),
            **{b: bar(title(found, b), min_value=0, max_value=1, format=" ", width=52, help=BAR_HELP[b]) for b in BARS},
        },
    )  # fmt: skip
    rows = held["selection"]["rows"]
    return int(found.cells.index.get_loc(table["cell"].iloc[rows[0]])) if rows else None


def short(windows: pd.Series) -> list[str]:
    """Return windows with days cut to three letters and hours to two figures, so that a narrow column holds them.

    Examples
    --------
    >>> short(pd.Series(["Saturday 01:00-03:00 (Friday night)", "the whole week"]))
    ['Sat 01-03 (Fri night)', 'the whole week']
    """
    out = windows.astype("str").str.replace(":00", "", regex=False)
    for day in WEEKDAYS:
        out = out.str.replace(day, day[:3], regex=False)
    return out.to_list()


def under_the_list(found: Cover, by: Weights) -> None:
    """Say how far the top of the list hangs on the weights, and where need is not known."""
    table = unserved_windows(found, weights=by)
    if table.empty:
        return
    held, of = order_stability(found)
    missing = int(table["need"].isna().sum()) if by[1] and found.values.need is not None else 0
    st.caption(
        f"The first {min(len(table), 5)} are the same under {held} of {of} ways of weighing the three bars."
        + (f" Need is not known for {missing} rows, where it takes no part." if missing else "")
    )


def worst_hour(found: Cover, by: Weights) -> tuple[int, int]:
    """Return the day and hour that the map opens on: where the first of the list begins."""
    return divmod(opening_hour(found, weights=by), 24)


def places_week(found: Cover, reading: Reading) -> None:
    """Show places a week for a hundred young residents: the second view, where capacity is known."""
    access, unsaid = places_a_week(found)
    held = len(found.sessions) - unsaid
    if not held:
        st.write(
            f"None of the {len(found.sessions)} sessions says how many young people it can take, so places cannot be "
            "shared out. Put the numbers in on the **Provision** page."
        )
        return
    left_out = f"; the other {unsaid} are left out, not counted as 0" if unsaid else ""
    st.write(
        "Places a week for each 100 young residents, each session's places shared among all who are near it (E2SFCA). "
        f"{held} of {len(found.sessions)} sessions say how many they can take{left_out}."
    )
    people = cached.cell_values(reading, found.cells).people.fillna(0)
    none = float(people[access == 0].sum() / people.sum())
    st.write(f"{none:.0%} of young residents have no place at all within {found.asked.minutes:g} minutes' walk.")
    named = pd.Series(found.names, people.index).where(found.names != "", people.index)
    table = pd.DataFrame({"place": named, "young": people.round(-1), "places": access}).query("young > 0")
    table = table.groupby("place").agg(young=("young", "sum"), places=("places", "mean")).reset_index()
    first = table.sort_values(["places", "young"], ascending=[True, False]).head(MOST_PLACES)
    st.caption(f"Fewest places first; {len(first)} of {len(table)} places.")
    st.dataframe(
        first, hide_index=True, height=320, alt="Places a week for each hundred young residents",
        column_config={"place": "Around", "young": st.column_config.NumberColumn("Young residents", format="localized"),
                       "places": st.column_config.NumberColumn("Places for each 100", format="%.1f")},
    )  # fmt: skip


def other_walks(found: Cover) -> None:
    """Show the unserved share at other walking times."""
    shares = found.sensitivity()
    says = "; ".join(f"{m:g} minutes: {share_words(u)}" for m, u in shares.items())
    st.write(f"Share that nobody is there for, by how far young people walk. {says}.")


def sessions(found: Cover) -> None:
    """Show the sessions that count, and why each other one does not."""
    st.write(f"{len(found.sessions)} sessions count for what was asked.")
    names = {"as written": "As written"}
    if len(found.sessions):
        table = parts.blank(sessions_shown(found))
        st.dataframe(
            table.rename(columns={c: names.get(c, c.capitalize()) for c in table}), hide_index=True,
            height=min(36 * (len(table) + 1), 500), alt="Sessions that count",
        )  # fmt: skip
    unsure = len(found.provision.timings) - len(found.provision.sessions)
    if unsure:
        st.write(f"{unsure} more lack a day, a time or a place, or were left out: see the **Provision** page.")
    if len(found.not_counted):
        st.write(f"{len(found.not_counted)} were read, but do not count:")
        heads = {"name": "Activity", "site": "Venue", "when": "As written", "why": "Why not"}
        st.dataframe(
            parts.blank(found.not_counted[list(heads)].rename(columns=heads)), hide_index=True, height="content",
            alt="Sessions that do not count",
        )  # fmt: skip


def take_away(found: Cover, reading: Reading, age_days: int | None) -> None:
    """Offer the cover grid and the gap cells, unless they would give back what an earlier file hid."""
    try:
        check_cover_out(found, reading)
    except PlacespaceError as refusal:
        st.warning(plain(refusal))
        return
    st.write(plain(f"{found.profile.marking}. Profile {found.profile.name}: {found.profile.says}."))
    left, right = st.columns(2)
    left.download_button(
        "Cover grid (Excel)", data=as_now(lambda: cover_grid(found, reading, age_days)), on_click="ignore",
        file_name=f"cover-grid-{found.profile.name}.xlsx", type="primary",
    )  # fmt: skip
    right.download_button(
        "Gap cells (GeoPackage and csv)", data=as_now(lambda: gap_pack(found, reading, age_days)), on_click="ignore",
        file_name=f"gaps-{found.profile.name}.zip", mime="application/zip",
    )  # fmt: skip
