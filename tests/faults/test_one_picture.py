"""A page is of one picture, whenever another comes to be served; and a question that needs
more memory than there is ends in a sentence."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from dashboard.access.viewer import named_staff
from dashboard.answers import home_of
from dashboard.components import view
from dashboard.components.panels import REFERRAL_PANELS
from dashboard.components.view import View, view_of
from dashboard.warehouse import engine, snapshots
from dashboard.warehouse.contents import contents_of
from dashboard.warehouse.engine import AskedTooMuch, Reader, open_reader
from dashboard.warehouse.snapshots import Snapshots
from tests.faults.small_home import copied, published


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return published(tmp_path_factory.mktemp("made"))


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Iterator[Path]:
    yield copied(made, tmp_path)
    open_reader.cache_clear()
    contents_of.cache_clear()
    home_of.cache_clear()


def seen(home: Path, search: str = "?period=all") -> View:
    return view_of(search, REFERRAL_PANELS, named_staff(home), "referrals")


@pytest.mark.parametrize("at", ["contents_about", "ask_all", "events_touching"])
def test_what_is_undone_in_the_middle_of_a_page_is_not_in_it(
    home: Path, at: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody goes back between two of a page's questions: it is all of the first."""
    was, earlier = (manifest.id for manifest in Snapshots(home).all())
    usual: Any = getattr(view, at)

    def undone(*given: Any, **named: Any) -> Any:
        if Snapshots(home).current_id() == was:
            Snapshots(home).undo()
        return usual(*given, **named)

    monkeypatch.setattr(view, at, undone)
    page = seen(home)
    assert page.whole.snapshot == was
    assert page.series is not None
    assert page.series.snapshot == was
    assert page.store["snapshot"] == was
    assert "5" in page.headline
    assert {a.snapshot for b in page.behind.values() for a in b.answers.values()} == {
        was
    }
    assert seen(home).whole.snapshot == earlier


def test_too_little_memory_is_said_and_the_next_question_is_answered(
    home: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    snapshots = Snapshots(home)
    path = snapshots.exact(snapshots.current_id())
    monkeypatch.setattr(engine, "READING_MEMORY", "16MB")
    reader = Reader(path)
    much = "select count(*) from (select distinct a.range, b.range as r from range(4000) a, range(4000) b)"
    with pytest.raises(
        AskedTooMuch, match="more at once than this server has memory"
    ) as told:
        reader.rows(much)
    [reference] = re.findall(r"quote ([0-9a-f]{8})", str(told.value))
    assert reference in caplog.text
    assert reader.rows("select count(*) from run") == [(1,)]


def test_a_picture_that_is_published_when_the_clock_was_put_back_is_the_newest(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Back(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return datetime.now(UTC) - timedelta(days=1)

    kept = Snapshots(home)
    newest, before = (manifest.id for manifest in kept.all())
    # The newest waits once more, and is published a day before the one it is built upon.
    kept.undo()
    (kept.folder / newest / "waiting").write_text("nobody", encoding="utf-8")
    monkeypatch.setattr(snapshots, "datetime", Back)
    kept.publish(newest)
    assert [manifest.id for manifest in kept.all()] == [newest, before]
    assert kept.undo().id == before
