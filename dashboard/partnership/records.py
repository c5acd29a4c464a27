"""The partnership's own records: zones, what happened, cycles, levels, tools, answers.

Many small writes are not DuckDB's work: they are in a database of their own, SQLite in
the home unless the settings name another (`records = "postgresql+psycopg://…"`).
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
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
        with _engine(self.home).connect() as connection:
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
    engine = _opened(home)
    with exclusive(home):
        _migrate(engine)
    return engine


def _opened(home: Path) -> Engine:
    """The engine of a home as it stands."""
    address = _elsewhere(home) or f"sqlite:///{home / FILE}"
    if not address.startswith("sqlite"):
        return create_engine(address, pool_pre_ping=True)
    engine = create_engine(address, poolclass=NullPool)
    event.listen(engine, "connect", _set_up)
    return engine


def _set_up(connection: Any, _: Any) -> None:
    """Readers do not wait for a writer, a writer waits its turn, and keys are held to."""
    for pragma in ("journal_mode = wal", "busy_timeout = 10000", "foreign_keys = on"):
        connection.execute(f"pragma {pragma}")


@dataclass(frozen=True)
class Version:
    """The migration that records are at, "" before any; the newest that this program has,
    and whether it knows the one they are at."""

    at: str
    newest: str
    is_newer: bool


def version_of(home: Path) -> Version | None:
    """Of which version the records are, without bringing them up to date; None where
    nothing has been recorded. SQLAlchemyError where they cannot be opened."""
    from alembic.runtime.migration import MigrationContext

    if not _exist(home):
        return None
    _, scripts, newest = _migrations()
    with _opened(home).connect() as connection:
        at = MigrationContext.configure(connection).get_current_revision() or ""
    known = {script.revision for script in scripts.walk_revisions()}
    return Version(at, newest, bool(at) and at not in known)


def _migrations() -> tuple[Any, Any, str]:
    """How Alembic is told of them, the migrations themselves, and the newest."""
    # Alembic takes a third of a second to import, and only a first use needs it.
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    scripts = ScriptDirectory.from_config(config)
    return config, scripts, str(scripts.get_current_head())


def _migrate(engine: Engine) -> None:
    from alembic import command
    from alembic.runtime.migration import MigrationContext

    config, _, newest = _migrations()
    with engine.begin() as connection:
        if MigrationContext.configure(connection).get_current_revision() != newest:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
