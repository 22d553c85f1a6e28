"""Put the lines of a list together with what people decided of them."""

from __future__ import annotations

import datetime
import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from placespace.ingest.sessions.checks import LEAVE_OUT, plain
from placespace.ingest.sessions.corrections import Corrections, line_key
from placespace.ingest.sessions.frames import session_record, timing_of
from placespace.ingest.sessions.reading import AS_WRITTEN, NO_PLACE, read_row, unit_of, wording_of
from placespace.ingest.sessions.timing import Timing
from placespace.ingest.sessions.words import in_words

READ, WAITS, CORRECTED, LEFT_OUT = "read", "waits", "corrected", "left out"
NO_TIMES = "no day and no times are said: when does it run?"
NOT_ALL = "day, start or end is not said"
Row = Mapping[str, object]


@dataclass
class Assembled:
    """Records of lines and sessions, and what could not be used."""

    lines: list[dict] = field(default_factory=list)
    timings: list[dict] = field(default_factory=list)
    stale: list[dict] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def assemble(
    layer_id: str, rows: Sequence[Row], corrections: Corrections, *, today: datetime.date | None = None
) -> Assembled:
    """Return the lines and sessions of a list.

    Parameters
    ----------
    layer_id : str
    rows : sequence of mapping
        As kept, oldest file first: ``reading.AS_WRITTEN``, ``file``, ``row``, ``lon`` and ``lat``.
    corrections : Corrections
        Those of other layers are passed over.
    today : date, optional
        The day the list is read.
    """
    lines = [{**row, "layer": layer_id, "raw": row, "when": wording_of(row)} for row in rows]
    alike: dict[tuple, list[int]] = defaultdict(list)
    for at, line in enumerate(lines):
        line["key"] = line_key(line)
        alike[_all_of(line)].append(at)
    twin = {at: lines[same[-1]] for same in alike.values() for at in same[:-1]}
    decided = _Decided(layer_id, corrections, [line for at, line in enumerate(lines) if at not in twin])
    made, named = Assembled(), Counter()
    for at, line in enumerate(lines):
        name = hashlib.blake2b("\x1f".join(line["key"]).encode(), digest_size=5).hexdigest()
        named[name] += 1
        line["line"] = name if named[name] == 1 else f"{name}-{named[name]}"
        _add(made, line, twin.get(at), decided, today)
    made.stale += decided.unused()
    made.notes += _of_several_files([line for at, line in enumerate(lines) if at not in twin])
    return made


def _add(made: Assembled, line: dict, twin: Row | None, decided: _Decided, today: datetime.date | None) -> None:
    """Add one line and its sessions."""
    reading = read_row(line["raw"], today=today)
    rows = [] if twin else decided.of(line)
    used = [row for row in rows if row["decision"] != LEAVE_OUT]
    if used:
        timings = [timing_of(row) for row in used]
        own = [_own_of(row, line, reading.kind) for row in used]
    else:
        timings = list(reading.timings)
        about = {k: getattr(reading, k) for k in ("age_from", "age_to", "kind", "capacity")}
        own = [{**about, "confirmed": bool(rows)}] * len(timings)
    unit = unit_of(line, own[0]["kind"] if own else reading.kind)
    records = [
        session_record(timing, line, f"{line['line']}.{n}", **({"unit": unit, "when": line["when"]} | of))
        for n, (timing, of) in enumerate(zip(timings, own, strict=True), 1)
    ]
    questions = [] if used else list(reading.questions)
    questions += _open_ends(timings, records, line, bool(questions)) + ([] if twin else decided.asks(line))
    state = CORRECTED if used else READ
    if twin or (rows and not used):
        state = LEFT_OUT
        questions = [f"the same line as row {twin['row']} of {twin['file']}, which is read"] if twin else []
    elif questions:
        state = WAITS
    placed = next((r for r in records if pd.notna(r["lon"])), line)
    made.timings += records
    made.lines.append(
        {
            **{
                k: line[k]
                for k in ("line", "file", "row", "name", "site", "provider", "when", "ages", "notes", "capacity")
            },
            "unit": unit,
            "kind": own[0]["kind"] if own else reading.kind,
            "lon": placed["lon"],
            "lat": placed["lat"],
            "reads": "; ".join(map(in_words, timings)),
            "questions": "; ".join(dict.fromkeys(questions)),
            "state": state,
        }
    )


def _own_of(row: Row, line: Row, kind: str) -> dict[str, object]:
    """Return what a correction says of its session; a blank place, venue or kind is the list's."""
    placed = row if pd.notna(row["lon"]) else line
    return {
        **{k: None if pd.isna(row[k]) else row[k] for k in ("age_from", "age_to", "capacity")},
        "kind": row["kind"] or kind,
        "site": row["venue"] or line["site"],
        "lon": placed["lon"],
        "lat": placed["lat"],
        "confirmed": True,
    }


def _open_ends(timings: Sequence[Timing], records: Sequence[Row], line: Row, asked: bool) -> list[str]:
    """Return what has to be asked of a line that has no place, or no times and no question about them."""
    open_end = NO_TIMES if not timings else NOT_ALL if any(not t.complete for t in timings) else ""
    asks = [open_end] if open_end and not asked else []
    nowhere = any(pd.isna(r["lon"]) for r in records) if records else pd.isna(line["lon"])
    return asks + ([NO_PLACE] if nowhere else [])


def _all_of(line: Row) -> tuple:
    place = tuple(None if pd.isna(v) else round(float(v), 6) for v in (line["lon"], line["lat"]))
    return (*(plain(str(line["raw"][k])) for k in AS_WRITTEN), *place)


def _said(values: Row) -> str:
    return f"{values['when']}, ages {values['ages']}" if values["ages"] else str(values["when"])


class _Decided:
    """Corrections by the line they are of, and which of them were used."""

    def __init__(self, layer_id: str, corrections: Corrections, lines: Sequence[Row]) -> None:
        self.lines = Counter(line["key"] for line in lines)
        self.by_key: dict[tuple, list[dict]] = defaultdict(list)
        self.bad: dict[tuple, list[dict]] = defaultdict(list)
        for held, frame in ((self.by_key, corrections.rows), (self.bad, corrections.set_aside)):
            for row in frame.reset_index(names="at").to_dict("records"):
                if plain(row["layer"]) in (plain(layer_id), ""):
                    held[line_key(row)].append(row)
        self.at: dict[tuple, list[Row]] = defaultdict(list)
        for line in lines:
            self.at[line["key"][1:3]].append(line)
        self.moved: dict[tuple, list[Row]] = defaultdict(list)
        for key, rows in self.by_key.items():
            if key not in self.lines:
                self.moved[key[1:3]].append(rows[0])

    def of(self, line: Row) -> list[dict]:
        """Return what was decided of a line, first session first."""
        rows = self.by_key.get(line["key"], []) if self.lines[line["key"]] == 1 else []
        return sorted(rows, key=lambda row: row["n"])

    def asks(self, line: Row) -> list[str]:
        """Return what is to be asked of a line because of decisions that do not fit it, or not any more."""
        key = line["key"]
        asks = [f"row {row['at']} of what was put right cannot be used: {row['why']}" for row in self.bad.get(key, [])]
        if key in self.by_key and self.lines[key] > 1:
            asks.append("put right before, and another line now has the same words: which is it?")
        if key not in self.by_key:
            for before in self.moved.get(key[1:3], []):
                one = len(self.at[key[1:3]]) == 1
                what = "corrected before, when it said" if one else "a line of this place was corrected when it said"
                asks.append(f"{what} {_said(before)!r}; it now says {_said(line)!r}")
        return asks

    def unused(self) -> list[dict]:
        """Return the corrections that were not used, each row of the file with the reason."""
        out = []
        for key, rows in self.by_key.items():
            if self.lines[key] == 1:
                continue
            now = [line for line in self.at.get(key[1:3], []) if line["key"] not in self.by_key]
            if self.lines[key] > 1:
                why = f"{self.lines[key]} lines of the list now have these words"
            elif now:
                why = f"the list now says {' or '.join(repr(_said(line)) for line in now[:3])}"
            else:
                why = "no line of the list has this activity and venue"
            out += [row | {"row": row["at"], "why": why} for row in rows]
        return out + [row | {"row": row["at"]} for rows in self.bad.values() for row in rows]


def _of_several_files(lines: Sequence[Row]) -> list[str]:
    """Say so when two files hold the same activity at the same venue in other words."""
    files: dict[tuple, dict[str, None]] = defaultdict(dict)
    for line in lines:
        if any(line["key"][1:3]):
            files[line["key"][1:3]][str(line["file"]).split(" [")[0]] = None
    both = Counter(tuple(held) for held in files.values() if len(held) > 1)
    return [
        f"Each session should stand in one list. {n} of {held[0]} stand{'s' if n == 1 else ''} in {held[-1]} too, in "
        f"other words or at another place, and each is read. If {held[-1]} replaces it, take {held[0]} out of "
        "geodata/raw."
        for held, n in both.items()
    ]
