"""The position statement as a Word document: headings, lists and tables of its own kind.

It says what the page says: both are written from `dashboard.position`.
"""

import io
from datetime import date

from docx import Document
from docx.document import Document as Paper
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import _Row
from docx.text.paragraph import Paragraph

from dashboard.dates import day
from dashboard.position import NOTHING, TITLE, Listing, Said, Statement, Tabling
from dashboard.reports.pack import Look

MIMETYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_FONT = "Arial"
_INK = "002d54"
_SMALL = Pt(9)
_HEADINGS = ("Title", "Heading 1", "Heading 2")
# Of the width between the margins: what is done, whose it is, by when, how it stands.
_WIDTHS = (Cm(6.4), Cm(3.6), Cm(2.8), Cm(3.8))


def as_docx(statement: Statement, look: Look, made_on: date) -> bytes:
    """The statement on A4: the marking at the top, page x of y at the foot of each page."""
    paper: Paper = Document()
    _set_up(paper, look)
    _frame(paper, look, made_on)
    paper.add_paragraph(TITLE, style="Title")
    for note in statement.notes:
        paper.add_paragraph(note)
    if not statement.sections:
        paper.add_paragraph(NOTHING)
    for section in statement.sections:
        paper.add_heading(section.title, 1)
        for part in section.parts:
            paper.add_heading(part.title, 2)
            if isinstance(part, Listing):
                _list(paper, part)
            else:
                _table(paper, part)
    found = io.BytesIO()
    paper.save(found)
    return found.getvalue()


def _set_up(paper: Paper, look: Look) -> None:
    """A4, one font that every machine has, the language, and whose document it is."""
    page = paper.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.2)
    page.top_margin = page.bottom_margin = Cm(2)
    for name in ("Normal", *_HEADINGS):
        _look_of(paper.styles[name], look)
    paper.styles["Normal"].font.size = Pt(11)
    named = paper.core_properties
    named.title, named.author, named.comments = TITLE, look.partnership, ""
    named.language = "en-GB"


def _look_of(style: object, look: Look) -> None:
    font = style.font  # type: ignore[attr-defined]
    font.name = _FONT
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()  # type: ignore[attr-defined]
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:hAnsi"), _FONT)
    if style.name in _HEADINGS:  # type: ignore[attr-defined]
        colour = (look.colour or f"#{_INK}").removeprefix("#")
        font.color.rgb = RGBColor.from_string(colour.upper())


def _frame(paper: Paper, look: Look, made_on: date) -> None:
    page = paper.sections[0]
    if look.marking:
        head = page.header.paragraphs[0]
        head.add_run(look.marking).bold = True
        head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    foot = page.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    foot.add_run(f"{look.partnership} · {TITLE}, {day(made_on)} · page ")
    _field(foot, "PAGE")
    foot.add_run(" of ")
    _field(foot, "NUMPAGES")
    for run in foot.runs:
        run.font.size = _SMALL


def _field(paragraph: Paragraph, code: str) -> None:
    """What Word works out itself: the page, and how many there are."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run = paragraph.add_run("1")
    run.font.size = _SMALL
    paragraph._p.append(field)
    field.append(run._r)


def _list(paper: Paper, part: Listing) -> None:
    for item in part.items:
        _say(paper.add_paragraph(style="List Bullet"), item)


def _say(paragraph: Paragraph, said: Said) -> None:
    for words in said:
        paragraph.add_run(words.text).bold = words.strong or None


def _table(paper: Paper, part: Tabling) -> None:
    paper.add_paragraph(part.said).paragraph_format.keep_with_next = True
    table = paper.add_table(rows=0, cols=len(part.columns), style="Table Grid")
    _row(table.add_row(), part.columns, bold=True)
    repeated = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    for row in part.rows:
        _row(table.add_row(), row)
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        column.width = width


def _row(row: _Row, cells: tuple[str, ...], *, bold: bool = False) -> None:
    """A row is never broken over two pages."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for cell, words, width in zip(row.cells, cells, _WIDTHS, strict=True):
        cell.width = width
        cell.paragraphs[0].add_run(words).bold = bold or None
