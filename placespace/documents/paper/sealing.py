"""Close a Word document so that the same content gives the same bytes."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time

from docx.document import Document as Draft

FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The earliest date a zip can hold: it says nothing of the day a file was made."""


def seal(document: Draft, *, title: str, made_on: date) -> bytes:
    """Return a Word document as bytes that hang only on what it holds.

    Parameters
    ----------
    document : docx.document.Document
        The document; its properties are set.
    title : str
        Title, as programs and screen readers say it.
    made_on : date
        Stands as the day it was made and changed.
    """
    core, at = document.core_properties, datetime.combine(made_on, time())
    core.title = core.subject = title[:255]
    core.created = core.modified = at
    core.author = core.last_modified_by = "Placespace"
    core.language, core.revision = "en-GB", 1
    saved = io.BytesIO()
    document.save(saved)
    return rezipped(saved.getvalue())


def rezipped(content: bytes) -> bytes:
    """Return a zip with the same members in the same order, and no time of day in it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            info = zipfile.ZipInfo(member.filename, FIRST_DAY)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(member))
    return out.getvalue()
