"""Read provision published as Open Referral UK (HSDS 3, and 1 as it was): services, locations, schedules."""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from placespace.errors import PlacespaceError
from placespace.ingest.delimited import decoded
from placespace.ingest.headings import RawTable
from placespace.ingest.sessions.reading import ages_in_words, packed
from placespace.ingest.sessions.schedules import NOT_STATED, OURS, read_schedule
from placespace.ingest.sessions.timing import Timing
from placespace.ingest.sessions.words import in_words

LISTS = ("contents", "content", "services", "items", "results", "data")
"""Where a page of an interface, or a file, holds its services."""
TABLES = ("organizations", "locations", "service_at_locations", "schedules")
COLUMNS = ("name", "site", "when", "ages", "kind", "capacity", "unit", "provider", "notes", "postcode", "lon", "lat")
OF_PEOPLE = ("contacts", "contact", "phones", "email", "phone")
CLOSED = ("inactive", "defunct", "temporarily closed")
MOST_NESTED = 3
Thing = Mapping[str, Any]


def read_openreferral(path: Path) -> tuple[RawTable, dict[str, str]]:
    """Return a line for each service at each location, and what was left behind as personal data.

    Parameters
    ----------
    path : Path
        JSON: services in a list, in a page of an interface (``contents``), under ``services``, or one alone;
        locations and schedules inside them, or in tables beside them, joined by their ids.

    Returns
    -------
    RawTable
        Columns of ours, as text; ``timing`` holds the schedules. A service that lacks a place, days or
        times is kept without them. The index counts the lines from 1.
    dict of str to str
        Fields about people, which are never read.

    Raises
    ------
    PlacespaceError
        When the file is not JSON, or holds nothing that could be a service.

    Notes
    -----
    Field names are those of the Human Services Data Specification 3 and its UK profile.
    """
    try:
        held = json.loads(decoded(path.read_bytes())[0].replace("\0", ""))
    except (ValueError, RecursionError) as fault:
        raise PlacespaceError(
            f"{path.name} must be JSON.", f"It is not: {str(fault)[:120]}.", "Export it again, or save the list as csv."
        ) from fault
    services = list(_services(held))
    if not services:
        raise PlacespaceError(
            f"{path.name} must hold services, as Open Referral UK has them: a list, or 'contents' or 'services'.",
            f"It holds {_shape(held)}.",
            "Export the services with their schedules and locations, or save the list as csv.",
        )
    tables = _Tables(held if isinstance(held, dict) else {})
    rows = [row for service in services for row in _lines(service, tables)]
    frame = pd.DataFrame(rows, columns=[*COLUMNS, "timing"], dtype="str")
    frame.index = pd.RangeIndex(1, len(frame) + 1, name="row")
    people = {name: "by its name" for name in OF_PEOPLE if any(_has(s, name) for s in services)}
    return RawTable(path.name, frame), people


def _services(held: Any, depth: int = 0) -> Iterator[Thing]:
    """Yield what could be a service, wherever a file keeps its list of them."""
    if depth > MOST_NESTED:
        return
    if isinstance(held, list):
        for one in held:
            yield from _services(one, depth + 1)
    elif isinstance(held, dict):
        inside = next((held[k] for k in LISTS if isinstance(held.get(k), list | dict)), None)
        if isinstance(inside, list) and "name" in held:  # an organisation with its services
            for one in things(inside):
                yield {"organization": held, **one}
        elif inside is not None:
            yield from _services(inside, depth + 1)
        elif isinstance(held.get("service"), dict):  # a service at a location, the other way about
            yield {**held["service"], "service_at_locations": [held]}
        elif {"name", "schedules", "service_at_locations", "regular_schedules"} & held.keys():
            yield held


def _shape(held: Any) -> str:
    if isinstance(held, dict):
        return f"{', '.join(map(repr, list(held)[:8]))[:120]}" or "nothing"
    return f"a list of {len(held)} things that are none" if isinstance(held, list) else f"{str(held)[:40]!r}"


class _Tables:
    """Tables beside the services, for files that join them by their ids."""

    def __init__(self, held: Thing) -> None:
        by = {name: things(held.get(name)) for name in TABLES}
        self.organizations = {text(t.get("id")): t for t in by["organizations"]}
        self.locations = {text(t.get("id")): t for t in by["locations"]}
        self.held_at, self.schedules = defaultdict(list), defaultdict(list)
        for one in by["service_at_locations"]:
            self.held_at[text(one.get("service_id"))].append(one)
        for one in by["schedules"]:
            of = next((text(one.get(k)) for k in ("service_at_location_id", "service_id") if text(one.get(k))), "")
            self.schedules[of].append(one)


def _lines(service: Thing, tables: _Tables) -> Iterator[dict[str, str]]:
    """Yield a row for each place of a service; one without a place where it has none."""
    number = text(service.get("id"))
    regular = _schedules(service) or (tables.schedules[number] if number else [])
    places = things(service.get("service_at_locations")) or (tables.held_at[number] if number else [])
    organization = first_thing(service.get("organization")) or tables.organizations.get(
        text(service.get("organization_id")), {}
    )
    terms = _attributes(service)
    for at in places or [{}]:
        location = first_thing(at.get("location")) or tables.locations.get(text(at.get("location_id")), {})
        key = text(at.get("id"))
        own = _schedules(at) or (tables.schedules[key] if key else []) or regular
        asks = []
        if not own and _schedules(location):
            own, asks = _schedules(location), ["the times are those of the venue: are they the session's?"]
        timings, more, says = _timings(own)
        asks += more
        if (status := text(service.get("status")).casefold()) != "active" and status:
            asks.append(f"it is said to be {status if status in CLOSED else 'not active'}: does it still run?")
        ages = _ages(service)
        provider = text(organization.get("name"))
        address = first_thing(location.get("addresses")) or first_thing(location.get("physical_addresses"))
        yield {
            "name": text(service.get("name")),
            "site": text(location.get("name")) or text(at.get("description")),
            "when": "; ".join(map(in_words, timings)) or says,
            "ages": ages_in_words(*ages),
            "kind": terms.get("kind", ""),
            "capacity": terms.get("capacity") or _capacity(service),
            "unit": terms.get("unit", ""),
            "provider": "" if provider == NOT_STATED else provider,
            "notes": "; ".join(filter(None, (text(service.get("description")), says))),
            "postcode": text(address.get("postal_code")),
            "lon": text(location.get("longitude")),
            "lat": text(location.get("latitude")),
            "timing": packed(timings, asks, ages),
        }


def _timings(schedules: list[Thing]) -> tuple[list[Timing], list[str], str]:
    timings, asks, says = [], [], []
    for schedule in schedules:
        some, more, words = read_schedule(schedule)
        timings += some
        asks += more
        says += [words] if words else []
    return list(dict.fromkeys(timings)), list(dict.fromkeys(asks)), "; ".join(dict.fromkeys(says))


def _schedules(thing: Thing) -> list[Thing]:
    """Return schedules under the names they have had."""
    names = ("schedules", "schedule", "regular_schedules", "regular_schedule")
    return next((found for name in names if (found := things(thing.get(name)))), [])


def _attributes(service: Thing) -> dict[str, str]:
    """Return what we wrote of a service, or the names of its terms as its kind."""
    out, names = {}, []
    for one in things(service.get("attributes")):
        if text(one.get("label")) == OURS:
            out[text(one.get("link_type"))] = text(one.get("value"))
        else:
            names.append(text(first_thing(one.get("taxonomy_term")).get("name")))
    return {"kind": ", ".join(filter(None, names))[:200], **out}


def _ages(service: Thing) -> tuple[int | None, int | None]:
    band = first_thing(service.get("eligibilitys"))
    ages = [_age(service.get(k, band.get(k))) for k in ("minimum_age", "maximum_age")]
    return (ages[0], ages[1]) if None in ages or ages[0] <= ages[1] else (None, None)


def _age(value: Any) -> int | None:
    try:
        age = float(text(value))
    except ValueError:
        return None
    return int(age) if 0 <= age < 150 else None


def _capacity(service: Thing) -> str:
    held = first_thing(service.get("capacities")) or first_thing(service.get("service_capacity"))
    return text(held.get("maximum"))


def _has(service: Thing, name: str) -> bool:
    places = things(service.get("service_at_locations"))
    return any(one.get(name) for one in (service, *places, *(first_thing(p.get("location")) for p in places)))


def things(value: Any) -> list[Thing]:
    """Return the objects of a list, or of one object alone; what is neither is passed over."""
    if isinstance(value, dict):
        return [value]
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def first_thing(value: Any) -> Thing:
    """Return the first object, or an empty one."""
    return next(iter(things(value)), {})


def text(value: Any) -> str:
    """Return text or a number as text; anything else says nothing.

    Examples
    --------
    >>> text(" a "), text(3.0), text(float("nan")), text([1]), text(True)
    ('a', '3', '', '', '')
    """
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    if isinstance(value, float):
        return "" if not math.isfinite(value) else str(int(value)) if value.is_integer() else repr(value)
    # half of a pair cannot be kept as text anywhere
    return str(value).encode("utf-8", "replace").decode().strip()[:10_000]
