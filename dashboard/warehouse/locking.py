"""One at a time on a home, and whether a process still runs.

Both are locks that the system lets go of when a process ends, however it ends; a
process number would be given again to another.
"""

import atexit
import os
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import IO

from dashboard.machine import take_lock

_RUNNING = ".running-"


@dataclass
class _Held:
    """The lock of one home in this process: its threads wait here, others at the file."""

    threads: threading.RLock = field(default_factory=threading.RLock)
    depth: int = 0
    file: IO[bytes] | None = None


@cache
def _held(home: Path, _process: int) -> _Held:
    return _Held()


@contextmanager
def exclusive(home: Path) -> Iterator[None]:
    """Nobody else is inside for this home. The thread inside may enter again."""
    held = _held(home, os.getpid())
    with held.threads:
        if held.depth == 0:
            home.mkdir(parents=True, exist_ok=True)
            held.file = (home / ".lock").open("ab")
            take_lock(held.file, wait=True)
        held.depth += 1
        try:
            yield
        finally:
            held.depth -= 1
            if held.depth == 0 and held.file:
                held.file.close()


@cache
def _turn(_path: Path, _process: int) -> threading.RLock:
    return threading.RLock()


@contextmanager
def in_turn(path: Path, seconds: float) -> Iterator[None]:
    """One at a time on a file, among threads and processes, whoever waits is woken.

    Who would try again after a pause instead is overtaken by those who came later, for as
    long as they keep coming. TimeoutError where the threads of this process take longer.
    """
    turn = _turn(path, os.getpid())
    if not turn.acquire(timeout=seconds):
        raise TimeoutError(path.name)
    try:
        with path.open("ab") as file:
            take_lock(file, wait=True)
            yield
    finally:
        turn.release()


def this_process(home: Path) -> str:
    """A name for this process, by which others can see whether it still runs."""
    with exclusive(home):
        return _running(home, os.getpid())[0]


@cache
def _running(home: Path, process: int) -> tuple[str, IO[bytes]]:
    """The file is kept open, and so locked, until the process ends."""
    name = secrets.token_hex(4)
    path = home / f"{_RUNNING}{name}"
    file = path.open("ab")
    take_lock(file, wait=True)
    atexit.register(_no_longer_running, path, file, process)
    return name, file


def _no_longer_running(path: Path, file: IO[bytes], process: int) -> None:
    file.close()
    if os.getpid() == process:  # not in a copy of the process
        path.unlink(missing_ok=True)


def still_runs(home: Path, name: str) -> bool:
    try:
        file = (home / f"{_RUNNING}{name}").open("r+b")
    except FileNotFoundError:
        return False
    with file:
        return not take_lock(file, wait=False)


def forget_ended(home: Path) -> None:
    """Remove the names of processes that have ended."""
    with exclusive(home):
        for path in home.glob(f"{_RUNNING}*"):
            if not still_runs(home, path.name.removeprefix(_RUNNING)):
                path.unlink(missing_ok=True)
