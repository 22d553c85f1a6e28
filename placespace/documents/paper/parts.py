"""Draw what several templates share: how they open, the map, what they rest on."""

from __future__ import annotations

from docx.document import Document as Draft

from placespace.documents.paper.drawing import facts_table, tag


def opening(draft: Draft) -> None:
    """Add the title, the area and month, and what the document may be used for."""
    draft.add_paragraph("{{ title }}", style="Title")
    draft.add_paragraph("{{ area }}, {{ month }}", style="Subtitle")
    draft.add_paragraph("{{ purpose }}", style="Lead")


def picture(draft: Draft) -> None:
    """Add the map, where there is one."""
    tag(draft, "if map")
    draft.add_heading("Map", 1)
    draft.add_paragraph("{{ map }}", style="Normal")
    draft.add_paragraph("Numbers are those of the places in this document.", style="Caption")
    tag(draft, "endif")


def no_timetable(draft: Draft, name: str) -> None:
    """Add why there is no timetable, for when a list of this name is empty."""
    tag(draft, f"if not {name}")
    draft.add_paragraph(
        "There is no timetable. {% if no_timetable %}{{ no_timetable }}{% else %}None was asked for.{% endif %}"
    )
    tag(draft, "endif")


def basis(draft: Draft, *, limits: bool = True) -> None:
    """Add what every document ends with: data, definition, what was hidden, method, limits, sources.

    ``limits`` is false where they stand elsewhere in the document.
    """
    draft.add_heading("What this rests on", 1)
    facts_table(
        draft,
        [
            ("Data from", "{{ window }}", ""),
            ("Ages", "{{ ages }}", ""),
            (
                "Definition",
                "{{ definition }}{% if definition_version %} (version {{ definition_version }}){% endif %}",
                "",
            ),
            ("Hidden or rounded", "{{ disclosure }}", ""),
            ("Method", ["{%p for line in method %}", "{{ line }}", "{%p endfor %}"], "method"),
            ("Sources", ["{%p for line in sources %}", "{{ line }}", "{%p endfor %}"], "sources"),
            ("Licences", ["{%p for line in licence %}", "{{ line }}", "{%p endfor %}"], "licence"),
            *([("The data cannot say", cell_list("line in limits"), "limits")] if limits else []),
            ("Notes", cell_list("line in notes"), "notes"),
        ],
        "What this document rests on",
    )


def cell_list(loop: str) -> list[str]:
    """Return the paragraphs of a cell with a bullet an item; the cell is there only when there is one."""
    return [f"{{%p for {loop} %}}", f"* {{{{ {loop.split(' in ')[0]} }}}}", "{%p endfor %}"]


def items(loop: str, otherwise: str) -> list[str]:
    """Return the paragraphs of a cell with a bullet an item; a cell always keeps one paragraph."""
    name = loop.split(" in ")[-1]
    return [f"{{%p if {name} %}}", *cell_list(loop), "{%p else %}", otherwise, "{%p endif %}"]
