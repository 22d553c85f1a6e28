"""Twenty who save at once lose nothing, and what was acknowledged outlives a process that is killed."""

from __future__ import annotations

import random
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier

import pytest
from store_children import PANEL, hold_a_save_open, save_many, start

from placespace.places.roles import Who
from placespace.places.store import Conflict, Store

WRITERS, TIMES, SAVES, WAIT_S = 20, 3, 200, 30


def test_twenty_writers_at_once_lose_no_update_and_overwrite_nothing(store, database):
    store.add("place", {"count": 0, "names": []}, who=PANEL)
    all_have_read, both_in_hand = Barrier(WRITERS), []

    def write(writer: int) -> int:
        who, conflicts = Who(f"writer {writer}", "panel"), 0
        mine = Store.open(None, database.url)
        for turn in range(TIMES):
            mine.add("goal", {"writer": writer, "turn": turn}, who=who, place="place-0001")
            while True:
                read = mine.get("place-0001")
                body = {"count": read.body["count"] + 1, "names": [*read.body["names"], f"{writer}.{turn}"]}
                if not turn and not conflicts:
                    all_have_read.wait(WAIT_S)
                try:
                    mine.change("place-0001", body, who=who, version=read.version)
                    break
                except Conflict as told:
                    both_in_hand.append(told.mine == body and told.theirs.version > read.version)
                    conflicts += 1
                    time.sleep(random.random() / 2)  # people look at what the other wrote
        mine.close()
        return conflicts

    with ThreadPoolExecutor(WRITERS) as pool:
        conflicts = sum(pool.map(write, range(WRITERS)))
    all_of_them = [f"{writer}.{turn}" for writer in range(WRITERS) for turn in range(TIMES)]
    place = store.get("place-0001")
    assert place.body["count"] == len(all_of_them)
    assert sorted(place.body["names"]) == sorted(all_of_them)
    assert [v.body["count"] for v in store.versions("place-0001")] == list(range(len(all_of_them) + 1))
    assert sorted((g.body["writer"], g.body["turn"]) for g in store.find("goal")) == sorted(
        (writer, turn) for writer in range(WRITERS) for turn in range(TIMES)
    )
    assert store.head()[0] == 1 + 2 * len(all_of_them)
    assert store.verify() == []
    assert all(both_in_hand)
    assert conflicts >= WRITERS - 1, "all read the same, and one of them could save on it"


def test_threads_that_share_one_store_lose_nothing_either(store):
    with ThreadPoolExecutor(8) as pool:
        added = list(pool.map(lambda n: store.add("view", {"n": n}, who=PANEL), range(40)))
    assert sorted(r.body["n"] for r in store.find("view")) == list(range(40))
    assert len({r.id for r in added}) == 40
    assert store.verify() == []


@pytest.mark.parametrize("go", range(3))
def test_what_was_acknowledged_is_there_after_the_process_is_killed(database, go):
    stops_at = random.Random(f"{database.kind} {go}").randrange(10, SAVES)
    process, tells = start(save_many, database.url)
    said = [tells.recv() for _ in range(stops_at)]
    process.kill()  # SIGKILL, while it goes on saving
    with suppress(EOFError):
        while True:
            said.append(tells.recv())
    process.join(WAIT_S)
    assert process.exitcode == -signal.SIGKILL
    opened = Store.open(None, database.url)
    for id, version, n in said:
        assert opened.versions(id)[version - 1].body["n"] == n
    assert 0 <= opened.head()[0] - 1 - len(said) <= 1, "at most the one save that was not acknowledged is there as well"
    assert opened.verify() == []
    opened.add("goal", {}, who=PANEL)
    assert opened.verify() == []
    opened.close()


def test_a_process_killed_with_a_save_open_leaves_none_of_it_and_holds_nobody_up(store, database):
    process, tells = start(hold_a_save_open, database.url)
    assert tells.recv() == "holds"
    process.kill()
    process.join(WAIT_S)
    assert store.add("place", {"mine": True}, who=PANEL).id == "place-0001"
    assert store.verify() == []
