"""Make the pack that a chair hands round: the agenda, what was promised, and two pages a place."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph

from placespace.documents.places.brief_lines import SourceLine
from placespace.documents.places.location_plan import NO_POLICE_WORK, foot, goal_state, source_row
from placespace.documents.places.pack_page import (
    PAGE_HIGH_MM,
    Bookmark,
    NotesArea,
    Writer,
    height_of,
    page_break,
    picture,
    set_pages,
    space,
)
from placespace.documents.places.place_file import PlaceFile
from placespace.documents.places.place_words import (
    cycle_words,
    day_words,
    decision_words,
    kind_words,
    level_words,
    meeting_words,
    raised_words,
    short_day,
    since_words,
    stands,
    who_does,
)
from placespace.documents.places.small_map import HIGH_MM, WIDE_MM
from placespace.documents.plan.words import many
from placespace.places.things import Meeting

PAGES_A_PLACE = 2
NOTES_MM = 42.0
"""Least room for notes."""
CUTS = (
    (700, 40),
    (500, 20),
    (400, 16),
    (320, 14),
    (260, 12),
    (210, 10),
    (170, 8),
    (130, 6),
    (100, 6),
    (75, 5),
    (45, 4),
)
"""Letters a text, and rows a table: the first with which a place fits its two pages."""
LISTS = ((700, 40), (240, 8), (180, 6), (140, 4), (120, 3), (110, 2), (90, 1))
"""Letters a line, and lines, of what is missing and of who is open nearby: both are cut before anything else is."""
ROWS, SMALL_LINES = 8, 60
"""Sources that stand while shorter texts make room for them; letters a text for each line of a shorter list."""
STEPS = (
    *((*CUTS[0], lists) for lists in LISTS),
    *((letters, max(rows, ROWS), LISTS[-1]) for letters, rows in CUTS[1:]),
    *((letters, rows, LISTS[-1]) for letters, rows in CUTS[-3:]),
)
"""How the first page of a place is cut, the least first."""
WHY = 400
"""Letters of why a place was raised that are never cut."""
LONG = ("Missing", "Open nearby")
CUT = "Cut to fit two pages: the whole is in the place's location plan and in the action tracker."


def panel_pack(
    files: Sequence[PlaceFile],
    about: Mapping[str, object],
    maps: Mapping[str, bytes],
    meeting: Meeting | None,
    entry: int,
    *,
    today: datetime.date,
) -> tuple[bytes, str]:
    """Return the pack as PDF, and every text in it.

    Parameters
    ----------
    files : sequence of PlaceFile
        In the order of the agenda.
    about : mapping
        What every document says of itself.
    maps : mapping of str to bytes
        Picture of each place (png, see :mod:`placespace.documents.places.small_map`), by id.
    meeting : Meeting or None
    entry : int
        Last entry of the register's audit.
    today : date

    Returns
    -------
    content : bytes
    text : str
        A line a text, so that what is in the pages can be searched.
    """
    named = meeting_words(meeting) if meeting else f"places on {day_words(today)}"
    title = f"Panel pack: {named}"
    feet = (
        f"{about['area']}. {title}"[:110],
        f"{about['version']}, profile {about['profile']}, made on {day_words(today)}, register entry {entry}",
    )
    how = {"marking": str(about["marking"]), "title": title, "foot": feet, "made_on": today}
    _, cover = set_pages(_cover(Writer(), files, about, meeting, title, 1, today), 0, **how)
    first = Writer()
    writers = [first]
    parts = _cover(first, files, about, meeting, title, cover, today)
    for number, file in enumerate(files, 1):
        made, used = _place(number, file, maps.get(file.held.id), entry)
        parts += [page_break(), *made]
        writers += used
    content, _ = set_pages(parts, cover + PAGES_A_PLACE * len(files), **how)
    return content, "\n".join([title, *feet, *(text for w in writers for text in w.said)])


def _cover(
    w: Writer,
    files: Sequence[PlaceFile],
    about: Mapping[str, object],
    meeting: Meeting | None,
    title: str,
    cover: int,
    today: datetime.date,
) -> list[Flowable]:
    parts: list[Flowable] = [Bookmark("cover", "Agenda"), w.text("Panel pack", "title")]
    parts.append(w.text(f"{title.removeprefix('Panel pack: ')}. {about['area']}", "under"))
    if meeting is not None and (meeting.chair or meeting.present):
        who = [f"Chair: {meeting.chair}." if meeting.chair else "",
               f"Agencies asked: {', '.join(meeting.present)}." if meeting.present else ""]  # fmt: skip
        parts.append(w.text(" ".join(filter(None, who))))
    late = sum(f.overdue is not None and f.overdue > 0 for f in files)
    parts.append(w.text(f"{many(len(files), 'place')}, {late} overdue. A place on this list is a place to help."))
    parts.append(w.text("Agenda, overdue first", "heading"))
    rows = [
        (str(n), f.place.reference, f.place.name, f.place.kind, _review(f), str(cover + PAGES_A_PLACE * (n - 1) + 1))
        for n, f in enumerate(files, 1)
    ]
    if rows:
        heads = ("No.", "Reference", "Place", "Kind", "Next review", "Page")
        parts.append(w.table(heads, rows, (10, 24, 54, 24, 50, 12)))
    else:
        parts.append(w.text("No place is on the agenda."))
    parts.append(w.text("Since last time: promised and done", "heading"))
    promised = [(f, s) for f in files for s in f.since]
    if promised:
        counts = {s: sum(one.status == s for _, one in promised) for s in ("done", "late", "not yet due", "dropped")}
        parts.append(w.text(f"{many(len(promised), 'action')}: {', '.join(f'{n} {s}' for s, n in counts.items())}."))
        rows = [
            (f.place.name, s.what, ", ".join(filter(None, (s.role, s.agency))) or "nobody yet",
             short_day(s.due, "no date"), since_words(s))
            for f, s in sorted(promised, key=lambda one: -one[1].days_late)
            if s.status == "late"
        ]  # fmt: skip
        if rows:
            parts.append(w.text("Late, the longest first:"))
            heads = ("Place", "Promised", "Who", "By when", "Where it stands")
            parts.append(w.table(heads, rows, (34, 62, 32, 20, 26)))
    else:
        parts.append(w.text("Nothing was promised at an earlier meeting."))
    parts.append(w.text("What this pack rests on", "heading"))
    facts = [f"Data: {about['window']}.", f"Definition: {about['definition']}", str(about["disclosure"]),
             *([] if all(f.exact for f in files) else [NO_POLICE_WORK]), *map(str, about["limits"])]  # fmt: skip
    return [*parts, *w.bullets(facts, small=True)]


def _review(file: PlaceFile) -> str:
    if file.overdue is None:
        return "no day is set" if file.place.status == "open" else "closed"
    said = short_day(file.place.next_review)
    return f"{said}, {many(file.overdue, 'day')} overdue" if file.overdue > 0 else said


def _place(number: int, file: PlaceFile, png: bytes | None, entry: int) -> tuple[list[Flowable], list[Writer]]:
    """Return the two pages of a place, each cut as little as it must be."""
    room = PAGE_HIGH_MM * mm - 2
    out: list[Flowable] = []
    used: list[Writer] = []
    for page, steps, least in ((_first_page, STEPS, 0.0), (_second_page, CUTS, NOTES_MM * mm)):
        for letters, *most in steps:
            w = Writer(letters)
            parts = page(w, number, file, png, *most)
            high = height_of(parts) + least
            if high <= room:
                break
        out += parts if not least else [page_break(), *parts, NotesArea(room - height_of(parts) - 14)]
        used.append(w)
    used[-1].said.append(foot(file, entry))
    return out, used


def _some(rows: Sequence, most: int, w: Writer) -> tuple[Sequence, list[Flowable]]:
    """Return as many rows as there is room for, and how many more there are."""
    if len(rows) <= most:
        return rows, []
    w.cut = True
    return rows[:most], [w.text(f"And {len(rows) - most} more.", "small")]


def _first_page(
    w: Writer, number: int, file: PlaceFile, png: bytes | None, most: int, lists: tuple[int, int]
) -> list[Flowable]:
    place, brief = file.place, file.brief
    parts: list[Flowable] = [
        Bookmark(f"place-{number}", f"{number}. {place.reference} {place.name}"),
        w.text(f"{number}. {place.name}", "place"),
        w.text(f"{place.reference}. {kind_words(place)}. {_review(file)}.", "under"),
        w.text(place.why, whole=False, least=WHY),
        w.text(raised_words(place)),
    ]
    if png is not None:
        parts.append(picture(png, WIDE_MM, HIGH_MM))
        parts.append(w.text("The place is inside the thick line. No figure stands on this map.", "caption"))
    parts.append(w.text("What the data show", "heading"))
    parts += w.bullets([*brief.said, *filter(None, [brief.neighbours])], otherwise="Nothing was worked out.")
    rows, more = _some(brief.sources, most, w)
    if rows:
        body = [
            (r["source"], r["count"], r["before"], _shows(w, line), r["confidence"])
            for line, r in ((s, source_row(s)) for s in rows)
        ]
        heads = ("Source", "Counted", "Year before", "What it shows", "Confidence; age")
        parts += [w.table(heads, body, (34, 17, 17, 76, 30)), *more]
        parts.append(w.text("Sources stand side by side and are never added: one event may be in several.", "small"))
    listed = (("Small numbers", brief.small), ("Missing", brief.missing), ("Open nearby", brief.provision),
              ("Practitioners saw", brief.observations), ("Young people's map", brief.young_map),
              ("People and deprivation", tuple(filter(None, (brief.people, brief.deprivation)))))  # fmt: skip
    short = (w.most, max(1, w.most // SMALL_LINES))
    facts = [(name, w.listed(lines, *(lists if name in LONG else short))) for name, lines in listed if lines]
    if facts:
        parts.append(w.table(("Also", "What is known"), facts, (38, 136)))
    if w.cut:
        parts.append(w.text(CUT, "small"))
    return parts


def _shows(w: Writer, line: SourceLine) -> Paragraph:
    """Return what a source shows: whether it is hot first, and whole; then the change and the hours."""
    rest = "; ".join(filter(None, (line.change, line.hours)))
    return w.text(rest, "cell", whole=False, before=line.hot)


def _second_page(w: Writer, number: int, file: PlaceFile, _: bytes | None, most: int) -> list[Flowable]:
    item = file.item.thing if file.item is not None else None
    before = file.decided[-1] if file.decided else None
    meeting = file.meetings.get(before.thing.meeting) if before is not None else None
    parts: list[Flowable] = [
        w.text(f"{number}. {file.place.name}: the plan so far", "place"),
        w.text(f"{cycle_words(file.place)}.", "under"),
        *([w.text(f"Level: {level_words(file.place)}", whole=False)] if file.place.level else []),
    ]
    if before is not None:
        when = f"{meeting_words(meeting)}: " if meeting else ""
        parts.append(w.text(f"Decided last. {when}{decision_words(before.thing)}", whole=False))
    else:
        parts.append(w.text("No meeting has decided on this place yet: this is its first plan."))
    parts.append(w.text("Since last time: promised and done", "heading"))
    rows, more = _some(file.since, most, w)
    done = {a.id: a.thing.done_words for a in file.actions}
    if rows:
        body = [(s.what, short_day(s.due, "no date"), since_words(s), done.get(s.action, "")) for s in rows]
        heads = ("Promised", "By when", "What became of it", "In words")
        parts += [w.table(heads, body, (66, 22, 36, 50)), *more]
    else:
        parts.append(w.text("Nothing was promised at an earlier meeting."))
    parts.append(w.text("Goals", "heading"))
    goals, more = _some(file.goals, most, w)
    lines = [f"{g.thing.words}: {goal_state(g.thing)}" for g in goals]
    parts += [*w.bullets(lines, otherwise="No goal is set yet.", whole=False), *more]
    parts.append(w.text("Actions", "heading"))
    actions, more = _some(file.actions, most, w)
    if actions:
        body = [
            (a.thing.what, who_does(a.thing), short_day(a.thing.due, "no date"),
             a.thing.measure or "none is written yet", stands(a.thing, file.today))
            for a in actions
        ]  # fmt: skip
        parts += [w.table(("What", "Who", "By when", "Measure", "Status"), body, (54, 34, 21, 41, 24)), *more]
    else:
        parts.append(w.text("No action is agreed yet."))
    words = [] if item is None else [
        (name, said)
        for name, said in (("Safe and strong here", item.strengths),
                           ("Young people say", file.last_said("young_people")),
                           ("What weighs most", item.weighs_most), ("Guardians missing", item.guardians_missing))
        if said
    ]  # fmt: skip
    if words:
        parts += [w.text("In the panel's own words", "heading"), w.table(("About", "Said"), words, (38, 136))]
    if w.cut:
        parts.append(w.text(CUT, "small"))
    return [*parts, space(2), w.text("Notes", "heading")]
