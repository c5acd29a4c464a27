"""The partnership's own records: zones, what happened, cycles, levels, tools, answers.

Many small writes are not DuckDB's work: they are in a database of their own, SQLite in
the home unless the settings name another (`records = "postgresql+psycopg://…"`).
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Executable, create_engine, event
from sqlalchemy.pool import NullPool

from dashboard.settings import read_settings
from dashboard.warehouse.locking import exclusive

FILE = "records.sqlite"
MIGRATIONS = Path(__file__).parent / "migrations"
Row = dict[str, Any]


@dataclass(frozen=True)
class Records:
    """The records of one home."""

    home: Path

    def rows(self, select: Executable) -> list[Row]:
        """The rows of a select; none where nothing has ever been recorded."""
        if not _exist(self.home):
            return []
        with _reading(self.home) as connection:
            return [dict(row) for row in connection.execute(select).mappings()]

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction: all that is written in it stands, or nothing does."""
        with _engine(self.home).begin() as connection:
            yield connection

    def write(self, *statements: Executable) -> None:
        with self.writing() as connection:
            for statement in statements:
                connection.execute(statement)

    def put(self, table: Any, rows: Sequence[Row]) -> None:
        if rows:
            with self.writing() as connection:
                connection.execute(table.insert(), list(rows))


@contextmanager
def one_connection() -> Iterator[None]:
    """Meanwhile all that is read in this context is read over one connection.

    A page reads ten times, and opening takes as long as reading. None is kept for longer:
    a file that is put in the place of another is found by the next page.
    """
    kept: dict[Path, Connection] = {}
    before = _kept.set(kept)
    try:
        yield
    finally:
        _kept.reset(before)
        for connection in kept.values():
            connection.close()


_kept: ContextVar[dict[Path, Connection] | None] = ContextVar("kept", default=None)


@contextmanager
def _reading(home: Path) -> Iterator[Connection]:
    kept = _kept.get()
    if kept is None:
        with _engine(home).connect() as connection:
            yield connection
        return
    if home not in kept:
        kept[home] = _engine(home).connect()
    yield kept[home]
    kept[home].rollback()  # the next read sees what was written meanwhile


def now() -> str:
    """The moment, as records keep it: UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


@lru_cache(maxsize=8)
def _elsewhere(home: Path) -> str:
    """The database that the settings name; empty where it is SQLite in the home."""
    return read_settings(home).records


def _exist(home: Path) -> bool:
    """Whether there can be any: reading must not make a file in an empty home."""
    return (home / FILE).exists() or bool(_elsewhere(home))


@lru_cache(maxsize=8)
def _engine(home: Path) -> Engine:
    """The engine of a home, its tables brought up to date first."""
    home.mkdir(parents=True, exist_ok=True)
    address = _elsewhere(home) or f"sqlite:///{home / FILE}"
    if address.startswith("sqlite"):
        engine = create_engine(address, poolclass=NullPool)
        event.listen(engine, "connect", _set_up)
    else:
        engine = create_engine(address, pool_pre_ping=True)
    with exclusive(home):
        _migrate(engine)
    return engine


def _set_up(connection: Any, _: Any) -> None:
    """Readers do not wait for a writer, a writer waits its turn, and keys are held to."""
    for pragma in ("journal_mode = wal", "busy_timeout = 10000", "foreign_keys = on"):
        connection.execute(f"pragma {pragma}")


def _migrate(engine: Engine) -> None:
    # Alembic takes a third of a second to import, and only a first use needs it.
    from alembic import command
    from alembic.config import Config
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    newest = ScriptDirectory.from_config(config).get_current_head()
    with engine.begin() as connection:
        if MigrationContext.configure(connection).get_current_revision() != newest:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
