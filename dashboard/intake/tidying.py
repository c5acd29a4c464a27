"""What is left behind is cleared away: at the start of the server and of each publish."""

import shutil
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from dashboard.access.audit import let_go
from dashboard.intake.batch import batches
from dashboard.partnership.records import LAID_OUT
from dashboard.settings import Settings
from dashboard.warehouse.leftovers import clear_leftovers
from dashboard.warehouse.locking import exclusive
from dashboard.warehouse.retention import let_go_of_old
from dashboard.warehouse.room import room_needed
from dashboard.warehouse.snapshots import Snapshots

_DAY = 86_400
# A file that is still coming in is written to more often than this.
_STILL_COMING = 3_600


def tidy(settings: Settings, *, starting: bool = False) -> list[str]:
    """Put right what was cut off and delete what is old; returns pictures let go of.

    At the start of the server no file is still coming in.
    """
    snapshots = Snapshots(settings.home)
    if not settings.home.exists():
        return []
    with room_needed(), exclusive(settings.home):
        _delete_old_batches(settings)
        let_go(settings.home, datetime.now(UTC) - settings.keep_record)
        clear_leftovers(snapshots, _spoken_for(settings.home))
        # Whoever restores has the home to himself, so here nobody does.
        shutil.rmtree(settings.home / LAID_OUT, ignore_errors=True)
        idle = 0 if starting else _STILL_COMING
        for path in _half_written(settings.home):
            if time.time() - path.stat().st_mtime >= idle:
                path.unlink(missing_ok=True)
        return let_go_of_old(snapshots, settings.keep_snapshots)


def _delete_old_batches(settings: Settings) -> None:
    oldest = time.time() - settings.keep_uploads_days * _DAY
    for batch in batches(settings.home):
        if batch.folder.stat().st_mtime < oldest:
            shutil.rmtree(batch.folder, ignore_errors=True)


def _spoken_for(home: Path) -> set[str]:
    """Pictures that wait for the officer whose files are still kept."""
    found = (batch.report.get("snapshot") for batch in batches(home))
    return {snapshot for snapshot in found if snapshot}


def _half_written(home: Path) -> Iterator[Path]:
    """Parts of files that were coming in, and of what was being said of them."""
    yield from home.glob("uploads/*/files/*/*.part")
    yield from home.glob("uploads/*/.*.json.*")
    yield from home.glob("*.new")
    yield from home.glob("copies/.*.new*")
