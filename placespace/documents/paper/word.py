"""Write a Word document from a template and what it is to say."""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Mapping
from datetime import date, datetime
from pathlib import Path

import pandas as pd
from docx import Document
from docx.document import Document as Draft
from docx.image.image import Image
from docx.oxml.ns import qn
from docx.shared import Cm
from docxtpl import DocxTemplate, InlineImage

from placespace.disclose import check_wording
from placespace.documents.paper.keys import CONTEXT_KEYS, TITLES, Key
from placespace.documents.paper.sealing import seal
from placespace.documents.paper.templating import broken, open_template, template_path
from placespace.documents.paper.texts import text_of
from placespace.errors import PlacespaceError
from placespace.terms import TALLY

MAP_CM = (17.0, 20.0)
"""The widest and the highest a map may be on an A4 page."""
_NO_LETTER = re.compile(r"[^\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_word(
    name: str, context: Mapping[str, object], *, templates: Path | None = None, allowed: Collection[str] = ()
) -> bytes:
    """Return a Word document; the same context and template give the same bytes.

    Parameters
    ----------
    name : str
        A key of :data:`placespace.documents.paper.keys.CONTEXT_KEYS`.
    context : mapping
        What it says, by those keys. ``made_on`` is a date (or ISO text), ``map`` a picture as png bytes. What is
        not needed and not given is empty; None is written as a dash.
    templates : Path, optional
        Folder of the user's own templates: a file of the same name is used in place of ours.
    allowed : collection of str
        Texts quoted as they are, as a source's category names: the wording check passes over them.

    Returns
    -------
    bytes
        A .docx.

    Raises
    ------
    WrongUse
        When there is no document of that name.
    PlacespaceError
        When the template is broken, asks for an unknown key or leaves a page without its marking, or when a text
        has words that are never used of people or places: all are named at once.
    ValueError
        When a needed key is missing or a key is unknown.
    """
    path = template_path(name, templates)
    template, room = open_template(name, path)
    said = completed(name, context)
    check_words(said, path, allowed)
    values = {k: _worded(v) for k, v in said.items()}
    values["map"] = _picture(template, said["map"]) if said.get("map") else ""
    try:
        template.render(values, room)
    except Exception as why:
        # whatever a user's template does wrong is told as its fault, with its name
        raise broken(name, path, why) from why
    document = template.docx
    for picture in document.element.body.iter(qn("wp:docPr")):
        if not picture.get("descr"):
            picture.set("descr", f"Map of the places in this document: {values['area']}, {values['month']}")
    made = seal(document, title=f"{values['title']}: {values['area']}, {values['month']}", made_on=said["made_on"])
    _check_marking(Document(io.BytesIO(made)), str(said["marking"]), path)
    return made


def completed(name: str, context: Mapping[str, object]) -> dict[str, object]:
    """Return a context with everything a template may ask for: what is missing and not needed is empty.

    Raises
    ------
    ValueError
        When a needed key is missing or a key is unknown. An item of a list may hold more; no template can ask for it.
    """
    if wrong := sorted(set(context) - set(CONTEXT_KEYS[name])):
        raise ValueError(f"{name}: no such key: {', '.join(wrong)}")
    said = _filled(context, CONTEXT_KEYS[name], name)
    said["title"] = said["title"] or TITLES[name]
    said["made_on"] = day_of(context["made_on"])
    if name == "outreach":
        said["tally"] = said["tally"] or list(TALLY)
    return said


def day_of(made_on: object) -> date:
    """Return a date, or the date that ISO text starts with."""
    if isinstance(made_on, datetime):
        return made_on.date()
    return made_on if isinstance(made_on, date) else date.fromisoformat(str(made_on)[:10])


def _filled(given: Mapping[str, object], keys: Mapping[str, Key], where: str) -> dict[str, object]:
    if missing := [k for k, key in keys.items() if key.needed and k not in given]:
        raise ValueError(f"{where}: needed: {', '.join(missing)}")
    out: dict[str, object] = {}
    for name, key in keys.items():
        value = given.get(name, "")
        if key.parts:
            out[name] = [_filled(item, key.parts, f"{where}, {name}") for item in value or ()]
        elif key.many:
            out[name] = [value] if value and isinstance(value, str) else [v for v in value or ()]
        else:
            out[name] = "; ".join(map(str, value)) if isinstance(value, (list, tuple)) else value
    return out


def _worded(value: object) -> object:
    """Return a value as a template gets it: texts without what no page can hold, dates in words."""
    if isinstance(value, dict):
        return {k: _worded(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_worded(v) for v in value]
    if isinstance(value, bytes):
        return ""
    if isinstance(value, date):
        return f"{value.day} {value:%B %Y}"
    if not isinstance(value, str):
        return None if pd.isna(value) else value if isinstance(value, int) else str(value)
    return _NO_LETTER.sub("", re.sub(r"[\t\a\f\v]", " ", value.replace("\r\n", "\n").replace("\r", "\n")))


def check_words(said: Mapping[str, object], path: Path, allowed: Collection[str]) -> None:
    """Refuse what would be written with words that are never used: what was typed, and the template's own words.

    Raises
    ------
    PlacespaceError
        Naming every place, the words and what to write instead.
    """
    own = re.sub(r"\{[{%#].*?[}%#]\}", " ", text_of(path.read_bytes()), flags=re.DOTALL)
    faults = check_wording(dict(_texts(said)), allowed=allowed)
    # a cell is not read on into the next one
    faults += check_wording({f"template {path.name}": re.sub(r"[\n\t]+", "\0", own)})
    refuse_words(faults)


def refuse_words(faults: list[str]) -> None:
    """Raise what :func:`placespace.disclose.check_wording` found, all at once.

    Raises
    ------
    PlacespaceError
        When there is any.
    """
    if faults:
        raise PlacespaceError(
            "Nothing is written with words that blame people or places.",
            "\n".join(["", *(f"  - {fault}" for fault in faults), ""]),
            "Change these words; nothing was written.",
        )


def _texts(value: object, where: str = "") -> list[tuple[str, str]]:
    if isinstance(value, str):
        return [(where, value)]
    if isinstance(value, Mapping):
        parts = [(str(k), v) for k, v in value.items()]
    elif isinstance(value, list):
        parts = [(str(n), v) for n, v in enumerate(value, 1)]
    else:
        parts = []
    return [found for k, v in parts for found in _texts(v, f"{where}, {k}" if where else k)]


def _picture(template: DocxTemplate, png: bytes) -> InlineImage:
    size = Image.from_blob(png)
    ratio = size.px_height / size.px_width
    return InlineImage(template, io.BytesIO(png), width=Cm(min(MAP_CM[0], MAP_CM[1] / ratio)))


def _check_marking(document: Draft, marking: str, path: Path) -> None:
    """Refuse a page without its marking at the top or at the bottom."""
    bare = []
    for section in document.sections:
        kinds = [("", section.header, section.footer)]
        if section.different_first_page_header_footer:
            kinds.append(("first-page ", section.first_page_header, section.first_page_footer))
        if document.settings.odd_and_even_pages_header_footer:
            kinds.append(("even-page ", section.even_page_header, section.even_page_footer))
        for kind, head, foot in kinds:
            for what, part in (("header", head), ("footer", foot)):
                words = " ".join("".join(part._element.itertext()).split())
                if not marking.strip() or marking.upper() not in words:
                    bare.append(f"{kind}{what}")
    if bare:
        raise PlacespaceError(
            "Every page bears its marking in capitals at the top and at the bottom.",
            f"{path.name} has none in: {', '.join(dict.fromkeys(bare))} (marking: {marking!r}).",
            "Write {{ marking|upper }} there in the template, and give a marking.",
        )
