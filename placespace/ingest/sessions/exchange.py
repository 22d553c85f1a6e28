"""Write a list of provision for others: Open Referral UK for programs, a plain table for people."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from placespace.ingest.sessions.assemble import LEFT_OUT
from placespace.ingest.sessions.frames import lines_of, timing_of
from placespace.ingest.sessions.reading import ages_in_words
from placespace.ingest.sessions.schedules import NOT_STATED, attribute, id_of, schedule_of
from placespace.ingest.sessions.words import in_words

if TYPE_CHECKING:
    from placespace.ingest.sessions.lines import Provision

OF_A_SERVICE = ("age_from", "age_to", "kind", "capacity", "unit")
OF_A_PLACE = ("site", "lon", "lat")
CLEAN_COLUMNS = (
    "Activity",
    "Venue",
    "When",
    "Ages",
    "Type",
    "Capacity",
    "Bus or team",
    "Provider",
    "Longitude",
    "Latitude",
    "Looked at by a person",
    "Still to ask",
    "As written",
)


def write_openreferral(provision: Provision, *, notes: bool = False) -> bytes:
    """Return a list as Open Referral UK: a page of services with their places and schedules, UTF-8 JSON.

    Lines left out are not in it. A line without a session is, as a service without a schedule. No ``url``
    or contact is written, because none is ever read.

    Parameters
    ----------
    provision : Provision
    notes : bool, default False
        Whether the notes of the list go along: a name in them cannot be recognised.

    Notes
    -----
    The shapes are those of the Human Services Data Specification 3, which Open Referral UK profiles.
    Read back, it gives the same timings.
    """
    services = list(_services(provision, notes))
    page = {
        "total_items": len(services),
        "total_pages": 1,
        "page_number": 1,
        "size": len(services),
        "first_page": True,
        "last_page": True,
        "empty": not services,
        "contents": services,
    }
    return (json.dumps(page, ensure_ascii=False, indent=1) + "\n").encode()


def _held(provision: Provision) -> Iterator[tuple[dict, list[dict]]]:
    """Yield each line that is not left out, with its sessions."""
    by_line = defaultdict(list)
    for line, row in zip(lines_of(provision.timings), provision.timings.to_dict("records"), strict=True):
        by_line[line].append({k: None if pd.isna(v) else v for k, v in row.items()})
    for line in provision.lines[provision.lines["state"] != LEFT_OUT].to_dict("records"):
        yield {k: None if pd.isna(v) else v for k, v in line.items()}, by_line[line["line"]]


def _alike(rows: list[dict], names: Sequence[str]) -> list[list[dict]]:
    """Return rows in groups that have the same values under some names."""
    groups = defaultdict(list)
    for row in rows:
        groups[tuple(row[name] for name in names)].append(row)
    return list(groups.values())


def _services(provision: Provision, notes: bool) -> Iterator[dict[str, Any]]:
    for line, rows in _held(provision):
        if not rows:
            yield _service(line, [], line["line"], notes)
        for number, group in enumerate(_alike(rows, OF_A_SERVICE), 1):
            yield _service(line, group, f"{line['line']}.{number}", notes)


def _service(line: dict, rows: list[dict], name: str, notes: bool) -> dict[str, Any]:
    of = rows[0] if rows else line | dict.fromkeys(("age_from", "age_to", "capacity"))
    ages = {"minimum_age": of["age_from"], "maximum_age": of["age_to"]}
    own = {"kind": of["kind"], "unit": of["unit"], "capacity": of["capacity"]}
    says = [f"{str(of['kind']).capitalize()}.", f"As written: {line['when']}." if line["when"] else ""]
    says += [f"Ages as written: {line['ages']}." if line["ages"] else "", line["notes"] if notes else ""]
    provider = line["provider"] or NOT_STATED
    return {
        "id": id_of("service", name),
        "name": line["name"] or line["site"] or "not named",
        "description": " ".join(filter(None, says)),
        "status": "active",
        **{k: int(v) for k, v in ages.items() if v is not None},
        "organization": {"id": id_of("organization", provider), "name": provider, "description": provider},
        "service_at_locations": [
            _place(group[0] if group else line, group, f"{name}.{number}")
            for number, group in enumerate(_alike(rows, OF_A_PLACE) or [[]], 1)
        ],
        "attributes": [attribute(name, kind, str(value)) for kind, value in own.items() if value],
    }


def _place(at: dict, rows: list[dict], name: str) -> dict[str, Any]:
    location = {"location_type": "physical"} | ({"name": at["site"]} if at["site"] else {})
    if at["lon"] is not None:
        location |= {"latitude": at["lat"], "longitude": at["lon"]}
    return {
        "id": id_of("service_at_location", name),
        "location": {"id": id_of("location", *map(str, location.values())), **location},
        "schedules": [schedule_of(timing_of(row), f"{name}.{n}") for n, row in enumerate(rows, 1)],
    }


def cleaned(provision: Provision) -> pd.DataFrame:
    """Return a list as people read it, a row a session, which the same reader reads back to the same sessions.

    Parameters
    ----------
    provision : Provision
        Lines left out are not in it. A line without a session is, in its own words, with what is still to ask.

    Returns
    -------
    DataFrame
        :data:`CLEAN_COLUMNS`, text but for the three numbers. Notes are not in it: a name in them cannot be recognised.
    """
    rows = [_clean_row(line, row) for line, held in _held(provision) for row in held or [None]]
    types = dict.fromkeys(CLEAN_COLUMNS, "str") | {"Capacity": "Int64", "Longitude": "float64", "Latitude": "float64"}
    return pd.DataFrame(rows, columns=list(CLEAN_COLUMNS)).astype(types)


def _clean_row(line: dict, row: dict | None) -> dict[str, object]:
    at = line if row is None else row
    ages = line["ages"] if row is None else ages_in_words(row["age_from"], row["age_to"])
    return {
        "Activity": line["name"],
        "Venue": at["site"],
        "When": line["when"] if row is None else in_words(timing_of(row)).removeprefix("day not said "),
        "Ages": ages,
        "Type": "" if at["kind"] == NOT_STATED else at["kind"],
        "Capacity": None if row is None else row["capacity"],
        "Bus or team": at["unit"],
        "Provider": line["provider"],
        "Longitude": at["lon"],
        "Latitude": at["lat"],
        "Looked at by a person": "yes" if row is not None and row["confirmed"] else "",
        "Still to ask": line["questions"],
        "As written": line["when"],
    }
