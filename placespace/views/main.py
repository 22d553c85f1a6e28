"""Set up the page, choose the profile and go to the screen asked for."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from placespace.errors import PlacespaceError
from placespace.views import cached, controls, sign_in
from placespace.views.plain import plain

SCREENS = (
    ("screens/overview.py", "Overview", "overview"),
    ("screens/hot_spots.py", "Hot spots", "hot-spots"),
    ("screens/unseen.py", "Unseen", "unseen"),
    ("screens/when.py", "When", "when"),
    ("screens/coverage.py", "Coverage", "coverage"),
    ("screens/siting.py", "Siting", "siting"),
    ("screens/hold.py", "Will it hold?", "hold"),
    ("screens/plan.py", "Plan", "plan"),
    ("screens/places.py", "Places", "places"),
    ("screens/meeting.py", "Meeting", "meeting"),
    ("screens/helped.py", "Did it help?", "did-it-help"),
    ("screens/provision.py", "Provision", "provision"),
    ("screens/data.py", "Data", "data"),
    ("screens/about.py", "About", "about"),
)

# an emoji, and before navigation: a material icon would be fetched from another host
st.set_page_config(page_title="Placespace", page_icon="⬡", layout="wide", initial_sidebar_state="collapsed")
st.html(f"<style>{(Path(__file__).parent / 'style.css').read_text()}</style>")
try:
    shut = sign_in.shut(sign_in.who_asks())
    pages = [st.Page(sign_in.instead(url) if shut else path, title=title, url_path=url, default=url == "overview")
             for path, title, url in SCREENS]  # fmt: skip
    page = st.navigation(pages, position="hidden" if shut else "top")
    if not shut:
        controls.header(cached.workspace())
    page.run()
except PlacespaceError as fault:
    st.error(plain(fault))
