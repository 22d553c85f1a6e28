"""Name things once: roles, precisions, columns, and words never used of people or places."""

from __future__ import annotations

ROLES = {
    "harm": "incidents: places and times young people may be harmed",
    "need": "deprivation and other need, by area",
    "people": "residents, by area",
    "provision": "youth provision and outreach",
    "candidates": "venues that could be let for a session, with the hours they can be had",
    "context": "boundaries, water, roads, names and points to see by; never counted",
}

READERS = {
    "table": "rows of events in csv, xlsx, parquet or a point file",
    "police_uk": "the data.police.uk archive: a zip of months, or its street files",
    "areas": "numbers by area code (deprivation, population)",
    "provision": "a list of youth provision",
    "shapes": "polygons, lines or points to draw and to name places by",
}

PRECISIONS = {
    "point": "where it was recorded to be, to the metre",
    "snap": "moved by the publisher to the nearest of a list of map points",
    "street": "a street's middle",
    "postcode": "a postcode's middle",
    "area": "known only to an area: kept with its code, never drawn as a point",
    "none": "no place given: counted by month, not mapped",
}

OURS: dict[str, dict[str, str]] = {
    "table": {
        "at": "date and time together",
        "date": "date alone, joined with `time` if that is given",
        "time": "time of day",
        "at_end": "end of the window, when an event is known only as a window",
        "month": "month alone, when there is no date",
        "easting": "metres, British National Grid",
        "northing": "metres, British National Grid",
        "lon": "longitude, degrees",
        "lat": "latitude, degrees",
        "postcode": "postcode of the place (needs a postcode file)",
        "lsoa": "LSOA of the place, never of residence",
        "category": "code or word that [categories] turns into ours",
        "id": "the partner's own number, used to leave out rows sent twice, then dropped",
        "weight": "harm weight, shown beside the count and never instead of it",
    },
    "areas": {"area": "area code", "name": "area name"},
    "shapes": {"name": "name", "kind": "kind of thing", "area": "area code"},
    "provision": {
        "name": "activity",
        "site": "venue",
        "when": "days and times as written",
        "day": "day, where it has a column of its own",
        "start": "start, where it has a column of its own",
        "end": "end, where it has a column of its own",
        "ages": "ages as written",
        "kind": "kind of session",
        "capacity": "young people it can take",
        "unit": "bus or team that goes to several places",
        "provider": "organisation",
        "notes": "notes",
        "postcode": "postcode",
        "lon": "longitude, degrees",
        "lat": "latitude, degrees",
        "easting": "metres",
        "northing": "metres",
    },
}
OURS["police_uk"] = {}

HOTSPOT_COLUMNS = {
    "cell": "H3 cell id",
    "area_km2": "area of the cell, km²",
    "count": "events in the cell",
    "ring": "events in the cell and its neighbours inside the study area",
    "expected": "events the ring would hold under an even spread",
    "ratio": "ring divided by expected",
    "p": "chance of a ring this high under an even spread (exact binomial)",
    "q": "p after Benjamini-Hochberg over all cells",
    "gi_z": "Gi* z, for those who compare with ArcGIS, QGIS or GeoDa",
    "months_active": "separate months with an event in the ring",
    "hot": "true when q, ratio and months all pass",
    "kind": "how the hot spot has held over time",
}

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

SESSION_KINDS = {
    "open access": "anyone may walk in",
    "outreach": "workers go to where young people are: detached teams, a bus",
    "sport": "a sport or activity club",
    "uniformed": "cadets, scouts, guides and the like",
    "targeted": "by referral, or for one group only",
    "not stated": "the list does not say",
}

SESSION_COLUMNS = {
    "session": "id: row of the list and number of the session in it",
    "row": "row in the list as sent",
    "name": "activity",
    "unit": "bus or team that goes to several places",
    "site": "venue",
    "provider": "organisation",
    "lon": "longitude, degrees; missing where the list has no place",
    "lat": "latitude, degrees",
    "weekday": "0 Monday to 6 Sunday; missing where not said",
    "start": "HH:MM; missing where not said",
    "end": "HH:MM, earlier than the start when it ends after midnight; missing where not said",
    "weeks": "all, term, holiday, or the name of weeks in the calendar",
    "every": "1 each week, 2 every other week, 4 once a month",
    "months": "months of the year it runs in, as 4,5,6; empty for all",
    "valid_from": "first day; missing where not said",
    "valid_to": "last day; missing where not said",
    "age_from": "youngest; missing where not said",
    "age_to": "oldest; missing where not said or open",
    "kind": "kind of session",
    "capacity": "young people it can take; missing where not said",
    "confirmed": "true when a person has looked at how it was read",
    "when": "days and times as written",
}

CREW_KINDS = {
    "police pair": ("visits", True),
    "wardens": ("visits", False),
    "fire team": ("visits", False),
    "youth bus": ("sessions", False),
    "outreach crew": ("sessions", False),
}
"""Who can be sent: visits of a quarter of an hour or sessions of hours, and whether they are police."""

TALLY = ("young people, male", "young people, female", "adults", "advice given", "issues reported")
"""What outreach workers count on a night, unless the area says otherwise."""

PLAN_COLUMNS = {
    "date": "day, 2026-10-02; one that starts after midnight is of the day before until 06:00",
    "weekday": "day of the week of that date",
    "from": "HH:MM by the clock",
    "to": "HH:MM by the clock; earlier than `from` when it ends after midnight",
    "crew": "id of the crew",
    "unit": "1 to as many as go out at once",
    "kind": "visit or session",
    "place": "id of the place: its busiest cell, or the cell asked for",
    "name": "what people call the place",
    "fixed": "pinned, asked for, moved, or empty where the plan chose it",
    "asked_by": "agency, where one asked",
    "reason": "why it was fixed",
}

LOG_COLUMNS = {
    "date": "day, 2026-10-02; one that starts after midnight is of the day before until 06:00",
    "place": "what people call the place, or the id of its cell",
    "crew": "who was there: id or name of the crew",
    "hours": "hours there; missing where not said",
    "young_male": "young people spoken to, male; missing where not counted",
    "young_female": "young people spoken to, female",
    "adults": "adults spoken to",
    "advice": "times advice was given",
    "issues_reported": "issues reported to somebody",
    "issues": "issues seen, in words",
}

ISSUE_KINDS = {
    "lighting": ("light", "lamp", "unlit", "dark"),
    "repair or clearing": ("litter", "tip", "graffiti", "broken", "fence", "glass", "needle", "overgrown", "damage",
                           "vandal", "bin", "hedge", "path", "cctv", "camera"),
    "fire safety": ("fire", "burn", "firework", "pallet"),
    "transport": ("bus stop", "bus shelter", "station", "taxi", "last bus"),
    "venue": ("shop", "off licence", "takeaway", "pub", "licence", "alcohol", "vape", "car park", "arcade"),
    "open-access session": ("nothing to do", "nowhere to go", "youth club", "bored", "activity", "activities"),
}  # fmt: skip
"""Words in issues seen, and the kind of task each points to; anything else is ``other``."""

SHOWN_COLUMNS = {
    "place": "nearest name in the area's own files",
    "status": "whether the count is shown, hidden, zero or there are no data",
    "group": "hot cells that touch share a number; 0 elsewhere",
}

NEVER = (
    "gang area",
    "offender hot spot",
    "problem youths",
    "no-go",
    "risk-taking",
    "placing themselves at risk",
    "crime-ridden",
    "choosing",
)

INSTEAD = {
    "gang area": "location of concern",
    "gang territory": "location of concern",
    "gang hot spot": "location of concern",
    "offender hot spot": "hot spot of incidents",
    "offenders hot spot": "hot spot of incidents",
    "hot spot of offenders": "hot spot of incidents",
    "hot spot offender": "hot spot of incidents",
    "problem youths": "young people, or children who have been harmed",
    "problem youth": "young people, or children who have been harmed",
    "problem child": "child who has been harmed",
    "problem children": "children who have been harmed",
    "no-go": "place that people avoid",
    "risk-taking": "being harmed, or being drawn in",
    "risk taker": "child who is being harmed",
    "placing themselves at risk": "being harmed",
    "placing themself at risk": "being harmed",
    "placing himself at risk": "being harmed",
    "placing herself at risk": "being harmed",
    "putting themselves at risk": "being harmed",
    "putting themself at risk": "being harmed",
    "putting himself at risk": "being harmed",
    "putting herself at risk": "being harmed",
    "lifestyle choice": "what is happening to the child",
    "crime-ridden": "place where incidents are recorded",
    "crime infested": "place where incidents are recorded",
    "gang infested": "location of concern",
    "choosing": "being drawn in, of a child; deciding on, of a plan",
}
"""What to write in place of each word that is never used, and of words near to it."""

LIMITS = (
    "Girls, those who do not report and those treated only in the street are under-counted.",
    "Counts follow recording: more recording makes more dots.",
    "A pattern is not a cause.",
    "A hot spot is of incidents, not of people. A place on a list is a place to help.",
)
