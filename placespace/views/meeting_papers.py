"""The papers of a meeting: for whom, what each holds, and the files, made when they are asked for."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

import streamlit as st

from placespace.disclose import PROFILES, Profile
from placespace.documents.places.leaving import check_typed
from placespace.documents.places.papers import FOR_PUBLIC, KINDS, NOTE, panel_papers
from placespace.documents.places.place_file import place_file
from placespace.documents.places.schools_note import without_note
from placespace.documents.plan.pack import zipped
from placespace.documents.plan.words import many
from placespace.errors import PlacespaceError
from placespace.measures import Reading
from placespace.places.door import Held
from placespace.places.register import Register
from placespace.places.things import Meeting
from placespace.views import cached, cached_places
from placespace.views.controls import profiles
from placespace.views.plain import plain
from placespace.views.signed import as_now

SAYS = {
    "analyst": "true counts and police work, for those who may see them",
    "partner": "figures as partners may see them, no police work",
    "health": "figures as health may see them, no police work",
    "public": "notes for schools and the roll-up alone",
}
TITLES = {
    "location-plan": "Location plans",
    "panel-pack": "Panel pack",
    "action-tracker": "Action tracker",
    "schools-note": "Notes for schools",
    "csp-rollup": "Roll-up for the partnership",
}
NAMES = {"panel-pack": "panel-pack.pdf", "action-tracker": "action-tracker.xlsx"}
"""Papers that are one file; all others leave in a zip."""
ZIP = "application/zip"
KEPT = 6
_made: OrderedDict[tuple, dict[str, bytes]] = OrderedDict()
_one_at_a_time = Lock()


def papers_tab(reading: Reading, register: Register, meeting: Held[Meeting]) -> None:
    """Offer the papers of a meeting for the profile they are for."""
    offered = profiles()
    name = st.radio(
        "Whom the papers are for", offered, offered.index("partner") if "partner" in offered else 0,
        key="meeting-papers-for", format_func=lambda p: f"{p}: {SAYS[p]}", persist_state="session",
    )  # fmt: skip
    who = PROFILES[name]
    if not checked(register, meeting, who):
        return
    day = f"{meeting.thing.on:%Y-%m-%d}" if meeting.thing.on else meeting.id
    st.download_button(
        "Download all of it (zip)", data=as_now(lambda: all_zipped(reading, register, meeting.id, name)),
        type="primary", on_click="ignore", file_name=f"meeting-{day}-{name}.zip", mime=ZIP,
        help="Made when you ask for it, which takes some seconds.",
    )  # fmt: skip
    st.caption(plain(f"{who.marking}. {many(len(meeting.thing.places), 'place')}, as the register stands now."))
    for kind in kinds_for(name):
        what, says, take = st.columns([3, 6, 2], vertical_alignment="center")
        what.markdown(f"**{plain(TITLES[kind])}**")
        says.write(plain(f"{KINDS[kind][0].upper()}{KINDS[kind][1:]}"))
        lacking = without_note([register.place(i) for i in meeting.thing.places]) if kind == NOTE else []
        for sentence in lacking:
            says.caption(plain(sentence))
        take.download_button(
            "Download", data=as_now(lambda kind=kind: one_kind(reading, register, meeting.id, name, kind)),
            on_click="ignore", key=f"paper-{kind}", file_name=NAMES.get(kind, f"{kind}-{day}-{name}.zip"),
            disabled=bool(lacking) and len(lacking) == len(meeting.thing.places),
        )  # fmt: skip


def kinds_for(profile: str) -> list[str]:
    """Return the kinds of paper a profile may have.

    Examples
    --------
    >>> kinds_for("public")
    ['schools-note', 'csp-rollup']
    """
    return [kind for kind in KINDS if profile != "public" or kind in FOR_PUBLIC]


def checked(register: Register, meeting: Held[Meeting], profile: Profile) -> bool:
    """Say whether what was typed may leave; return whether it may."""
    typed: dict[str, str] = {}
    for place_id in meeting.thing.places:
        # the brief says nothing of what was typed, and is made with the papers
        file = place_file(register, register.place(place_id), None, profile, meeting_id=meeting.id)  # type: ignore
        typed |= file.typed()
    try:
        check_typed(typed, profile)
    except PlacespaceError as fault:
        st.warning(plain(fault))
        return False
    lines = [f"Words: what the panel wrote ({many(len(typed), 'text')}) is in the words of this work."]
    if profile.exact:
        lines.append("Figures: true counts and police work, for those who may see them. For others take the partner's.")
    else:
        lines.append(f"Figures: {profile.says}. No police work, and no police time: each file is searched for them.")
    st.success("\n".join(f"- {plain(line)}" for line in lines))
    return True


def papers(reading: Reading, register: Register, meeting_id: str, profile: str, *kinds: str) -> dict[str, bytes]:
    """Return the papers of a meeting, made once until something is saved; all kinds where none is named."""
    key = (
        cached.kept_mark(reading), cached_places.mark_of(register), register.who.role, meeting_id, profile, kinds,
    )  # fmt: skip
    with _one_at_a_time:
        if key not in _made:
            _made[key] = panel_papers(reading, register, profile, meeting_id=meeting_id, kinds=kinds or None)
            while len(_made) > KEPT:
                _made.popitem(last=False)
        return _made[key]


def all_zipped(reading: Reading, register: Register, meeting_id: str, profile: str) -> bytes:
    """Return all papers as a zip; where they are refused as they are made, a zip that says why, and holds nothing else.

    A download that fails on a page says only that it failed.
    """
    try:
        return zipped(papers(reading, register, meeting_id, profile))
    except PlacespaceError as fault:
        return zipped({"not-made.txt": f"No paper was made.\n\n{fault}\n".encode()})


def one_kind(reading: Reading, register: Register, meeting_id: str, profile: str, kind: str) -> bytes:
    """Return the papers of one kind: a file where there is one, else a zip."""
    files = papers(reading, register, meeting_id, profile, kind)
    return files[NAMES[kind]] if kind in NAMES else zipped(files)
