"""One child is taken out of what is kept: all of it, or nothing yet, whatever happens.

The pictures without the child are built beside those that are kept. Then what is to be
done is written down in one step; from there on it is only ever finished: by whoever runs
it, or by the next to publish, go back or tidy. What is written names no child.
"""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from dashboard.errors import ForTheUser
from dashboard.machine import sync_folder
from dashboard.warehouse.durable import write_whole
from dashboard.warehouse.history import Happened, History
from dashboard.warehouse.locking import exclusive, still_runs, this_process

_PLAN = "erasure.json"
_MARK = ".erasing"
_BUILDING = ".building-"
# What is on its way in or out: no process builds there, so that any may clear it away.
_COMING = f"{_BUILDING}anew-"
_GOING = f"{_BUILDING}nobody-"


class Because(StrEnum):
    """Why a child is taken out; all of it that the history says."""

    ADOPTION = "adoption"
    PROTECTED_IDENTITY = "protected_identity"
    REQUEST = "request"
    COURT = "court"

    @property
    def in_words(self) -> str:
        return {
            "adoption": "an adoption",
            "protected_identity": "a protected identity",
            "request": "a request",
            "court": "a court's order",
        }[self.value]


class BeingErased(ForTheUser):
    """Nothing may be read or served while a child is being taken out."""

    def __init__(self) -> None:
        super().__init__(
            "A child is being taken out of everything that is kept.",
            "Until that is done nothing else can be read, published or gone back to.",
            "Try again in some minutes. What was published before is still served.",
        )


class BeingRead(ForTheUser):
    """A copy of the rows is in use, and would not be found."""

    def __init__(self) -> None:
        super().__init__(
            "Nothing changed: files are being read at this moment.",
            what_to_do="Try again when they have been read.",
        )


@dataclass(frozen=True)
class Replaced:
    """A picture that goes, the one that stands for it, and where that was built."""

    old: str
    new: str
    place: str


@dataclass(frozen=True)
class Erasure:
    """What is to be done. `going` are pictures that wait, and go; `files` are files and
    folders to delete, by their paths in the home."""

    id: str
    because: Because
    who: str
    replaced: tuple[Replaced, ...]
    going: tuple[str, ...]
    files: tuple[str, ...]

    @classmethod
    def from_values(cls, values: dict[str, Any]) -> "Erasure":
        return cls(
            id=values["id"],
            because=Because(values["because"]),
            who=values["who"],
            replaced=tuple(Replaced(**one) for one in values["replaced"]),
            going=tuple(values["going"]),
            files=tuple(values["files"]),
        )


@contextmanager
def alone(home: Path) -> Iterator[None]:
    """Nobody else reads, publishes or goes back until this is left.

    Raises BeingRead where somebody has begun to read, BeingErased where another erases.
    """
    with exclusive(home):
        check_none_runs(home)
        if any(_is_read(home)):
            raise BeingRead
        write_whole(home / _MARK, this_process(home))
    try:
        yield
    finally:
        (home / _MARK).unlink(missing_ok=True)


def check_none_runs(home: Path) -> None:
    """Finish what was cut off. Raises BeingErased where a process still erases."""
    with exclusive(home):
        finish(home)
        owner = forget_mark(home)
        if owner and owner != this_process(home):
            raise BeingErased


def forget_mark(home: Path) -> str:
    """The process that erases now; the mark of one that has ended is taken away."""
    try:
        owner = (home / _MARK).read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
    if still_runs(home, owner):
        return owner
    (home / _MARK).unlink(missing_ok=True)
    return ""


def _is_read(home: Path) -> Iterator[bool]:
    for path in (home / "snapshots").glob(f"{_BUILDING}*"):
        yield still_runs(home, path.name.removeprefix(_BUILDING).split("-")[0])


def commit(home: Path, erasure: Erasure) -> None:
    """Write down what is to be done: from here on it will be.

    First the places get names that whoever built there does not clear away: should
    finishing fail, they are needed. The caller has the home to itself.
    """
    folder = home / "snapshots"
    for one in erasure.replaced:
        (folder / one.place).rename(folder / f"{_COMING}{one.new}")
    if erasure.replaced:
        sync_folder(folder)
    write_whole(home / _PLAN, json.dumps(asdict(erasure)))


def is_cut_off(home: Path) -> bool:
    """Whether one was begun that has not come to its end."""
    return (home / _PLAN).exists()


def finish(home: Path) -> Erasure | None:
    """Do what was written down, or what is left of it; None where there is nothing.

    Where a file cannot be deleted (on Windows, while a server reads it) what was written
    down stays, and the next to come tries again.
    """
    with exclusive(home):
        if not is_cut_off(home):
            return None
        text = (home / _PLAN).read_text(encoding="utf-8")
        told = Erasure.from_values(json.loads(text))
        erasure = replace(told, replaced=_put_in_place(home, told.replaced))
        _serve(home / "snapshots", erasure.replaced)
        _say(home, erasure)
        if _deleted(home, erasure):
            (home / _PLAN).unlink()
            sync_folder(home)
        return erasure


def _put_in_place(home: Path, replaced: tuple[Replaced, ...]) -> tuple[Replaced, ...]:
    """Give the new pictures their names; those that are there. No other goes for one
    that is not."""
    folder = home / "snapshots"
    for one in replaced:
        coming = folder / f"{_COMING}{one.new}"
        if coming.exists():
            coming.rename(folder / one.new)
    if folder.exists():
        sync_folder(folder)
    return tuple(one for one in replaced if (folder / one.new).exists())


def _serve(folder: Path, replaced: tuple[Replaced, ...]) -> None:
    """Serve the picture that stands for the one that was served."""
    stands_for = {one.old: one.new for one in replaced}
    pointer = folder / "current"
    served = pointer.read_text(encoding="ascii").strip() if pointer.exists() else ""
    if served in stands_for:
        write_whole(pointer, stands_for[served])


def _say(home: Path, erasure: Erasure) -> None:
    history = History(home)
    if any(event.build == erasure.id for event in history.events()):
        return
    for picture in erasure.going:
        history.say(Happened.LET_GO, who=erasure.who, snapshot=picture)
    history.say(
        Happened.ERASED,
        who=erasure.who,
        build=erasure.id,
        why=erasure.because.in_words,
        replaced=tuple((one.old, one.new) for one in erasure.replaced),
    )


def _deleted(home: Path, erasure: Erasure) -> bool:
    folder = home / "snapshots"
    try:
        for old in (*(one.old for one in erasure.replaced), *erasure.going):
            going = folder / f"{_GOING}{old}"
            if (folder / old).exists():
                (folder / old).rename(going)
            _delete(going)
        for name in erasure.files:
            _delete(home / name)
    except PermissionError:
        return False
    return True


def _delete(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
