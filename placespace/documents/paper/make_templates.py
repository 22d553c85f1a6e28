"""Make the Word templates that documents are written from.

``python -m placespace.documents.paper.make_templates`` writes them anew; the same text gives the same files.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from docx.document import Document as Draft
from docx.shared import Pt

from placespace.documents.paper.drawing import (
    blank_table,
    bullets,
    dotted_line,
    facts_table,
    list_table,
    new_draft,
    tag,
)
from placespace.documents.paper.parts import basis, items, no_timetable, opening, picture
from placespace.documents.paper.place_templates import PLACE_TEMPLATES
from placespace.documents.paper.sealing import seal

FOLDER = Path(__file__).parent / "templates"
TIMES = "{{ %s.time_from }} to {{ %s.time_to }}"
BLANK = "." * 24

SAFETY = (
    "Nobody works alone. Two or more go out, and stay in sight of each other.",
    "Before going out: charged telephones, the duty manager's number, identification, this sheet, and what the last "
    "team out said.",
    "Agree a meeting point in a lit, open building, and a time to meet if telephones fail. Write both here before "
    "leaving.",
    "Call the duty manager on arrival, at every change of place, at least every hour, and when everyone is home.",
    "If a place does not feel safe, leave together and call. No session is worth an injury; say why afterwards.",
    "Worried about a child: stay with them if it is safe, call the duty manager or children's social care; if anyone "
    "is in danger now, call 999. Make a safeguarding referral the same night.",
    "Give no opinion of a crime, take no statements and search nobody. Nothing found is picked up: call it in.",
)
"""Staff safety, as the outreach template says it when the partnership gives no words of its own."""


def tasking() -> Draft:
    """Return the template of the tasking pack for police and wardens."""
    draft = new_draft("Tasking pack")
    opening(draft)
    draft.add_paragraph(
        "For police and warden supervisors. This pack holds the times and places of patrols: it does not go to "
        "partners, schools or the public.",
        style="Strong text",
    )
    draft.add_heading("In short", 1)
    bullets(draft, "line in summary", otherwise=["Nothing was found that needs a plan."])
    tag(draft, "if share_met")
    draft.add_paragraph("{{ share_met }}")
    tag(draft, "endif")
    tag(draft, "if held")
    draft.add_paragraph("{{ held }}")
    tag(draft, "endif")
    draft.add_heading("What this plan leaves uncovered", 2)
    bullets(draft, "line in uncovered", otherwise=["Nothing was named as uncovered."])
    draft.add_heading("Places in order", 1)
    tag(draft, "if places")
    list_table(
        draft,
        ("No.", "Place", "When", "Expected", "Confidence", "In this plan"),
        (
            "{{ place.number }}",
            "{{ place.name }}",
            "{{ place.hours or 'hours not known' }}",
            "{{ place.expected }}",
            "{{ place.confidence }}",
            "{{ place.planned }}",
        ),
        (1.0, 4.3, 4.0, 2.1, 2.7, 2.9),
        "place in places",
        "Places in order, with when and how much is expected",
    )
    tag(draft, "else")
    draft.add_paragraph("No place is on the list.")
    tag(draft, "endif")
    draft.add_paragraph(style="Small")
    bullets(draft, "line in limits", style="Small bullet")
    picture(draft)
    draft.add_heading("Timetable", 1)
    no_timetable(draft, "crews")
    tag(draft, "for crew in crews")
    draft.add_heading("{{ crew.title }}", 2)
    tag(draft, "if crew.hours_said")
    draft.add_paragraph("{{ crew.hours_said }}")
    tag(draft, "endif")
    tag(draft, "if crew.rows")
    list_table(
        draft,
        ("Day", "From, to", "Visits: time, place, its number", "Note"),
        (
            "{{ row.weekday }} {{ row.date }}",
            TIMES % ("row", "row"),
            "{{ row.visits }}",
            "{{ row.note }}",
        ),
        (2.8, 2.3, 9.3, 2.6),
        "row in crew.rows",
        "Timetable of one crew",
    )
    tag(draft, "else")
    draft.add_paragraph("This crew has no visits in this plan.")
    tag(draft, "endif")
    tag(draft, "endfor")
    draft.add_heading("Each place", 1)
    lead = draft.add_paragraph("A place on this list is a place to help. A patrol is never the only answer.")
    lead.paragraph_format.keep_with_next = True
    tag(draft, "for place in places")
    draft.add_heading("{{ place.number }}. {{ place.name }}", 2)
    facts_table(
        draft,
        [
            ("Why it is here", "{{ place.why }}", "place.why"),
            ("When", "{{ place.hours or 'The hours are not known.' }}", ""),
            (
                "Expected in the month",
                "{{ place.expected }}{% if place.same_month %}; same month last year: {{ place.same_month }}"
                "{% endif %}",
                "place.expected",
            ),
            ("In the data window", "{{ place.events }}", "place.events"),
            ("Recent months", "{{ place.trend }}", "place.trend"),
            ("Sources side by side", "{{ place.sources }}", "place.sources"),
            (
                "Confidence",
                "{{ place.confidence }}{% if place.kind %}; {{ place.kind }}{% endif %}",
                "place.confidence",
            ),
            ("Why it might be false", "{{ place.why_false }}", "place.why_false"),
            ("Not a patrol", items("task in place.tasks", "Nothing agreed yet: ask at the meeting."), ""),
            ("Open nearby", items("open in place.provision", "No open provision is known within reach."), ""),
        ],
        "One place",
    )
    tag(draft, "endfor")
    basis(draft, limits=False)
    return draft


def outreach() -> Draft:
    """Return the template of the sheet for outreach workers and the youth bus."""
    draft = new_draft("Outreach sheet")
    opening(draft)
    draft.add_paragraph("For outreach workers and the youth bus crew, to take along.", style="Strong text")
    tag(draft, "if share_met")
    draft.add_paragraph("{{ share_met }}")
    tag(draft, "endif")
    draft.add_heading("Keeping safe", 1)
    bullets(draft, "line in safety", otherwise=SAFETY)
    facts_table(
        draft,
        [(name, "", "") for name in ("Duty manager and number", "Meeting point", "Time to meet")],
        "To fill in before going out",
        label_cm=6.0,
    )
    draft.add_heading("Sessions", 1)
    no_timetable(draft, "nights")
    tag(draft, "if nights")
    list_table(
        draft,
        ("When", "Sunset", "Crew", "No.", "Place", "Open nearby", "Note"),
        (
            ["{{ night.weekday }} {{ night.date }}", TIMES % ("night", "night")],
            "{{ night.sunset }}",
            "{{ night.crew }}",
            "{{ night.place_number }}",
            "{{ night.place }}",
            "{{ night.provision }}",
            "{{ night.note }}",
        ),
        (2.9, 1.8, 2.0, 1.0, 3.3, 4.4, 1.6),
        "night in nights",
        "Sessions in order of time",
    )
    tag(draft, "endif")
    picture(draft)
    draft.add_heading("Places", 1)
    tag(draft, "if not places")
    draft.add_paragraph("No place is on the list.")
    tag(draft, "endif")
    tag(draft, "for place in places")
    draft.add_heading("{{ place.number }}. {{ place.name }}", 2)
    facts_table(
        draft,
        [
            ("Young people here", "{{ place.notes or 'Not known yet: ask them, and write what they say.' }}", ""),
            ("Open nearby", items("open in place.provision", "No open provision is known within reach."), ""),
            ("To do", items("task in place.tasks", "Nothing agreed yet."), ""),
        ],
        "One place",
    )
    tag(draft, "endfor")
    tag(draft, "if nights")
    draft.add_heading("Tally sheets", 1).paragraph_format.page_break_before = True
    draft.add_paragraph(
        "One for each session. Make a mark for each person. Write no names, dates of birth, addresses or telephone "
        "numbers of young people here."
    )
    tag(draft, "for night in nights")
    draft.add_heading(
        f"{{{{ night.weekday }}}} {{{{ night.date }}}}, {TIMES % ('night', 'night')}: {{{{ night.place }}}}", 3
    )
    keep = draft.add_paragraph(f"Arrived {BLANK}   Left {BLANK}   Workers out {BLANK}", style="Table text")
    keep.paragraph_format.keep_with_next = True
    keep.paragraph_format.space_after = Pt(4)
    blank_table(
        draft,
        ("Count", "Marks", "Total"),
        "{{ name[:1]|upper }}{{ name[1:] }}",
        (5.0, 9.8, 2.2),
        "name in tally",
        "Tally to fill in by hand",
    )
    dotted_line(draft, "What young people said, and what needs mending here: ")
    dotted_line(draft)
    tag(draft, "endfor")
    tag(draft, "endif")
    basis(draft)
    return draft


def changes() -> Draft:
    """Return the template of the page that says what changed and what was left out."""
    draft = new_draft("What changed and what we left out")
    opening(draft)
    for heading, name, heads, cells, widths, none in (
        (
            "What changed",
            "changed",
            ("What", "Who", "Why"),
            ("{{ one.what }}", "{{ one.who }}", "{{ one.reason }}"),
            (7.0, 3.4, 6.6),
            "Nothing was changed by hand.",
        ),
        (
            "What we left out",
            "left_out",
            ("Place", "Why"),
            ("{{ one.place }}", "{{ one.reason }}"),
            (6.0, 11.0),
            "No place was left out.",
        ),
        (
            "What agencies asked for",
            "requests",
            ("Who asked", "Where and when", "What became of it"),
            ("{{ one.who }}", "{{ one.place }}", "{{ one.kept }}"),
            (4.2, 6.4, 6.4),
            "No agency asked for anything.",
        ),
    ):
        draft.add_heading(heading, 1)
        tag(draft, f"if {name}")
        list_table(draft, heads, cells, widths, f"one in {name}", heading)
        tag(draft, "else")
        draft.add_paragraph(none)
        tag(draft, "endif")
    draft.add_heading("What is expected and not met", 1)
    bullets(draft, "line in unmet", otherwise=["Nothing was named."])
    draft.add_heading("What the data do not see", 1)
    bullets(draft, "line in not_seen", otherwise=["Nothing was named."])
    basis(draft)
    return draft


TEMPLATES = {"tasking": tasking, "outreach": outreach, "changes": changes, **PLACE_TEMPLATES}


def make_templates(folder: Path = FOLDER) -> list[Path]:
    """Write every template into a folder.

    Returns
    -------
    list of Path
        What was written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, draw in TEMPLATES.items():
        path = folder / f"{name}.docx"
        path.write_bytes(seal(draw(), title=draw().core_properties.title, made_on=date(2026, 1, 1)))
        paths.append(path)
    return paths


if __name__ == "__main__":
    make_templates()
