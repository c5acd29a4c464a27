"""Copies of the partnership's own records that are made without anybody asking.

Before each publish and each migration, and within an hour of anything being recorded.
They are in the home, so they help against a file that breaks and not against a disk that
does: that is what `python -m dashboard backup` is for. Records that are in PostgreSQL are
copied by whoever keeps that database.
"""

import logging
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from itertools import islice
from pathlib import Path

from dashboard.errors import ForTheUser, reference_for
from dashboard.partnership.sqlite import BESIDE, FILE, write_copy
from dashboard.warehouse.locking import exclusive

FOLDER = "copies"
# The newest so many are kept, and of so many days before them the last of each.
NEWEST, DAYS = 10, 14
EVERY = 3_600.0
_LOOKED_EVERY = 60.0
_NAME = re.compile(r"records-(\d{8}T\d{6}\d*)Z-([a-z]+)\.sqlite")
_STAMP = "%Y%m%dT%H%M%S%f"
log = logging.getLogger("sightline")


class Why(StrEnum):
    PUBLISH = "publish"
    MIGRATION = "migration"
    HOURLY = "hourly"
    RESTORE = "restore"
    ERASURE = "erasure"


@dataclass(frozen=True)
class Copy:
    """One of them, and the moment it was made."""

    path: Path
    at: datetime
    why: str


def copies_of(home: Path) -> list[Copy]:
    """Every copy of the records that a home keeps, the newest first."""
    found = (
        Copy(path, _moment(said[1]), said[2])
        for path in (home / FOLDER).glob("*.sqlite")
        if (said := _NAME.fullmatch(path.name))
    )
    return sorted(found, key=lambda copy: (copy.at, copy.path.name), reverse=True)


def copy_records(home: Path, why: Why) -> Copy | None:
    """Make one, and let go of those that are too many; None where there are no records.

    A copy is not worth stopping for: where it cannot be made, the log says so.
    """
    if not (home / FILE).exists():
        return None
    at = _after(copies_of(home))
    path = home / FOLDER / f"records-{at:{_STAMP}}Z-{why}.sqlite"
    try:
        path.parent.mkdir(mode=0o700, exist_ok=True)
        with exclusive(home):  # none is made while a child is being taken out
            write_copy(home / FILE, path)
    except ForTheUser as error:
        log.warning("no copy of the records was made (%s): %s", why, error.title)
        return None
    except Exception as error:
        log.warning("no copy was made: %s, %s", why, reference_for(error))
        return None
    _let_go_of_old(home)
    return Copy(path, at, why)


def _after(copies: list[Copy]) -> datetime:
    """Now; where the clock was put back, a moment after the newest, which is put back first."""
    now = datetime.now(UTC)
    return max(now, copies[0].at + timedelta(microseconds=1)) if copies else now


def _moment(stamp: str) -> datetime:
    return datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)


def _let_go_of_old(home: Path) -> None:
    copies = copies_of(home)
    kept = {
        copy.path for copy in (*copies[:NEWEST], *islice(_last_of_days(copies), DAYS))
    }
    for copy in copies:
        if copy.path not in kept:
            with suppress(OSError):
                copy.path.unlink(missing_ok=True)


def _last_of_days(copies: list[Copy]) -> Iterator[Copy]:
    seen: set[date] = set()
    for copy in copies:
        if copy.at.date() not in seen:
            seen.add(copy.at.date())
            yield copy


# -- the thread that a server has for it --------------------------------------------------


def start_copying(
    home: Path,
    *,
    every: float = EVERY,
    looked_every: float = _LOOKED_EVERY,
    goes_on: Callable[[], bool] = lambda: True,
) -> threading.Thread:
    """Copy the records from a thread that ends with the server, when they have changed."""
    thread = threading.Thread(
        target=_keep_copying,
        args=(home, every, looked_every, goes_on),
        name="copying",
        daemon=True,
    )
    thread.start()
    return thread


def _keep_copying(
    home: Path, every: float, looked_every: float, goes_on: Callable[[], bool]
) -> None:
    while goes_on():
        try:
            if _is_due(home, every):
                copy_records(home, Why.HOURLY)
        except Exception as error:  # a thread that ends would tell nobody anything
            reference_for(error)
        time.sleep(looked_every)


def _is_due(home: Path, every: float) -> bool:
    """Whether something was recorded since the last copy, and that is long enough ago."""
    last = next((copy.at.timestamp() for copy in copies_of(home)), 0.0)
    now = time.time()
    # A copy of the future is one of before the clock was put back.
    waited = not last - every < now < last + every
    return waited and _changed_at(home) > min(last, now)


def _changed_at(home: Path) -> float:
    names = (FILE, *(FILE + suffix for suffix in BESIDE))
    found = [(home / name) for name in names]
    return max((path.stat().st_mtime for path in found if path.exists()), default=0.0)
