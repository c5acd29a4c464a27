"""A home with one picture, and a forge that publishes a second one over it."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from dashboard.settings import PROJECT
from tests.integration.test_publishing import GOOD, referrals, row


@dataclass(frozen=True)
class Forge:
    """The forge, and the home that each trial begins with."""

    process: "subprocess.Popen[str]"
    folder: Path

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

    def fresh_home(self) -> Path:
        home = self.folder / "trial"
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(self.first_home, home)
        return home


@pytest.fixture(scope="package")
def forge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forge]:
    folder = tmp_path_factory.mktemp("faults")
    (folder / "measures").mkdir()
    shutil.copy(PROJECT / "queries/measures/referrals.sql", folder / "measures")
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.forge"],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    forge = Forge(process, folder)
    referrals(folder / "second.csv", [GOOD])
    assert forge.do("publish", forge.first_home)["snapshot"]
    referrals(folder / "second.csv", [GOOD, row(PERSON_ID="102")])
    yield forge
    process.communicate(timeout=30)
