"""Hold what the app serves by itself: Leaflet's files, layered maps kept for the page that shows them, shapes.

Imported before the server is up, so it imports no component: one declared that early is never served.
"""

from __future__ import annotations

import hashlib
import os
from collections import OrderedDict
from importlib.resources import files
from pathlib import Path
from threading import Lock

import streamlit as st

from placespace.catalogue import open_workspace
from placespace.places.acting import acting
from placespace.places.roles import Who, may

KEPT = 24
ALLOWED = 4000
"""Files that those who had them made may fetch again."""
_pages: OrderedDict[str, str] = OrderedDict()
_bytes: OrderedDict[str, bytes] = OrderedDict()
_whose: OrderedDict[str, frozenset[Who]] = OrderedDict()
_lock = Lock()


def root() -> str:
    """Return the path the app is served under; empty when it has a host of its own."""
    path = st.get_option("server.baseUrlPath").strip("/")
    return f"/{path}" if path else ""


def leaflet_folder() -> Path:
    """Return where the wheel keeps Leaflet's own files."""
    return Path(str(files("js_lib_leaflet"))) / "static" / "js_lib_leaflet"


def keep_page(page: str) -> str:
    """Keep a page for the browser to fetch, and return its digest; the oldest are let go."""
    return _keep(_pages, page, page.encode())


def keep_bytes(content: bytes) -> str:
    """Keep what a map needs once and not at every change, and return its digest; the oldest are let go."""
    return _keep(_bytes, content, content)


def allow(content: bytes | str, who: Who) -> str:
    """Note that somebody, in the role they have now, may fetch some content; return its digest."""
    digest = digest_of(content)
    with _lock:
        _whose[digest] = _whose.pop(digest, frozenset()) | {who}
        while len(_whose) > ALLOWED:
            _whose.popitem(last=False)
    return digest


def may_fetch(digest: str, who: Who) -> bool:
    """Return whether somebody may fetch content: made for them, or they see true counts and so all there is."""
    with _lock:
        return may(who, "see true counts") or (
            may(who, "see protected figures") and who in _whose.get(digest, frozenset())
        )


def digest_of(content: bytes | str) -> str:
    """Return the name that content is kept under."""
    held = content.encode() if isinstance(content, str) else content
    return hashlib.blake2b(held, digest_size=16).hexdigest()


def _keep(kept: OrderedDict, what: str | bytes, content: bytes) -> str:
    digest = allow(content, acting(open_workspace(os.environ.get("PLACESPACE_WORKSPACE"))))
    with _lock:
        kept[digest] = what
        kept.move_to_end(digest)
        while len(kept) > KEPT:
            kept.popitem(last=False)
    return digest


def kept_page(digest: str) -> str | None:
    """Return a page kept under a digest, if it still is."""
    with _lock:
        return _pages.get(digest)


def kept_bytes(digest: str) -> bytes | None:
    """Return what was kept under a digest, if it still is."""
    with _lock:
        return _bytes.get(digest)
