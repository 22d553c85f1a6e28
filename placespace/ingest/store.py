"""Keep what was read in Parquet, and read again only what changed."""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path

import geopandas as gpd
import pandas as pd

from placespace.catalogue import Layer, Workspace
from placespace.errors import PlacespaceError
from placespace.ingest.account import FileAccount, LayerAccount
from placespace.ingest.areas import read_areas
from placespace.ingest.part import Context, Part, Source
from placespace.ingest.police_uk import force_months, police_sources
from placespace.ingest.provision import read_provision
from placespace.ingest.shapes import read_shapes
from placespace.ingest.table import read_table

FORMAT = "4"
"""Raise when a reader changes what it gives: every file is then read again."""

READERS = {"table": read_table, "areas": read_areas, "shapes": read_shapes, "provision": read_provision}
SENT_AGAIN = {"table": "sent_as", "areas": "area"}
"""The column that tells, by reader, that a row of a newer file replaces one of an older file."""
Progress = Callable[[str, int, int], None]


def read_workspace(
    workspace: Workspace, *, progress: Progress | None = None, layers: list[str] | None = None
) -> dict[str, LayerAccount]:
    """Read every file that is new or changed, and return the account of all.

    Parameters
    ----------
    workspace : Workspace
    progress : callable, optional
        Called with what is being read, how many parts are done and how many there are.
    layers : list of str, optional
        Only these layers (the boundary is always read).

    Returns
    -------
    dict of str to LayerAccount
        By layer id. A file that could not be read is in its layer's ``unread``; the rest goes on.
    """
    area = workspace.area
    accounts: dict[str, LayerAccount] = {}
    boundary = workspace.layers[area.boundary]
    accounts[boundary.id] = _read_layer(workspace, boundary, Context((0, 0, 7e5, 1.3e6)), None)
    box = tuple(float(v) for v in boundary_shapes(workspace, accounts[boundary.id]).total_bounds)
    postcodes = tuple(sorted(p for name in area.postcodes for p in workspace.raw.glob(name)))
    context = Context(box, area.resident_ages, postcodes, area.today)
    for layer in workspace.layers.values():
        if layer.id not in accounts and (layers is None or layer.id in layers):
            accounts[layer.id] = _read_layer(workspace, layer, context, progress)
    for layer_id, note in _shared(workspace):
        if layer_id in accounts:
            accounts[layer_id].notes.append(note)
    return {i: accounts[i] for i in workspace.layers if i in accounts}


def boundary_shapes(workspace: Workspace, account: LayerAccount | None = None) -> gpd.GeoDataFrame:
    """Return the features that make up the study area, EPSG:27700.

    Parameters
    ----------
    workspace : Workspace
    account : LayerAccount, optional
        What became of the boundary's files, to say so when there is nothing.

    Raises
    ------
    PlacespaceError
        When no file was found, or no feature fits ``boundary_where``.
    """
    area = workspace.area
    shapes = read_stored(workspace, area.boundary)
    files = ", ".join(workspace.layers[area.boundary].files)
    if shapes.empty:
        raise PlacespaceError(
            "The study area needs a boundary file.",
            " ".join(account.unread) if account and account.unread else f"None of {files} is in {workspace.raw}.",
            "Put it there, or name another layer as 'boundary' in geodata/area.toml.",
        )
    if where := area.boundary_where:
        values = shapes[where["column"]].astype("str")
        fits = values.str.startswith(where["starts"]) if "starts" in where else values == where["equals"]
        if not fits.any():
            raise PlacespaceError(
                f"'boundary_where' must fit a feature of {files}.",
                f"No {where['column']} fits {where.get('starts', where.get('equals'))!r}; the first is "
                f"{values.iloc[0]!r}.",
                "Mend it in geodata/area.toml.",
            )
        shapes = shapes[fits]
    return shapes


def read_stored(workspace: Workspace, layer_id: str) -> pd.DataFrame:
    """Return everything kept of a layer; a GeoDataFrame for shapes; empty when nothing was."""
    layer = workspace.layers[layer_id]
    folder = workspace.clean / "read" / layer_id
    # in the order of the ledger: oldest first
    paths = [folder / f"{key}.parquet" for key in _ledger(folder)]
    paths = [p for p in paths if p.exists()]
    if layer.reader == "shapes":
        frames = [gpd.read_parquet(p) for p in paths]
        return (
            gpd.GeoDataFrame(pd.concat(frames, ignore_index=True))
            if frames
            else gpd.GeoDataFrame({"name": [], "kind": [], "area": []}, geometry=[], crs=27700)
        )
    frames = [pd.read_parquet(p) for p in paths]
    out = pd.concat([f for f in frames if len(f)] or frames[:1], ignore_index=True) if frames else pd.DataFrame()
    out = out[~_sent_again(out, layer)].drop(columns="sent_as", errors="ignore")
    return out.reset_index(drop=True)


def _sent_again(frame: pd.DataFrame, layer: Layer) -> pd.Series:
    column = SENT_AGAIN.get(layer.reader)
    if column not in frame:
        return pd.Series(False, frame.index)
    return frame[column].duplicated(keep="last") & frame[column].notna()


def set_aside_rows(workspace: Workspace, layer_id: str) -> pd.DataFrame:
    """Return the rows set aside, as sent (less personal data), each with its file and reason."""
    folder = workspace.clean / "set_aside" / layer_id
    frames = [pd.read_parquet(p) for p in sorted(folder.glob("*.parquet"))]
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()


def _read_layer(workspace: Workspace, layer: Layer, context: Context, progress: Progress | None) -> LayerAccount:
    account = LayerAccount(layer.id)
    read, aside = (workspace.clean / kind / layer.id for kind in ("read", "set_aside"))
    ledger = _ledger(read)
    setting = repr((FORMAT, layer.digest, context.box, context.resident_ages, _stats(layer, context)))
    try:
        sources, account.notes, account.unread = _sources(workspace, layer, context)
    except PlacespaceError as fault:
        sources, account.unread = [], [str(fault)]
    marks = {s.key: hashlib.blake2b(f"{setting}{s.mark}".encode(), digest_size=12).hexdigest() for s in sources}
    fresh = {
        key: ledger[key] if ledger.get(key, {}).get("mark") == mark and (read / f"{key}.parquet").exists() else {}
        for key, mark in marks.items()
    }
    todo = [s for s in sources if not fresh[s.key]]
    # the months of an archive are unpacked, read and packed beside each other, and come back in order
    with ThreadPoolExecutor() as pool:
        run = pool.map if layer.reader == "police_uk" else map
        results = run(lambda source: _kept(source, read, aside), todo)
        for done, source in enumerate(todo):
            if progress:
                progress(f"{layer.title}: {source.key}", done, len(todo))
            result = next(results)
            if isinstance(result, str):
                account.unread.append(result)
                del fresh[source.key]
            else:
                fresh[source.key] = {"mark": marks[source.key], "account": result}
    for folder in (read, aside):
        for path in folder.glob("*.parquet"):
            if path.stem not in fresh:
                path.unlink()
    if list(fresh.items()) != list(ledger.items()):
        _write(read / "ledger.json", lambda path: path.write_text(json.dumps(fresh)))
    account.files = [FileAccount.from_dict(entry["account"]) for entry in fresh.values()]
    account.version = hashlib.blake2b(
        "".join(f"{k}{v['mark']}" for k, v in fresh.items()).encode(), digest_size=8
    ).hexdigest()
    if len(fresh) > 1 and layer.reader in SENT_AGAIN:
        column = SENT_AGAIN[layer.reader]
        frames = [pd.read_parquet(read / f"{key}.parquet") for key in fresh]
        if again := int(
            _sent_again(pd.concat([f[[column]] for f in frames if column in f] or [pd.DataFrame()]), layer).sum()
        ):
            account.facts["sent again in a newer file, which is used"] = again
    if layer.reader == "police_uk":
        account.missing_months, account.thin_months = force_months(
            account.files, workspace.area.settings["looks_missing_share"]
        )
    return account


def _kept(source: Source, read: Path, aside: Path) -> dict | str:
    """Read one part and keep it; return its account, or what was wrong with it."""
    try:
        part = source.read()
    except PlacespaceError as fault:
        return str(fault)
    except Exception as fault:  # one bad file never stops the others, whatever is wrong with it
        return (
            f"{source.key} must be a file this layer can read. It is not: {type(fault).__name__}: "
            f"{str(fault)[:200]}. Save it again as csv, and send us the first lines of it with this sentence."
        )
    _write(read / f"{source.key}.parquet", lambda path: part.frame.to_parquet(path, index=False))
    _write_aside(aside / f"{source.key}.parquet", part)
    return part.account.to_dict()


def _ledger(folder: Path) -> dict[str, dict]:
    try:
        ledger = json.loads((folder / "ledger.json").read_text())
        return ledger if all("mark" in v and "account" in v for v in ledger.values()) else {}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}  # none yet, or cut short: everything is read again


def _write(path: Path, write: Callable[[Path], object]) -> None:
    """Write beside and move into place, so that nobody ever reads half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f"{path.name}.{os.getpid()}.{threading.get_ident()}.half")
    write(half)
    half.replace(path)


def _write_aside(path: Path, part: Part) -> None:
    if len(part.set_aside):
        rows = part.set_aside.assign(file=part.account.file).astype("str")
        _write(path, lambda half: rows.to_parquet(half, index=False))
    else:
        path.unlink(missing_ok=True)


def _sources(workspace: Workspace, layer: Layer, context: Context) -> tuple[list[Source], list[str], list[str]]:
    paths = workspace.files_of(layer)
    if layer.reader == "police_uk":
        return police_sources(layer, paths, _mark)
    sources = []
    # oldest first, so that a row sent again in a newer file replaces the earlier
    for path in sorted(paths, key=lambda p: (p.stat().st_mtime, p.name)):
        key = _plain(path.name)
        sources.append(Source(key, _mark(path), lambda path=path: _joined(READERS[layer.reader](layer, path, context))))
    return sources, [], []


def _joined(parts: Iterator[Part]) -> Part:
    """Make one part of the tables in one file (the sheets of a workbook, the files of a zip)."""
    parts = list(parts)
    if len(parts) == 1:
        return parts[0]
    total = FileAccount(parts[0].account.file.split(" [")[0])
    layer_account = LayerAccount("", [p.account for p in parts])
    total.read, total.kept, total.without_place = layer_account.read, layer_account.kept, layer_account.without_place
    total.set_aside, total.mended = layer_account.reasons("set_aside"), layer_account.reasons("mended")
    total.personal = layer_account.personal
    total.faults = [fault for p in parts for fault in p.account.faults]
    total.notes = [f"{p.account.file}: {n}" for p in parts for n in p.account.notes]
    frames = [p.frame for p in parts if len(p.frame)] or [parts[0].frame]
    return Part(pd.concat(frames, ignore_index=True), total, pd.concat([p.set_aside for p in parts], ignore_index=True))


def _plain(name: str) -> str:
    """Return a file's name as a key: safe on any disk, and its own even when two names differ by a sign."""
    own = hashlib.blake2b(name.encode(errors="replace"), digest_size=4).hexdigest()
    return "".join(c if c.isascii() and (c.isalnum() or c in "-.") else "_" for c in name)[:60] + f"-{own}"


def _stats(layer: Layer, context: Context) -> list[tuple]:
    if "postcode" not in layer.columns.values():
        return []
    return [(p.name, p.stat().st_size, p.stat().st_mtime_ns) for p in context.postcodes]


def _shared(workspace: Workspace) -> Iterator[tuple[str, str]]:
    """Yield a note for each layer of events whose file another layer of events reads too."""
    readers: dict[Path, list[str]] = {}
    for layer in workspace.of_role("harm"):
        for path in workspace.files_of(layer):
            readers.setdefault(path, []).append(layer.id)
    for path, ids in readers.items():
        for one in ids if len(ids) > 1 else ():
            others = ", ".join(i for i in ids if i != one)
            yield one, f"{path.name} is also read by the layer {others}: mend 'files' if that is not meant"


def _mark(path: Path) -> str:
    stat = path.stat()
    return _content_mark(str(path), stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=512)
def _content_mark(path: str, mtime_ns: int, size: int) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=12)).hexdigest()
