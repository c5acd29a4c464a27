"""A home into one file, while people go on working with it.

Clicks and what is recorded go on; a publish waits until it is done. The records are
copied as they are at one moment, and pictures never change.
"""

import hashlib
import os
import secrets
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from dashboard.backups.contents import (
    KEYS,
    PAGE,
    PICTURES,
    Page,
    kept_files,
    kept_pictures,
)
from dashboard.errors import ForTheUser
from dashboard.machine import sync_folder
from dashboard.partnership.carrying_over import records_into
from dashboard.partnership.sqlite import FILE
from dashboard.settings import Settings
from dashboard.warehouse.erasure import check_none_runs
from dashboard.warehouse.history import Happened
from dashboard.warehouse.locking import exclusive
from dashboard.warehouse.room import room_needed
from dashboard.warehouse.snapshots import Snapshots

Progress = Callable[[str, int, int], None]
_CHUNK = 1 << 20


class AlreadyThere(ForTheUser):
    """Nothing is written over: it may be the only backup there is."""


def back_up(
    settings: Settings,
    to: Path,
    progress: Progress,
    *,
    keys: bool = False,
    pictures: bool = True,
) -> tuple[Path, Page]:
    """Write one; `to` is a folder, or the file to be. Its path, and what is in it.

    Raises AlreadyThere; NoRoom; BeingErased while a child is being taken out.
    """
    path = _file(to)
    if path.exists():
        raise AlreadyThere(f"Nothing was done: {path.name} is there already.")
    path.parent.mkdir(parents=True, exist_ok=True)
    with room_needed(), exclusive(settings.home):
        check_none_runs(settings.home)
        with _written(path) as file, tempfile.TemporaryDirectory() as folder:
            page = _Making(settings, file, progress).all(
                Path(folder), keys=keys, pictures=pictures
            )
    return path, page


def _file(to: Path) -> Path:
    if to.is_dir():
        return to / f"sightline-{datetime.now(UTC):%Y-%m-%dT%H%M%S}Z.zip"
    return to


@contextmanager
def _written(path: Path) -> Iterator[zipfile.ZipFile]:
    """A file that has its name only when it is whole and on the disk."""
    new = path.with_name(f".{path.name}.{secrets.token_hex(4)}.new")
    try:
        with open(
            os.open(new, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b"
        ) as raw:
            with zipfile.ZipFile(
                raw, "w", zipfile.ZIP_DEFLATED, compresslevel=1
            ) as file:
                yield file
            raw.flush()
            os.fsync(raw.fileno())
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)
    sync_folder(path.parent)


class _Making:
    """Puts one file after another into a backup, and keeps what its page says of them."""

    def __init__(
        self, settings: Settings, file: zipfile.ZipFile, progress: Progress
    ) -> None:
        self.settings, self.file, self.progress = settings, file, progress
        self.files: dict[str, tuple[int, str]] = {}

    def all(self, folder: Path, *, keys: bool, pictures: bool) -> Page:
        home, snapshots = self.settings.home, Snapshots(self.settings.home)
        made_at = datetime.now(UTC)
        if records_into(home, folder / FILE):
            _forget_sessions(folder / FILE)
            self.put(folder / FILE, FILE)
        for path in kept_files(self.settings, keys=keys):
            self.put(path, path.relative_to(home).as_posix())
        names = kept_pictures(snapshots) if pictures else []
        for number, name in enumerate(names):
            self.progress("Copying pictures", number, len(names))
            for path in sorted((snapshots.folder / name).iterdir()):
                self.put(path, f"{PICTURES}/{name}/{path.name}")
        page = Page(
            made_at=made_at,
            served=snapshots.current_or_none() or "",
            pictures=tuple(names),
            erased=tuple(
                event.build
                for event in snapshots.history.events()
                if event.happened is Happened.ERASED
            ),
            keys=tuple(sorted(path.name for path in home.glob(f"{KEYS}/*.key"))),
            files=self.files,
        )
        self.file.writestr(PAGE, page.to_json())
        return page

    def put(self, path: Path, name: str) -> None:
        sha, size = hashlib.sha256(), 0
        with (
            path.open("rb") as source,
            self.file.open(name, "w", force_zip64=True) as to,
        ):
            while chunk := source.read(_CHUNK):
                sha.update(chunk)
                size += len(chunk)
                to.write(chunk)
        self.files[name] = (size, sha.hexdigest())


def _forget_sessions(path: Path) -> None:
    """Who is signed in just now, and what their providers gave them, go nowhere."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("delete from signed_in")
        connection.commit()
        connection.execute("vacuum")
