"""A blank workbook for a kind of extract, made from its profile alone."""

import io

import xlsxwriter

from dashboard.intake.profiles import Column, Profile

_WIDTH = 22


def asked_columns(profile: Profile) -> tuple[Column, ...]:
    """What is not kept is not asked for, unless the kind is known by it."""
    return tuple(c for c in profile.columns if c.needed or c.type != "ignored")


def blank_template(profile: Profile) -> bytes:
    """An XLSX: the column names to fill under, and a sheet that explains each."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:  # fmt: skip
        _to_fill(book, profile)
        _explained(book, profile)
    return out.getvalue()


def _to_fill(book: xlsxwriter.Workbook, profile: Profile) -> None:
    """Cells are text, so that a spreadsheet keeps the noughts an id begins with."""
    head = book.add_format({"bold": True, "num_format": "@", "bottom": 1})
    text = book.add_format({"num_format": "@"})
    sheet = book.add_worksheet("Extract")
    names = [column.aliases[0] for column in asked_columns(profile)]
    sheet.set_column(0, max(len(names) - 1, 0), _WIDTH, text)
    sheet.freeze_panes(1, 0)
    for index, name in enumerate(names):
        sheet.write_string(0, index, name, head)


def _explained(book: xlsxwriter.Workbook, profile: Profile) -> None:
    bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True})
    sheet = book.add_worksheet("What each column is")
    sheet.set_column(0, 1, _WIDTH, wrap)
    sheet.set_column(2, 3, 3 * _WIDTH, wrap)
    sheet.write_string(0, 0, profile.title, bold)
    sheet.write_string(1, 0, profile.grain)
    for index, words in enumerate(("Column", "Needed", "Why", "Example")):
        sheet.write_string(3, index, words, bold)
    for row, column in enumerate(asked_columns(profile), start=4):
        needed = "needed" if column.needed else "if you hold it"
        cells = (column.aliases[0], needed, column.why, column.example)
        for index, words in enumerate(cells):
            sheet.write_string(row, index, words)
