"""A pack as a workbook: a sheet a view, numbers as numbers, and what they mean.

Cells are the CSV's values, to the same last digit; what may not be told is an empty cell
with its reason beside it, never a nought.
"""

import io
import re
from collections.abc import Sequence
from typing import Any

import xlsxwriter

from dashboard.charts.theme import DARK_BLUE
from dashboard.dates import day
from dashboard.measures import About
from dashboard.points import Status
from dashboard.reports.native_look import number_format
from dashboard.reports.pack import OPEN_VIEW, Pack, PackPage, PackPanel, Section
from dashboard.reports.tables import COLUMNS, rows

_NAME, _NUMBER, _WORDS = 44, 14, 110
_LONGEST_NAME = 31
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\']")
_HEADS = {
    "place": "Place",
    "period": "Period",
    "numerator": "Number",
    "denominator": "Out of",
    "value": "Value",
    "lower": "Could by chance be from",
    "upper": "to",
    "status": "Note",
}


def as_xlsx(pack: Pack) -> bytes:
    """The bytes of an .xlsx file."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:  # fmt: skip
        _Book(book, pack).write()
    return out.getvalue()


class _Book:
    """A workbook with its forms, being written."""

    def __init__(self, book: Any, pack: Pack) -> None:
        self.book, self.pack = book, pack
        colour = pack.look.colour or DARK_BLUE
        self.title = book.add_format(
            {"bold": True, "font_size": 16, "font_color": colour}
        )
        self.head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        self.bold = book.add_format({"bold": True})
        self.wrap = book.add_format({"text_wrap": True, "valign": "top"})
        self.formats: dict[str, Any] = {}
        book.set_properties(
            {
                "title": pack.title,
                "author": pack.look.partnership,
                "keywords": pack.look.marking,
            }
        )

    def write(self) -> None:
        self._front()
        for number, page in enumerate(self.pack.pages, start=1):
            self._page(page, _sheet_name(number, page.title))
        for section in self.pack.last:
            self._section(section)

    def _sheet(self, name: str) -> Any:
        """A sheet with the marking on it, on the screen and on paper."""
        sheet = self.book.add_worksheet(name)
        look = self.pack.look
        said = " · ".join(filter(None, (look.partnership, look.marking)))
        sheet.set_footer(f"&L{said.replace('&', '&&')}&Rpage &P of &N")
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.hide_gridlines(2)
        return sheet

    def _front(self) -> None:
        sheet = self._sheet("This pack")
        look = self.pack.look
        sheet.set_column(0, 0, _NAME)
        sheet.set_column(1, 1, _WORDS, self.wrap)
        sheet.write_string(0, 0, self.pack.title, self.title)
        lines = [
            (look.partnership, look.marking),
            ("Made on", day(self.pack.made_on)),
            ("Numbers", self.pack.numbers),
            *((page.title, page.sentence) for page in self.pack.pages),
        ]
        for row, (name, words) in enumerate(lines, start=1):
            sheet.write_string(row, 0, name, self.bold)
            sheet.write_string(row, 1, words, self.wrap)

    def _page(self, page: PackPage, name: str) -> None:
        sheet = self._sheet(name)
        sheet.set_column(0, 0, _NAME)
        sheet.set_column(1, 1, 26)
        sheet.set_column(2, len(COLUMNS), _NUMBER)
        sheet.write_string(0, 0, page.sentence, self.title)
        foot = f"{page.foot} · picture {page.picture}"
        said = [page.title, page.change, page.note, *page.notes, *page.besides, foot]
        row = 1
        for words in filter(None, said):
            sheet.write_string(row, 0, words)
            row += 1
        if page.link:
            sheet.write_url(row, 0, page.link, string=OPEN_VIEW)
            row += 1
        for panel in page.panels:
            row = self._panel(sheet, panel, row + 1)

    def _panel(self, sheet: Any, panel: PackPanel, row: int) -> int:
        sheet.write_string(row, 0, panel.title, self.bold)
        if panel.said:
            row += 1
            sheet.write_string(row, 0, panel.said)
        if panel.answer is None or panel.name in _TOLD_IN_WORDS:
            row = self._words(sheet, panel, row + 1)
        for words, answer in panel.answers.items():
            if words:
                row += 1
                sheet.write_string(row, 0, f"{panel.title}: {words}", self.bold)
            children = answer.measure.about is About.CHILDREN
            about = ", about" if answer.protected and children else ""
            row = self._heads(sheet, about, row + 1)
            form = self._form(number_format(answer))
            points = panel.points(answer)
            for given, point in zip(rows(answer, points), points, strict=True):
                row = self._row(sheet, given, point.status, form, row + 1)
        return row + 1

    def _words(self, sheet: Any, panel: PackPanel, row: int) -> int:
        """The table of a chart of several answers, as it is read."""
        for place, words in enumerate(panel.table.columns):
            sheet.write_string(row, place, words, self.head)
        for given in panel.table.rows:
            row += 1
            for place, words in enumerate((given.label, *given.cells)):
                sheet.write_string(row, place, words)
        return row + 1

    def _heads(self, sheet: Any, about: str, row: int) -> int:
        for place, column in enumerate(COLUMNS):
            counted = column in ("numerator", "denominator", "value")
            words = _HEADS[column] + (about if counted else "")
            sheet.write_string(row, place, words, self.head)
        return row

    def _row(
        self, sheet: Any, given: dict[str, Any], status: Status, form: Any, row: int
    ) -> int:
        for place, column in enumerate(COLUMNS):
            value = status.in_words if column == "status" else given[column]
            if isinstance(value, str):
                sheet.write_string(row, place, value)
            elif value is not None:
                shown = column in ("value", "lower", "upper")
                sheet.write_number(row, place, value, form if shown else None)
        return row

    def _form(self, words: str) -> Any:
        if words not in self.formats:
            self.formats[words] = self.book.add_format({"num_format": words})
        return self.formats[words]

    def _section(self, section: Section) -> None:
        sheet = self._sheet(section.title[:_LONGEST_NAME])
        sheet.set_column(0, 0, _NAME, self.wrap)
        sheet.set_column(1, 1, _WORDS, self.wrap)
        sheet.write_string(0, 0, section.title, self.title)
        self._paragraphs(sheet, section.paragraphs)

    def _paragraphs(self, sheet: Any, given: Sequence[tuple[str, str]]) -> None:
        for row, (name, words) in enumerate(given, start=2):
            sheet.write_string(row, 0 if name else 1, name or words, self.wrap)
            if name:
                sheet.write_string(row, 1, words, self.wrap)


# Charts of one answer whose table says more than its points do.
_TOLD_IN_WORDS = ("mix", "soon")


def _sheet_name(number: int, title: str) -> str:
    """Numbered, so that two views of one page are told apart; as short as sheets demand."""
    return f"{number} {_NOT_IN_A_NAME.sub(' ', title)}"[:_LONGEST_NAME].strip()
