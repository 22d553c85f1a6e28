"""Pack frozen evidence the same way every time, and name what is wrong with a bundle that is not as it was packed."""

from __future__ import annotations

import datetime
import hashlib
import io
import json
import math
import struct
import zipfile
from collections.abc import Mapping
from typing import Any

import numpy as np

FILES = (
    "baseline.json", "decision.json", "definition.json", "fingerprints.json", "manifest.json", "numbers.json",
    "settings.json",
)  # fmt: skip
"""All that a bundle may hold."""
MANIFEST, BASELINE = "manifest.json", "baseline.json"
MOST_BYTES = 20_000_000
"""A bundle is some tens of kilobytes; one of more than 20 MB is refused before it is read."""
HOLDS = {
    MANIFEST: ("profile", str),
    "numbers.json": ("sources", list),
    "settings.json": ("settings", dict),
    "definition.json": ("sources", dict),
    "fingerprints.json": ("layers", dict),
    "decision.json": ("place", dict),
}
OF_A_LINE = {"layer", "source", "categories", "count", "first", "last"}
DAYS = ("raised_on", "next_review", "closed_on")
FIRST_DAY, UNIX, READABLE = (1980, 1, 1, 0, 0, 0), 3, 0o644 << 16
BROKEN = (
    zipfile.BadZipFile, zipfile.LargeZipFile, OSError, ValueError, RuntimeError, EOFError, OverflowError, KeyError,
    IndexError, struct.error,
)  # fmt: skip
"""What the library of zip files says of one that is damaged."""


def canonical(value: Any) -> bytes:
    """Return JSON in one form only: keys in order, plain ASCII, no number that is none.

    Parameters
    ----------
    value : object
        Mappings with keys of text, lists, tuples, text, numbers (NumPy's too), days, true, false, nothing. A number
        that is missing or without end becomes nothing.

    Examples
    --------
    >>> canonical({"b": (1, float("nan")), "a": "é"})
    b'{\\n "a": "\\\\u00e9",\\n "b": [\\n  1,\\n  null\\n ]\\n}\\n'
    """
    text = json.dumps(plain(value), sort_keys=True, indent=1, allow_nan=False)
    return f"{text}\n".encode("ascii")


def plain(value: Any) -> Any:
    """Return a value as JSON holds it: see :func:`canonical`."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [plain(v) for v in value]
    if isinstance(value, datetime.date):
        return value.isoformat()
    return None if isinstance(value, float) and not math.isfinite(value) else value


def sha256_of(content: bytes) -> str:
    """Return the SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def packed(files: Mapping[str, bytes]) -> bytes:
    """Return files as a zip whose bytes hang on nothing but them: in order, not compressed, all of one day."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as bundle:
        for name in sorted(files):
            info = zipfile.ZipInfo(name, FIRST_DAY)
            info.create_system, info.external_attr = UNIX, READABLE
            bundle.writestr(info, files[name])
    return out.getvalue()


def with_manifest(files: Mapping[str, bytes], manifest: Mapping[str, Any]) -> dict[str, bytes]:
    """Return files with a manifest that holds the SHA-256 of each, and of itself less that line."""
    said = {**manifest, "files": {name: sha256_of(content) for name, content in files.items()}}
    return {**files, MANIFEST: canonical({**said, "itself": sha256_of(canonical(said))})}


def unpacked(content: bytes) -> tuple[dict[str, bytes], list[str]]:
    """Return the files of a bundle that can be read, and everything that is wrong with it, each by its file.

    Nothing is unpacked to disk, nothing compressed is read, and names are never used as paths.
    """
    if len(content) > MOST_BYTES:
        return {}, [f"bundle: {len(content):,} bytes, and no bundle is larger than {MOST_BYTES:,}"]
    files: dict[str, bytes] = {}
    faults: list[str] = []
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as bundle:
            for info in bundle.infolist():
                name, wrong = info.filename, _wrong_with(info, files)
                if wrong:
                    faults.append(f"{_safe(name)}: {wrong}")
                    continue
                try:
                    files[name] = bundle.read(info)
                except BROKEN as fault:
                    files[name] = b""
                    faults.append(f"{name}: damaged ({str(fault)[:80]})")
    except BROKEN:
        return {}, ["bundle: not a whole zip file; it was cut short or is something else"]
    faults += [f"{name}: missing" for name in FILES if name not in files and name != BASELINE]
    if not faults and packed(files) != content:
        faults.append("bundle: the bytes around its files are not as they were packed")
    return files, faults


def manifest_faults(files: Mapping[str, bytes]) -> list[str]:
    """Return what does not agree with the manifest, each by its file."""
    said = parsed(files.get(MANIFEST, b""))
    listed = said.get("files") if isinstance(said, Mapping) else None
    if not isinstance(listed, Mapping):
        return [f"{MANIFEST}: cannot be read"] if MANIFEST in files else []
    faults = []
    without = {k: v for k, v in said.items() if k != "itself"}
    if said.get("itself") != sha256_of(canonical(without)):
        faults.append(f"{MANIFEST}: its own SHA-256 is not the one it states")
    for name in sorted({*listed, *files} - {MANIFEST}):
        if name not in files:
            faults.append(f"{_safe(name)}: named in {MANIFEST} and not there")
        elif name not in listed:
            faults.append(f"{name}: not named in {MANIFEST}")
        elif listed[name] != sha256_of(files[name]):
            faults.append(f"{name}: its SHA-256 is not the one in {MANIFEST}")
        elif not isinstance(parsed(files[name]), Mapping):
            faults.append(f"{name}: cannot be read")
    return faults


def shape_faults(files: Mapping[str, bytes]) -> list[str]:
    """Return which files do not hold what a bundle holds, though they agree with their manifest."""
    faults = []
    for name, (key, kind) in HOLDS.items():
        if not isinstance(parsed(files[name]).get(key), kind):
            faults.append(f"{name}: holds no '{key}'")
    lines = parsed(files["numbers.json"]).get("sources")
    if isinstance(lines, list) and not all(isinstance(one, Mapping) and set(one) >= OF_A_LINE for one in lines):
        faults.append("numbers.json: a source lacks what is told of it")
    return faults or [f"{name}: what it holds is not of the form that was frozen" for name in _misshapen(files)]


def _misshapen(files: Mapping[str, bytes]) -> list[str]:
    """Return which files hold the right names with something else under them."""
    decision = parsed(files["decision.json"])
    place, cells = decision["place"], decision["place"].get("cells")
    sound = {
        "numbers.json": all(
            isinstance(one["layer"], str) and all(_is_month(one[at]) for at in ("first", "last"))
            for one in parsed(files["numbers.json"])["sources"]
        ),
        "settings.json": all(isinstance(s, Mapping) for s in parsed(files["settings.json"])["settings"].values()),
        "fingerprints.json": all(isinstance(s, Mapping) for s in parsed(files["fingerprints.json"])["layers"].values()),
        "decision.json": isinstance(place.get("id"), str)
        and isinstance(cells, list)
        and all(isinstance(c, str) for c in cells)
        and all(_is_day(place.get(at)) for at in DAYS)
        and all(
            isinstance(decision.get(of, {}), Mapping)
            and all(isinstance(one, Mapping) for one in decision.get(of, {}).values())
            for of in ("goals", "actions")
        ),
    }
    return [name for name, whole in sound.items() if not whole]


def _is_month(value: Any) -> bool:
    return value in (None, "") or (isinstance(value, str) and len(value) == 7 and _is_day(f"{value}-01"))


def _is_day(value: Any) -> bool:
    try:
        return value in (None, "") or bool(datetime.date.fromisoformat(value))
    except (TypeError, ValueError):
        return False


def parsed(content: bytes) -> Any:
    """Return what a file of a bundle holds; None where it is not JSON."""
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None


def _wrong_with(info: zipfile.ZipInfo, files: Mapping[str, bytes]) -> str:
    if info.filename not in FILES:
        return "not a file of a bundle"
    if info.filename in files:
        return "there twice"
    if info.compress_type != zipfile.ZIP_STORED or info.flag_bits & 1 or info.file_size > MOST_BYTES:
        return "packed in a way that bundles are not"
    return ""


def _safe(name: str) -> str:
    """Return a name from elsewhere as text that does nothing."""
    return ascii(name)[1:-1][:60]
