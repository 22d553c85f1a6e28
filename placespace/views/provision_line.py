"""Put one line of a provision list right in place: its sessions, its place, its ages, or leave it out."""

from __future__ import annotations

import calendar
import datetime

import pandas as pd
import streamlit as st

from placespace.calendar import read_calendar
from placespace.documents.cover import week_name
from placespace.errors import PlacespaceError
from placespace.ingest import Provision, correct, leave_out, lines_of, take_back
from placespace.measures import Reading
from placespace.places.acting import check_act
from placespace.terms import SESSION_KINDS, WEEKDAYS
from placespace.views import cached
from placespace.views.plain import plain
from placespace.views.provision_parts import called

EVERY = {1: "each week", 2: "every other week", 4: "once a month"}
MOST_SESSIONS = 14
MONTHS = list(calendar.month_abbr)[1:]
NOT_STATED = "not stated"
AS_LISTED = "as in the list"
OPEN_END = 99


def correct_line(reading: Reading, provision: Provision, line: str, *, venues: bool) -> None:
    """Show one line as written beside how it was read, and let it be put right.

    Parameters
    ----------
    provision : Provision
        The list the line is of.
    line : str
        Its key in ``provision.lines``.
    venues : bool
        Whether the list is of venues and the hours they can be had: then no ages or kind are asked.
    """
    it = provision.lines[provision.lines["line"] == line]
    row = it.iloc[0]
    # new keys when something is settled: the boxes would go on showing what was typed
    tag = f"{line}-{st.session_state.get('settled', 0)}"
    own = provision.timings[lines_of(provision.timings) == line]
    with st.container(border=True):
        st.header(plain(called(next(it.itertuples()))))
        left, right = st.columns(2)
        written = [row["when"] or "no days or times", "" if venues else f"ages: {row['ages'] or 'none'}", row["notes"]]
        left.markdown("**As written**  \n" + "  \n".join(plain(w) for w in written if w))
        right.markdown(f"**Read as**  \n{plain(row['reads'] or 'no session')}")
        right.markdown(f"**To be asked**  \n{plain(row['questions'] or 'nothing')}")
        held = min(max(len(own), 1), MOST_SESSIONS)
        number = st.number_input(
            "Times in this line" if venues else "Sessions in this line", 1, MOST_SESSIONS, held, key=f"n-{tag}",
            width=200, help="A line may hold several: each day and time is one.",
        )  # fmt: skip
        with st.form(f"line-{tag}", border=False):
            rows = _sessions(reading, own, int(number), tag)
            about = _about(reading, provision, row, own, tag, venues=venues)
            a, b = st.columns(2)
            by = a.text_input("Who says so (role or team, not a name)", key=f"by-{tag}")
            reason = b.text_input("Reason or note", key=f"reason-{tag}")
            one, two = st.columns(2)
            keep = one.form_submit_button("Keep this reading", type="primary")
            drop = two.form_submit_button("Leave this line out")
        back = row["state"] in ("corrected", "left out") and st.button("Go back to how it was read")
    if keep or drop or back:
        _settle(reading, provision, line, rows.assign(**about), keep=keep, drop=drop, by=by, reason=reason)


def _sessions(reading: Reading, own: pd.DataFrame, number: int, tag: str) -> pd.DataFrame:
    """Ask day, hours and weeks of each session, filled in as far as they were read."""
    named = read_calendar(reading.workspace).week_types()
    weeks = list(dict.fromkeys(["all", "term", "holiday", *named, *own["weeks"]]))
    rows = []
    for i in range(number):
        read = own.iloc[i] if i < len(own) else None
        day, start, end, which, often = st.columns([3, 2, 2, 3, 3])
        shown = "visible" if i == 0 else "collapsed"
        at = None if read is None or pd.isna(read["weekday"]) else int(read["weekday"])
        rows.append(
            {
                "weekday": day.selectbox(
                    "Day", WEEKDAYS, index=at, key=f"day-{tag}-{i}", label_visibility=shown, placeholder="day"
                ),
                "start": start.text_input(
                    "From", _text(read, "start"), key=f"from-{tag}-{i}", label_visibility=shown, placeholder="18:00"
                ),
                "end": end.text_input(
                    "To", _text(read, "end"), key=f"to-{tag}-{i}", label_visibility=shown, placeholder="20:00"
                ),
                "weeks": which.selectbox(
                    "Weeks", weeks, index=weeks.index(read["weeks"]) if read is not None else 0,
                    key=f"weeks-{tag}-{i}", label_visibility=shown, format_func=week_name,
                ),
                "every": often.selectbox(
                    "How often", list(EVERY), index=list(EVERY).index(int(read["every"])) if read is not None else 0,
                    key=f"every-{tag}-{i}", label_visibility=shown, format_func=EVERY.get,
                ),
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


def _text(read: pd.Series | None, column: str) -> str:
    return "" if read is None or pd.isna(read[column]) else str(read[column])


def _about(
    reading: Reading, provision: Provision, row: pd.Series, own: pd.DataFrame, tag: str, *, venues: bool
) -> dict:
    """Ask what holds for all sessions of the line: season, ages, kind, places and where it is."""
    first = own.iloc[0] if len(own) else pd.Series(dtype=object)
    held = [MONTHS[int(m) - 1] for m in str(first.get("months", "") or "").split(",") if m]
    a, b, c = st.columns([5, 3, 3])
    months = a.multiselect("Months (none: all)", MONTHS, held, key=f"months-{tag}")
    out = {
        "months": ",".join(str(MONTHS.index(m) + 1) for m in months),
        "valid_from": b.date_input("First day", _day(first, "valid_from"), format="DD/MM/YYYY", key=f"first-{tag}"),
        "valid_to": c.date_input("Last day", _day(first, "valid_to"), format="DD/MM/YYYY", key=f"last-{tag}"),
    }
    if not venues:
        d, e, f = st.columns(3)
        kinds, kind = list(SESSION_KINDS), first.get("kind")
        out |= {
            "age_from": d.number_input("From age", 0, OPEN_END, _whole(first, "age_from"), key=f"youngest-{tag}"),
            "age_to": e.number_input("To age", 0, OPEN_END, _whole(first, "age_to"), key=f"oldest-{tag}"),
            "kind": f.selectbox("Kind", kinds, kinds.index(kind if kind in kinds else NOT_STATED), key=f"kind-{tag}"),
        }
    places = known_places(reading, provision)
    e, f, g, h = st.columns([4, 2, 2, 3])
    same = e.selectbox("Same place as", [AS_LISTED, *places], key=f"same-{tag}")
    lat = f.number_input("Latitude", -90.0, 90.0, _number(row["lat"]), format="%.5f", key=f"lat-{tag}")
    lon = g.number_input("Longitude", -180.0, 180.0, _number(row["lon"]), format="%.5f", key=f"lon-{tag}")
    capacity = h.number_input("Young people it can take", 0, 9999, _whole(first, "capacity"), key=f"places-{tag}")
    if same != AS_LISTED:
        lat, lon = places[same]
    return out | {"capacity": capacity, "lat": lat, "lon": lon}


def _whole(row: pd.Series, column: str) -> int | None:
    value = row.get(column)
    return None if value is None or pd.isna(value) else int(value)


def _day(row: pd.Series, column: str) -> datetime.date | None:
    value = row.get(column)
    return None if value is None or pd.isna(value) else pd.Timestamp(value).date()


def _number(value: float) -> float | None:
    return None if pd.isna(value) else float(value)


def known_places(reading: Reading, provision: Provision) -> dict[str, tuple[float, float]]:
    """Return places a line could be at, by name: venues of the list that have a place, then the area's own names."""
    placed = provision.lines[provision.lines["lat"].notna() & (provision.lines["site"] != "")]
    out = {r.site: (float(r.lat), float(r.lon)) for r in placed.itertuples()}
    for lat, lon, name, _ in cached.surroundings(reading).names:
        out.setdefault(name, (float(lat), float(lon)))
    return dict(sorted(out.items()))


def _settle(
    reading: Reading,
    provision: Provision,
    line: str,
    rows: pd.DataFrame,
    *,
    keep: bool,
    drop: bool,
    by: str,
    reason: str,
) -> None:
    today, held = reading.workspace.area.today, {"reason": reason, "by": by}
    try:
        check_act(reading, "change settings")
        if keep:
            correct(reading.workspace, provision, line, rows, on=today, **held)
        elif drop:
            leave_out(reading.workspace, provision, line, on=today, **held)
        else:
            take_back(reading.workspace, provision, line)
    except PlacespaceError as fault:
        st.error(plain(fault))
        return
    st.session_state["settled"] = st.session_state.get("settled", 0) + 1
    st.session_state["settled-line"] = line
    st.rerun()
