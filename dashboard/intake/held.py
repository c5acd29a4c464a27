"""Where one child is held in a home: pictures, uploads, notes, and what is not ours."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dashboard.errors import ForTheUser
from dashboard.intake.batch import batches
from dashboard.intake.blotting import blot_notes, notes_of
from dashboard.intake.searching import CannotBeSearched, holds
from dashboard.intake.sought import Sought
from dashboard.warehouse.child import rows_of
from dashboard.warehouse.snapshots import Snapshots

Progress = Callable[[str, int, int], None]
_OF_A_PICTURE = ("exact.duckdb", "release.duckdb", "detail.duckdb", "waiting")
# Numbers of processes and of rows, one of which may look like the child's.
_OF_A_PROCESS = ("pid", "progress.json")
# Looked at in their own way, with nothing of a child's in them, or a process's own.
_ELSEWHERE = (
    *("incoming/", "practice/", "copies/", "keys/", "records.sqlite"),
    *("snapshots/.building-", "snapshots/current"),
    *(".lock", ".running-", ".erasing", "erasure.json", ".restoring/"),
)


@dataclass(frozen=True)
class Held:
    """`rows` are those of the newest picture that holds the child, by kind of extract.

    `uploads` are batches to delete, `unread` those whose reading was of a picture that
    holds the child; `files` are other files to delete. `shut` is how many of what is
    deleted cannot be opened. `others` are files of the home that are not Sightline's.
    """

    sought: Sought = field(repr=False)
    pictures: tuple[str, ...]
    waiting: tuple[str, ...]
    rows: Mapping[str, int]
    served: bool
    uploads: tuple[str, ...]
    unread: tuple[str, ...]
    files: tuple[str, ...]
    shut: int
    notes: int
    others: tuple[str, ...]

    @property
    def anywhere(self) -> bool:
        """Whether the child is held: what cannot be opened proves nothing."""
        searched = len(self.uploads) + len(self.files) - self.shut
        found = (self.pictures, self.waiting, self.notes, self.others)
        return searched > 0 or any(found)


class OnlyReleases(ForTheUser):
    """The rows are elsewhere, and a release cannot be made without them."""

    def __init__(self, names: Iterable[str]) -> None:
        super().__init__(
            "Nothing changed: this home has pictures without their rows.",
            f"They are {', '.join(names)}.",
            "Take the child out where the whole home is, and copy the releases again.",
        )


def details_of(snapshots: Snapshots) -> dict[str, Path]:
    """Picture → the file of its rows. Raises OnlyReleases where one has none."""
    found = {name: snapshots.detail(name) for name in sorted(snapshots.ids())}
    without = [name for name, path in found.items() if not path.exists()]
    if without:
        raise OnlyReleases(without)
    return found


def held(home: Path, sought: Sought, progress: Progress) -> Held:
    """Look for the child in everything that is kept; nothing is changed."""
    snapshots = Snapshots(home)
    rows = {
        name: found
        for name, detail in details_of(snapshots).items()
        if (found := rows_of(detail, sought.keys))
    }
    waiting = tuple(name for name in rows if snapshots.waits(name))
    published = tuple(m.id for m in snapshots.all() if m.id in rows)
    look = _Look(sought, progress)
    uploads, unread = _uploads(home, look, frozenset(rows))
    return Held(
        sought=sought,
        pictures=published,
        waiting=waiting,
        rows=next((rows[name] for name in (*published, *waiting)), {}),
        served=snapshots.current_or_none() in rows,
        uploads=uploads,
        unread=unread,
        files=tuple(_files(home, look)),
        shut=len(look.shut),
        notes=blot_notes(home, sought, write=False),
        others=tuple(_others(home, sought)),
    )


@dataclass
class _Look:
    """Looks into files, one after the other; `shut` are places that cannot be opened."""

    sought: Sought
    progress: Progress
    shut: set[str] = field(default_factory=set)

    def must_go(self, place: str, files: Iterable[Path]) -> bool:
        """Whether a place holds the child, or may: what cannot be opened goes too."""
        self.progress(f"Looking into {place.split('/')[0]}", 0, 1)
        shut = False
        for path in files:
            try:
                if holds(path, self.sought):
                    return True
            except CannotBeSearched:
                shut = True
        if shut:
            self.shut.add(place)
        return shut


def _uploads(
    home: Path, look: _Look, pictures: frozenset[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    gone, unread = [], []
    for batch in sorted(batches(home), key=lambda batch: batch.id):
        files = (path for path in _in(batch.folder) if path.name not in _OF_A_PROCESS)
        if look.must_go(f"uploads/{batch.id}", files):
            gone.append(batch.id)
        elif batch.report.get("snapshot") in pictures:
            unread.append(batch.id)
    return tuple(gone), tuple(unread)


def _files(home: Path, look: _Look) -> Iterator[str]:
    """Files that wait to be taken in, pictures of tools, and copies of the records."""
    for folder in ("incoming", "practice", "copies"):
        for path in _in(home / folder):
            name = path.relative_to(home).as_posix()
            if look.must_go(name, [path]):
                yield name


def _others(home: Path, sought: Sought) -> Iterator[str]:
    """Files that hold the child and that Sightline has not made: a person looks at them."""
    ours = _looked_at(home)
    for path in _in(home):
        name = path.relative_to(home).as_posix()
        if path in ours or name.startswith(_ELSEWHERE):
            continue
        try:
            if holds(path, sought):
                yield name
        except CannotBeSearched:
            continue


def _looked_at(home: Path) -> set[Path]:
    """The files that are looked at in their own way."""
    snapshots = Snapshots(home)
    found = {
        snapshots.folder / name / file
        for name in snapshots.ids()
        for file in _OF_A_PICTURE
    }
    for batch in batches(home):
        found.update(_in(batch.folder))
    return found | set(notes_of(home))


def _in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())
