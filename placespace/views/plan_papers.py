"""The papers of a month: for whom, what each file holds, whether the checks pass, and the files themselves."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

import streamlit as st

from placespace.disclose import PROFILES
from placespace.documents.plan import MonthPlan, check_outreach, outreach_timetable, plan_pack, windows_table
from placespace.documents.plan.pack import check_typed, map_answer, zipped
from placespace.documents.plan.words import many
from placespace.errors import PlacespaceError
from placespace.measures import Reading
from placespace.places.acting import check_act
from placespace.views import cached_plan
from placespace.views.controls import profiles
from placespace.views.plain import plain
from placespace.views.signed import as_now

SAYS = {
    "analyst": "tasking pack and everything else",
    "partner": "outreach sheet and maps",
    "health": "outreach sheet and maps",
    "public": "maps alone",
}
HOLDS = {
    "tasking.docx": "Police, wardens and fire team: places with what is known of each, what is done beside patrols, "
    "visits by crew and day, what is left uncovered",
    "outreach.docx": "Outreach and bus: sessions with sunset, what is open near, staff safety, and a blank tally; no "
    "police time or place",
    "what-changed.docx": "What was changed and left out, who said so and why; what was asked for; what is not met",
    "plan.xlsx": "Timetable, places, windows and what is uncovered, a sheet each",
    "map-A4.pdf": "Numbered places on the map, for black-and-white printing",
    "map-A3.pdf": "The same, larger",
    "blank-map-A4.pdf": "A map with no incidents on it, to draw on with young people",
    "blank-map-A3.pdf": "The same, larger",
    "outreach-timetable.csv": "The sessions as a table",
    "about.txt": "What the files are, what they rest on and their limits",
}
"""Files told one by one; tables as csv and maps as pictures are in the zip beside them."""
ANALYST = ("tasking.docx", "what-changed.docx", "plan.xlsx")
PUBLIC = ("map-A4.pdf", "map-A3.pdf", "blank-map-A4.pdf", "blank-map-A3.pdf", "about.txt")
MAPS = ("map-A4.pdf", "map-A3.pdf")
KEPT = 6
_packs: OrderedDict[tuple, dict[str, bytes]] = OrderedDict()
_one_at_a_time = Lock()


def papers_tab(reading: Reading, plan: MonthPlan) -> None:
    """Offer the papers of the month for the profile they are for."""
    offered = profiles()
    name = st.radio(
        "Whom the papers are for", offered, offered.index("partner") if "partner" in offered else 0, horizontal=True,
        key="plan-papers-for", format_func=lambda p: f"{p}: {SAYS[p]}", persist_state="session",
    )  # fmt: skip
    who = PROFILES[name]
    passed, without = checks(reading, plan, name)
    if not passed:
        return
    st.download_button(
        "Download all of it (zip)", data=as_now(lambda: zipped(pack(reading, plan, name))), type="primary",
        on_click="ignore", file_name=f"plan-{plan.asked.month}-{name}.zip", mime="application/zip",
        help="Made when you ask for it, which takes some seconds.",
    )  # fmt: skip
    st.caption(
        plain(f"{who.marking}, at the top and bottom of each page. Times and places are those on the board now.")
    )
    for file in files_of(name, without):
        what, says, take = st.columns([3, 7, 2], vertical_alignment="center")
        what.markdown(f"**{plain(file)}**")
        says.write(plain(HOLDS[file]))
        take.download_button(
            "Download", data=as_now(lambda file=file: pack(reading, plan, name)[file]), on_click="ignore",
            key=f"file-{file}", file_name=file,
        )  # fmt: skip
    with st.expander("What stands in them"):
        preview(plan, name)


def preview(plan: MonthPlan, profile: str) -> None:
    """Show what the papers of a profile will say, as far as it is a table or a line."""
    if profile == "public":
        st.write("Maps alone: no timetable, no words about places.")
        return
    if profile != "analyst":
        st.dataframe(outreach_timetable(plan).reset_index(drop=True), hide_index=True, alt="Sessions that leave")
        return
    tables = {"Who goes where and when": plan.timetable, "Windows": windows_table(plan), "Places": plan.shortlist.table}
    for title, table in tables.items():
        st.markdown(f"**{title}**: {many(len(table), 'row')}")
        st.dataframe(table, hide_index=True, height=250, alt=title)
    left = [f"{r.name}: {r.left_out}" for r in plan.shortlist.table.itertuples(index=False) if r.left_out]
    st.markdown("**Left out, and why**")
    st.markdown("\n".join(f"- {plain(line)}" for line in left) or "Nothing was left out.")


def files_of(profile: str, without: tuple[str, ...] = ()) -> list[str]:
    """Return the files of a pack that are told one by one."""
    return [
        f for f in HOLDS
        if f not in without and (profile == "analyst" or f not in ANALYST) and (profile != "public" or f in PUBLIC)
    ]  # fmt: skip


def checks(reading: Reading, plan: MonthPlan, profile: str) -> tuple[bool, tuple[str, ...]]:
    """Say whether words and figures may leave; return whether any file may, and which may not."""
    typed = sum(len(d.texts) for d in plan.decisions)
    try:
        check_typed(plan)
        if profile != "public":
            check_outreach({}, plan)  # what was typed; the files are searched when they are made
    except PlacespaceError as fault:
        st.error(plain(fault))
        return False, ()
    crews = len(plan.crews)
    lines = [f"Words: what people typed ({typed} texts, {crews} crews) is in the words of this work."]
    without: tuple[str, ...] = ()
    who = PROFILES[profile]
    if who.exact:
        lines.append("Figures: true counts and police times, for those who task. For others take the partner's papers.")
    elif map_answer(plan, reading, who) is None:
        without = MAPS
        lines.append("Figures: no map of incidents. Beside one handed out before it would tell a small count.")
    else:
        lines.append(f"Figures: the map shows {who.says}. No other figure leaves.")
    if not who.exact and profile != "public":
        lines.append(
            f"Police: {len(outreach_timetable(plan))} sessions leave, and no time or place of police. Every file of "
            "the outreach sheet is searched for them before it leaves."
        )
    st.success("\n".join(f"- {plain(line)}" for line in lines))
    return True, without


def pack(reading: Reading, plan: MonthPlan, profile: str) -> dict[str, bytes]:
    """Return the files of a pack, made once until the plan changes."""
    check_act(reading, "see true counts")
    key = cached_plan.plan_mark(reading), plan.asked, profile
    with _one_at_a_time:
        if key not in _packs:
            _packs[key] = plan_pack(plan, reading, profile, held=cached_plan.held(reading, plan.shortlist.question))
            while len(_packs) > KEPT:
                _packs.popitem(last=False)
        return _packs[key]
