"""The workbook that goes back to a source team: the rows at fault, each with its reason.

It holds the source's own rows as they were sent, so it is marked and is made only when
asked for; nothing of it is kept. No cell is ever written as a formula.
"""

import io
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlsxwriter

from dashboard.errors import ForTheUser
from dashboard.intake.batch import Batch
from dashboard.intake.findings import Severity
from dashboard.intake.rows_again import RowsAgain, rows_again
from dashboard.settings import Settings

MARKING = "OFFICIAL-SENSITIVE"
_INFORMATION = Severity.FOR_INFORMATION.value
_OURS = ("File", "Sheet", "Row in your file", "What is wrong")


@dataclass(frozen=True)
class Fault:
    """Why one row is at fault, and in which of its columns, if in one."""

    row: int
    column: str
    reason: str


def repair_report(batch: Batch, place: int, settings: Settings) -> tuple[str, bytes]:
    """The name and content of the workbook for one file of a batch's report."""
    files = batch.report.get("files", [])
    faults = faults_of(files[place]) if place < len(files) else []
    if not faults:
        raise ForTheUser(
            "There are no rows to put right in this file.",
            what_to_do="Open the page again: it may have been read anew since.",
        )
    file = files[place]
    path = batch.files()[file["number"]]
    rows = rows_again(
        path, settings, header=file["header"], numbers=[fault.row for fault in faults]
    )
    about = _about(file, faults, batch.as_at.strftime("%d %b %Y"))
    name = f"to put right - {Path(path.name).stem}.xlsx"
    return name, workbook(file["name"], rows, faults, about)


def faults_of(file: Mapping[str, Any]) -> list[Fault]:
    """Every row that a finding of a file names, but for what is for information."""
    return [
        Fault(int(row), finding["column"], finding["title"])
        for finding in file["findings"]
        if finding["severity"] != _INFORMATION
        for row in finding.get("rows_at_fault") or [n for n, _ in finding["examples"]]
    ]


def workbook(
    name: str, rows: RowsAgain, faults: Sequence[Fault], about: Sequence[str]
) -> bytes:
    out = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}  # fmt: skip
    with xlsxwriter.Workbook(out, options) as book:
        _read_me(book, about)
        _rows_at_fault(book, name, rows, faults)
    return out.getvalue()


def _about(file: Mapping[str, Any], faults: Sequence[Fault], as_at: str) -> list[str]:
    said = [
        MARKING,
        f"Rows to put right in {file['name']}",
        f"Kind of extract: {file['recognised']}. Read for the picture as at {as_at}.",
        f"{_rows(len({fault.row for fault in faults}))}, with the reason, on the "
        "next sheet, as in your file; the cell in question is coloured.",
        "They are your own rows, with whatever names and ids you sent: keep this workbook "
        "as you would the extract, and send it to nobody else.",
        "Please put them right at the source and send the extract again.",
        "What was found:",
    ]
    found = [f for f in file["findings"] if f["severity"] != _INFORMATION]
    said += [f"{finding['title']}: {_rows(finding['count'])}" for finding in found]
    more = any(
        finding["count"] > len(finding.get("rows_at_fault") or finding["examples"])
        for finding in found
    )
    return [*said, "Only the first rows of each are listed."] if more else said


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"


def _read_me(book: xlsxwriter.Workbook, about: Sequence[str]) -> None:
    sheet = book.add_worksheet("Read me")
    sheet.set_column(0, 0, 110)
    bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True})
    for row, words in enumerate(about):
        sheet.write_string(row, 0, words, bold if row < 2 else wrap)


def _rows_at_fault(
    book: xlsxwriter.Workbook, name: str, rows: RowsAgain, faults: Sequence[Fault]
) -> None:
    sheet = book.add_worksheet("Rows to put right")
    bold = book.add_format({"bold": True, "bottom": 1})
    marked = book.add_format({"bg_color": "#FBD9C6", "border": 1})
    sheet.set_header(f"&C{MARKING}")
    sheet.set_column(0, len(_OURS) + len(rows.header), 20)
    sheet.freeze_panes(1, len(_OURS))
    for index, words in enumerate((*_OURS, *rows.header)):
        sheet.write_string(0, index, words, bold)
    by_row: dict[int, list[Fault]] = defaultdict(list)
    for fault in faults:
        by_row[fault.row].append(fault)
    for place, (number, cells) in enumerate(rows.rows, start=1):
        found = by_row[number]
        reasons = "; ".join(dict.fromkeys(_reason(fault) for fault in found))
        for index, words in enumerate((name, rows.sheet, str(number), reasons)):
            sheet.write_string(place, index, words)
        wrong = {fault.column for fault in found}
        for index, (header, cell) in enumerate(zip(rows.header, cells, strict=True)):
            style = marked if header in wrong else None
            sheet.write_string(place, len(_OURS) + index, cell, style)


def _reason(fault: Fault) -> str:
    named = fault.column and fault.column not in fault.reason
    return f"{fault.reason} ({fault.column})" if named else fault.reason
