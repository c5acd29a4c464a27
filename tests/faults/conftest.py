"""A home with one picture, and forges that publish a second one over copies of it."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import Queue
from typing import Any, TypeVar

import pytest

from dashboard.settings import PROJECT
from tests.integration.test_publishing import GOOD, referrals, row

AT_ONCE = 2
Given = TypeVar("Given")
Result = TypeVar("Result")


@dataclass(frozen=True)
class Forge:
    """One forge, and the folder of its trials."""

    process: "subprocess.Popen[str]"
    folder: Path
    number: int

    @classmethod
    def begin(cls, folder: Path, number: int) -> "Forge":
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.forge"],
            cwd=PROJECT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        return cls(process, folder, number)

    def do(self, what: str, home: Path, **task: Any) -> dict[str, Any]:
        assert self.process.stdin and self.process.stdout
        task |= {"do": what, "home": str(home), "file": str(self.folder / "second.csv")}
        self.process.stdin.write(json.dumps(task) + "\n")
        self.process.stdin.flush()
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        assert "unforeseen" not in answer, answer
        return answer

    @property
    def first_home(self) -> Path:
        return self.folder / "first"

    def fresh_home(self, like: Path | None = None) -> Path:
        home = self.folder / f"trial{self.number}"
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(like or self.first_home, home)
        return home


@dataclass(frozen=True)
class Forges:
    """Several forges: as many trials at once as there are."""

    free: "Queue[Forge]"

    def one(self, trial: Callable[[Forge, Given], Result], given: Given) -> Result:
        forge = self.free.get()
        try:
            return trial(forge, given)
        finally:
            self.free.put(forge)

    def each(
        self, trial: Callable[[Forge, Given], Result], given: Iterable[Given]
    ) -> list[Result]:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            return list(pool.map(lambda item: self.one(trial, item), given))


@pytest.fixture(scope="package")
def forges(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forges]:
    folder = tmp_path_factory.mktemp("faults")
    (folder / "measures").mkdir()
    shutil.copy(PROJECT / "queries/measures/referrals.sql", folder / "measures")
    begun = [Forge.begin(folder, number) for number in range(AT_ONCE)]
    referrals(folder / "second.csv", [GOOD])
    assert begun[0].do("publish", begun[0].first_home)["snapshot"]
    referrals(folder / "second.csv", [GOOD, row(PERSON_ID="102")])
    free: Queue[Forge] = Queue()
    for forge in begun:
        free.put(forge)
    yield Forges(free)
    for forge in begun:
        forge.process.communicate(timeout=30)


# SIGHTLINE_EVERY_MOMENT tries every write there is; else one in so many, and the last few.
EVERY_MOMENT = bool(os.environ.get("SIGHTLINE_EVERY_MOMENT"))


def moments(steps: int, stride: int, last: int = 1) -> list[int]:
    """The writes at which something happens, from the first to the last of `steps`."""
    some = range(1, steps + 1, 1 if EVERY_MOMENT else stride)
    return sorted({*some, *range(max(1, steps - last + 1), steps + 1)})
