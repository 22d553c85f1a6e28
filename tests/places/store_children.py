"""What other processes do to a register in the tests; they start from one that has imported it already."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable
from itertools import count
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from placespace.places.roles import Who
from placespace.places.store import Store

PANEL = Who("a.chair", "panel")
_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["placespace.places.store"])


def start(does: Callable[..., None], *given: object) -> tuple[BaseProcess, Connection]:
    """Start a process that does one of the things below; return it, and where it says what it has done."""
    here, there = _CONTEXT.Pipe(duplex=False)
    process = _CONTEXT.Process(target=does, args=(*given, there), daemon=True)
    process.start()
    there.close()
    return process, here


def open_and_add(url: str, told: Connection) -> None:
    """Open the register, maybe for the first time, and add a place."""
    told.send(Store.open(None, url).add("place", {}, who=PANEL).id)


def save_many(url: str, told: Connection) -> None:
    """Change a place and add goals in turn until killed; say each once it is acknowledged."""
    store = Store.open(None, url)
    place = store.add("place", {"n": 0}, who=PANEL)
    for n in count(1):
        if n % 2:
            place = saved = store.change(place.id, {"n": n}, who=PANEL, version=place.version)
        else:
            saved = store.add("goal", {"n": n, "much": "x" * 2000}, who=PANEL, place=place.id)
        told.send((saved.id, saved.version, n))


def hold_a_save_open(url: str, told: Connection) -> None:
    """Begin a save and never end it."""
    store = Store.open(None, url)
    with store.together():
        store.add("place", {}, who=PANEL)
        told.send("holds")
        time.sleep(60)
