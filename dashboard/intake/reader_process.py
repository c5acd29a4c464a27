"""Reading a batch in a process of its own, which can be ended without harm.

A file that eats memory or never ends takes that process with it, not the server; what
is served is untouched, and the batch says that the reading stopped.
"""

import subprocess
import sys

from dashboard import machine
from dashboard.intake.batch import Batch
from dashboard.settings import PACKAGE

# Seconds; a year of half-days of forty schools takes under one minute.
LONGEST_READING = 3_600
MOST_MEMORY = 8 << 30


def start_reading(batch: Batch) -> None:
    """Start to read a batch anew; what an earlier reading said is forgotten."""
    stop_reading(batch)
    batch.forget_reading()
    home = batch.folder.parent.parent
    log = (batch.folder / "reading.log").open("wb")
    with log:
        process = subprocess.Popen(  # noqa: S603 - our own module, and an id of ours
            [sys.executable, "-m", "dashboard", "--home", str(home), "extracts", "prepare", batch.id],
            cwd=PACKAGE.parent,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            **machine.apart(),
        )  # fmt: skip
    (batch.folder / "pid").write_text(str(process.pid), encoding="ascii")
    _readers[batch.id] = process


# Kept so that a process that has ended is not taken for one that runs.
_readers: dict[str, "subprocess.Popen[bytes]"] = {}


def is_reading(batch: Batch) -> bool:
    """Whether the batch's process still runs."""
    if batch.id in _readers:
        return _readers[batch.id].poll() is None
    pid = _pid(batch)
    return pid is not None and machine.runs(pid)


def stop_reading(batch: Batch) -> None:
    if not is_reading(batch):
        return
    pid = _pid(batch)
    if pid is not None:
        machine.end(pid)
    if batch.id in _readers:
        _readers[batch.id].wait(timeout=30)


def limit_this_process() -> None:
    """Bound the memory and time of the process that reads, and keep it off the network."""
    sys.addaudithook(_refuse_network)
    machine.limit_this_process(MOST_MEMORY, LONGEST_READING)


def _refuse_network(event: str, _: tuple[object, ...]) -> None:
    """A file may name an address (an entity, a link); nothing that reads may follow it."""
    if event in ("socket.connect", "socket.getaddrinfo", "socket.bind"):
        raise PermissionError("The process that reads files has no network.")


def _pid(batch: Batch) -> int | None:
    try:
        return int((batch.folder / "pid").read_text(encoding="ascii"))
    except (FileNotFoundError, ValueError):
        return None
