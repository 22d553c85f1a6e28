"""A backup is one file that either database can be made from again, and that says what was done to it."""

from __future__ import annotations

import hashlib
import json
import threading
import time
import zipfile
from itertools import product
from pathlib import Path

import pytest
from store_children import PANEL

from placespace.errors import PlacespaceError, WrongUse
from placespace.places.store import Store

KEPT = bytes(range(256)) * 30


@pytest.fixture
def filled(store):
    """Return a register of a place with two versions, a goal and a file: audit rows 1 to 4."""
    store.add("place", {"name": "Café \x00 \ud800"}, who=PANEL)
    store.change("place-0001", {"name": "Pier"}, who=PANEL, version=1, closed=True)
    store.add("goal", {"words": "lit"}, who=PANEL, place="place-0001")
    store.keep_file(KEPT, who=PANEL)
    return store


@pytest.fixture
def backup(filled, tmp_path):
    """Return a backup of it."""
    filled.backup(tmp_path / "register.zip")
    return tmp_path / "register.zip"


def written_anew(path: Path, **changed: bytes | None) -> Path:
    """Return a copy of a backup with members changed, put in, or (None) taken out."""
    made = path.with_name(f"other_{path.name}")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(made, "w") as new:
        members = {name: old.read(name) for name in old.namelist()} | changed
        for name, content in members.items():
            if content is not None:
                new.writestr(name, content)
    return made


def member(path: Path, name: str) -> bytes:
    with zipfile.ZipFile(path) as archive:
        return archive.read(name)


def manifest_with(path: Path, **changed: object) -> bytes:
    return json.dumps(json.loads(member(path, "manifest.json")) | changed).encode()


@pytest.mark.parametrize(("source", "target"), [*product(("sqlite", "postgresql"), repeat=2)])
def test_a_backup_of_one_database_is_put_back_into_either(new_database, tmp_path, monkeypatch, source, target):
    monkeypatch.setattr("placespace.places.backup.AT_ONCE", 25)
    first, second = new_database(source), new_database(target)
    store = Store.open(None, first.url)
    with store.together():
        for n in range(84):
            if n % 7:
                body = {"n": n, "half": n / 2, "letters": "é\x00"}
                store.add("view", body, who=PANEL, place="place-0001", closed=n % 2 == 0)
            else:
                store.add("place", {"n": n}, who=PANEL)
    store.change("place-0001", {"n": -1}, who=PANEL, version=1)
    sha256 = store.keep_file(KEPT, who=PANEL)
    assert store.backup(tmp_path / "b.zip") == store.head()
    assert Store.restore(tmp_path / "b.zip", None, url=second.url) == store.head()
    again = Store.open(None, second.url)
    assert again.verify(known=[store.head()]) == []
    assert again.head() == store.head()
    assert again.audit() == store.audit()
    assert again.find("view") == store.find("view")
    assert again.versions("place-0001") == store.versions("place-0001")
    assert again.file(sha256) == KEPT
    assert again.add("place", {}, who=PANEL).id == "place-0013"
    assert again.verify() == []
    store.close()
    again.close()


def test_two_backups_of_the_same_register_hold_the_same(filled, tmp_path):
    filled.backup(tmp_path / "one.zip")
    filled.backup(tmp_path / "two.zip")
    one, two = (json.loads(member(tmp_path / f"{name}.zip", "manifest.json")) for name in ("one", "two"))
    assert one["members"] == two["members"]
    assert one["rows"] == {"records": 2, "versions": 3, "audit": 4, "files": 1, "chain": 1}
    assert (one["last"], one["head"]) == filled.head()


def test_a_backup_taken_while_others_save_is_of_one_moment(store, database, tmp_path):
    store.add("place", {"n": 0}, who=PANEL)
    done, saved = threading.Event(), []

    def go_on() -> None:
        mine, n = Store.open(None, database.url), 0
        while not done.is_set():
            n += 1
            mine.change("place-0001", {"n": n}, who=PANEL, version=n)
            saved.append(n)
        mine.close()

    writer = threading.Thread(target=go_on)
    writer.start()
    try:
        heads = []
        for n in range(4):
            before, end = len(saved), time.monotonic() + 30
            heads.append(store.backup(tmp_path / f"{n}.zip"))
            while len(saved) == before and time.monotonic() < end:  # on a busy machine backups come before any save
                time.sleep(0.01)
    finally:
        done.set()
        writer.join(30)
    assert len(saved) > 2
    assert heads == sorted(heads, key=lambda head: head[0])
    for n, head in enumerate(heads):
        url = f"sqlite:///{tmp_path / f'again{n}.sqlite'}"
        assert Store.restore(tmp_path / f"{n}.zip", None, url=url) == head
        again = Store.open(None, url)
        assert (again.verify(), again.get("place-0001").body["n"]) == ([], head[0] - 1)
        again.close()
    assert store.verify(known=heads) == []


def test_a_backup_overwrites_nothing(filled, backup):
    before = backup.read_bytes()
    with pytest.raises(WrongUse, match="overwrites nothing"):
        filled.backup(backup)
    assert backup.read_bytes() == before


def test_a_backup_where_nothing_can_be_written_is_said_in_words(filled, tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(PlacespaceError, match="must be there to write to"):
        filled.backup(tmp_path / "file" / "b.zip")


def test_a_register_that_was_tampered_with_is_not_backed_up_as_if_it_were_whole(filled, database, tmp_path):
    database.by_hand("UPDATE audit SET what = 'read' WHERE seq = 2")
    with pytest.raises(PlacespaceError, match=r"Audit row 2 .* was changed"):
        filled.backup(tmp_path / "b.zip")
    assert not [p for p in tmp_path.iterdir() if "b.zip" in p.name]


def test_a_register_that_holds_something_is_not_overwritten(filled, backup, database):
    filled.change("place-0001", {"name": "Shore"}, who=PANEL, version=2)
    before = filled.head()
    with pytest.raises(WrongUse, match="There is something in its table of records"):
        Store.restore(backup, None, url=database.url)
    assert filled.head() == before
    assert filled.get("place-0001").body == {"name": "Shore"}


def test_an_empty_register_takes_a_backup(backup, filled, new_database):
    database = new_database("sqlite")
    Store.open(None, database.url).close()
    assert Store.restore(backup, None, url=database.url) == filled.head()


TAMPERED = {
    "a row changed": ({"records.jsonl": b"{}\n"}, "records.jsonl was changed"),
    "a table gone": ({"audit.jsonl": None}, "audit.jsonl is missing"),
    "something put in": ({"extra.jsonl": b""}, "extra.jsonl was put in"),
    "no manifest": ({"manifest.json": None}, "its manifest.json does not read"),
    "a manifest of something else": ({"manifest.json": b"[]"}, "its manifest.json does not read"),
}


def refused(path: Path, words: str, tmp_path: Path) -> None:
    target = tmp_path / "target.sqlite"
    with pytest.raises(PlacespaceError) as told:
        Store.restore(path, None, url=f"sqlite:///{target}")
    assert words in str(told.value)
    assert not target.exists()


@pytest.mark.parametrize("what", TAMPERED)
def test_a_backup_that_was_changed_is_refused_and_what_is_wrong_is_named(backup, tmp_path, what):
    changed, words = TAMPERED[what]
    refused(written_anew(backup, **changed), words, tmp_path)


def test_a_backup_whose_file_was_changed_names_the_file(backup, tmp_path):
    name = next(n for n in zipfile.ZipFile(backup).namelist() if n.startswith("files/"))
    refused(written_anew(backup, **{name: b"another"}), f"{name} was changed", tmp_path)


def test_a_backup_changed_together_with_its_manifest_does_not_verify(backup, tmp_path):
    rows = member(backup, "versions.jsonl").replace(b"Pier", b"Peer")
    members = json.loads(member(backup, "manifest.json"))["members"]
    manifest = manifest_with(backup, members=members | {"versions.jsonl": hashlib.sha256(rows).hexdigest()})
    path = written_anew(backup, **{"versions.jsonl": rows, "manifest.json": manifest})
    refused(path, "place-0001 version 2 differs from audit row 2: name: 'Pier' -> 'Peer'", tmp_path)


def test_a_backup_cut_off_at_the_end_names_the_row_that_should_be_the_last(backup, tmp_path):
    path = written_anew(backup, **{"manifest.json": manifest_with(backup, last=9, head="a" * 64)})
    refused(path, "Audit row 9 is missing: a document names it", tmp_path)


@pytest.mark.parametrize("changed", [{"format": 2}, {"step": "0917"}])
def test_a_backup_of_a_newer_version_is_refused(backup, tmp_path, changed):
    refused(written_anew(backup, **{"manifest.json": manifest_with(backup, **changed)}), "step this version", tmp_path)


def test_what_is_no_backup_is_refused(tmp_path):
    (tmp_path / "notes.txt").write_text("no zip")
    refused(tmp_path / "notes.txt", "notes.txt: File is not a zip file", tmp_path)
    refused(tmp_path / "absent.zip", "absent.zip: No such file", tmp_path)


def test_a_backup_of_an_earlier_step_is_brought_up_as_it_is_put_back(backup, filled, tmp_path):
    store = Store.open(None, f"sqlite:///{tmp_path / 'small.sqlite'}")
    store.add("place", {"name": "Park"}, who=PANEL)
    store.backup(tmp_path / "small.zip")
    manifest = json.loads(member(tmp_path / "small.zip", "manifest.json"))
    members = {n: h for n, h in manifest["members"].items() if n != "files.jsonl"}
    earlier = manifest_with(tmp_path / "small.zip", step="0001", members=members)
    path = written_anew(tmp_path / "small.zip", **{"files.jsonl": None, "manifest.json": earlier})
    url = f"sqlite:///{tmp_path / 'again.sqlite'}"
    assert Store.restore(path, None, url=url) == store.head()
    again = Store.open(None, url)
    again.keep_file(KEPT, who=PANEL)
    assert again.verify() == []
