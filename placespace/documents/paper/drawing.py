"""Draw what every template shares: page, styles, tables, the marking at the top and the bottom."""

from __future__ import annotations

from collections.abc import Sequence

from docx import Document
from docx.document import Document as Draft
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

FONT = "Arial"
INK, LINE, PALE = "1F2A44", "8A93A6", "E6E9EF"
TEXT_CM = 17.0
TABLE_STYLE = "Placespace table"


def new_draft(subject: str) -> Draft:
    """Return an empty A4 document in British English with our styles, its marking and page numbers."""
    draft = Document()
    _styles(draft)
    _page(draft.sections[0])
    core = draft.core_properties
    core.title = core.subject = subject
    core.author, core.comments, core.language, core.keywords = "", "", "en-GB", ""
    # the picture of an empty page that comes with the library's own template
    part = draft.part.package
    for key in [k for k, rel in part.rels.items() if "thumbnail" in rel.reltype]:
        part.rels.pop(key)
    return draft


def _page(section: Section) -> None:
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin, section.bottom_margin = Cm(2.2), Cm(2.6)
    section.header_distance = section.footer_distance = Cm(0.9)
    head = section.header.paragraphs[0]
    head.text, head.style = "{{ marking|upper }}", "Marking"
    foot = section.footer.paragraphs[0]
    foot.style = "Footer"
    foot.add_run("{{ area }}, {{ month }}. {{ title }}\tPage ")
    _field(foot, "PAGE")
    foot.add_run(" of ")
    _field(foot, "NUMPAGES")
    section.footer.add_paragraph("{{ version }}, made on {{ made_on }}", style="Footer")
    section.footer.add_paragraph("{{ marking|upper }}", style="Marking")


def _field(paragraph: Paragraph, name: str) -> None:
    for kind in ("begin", None, "separate", "1", "end"):
        run = paragraph.add_run()
        if kind is None:
            code = parse_xml(f'<w:instrText {nsdecls("w")} xml:space="preserve"> {name} </w:instrText>')
            run._r.append(code)
        elif kind == "1":
            run.text = kind
        else:
            run._r.append(parse_xml(f'<w:fldChar {nsdecls("w")} w:fldCharType="{kind}"/>'))


def _styles(draft: Draft) -> None:
    styles = draft.styles
    for lang in styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), "en-GB")
    normal = styles["Normal"]
    _look(normal, 11, after=6, line=1.12)
    _look(styles["Title"], 24, bold=True, ink=INK, after=2)
    _look(styles["Subtitle"], 13, ink=INK, after=10)
    _look(styles["Heading 1"], 15, bold=True, ink=INK, before=16, after=5, keep=True)
    _look(styles["Heading 2"], 12.5, bold=True, ink=INK, before=12, after=4, keep=True)
    _look(styles["Heading 3"], 11, bold=True, ink=INK, before=10, after=3, keep=True)
    _look(styles["List Bullet"], 11, after=3, line=1.12)
    _look(styles["Caption"], 9, after=8)
    _look(styles["Footer"], 8.5)
    border = styles["Title"].element.pPr.find(qn("w:pBdr"))
    if border is not None:
        styles["Title"].element.pPr.remove(border)
    stops = styles["Footer"].paragraph_format.tab_stops
    for stop in list(stops):
        stop.position = Cm(TEXT_CM)
        stop.alignment = WD_TAB_ALIGNMENT.RIGHT
    for name, size, kwargs in (
        ("Marking", 12, {"bold": True}),
        ("Lead", 12, {"after": 8, "line": 1.15}),
        ("Table text", 9.5, {"after": 1}),
        ("Table head", 9.5, {"bold": True, "keep": True}),
        ("Table bullet", 9.5, {"after": 1}),
        ("Small bullet", 9.5, {"after": 1}),
        ("Small", 9, {}),
        ("Strong text", 11, {"bold": True, "after": 6}),
    ):
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["List Bullet"] if name.endswith("bullet") else normal
        _look(style, size, **kwargs)
    styles["Marking"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for name in ("Normal", "Table text", "Table bullet", "List Bullet"):
        styles[name].paragraph_format.widow_control = True
    for name in ("Table bullet", "Small bullet"):
        shape = styles[name].paragraph_format
        shape.left_indent, shape.first_line_indent = Cm(0.4), Cm(-0.4)
        shape.tab_stops.add_tab_stop(Cm(0.4))
    styles.element.append(parse_xml(_TABLE))


def _look(
    style: ParagraphStyle,
    size: float,
    *,
    bold: bool = False,
    ink: str = "000000",
    before: float = 0,
    after: float = 0,
    line: float = 1.0,
    keep: bool = False,
) -> None:
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for name in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{name}"), FONT)
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
    style.font.color.rgb = RGBColor.from_string(ink)
    for spacing in style.element.rPr.findall(qn("w:spacing")):
        style.element.rPr.remove(spacing)
    shape = style.paragraph_format
    shape.space_before, shape.space_after, shape.line_spacing = Pt(before), Pt(after), line
    shape.keep_with_next = keep


_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_STRONG = f'<w:rPr><w:b/></w:rPr><w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{PALE}"/></w:tcPr>'
_TABLE = f"""<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="PlacespaceTable">
<w:name w:val="{TABLE_STYLE}"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/><w:qFormat/>
<w:tblPr><w:tblInd w:w="85" w:type="dxa"/><w:tblBorders>{_BORDERS}</w:tblBorders>
<w:tblCellMar><w:top w:w="45" w:type="dxa"/><w:left w:w="85" w:type="dxa"/><w:bottom w:w="45" w:type="dxa"/>
<w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr>
<w:tblStylePr w:type="firstRow">{_STRONG}</w:tblStylePr><w:tblStylePr w:type="firstCol">{_STRONG}</w:tblStylePr>
</w:style>"""


def _new_table(draft: Draft, widths: Sequence[float], about: str, *, heads: bool) -> Table:
    table = draft.add_table(rows=0, cols=len(widths), style=TABLE_STYLE)
    table.autofit = False
    properties = table._tbl.tblPr
    look = properties.find(qn("w:tblLook"))
    if look is not None:
        properties.remove(look)
    for name, on in (("firstRow", heads), ("firstColumn", not heads)):
        look = look if look is not None else parse_xml(f"<w:tblLook {nsdecls('w')}/>")
        look.set(qn(f"w:{name}"), "1" if on else "0")
    for name, value in (("val", "0020" if heads else "0080"), ("noHBand", "1"), ("noVBand", "1"), ("lastRow", "0")):
        look.set(qn(f"w:{name}"), value)
    properties.append(look)
    # its edge stands where the text does; the order of these is fixed
    inset = parse_xml(f'<w:tblInd {nsdecls("w")} w:w="85" w:type="dxa"/>')
    properties.find(qn("w:tblLayout")).addprevious(inset)
    # what a screen reader says of the table
    properties.append(parse_xml(f'<w:tblCaption {nsdecls("w")} w:val="{about}"/>'))
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    return table


def _row(table: Table, texts: Sequence[object], widths: Sequence[float], *, head: bool = False) -> list[_Cell]:
    row = table.add_row()
    properties = row._tr.get_or_add_trPr()
    properties.append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
    if head:
        properties.append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
    for cell, text, width in zip(row.cells, texts, widths, strict=True):
        cell.width = Cm(width)
        lines = text if isinstance(text, (list, tuple)) else [text]
        for at, line in enumerate(lines):
            paragraph = cell.paragraphs[0] if at == 0 else cell.add_paragraph()
            bullet = isinstance(line, str) and line.startswith("* ")
            paragraph.text = line[2:] if bullet else line
            paragraph.style = "Table head" if head else "Table bullet" if bullet else "Table text"
    return row.cells


def list_table(
    draft: Draft, heads: Sequence[str], cells: Sequence[object], widths: Sequence[float], loop: str, about: str
) -> Table:
    """Add a table with a row for each item of a list: the header row comes again on every page, no row is split.

    Parameters
    ----------
    heads : sequence of str
        What stands over the columns.
    cells : sequence of str, or of lists of str
        What stands in a row: text with tags; a list is a paragraph an item, with a bullet where it starts with "* ".
    widths : sequence of float
        cm; together the width of the text.
    loop : str
        As ``"row in crew.rows"``.
    about : str
        What a screen reader says of the table.
    """
    table = _new_table(draft, widths, about, heads=True)
    _row(table, heads, widths, head=True)
    _row(table, ["{%tr for " + loop + " %}"] + [""] * (len(widths) - 1), widths)
    _row(table, cells, widths)
    _row(table, ["{%tr endfor %}"] + [""] * (len(widths) - 1), widths)
    return table


def facts_table(draft: Draft, facts: Sequence[tuple[str, object, str]], about: str, *, label_cm: float = 4.0) -> Table:
    """Add a table of facts: what it is in the first column, the fact in the second.

    Parameters
    ----------
    facts : sequence of (str, str or list, str)
        Label, text, and when the row is there: a condition of the template, or empty for always.
    """
    widths = (label_cm, TEXT_CM - label_cm)
    table = _new_table(draft, widths, about, heads=False)
    for at, (label, text, when) in enumerate(facts):
        if when:
            _row(table, ["{%tr if " + when + " %}", ""], widths)
        cells = _row(table, [label, text], widths)
        cells[0].paragraphs[0].style = "Table head"
        # a table stays on one page, but not with the next one
        cells[0].paragraphs[0].paragraph_format.keep_with_next = at < len(facts) - 1
        if when:
            _row(table, ["{%tr endif %}", ""], widths)
    return table


def blank_table(
    draft: Draft, heads: Sequence[str], first: str, widths: Sequence[float], loop: str, about: str
) -> Table:
    """Add a table to be filled in by hand: an item of a list in the first column, the rest left empty."""
    table = list_table(draft, heads, [first] + [""] * (len(widths) - 1), widths, loop, about)
    table.rows[2].height = Cm(0.85)
    table.rows[2].cells[0].paragraphs[0].paragraph_format.keep_with_next = True
    return table


def dotted_line(draft: Draft, label: str = "") -> Paragraph:
    """Add a line to write on, as wide as the page."""
    line = draft.add_paragraph(f"{label}\t", style="Table text")
    line.paragraph_format.tab_stops.add_tab_stop(Cm(TEXT_CM), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    line.paragraph_format.space_before = Pt(7)
    return line


def tag(draft: Draft, text: str) -> None:
    """Add a paragraph that holds only a tag, as ``for crew in crews``; it is not in the document made."""
    draft.add_paragraph("{%p " + text + " %}", style="Small")


def bullets(draft: Draft, loop: str, *, otherwise: Sequence[str] = (), style: str = "List Bullet") -> None:
    """Add a bullet for each item of a list; when it is empty, the sentences given, as bullets of the template's own."""
    name = loop.split(" in ")[-1]
    if otherwise:
        tag(draft, f"if {name}")
    tag(draft, f"for {loop}")
    draft.add_paragraph("{{ " + loop.split(" in ")[0] + " }}", style=style)
    tag(draft, "endfor")
    if otherwise:
        tag(draft, "else")
        for line in otherwise:
            draft.add_paragraph(line, style=style if len(otherwise) > 1 else "Normal")
        tag(draft, "endif")
