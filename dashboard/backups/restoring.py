"""A home made of a backup again, whether it is empty, broken or in use.

First all of it is laid out beside, in a folder of its own, and made sure of. There every
child that was taken out since the backup was made is taken out again; only then does
anything come into the home. What is in the home and not in the backup stays.
"""

import hashlib
import json
import shutil
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from dashboard.backups.contents import KEYS, PAGE, PICTURES, Page
from dashboard.errors import ForTheUser
from dashboard.intake.erasing import Asked, NotHeld, erase
from dashboard.machine import sync_folder
from dashboard.partnership.carrying_over import records_from
from dashboard.partnership.copies import FOLDER as COPIES
from dashboard.partnership.copies import Why, copy_records
from dashboard.partnership.mending import RecordsBroken, mend, set_aside
from dashboard.partnership.records import (
    LAID_OUT,
    any_recorded,
    elsewhere,
    forget_engine,
)
from dashboard.partnership.sqlite import FILE, is_whole
from dashboard.settings import Settings, read_settings
from dashboard.warehouse.durable import sync_tree, write_whole
from dashboard.warehouse.erasure import check_none_runs
from dashboard.warehouse.history import Event, Happened
from dashboard.warehouse.locking import exclusive
from dashboard.warehouse.pseudonyms import key_path
from dashboard.warehouse.room import room_needed
from dashboard.warehouse.snapshots import Snapshots

Progress = Callable[[str, int, int], None]
Again = Callable[[Event], Asked]
_CHUNK = 1 << 20
# Only where the home has none: who may come in, and what pictures are known by, is never
# put back over what is so now.
_NEVER_OVER = ("access.toml", "access.seen", "pins.json", f"{KEYS}/")


class NotABackup(ForTheUser):
    """A file that is no backup, or not all of one; nothing of it was put back."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(
            f"Nothing was put back: {path.name} is not a whole backup.",
            why,
            "Take another one: the files of one are made sure of before any is used.",
        )


class StillHolds(ForTheUser):
    """A child that was taken out would be back."""


@dataclass(frozen=True)
class Restored:
    """`since` is when the backup was made. `kept` are files of the home that a file of the
    backup now stands in place of; `left` those of the backup that were not put back."""

    since: datetime
    records: bool
    stayed: bool
    pictures: tuple[str, ...]
    served: str
    taken_out: int
    kept: tuple[str, ...]
    left: tuple[str, ...]


def restore(
    settings: Settings, source: Path, again: Again, progress: Progress, who: str
) -> Restored:
    """Put a backup back. `again` gives of each child that was taken out since by which
    number that was; it may raise.

    Raises NotABackup, StillHolds, NoRoom, BeingErased; the home is then as it was.
    """
    home = settings.home
    home.mkdir(parents=True, exist_ok=True)
    with room_needed(), exclusive(home), _stage(home) as stage:
        check_none_runs(home)
        page = _laid_out(source, stage, progress)
        _check_keys(home, stage, page)
        owed = _owed(home, page)
        _take_out_again(stage, page, owed, again, progress)
        return _PuttingBack(home, stage, page, who).all(len(owed))


@contextmanager
def _stage(home: Path) -> Iterator[Path]:
    stage = home / LAID_OUT
    shutil.rmtree(stage, ignore_errors=True)
    stage.mkdir(mode=0o700)
    try:
        yield stage
    finally:
        forget_engine()
        shutil.rmtree(stage, ignore_errors=True)


# -- laid out, and made sure of -----------------------------------------------------------


def _laid_out(source: Path, stage: Path, progress: Progress) -> Page:
    try:
        with zipfile.ZipFile(source) as file:
            page = Page.from_json(file.read(PAGE).decode())
            for number, (name, told) in enumerate(page.files.items()):
                progress("Reading the backup", number, len(page.files))
                if _copied(file, name, stage) != told:
                    raise NotABackup(source, f"{name} is not as it was written.")
    except FileNotFoundError:
        raise ForTheUser(f"Nothing was put back: there is no {source.name}.") from None
    except (zipfile.BadZipFile, KeyError, ValueError, EOFError) as error:
        raise NotABackup(
            source, f"It cannot be read ({type(error).__name__})."
        ) from error
    if FILE in page.files and not is_whole(stage / FILE):
        raise NotABackup(source, "The records in it are broken.")
    return page


def _copied(file: zipfile.ZipFile, name: str, stage: Path) -> tuple[int, str]:
    to = (stage / name).resolve()
    if not to.is_relative_to(stage.resolve()):
        raise ValueError(name)
    to.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    sha, size = hashlib.sha256(), 0
    with file.open(name) as packed, to.open("xb") as written:
        while chunk := packed.read(_CHUNK):
            sha.update(chunk)
            size += len(chunk)
            written.write(chunk)
    to.chmod(0o600)
    return size, sha.hexdigest()


def _check_keys(home: Path, stage: Path, page: Page) -> None:
    """Pictures that are known by two keys hold each child twice; a record without its key
    proves nothing."""
    for name in page.keys:
        ours, theirs = home / KEYS / name, stage / KEYS / name
        if not ours.exists() and not theirs.exists():
            raise ForTheUser(
                f"Nothing was put back: keys/{name} is neither in the backup nor here.",
                what_to_do="Put the keys into the folder keys of the home first, from where"
                " they are kept.",
            )
        if not theirs.exists():
            theirs.parent.mkdir(exist_ok=True, mode=0o700)
            shutil.copyfile(ours, theirs)
    ours, theirs = key_path(home), key_path(stage)
    if ours.exists() and theirs.exists() and ours.read_bytes() != theirs.read_bytes():
        raise ForTheUser(
            "Nothing was put back: the backup is of a home with another key.",
            "Children in it are known by other codes than children here.",
            "Restore it into an empty home.",
        )


# -- who was taken out since --------------------------------------------------------------


def _owed(home: Path, page: Page) -> list[Event]:
    """The children that were taken out of this home and may be in the backup."""
    return [
        event
        for event in Snapshots(home).history.events()
        if event.happened is Happened.ERASED and event.build not in page.erased
    ]


def _take_out_again(
    stage: Path, page: Page, owed: Sequence[Event], again: Again, progress: Progress
) -> None:
    if owed and not page.pictures:
        raise StillHolds(
            "Nothing was put back: since this backup a child was taken out of this home.",
            "It has no pictures, so by which numbers the child is known cannot be found.",
            "Take a backup with pictures, or one that was made after that.",
        )
    settings = read_settings(stage)
    if owed:
        write_whole(stage / PICTURES / "current", page.served)
    for event in owed:
        with suppress(NotHeld):  # the backup was made before the child came in
            erase(settings, again(event), progress)
        _check_taken_out(stage, page, event)


def _check_taken_out(stage: Path, page: Page, event: Event) -> None:
    """Every picture that held the child here must have been made anew there as well."""
    replaced = Snapshots(stage).history.replaced()
    if any(old in page.pictures and old not in replaced for old, _ in event.replaced):
        raise StillHolds(
            "Nothing was put back: that is not the number of the child who was taken out"
            f" on {event.at:%d %b %Y}.",
            "The backup has pictures with that child, and none of them holds this number.",
            "The number is in the record of the decision.",
        )


# -- into the home ------------------------------------------------------------------------


@dataclass(frozen=True)
class _PuttingBack:
    """From the folder beside into the home; the pointer and the history come last."""

    home: Path
    stage: Path
    page: Page
    who: str

    def all(self, taken_out: int) -> Restored:
        at = datetime.now(UTC)
        records, stayed = self._records(at)
        kept, left = self._files(self.home / COPIES / f"before-{at:%Y%m%dT%H%M%S}Z")
        pictures = self._pictures()
        replaced = tuple(
            (old, name)
            for name in pictures
            for old in Snapshots(self.home).manifest(name).replaces
        )
        served = self._serve(replaced)
        Snapshots(self.home).history.say(
            Happened.RESTORED,
            who=self.who,
            snapshot=served,
            why=f"{self.page.made_at:%d %b %Y, %H:%M} UTC",
            replaced=replaced,
        )
        return Restored(
            self.page.made_at, records, stayed, pictures, served, taken_out, kept, left
        )

    def _records(self, at: datetime) -> tuple[bool, bool]:
        given = self.stage / FILE
        if not given.exists():
            return False, True
        if any_recorded(self.home) and not elsewhere(self.home):
            self._set_aside_broken(at)
            copy_records(self.home, Why.RESTORE)
        return True, records_from(given, self.home)

    def _set_aside_broken(self, at: datetime) -> None:
        """A broken file that cannot be mended is kept; the backup's comes in its place."""
        try:
            mend(self.home)
        except RecordsBroken:
            set_aside(self.home, at)

    def _files(self, beside: Path) -> tuple[tuple[str, ...], tuple[str, ...]]:
        kept, left = [], []
        for path in sorted(path for path in self.stage.rglob("*") if path.is_file()):
            name = path.relative_to(self.stage).as_posix()
            to = self.home / name
            if name.startswith((f"{PICTURES}/", ".", FILE, f"{COPIES}/")):
                continue
            if name.endswith(".jsonl"):
                _merge(self._said(path), to)
            elif not to.exists():
                _move(path, to)
            elif path.read_bytes() == to.read_bytes():
                continue
            elif name.startswith(_NEVER_OVER):
                left.append(name)
                _move(path, beside / "of-the-backup" / name)
            else:
                kept.append(name)
                _move(to, beside / name)
                _move(path, to)
        return tuple(kept), tuple(left)

    def _said(self, path: Path) -> list[str]:
        """The lines of a log, but those of taking a child out again: it was said here."""
        lines = path.read_text(encoding="utf-8").splitlines()
        if path.name != "history.jsonl":
            return lines
        told = [(line, json.loads(line)) for line in lines if line.strip()]
        return [
            line
            for line, said in told
            if said["happened"] != Happened.ERASED or said["build"] in self.page.erased
        ]

    def _pictures(self) -> tuple[str, ...]:
        """Those that the home has not; none that a child was taken out of since."""
        snapshots, theirs = Snapshots(self.home), Snapshots(self.stage)
        gone = snapshots.history.replaced()
        here = frozenset(snapshots.ids())
        came = []
        for name in sorted(theirs.ids()):
            stands_for = theirs.manifest(name).replaces
            known = any(gone.get(old) in here for old in stands_for)
            if name not in here and name not in gone and not known:
                sync_tree(theirs.folder / name)
                snapshots.folder.mkdir(parents=True, exist_ok=True)
                (theirs.folder / name).rename(snapshots.folder / name)
                came.append(name)
        if came:
            sync_folder(snapshots.folder)
        return tuple(came)

    def _serve(self, came: Sequence[tuple[str, str]]) -> str:
        """The picture that was served; where the backup has none, what is served stays."""
        snapshots = Snapshots(self.home)
        named = (
            self.page.served,
            *(new for old, new in came if old == self.page.served),
        )
        replaced = snapshots.history.replaced()
        wanted = {*named, *(replaced.get(name, name) for name in named)}
        found = sorted(wanted.intersection(snapshots.ids()))
        if self.page.pictures and found:
            snapshots.serve(found[-1])
        return snapshots.current_or_none() or ""


def _merge(theirs: Sequence[str], to: Path) -> None:
    """A log of a backup before what the home's has besides: no line of either is lost."""
    ours = to.read_text(encoding="utf-8").splitlines() if to.exists() else []
    known = set(theirs)
    lines = [*theirs, *(line for line in ours if line not in known)]
    to.parent.mkdir(parents=True, exist_ok=True)
    write_whole(to, "".join(f"{line}\n" for line in lines))


def _move(path: Path, to: Path) -> None:
    to.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.replace(to)
