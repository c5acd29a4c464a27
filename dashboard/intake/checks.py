"""Checks: one SQL file each in queries/checks; the rows it returns are at fault.

A check reads `incoming` (the typed rows of one file, with their `row_number`), the
tables of the schema `extract`, and `run.as_at`; it returns `row_number` and `value`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from dashboard.errors import DefinitionError
from dashboard.intake.findings import EXAMPLES, ROWS_KEPT, Finding, Severity
from dashboard.intake.stage import Staged
from dashboard.measures import split_header
from dashboard.warehouse.engine import quoted


@dataclass(frozen=True)
class Check:
    name: str
    sql: str
    title: str
    severity: Severity
    table: str
    column: str
    why: str
    fix: str


def read_checks(folders: Iterable[Path]) -> tuple[Check, ...]:
    """Read every check. Raises DefinitionError with the name of one that is not valid."""
    paths = [
        p for folder in folders if folder.is_dir() for p in sorted(folder.glob("*.sql"))
    ]
    return tuple(_read_check(path) for path in paths)


def _read_check(path: Path) -> Check:
    try:
        header, sql = split_header(path.read_text(encoding="utf-8"))
        return Check(
            path.stem, sql, **header | {"severity": Severity(header["severity"])}
        )
    except (ValueError, TypeError, KeyError) as error:
        raise DefinitionError(f"check {path.name}: {error}") from error


def run_checks(
    connection: duckdb.DuckDBPyConnection,
    staged: Staged,
    checks: Iterable[Check],
    left_out: frozenset[tuple[str, str]] = frozenset(),
) -> list[Finding]:
    """Run every check of this extract's table on one file's typed rows.

    Rows at fault by a (check, column) in `left_out` are deleted, and told.
    """
    ours = [check for check in checks if check.table == staged.profile.table]
    _make_incoming(connection, staged)
    told = []
    for check in ours:
        found = _run(connection, staged, check)
        if found and (found.check, found.column) in left_out:
            found = _leave_out(connection, staged, check, found)
        if found:
            told.append(found)
    return told


def _leave_out(
    connection: duckdb.DuckDBPyConnection, staged: Staged, check: Check, found: Finding
) -> Finding:
    rows = connection.execute(
        f"delete from {quoted(staged.table)} where row_number in (select row_number from ({check.sql}))"
    ).fetchone()
    return found.left_out(int(rows[0]) if rows else 0)


def _make_incoming(connection: duckdb.DuckDBPyConnection, staged: Staged) -> None:
    """`incoming` has every column of the extract table: NULL where the profile has none."""
    connection.execute(
        f"""
        create or replace temp view incoming as
        select * from (
            select null::bigint as row_number, null::date as birth_date, * from extract.{quoted(staged.profile.table)} where false
            union all by name
            select * from {quoted(staged.table)}
        )
        """
    )


def _run(
    connection: duckdb.DuckDBPyConnection, staged: Staged, check: Check
) -> Finding | None:
    rows = connection.execute(
        f"select row_number, value, count(*) over () as found from ({check.sql}) "
        f"order by row_number limit {ROWS_KEPT}"
    ).fetchall()
    if not rows:
        return None
    return Finding(
        check=check.name,
        severity=check.severity,
        file=staged.file,
        title=check.title,
        fix=check.fix,
        column=_header_of(staged, check.column),
        count=int(rows[0][2]),
        examples=tuple(
            (int(row), "" if value is None else str(value))
            for row, value, _ in rows[:EXAMPLES]
        ),
        rows=tuple(int(row) for row, _, _ in rows),
        why=check.why,
    )


def _header_of(staged: Staged, name: str) -> str:
    """The column as the officer's own file calls it, else as it is usually called."""
    usual = {column.name: column.aliases[0] for column in staged.profile.columns}
    return staged.headers.get(name) or usual.get(name, name)
