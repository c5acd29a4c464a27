"""The SQLite file of the partnership's own records: whether it is whole, and a copy of it."""

import errno
import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from dashboard.machine import sync_folder
from dashboard.warehouse.room import room_needed

FILE = "records.sqlite"
# What SQLite keeps beside a file while it is written to.
BESIDE = ("-wal", "-shm", "-journal")


def is_whole(path: Path) -> bool:
    """Whether every page of a file of records can be read, and it has their tables.

    A file that was cut to nothing is a database to SQLite, an empty one: to us it is not.
    """
    if not path.exists() or not path.stat().st_size:
        return False
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=rw", uri=True)) as connection:
            said = connection.execute("pragma quick_check(1)").fetchall()
            migrated = connection.execute(
                "select 1 from sqlite_master where name = 'alembic_version'"
            ).fetchall()
    except sqlite3.DatabaseError as error:
        # Somebody else's lock, a full disk: neither says that the file is broken.
        return not is_damage(error)
    return said == [("ok",)] and bool(migrated)


def is_damage(error: BaseException | None) -> bool:
    """Whether SQLite says with an error that a file is not what it wrote."""
    code = getattr(error, "sqlite_errorcode", None)
    return code is not None and code & 0xFF in (
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_NOTADB,
    )


def write_copy(path: Path, to: Path) -> None:
    """Copy a file of records as it is at this moment, while others read and write it.

    `vacuum into` rather than the pages one by one: what was deleted is not in the copy,
    which a page that is free would still hold. NoRoom where the disk is full.
    """
    new = to.with_name(f".{to.name}.{secrets.token_hex(4)}.new")
    try:
        with room_needed(), _full_is_said():
            with closing(sqlite3.connect(path, timeout=10)) as connection:
                connection.execute("vacuum into ?", [str(new)])
            new.chmod(0o600)
            _make_sure(new)
            new.replace(to)
    finally:
        new.unlink(missing_ok=True)
    sync_folder(to.parent)


@contextmanager
def _full_is_said() -> Iterator[None]:
    """SQLite's word for a full disk becomes the system's own."""
    try:
        yield
    except sqlite3.Error as error:
        if not is_full(error):
            raise
        raise OSError(errno.ENOSPC, "No space left on device") from error


def is_full(error: BaseException | None) -> bool:
    """Whether there is no room, or what is there cannot be written to."""
    code = getattr(error, "sqlite_errorcode", None)
    return code is not None and code & 0xFF in (
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
    )


def _make_sure(path: Path) -> None:
    with path.open("r+b") as file:
        os.fsync(file.fileno())
