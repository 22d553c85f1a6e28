"""Set pages of a pack: letters, tables that stay on the page, marking above and below, page numbers, bookmarks."""

from __future__ import annotations

import datetime
import io
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

import matplotlib
from reportlab import rl_config
from reportlab.lib.colors import HexColor, black
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    Image,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)

PLAIN, BOLD = "Placespace", "Placespace-Bold"
WIDE_MM = 174.0
"""Width of the text of an A4 page with 18 mm on both sides."""
LEFT_MM, TOP_MM, BOTTOM_MM = 18.0, 20.0, 24.0
PAGE_HIGH_MM = 297.0 - TOP_MM - BOTTOM_MM
INK, RULE, PALE = HexColor("#1F2A44"), HexColor("#B4BAC6"), HexColor("#EEF0F4")


@cache
def _fonts() -> None:
    rl_config.useA85 = 0  # pictures as they are: text that stands for them is larger and slow to write
    folder = Path(matplotlib.get_data_path(), "fonts", "ttf")
    # by file, as the maps: the same letters on every machine, and more than those of western Europe
    for name, face in ((PLAIN, "DejaVuSans"), (BOLD, "DejaVuSans-Bold")):
        pdfmetrics.registerFont(TTFont(name, folder / f"{face}.ttf"))
    pdfmetrics.registerFontFamily(PLAIN, normal=PLAIN, bold=BOLD, italic=PLAIN, boldItalic=BOLD)


@cache
def _style(name: str) -> ParagraphStyle:
    _fonts()
    base = ParagraphStyle("text", fontName=PLAIN, bulletFontName=PLAIN, fontSize=8.6, leading=12, spaceAfter=3,
                          textColor=black, splitLongWords=1, allowWidows=0, allowOrphans=0)  # fmt: skip
    looks = {
        "text": {},
        "title": {"fontName": BOLD, "fontSize": 20, "leading": 25, "textColor": INK, "spaceAfter": 2},
        "place": {"fontName": BOLD, "fontSize": 15, "leading": 18.5, "textColor": INK, "spaceAfter": 1},
        "under": {"fontSize": 9.4, "leading": 13, "textColor": INK, "spaceAfter": 6},
        "heading": {"fontName": BOLD, "fontSize": 10.4, "leading": 13.5, "textColor": INK, "spaceBefore": 7,
                    "spaceAfter": 3, "keepWithNext": 1},
        "bullet": {"leftIndent": 9, "bulletIndent": 0, "spaceAfter": 1.5},
        "small": {"fontSize": 7.2, "leading": 9.6, "spaceAfter": 2},
        "small bullet": {"fontSize": 7.4, "leading": 9.9, "leftIndent": 8, "bulletIndent": 0, "spaceAfter": 1},
        "cell": {"fontSize": 7.6, "leading": 10, "spaceAfter": 0},
        "head": {"fontName": BOLD, "fontSize": 7.6, "leading": 10, "spaceAfter": 0},
        "caption": {"fontSize": 6.8, "leading": 9, "spaceAfter": 3, "alignment": TA_CENTER},
    }  # fmt: skip
    return ParagraphStyle(name, parent=base, **looks[name])


def printable(text: object) -> str:
    """Return a text as a page can hold it: a new line stays, what does not print goes.

    Examples
    --------
    >>> printable("one\\x00\\ntwo")
    'one\\ntwo'
    """
    spaced = str(text).replace("\r\n", "\n").replace("\t", " ")
    return "".join(c for c in spaced if c == "\n" or c.isprintable()).strip()


def shortened(text: object, most: int) -> str:
    """Return a text no longer than ``most`` letters, ended at a word with a sign that it goes on.

    Examples
    --------
    >>> shortened("lamps along the whole path", 12), shortened("lamps", 12)
    ('lamps along …', 'lamps')
    """
    said = printable(text)
    if len(said) <= most:
        return said
    cut = said[:most].rsplit(" ", 1)[0] if " " in said[:most] else said[:most]
    return f"{cut} …"


class Writer:
    """Makes the parts of pages, cut to a number of letters each, and keeps all that was said.

    Parameters
    ----------
    most : int
        Letters of any one text; longer ones are cut with a sign.

    Attributes
    ----------
    said : list of str
        Every text written, whole words as they stand on the page: a PDF cannot be searched here, and this can.
    cut : bool
        Whether any text was cut.
    """

    def __init__(self, most: int = 2000) -> None:
        self.most, self.said, self.cut = most, [], False

    def text(
        self, text: object, style: str = "text", *, whole: bool = True, least: int = 0, before: str = ""
    ) -> Paragraph:
        """Return a paragraph; not cut, unless ``whole`` is false: ``least`` letters stay, and all of ``before``."""
        return Paragraph(self._kept(text, whole=whole, least=least, before=before), _style(style))

    def bullets(
        self, lines: Sequence[str], *, small: bool = False, otherwise: str = "", whole: bool = True
    ) -> list[Flowable]:
        """Return a paragraph with a bullet a line; with no line, the sentence given."""
        if not lines:
            return [self.text(otherwise, "small" if small else "text")] if otherwise else []
        style = _style("small bullet" if small else "bullet")
        return [Paragraph(self._kept(line, whole=whole), style, bulletText="\u2022") for line in lines]

    def listed(self, lines: Sequence[str], letters: int, most: int) -> Paragraph:
        """Return a list in a cell, of so many letters a line and so many lines, and how many more there are."""
        more = [f"and {len(lines) - most} more"] if len(lines) > most else []
        each = [shortened(line, letters) for line in lines[:most]]
        self.cut |= bool(more) or each != [printable(line) for line in lines[:most]]
        return self.text("\n".join([*each, *more]), "cell")

    def table(self, heads: Sequence[str], rows: Sequence[Sequence[object]], widths_mm: Sequence[float]) -> Table:
        """Return a table as wide as the page: its header comes again on every page, and a text wraps in its cell."""
        body = [[self.text(h, "head") for h in heads]]
        body += [[self._cell(v) for v in row] for row in rows]
        table = Table(body, [w * mm for w in widths_mm], repeatRows=1, splitInRow=1, hAlign="LEFT")
        table.setStyle(
            TableStyle(
                [
                    ("VALIGN", (0, 0), (-1, -1), "TOP"),
                    ("BACKGROUND", (0, 0), (-1, 0), PALE),
                    ("LINEBELOW", (0, 0), (-1, -1), 0.4, RULE),
                    ("LINEABOVE", (0, 0), (-1, 0), 0.8, INK),
                    ("LEFTPADDING", (0, 0), (-1, -1), 3),
                    ("RIGHTPADDING", (0, 0), (-1, -1), 4),
                    ("TOPPADDING", (0, 0), (-1, -1), 2.2),
                    ("BOTTOMPADDING", (0, 0), (-1, -1), 2.8),
                ]
            )
        )
        table.spaceAfter = 4
        return table

    def _cell(self, value: object) -> object:
        return value if isinstance(value, Flowable) else self.text(value, "cell", whole=False)

    def _kept(self, text: object, *, whole: bool, least: int = 0, before: str = "") -> str:
        short = printable(text) if whole else shortened(text, max(least, self.most))
        self.cut |= short != printable(text)
        short = "; ".join(filter(None, (printable(before), short)))
        self.said.append(short)
        return escape(short).replace("\n", "<br/>")


def picture(png: bytes, wide_mm: float, high_mm: float) -> Image:
    """Return a picture of a size."""
    return Image(io.BytesIO(png), wide_mm * mm, high_mm * mm, hAlign="LEFT")


class Bookmark(Flowable):
    """A place in the file's own list of contents, and where links lead to."""

    width = height = 0

    def __init__(self, key: str, title: str) -> None:
        super().__init__()
        self.key, self.title = key, title

    def wrap(self, *_: float) -> tuple[float, float]:
        """Return that it takes no room."""
        return 0, 0

    def draw(self) -> None:
        """Note where it stands."""
        self.canv.bookmarkPage(self.key)
        self.canv.addOutlineEntry(self.title, self.key, level=0)


class NotesArea(Flowable):
    """Lines to write on, as far as the page goes."""

    def __init__(self, high: float, apart_mm: float = 8.0) -> None:
        super().__init__()
        self.height, self.apart = high, apart_mm * mm

    def wrap(self, wide: float, _: float) -> tuple[float, float]:
        """Return the room it takes."""
        self.width = wide
        return wide, self.height

    def draw(self) -> None:
        """Draw the lines."""
        self.canv.setStrokeColor(RULE)
        self.canv.setLineWidth(0.5)
        y = self.height - self.apart
        while y >= 0:
            self.canv.line(0, y, self.width, y)
            y -= self.apart


def height_of(parts: Sequence[Flowable]) -> float:
    """Return how high some parts are one under another, in points."""
    total = 0.0
    for n, part in enumerate(parts):
        before = part.getSpaceBefore() if n else 0
        total += part.wrap(WIDE_MM * mm, 10_000)[1] + before + part.getSpaceAfter()
    return total


def set_pages(
    story: Sequence[Flowable],
    pages: int,
    *,
    marking: str,
    title: str,
    foot: Sequence[str],
    made_on: datetime.date,
) -> tuple[bytes, int]:
    """Return the pages as PDF, and how many there are; the same parts give the same bytes.

    Parameters
    ----------
    story : sequence of Flowable
        Used up by this: a part is set once.
    pages : int
        How many pages there will be, for their numbers.
    marking : str
        At the top and the bottom of each page, in capitals.
    title : str
        Of the file.
    foot : sequence of str
        Two lines at most, at the foot of each page.
    made_on : date
        Stands as the day the file was made.
    """
    _fonts()

    def furniture(canvas: Canvas, _: BaseDocTemplate) -> None:
        canvas.setFillColor(black)
        canvas.setFont(BOLD, 9.5)
        for y in (285.5, 8.0):
            canvas.drawCentredString(105 * mm, y * mm, marking.upper())
        canvas.setFont(PLAIN, 7.2)
        for n, line in enumerate(foot[:2]):
            canvas.drawString(LEFT_MM * mm, (18 - 3.5 * n) * mm, line)
        at = f"Page {canvas.getPageNumber()} of {pages}"
        canvas.drawRightString((LEFT_MM + WIDE_MM) * mm, 18 * mm, at)
        canvas.setStrokeColor(RULE)
        canvas.setLineWidth(0.5)
        canvas.line(LEFT_MM * mm, 21.5 * mm, (LEFT_MM + WIDE_MM) * mm, 21.5 * mm)

    out = io.BytesIO()
    document = BaseDocTemplate(
        out, pagesize=A4, title=title, author="Placespace", creator="Placespace", subject=title, lang="en-GB",
        keywords=f"{made_on:%Y-%m-%d}", invariant=1, displayDocTitle=True, initialFontName=PLAIN,
    )  # fmt: skip
    frame = Frame(LEFT_MM * mm, BOTTOM_MM * mm, WIDE_MM * mm, PAGE_HIGH_MM * mm, 0, 0, 0, 0)
    document.addPageTemplates([PageTemplate("page", [frame], onPage=furniture)])
    document.build(list(story))
    return out.getvalue(), document.page


def page_break() -> PageBreak:
    """Return the end of a page."""
    return PageBreak()


def space(high_mm: float) -> Spacer:
    """Return empty room."""
    return Spacer(1, high_mm * mm)
