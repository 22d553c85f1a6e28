"""Start with: streamlit run app.py."""

import streamlit as st

from placespace.views.server import middleware, routes

app = st.App("placespace/views/main.py", routes=routes(), middleware=middleware())
