"""The process that reads files: bounded, off the network, ended without harm."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from dashboard.intake.batch import Batch
from dashboard.intake.reader_process import is_reading, start_reading, stop_reading
from dashboard.intake.reading_batch import publish_batch
from dashboard.settings import PROJECT, read_settings
from dashboard.warehouse.snapshots import Snapshots
from tests.integration.test_publishing import GOOD, referrals


def in_a_limited_process(program: str) -> subprocess.CompletedProcess[str]:
    limit = "from dashboard.intake.reader_process import limit_this_process; limit_this_process();"
    return subprocess.run(
        [sys.executable, "-c", limit + program],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    "program",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9), timeout=1)",
        "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9/')",
    ],
)
def test_what_reads_has_no_network(program: str) -> None:
    assert "has no network" in in_a_limited_process(program).stderr


def test_what_reads_cannot_take_all_memory() -> None:
    assert "MemoryError" in in_a_limited_process("bytearray(16 << 30)").stderr


def batch_of(home: Path, path: Path) -> Batch:
    batch = Batch.begin(home)
    with path.open("rb") as stream:
        batch.receive(path.name, stream, path.stat().st_size)
    return batch


def test_a_reading_that_is_ended_leaves_what_was_served(tmp_path: Path) -> None:
    settings = read_settings(tmp_path / "home")
    path = referrals(tmp_path / "march.csv", [GOOD])
    batch = batch_of(settings.home, path)
    start_reading(batch)
    stop_reading(batch)
    assert not is_reading(batch)
    assert batch.report == {}
    assert Snapshots(settings.home).all() == []
    start_reading(batch)
    while is_reading(batch):
        time.sleep(0.1)
    assert publish_batch(batch, settings) == Snapshots(settings.home).current_id()
