"""The worksheets of a workbook as rows of text."""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import python_calamine

from dashboard.intake.reading.sheet import Row
from dashboard.intake.reading.unreadable import Unreadable

MOST_UNPACKED = 4 << 30
MOST_RATIO = 200
_WORTH_A_LOOK = 100 << 20
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True)
class Worksheet:
    name: str
    rows: list[Row]


def worksheets(path: Path) -> tuple[list[Worksheet], tuple[str, ...]]:
    """The visible worksheets that hold anything, and a note on each hidden one.

    Raises Unreadable where it is no workbook, or is protected by a password.
    """
    check_unpacked(path)
    try:
        with python_calamine.CalamineWorkbook.from_path(str(path)) as workbook:
            return list(_visible(workbook)), tuple(_hidden(workbook))
    except (python_calamine.CalamineError, OSError, ValueError, OverflowError) as error:
        if _is_encrypted(path):
            raise Unreadable(
                f"{path.name} is protected by a password.",
                what_to_do="Save it without one, or as CSV, and send that.",
            ) from error
        raise Unreadable(
            f"{path.name} cannot be opened as a workbook.",
            what_to_do="Is it protected by a password, or damaged? Save it again, or as CSV.",
        ) from error


def _visible(workbook: python_calamine.CalamineWorkbook) -> Iterator[Worksheet]:
    for about in workbook.sheets_metadata:
        if (
            not _is_table(about)
            or about.visible != python_calamine.SheetVisibleEnum.Visible
        ):
            continue
        sheet = workbook.get_sheet_by_name(about.name)
        rows = [
            (number, [text_of_cell(cell) for cell in row])
            for number, row in enumerate(
                sheet.to_python(skip_empty_area=False), start=1
            )
        ]
        if any(cell.strip() for _, cells in rows for cell in cells):
            yield Worksheet(about.name, rows)


def _hidden(workbook: python_calamine.CalamineWorkbook) -> Iterator[str]:
    for about in workbook.sheets_metadata:
        if (
            _is_table(about)
            and about.visible != python_calamine.SheetVisibleEnum.Visible
        ):
            yield f"The hidden sheet “{about.name}” was not read."


def _is_table(about: Any) -> bool:
    return bool(about.typ == python_calamine.SheetTypeEnum.WorkSheet)


def _is_encrypted(path: Path) -> bool:
    with path.open("rb") as file:
        return _ENCRYPTED in file.read(1 << 20)


def check_unpacked(path: Path) -> None:
    """Refuse a packed file that would unpack to more than a machine should hold."""
    if not zipfile.is_zipfile(path):
        return
    try:
        with zipfile.ZipFile(path) as packed:
            unpacked = sum(member.file_size for member in packed.infolist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return
    ratio = unpacked / max(path.stat().st_size, 1)
    if unpacked > MOST_UNPACKED or (unpacked > _WORTH_A_LOOK and ratio > MOST_RATIO):
        raise Unreadable(
            f"{path.name} would unpack to {unpacked / 2**20:,.0f} MB, far more than an extract.",
            what_to_do="Check that it is the right file, and send it as CSV.",
        )


def text_of_cell(cell: Any) -> str:
    """A cell as the officer reads it: whole numbers without a point, dates as ISO."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else f"{cell:.15g}"
    if isinstance(cell, datetime):
        midnight = cell.time() == time.min
        return cell.date().isoformat() if midnight else cell.isoformat(" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return str(cell)
