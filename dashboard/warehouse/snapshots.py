"""Snapshots: dated, never changed, each in a folder of its own, and one pointer.

A reader that has a snapshot open keeps it; a new one is a new name. The pointer is
replaced in one step once all it points to is on the disk, so nothing half-published is
ever visible, whenever the process ends. What it leaves behind then, `leftovers` mends.
"""

import secrets
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from dashboard.errors import ForTheUser, NoSnapshot
from dashboard.machine import sync_folder
from dashboard.warehouse.durable import sync_tree, write_whole
from dashboard.warehouse.erasure import check_none_runs
from dashboard.warehouse.history import OFFICER, Happened, History
from dashboard.warehouse.locking import (
    exclusive,
    still_runs,
    this_process,
)
from dashboard.warehouse.manifest import Manifest, SourceFile
from dashboard.warehouse.room import room_needed

__all__ = ["Manifest", "OvertakenPublish", "Snapshots", "SourceFile", "new_id"]

BUILDING = ".building-"
# What the id of a picture of one tool begins with: see `intake.practice`.
PRACTICE = "practice-"
_WAITING = "waiting"
_NOBODY = "nobody"


class OvertakenPublish(ForTheUser):
    """Another picture was published while this one was being prepared."""

    def __init__(self, other: Manifest) -> None:
        files = ", ".join(file.name for file in other.files)
        super().__init__(
            "Not published: somebody else published while yours was being read.",
            f"Theirs is of {other.published_at:%d %b %Y, %H:%M} UTC: {files}.",
            "Read your files again, so that yours is built upon theirs.",
        )


@dataclass(frozen=True)
class Snapshots:
    """The snapshots of one home."""

    home: Path

    @property
    def folder(self) -> Path:
        return self.home / "snapshots"

    @property
    def pointer(self) -> Path:
        return self.folder / "current"

    @property
    def history(self) -> History:
        return History(self.home)

    def current_id(self) -> str:
        """The id of the snapshot that is served. NoSnapshot where there is none yet."""
        current = self.current_or_none()
        if current is None:
            raise NoSnapshot(
                "Nothing has been published yet.",
                what_to_do="Publish extracts first: python -m dashboard extracts publish FILES.",
            )
        return current

    def current_or_none(self) -> str | None:
        try:
            return self.pointer.read_text(encoding="ascii").strip()
        except FileNotFoundError:
            return None

    def manifest(self, snapshot: str) -> Manifest:
        path = self._kept(snapshot) / "manifest.json"
        try:
            return Manifest.from_json(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise NoSnapshot(
                "This picture is no longer kept.",
                what_to_do="Ask the same question of the newest.",
            ) from None

    def exact(self, snapshot: str) -> Path:
        return self._kept(snapshot) / "exact.duckdb"

    def release(self, snapshot: str) -> Path:
        return self._kept(snapshot) / "release.duckdb"

    def practice(self, picture: str) -> Path:
        """The file of a picture of one tool."""
        if Path(picture).name != picture or not picture.startswith(PRACTICE):
            raise NoSnapshot(f"There is no picture called {picture!r}.")
        return self.home / "practice" / f"{picture}.duckdb"

    def detail(self, snapshot: str) -> Path:
        return self._kept(snapshot) / "detail.duckdb"

    def all(self) -> list[Manifest]:
        """Every snapshot that has been published and is kept, the newest first."""
        found = [self.manifest(name) for name in self.ids() if not self.waits(name)]
        return sorted(found, key=lambda manifest: manifest.published_at, reverse=True)

    # From a folder to build in to the picture that is served

    @contextmanager
    def building(self, files: Sequence[str] = (), who: str = OFFICER) -> Iterator[Path]:
        """A folder to build in; it is gone afterwards unless it became a snapshot.

        Where `files` are named, the history says what became of them.
        """
        with room_needed():
            place = self._new_place()
            told = {"who": who, "build": _build_of(place), "files": tuple(files)}
            ended: Happened | None = None
            try:
                if files:
                    process = this_process(self.home)
                    self.history.say(Happened.BEGUN, process=process, **told)
                    ended = Happened.STOPPED
                yield place
                ended = Happened.REFUSED if ended and place.exists() else None
            finally:
                shutil.rmtree(place, ignore_errors=True)
                if ended:
                    with suppress(OSError):
                        self.history.say(ended, **told)

    def _new_place(self) -> Path:
        with room_needed(), exclusive(self.home):
            check_none_runs(self.home)
            self.folder.mkdir(parents=True, exist_ok=True)
            owner = this_process(self.home)
            place = self.folder / f"{BUILDING}{owner}-{secrets.token_hex(4)}"
            place.mkdir(mode=0o700)
        return place

    def let_wait(self, place: Path, manifest: Manifest) -> None:
        """Turn a finished folder into a snapshot that waits to be published."""
        write_whole(place / "manifest.json", manifest.to_json())
        write_whole(place / _WAITING, this_process(self.home))
        sync_tree(place)
        place.rename(self._of(manifest.id))
        sync_folder(self.folder)
        self.history.say(
            Happened.READY,
            who=manifest.who or OFFICER,
            build=_build_of(place),
            snapshot=manifest.id,
        )

    def publish(self, snapshot: str, who: str = "", signed_by: str = "") -> Manifest:
        """Serve a waiting snapshot.

        Raises OvertakenPublish where another was published since it was begun.
        """
        with room_needed(), exclusive(self.home):
            check_none_runs(self.home)
            waiting = self.manifest(snapshot)
            current = self.current_or_none()
            if snapshot == current:
                return waiting
            who = who or waiting.who or OFFICER
            if waiting.before != current:
                self.history.say(Happened.OVERTAKEN, who=who, snapshot=snapshot)
                raise OvertakenPublish(self.manifest(self.current_id()))
            published = replace(
                waiting,
                published_at=self._after(current),
                who=who,
                signed_by=signed_by.strip(),
            )
            write_whole(self._of(snapshot) / "manifest.json", published.to_json())
            self.serve(snapshot)
            with suppress(OSError):  # it is served: `leftovers` says the rest
                self.say_published(published)
            return published

    def _after(self, current: str | None) -> datetime:
        """Now; where the clock was put back, a moment after what it is built upon.

        Pictures are listed, and let go of, in the order in which they were published.
        """
        now = datetime.now(UTC)
        if current is None:
            return now
        before = self.manifest(current).published_at
        return max(now, before + timedelta(microseconds=1))

    def serve(self, snapshot: str) -> None:
        """Point at a snapshot whose files are on the disk."""
        try:
            write_whole(self.pointer, snapshot)
        except OSError:
            if self.current_or_none() != snapshot:
                raise

    def say_published(self, manifest: Manifest) -> None:
        (self._of(manifest.id) / _WAITING).unlink(missing_ok=True)
        self.history.say(
            Happened.PUBLISHED,
            who=manifest.who or OFFICER,
            snapshot=manifest.id,
            manifest=manifest,
        )

    def withdraw(self, snapshot: str, who: str = OFFICER) -> None:
        """Forget a waiting snapshot that will not be published."""
        with exclusive(self.home):
            if self.waits(snapshot):
                self.history.say(Happened.LET_GO, who=who, snapshot=snapshot)
                self.remove(snapshot)

    def undo(
        self,
        to: str | None = None,
        *,
        who: str = OFFICER,
        why: str = "",
        served: str | None = None,
    ) -> Manifest:
        """Serve an earlier snapshot again, by default the one before; nothing is deleted.

        `served` is what whoever asks saw served: where that has changed, nothing is done.
        """
        with room_needed(), exclusive(self.home):
            check_none_runs(self.home)
            current = self.manifest(self.current_id())
            if served and served != current.id:
                raise OvertakenPublish(current)
            manifest = self._published(to or current.before)
            if manifest.id == current.id:
                raise NoSnapshot("This picture is the one that is served.")
            withdrawn = self._withdrawn_by(current.id, manifest.id)
            self.serve(manifest.id)
            with suppress(OSError):
                self.history.say(
                    Happened.UNDONE,
                    who=who,
                    why=why,
                    snapshot=manifest.id,
                    withdrawn=withdrawn,
                )
            return manifest

    def _published(self, snapshot: str | None) -> Manifest:
        if snapshot is None:
            raise NoSnapshot("There is nothing before this picture to go back to.")
        manifest = self.manifest(snapshot)
        if self.waits(snapshot):
            raise NoSnapshot("This picture has not been published.")
        return manifest

    def _withdrawn_by(self, current: str, to: str) -> tuple[str, ...]:
        """What is built on by the one and not by the other, the newest first."""
        kept = set(self.lineage(to))
        return tuple(name for name in self.lineage(current) if name not in kept)

    def lineage(self, snapshot: str) -> list[str]:
        """A picture and those it was built upon, the newest first, kept or not."""
        before = self.history.befores() | {m.id: m.before for m in self.all()}
        replaced = self.history.replaced()
        found: list[str] = []
        step: str | None = replaced.get(snapshot, snapshot)
        while step and step not in found:
            found.append(step)
            step = before.get(step)
            step = replaced.get(step, step) if step else None
        return found

    # The folders themselves

    def remove(self, snapshot: str) -> None:
        """Take a snapshot's files away: first its name, so that none is ever half there."""
        gone = self.folder / f"{BUILDING}{_NOBODY}-{secrets.token_hex(4)}"
        self._of(snapshot).rename(gone)
        shutil.rmtree(gone, ignore_errors=True)

    def ids(self) -> list[str]:
        """Every snapshot that is there, those that wait among them."""
        return [
            path.parent.name
            for path in self.folder.glob("*/manifest.json")
            if not path.parent.name.startswith(".")
        ]

    def waits(self, snapshot: str) -> bool:
        """Whether it has not been published: the pointer is the truth."""
        return self.has_mark(snapshot) and snapshot != self.current_or_none()

    def has_mark(self, snapshot: str) -> bool:
        return (self._of(snapshot) / _WAITING).exists()

    def in_hand(self, snapshot: str) -> bool:
        """Whether the process that made a waiting snapshot still runs."""
        process = (self._of(snapshot) / _WAITING).read_text(encoding="utf-8")
        return still_runs(self.home, process)

    def _kept(self, snapshot: str) -> Path:
        """The folder of a picture or, where a child was taken out, of its replacement."""
        place = self._of(snapshot)
        if place.exists():
            return place
        return self._of(self.history.replaced().get(snapshot, snapshot))

    def _of(self, snapshot: str) -> Path:
        if not snapshot or Path(snapshot).name != snapshot or snapshot.startswith("."):
            raise NoSnapshot(f"There is no picture called {snapshot!r}.")
        return self.folder / snapshot


def _build_of(place: Path) -> str:
    return place.name.rsplit("-", 1)[-1]


def new_id(as_at: date) -> str:
    """An id that sorts by day and cannot meet another."""
    return f"{as_at:%Y-%m-%d}-{datetime.now(UTC):%H%M%S}-{secrets.token_hex(2)}"
