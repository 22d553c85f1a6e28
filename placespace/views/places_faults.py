"""Say all that is wrong with what was typed, beside it, and under the box it was typed in."""

from __future__ import annotations

import streamlit as st

from placespace.errors import PlacespaceError
from placespace.places.checks import Faults
from placespace.views.plain import plain


def fault_box(fault: PlacespaceError) -> None:
    """Show a fault; one that holds several shows them as a list."""
    if not isinstance(fault, Faults):
        st.error(plain(fault))
        return
    listed = "\n".join(f"- {plain(sentence)}." for sentence in fault.faults)
    st.error(f"{plain(fault.must)}\n{listed}\n\n{plain(fault.do)}")


def fault_at(fault: PlacespaceError | None, field: str) -> None:
    """Show what is wrong with one field under its box."""
    if isinstance(fault, Faults) and field in fault.fields:
        st.markdown(f":red[**Put right:**] {plain(fault.fields[field])}")
