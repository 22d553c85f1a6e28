"""Set up the page, choose the profile and go to the screen asked for."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from placespace.errors import PlacespaceError
from placespace.views import cached, controls
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
    ("screens/provision.py", "Provision", "provision"),
    ("screens/data.py", "Data", "data"),
    ("screens/about.py", "About", "about"),
)

# an emoji, and before navigation: a material icon would be fetched from another host
st.set_page_config(page_title="Placespace", page_icon="⬡", layout="wide", initial_sidebar_state="collapsed")
st.html(f"<style>{(Path(__file__).parent / 'style.css').read_text()}</style>")
page = st.navigation(
    [st.Page(path, title=title, url_path=url, default=url == "overview") for path, title, url in SCREENS],
    position="top",
)
try:
    controls.header(cached.workspace())
    page.run()
except PlacespaceError as fault:
    st.error(plain(fault))
