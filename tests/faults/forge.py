"""A process that has everything imported and forks one for each trial, to be killed.

It reads a task a line and answers a line. DuckDB is only ever used in the children.
"""

import errno
import json
import os
import resource
import signal
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from dashboard.access.viewer import named_staff
from dashboard.answers import Question, ask
from dashboard.errors import ForTheUser
from dashboard.filters import Filters
from dashboard.intake.erasing import Asked, erase, finish_cut_off
from dashboard.intake.publish import publish_extracts
from dashboard.intake.tidying import tidy
from dashboard.settings import Settings, read_settings
from dashboard.warehouse.erasure import Because
from dashboard.warehouse.snapshots import Snapshots

AS_AT = date(2026, 3, 31)
_WRITES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate", "shutil.copyfile"}  # fmt: skip


class OneMeasure(Settings):
    """A home with one measure and no tool: the smallest publish that can be asked."""

    @property
    def measure_folders(self) -> tuple[Path, ...]:
        return (self.home.parent / "measures",)

    @property
    def tool_folders(self) -> tuple[Path, ...]:
        return ()


def settings_of(home: str) -> Settings:
    settings = read_settings(home)
    return OneMeasure(settings.home, settings.values)


class Steps:
    """Counts what a process does to the disk; does `fault` before the one at `at`."""

    def __init__(self, at: int, fault: Callable[[], None]) -> None:
        self.at, self.fault, self.count = at, fault, 0
        self.said: set[str] = set()

    def step(self) -> None:
        self.count += 1
        if self.count == self.at:
            self.fault()

    def say(self, what: str, _done: int, _of: int) -> None:
        """That something else begins is a step. How far it is would be said more often on
        a slow machine, and what is the tenth step there would be the ninth here."""
        if what not in self.said:
            self.said.add(what)
            self.step()

    def watch(self) -> None:
        sys.addaudithook(self._heard)
        fsync = os.fsync

        def watched(file: Any) -> None:
            self.step()
            fsync(file)

        os.fsync = watched

    def _heard(self, event: str, told: tuple[Any, ...]) -> None:
        if event in _WRITES or (event == "open" and _writes(told[1], told[2])):
            self.step()


def _writes(mode: str | None, flags: int) -> bool:
    if mode is not None:
        return any(letter in mode for letter in "wax+")
    return bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))


def kill_myself() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def say_full() -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def publish(task: dict[str, Any]) -> dict[str, Any]:
    steps = Steps(task.get("at", 0), say_full if task.get("full") else kill_myself)
    if limit := task.get("largest_file"):
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    steps.watch()
    answer: dict[str, Any] = {"said": ""}
    try:
        manifest, _ = publish_extracts(
            [Path(task["file"])],
            settings_of(task["home"]),
            as_at=AS_AT,
            progress=steps.say if not task.get("full") else lambda *_: None,
        )
        answer["snapshot"] = manifest.id
    except ForTheUser as error:
        answer["said"] = str(error)
    return answer | {"steps": steps.count}


def erase_child(task: dict[str, Any]) -> dict[str, Any]:
    """Take the second child out, as the command does when it is run (again)."""
    steps = Steps(task.get("at", 0), say_full if task.get("full") else kill_myself)
    steps.watch()
    settings = settings_of(task["home"])
    asked = Asked("mosaic", "102", Because.COURT, "the tests")
    answer: dict[str, Any] = {"said": ""}
    try:
        finish_cut_off(settings)
        erase(settings, asked, lambda *_: None)
    except ForTheUser as error:
        answer["said"] = str(error)
    return answer | {"steps": steps.count}


def look(task: dict[str, Any]) -> dict[str, Any]:
    """What is served before anything is tidied; what there is when it has been."""
    home = Path(task["home"])
    before = _served(home)
    tidy(settings_of(task["home"]), starting=True)
    snapshots = Snapshots(home)
    return {
        "before": before,
        "after": _served(home),
        "files": _files(home),
        "kept": [manifest.id for manifest in snapshots.all()],
        "events": [event.values for event in snapshots.history.events()],
    }  # fmt: skip


def _files(home: Path) -> list[str]:
    """Every file but the copies of the records, which are made before each publish."""
    found = (str(p.relative_to(home)) for p in home.rglob("*") if p.is_file())
    return sorted(name for name in found if not name.startswith("copies/records-"))


def _served(home: Path) -> list[Any]:
    snapshots = Snapshots(home)
    current = snapshots.manifest(snapshots.current_id()).id
    whole = ask(Question("referrals", Filters.of({}, "all")), named_staff(home)).whole
    return [current, whole.value if whole else None]


TASKS = {"publish": publish, "look": look, "erase": erase_child}


def in_a_child(task: dict[str, Any]) -> dict[str, Any]:
    begun = time.monotonic()
    receiving, sending = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(receiving)
        try:
            answer = TASKS[task["do"]](task)
        except BaseException as error:
            answer = {"unforeseen": repr(error)}
        os.write(sending, json.dumps(answer).encode())
        os._exit(0)
    os.close(sending)
    if "after" in task:
        time.sleep(task["after"])
        os.kill(child, signal.SIGKILL)
    with os.fdopen(receiving, "rb") as file:
        said = file.read()
    _, status = os.waitpid(child, 0)
    answer = json.loads(said) if said else {}
    return answer | {
        "killed": os.WIFSIGNALED(status),
        "seconds": time.monotonic() - begun,
    }


if __name__ == "__main__":
    for line in sys.stdin:
        sys.stdout.write(json.dumps(in_a_child(json.loads(line))) + "\n")
        sys.stdout.flush()
