"""Every record from one database to another, whichever of SQLite and PostgreSQL each is."""

from pathlib import Path

from sqlalchemy import Connection, Engine, Table, create_engine, select
from sqlalchemy.pool import NullPool

from dashboard.partnership.records import (
    Records,
    any_recorded,
    elsewhere,
    engine_of,
    migrate,
)
from dashboard.partnership.sqlite import FILE, write_copy
from dashboard.partnership.tables import AUDIT_HEAD, METADATA, OF_ACCESS


def records_into(home: Path, path: Path) -> bool:
    """The records of a home, as they are at one moment, as a SQLite file of their own.

    Whether there are any.
    """
    if not any_recorded(home):
        return False
    engine = engine_of(home)  # which puts them right first, where they broke
    if not elsewhere(home):
        write_copy(home / FILE, path)
        return True
    to = _opened(path)
    with (
        engine.connect().execution_options(isolation_level="REPEATABLE READ") as source,
        to.begin() as written,
    ):
        for table in METADATA.sorted_tables:
            _carry(table, source, written)
    return True


def records_from(path: Path, home: Path) -> bool:
    """The records of a home are those of a file, all of them at once, or nothing happens.

    Accounts, and the record of who did what, stay as the home has them where it has any:
    a backup gives nobody back what was taken away from them, and shortens no record.
    Whether they stayed.
    """
    source = _opened(path)
    with source.connect() as given, Records(home).writing() as written:
        stays = written.execute(select(AUDIT_HEAD)).first() is not None
        carried = [
            table
            for table in METADATA.sorted_tables
            if not (stays and table.name in OF_ACCESS)
        ]
        for table in reversed(carried):
            written.execute(table.delete())
        for table in carried:
            _carry(table, given, written)
    return stays


def _opened(path: Path) -> Engine:
    """A file of records brought up to date. RecordsTooNew where it is of a later version."""
    engine = create_engine(f"sqlite:///{path}", poolclass=NullPool)
    migrate(engine)
    return engine


def _carry(table: Table, source: Connection, to: Connection) -> None:
    rows = source.execution_options(yield_per=1_000).execute(select(table)).mappings()
    for some in rows.partitions():
        to.execute(table.insert(), [dict(row) for row in some])
