"""Snapshots: dated, never changed, each in a folder of its own, and one pointer.

A reader that has a snapshot open keeps it; a new one is a new name. The pointer is
replaced in one step, so nothing half-published is ever visible.
"""

import json
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from dashboard.errors import ForTheUser, NoSnapshot

_BUILDING = ".building-"
_WAITING = "waiting"


@dataclass(frozen=True)
class SourceFile:
    """One file that went into a snapshot, by its hash; never its name's folder."""

    name: str
    profile: str
    sha256: str
    rows: int
    repeated: int
    left_out: int = 0


@dataclass(frozen=True)
class Manifest:
    """What a snapshot is made of; the only thing known about it without opening it."""

    id: str
    as_at: date
    published_at: datetime
    before: str | None
    files: tuple[SourceFile, ...] = field(default_factory=tuple)

    def to_json(self) -> str:
        return json.dumps(asdict(self), default=str, indent=1)

    @classmethod
    def from_json(cls, text: str) -> "Manifest":
        values = json.loads(text)
        return cls(
            id=values["id"],
            as_at=date.fromisoformat(values["as_at"]),
            published_at=datetime.fromisoformat(values["published_at"]),
            before=values["before"],
            files=tuple(SourceFile(**entry) for entry in values["files"]),
        )


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

    def current_id(self) -> str:
        """The id of the snapshot that is served. NoSnapshot where there is none yet."""
        try:
            return self.pointer.read_text(encoding="ascii").strip()
        except FileNotFoundError:
            raise NoSnapshot(
                "Nothing has been published yet.",
                what_to_do="Publish extracts first: python -m dashboard extracts publish FILES.",
            ) from None

    def manifest(self, snapshot: str) -> Manifest:
        path = self._of(snapshot) / "manifest.json"
        try:
            return Manifest.from_json(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise NoSnapshot(
                "This picture is no longer kept.",
                what_to_do="Ask the same question of the newest.",
            ) from None

    def exact(self, snapshot: str) -> Path:
        return self._of(snapshot) / "exact.duckdb"

    def detail(self, snapshot: str) -> Path:
        return self._of(snapshot) / "detail.duckdb"

    def all(self) -> list[Manifest]:
        """Every snapshot that has been published, the newest first."""
        found = [
            self.manifest(path.parent.name)
            for path in self.folder.glob("*/manifest.json")
            if not path.parent.name.startswith(_BUILDING)
            and not (path.parent / _WAITING).exists()
        ]
        return sorted(found, key=lambda manifest: manifest.published_at, reverse=True)

    @contextmanager
    def building(self) -> Iterator[Path]:
        """A folder to build in; it is gone afterwards unless it became a snapshot."""
        self.folder.mkdir(parents=True, exist_ok=True)
        place = self.folder / f"{_BUILDING}{secrets.token_hex(4)}"
        place.mkdir(mode=0o700)
        try:
            yield place
        finally:
            shutil.rmtree(place, ignore_errors=True)

    def let_wait(self, place: Path, manifest: Manifest) -> None:
        """Turn a finished folder into a snapshot that waits to be published."""
        (place / "manifest.json").write_text(manifest.to_json(), encoding="utf-8")
        (place / _WAITING).touch()
        place.rename(self._of(manifest.id))

    def publish(self, snapshot: str) -> None:
        """Serve a waiting snapshot.

        Raises OvertakenPublish where another was published since it was begun.
        """
        begun_on = self.manifest(snapshot).before
        if begun_on != self._current_or_none():
            raise OvertakenPublish(self.manifest(self.current_id()))
        (self._of(snapshot) / _WAITING).unlink(missing_ok=True)
        self.serve(snapshot)

    def withdraw(self, snapshot: str) -> None:
        """Forget a waiting snapshot that will not be published."""
        if (self._of(snapshot) / _WAITING).exists():
            shutil.rmtree(self._of(snapshot), ignore_errors=True)

    def _current_or_none(self) -> str | None:
        try:
            return self.current_id()
        except NoSnapshot:
            return None

    def serve(self, snapshot: str) -> None:
        new = self.folder / f".current-{secrets.token_hex(4)}"
        with new.open("w", encoding="ascii") as file:
            file.write(snapshot)
            file.flush()
            os.fsync(file.fileno())
        new.replace(self.pointer)

    def undo(self) -> Manifest:
        """Serve the snapshot before the current one again; nothing is deleted."""
        before = self.manifest(self.current_id()).before
        if before is None:
            raise NoSnapshot("There is nothing before this picture to go back to.")
        manifest = self.manifest(before)
        self.serve(manifest.id)
        return manifest

    def _of(self, snapshot: str) -> Path:
        if not snapshot or Path(snapshot).name != snapshot or snapshot.startswith("."):
            raise NoSnapshot(f"There is no picture called {snapshot!r}.")
        return self.folder / snapshot


def new_id(as_at: date) -> str:
    """An id that sorts by day and cannot meet another."""
    return f"{as_at:%Y-%m-%d}-{datetime.now(UTC):%H%M%S}-{secrets.token_hex(2)}"
