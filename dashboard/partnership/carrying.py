"""The records out of a home as one file of JSON, and into another.

Passwords, sessions and the record of who did what stay where they are.

Everything goes, what was taken back too. Of a row that is there already, the one that is
there stays: bringing a file in twice changes nothing.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Boolean, Column, Connection, Date, Integer, Select, Table, select

from dashboard.errors import ForTheUser
from dashboard.partnership.records import Records, Row, now
from dashboard.partnership.tables import METADATA, OF_ACCESS

FORMAT = 1
_TABLES = [t for t in METADATA.sorted_tables if t.name not in OF_ACCESS]


@dataclass(frozen=True)
class Brought:
    """Rows of one table that came in, and that were there already."""

    table: str
    new: int
    known: int


class NotRecords(ForTheUser):
    """A file that is not a whole file of records; nothing of it was taken in."""

    def __init__(self, why: str) -> None:
        super().__init__(
            "Nothing was taken in: this is not a whole file of records.",
            why,
            "Export it again with: python -m dashboard records export FILE.",
        )


def export_records(home: Path) -> str:
    """Every record of a home, as JSON: a list of rows for each table."""
    records = Records(home)
    tables = {
        table.name: [_plain(row) for row in records.rows(_in_order(table))]
        for table in _TABLES
    }
    return json.dumps({"format": FORMAT, **tables}, indent=1, ensure_ascii=False) + "\n"


def _in_order(table: Table) -> Select[Any]:
    """As they were recorded: two exports of the same are the same, on every database."""
    recorded = [column for column in table.columns if column.name == "at"]
    return table.select().order_by(*recorded, *table.primary_key)


def import_records(home: Path, text: str) -> tuple[Brought, ...]:
    """Take in a file of records whole, or nothing. NotRecords says what is wrong."""
    given = _read(text)
    ready = {
        table: [_row(table, row) for row in given.get(table.name, [])]
        for table in _TABLES
    }
    with Records(home).writing() as connection:
        return tuple(_bring(connection, t, rows) for t, rows in ready.items() if rows)


def _bring(connection: Connection, table: Table, rows: Iterable[Row]) -> Brought:
    keys = [column.name for column in table.primary_key]
    held = {tuple(row) for row in connection.execute(select(*table.primary_key))}
    by_key = {tuple(row[key] for key in keys): row for row in rows}
    new = [row for key, row in by_key.items() if key not in held]
    if new:
        connection.execute(table.insert(), new)
    return Brought(table.name, len(new), len(by_key) - len(new))


def _read(text: str) -> dict[str, Any]:
    try:
        given = json.loads(text)
    except ValueError as error:
        raise NotRecords(f"It cannot be read as JSON: {error}.") from None
    if not isinstance(given, dict) or given.pop("format", None) != FORMAT:
        raise NotRecords(f"It does not say that its format is {FORMAT}.")
    if unknown := sorted(given.keys() - {table.name for table in _TABLES}):
        raise NotRecords(f"It has what is not known here: {', '.join(unknown)}.")
    return given


def _row(table: Table, given: Any) -> Row:
    if not isinstance(given, dict):
        raise NotRecords(f"A row of “{table.name}” is not an object.")
    if unknown := sorted(given.keys() - table.columns.keys()):
        raise NotRecords(f"“{table.name}” has no {', '.join(unknown)}.")
    return {column.name: _value(table, column, given) for column in table.columns}


def _value(table: Table, column: Column[Any], given: Row) -> Any:
    value = given.get(column.name)
    if value is None:
        return None if column.nullable else _usual(table, column)
    try:
        return date.fromisoformat(value) if isinstance(column.type, Date) else value
    except (TypeError, ValueError):
        raise NotRecords(
            f"“{table.name}”: {value!r} is not a date ({column.name})."
        ) from None


def _usual(table: Table, column: Column[Any]) -> Any:
    """What a row that leaves a column out has there; a key or a day cannot be left out."""
    if column.primary_key or isinstance(column.type, Date):
        raise NotRecords(f"A row of “{table.name}” has no {column.name}.")
    if column.name in ("at", "filled_at", "received_at"):
        return now()
    if isinstance(column.type, Boolean):
        return False
    return 1 if isinstance(column.type, Integer) else ""


def _plain(row: Row) -> Row:
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in row.items()
    }
