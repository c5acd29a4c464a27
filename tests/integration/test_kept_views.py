"""A view is kept while all that it is made of is the same, and for not a moment longer."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dashboard import answers
from dashboard.access.audit import Deed, entries
from dashboard.access.scope import Place, Scope
from dashboard.access.viewer import Viewer, named_staff
from dashboard.components import thresholds, view
from dashboard.components.addressed import page_at
from dashboard.components.view import View
from dashboard.errors import NoSnapshot
from dashboard.intake.decisions import Decisions
from dashboard.partnership.happenings import Happening, record_happening
from dashboard.partnership.levels import record_level
from dashboard.partnership.lines import (
    Line,
    LineKind,
    Side,
    lines_of,
    set_line,
    take_back_line,
)
from dashboard.warehouse.snapshots import Snapshots
from tests.integration.planted_months import MONTHS, as_it_was_met, contacts, publish

THAT_DAY = date(2025, 6, 1)
PAGES = ("/referrals", "/thresholds")


@pytest.fixture(scope="module")
def met(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return as_it_was_met(tmp_path_factory.mktemp("met"))


@pytest.fixture
def home(met: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(met, tmp_path / "home"))


def seen(viewer: Viewer, page: str = "/referrals", search: str = "") -> View:
    return page_at(page, viewer).view(search)


@pytest.mark.parametrize("page", PAGES)
def test_a_view_is_worked_out_once_for_whoever_sees_the_same(
    home: Path, page: str
) -> None:
    viewer = Viewer(home, who="local:1")
    assert seen(viewer, page) is seen(replace(viewer, who="local:2"), page)
    assert seen(viewer, page) is not seen(viewer, page, "?team=T01")
    assert seen(viewer, page) is not seen(named_staff(home), page)


def test_what_is_seen_of_one_place_is_kept_for_that_place_alone(home: Path) -> None:
    viewer = Viewer(home)
    within = replace(viewer, scope=Scope.of([Place("team", "T01")]))
    assert seen(viewer) is not seen(within)
    assert seen(within) is seen(within)


LINE = Line(
    "referrals",
    25,
    THAT_DAY,
    LineKind.LIMIT,
    Side.AT_MOST,
    grain="month",
    reason="Agreed by the group",
)
RECORDED: dict[str, Callable[[Path], object]] = {
    "a line": lambda home: set_line(home, LINE),
    "a new level": lambda home: record_level(
        home, measure="referrals", clauses=(), start=THAT_DAY, reason="A new form"
    ),
    "what happened": lambda home: record_happening(
        home, Happening(THAT_DAY, "A new form")
    ),
    "a newer picture": lambda home: publish(
        home, contacts(MONTHS + 1), date(2026, 2, 28), Decisions(yes=True)
    ),
}


@pytest.mark.parametrize("what", RECORDED)
def test_what_is_recorded_is_in_the_next_view(home: Path, what: str) -> None:
    viewer = named_staff(home)
    before = seen(viewer)
    RECORDED[what](home)
    after = seen(viewer)
    assert after is not before
    assert (after.store, after.figures) != (before.store, before.figures)


@pytest.mark.parametrize("page", PAGES)
def test_what_comes_while_a_view_is_worked_out_is_not_kept_for_before(
    home: Path, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A line that is set meanwhile and then taken back is in no later view."""
    viewer = named_staff(home)
    plain = seen(viewer, page)
    asking = answers.ask_all

    def meanwhile(*asked: Any) -> Any:
        set_line(home, LINE)
        return asking(*asked)

    search = "?team=T01"
    with monkeypatch.context() as patched:
        for module in (view, thresholds):
            patched.setattr(module, "ask_all", meanwhile)
        during = seen(viewer, page, search)
    for line in lines_of(home):
        take_back_line(home, line.id)
    assert seen(viewer, page, search) is not during
    assert seen(viewer, page) is plain


def test_a_picture_that_comes_meanwhile_is_not_in_the_view_of_the_one_before(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where it is undone, the one before is shown as it was."""
    viewer, before = named_staff(home), Snapshots(home).current_id()
    asking = answers.ask_all

    def meanwhile(*asked: Any) -> Any:
        publish(home, contacts(MONTHS + 1), date(2026, 2, 28), Decisions(yes=True))
        return asking(*asked)

    with monkeypatch.context() as patched:
        patched.setattr(thresholds, "ask_all", meanwhile)
        assert seen(viewer, "/thresholds").whole.snapshot == before
    assert seen(viewer, "/thresholds").whole.snapshot != before
    Snapshots(home).undo()
    assert seen(viewer, "/thresholds").whole.snapshot == before


def test_what_is_given_again_is_in_the_record_again(home: Path) -> None:
    viewer = replace(named_staff(home), who="local:7")

    def asked() -> list[str]:
        every = [e for e in entries(home) if e.who == "local:7"]
        assert all(entry.what == Deed.ASKED for entry in every)
        return [entry.of for entry in every]

    seen(viewer)
    once = asked()
    seen(viewer)
    assert once
    assert asked() == once * 2


def test_a_picture_that_is_no_longer_kept_is_not_shown_from_memory(home: Path) -> None:
    viewer = Viewer(home)
    snapshots = Snapshots(home)
    picture = snapshots.current_id()
    pinned = f"?as_at={picture}"
    publish(home, contacts(MONTHS + 1), date(2026, 2, 28), Decisions(yes=True))
    seen(viewer, search=pinned)
    shutil.rmtree(snapshots.exact(picture).parent)
    with pytest.raises(NoSnapshot):
        seen(viewer, search=pinned)
