"""Read a file as text, all of it, without guessing types.

A `Sheet` is a header and rows of text with the row numbers of the officer's own file.
Typing happens later, in one visible step (`stage`). CSV goes through DuckDB's reader,
workbooks through python-calamine.
"""

import codecs
import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import python_calamine

from dashboard.errors import ForTheUser

SEARCHED_FOR_HEADER = 15
WORKBOOKS = {".xlsx", ".xls", ".ods", ".xlsb", ".xlsm"}
TEXTS = {".csv", ".txt", ".tsv"}
KNOWN_HEADER = 2.0
_CHUNK = 1 << 20

HeaderScore = Callable[[Sequence[str]], float]
Rows = list[list[str]]


class Unreadable(ForTheUser):
    """The file cannot be read as a table."""


@dataclass(frozen=True)
class Sheet:
    """Where the rows of one file are: a temporary table of text in `connection`.

    The table has `row_number` (as in the file, the first line being 1) and one column
    for each header, `c0`, `c1` …
    """

    file: str
    table: str
    header: tuple[str, ...]
    header_row: int
    rows: int
    sheet: str = ""
    notes: tuple[str, ...] = ()


def read_tables(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    *,
    table: str,
    scratch: Path,
    score: HeaderScore,
    progress: Callable[[int, int], None] | None = None,
) -> list[Sheet]:
    """The tables of a file: one, or a workbook's sheets that look like the extract."""
    if path.suffix.lower() not in WORKBOOKS or not path.is_file():
        return [read_sheet(connection, path, table=table, scratch=scratch, score=score)]
    chosen, notes = choose_worksheets(path, score)
    if not chosen:
        return [read_sheet(connection, path, table=table, scratch=scratch, score=score)]
    return [
        replace(
            _read_rows(connection, path, f"{table}_{at}", scratch, score, rows),
            sheet=name,
            notes=notes,
        )
        for at, (name, rows) in enumerate(chosen)
    ]


def read_sheet(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    *,
    table: str,
    scratch: Path,
    score: HeaderScore,
) -> Sheet:
    """Read a CSV file or a workbook's first sheet into a temporary table of text.

    `score` says how much a row looks like a header; the best of the first rows is it.
    `scratch` is a folder for a copy in UTF-8 where the file is in another encoding.
    Raises Unreadable in a sentence that says what to do.
    """
    if not path.is_file():
        raise Unreadable(
            f"{path.name}: there is no such file.", what_to_do="Check its name."
        )
    if path.stat().st_size == 0:
        raise Unreadable(f"{path.name} is empty.", what_to_do="Export it again.")
    if path.suffix.lower() in WORKBOOKS:
        return _read_workbook(connection, path, table, scratch, score)
    if path.suffix.lower() in TEXTS:
        return _read_csv(connection, path, path.name, table, scratch, score)
    raise Unreadable(
        f"{path.name} is neither a CSV file nor a workbook.",
        what_to_do="Export it as CSV or Excel and send that.",
    )


def _read_csv(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    name: str,
    table: str,
    scratch: Path,
    score: HeaderScore,
) -> Sheet:
    encoding = _encoding_of(path, name)
    top = _first_rows(path, encoding)
    position = _header_position(top, score)
    header = [cell.strip() for cell in top[position]]
    while header and not header[-1]:
        header.pop()
    if len(header) < 2:
        raise Unreadable(
            f"{name} has no row of column names among its first {SEARCHED_FOR_HEADER} rows.",
            what_to_do="Is it an extract? Export it again with its headers.",
        )
    source = (
        path
        if encoding == "utf-8"
        else _in_utf8(path, encoding, scratch / f"{table}.csv")
    )
    rows = _load_csv(
        connection,
        source,
        name,
        table,
        len(header),
        position,
        _delimiter(path, encoding),
    )
    return Sheet(name, table, tuple(header), position + 1, rows)


def _encoding_of(path: Path, name: str) -> str:
    """UTF-8 unless a mark or the bytes say otherwise; cp1252 is what Windows writes."""
    with path.open("rb") as file:
        start = file.read(4)
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        if start.startswith(codecs.BOM_UTF8):
            return "utf-8-sig"
        file.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while chunk := file.read(_CHUNK):
                if b"\x00" in chunk:
                    raise Unreadable(
                        f"{name} is not text, although its name says so.",
                        what_to_do="Export it as CSV or Excel and send that.",
                    )
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8"


def _delimiter(path: Path, encoding: str) -> str:
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        sample = file.read(64 * 1024)
    return max(",;\t|", key=sample.count)


def _first_rows(path: Path, encoding: str) -> list[list[str]]:
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        reader = csv.reader(file, delimiter=_delimiter(path, encoding))
        return [row for row, _ in zip(reader, range(SEARCHED_FOR_HEADER), strict=False)]


def _header_position(rows: Sequence[Sequence[str]], score: HeaderScore) -> int:
    """The row that looks most like a header: the first of the best."""
    if not rows:
        return 0
    scores = [score([cell for cell in row if cell.strip()]) for row in rows]
    best = max(scores)
    if best > 0:
        return scores.index(best)
    widths = [sum(1 for cell in row if cell.strip()) for row in rows]
    return widths.index(max(widths))


def _in_utf8(path: Path, encoding: str, copy: Path) -> Path:
    with (
        path.open(encoding=encoding, errors="replace", newline="") as source,
        copy.open("w", encoding="utf-8", newline="") as target,
    ):
        while chunk := source.read(_CHUNK):
            target.write(chunk)
    return copy


def _load_csv(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    name: str,
    table: str,
    width: int,
    header_position: int,
    delimiter: str,
) -> int:
    columns = {f"c{index}": "VARCHAR" for index in range(width)}
    try:
        connection.execute(
            f"""
            create or replace temp table "{table}" as
            select row_number() over () + ? as row_number, *
            from read_csv(
                ?, columns = {columns}, header = false, auto_detect = false, delim = ?,
                quote = '"', escape = '"', nullstr = '', null_padding = true,
                strict_mode = false, skip = ?, parallel = false, max_line_size = 10000000
            )
            """,
            [header_position + 1, str(path), delimiter, header_position + 1],
        )
    except duckdb.Error as error:
        raise Unreadable(
            f"{name} has rows that do not fit its header.",
            _first_line(error),
            "Open it, look at that row, and export it again.",
        ) from error
    return _drop_blank_rows(connection, table, width)


def _first_line(error: duckdb.Error) -> str:
    """The reader's own line number, without the line: it may hold a child's name."""
    text = str(error)
    start = text.find("Line:")
    return f"Near line {text[start + 5 :].split()[0]}." if start >= 0 else ""


def _drop_blank_rows(
    connection: duckdb.DuckDBPyConnection, table: str, width: int
) -> int:
    cells = ", ".join(f"c{index}" for index in range(width))
    connection.execute(f"""delete from "{table}" where coalesce({cells}) is null""")
    found = connection.execute(f'select count(*) from "{table}"').fetchone()
    return int(found[0]) if found else 0


def choose_worksheets(
    path: Path, score: HeaderScore
) -> tuple[list[tuple[str, Rows]], tuple[str, ...]]:
    """The visible sheets with the best header row, and what is said of hidden ones.

    Several sheets of one header are all of them the extract, as where a month has a
    sheet. Where no header is known, the first sheet is it.
    """
    sheets = _worksheets(path)
    found = [
        (name, rows, *_best_header(rows, score))
        for name, visible, rows in sheets
        if visible and any(any(cell.strip() for cell in row) for row in rows)
    ]
    notes = tuple(
        f"Hidden sheet “{name}” was not read."
        for name, visible, _ in sheets
        if not visible
    )
    best = max((known for *_, known, _ in found), default=0.0)
    if best < KNOWN_HEADER:
        return [(name, rows) for name, rows, *_ in found[:1]], notes
    header = next(cells for *_, known, cells in found if known == best)
    return [(name, rows) for name, rows, _, cells in found if cells == header], notes


def _best_header(rows: Rows, score: HeaderScore) -> tuple[float, list[str]]:
    top = rows[:SEARCHED_FOR_HEADER]
    if not top:
        return 0.0, []
    scores = [score([cell for cell in row if cell.strip()]) for row in top]
    best = max(scores)
    return best, top[scores.index(best)]


def _worksheets(path: Path) -> list[tuple[str, bool, Rows]]:
    try:
        with python_calamine.CalamineWorkbook.from_path(str(path)) as workbook:
            visible = python_calamine.SheetVisibleEnum.Visible
            return [
                (about.name, about.visible == visible, _rows_of(workbook, about.name))
                for about in workbook.sheets_metadata
                if about.typ == python_calamine.SheetTypeEnum.WorkSheet
            ]
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise Unreadable(
            f"{path.name} cannot be opened as a workbook.",
            what_to_do="Is it protected by a password? Save it without one, or as CSV.",
        ) from error


def _rows_of(workbook: python_calamine.CalamineWorkbook, name: str) -> Rows:
    sheet = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    return [[_as_text(cell) for cell in row] for row in sheet]


def _read_workbook(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    table: str,
    scratch: Path,
    score: HeaderScore,
) -> Sheet:
    chosen, _ = choose_worksheets(path, score)
    if not chosen:
        raise Unreadable(f"{path.name} has no rows.", what_to_do="Export it again.")
    return _read_rows(connection, path, table, scratch, score, chosen[0][1])


def _read_rows(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    table: str,
    scratch: Path,
    score: HeaderScore,
    rows: Rows,
) -> Sheet:
    copy = scratch / f"{table}.csv"
    with copy.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return _read_csv(connection, copy, path.name, table, scratch, score)


def _as_text(cell: Any) -> str:
    """A cell as the officer reads it: whole numbers without a point, dates as ISO."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return (
            cell.date().isoformat()
            if cell.time() == datetime.min.time()
            else cell.isoformat(" ")
        )
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)
