"""Hold what the app serves by itself: Leaflet's files, layered maps kept for the page that shows them, shapes.

Imported before the server is up, so it imports no component: one declared that early is never served.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from importlib.resources import files
from pathlib import Path
from threading import Lock

import streamlit as st

KEPT = 24
_pages: OrderedDict[str, str] = OrderedDict()
_bytes: OrderedDict[str, bytes] = OrderedDict()
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


def _keep(kept: OrderedDict, what: str | bytes, content: bytes) -> str:
    digest = hashlib.blake2b(content, digest_size=16).hexdigest()
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
