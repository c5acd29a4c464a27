"""Tables of a page of HTML that calls itself a workbook, as some systems export."""

from pathlib import Path

from lxml import etree, html

from dashboard.intake.reading.sheet import Row
from dashboard.intake.reading.text import text_of
from dashboard.intake.reading.unreadable import Unreadable
from dashboard.intake.reading.workbook import Worksheet

_MOST_SPANNED = 2_000


def html_tables(path: Path) -> list[Worksheet]:
    """Each table of the page, the outer of two that are nested. Nothing is fetched."""
    text = text_of(path, path.name)
    parser = html.HTMLParser(no_network=True, huge_tree=False)
    try:
        page = html.document_fromstring("".join(text.lines()), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(
            f"{path.name} is a page of HTML that cannot be read.",
            what_to_do="Open it and save it as a workbook or CSV.",
        ) from error
    tables = [_rows(table) for table in page.xpath("//table[not(ancestor::table)]")]
    found = [rows for rows in tables if rows]
    if not found:
        raise Unreadable(
            f"{path.name} is a page of HTML without a table.",
            what_to_do="Export it as CSV or Excel and send that.",
        )
    single = len(found) == 1
    return [
        Worksheet("" if single else f"table {number}", rows)
        for number, rows in enumerate(found, start=1)
    ]


def _rows(table: html.HtmlElement) -> list[Row]:
    """Cells that span rows or columns are read once, and leave blanks."""
    rows: list[Row] = []
    taken: dict[tuple[int, int], bool] = {}
    for number, row in enumerate(table.iter("tr")):
        cells: list[str] = []
        for cell in row.iterchildren("td", "th"):
            while taken.get((number, len(cells))):
                cells.append("")
            at = len(cells)
            cells.append(" ".join(cell.text_content().split()))
            wide, tall = _span(cell, "colspan"), _span(cell, "rowspan")
            cells += [""] * (wide - 1)
            for below in range(1, tall):
                for across in range(wide):
                    taken[number + below, at + across] = True
        rows.append((number + 1, cells))
    return rows


def _span(cell: html.HtmlElement, name: str) -> int:
    given = cell.get(name, "1")
    return min(int(given), _MOST_SPANNED) if given.isdigit() and given != "0" else 1
