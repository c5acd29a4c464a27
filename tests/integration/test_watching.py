"""A watched folder publishes what is good, and stops where a person is needed."""

import json
import os
import time
from pathlib import Path

import pytest

from dashboard.__main__ import main
from dashboard.intake.batch import Batch, batches
from dashboard.intake.watching import NOTES, take_in_folder, watch
from dashboard.settings import Settings, read_settings
from dashboard.warehouse.snapshots import Snapshots
from tests.integration.test_publishing import GOOD, how_many, referrals, row

pytestmark = pytest.mark.usefixtures("few_measures")


@pytest.fixture
def incoming(tmp_path: Path) -> Path:
    folder = tmp_path / "incoming"
    folder.mkdir()
    return folder


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return read_settings(tmp_path / "home")


def test_a_good_file_is_published_and_gone(incoming: Path, settings: Settings) -> None:
    referrals(incoming / "march.csv", [GOOD])
    taken = take_in_folder(incoming, settings, settled=0)
    assert taken is not None
    assert taken.published == Snapshots(settings.home).current_id()
    assert list(incoming.iterdir()) == []
    assert list(batches(settings.home)) == []
    assert how_many(settings) == 1


def test_what_must_be_put_right_waits_for_a_person(
    incoming: Path, settings: Settings
) -> None:
    referrals(incoming / "march.csv", [row(**{"Referral Date": "31/13/2026"})])
    taken = take_in_folder(incoming, settings, settled=0)
    assert taken is not None
    assert taken.published is None
    [note] = incoming.iterdir()
    assert note.name.endswith(NOTES)
    assert "1 thing must be put right" in note.read_text(encoding="utf-8")
    [waiting] = batches(settings.home)
    assert [path.name for path in waiting.files()] == ["march.csv"]
    assert take_in_folder(incoming, settings, settled=0) is None


def test_a_file_that_is_still_being_copied_is_left_alone(
    incoming: Path, settings: Settings
) -> None:
    referrals(incoming / "march.csv", [GOOD])
    assert take_in_folder(incoming, settings, settled=60) is None
    assert (incoming / "march.csv").exists()


def test_a_folder_that_cannot_be_read_does_not_end_the_watch(
    incoming: Path,
    settings: Settings,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Batch, "begin", full)
    referrals(incoming / "march.csv", [GOOD])
    long_ago = time.time() - 3600
    os.utime(incoming / "march.csv", (long_ago, long_ago))
    looks = iter([True, True, False])
    watch(incoming, settings, print, every=0, goes_on=lambda: next(looks))
    assert caplog.text.count("unforeseen OSError") == 2
    assert (incoming / "march.csv").exists()


def test_the_command_looks_once(
    incoming: Path, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    referrals(incoming / "march.csv", [row(**{"Referral Date": "soon"})])
    long_ago = time.time() - 3600
    os.utime(incoming / "march.csv", (long_ago, long_ago))
    words = ["extracts", "watch", str(incoming), "--once", "--json"]
    assert main(["--home", str(settings.home), *words]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["files"] == ["march.csv"]
    assert "1 thing must be put right" in told["why"]
