"""A release that is an exception waits for a named person, and no other does."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from dashboard.intake.batch import Batch
from dashboard.intake.decisions import Decisions
from dashboard.intake.publish import prepare_extracts, publish_extracts
from dashboard.intake.reading_batch import publish_batch
from dashboard.intake.reading_report import report_of
from dashboard.intake.signing import SignOffNeeded
from dashboard.settings import Settings, read_settings
from dashboard.warehouse.manifest import Manifest
from dashboard.warehouse.snapshots import Snapshots
from tests.integration.social_work_extracts import WELFARE, Contact, write_social_work

pytestmark = [pytest.mark.timeout(600), pytest.mark.usefixtures("few_measures")]
AS_AT = date(2026, 6, 30)
SIGNER = "The information governance lead"


def contacts(many: int) -> Iterator[Contact]:
    for person in range(many):
        yield Contact(
            person=person,
            received_on=date(2025, 1, 1) + timedelta(days=person * 500 // many),
            team=f"T{person % 3}",
            outcome=WELFARE if person % 2 else "No further action",
        )


@pytest.fixture
def asking(tmp_path: Path) -> Settings:
    home = tmp_path / "home"
    home.mkdir()
    (home / "settings.toml").write_text("sign_off = true\n", encoding="utf-8")
    return read_settings(home)


def publish(settings: Settings, folder: Path, many: int) -> Manifest:
    folder.mkdir()
    files = write_social_work(folder, list(contacts(many)))
    decided = Decisions(yes=True)
    return publish_extracts(files, settings, as_at=AS_AT, decisions=decided)[0]


def test_an_exception_waits_for_a_name(asking: Settings, tmp_path: Path) -> None:
    """At the page the first release; then the same as usual; then one with finer tables."""
    snapshots = Snapshots(asking.home)
    batch = Batch.begin(asking.home)
    folder = tmp_path / "files"
    folder.mkdir()
    for path in write_social_work(folder, list(contacts(300))):
        with path.open("rb") as stream:
            batch.receive(path.name, stream, path.stat().st_size)
    batch.decide(Decisions(yes=True))
    prepared = prepare_extracts(batch.files(), asking, as_at=AS_AT)
    batch.say(report_of(prepared))
    assert prepared.release is not None
    assert "so small" in prepared.release.words or "0 of " in prepared.release.words
    with pytest.raises(SignOffNeeded, match="waits for a named person"):
        publish_batch(batch, asking)
    assert snapshots.current_or_none() is None
    batch.decide(Decisions(yes=True, signed_by=SIGNER))
    first = publish_batch(batch, asking)
    assert snapshots.manifest(first).signed_by == SIGNER

    usual = publish(asking, tmp_path / "usual", 302)
    assert usual.signed_by == ""

    with pytest.raises(SignOffNeeded) as finer:
        publish(asking, tmp_path / "finer", 2_400)
    assert any("would be told by" in words for words in finer.value.examined.exceptions)
    assert snapshots.current_id() == usual.id
    assert len(snapshots.ids()) == 2, "what waited is gone"
