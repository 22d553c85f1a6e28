"""List the crews in words, and let one be added, changed or taken out."""

from __future__ import annotations

import re

import pandas as pd
import streamlit as st

from placespace.calendar import RULE_FORMS, Calendar, read_calendar, read_rule
from placespace.catalogue import Crew, read_crews, write_crews
from placespace.documents import month_name
from placespace.errors import PlacespaceError, WrongUse
from placespace.ingest import personal_in, read_names
from placespace.measures import Reading
from placespace.places.acting import check_act
from placespace.plans.shifts import RuleRead, hours_of, rules_read, shifts
from placespace.terms import CREW_KINDS
from placespace.views import cached
from placespace.views.controls import profile
from placespace.views.plain import plain

TURN, SAID = "crews-turn", "crews-said"
ELSEWHERE, NOT_SAID = "another place: longitude and latitude", "not said"
ON_FOOT = 4.8
Names = dict[str, tuple[float, float]]


def crews(reading: Reading, month: str | None = None) -> list[Crew]:
    """Show who can be sent out, each rule as it was read, and the form; return every crew that is kept.

    Only the analyst sees crews of police, and the form.

    Parameters
    ----------
    reading : Reading
    month : str, optional
        The month that shifts are counted in, ``2026-10`` (default: the one after today's).
    """
    path = reading.workspace.crews
    held, faults = read_crews(path)
    exact = profile().exact
    if exact:
        for fault in faults:
            st.error(plain(fault))
    if (said := st.session_state.pop(SAID, None)) is not None:
        st.success(plain(said))
    month = month or next_month(reading)
    calendar = read_calendar(reading.workspace)
    shown = held if exact else [crew for crew in held if not crew.police]
    if not exact:
        st.caption("Crews of police, and the form to change crews, are on the analyst's own screen.")
    turn = st.session_state.get(TURN, 0)
    if not shown:
        st.info("No crew is kept yet, so nobody can be sent out. Add the first below." if exact else "None is kept.")
    at = _listed(shown, month, calendar, f"crews-{turn}", choose=exact) if shown else None
    _rules(shown, month, calendar)
    if exact:
        _form(reading, held, at, f"{turn}-{at}")
    return held


def next_month(reading: Reading) -> str:
    """Return the month after the area's today."""
    return str(pd.Period(reading.workspace.area.today, "M") + 1)


def in_words(crew: Crew, rule: RuleRead, month: str) -> str:
    """Return what a rule does in a month, in a few words."""
    if rule.fault:
        return "cannot be used"
    word = f"shift{'' if rule.shifts == 1 else 's'}"
    more = {"out": "", "extra": "more ", "not": "fewer "}[rule.kind]
    does = f"{rule.shifts} {more}{word}"
    each = " for each unit" if crew.at_once > 1 else ""
    return f"{does} in {month_name(month)}{each}"


def _listed(held: list[Crew], month: str, calendar: Calendar, key: str, *, choose: bool) -> int | None:
    """Show the crews; return the position of the one that is ticked."""
    rows = []
    for crew in held:
        try:
            found = shifts(crew, month, calendar)
            out = f"{len(found)} shifts, {hours_of(found):g} hours"
        except PlacespaceError:
            out = "cannot be planned: see its rules"
        rows.append(
            {
                "Who": crew.title,
                "Kind": crew.kind,
                "At once": crew.at_once,
                f"In {month_name(month)}": out if crew.rules else "never: it has no rules",
                "Hours a month": "no limit" if crew.hours_month is None else f"at most {crew.hours_month:g}",
                "Sets out from": crew.base_name or ("no base" if crew.base is None else _degrees(crew.base)),
                "Between places": f"{crew.speed_km_h:g} km/h",
            }
        )
    if choose:
        st.caption("Tick a crew (Shift and Space by keyboard) to change it or take it out.")
    ticks = {"key": key, "on_select": "rerun", "selection_mode": "single-row"} if choose else {}
    shown = st.dataframe(pd.DataFrame(rows), hide_index=True, height="content", alt="Crews", **ticks)
    chosen = shown["selection"]["rows"] if choose else []
    return chosen[0] if chosen and chosen[0] < len(held) else None


def _rules(held: list[Crew], month: str, calendar: Calendar) -> None:
    """Show each rule beside how it was read."""
    read = [(crew, rule) for crew in held for rule in rules_read(crew, month, calendar)]
    if not read:
        return
    st.markdown("**Rules as they are read**")
    for crew, rule in read:
        if rule.fault:
            st.error(plain(f"{crew.title} stays at home until this is mended. {rule.fault}"))
    table = [
        {
            "Who": crew.title,
            "As written": rule.written,
            "Read as": rule.says or "not read",
            "Gives": in_words(crew, rule, month),
        }
        for crew, rule in read
    ]
    # a table and not a grid: in a grid a long rule would be cut
    st.table(pd.DataFrame(table).map(plain), hide_index=True, alt="Rules of the crews")


def _form(reading: Reading, held: list[Crew], at: int | None, tag: str) -> None:
    """Ask for one crew: the one that is ticked, or a new one."""
    old = None if at is None else held[at]
    names = _names(reading)
    with st.form(f"crew-{tag}", border=True):
        st.markdown("**Add a crew**" if old is None else f"**Change {plain(old.title)}**")
        a, b, c, d = st.columns([3, 2, 1.4, 1.8])
        title = a.text_input("Who they are", old.title if old else "", placeholder="Outreach crew: a team, not a name")
        kinds = list(CREW_KINDS)
        kind = b.selectbox("Kind", kinds, kinds.index(old.kind) if old else None, placeholder="choose")
        at_once = c.number_input("Out at once", 1, 50, old.at_once if old else 1, help="Units that are out together")
        limit = d.number_input(
            "Hours in the month", 0.0, None, float(old.hours_month) if old and old.hours_month else None, 1.0,
            format="%g", placeholder="no limit", help="Of all its units together. Leave it empty for no limit.",
        )  # fmt: skip
        base, base_name = _ask_base(names, old)
        speed = st.number_input(
            "Speed between places, km/h", 0.5, 120.0, float(old.speed_km_h) if old else ON_FOOT, 0.1, format="%g",
            width=240, help=f"On foot {ON_FOOT}; by van or car in town about 20 to 25, stops and parking included.",
        )  # fmt: skip
        rules = st.text_area(
            "When they are out, one rule a line", "\n".join(old.rules) if old else "", height=130,
            placeholder="every Friday 17-21\nnot December, January", help="; ".join(RULE_FORMS),
        )  # fmt: skip
        notes = st.text_input("Notes", old.notes if old else "", help="Nothing about a person")
        one, two = st.columns([1, 3])
        keep = one.form_submit_button("Add this crew" if old is None else "Keep the change", type="primary")
        gone = old is not None and two.form_submit_button("Take it out")
    if not (keep or gone):
        return
    try:
        check_act(reading, "change settings")
        # read again: another session may have changed the file since this page was drawn
        now = read_crews(reading.workspace.crews)[0]
        if gone:
            kept = [crew for crew in now if crew.id != old.id]
        else:
            lines = tuple(" ".join(line.split()) for line in rules.splitlines() if line.strip())
            fields = {"title": title.strip(), "kind": kind, "at_once": int(at_once), "hours_month": limit or None,
                      "base": base(), "base_name": base_name(), "speed_km_h": float(speed), "rules": lines,
                      "notes": notes.strip()}  # fmt: skip
            crew = checked(fields, old, now)
            known = [c.id for c in now]
            kept = [crew if c.id == crew.id else c for c in now] + ([] if crew.id in known else [crew])
        write_crews(reading.workspace.crews, kept)
    except PlacespaceError as fault:
        st.error(plain(fault))
        return
    # a new key: the tick and the boxes would go on showing the crew that was kept
    st.session_state[TURN] = st.session_state.get(TURN, 0) + 1
    st.session_state[SAID] = f"'{old.title}' is taken out." if gone else f"'{crew.title}' is kept."
    st.rerun()


def checked(fields: dict, old: Crew | None, held: list[Crew]) -> Crew:
    """Return the crew of a form, or say everything that is wrong with it.

    Raises
    ------
    WrongUse
        When it has no name or kind, a rule does not read, or personal data was typed.
    """
    wrong, do = [] if fields["title"] and fields["kind"] else ["It needs a name and a kind."], ""
    for text in (fields["title"], fields["base_name"], fields["notes"], *fields["rules"]):
        if (kind := personal_in(text)) is not None:
            wrong.append(f"'{text[:20]}…' holds {kind}.")
    for text in fields["rules"]:
        try:
            read_rule(text)
        except PlacespaceError as fault:
            wrong, do = [*wrong, fault.found], fault.do
    if wrong:
        raise WrongUse("A crew must be right before it is kept.", " ".join(wrong), f"Nothing was kept. {do}".strip())
    return Crew(old.id if old else new_id(fields["title"], held), **fields)


def new_id(title: str, held: list[Crew]) -> str:
    """Return a short id that no crew has yet, from a title.

    Examples
    --------
    >>> new_id("Youth bus, north", [Crew("youth-bus-north", "Youth bus", "youth bus")])
    'youth-bus-north-2'
    """
    stem = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:30].strip("-") or "crew"
    known, number, own = {crew.id for crew in held}, 1, stem
    while own in known:
        number += 1
        own = f"{stem}-{number}"
    return own


def _ask_base(names: Names, old: Crew | None) -> tuple:
    """Ask where a crew sets out from; return what gives its longitude and latitude, and what gives its name."""
    options = [NOT_SAID, *names, ELSEWHERE]
    first = NOT_SAID if old is None or old.base is None else ELSEWHERE
    if old is not None and old.base is not None and names.get(old.base_name) == _rounded(old.base):
        first = old.base_name
    a, b, c, d = st.columns([3, 1.6, 1.6, 2.4])
    where = a.selectbox("Sets out from", options, options.index(first), help="A place in the area's own files")
    away = old.base if old is not None and first == ELSEWHERE else (None, None)
    degrees = {"format": "%.6f", "step": 0.001, "placeholder": "for another place"}
    lon = b.number_input("Longitude", -9.0, 2.5, away[0], **degrees)
    lat = c.number_input("Latitude", 49.5, 61.5, away[1], **degrees)
    name = d.text_input("What people call that place", old.base_name if old is not None and first == ELSEWHERE else "")

    def base() -> tuple[float, float] | None:
        if where != ELSEWHERE:
            return names.get(where)
        if lon is None or lat is None:
            raise WrongUse("Another place has a longitude and a latitude.", "One is empty.", "Fill both in.")
        return (lon, lat)

    return base, lambda: name.strip() if where == ELSEWHERE else where if where in names else ""


def _rounded(at: tuple[float, float]) -> tuple[float, float]:
    return (round(float(at[0]), 6), round(float(at[1]), 6))


def _degrees(at: tuple[float, float]) -> str:
    return f"{at[0]:.4f}, {at[1]:.4f}"


def _names(reading: Reading) -> Names:
    """Return the named places of the area's own files, in the order of the alphabet."""
    return _places(cached.mark_of(reading.workspace), reading)


@st.cache_resource(max_entries=2, show_spinner=False)
def _places(mark: str, _reading: Reading) -> Names:
    workspace = _reading.workspace
    out: Names = {}
    for layer in workspace.area.names:
        # the streets of police.uk are thousands, and none is where a crew sets out from
        if layer in _reading.accounts and workspace.layers[layer].reader == "shapes":
            found = read_names(workspace, layer, _reading.accounts[layer].version)
            points = found.geometry.representative_point().to_crs(4326)
            for name, at in zip(found["name"].astype("str"), points, strict=True):
                if name:
                    out.setdefault(name, _rounded((at.x, at.y)))
    return dict(sorted(out.items()))
