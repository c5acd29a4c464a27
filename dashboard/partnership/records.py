"""The partnership's own records: zones, what happened, cycles, levels, tools, answers.

Many small writes are not DuckDB's work: they are in a database of their own, SQLite in
the home unless the settings name another (`records = "postgresql+psycopg://…"`).
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Engine, Executable, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from dashboard.errors import ForTheUser
from dashboard.partnership.copies import Why, copies_of, copy_records
from dashboard.partnership.mending import Mended, PutBack, mend
from dashboard.partnership.postgres import opened, take_turn
from dashboard.partnership.sqlite import FILE, is_damage
from dashboard.partnership.trouble import trouble_in_words
from dashboard.settings import read_settings
from dashboard.warehouse.locking import exclusive, in_turn

MIGRATIONS = Path(__file__).parent / "migrations"
TURN = ".lock-records"
# The folder in a home that a backup is laid out in, like a home itself.
LAID_OUT = ".restoring"
# Seconds after which somebody who waits to write is told so.
WAITED = 10.0
Row = dict[str, Any]


class RecordsTooNew(ForTheUser):
    """They were made by a later version of Sightline than this one."""

    def __init__(self, revision: str) -> None:
        super().__init__(
            "What people recorded here was kept by a later version of Sightline.",
            f"Its tables are of {revision}, which this version does not know.",
            "Install that version again, or restore the copy that was made before it.",
        )


@dataclass(frozen=True)
class Records:
    """The records of one home.

    What it does raises RecordsTrouble, in words, where the database is locked, full or
    away; a file that is broken is put back first: see `mending`.
    """

    home: Path

    def rows(self, select: Executable) -> list[Row]:
        """The rows of a select; none where nothing has ever been recorded."""
        if not any_recorded(self.home):
            return []
        try:
            return self._read(select)
        except DBAPIError as error:
            if _put_back(self.home, error) is None:
                raise
        return self._read(select)

    def _read(self, select: Executable) -> list[Row]:
        with trouble_in_words(), _reading(self.home) as connection:
            return [dict(row) for row in connection.execute(select).mappings()]

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction: all that is written in it stands, or nothing does.

        Raises PutBack where the file was broken: what was to be recorded was not.
        """
        try:
            with trouble_in_words():
                engine = engine_of(
                    self.home
                )  # before the turn: it takes the home first
                with _turn(self.home), engine.begin() as connection:
                    take_turn(connection)
                    yield connection
        except DBAPIError as error:
            mended = _put_back(self.home, error)
            if mended is None:
                raise
            raise PutBack(mended) from error

    def write(self, *statements: Executable) -> None:
        try:
            self._write(statements)
        except PutBack:
            self._write(statements)

    def _write(self, statements: Sequence[Executable]) -> None:
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
        with engine_of(home).connect() as connection:
            yield connection
        return
    if home not in kept:
        kept[home] = engine_of(home).connect()
    try:
        yield kept[home]
        kept[home].rollback()  # the next read sees what was written meanwhile
    except BaseException:
        kept.pop(home).close()  # what is read again is read over another one
        raise


def now() -> str:
    """The moment, as records keep it: UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


@lru_cache(maxsize=8)
def elsewhere(home: Path) -> str:
    """The database that the settings name; empty where it is SQLite in the home.

    A backup that is laid out has a file, whatever its settings say of the home it is of.
    """
    return "" if home.name == LAID_OUT else read_settings(home).records


def any_recorded(home: Path) -> bool:
    """Whether there can be any: reading must not make a file in an empty home.

    A file that is gone where there are copies of it is broken, and not empty.
    """
    there = (home / FILE).exists() or bool(elsewhere(home))
    return there or bool(copies_of(home))


@contextmanager
def _turn(home: Path) -> Iterator[None]:
    """SQLite lets one write at a time, and does not mind in which order they came.

    Elsewhere the turn is taken in the database itself, which other hosts write to.
    """
    if elsewhere(home):
        yield
        return
    with in_turn(home / TURN, WAITED):
        yield


def forget_engine() -> None:
    """What was opened is opened again when it is next needed; nothing stays connected."""
    engine_of.cache_clear()
    with _opening:
        for engine in _shared.values():
            engine.dispose()
        _shared.clear()
    elsewhere.cache_clear()


def _put_back(home: Path, error: DBAPIError) -> Mended | None:
    """Put the file back where that is what an error says; None where it says no such thing."""
    gone = "no such table" in str(error.orig)
    if elsewhere(home) or not (is_damage(error.orig) or gone):
        return None
    engine_of.cache_clear()
    return mend(home)


@lru_cache(maxsize=8)
def engine_of(home: Path) -> Engine:
    """The engine of a home, its tables brought up to date first."""
    home.mkdir(parents=True, exist_ok=True)
    engine = _opened(home)
    with exclusive(home):
        if not elsewhere(home) and copies_of(home):
            mend(home)  # it must be whole before anything is done to it
        migrate(engine, lambda: copy_records(home, Why.MIGRATION))
    return engine


# Those that keep connections, by their address: two threads that both come first have one.
_shared: dict[str, Engine] = {}
_opening = Lock()


def _opened(home: Path) -> Engine:
    """The engine of a home as it stands."""
    address = elsewhere(home) or f"sqlite:///{home / FILE}"
    if not address.startswith("sqlite"):
        with _opening:
            if address not in _shared:
                _shared[address] = opened(address, WAITED)
            return _shared[address]
    engine = create_engine(address, poolclass=NullPool)
    event.listen(engine, "connect", _set_up)
    return engine


def _set_up(connection: Any, _: Any) -> None:
    """Readers do not wait for a writer, a writer waits its turn, and keys are held to."""
    waited = f"busy_timeout = {WAITED * 1000:.0f}"
    for pragma in ("journal_mode = wal", waited, "foreign_keys = on"):
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
    return _version(_opened(home)) if any_recorded(home) else None


def _version(engine: Engine) -> Version:
    from alembic.runtime.migration import MigrationContext

    _, scripts, newest = _migrations()
    with engine.connect() as connection:
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


def migrate(engine: Engine, before: Callable[[], object] = lambda: None) -> None:
    """Bring the tables up to date; `before` is done first where there is something to do.

    RecordsTooNew where they were made by a later version of Sightline.
    """
    from alembic import command

    version = _version(engine)
    if version.at == version.newest:
        return
    if version.is_newer:
        raise RecordsTooNew(version.at)
    if version.at:
        before()
    config, _, _ = _migrations()
    with engine.begin() as connection:
        take_turn(connection)  # another host may be making them at this moment
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
