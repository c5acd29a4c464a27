"""A watched folder: what a person does on the upload page, without the person.

Files that have stopped changing are taken in together. Where something must be put right
or needs a yes they wait on the upload page, and a note in the folder says so.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from dashboard.errors import ForTheUser, SightlineError, reference_for
from dashboard.intake.batch import Batch
from dashboard.intake.reader_process import is_reading, start_reading
from dashboard.intake.reading_batch import publish_batch
from dashboard.settings import Settings

NOTES = ".needs-you.txt"
# A file that is still being copied in changes; this long without a change it is whole.
SETTLED_SECONDS = 5.0
_LOOK_EVERY = 0.2
WATCHED_EVERY = 30.0


@dataclass(frozen=True)
class Taken:
    """What became of the files found: `published` is the picture's id, else `why`."""

    files: tuple[str, ...]
    batch: str
    published: str | None
    why: str


def take_in_folder(
    folder: Path, settings: Settings, *, settled: float = SETTLED_SECONDS
) -> Taken | None:
    """Take in every settled file of the folder; None where there is none yet."""
    files = _settled_files(folder, settled)
    if not files:
        return None
    batch = Batch.begin(settings.home)
    for file in files:
        with file.open("rb") as stream:
            batch.receive(file.name, stream, file.stat().st_size)
    start_reading(batch)
    while is_reading(batch):
        time.sleep(_LOOK_EVERY)
    taken = _published(batch, settings, tuple(file.name for file in files))
    for file in files:
        file.unlink()
    if taken.published is None:
        _leave_note(folder, taken)
    return taken


def watch(
    folder: Path,
    settings: Settings,
    tell: Callable[[Taken], None],
    *,
    every: float,
    goes_on: Callable[[], bool] = lambda: True,
) -> None:
    """Look into the folder again and again, while `goes_on`.

    A folder that cannot be reached for a while, or a full disk, does not end the watch.
    """
    while goes_on():
        try:
            taken = take_in_folder(folder, settings)
        except (OSError, SightlineError) as error:
            reference_for(error)
        else:
            if taken:
                tell(taken)
        time.sleep(every)


def start_watching(settings: Settings, *, every: float = WATCHED_EVERY) -> None:
    """Watch the home's folder `incoming` from a thread that ends with the server."""
    folder = settings.home / "incoming"
    folder.mkdir(parents=True, exist_ok=True)
    threading.Thread(
        target=watch,
        args=(folder, settings, lambda taken: None),
        kwargs={"every": every},
        name="incoming",
        daemon=True,
    ).start()


def _settled_files(folder: Path, settled: float) -> list[Path]:
    """All of the folder's files, once none of them has changed for a while."""
    files = sorted(
        path
        for path in folder.glob("*")
        if path.is_file()
        and not path.name.startswith((".", "~$"))
        and not path.name.endswith((NOTES, ".part"))
    )
    newest = max((path.stat().st_mtime for path in files), default=0.0)
    return files if time.time() - newest >= settled else []


def _published(batch: Batch, settings: Settings, names: tuple[str, ...]) -> Taken:
    report = batch.report
    why = " ".join(report.get("stopped", [])) or report.get("verdict", "")
    if not report.get("snapshot"):
        return Taken(names, batch.id, None, why or "The reading was cut off.")
    try:
        return Taken(names, batch.id, publish_batch(batch, settings), "")
    except ForTheUser as error:
        return Taken(names, batch.id, None, f"{error} {why}")


def _leave_note(folder: Path, taken: Taken) -> None:
    when = datetime.now(UTC)
    note = folder / f"{when:%Y-%m-%d-%H%M%S}{NOTES}"
    note.write_text(
        f"{when:%d %b %Y, %H:%M} UTC: not published. {taken.why}\n"
        f"Files: {', '.join(taken.files)}.\n"
        "They wait on the upload page of Sightline, under “Files waiting from earlier”.\n",
        encoding="utf-8",
    )
