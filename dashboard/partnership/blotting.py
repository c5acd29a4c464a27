"""Words are taken out of what people recorded: notes, reasons, answers on forms."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Table, and_

from dashboard.partnership.postgres import rewrite
from dashboard.partnership.records import Records, Row, elsewhere, engine_of
from dashboard.partnership.sqlite import FILE
from dashboard.partnership.tables import METADATA, OF_ACCESS

Blot = Callable[[str], str]
# What people write in their own words. A code of a school may be as long as a child's
# number, and stays what it is.
_WRITTEN = frozenset(
    {
        *("name", "aim", "how_much", "for_whom", "title", "note", "prediction", "plan"),
        *("do", "study", "act", "result", "next_question", "owner", "reason", "given"),
        *("who", "gone_by"),
        *("seen", "known", "what", "target", "priority", "closed_with"),
        *("reference", "answer", "public_words"),
    }
)


def blot_records(home: Path, blot: Blot, *, write: bool) -> int:
    """Take out of every record what `blot` takes out; how many records held any."""
    records = Records(home)
    changes = [
        (table, row, change)
        for table in METADATA.sorted_tables
        # The record of who did what is sealed: `access.audit` blots it.
        if table.name not in OF_ACCESS
        for row in records.rows(table.select())
        if (change := _change(table, row, blot))
    ]
    if changes and write:
        with records.writing() as connection:
            for table, row, change in changes:
                connection.execute(
                    table.update().where(_is(table, row)).values(**change)
                )
        write_afresh(home)
    return len(changes)


def _change(table: Table, row: Row, blot: Blot) -> Row:
    keys = {column.name for column in table.primary_key}
    clean = {
        name: _blotted(value, blot)
        for name, value in row.items()
        if name in _WRITTEN - keys
    }
    return {name: value for name, value in clean.items() if value != row[name]}


def _is(table: Table, row: Row) -> Any:
    return and_(*(column == row[column.name] for column in table.primary_key))


def _blotted(value: Any, blot: Blot) -> Any:
    if isinstance(value, str):
        return blot(value)
    if isinstance(value, list):
        return [_blotted(one, blot) for one in value]
    if isinstance(value, dict):
        return {name: _blotted(one, blot) for name, one in value.items()}
    return value


def write_afresh(home: Path) -> None:
    """A database keeps what was there in free pages until it is told not to; SQLite in
    its log as well. PostgreSQL's log, and its backups, are whoever's who looks after it."""
    if elsewhere(home):
        rewrite(engine_of(home), METADATA.sorted_tables)
        return
    if not (home / FILE).exists():
        return
    with closing(sqlite3.connect(home / FILE)) as connection:
        connection.execute("pragma wal_checkpoint(truncate)")
        connection.execute("vacuum")
        connection.execute("pragma wal_checkpoint(truncate)")
