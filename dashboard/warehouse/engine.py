"""DuckDB connections: one kind that builds, one kind that only reads."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import lru_cache
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import duckdb

from dashboard.errors import ForTheUser, reference_for

MACROS = Path(__file__).with_name("macros.sql")
# What is larger spills to the scratch folder; below the limit of the process that reads.
BUILDING_MEMORY = "4GB"
# What one picture may take to answer: so much that no page comes near it, and little enough
# that a question which does ends in a sentence and not with the server.
READING_MEMORY = "1GB"
_FOLLOWED_EVERY = 0.2
_ALL = 100


def open_building(
    path: Path, *, scratch: Path, threads: int | None = None
) -> duckdb.DuckDBPyConnection:
    """Open a database that is being built, with the macros every query may call.

    What does not fit in memory spills to `scratch`, which the caller deletes.
    """
    config: dict[str, Any] = {
        "temp_directory": str(scratch),
        "memory_limit": BUILDING_MEMORY,
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
    }
    if threads:
        config["threads"] = threads
    connection = duckdb.connect(str(path), config=config)
    # Followed by `followed`; DuckDB's own bar would be written among what is printed.
    connection.execute("set enable_progress_bar = true")
    connection.execute("set enable_progress_bar_print = false")
    connection.execute("set progress_bar_time = 0")
    connection.execute(MACROS.read_text(encoding="utf-8"))
    return connection


@contextmanager
def several(
    connection: duckdb.DuckDBPyConnection, number: int
) -> Iterator[SimpleQueue[duckdb.DuckDBPyConnection]]:
    """More connections to the same databases: a thread takes one and gives it back."""
    free: SimpleQueue[duckdb.DuckDBPyConnection] = SimpleQueue()
    with ExitStack() as opened:
        for _ in range(number):
            another = opened.enter_context(connection.cursor())
            another.execute(MACROS.read_text(encoding="utf-8"))
            free.put(another)
        yield free


@contextmanager
def followed(
    connection: duckdb.DuckDBPyConnection, tell: Callable[[int], None]
) -> Iterator[None]:
    """Tell from a thread beside it how far the statement that runs is, in per cent."""
    ended = threading.Event()

    def follow() -> None:
        while not ended.wait(_FOLLOWED_EVERY):
            done = connection.query_progress()
            if 0 <= done <= _ALL:
                tell(round(done))

    thread = threading.Thread(target=follow, name="progress", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


class PictureBroken(ForTheUser):
    """A file of a picture is gone, cut short, or not as it was written."""

    def __init__(self, reference: str) -> None:
        super().__init__(
            "The numbers of this picture cannot be read: its file is gone or damaged.",
            "Nothing else is changed, and other pictures can be looked at.",
            "Go back to an earlier picture in History, or ask whoever looks after Sightline"
            f" to restore a backup, and quote {reference}.",
        )


class AskedTooMuch(ForTheUser):
    """A question that would need more memory than one may take."""

    def __init__(self, reference: str) -> None:
        super().__init__(
            "This asks for more at once than this server has memory for.",
            "Nothing is wrong with the numbers, and everything else goes on.",
            "Ask for a shorter period or fewer places, or try again in a minute. If it goes"
            f" on, quote {reference}.",
        )


def reading() -> dict[str, Any]:
    """How a picture's file is opened to be read: the same by everybody in a process, or
    DuckDB refuses the second."""
    return {
        "enable_external_access": "false",
        "lock_configuration": "true",
        "memory_limit": READING_MEMORY,
    }


class Reader:
    """A read-only database: one connection a process, a cursor a thread.

    Nothing outside the file can be reached through it, and its settings are locked.
    Raises PictureBroken, AskedTooMuch.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with _said_of():
            self._connection = duckdb.connect(
                str(path),
                read_only=True,
                config=reading(),
            )
        self._of_thread = threading.local()
        self._size = path.stat().st_size

    def rows(self, sql: str, values: Any = None) -> list[tuple[Any, ...]]:
        """Run one statement with bound values; all rows."""
        with _said_of():
            return self._cursor().execute(sql, values or []).fetchall()

    def is_there(self) -> bool:
        """Whether the file that was opened is there still, as long as it was."""
        return self._path.exists() and self._path.stat().st_size == self._size

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        cursor: duckdb.DuckDBPyConnection | None = getattr(
            self._of_thread, "cursor", None
        )
        if cursor is None:
            cursor = self._connection.cursor()
            self._of_thread.cursor = cursor
        return cursor


@contextmanager
def _said_of() -> Iterator[None]:
    """What DuckDB says of a file that it cannot read, or of too little memory, in words.

    What was opened is let go of, so that a file that was put back is read again.
    """
    try:
        yield
    except duckdb.OutOfMemoryException as error:
        raise AskedTooMuch(reference_for(error)) from error
    except duckdb.Error as error:
        if not _is_damage(error):
            raise
        open_reader.cache_clear()
        raise PictureBroken(reference_for(error)) from error


_DAMAGE = (duckdb.IOException, duckdb.InternalException, duckdb.FatalException)


def _is_damage(error: duckdb.Error) -> bool:
    """DuckDB has no kind of error of its own for a block that is not as it was written."""
    return isinstance(error, _DAMAGE) or "Corrupt database file" in str(error)


@lru_cache(maxsize=8)
def open_reader(path: Path) -> Reader:
    """The reader of a snapshot's file. Snapshots never change, so it is kept."""
    return Reader(path)


def quoted(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'
