"""The pieces of the Siting page: what is proposed, and the choice that is kept."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from placespace.documents import table_bytes
from placespace.documents.cover import Cover, check_cover_out, hand_out_cover, share_words
from placespace.documents.siting import Siting, keep_choice, kept_choices, session_words, siting_shown
from placespace.errors import PlacespaceError
from placespace.measures import Reading
from placespace.views.cover_parts import unit
from placespace.views.plain import plain
from placespace.views.signed import as_now

MOST_SAID = 3
MOST_LISTED = 10


def briefly(sessions: str) -> str:
    """Return an option in words short enough for a line: of many sessions the first.

    Examples
    --------
    >>> briefly("Hall, Friday 18:00-20:00; Hall, Monday 18:00-20:00")
    'Hall, Friday 18:00-20:00; Hall, Monday 18:00-20:00'
    >>> briefly("; ".join(["Hall, Friday 18:00-20:00"] * 9))
    '9 sessions, first Hall, Friday 18:00-20:00'
    """
    each = sessions.split("; ")
    return sessions if len(each) <= MOST_SAID else f"{len(each)} sessions, first {each[0]}"


def proposal_sentence(done: Siting, moved: int) -> str:
    """Return what the proposed sessions do, in a sentence; ``moved`` of today's are counted as closed before."""
    if done.table.empty:
        return "No session that could be let would reach anyone who is not reached already."
    number, first = len(done.table), next(done.table.itertuples())
    with_them = f"from {share_words(done.before)} to {share_words(done.after)}"
    closed = f", the {moved} that may move counted as closed before" if moved else ""
    where = f"{first.site}, {session_words(first)}"
    if number == 1:
        return f"One session would do most at {where}: nobody there goes {with_them}{closed}."
    return f"{number} sessions together: nobody there goes {with_them}{closed}. First {where}."


def proposal(done: Siting, found: Cover) -> None:
    """Show the sessions proposed, and what is to be said of the venues."""
    if len(done.table):
        people, weeks = found.asked.demand == "people", found.demand.weeks
        shown = pd.DataFrame(
            {
                "venue": done.table["site"],
                "when": [session_words(r) for r in done.table.itertuples()],
                "gain": done.table["gain"].round() if people else done.table["gain"],
                "in_all": done.table["gain"] * (weeks or float("nan")),
                "share": done.table["share"] * 100,
            }
        ).dropna(axis=1, how="all")
        number = st.column_config.NumberColumn
        st.dataframe(
            shown, hide_index=True, height=min(36 * (len(shown) + 1), 450), alt="Sessions proposed",
            column_config={
                "venue": st.column_config.TextColumn("Venue", width=185),
                "when": st.column_config.TextColumn("When", width=155),
                "gain": number("Extra", width=60, format="localized" if people else "%.2f", help=unit(found)),
                "in_all": number(f"In {weeks:.0f} weeks" if weeks else "", width=88, format="%.0f",
                                 help="Events in as many weeks as were counted"),
                "share": number("Share", width=60, format="%.1f%%", help="Of all that is expected"),
            },
        )  # fmt: skip
        st.caption(f"Extra: {unit(found)} that are not reached now; each row beside those above it.")


def notes(done: Siting) -> None:
    """Say what is to be said of the plan, and which venues were left out."""
    of_venues = [note for note in done.notes if note.startswith("'")]
    for note in done.notes:
        if note not in of_venues:
            st.caption(plain(note))
    if of_venues:
        with st.expander(f"Venues left out or taken in part: {len(of_venues)}"):
            for note in of_venues:
                st.write(plain(note))


def all_words(done: Siting) -> str:
    """Return all proposed sessions in words, as an option says them."""
    return "; ".join(f"{r.site}, {session_words(r)}" for r in done.table.itertuples())


def first_hour(done: Siting | None) -> tuple[int, int]:
    """Return the day and hour that the first proposed session begins at."""
    if done is None or done.table.empty:
        return 4, 20
    row = done.table.iloc[0]
    return int(row["weekday"]), int(row["start"][:2])


def choice(reading: Reading, table: pd.DataFrame, letters: list[str], first: str, asked: str) -> None:
    """Keep which option was chosen; anything but the first needs a reason."""
    if (said := st.session_state.pop("choice-kept", None)) is not None:
        st.success(plain(said))
    options = dict(zip(letters, table["option"], strict=True))
    with st.form("choice", border=True):
        chosen = st.radio("The choice", letters, format_func=lambda c: plain(f"{c}: {briefly(options[c])}"))
        left, right = st.columns(2)
        reason = left.text_input("Reason (needed when it is not the first proposed)", key="choice-reason")
        by = right.text_input("Whose choice (role or team, not a name)", key="choice-by")
        pressed = st.form_submit_button("Keep this choice", type="primary")
    if pressed:
        row = table.iloc[letters.index(chosen)]
        try:
            keep_choice(
                reading.workspace, chosen=row["option"], first=first, reason=reason, by=by,
                before=float(row["u_before"]), after=float(row["u_after"]), asked=asked,
            )  # fmt: skip
        except PlacespaceError as fault:
            st.error(plain(fault))
            return
        st.session_state["choice-kept"] = "Kept."
        st.rerun()


def chosen_before(reading: Reading) -> None:
    """Show what was decided, newest first, in words."""
    kept = kept_choices(reading.workspace)
    for fault in kept.set_aside:
        st.error(plain(fault))
    says = [_in_words(row) for row in kept.choices.itertuples()]
    if not says:
        return
    st.subheader("Choices kept")
    st.markdown("\n".join(says[:MOST_LISTED]))
    if len(says) > MOST_LISTED:
        with st.expander(f"Earlier: {len(says) - MOST_LISTED}"):
            st.markdown("\n".join(says[MOST_LISTED:]))


def _in_words(row: object) -> str:
    """Return a choice as a line of a list; ``row`` has the columns of ``documents.siting.choice``."""
    on = pd.to_datetime(row.at, errors="coerce")
    day = "a day not known" if pd.isna(on) else f"{on:%-d %B %Y}"
    before, after = (
        "not known" if pd.isna(s) else share_words(float(s)) for s in (row.unserved_before, row.unserved_after)
    )
    first = "" if row.first in ("", row.chosen) else f" Proposed first: {briefly(row.first)}."
    reason = f" Reason: {row.reason}." if row.reason else ""
    return f"- **{plain(briefly(row.chosen))}**" + plain(
        f", kept on {day} by {row.by}. Nobody there: {before} before, {after} after.{first}{reason}"
    )


def take_away(done: Siting, found: Cover, reading: Reading) -> None:
    """Offer the sessions proposed, unless they would give back what an earlier file hid: said beside the cover grid."""
    try:
        check_cover_out(found, reading)
    except PlacespaceError:
        return

    def make() -> bytes:
        hand_out_cover(found, reading)
        return table_bytes(siting_shown(done, found))

    st.download_button(
        "Sessions proposed (csv)", data=as_now(make), on_click="ignore",
        file_name=f"sites-{found.profile.name}.csv", mime="text/csv",
    )  # fmt: skip
