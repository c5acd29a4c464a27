"""No room on the disk, said in a sentence: whoever writes it, Python or DuckDB."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from dashboard.errors import ForTheUser

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_SAID_BY_DUCKDB = (
    "no space left",
    "disk quota",
    "file too large",
    "max_temp_directory_size",
)


class NoRoom(ForTheUser):
    """The disk is full; what was served before is still served."""

    def __init__(self) -> None:
        super().__init__(
            "Nothing changed: there is no room left on the disk.",
            "What was published before is still served.",
            "Ask whoever looks after Sightline to make room, and try again.",
        )


@contextmanager
def room_needed() -> Iterator[None]:
    """Turns a full disk into NoRoom; every other error stays as it is."""
    try:
        yield
    except OSError as error:
        if error.errno not in _FULL:
            raise
        raise NoRoom from error
    except duckdb.Error as error:
        if not any(words in str(error).lower() for words in _SAID_BY_DUCKDB):
            raise
        raise NoRoom from error
