"""A picture is made anew, in the background, when what its cubes are made of is changed.

Zones are in the cubes: saving one starts this. Of several wishes the last one's picture
holds them all, so an earlier one that still runs is ended.
"""

from pathlib import Path

from dashboard.intake.batch import Batch, batches
from dashboard.intake.reader_process import is_reading, start_reading, stop_reading
from dashboard.warehouse.snapshots import Snapshots


def make_anew(home: Path, why: str, who: str) -> Batch | None:
    """Begin to make the served picture anew; None where nothing has been published."""
    if Snapshots(home).current_or_none() is None:
        return None
    for earlier in _of(home):
        stop_reading(earlier)
        earlier.delete()
    batch = Batch.begin(home)
    batch.ask({"anew": why, "who": who})
    start_reading(batch)
    return batch


def being_made(home: Path) -> Batch | None:
    """The picture that is being made anew now, if one is."""
    return next((batch for batch in _of(home) if is_reading(batch)), None)


def stopped(home: Path) -> Batch | None:
    """One that could not be made; its report says why."""
    return next((batch for batch in _of(home) if "stopped" in batch.report), None)


def _of(home: Path) -> list[Batch]:
    return [batch for batch in batches(home) if "anew" in batch.question]
