"""A watched folder publishes what is good, and stops where a person is needed."""

from pathlib import Path

import pytest

from dashboard.intake.batch import batches
from dashboard.intake.watching import NOTES, take_in_folder
from dashboard.settings import Settings, read_settings
from dashboard.warehouse.snapshots import Snapshots
from tests.integration.test_publishing import GOOD, how_many, referrals, row


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
