"""What one operating system does in another way than the next, and nothing else does.

Every call that is of POSIX alone, or of Windows alone, is here, so that what was never run
on Windows is one file to read. ruff holds it (banned-api in pyproject.toml).
"""

import os
import signal
import sys
import threading
from pathlib import Path
from typing import IO, Any

import psutil

WINDOWS = sys.platform == "win32"

if sys.platform == "win32":
    import msvcrt

    def take_lock(file: IO[bytes], *, wait: bool) -> bool:
        """Hold a file that is open until it is closed or this process ends.

        False where another holds it and it was not to be waited for.
        """
        file.seek(0)
        while True:
            try:
                msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            except OSError:
                if not wait:
                    return False
                threading.Event().wait(0.05)
            else:
                return True

    def limit_this_process(memory: int, seconds: int) -> None:
        """There is no such limit here: DuckDB's own and the clock of the page remain."""

    def sync_folder(folder: Path) -> None:
        """A folder cannot be opened here: names are NTFS's own to make sure of."""

    _PRIVATE = os.O_BINARY

else:
    import fcntl
    import resource

    def take_lock(file: IO[bytes], *, wait: bool) -> bool:
        """Hold a file that is open until it is closed or this process ends.

        False where another holds it and it was not to be waited for.
        """
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            return False
        return True

    def limit_this_process(memory: int, seconds: int) -> None:
        """End this process where it takes more bytes or more seconds of work than these."""
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    def sync_folder(folder: Path) -> None:
        """Make sure of the names in a folder."""
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)

    _PRIVATE = 0


def keep_to_owner() -> None:
    """What is written from now on is its owner's alone.

    Windows goes by the rights of the folder instead: INSTALL.md says which to give.
    """
    os.umask(0o077)


def open_new(path: Path, mode: int) -> IO[bytes]:
    """A file that was not there before, open to be written. FileExistsError where it was."""
    return open(
        os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _PRIVATE, mode), "wb"
    )


def is_kept_to_owner(path: Path) -> bool:
    """Whether nobody else on this machine may read a file; on Windows it is not known."""
    return WINDOWS or path.stat().st_mode & 0o077 == 0


def runs(process: int) -> bool:
    """Whether there is a process of this number.

    On Windows os.kill, by which POSIX asks, would end it.
    """
    return bool(psutil.pid_exists(process))


def end(process: int) -> None:
    """Ask a process to end; on Windows it is ended. OSError where there is none."""
    os.kill(process, signal.SIGTERM)


def apart() -> dict[str, Any]:
    """How a process is started that does not end with the keys that end this one."""
    if sys.platform == "win32":
        import subprocess

        apart = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW
        return {"creationflags": apart}
    return {"start_new_session": True}
