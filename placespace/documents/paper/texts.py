"""Read the text back out of what is handed over: Word, Excel, csv, pages and zips of them."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime, timedelta

from docx.oxml.ns import qn
from lxml import etree

WORD = qn("w:p").removesuffix("p")
PICTURES = (".png", ".jpg", ".jpeg", ".pdf", ".webp", ".tif", ".tiff")
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)
_FIRST_SERIAL, _LAST_SERIAL = 36526, 73051
"""Numbers that Excel shows as a date from 2000 to 2099."""


def text_of(content: bytes) -> str:
    """Return all the text of a Word document: body, headers, footers, notes, picture descriptions and title.

    Returns
    -------
    str
        A line a paragraph; a row of a table is one line, with tabs between its cells.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        names = [n for n in parts.namelist() if n.startswith(("word/", "docProps/")) and n.endswith(".xml")]
        skip = ("styles", "settings", "fontTable", "webSettings", "numbering", "theme")
        names = [n for n in names if not n.split("/")[-1].startswith(skip)]
        lines = [line for name in sorted(names) for line in _word_lines(etree.fromstring(parts.read(name), _PARSER))]
    return "\n".join(lines)


def _word_lines(root: etree._Element) -> list[str]:
    if not root.tag.startswith(WORD):
        return [t.strip() for t in root.itertext() if t.strip()]
    lines: list[str] = []
    for child in root:
        if child.tag == f"{WORD}p":
            lines.append(_run_text(child))
        elif child.tag == f"{WORD}tr":
            cells = [" ".join(line for line in _word_lines(cell) if line) for cell in child.iter(f"{WORD}tc")]
            lines.append("\t".join(cells))
        elif len(child) and isinstance(child.tag, str):
            lines += _word_lines(child)
    return lines


def _run_text(paragraph: etree._Element) -> str:
    said = []
    for part in paragraph.iter():
        if part.tag in (f"{WORD}t", f"{WORD}delText"):
            said.append(part.text or "")
        elif part.tag in (f"{WORD}tab", f"{WORD}br", f"{WORD}cr"):
            said.append(" ")
        elif etree.QName(part).localname == "docPr":
            said.append(" ".join(filter(None, (part.get("descr"), part.get("title")))))
    return "".join(said)


def workbook_text(content: bytes) -> str:
    """Return all the text of a workbook: sheet names, headers, footers, comments, and each row as a line.

    Numbers that Excel could show as a date are given as they stand and as the date.
    """
    lines: list[str] = []
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        names = parts.namelist()
        shared: list[str] = []
        if "xl/sharedStrings.xml" in names:
            shared = ["".join(i.itertext()) for i in etree.fromstring(parts.read("xl/sharedStrings.xml"), _PARSER)]
        for name in sorted(n for n in names if n.endswith(".xml")):
            root = etree.fromstring(parts.read(name), _PARSER)
            if name.startswith("xl/worksheets/"):
                lines += ["\t".join(_cell(c, shared) for c in row) for row in root.iter("{*}row")]
                lines += [t for part in root.iter("{*}headerFooter") for t in part.itertext()]
            elif name == "xl/workbook.xml":
                lines += [s.get("name", "") for s in root.iter("{*}sheet", "{*}definedName")]
            elif name.startswith(("docProps/", "xl/comments", "xl/drawings")):
                lines += [t.strip() for t in root.itertext() if t.strip()]
    return "\n".join(lines)


def _cell(cell: etree._Element, shared: list[str]) -> str:
    said = "".join(cell.itertext())
    if cell.get("t") == "s":
        return shared[int(said)]
    if cell.get("t") in (None, "n") and said:
        number = float(said)
        if _FIRST_SERIAL <= number < _LAST_SERIAL:
            at = datetime(1899, 12, 30) + timedelta(minutes=round(number * 1440))
            return f"{said} {at:%Y-%m-%d %H:%M}" if number % 1 else f"{said} {at:%Y-%m-%d}"
    return said


def texts_of(files: dict[str, bytes]) -> tuple[dict[str, str], list[str]]:
    """Return the text of each file, and the names of those that are pictures and hold none to read.

    Parameters
    ----------
    files : dict of str to bytes
        By name; a zip is read with everything in it.

    Returns
    -------
    texts : dict of str to str
        By name, "pack.zip/sheet.docx" for what is in a zip; the name itself is the first line.
    pictures : list of str
        Files whose words are drawn, so that nothing can be said of them.
    """
    texts: dict[str, str] = {}
    pictures: list[str] = []
    for name, content in files.items():
        ending = f".{name.rsplit('.', 1)[-1].casefold()}" if "." in name else ""
        if ending == ".zip":
            with zipfile.ZipFile(io.BytesIO(content)) as inside:
                members = {f"{name}/{m}": inside.read(m) for m in inside.namelist() if not m.endswith("/")}
            below, drawn = texts_of(members)
            texts |= below
            pictures += drawn
        elif ending in PICTURES:
            pictures.append(name)
            texts[name] = name
        else:
            read = {".docx": text_of, ".xlsx": workbook_text}.get(ending, _decoded)
            text = read(content)
            # a record of a list on one line is one line
            texts[name] = f"{name}\n{text.replace('}', chr(10)) if ending.endswith('json') else text}"
    return texts, pictures


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")
