"""Tidy postcodes, and find their places in an ONSPD or NSPL file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from placespace.errors import PlacespaceError
from placespace.ingest.coordinates import TO_DEGREES

POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}")
PLAIN_ALREADY = r"^[A-Z]{1,2}\d[A-NP-Z\d]?\d[A-Z]{2}$"


def tidy_postcodes(text: pd.Series) -> pd.Series:
    """Return postcodes with no space, capitals, and O and I put right where a digit must stand.

    Examples
    --------
    >>> tidy_postcodes(pd.Series(["l20 4ab", "L2O OAB", "not known"])).tolist()
    ['L204AB', 'L200AB', nan]
    """
    plain = text.fillna("").astype("str").str.upper().str.replace(r"[^A-Z0-9]", "", regex=True)
    odd = ~plain.str.contains(PLAIN_ALREADY, regex=True)
    mended = plain[odd].map({p: _tidy(p) for p in plain[odd].unique()})
    return plain.where(~odd, mended.reindex(plain.index)).astype("str")


def _tidy(code: str) -> str | None:
    if not 5 <= len(code) <= 7:
        return None
    out, digit, unit = code[:-3], code[-3], code[-2:]
    digit = digit.replace("O", "0").replace("I", "1")
    # the last of the outward part is a digit in every form but those that end in a letter (W1A)
    out = f"{out[:-1]}0" if re.match(r"^[A-Z]{1,2}\d?O$", out) else out
    code = out + digit + unit
    return code if POSTCODE.fullmatch(code) else None


def find_postcodes(codes: pd.Series, files: Sequence[Path]) -> pd.DataFrame:
    """Return ``lon``, ``lat`` of each postcode, missing where no file has it; same index.

    Irish Grid rows and 0,0 are not places here.

    Raises
    ------
    PlacespaceError
        When a file is not an ONSPD or NSPL csv.
    """
    tidy = tidy_postcodes(codes)
    wanted = pa.array(tidy.dropna().unique(), pa.string())
    found = [t.filter(pc.is_in(t["code"], value_set=wanted)) for t in map(postcode_table, files)]
    known = pa.concat_tables(found).to_pandas().drop_duplicates("code").set_index("code")
    known = known[(known["east"] > 0) & (known["north"] > 0) & ~known.index.str.startswith("BT")]
    lon, lat = TO_DEGREES.transform(known["east"].to_numpy(), known["north"].to_numpy())
    places = pd.DataFrame({"lon": lon, "lat": lat}, index=known.index)
    return places.reindex(tidy.to_numpy()).set_axis(codes.index)


def postcode_table(path: Path) -> pa.Table:
    """Return ``code`` (no spaces), ``east``, ``north`` of an ONSPD or NSPL csv (older and newer headings).

    All 2.7 million rows are here, terminated postcodes too: old calls used them.
    """
    stat = path.stat()
    return _postcode_table(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=2)
def _postcode_table(path: Path, mtime_ns: int, size: int) -> pa.Table:
    try:
        with open(path, encoding="utf-8-sig", errors="replace") as file:
            head = [h.strip().strip('"') for h in file.readline(20_000).strip().split(",")]
        named = {h.lower(): h for h in head}
        code = next((named[c] for c in ("pcds", "pcd", "pcd7", "pcd8", "pcd2") if c in named), None)
        east = next((named[c] for c in ("oseast1m", "east1m") if c in named), None)
        north = next((named[c] for c in ("osnrth1m", "north1m") if c in named), None)
        if not (code and east and north):
            raise PlacespaceError(
                "A postcode file must have pcds, oseast1m and osnrth1m (or east1m and north1m).",
                f"{path.name} has {', '.join(head[:8])[:200]} …",
                "Use the ONSPD or NSPL csv itself.",
            )
        types = {code: pa.string(), east: pa.float64(), north: pa.float64()}
        table = csv.read_csv(path, convert_options=csv.ConvertOptions(include_columns=list(types), column_types=types))
    except (pa.ArrowInvalid, pa.ArrowKeyError, OSError) as fault:
        raise PlacespaceError(
            "A postcode file must be the ONSPD or NSPL csv.",
            f"{path.name} does not read: {str(fault)[:200]}.",
            "Unpack it again from the archive.",
        ) from fault
    plain = pc.replace_substring(table[code], " ", "")
    return pa.table({"code": plain, "east": table[east], "north": table[north]})
