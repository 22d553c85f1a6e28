"""Ask the questions a page needs answered; keep the answers in the address, so a view can be bookmarked."""

from __future__ import annotations

import os
from collections.abc import Callable

import streamlit as st

from placespace.catalogue import Workspace
from placespace.disclose import PROFILES, Profile, allowed_resolution, whole_windows
from placespace.documents import choices, harm_layers, month_name
from placespace.documents.cover import week_name
from placespace.documents.statement import window_name
from placespace.errors import PlacespaceError
from placespace.grid import Question, months_of
from placespace.measures import Reading
from placespace.places.roles import check_may, may
from placespace.views import sign_in, signed
from placespace.views.plain import plain

ALL = "All categories"


def profiles() -> list[str]:
    """Return the profiles offered to whoever asks: those of their role, and of this server's PLACESPACE_PROFILES.

    Raises
    ------
    NotAllowed
        When none is left.
    """
    who = signed.who()
    check_may(who, "see protected figures")
    named = [p.strip() for p in os.environ.get("PLACESPACE_PROFILES", "").split(",") if p.strip() in PROFILES]
    offered = [p for p in named or PROFILES if may(who, "see true counts") or not PROFILES[p].exact]
    if not offered:
        check_may(who, "see true counts")
    return offered


def header(workspace: Workspace) -> None:
    """Show which area this is and for whom, on every page."""
    with st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute"):
        says = st.empty()
        sign_in.who_it_is()
        name = choose(
            "Profile",
            profiles(),
            "profile",
            width_px=160,
            help="What may be shown: every table, map, sentence "
            "and download obeys it. Which are offered depends on the role of whoever signed in.",
        )
    chosen = PROFILES[name]
    says.markdown(f"**{plain(workspace.area.name)}** · {chosen.marking} · {plain(chosen.says)}", width="content")


def profile() -> Profile:
    """Return the profile in force."""
    offered = profiles()
    chosen = st.session_state.get("profile", offered[0])
    return PROFILES[chosen if chosen in offered else offered[0]]


def choose(
    label: str,
    options: list[str],
    key: str,
    *,
    width_px: int,
    default: str | None = None,
    help: str | None = None,
    format_func: Callable[[str], str] = str,
) -> str:
    """Return the option chosen: from the address at first, and put back in the address."""
    if st.session_state.get(key) not in options:
        asked = st.query_params.get(key)
        st.session_state[key] = asked if asked in options else (default if default in options else options[0])
    value = st.selectbox(
        label, options, key=key, help=help, format_func=format_func, width=width_px, persist_state="session"
    )
    if st.query_params.get(key) != value:
        st.query_params[key] = value
    return value


def week_title(week_type: str) -> str:
    """Return a kind of week in words, as an option or a heading begins."""
    name = week_name(week_type)
    return f"{name[0].upper()}{name[1:]}"


def question(reading: Reading, who: Profile) -> tuple[Question, int]:
    """Return the question asked, and the resolution: only what the profile may ask is offered."""
    workspace = reading.workspace
    mapped = [i for i in harm_layers(reading) if workspace.layers[i].precision != "none"]
    if not mapped:
        raise PlacespaceError(
            "Hot spots need incidents with places.", "None has been read.", "Add files on the Data page."
        )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        layer = choose(
            "Source",
            mapped,
            "source",
            default=workspace.area.hotspot_layer,
            width_px=150,
            format_func=lambda i: workspace.layers[i].source,
        )
        categories, held = choices(reading, who, layer)
        offered = [ALL, *categories] if who.exact or len(categories) == 1 else categories
        start = next((c for c in workspace.area.compare_categories if c in categories), offered[0])
        category = choose("Category", offered, "category", default=start, width_px=280)
        first, last = months(held) if who.exact else window(held, workspace.area.settings["year_ends_month"])
        finest = reading.resolution_of(layer)
        sizes = [str(r) for r in (finest, finest - 1)] if who.exact else [str(allowed_resolution(who, finest))]
        resolution = choose(
            "Cells",
            sizes,
            "cells",
            format_func=lambda r: f"H3 {r}",
            width_px=110,
            help="H3 resolution: 9 is about 10 hectares, 8 about 70.",
        )
    return Question(layer, () if category == ALL else (category,), first, last), int(resolution)


def months(held: list[str]) -> tuple[str, str]:
    """Return the first and last month chosen: twelve months to the newest at first."""
    newest = held[::-1]
    # the end is chosen first in meaning, and stands second on the page
    last = st.session_state.get("to") if st.session_state.get("to") in held else st.query_params.get("to")
    last = last if last in held else newest[0]
    earlier = [m for m in newest if m <= last]
    usual = max(months_of(last, 12)[0], held[0])
    first = choose("From", earlier, "from", default=usual, format_func=month_name, width_px=150)
    return first, choose("To", newest, "to", format_func=month_name, width_px=150)


def window(held: list[str], year_ends_month: float) -> tuple[str | None, str | None]:
    """Return the whole year chosen: the latest at first."""
    windows = {f"{a}..{b}": (a, b) for a, b in whole_windows(held, year_ends_month)}
    if not windows:
        st.caption("No whole year is held.")
        return None, None
    chosen = choose("Window", list(windows), "window", format_func=lambda w: window_name(*windows[w]), width_px=330)
    return windows[chosen]
