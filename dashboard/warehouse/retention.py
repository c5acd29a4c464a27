"""Which pictures need not be kept: never the log of them, nor one that is depended on."""

from dashboard.warehouse.history import Happened
from dashboard.warehouse.locking import exclusive
from dashboard.warehouse.snapshots import Snapshots
from dashboard.warehouse.taken import pinned

THE_RULE = "the rule of how many pictures are kept"


def no_longer_needed(snapshots: Snapshots, keep: int) -> list[str]:
    """All but the newest `keep`, the served one, the one before it and those pinned."""
    current = snapshots.current_or_none()
    if current is None:
        return []
    before = snapshots.lineage(current)[1:2]
    kept = {current, *before, *pinned(snapshots.home)}
    return [m.id for m in snapshots.all()[max(keep, 1) :] if m.id not in kept]


def let_go_of_old(snapshots: Snapshots, keep: int) -> list[str]:
    """Delete the files of pictures that need not be kept; returns their ids."""
    gone = []
    with exclusive(snapshots.home):
        for snapshot in no_longer_needed(snapshots, keep):
            manifest = snapshots.manifest(snapshot)
            try:
                snapshots.remove(snapshot)
            except PermissionError:  # Windows, where it is still being read: next time
                continue
            snapshots.history.say(
                Happened.NO_LONGER_KEPT,
                who=THE_RULE,
                snapshot=snapshot,
                manifest=manifest,
            )
            gone.append(snapshot)
    return gone
