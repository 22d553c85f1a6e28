"""Say all that is wrong with what was typed, beside it, and under the box it was typed in."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from placespace.errors import PlacespaceError
from placespace.places.checks import Faults, label
from placespace.views.plain import plain


def fault_box(fault: PlacespaceError, labels: Mapping[str, str] | None = None) -> None:
    """Show a fault; one that holds several shows them as a list, its fields called as in ``labels``."""
    if not isinstance(fault, Faults):
        st.error(plain(fault))
        return
    listed = "\n".join(f"- {plain(called(sentence, labels or {}))}." for sentence in fault.faults)
    st.error(f"{plain(fault.must)}\n{listed}\n\n{plain(fault.do)}")


def fault_at(fault: PlacespaceError | None, field: str) -> None:
    """Show what is wrong with one field under its box."""
    if isinstance(fault, Faults) and field in fault.fields:
        st.markdown(f":red[**Put right:**] {plain(bare(fault.fields[field], field))}")


def called(sentence: str, labels: Mapping[str, str]) -> str:
    """Return what is wrong with a field, begun with the label of its box instead of its own name.

    Examples
    --------
    >>> called("raised by: it holds a telephone number: take it out", {"raised_by": "Raised by (agency)"})
    '“Raised by (agency)”: it holds a telephone number: take it out'
    >>> called("say which agency raised it", {"raised_by": "Raised by (agency)"})
    'say which agency raised it'
    """
    for field, words in labels.items():
        if sentence.startswith(start := f"{label(field)}: "):
            return f"“{words}”: {sentence.removeprefix(start)}"
    return sentence


def bare(said: str, field: str) -> str:
    """Return what is wrong with a field without its name: its box stands above.

    Examples
    --------
    >>> bare("why: it holds a telephone number: take it out; why: “Mr” names a person", "why")
    'it holds a telephone number: take it out; “Mr” names a person'
    """
    start = f"{label(field)}: "
    return said.removeprefix(start).replace(f"; {start}", "; ")
