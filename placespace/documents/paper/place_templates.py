"""Draw the templates of a place: its plan, its note for schools, and the roll-up of all places."""

from __future__ import annotations

from collections.abc import Sequence

from docx.document import Document as Draft

from placespace.documents.paper.drawing import bullets, dotted_line, facts_table, list_table, new_draft, tag
from placespace.documents.paper.parts import basis, items, opening

NOT_YET = "Nothing is written here yet."
ADULTS = (
    "Be there: adults that children know by sight, at the gate, at the stop and on the way, make a place safer.",
    "Know the ways home: say which is lit and has people about, and help children go in company.",
    "Ask children what the place is like for them, and what would make it better. Believe what they say.",
    "Notice a child who is afraid, hurt, has new things or is missing from lessons. It is never the child's fault.",
    "Look after the place: tell the council of broken lights, closed shelters and hidden corners.",
)
"""What adults can do, as the note says it when the panel gives no words of its own."""
TELL = (
    "If a child is in danger now: call 999.",
    "If you are worried about a child: tell your designated safeguarding lead the same day, or children's social care.",
    "If you are worried about the place: tell your designated safeguarding lead, who tells the panel.",
)
"""Whom to tell, as the note says it when the panel gives no words of its own."""


def location_plan() -> Draft:
    """Return the template of the plan of one place."""
    draft = new_draft("Location plan")
    foot = draft.sections[0].footer
    foot.paragraphs[-1].insert_paragraph_before("{{ footer }}", style="Footer")
    draft.add_paragraph("{{ title }}: {{ name }}", style="Title")
    draft.add_paragraph("{{ reference }}. {{ area }}, {{ month }}", style="Subtitle")
    draft.add_paragraph("{{ purpose }}", style="Lead")
    draft.add_heading("Location and boundary", 1)
    draft.add_paragraph("{{ kind }}. {{ boundary }}")
    tag(draft, "if map")
    draft.add_paragraph("{{ map }}", style="Normal").paragraph_format.keep_with_next = True
    draft.add_paragraph("The place is inside the thick line. No figure stands on this map.", style="Caption")
    tag(draft, "endif")
    draft.add_heading("Why it was raised, and by whom", 1)
    _said(draft, "why")
    for key in ("raised", "chosen"):
        _if_said(draft, key)
    _data(draft)
    draft.add_heading("Young people's and families' views", 1)
    _facts(draft, (("Young people", "young_people"), ("Families", "families")), "Views")
    draft.add_heading("What is safe and strong here", 1)
    _said(draft, "strengths")
    draft.add_heading("Guardians", 1)
    _facts(draft, (("Present", "guardians_present"), ("Missing", "guardians_missing")), "Guardians")
    draft.add_heading("Environment", 1)
    _table(
        draft, "environment", ("What was looked at", "What was said"), ("{{ one.what }}", "{{ one.says }}"), (5.0, 12.0)
    )
    draft.add_heading("What weighs most", 1)
    _said(draft, "weighs_most")
    draft.add_heading("Goals", 1)
    _table(draft, "goals", ("Goal", "Where it stands"), ("{{ one.words }}", "{{ one.state }}"), (11.0, 6.0))
    draft.add_heading("Actions", 1)
    _table(
        draft,
        "actions",
        ("What", "Who", "By when", "Expected effect; measure", "Status"),
        (
            ["{{ one.what }}", "{{ one.id }}"],
            "{{ one.who }}",
            "{{ one.due }}",
            ["{{ one.effect }}", "Measure: {{ one.measure }}"],
            "{{ one.status }}",
        ),
        (5.2, 3.1, 2.2, 4.6, 1.9),
    )
    tag(draft, "if since")
    draft.add_heading("Since last time: promised and done", 2)
    _rows(
        draft,
        "since",
        ("Promised", "By when", "What became of it"),
        ("{{ one.what }}", "{{ one.due }}", "{{ one.state }}{% if one.words %}: {{ one.words }}{% endif %}"),
        (8.0, 2.6, 6.4),
    )
    tag(draft, "endif")
    draft.add_heading("Measures and baseline", 1)
    bullets(draft, "line in baseline", otherwise=["No baseline is frozen yet."])
    draft.add_heading("Unintended harm and equality", 1)
    _facts(
        draft,
        (
            ("Displacement, over-policing, stigma, loss of a safe place", "unintended_harm"),
            ("Equality", "equality"),
        ),
        "Unintended harm and equality",
    )
    draft.add_heading("Sharing basis", 1)
    _said(draft, "sharing_basis")
    draft.add_heading("Decision and next review", 1)
    _facts(
        draft,
        (
            ("Decision", "decision"),
            ("Level", "level"),
            ("Owner meeting", "owner_meeting"),
            ("Next review", "next_review"),
        ),
        "Decision and next review",
    )
    draft.add_heading("Versions", 2)
    bullets(draft, "line in versions", otherwise=["This is the first."], style="Small bullet")
    tag(draft, "if left_out")
    draft.add_heading("What this version leaves out", 2)
    bullets(draft, "line in left_out", style="Small bullet")
    tag(draft, "endif")
    basis(draft)
    return draft


def _data(draft: Draft) -> None:
    draft.add_heading("What the data show", 1)
    bullets(draft, "line in said", otherwise=["Nothing was worked out for this place."])
    _table(
        draft,
        "data",
        ("Source", "Counted", "Year before", "What it shows", "Confidence; age"),
        (
            "{{ one.source }}",
            "{{ one.count }}",
            "{{ one.before }}",
            ["{{ one.change }}", "{{ one.shows }}"],
            "{{ one.confidence }}",
        ),
        (4.2, 1.9, 2.0, 5.4, 3.5),
    )
    draft.add_paragraph("Sources stand side by side: one event may be in several, so they are never added.", "Caption")
    facts_table(
        draft,
        [
            ("Small numbers", items("line in small", "None is named."), ""),
            ("Missing", items("line in missing", "Nothing is named."), ""),
            ("Open nearby", items("line in provision", "No open provision is known within reach."), ""),
            ("People and deprivation", ["{{ people }}", "{{ deprivation }}"], "people or deprivation"),
            ("What practitioners saw", items("line in observations", "Nothing is written down yet."), ""),
            ("Young people's own map", items("line in young_map", "Too few have marked it, or nobody has."), ""),
        ],
        "More of what is known of the place",
    )


def _said(draft: Draft, key: str) -> None:
    draft.add_paragraph(f"{{{{ {key} or '{NOT_YET}' }}}}")


def _if_said(draft: Draft, key: str) -> None:
    tag(draft, f"if {key}")
    draft.add_paragraph(f"{{{{ {key} }}}}")
    tag(draft, "endif")


def _facts(draft: Draft, facts: Sequence[tuple[str, str]], about: str) -> None:
    facts_table(draft, [(label, f"{{{{ {key} or '{NOT_YET}' }}}}", "") for label, key in facts], about, label_cm=4.6)


def _rows(draft: Draft, name: str, heads: Sequence[str], cells: Sequence[object], widths: Sequence[float]) -> None:
    list_table(draft, heads, cells, widths, f"one in {name}", name.capitalize())


def _table(draft: Draft, name: str, heads: Sequence[str], cells: Sequence[object], widths: Sequence[float]) -> None:
    tag(draft, f"if {name}")
    _rows(draft, name, heads, cells, widths)
    tag(draft, "else")
    draft.add_paragraph(NOT_YET)
    tag(draft, "endif")


def schools_note() -> Draft:
    """Return the template of the note of one place for schools: no figure, no police, nobody named."""
    draft = new_draft("A note for schools")
    draft.add_paragraph("{{ title }}: {{ name }}", style="Title")
    draft.add_paragraph("{{ area }}, {{ month }}", style="Subtitle")
    draft.add_paragraph("{{ purpose }}", style="Lead")
    draft.add_heading("Where and when", 1)
    facts_table(
        draft,
        [("Place", ["{{ name }}", "{{ kind }}"], ""), ("When adults are wanted most", "{{ times }}", "")],
        "Where and when",
        label_cm=4.6,
    )
    draft.add_heading("What adults can do", 1)
    bullets(draft, "line in adults", otherwise=ADULTS)
    tag(draft, "if doing")
    draft.add_heading("What others are doing", 1)
    bullets(draft, "line in doing")
    tag(draft, "endif")
    draft.add_heading("Whom to tell", 1)
    bullets(draft, "line in tell", otherwise=TELL)
    dotted_line(draft, "Our designated safeguarding lead: ")
    dotted_line(draft, "Children's social care, by day and by night: ")
    draft.add_heading("How to speak of it", 2)
    draft.add_paragraph(
        "A place to help, not a place to fear. No child is to blame for what happens here. Please pass this note to "
        "staff and not on to social media."
    )
    return draft


def rollup() -> Draft:
    """Return the template of the roll-up in the columns of a community safety partnership's plan."""
    draft = new_draft("Roll-up for the community safety partnership")
    opening(draft)
    draft.add_paragraph("{{ period }}", style="Strong text")
    draft.add_heading("In short", 1)
    bullets(draft, "line in summary", otherwise=["No action is agreed yet."])
    draft.add_heading("Activities", 1)
    _table(
        draft,
        "rows",
        ("Place and quarter", "Activity", "Expected outcomes", "Performance measure"),
        ("{{ one.place }}", "{{ one.activity }}", "{{ one.outcomes }}", "{{ one.measure }}"),
        (3.4, 5.2, 4.2, 4.2),
    )
    tag(draft, "if left_out")
    draft.add_heading("What this version leaves out", 2)
    bullets(draft, "line in left_out", style="Small bullet")
    tag(draft, "endif")
    basis(draft)
    return draft


PLACE_TEMPLATES = {"location_plan": location_plan, "schools_note": schools_note, "rollup": rollup}
"""What draws each template of places."""
