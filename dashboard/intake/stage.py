"""Type the text of a sheet, turn codes into meanings and ids into pseudonyms.

The one visible step between text and typed rows. What cannot be typed is not guessed
and not dropped: it becomes a finding with its row and value. Names, addresses, ids and
dates of birth end here.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import duckdb

from dashboard.intake.cells import (
    Cells,
    cells_of,
    keyed_once,
    make_keys,
    make_words,
    row_columns,
)
from dashboard.intake.codes import CodeRows
from dashboard.intake.faults import Faults, row_fault, shown
from dashboard.intake.findings import Finding
from dashboard.intake.profiles import Column, Profile
from dashboard.intake.reading import Sheet, Unreadable
from dashboard.intake.recognise import Recognition
from dashboard.intake.words import tidy
from dashboard.warehouse.engine import quoted

SHOWN = 3
# What no row says: what is not read, and the mark by which rows were left out before.
NOT_STAGED = frozenset({"ignored", "restricted"})


@dataclass(frozen=True)
class Staged:
    """Typed rows of one file, in a temporary table; what was found while typing.

    `headers`: what the officer's own file calls each column.
    """

    profile: Profile
    file: str
    table: str
    rows: int
    findings: tuple[Finding, ...]
    headers: Mapping[str, str] = field(default_factory=dict)


def stage(
    connection: duckdb.DuckDBPyConnection,
    sheet: Sheet,
    recognition: Recognition,
    codes: Mapping[str, CodeRows],
    left_out: frozenset[tuple[str, str]] = frozenset(),
) -> Staged:
    """Type a sheet as its profile says, into the temporary table `staged_<sheet>`.

    Rows at fault by a (check, column) in `left_out` are not taken in, and counted.

    The table has `row_number`, the columns of the extract table that the profile gives,
    `birth_date` where the checks need it, and what is wrong with each cell; it is never
    written to a snapshot.
    """
    profile = recognition.profile
    source = (
        _turned_wide(connection, sheet, profile)
        if profile.wide
        else quoted(sheet.table)
    )
    columns = [
        keyed_once(connection, source, cells) for cells in _columns(sheet, recognition)
    ]
    looked_up = [cells for cells in columns if cells.looked_up]
    for cells in looked_up:
        if cells.by_row:
            make_keys(connection, source, cells)
        else:
            make_words(connection, source, cells, codes)
    table = f"staged_{sheet.table}"
    at_fault = _type_rows(connection, table, source, columns, profile, sheet.file)
    faults = Faults(connection, sheet.file, source, table)
    gone = faults.leave_out(at_fault, left_out)
    findings = (*gone, *faults.findings(at_fault))
    if profile.turning:
        _turn(connection, table, profile.turning)
    for cells in looked_up:
        connection.execute(f"drop table {cells.words}")
    return Staged(
        profile=profile,
        file=sheet.file,
        table=table,
        rows=rows_of(connection, table),
        findings=findings,
        headers={cells.column.name: cells.header for cells in columns},
    )


def _columns(sheet: Sheet, recognition: Recognition) -> list[Cells]:
    columns = [
        cells_of(index, column, sheet.header, index)
        for index, column in recognition.columns.items()
        if column.type not in NOT_STAGED
    ]
    wide = recognition.profile.wide
    if wide is None:
        return columns
    return columns + [
        Cells(len(sheet.header) + number, Column(name, "integer", (name,)), name, cell)
        for number, (name, cell) in enumerate(
            [(wide.name, "wide_name"), (wide.value, "wide_value")]
        )
    ]


def examples_of(
    connection: duckdb.DuckDBPyConnection, sheet: Sheet, recognition: Recognition
) -> dict[int, tuple[str, ...]]:
    """Three different values of each column that is read, identifiers masked."""
    found = {}
    for index, column in recognition.columns.items():
        rows = connection.execute(
            f"""
            select distinct c{index} from (
                select c{index} from {quoted(sheet.table)}
                where c{index} is not null limit 200
            ) limit {SHOWN}
            """
        ).fetchall()
        hidden = column.type == "ignored"
        found[index] = tuple(
            "not read" if hidden else shown(column, value) for (value,) in rows
        )
    return found


def _turned_wide(
    connection: duckdb.DuckDBPyConnection, sheet: Sheet, profile: Profile
) -> str:
    """Columns named by a value become rows; returns the turned table's name."""
    assert profile.wide is not None
    found = {
        index: match[1]
        for index, cell in enumerate(sheet.header)
        if (match := re.match(profile.wide.header, tidy(cell)))
    }
    names = "[" + ", ".join(f"'{int(value)}'" for value in found.values()) + "]"
    cells = "[" + ", ".join(f"c{index}" for index in found) + "]"
    connection.execute(
        f"""
        create or replace temp table {quoted(sheet.table + "_long")} as
        select *, unnest({names}) as wide_name, unnest({cells}) as wide_value
        from {quoted(sheet.table)}
        """
    )
    return quoted(sheet.table + "_long")


def _type_rows(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    source: str,
    columns: Sequence[Cells],
    profile: Profile,
    file: str,
) -> list[Cells]:
    """Make the staged table in one pass; the columns whose cells may be at fault."""
    of_name = {cells.column.name: cells for cells in columns}
    faults = {cells: row_fault(cells, of_name) for cells in columns}
    selected = [sql for cells in columns for sql in row_columns(cells)]
    selected += [f"{sql} as {cells.fault}" for cells, sql in faults.items() if sql]
    selected += _said_otherwise(profile, file)
    derived = "".join(
        f", {sql} as {quoted(name)}" for name, sql in profile.derived.items()
    )
    joins = " ".join(
        f"left join {cells.words} on {cells.words}.cell = {cells.cell}"
        for cells in columns
        if cells.looked_up
    )
    connection.execute(
        f"""
        create or replace temp table {quoted(table)} as
        select *{derived}
        from (select row_number, {", ".join(selected)} from {source} {joins})
        """
    )
    return [cells for cells, sql in faults.items() if sql]


def _said_otherwise(profile: Profile, file: str) -> list[str]:
    """The columns that no cell gives: the same in every row, or in the file's name."""
    said = {name: _literal(value) for name, value in profile.constants.items()}
    said |= {
        name: _from_name(rule, name, file) for name, rule in profile.from_name.items()
    }
    return [f"{sql} as {quoted(name)}" for name, sql in said.items()]


def _turn(connection: duckdb.DuckDBPyConnection, table: str, turning: str) -> None:
    connection.execute(
        f"""
        create or replace temp table {quoted(table)} as
        with typed as (select * from {quoted(table)}) select * from ({turning})
        """
    )


def _literal(value: str | int) -> str:
    return (
        str(value) if isinstance(value, int) else "'" + value.replace("'", "''") + "'"
    )


def _from_name(rule: str, name: str, file: str) -> str:
    match = re.search(rule, file, re.IGNORECASE)
    if match is None:
        raise Unreadable(
            f"{file}: the {name} cannot be read from the file's name.",
            what_to_do=f"Give it the name it was published with, or put the {name} into its name.",
        )
    found = match[1]
    return str(int(found)) if found.isdecimal() else _literal(found.lower())


def rows_of(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    found = connection.execute(f"select count(*) from {quoted(table)}").fetchone()
    return int(found[0]) if found else 0
