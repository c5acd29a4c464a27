"""DuckDB connections: one kind that builds, one kind that only reads."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import lru_cache
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import duckdb

MACROS = Path(__file__).with_name("macros.sql")
# What is larger spills to the scratch folder; below the limit of the process that reads.
BUILDING_MEMORY = "4GB"
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


class Reader:
    """A read-only database: one connection a process, a cursor a thread.

    Nothing outside the file can be reached through it, and its settings are locked.
    """

    def __init__(self, path: Path) -> None:
        self._connection = duckdb.connect(
            str(path),
            read_only=True,
            config={"enable_external_access": "false", "lock_configuration": "true"},
        )
        self._of_thread = threading.local()

    def rows(self, sql: str, values: Any = None) -> list[tuple[Any, ...]]:
        """Run one statement with bound values; all rows."""
        return self._cursor().execute(sql, values or []).fetchall()

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        cursor: duckdb.DuckDBPyConnection | None = getattr(
            self._of_thread, "cursor", None
        )
        if cursor is None:
            cursor = self._connection.cursor()
            self._of_thread.cursor = cursor
        return cursor


@lru_cache(maxsize=8)
def open_reader(path: Path) -> Reader:
    """The reader of a snapshot's file. Snapshots never change, so it is kept."""
    return Reader(path)


def quoted(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'
