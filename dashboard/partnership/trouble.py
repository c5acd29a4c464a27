"""What the database of the records cannot do just now, in words instead of an error."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoneFree

from dashboard.errors import ForTheUser, reference_for
from dashboard.partnership import postgres, sqlite

_LOCKED = (
    "Somebody else is recording something that takes long.",
    "Try again in a minute. If it goes on, quote the reference.",
)


class RecordsTrouble(ForTheUser):
    """It cannot be read or written at this moment; nothing of what was asked was done."""


@contextmanager
def trouble_in_words() -> Iterator[None]:
    """Turns a lock, a full disk and a database that is away into RecordsTrouble.

    Every other error stays as it is: a rule of a table that was not kept is ours.
    """
    try:
        yield
    except (DBAPIError, NoneFree, TimeoutError) as error:
        said = _said_of(error) if isinstance(error, DBAPIError) else _LOCKED
        if said is None:
            raise
        title, to_do = said
        reference = reference_for(error)
        raise RecordsTrouble(
            title, "Nothing was recorded.", f"{to_do} Reference {reference}."
        ) from error


def _said_of(error: DBAPIError) -> tuple[str, str] | None:
    ask = "Ask whoever looks after Sightline, and quote the reference."
    if sqlite.is_full(error.orig) or postgres.is_full(error.orig):
        return "There is no room left on the disk, or it cannot be written to.", ask
    if _is_locked(error.orig) or postgres.is_locked(error.orig):
        return _LOCKED
    if _is_away(error):
        return "The database of what people record cannot be reached.", ask
    return None


def _is_away(error: DBAPIError) -> bool:
    """Of SQLite: its file cannot be opened. Of another: no connection, or it was cut."""
    if isinstance(error.orig, sqlite3.Error):
        return error.orig.sqlite_errorcode & 0xFF == sqlite3.SQLITE_CANTOPEN
    cut = bool(error.connection_invalidated)
    return cut or isinstance(error, (InterfaceError, OperationalError))


def _is_locked(error: BaseException | None) -> bool:
    code = getattr(error, "sqlite_errorcode", None)
    return code is not None and code & 0xFF in (
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
    )
