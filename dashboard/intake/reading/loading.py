"""Rows of text into a temporary table; two roads to one result.

A plain file goes straight through DuckDB's reader, as fast as it reads. Every other is
read by Python, row by row, and written as a plain file first. What stands below a table
or between its rows (blank rows, notes, its column names again) is taken off alike.
"""

import csv
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import duckdb

from dashboard.intake.reading.damage import Widths
from dashboard.intake.reading.dialect import Dialect
from dashboard.intake.reading.layout import Layout
from dashboard.intake.reading.sheet import Rows, Sheet
from dashboard.intake.reading.text import LONGEST_LINE
from dashboard.warehouse.engine import quoted

# Notes below a table are looked for among so many of its last rows.
_LAST_ROWS = 200
_BUFFER = 32_000_000
# No cell says this, so that a blank cell stays a blank and only a missing one is null.
_NO_CELL = "\x02no cell\x03"


def load_plain(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    table: str,
    layout: Layout,
    dialect: Dialect,
) -> bool:
    """Give a file to DuckDB's own strict reader; False where it does not take it.

    Rows are kept in their order, so their numbers follow from their places. A row with a
    cell too few or too many is for the other road: DuckDB would let a blank one pass, so
    one column more is asked for, and a missing cell told from a blank one.
    """
    cells = [f"c{index}" for index in range(len(layout.header))]
    columns = dict.fromkeys([*cells, "too_many"], "VARCHAR")
    text = quoted(table + "_text")
    try:
        connection.execute(
            f"""
            create or replace temp table {text} as
            select {", ".join(f"nullif({cell}, '') as {cell}" for cell in cells)},
                {cells[-1]} is null or too_many is not null as uneven
            from read_csv(
                ?, columns = {columns}, header = false, auto_detect = false, delim = ?,
                quote = '"', escape = '"', nullstr = '{_NO_CELL}', skip = ?,
                strict_mode = true, null_padding = true,
                max_line_size = {LONGEST_LINE}, buffer_size = {_BUFFER}
            )
            """,
            [str(path), dialect.delimiter, layout.header_row],
        )
    except duckdb.Error:
        return False
    found = connection.execute(f"select bool_or(uneven) from {text}").fetchone()
    if found and found[0]:
        return False
    connection.execute(
        f"""
        create or replace temp view {quoted(table)} as
        select rowid + {layout.header_row + 1} as row_number, * exclude (uneven)
        from {text}
        """
    )
    return True


def load_rows(
    connection: duckdb.DuckDBPyConnection,
    rows: Rows,
    table: str,
    widths: Widths,
    scratch: Path,
) -> None:
    """Write rows as a plain file in `scratch`, and load that."""
    copy = scratch / f"{table}.csv"
    with copy.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writerows([number, *cells] for number, cells in widths.fitted(rows))
    names = ["row_number", *(f"c{index}" for index in range(widths.width))]
    columns = dict.fromkeys(names, "VARCHAR")
    connection.execute(
        f"""
        create or replace temp table {quoted(table + "_text")} as
        select * replace (cast(row_number as bigint) as row_number)
        from read_csv(
            ?, columns = {columns}, header = false, auto_detect = false, delim = ',',
            quote = '"', escape = '"', nullstr = '', new_line = '\\n', parallel = false,
            max_line_size = {LONGEST_LINE}
        )
        """,
        [str(copy)],
    )
    copy.unlink()
    connection.execute(
        f"create or replace temp view {quoted(table)} as from {quoted(table + '_text')}"
    )


def taken_off(
    connection: duckdb.DuckDBPyConnection, sheet: Sheet, layout: Layout
) -> Sheet:
    """The sheet less blank rows, notes below, its names again and a second copy of it."""
    cells = [f"c{index}" for index in range(len(sheet.header))]
    again = _names_again(connection, sheet, layout, cells)
    notes = list(sheet.notes)
    if again and _stands_twice(connection, sheet, cells, again[0]):
        delete_rows(connection, sheet, f"row_number >= {again[0]}")
        notes.append("The table stands twice in the file; it was read once.")
    elif again:
        delete_rows(connection, sheet, f"row_number in ({', '.join(map(str, again))})")
        notes.append(f"{_rows(again)} with the column names again not read.")
    delete_rows(connection, sheet, f"coalesce({', '.join(cells)}) is null")
    below = _notes_below(connection, sheet, cells)
    if below:
        delete_rows(connection, sheet, f"row_number >= {below[0]}")
        notes.append(f"{_rows(below)} of notes below the table not read.")
    header = _without_empty_columns(connection, sheet)
    found = connection.execute(f"select count(*) from {quoted(sheet.table)}").fetchone()
    return replace(
        sheet,
        header=header,
        rows=int(found[0]) if found else 0,
        notes=tuple(notes),
    )


def _without_empty_columns(
    connection: duckdb.DuckDBPyConnection, sheet: Sheet
) -> tuple[str, ...]:
    """The column names less those at the end that name nothing and hold nothing."""
    header = list(sheet.header)
    while header and not header[-1]:
        found = connection.execute(
            f"select count(c{len(header) - 1}) from {quoted(sheet.table)}"
        ).fetchone()
        if found and found[0]:
            break
        header.pop()
    return tuple(header)


def delete_rows(
    connection: duckdb.DuckDBPyConnection, sheet: Sheet, where: str
) -> None:
    """Take rows off a sheet; those that stay keep the numbers they have in the file."""
    text = quoted(sheet.table + "_text")
    number = f"rowid + {sheet.header_row + 1}"
    if "row_number" in _columns(connection, sheet.table + "_text"):
        number = "row_number"
    connection.execute(
        f"delete from {text} where {where.replace('row_number', number)}"
    )


def _columns(connection: duckdb.DuckDBPyConnection, table: str) -> set[str]:
    rows = connection.execute(f"describe {quoted(table)}").fetchall()
    return {str(row[0]) for row in rows}


def _names_again(
    connection: duckdb.DuckDBPyConnection,
    sheet: Sheet,
    layout: Layout,
    cells: Sequence[str],
) -> list[int]:
    names = layout.names
    same = [f"trim(coalesce({cell}, '')) = ?" for cell in cells[: max(len(names), 1)]]
    given = [*names, *([""] * (len(same) - len(names)))][: len(same)]
    rows = connection.execute(
        f"select row_number from {quoted(sheet.table)} where {' and '.join(same)} order by 1",
        given,
    ).fetchall()
    return [int(row) for (row,) in rows]


def _stands_twice(
    connection: duckdb.DuckDBPyConnection,
    sheet: Sheet,
    cells: Sequence[str],
    again: int,
) -> bool:
    """Whether every row after the second column names begins as one before them.

    Half of the cells are compared: a copy is often written in another way.
    """
    beginning = " and ".join(
        f"above.{cell} is not distinct from below.{cell}"
        for cell in cells[: (len(cells) + 1) // 2]
    )
    table, some = quoted(sheet.table), f"coalesce({', '.join(cells)}) is not null"
    found = connection.execute(
        f"""
        with
            above as (from {table} where row_number < {again}),
            below as (from {table} where row_number > {again} and {some})
        select count(*) > 0 and (
            select count(*) = 0 from below anti join above on {beginning}
        )
        from below
        """
    ).fetchone()
    return bool(found and found[0])


def _notes_below(
    connection: duckdb.DuckDBPyConnection, sheet: Sheet, cells: Sequence[str]
) -> list[int]:
    """The last rows of which one cell is filled, or that are called a total."""
    if len(cells) < 3:
        return []
    filled = " + ".join(f"({cell} is not null)::int" for cell in cells)
    rows = connection.execute(
        f"""
        select row_number, {filled} as filled, regexp_matches(coalesce(c0, ''), '(?i)^(grand )?total\\b')
        from {quoted(sheet.table)} order by row_number desc limit {_LAST_ROWS}
        """
    ).fetchall()
    below: list[int] = []
    for number, count, total in rows:
        if count > 1 and not total:
            break
        below.insert(0, int(number))
    return below if len(below) < len(rows) else []


def _rows(numbers: Sequence[int]) -> str:
    return "1 row" if len(numbers) == 1 else f"{len(numbers):,} rows"
