"""A file of records that broke is put back from the newest copy that is whole, and told of.

What was recorded since that copy is lost; which moment that is stands in the log and on
every page, and the broken file is kept beside the copies.
"""

import json
import logging
import os
import shutil
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from dashboard.errors import ForTheUser
from dashboard.machine import sync_folder
from dashboard.partnership.copies import FOLDER, Copy, copies_of
from dashboard.partnership.sqlite import BESIDE, FILE, is_whole
from dashboard.warehouse.durable import write_whole
from dashboard.warehouse.locking import exclusive

TOLD = "records-mended.json"
# For so long every page says it.
_SAID_FOR = timedelta(days=14)
log = logging.getLogger("sightline")


@dataclass(frozen=True)
class Mended:
    """When the records were found broken, and of which moment what is there now is.

    `recorded`: whether the record of who did what has been told.
    """

    at: datetime
    since: datetime
    broken: str
    recorded: bool = False

    @property
    def in_words(self) -> str:
        return (
            "The file of what people record here was found broken on"
            f" {_said(self.at)} and was put back as it stood on {_said(self.since)}."
            " What was recorded, decided or filled in between those two is lost: please"
            f" record it again. The broken file is kept ({self.broken})."
        )


class RecordsBroken(ForTheUser):
    """The file is broken, and there is nothing to put it back from."""

    def __init__(self) -> None:
        super().__init__(
            "What people record here cannot be read: its file is broken, and no copy is whole.",
            "Nothing was changed, and nothing can be recorded until it is put back.",
            "Whoever looks after Sightline puts a backup back:"
            " python -m dashboard restore FROM.",
        )


class PutBack(ForTheUser):
    """What was to be recorded was not: the file was broken, and is put back now."""

    def __init__(self, mended: Mended) -> None:
        super().__init__("This was not recorded. Please do it again.", mended.in_words)


def mended_lately(home: Path) -> Mended | None:
    """What pages say of it; None where nothing broke, or it is long ago."""
    told = last_mended(home)
    if told is None or abs(datetime.now(UTC) - told.at) > _SAID_FOR:
        return None
    return told


def last_mended(home: Path) -> Mended | None:
    try:
        said = json.loads((home / TOLD).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    at, since = (datetime.fromisoformat(said[name]) for name in ("at", "since"))
    return Mended(at, since, said["broken"], said["recorded"])


def is_recorded(home: Path, mended: Mended) -> None:
    _tell(home, replace(mended, recorded=True))


def _tell(home: Path, mended: Mended) -> None:
    moments = {"at": mended.at.isoformat(), "since": mended.since.isoformat()}
    write_whole(home / TOLD, json.dumps(asdict(mended) | moments))


def mend(home: Path) -> Mended | None:
    """Put the records back from the newest whole copy; None where they are whole.

    Raises RecordsBroken where there is none: the broken file stays where it is.
    """
    with exclusive(home):
        if is_whole(home / FILE):
            return None
        copy = next((copy for copy in copies_of(home) if is_whole(copy.path)), None)
        if copy is None:
            log.error("the records are broken, and no copy of them is whole")
            raise RecordsBroken
        return _put_back(home, copy)


def _put_back(home: Path, copy: Copy) -> Mended:
    at = datetime.now(UTC)
    new = home / f".{FILE}.new"
    shutil.copyfile(copy.path, new)
    new.chmod(0o600)
    with new.open("r+b") as file:
        os.fsync(file.fileno())
    broken = set_aside(home, at)
    new.replace(home / FILE)
    sync_folder(home)
    mended = Mended(at, copy.at, broken)
    _tell(home, mended)
    log.error("the records were broken: %s", mended.in_words)
    return mended


def set_aside(home: Path, at: datetime) -> str:
    """Keep the broken file, and what SQLite has beside it, under a name of its own."""
    (home / FOLDER).mkdir(mode=0o700, exist_ok=True)
    name = f"broken-{at:%Y%m%dT%H%M%S%f}Z.sqlite"
    for suffix in ("", *BESIDE):
        path = home / f"{FILE}{suffix}"
        if path.exists():
            path.replace(home / FOLDER / f"{name}{suffix}")
    sync_folder(home / FOLDER)
    return f"{FOLDER}/{name}"


def _said(at: datetime) -> str:
    return f"{at.day} {at:%B %Y at %H:%M} UTC"
