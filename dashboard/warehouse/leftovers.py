"""What processes that ended left behind is put right, and said in the history."""

import shutil
from collections.abc import Iterable

from dashboard.warehouse.durable import HALF_WRITTEN
from dashboard.warehouse.erasure import finish, forget_mark
from dashboard.warehouse.locking import exclusive, forget_ended, still_runs
from dashboard.warehouse.snapshots import BUILDING, Snapshots


def clear_leftovers(snapshots: Snapshots, spoken_for: Iterable[str] = ()) -> None:
    """`spoken_for` are the waiting pictures that somebody may still publish."""
    with exclusive(snapshots.home):
        finish(snapshots.home)
        _finish_published(snapshots)
        _remove_half_built(snapshots)
        _remove_waiting(snapshots, frozenset(spoken_for))
        _remove_half_written(snapshots)
        forget_mark(snapshots.home)
        forget_ended(snapshots.home)
        snapshots.history.say_cut_off(snapshots.ids())


def _finish_published(snapshots: Snapshots) -> None:
    """What the pointer points to is published, and is said to be."""
    history = snapshots.history
    said = history.befores().keys() | set(history.replaced().values())
    current = snapshots.current_or_none()
    for name in snapshots.ids():
        marked = snapshots.has_mark(name)
        if (name == current and marked) or (not marked and name not in said):
            snapshots.say_published(snapshots.manifest(name))


def _remove_half_built(snapshots: Snapshots) -> None:
    for path in snapshots.folder.glob(f"{BUILDING}*"):
        process = path.name.removeprefix(BUILDING).split("-")[0]
        if not still_runs(snapshots.home, process):
            shutil.rmtree(path, ignore_errors=True)


def _remove_waiting(snapshots: Snapshots, spoken_for: frozenset[str]) -> None:
    for name in snapshots.ids():
        kept = name in spoken_for or not snapshots.waits(name)
        if not kept and not snapshots.in_hand(name):
            snapshots.remove(name)


def _remove_half_written(snapshots: Snapshots) -> None:
    for folder in (snapshots.home, snapshots.folder, *snapshots.folder.glob("*/")):
        for path in folder.glob(HALF_WRITTEN):
            path.unlink(missing_ok=True)
