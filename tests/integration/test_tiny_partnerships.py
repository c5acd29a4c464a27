"""Almost nothing to show: every page says what it cannot say, and none falls over.

One referral; two teams in one month; three years in which nothing has been decided.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from dashboard.access.viewer import Viewer, named_staff
from dashboard.answers import contents, home_of
from dashboard.components.board import board, standings_of
from dashboard.components.headlines import headlines_of
from dashboard.components.packing import PackItem, pack_of
from dashboard.components.panels import REFERRAL_PANELS
from dashboard.components.thresholds import STEPS, thresholds_of
from dashboard.components.view import view_of
from dashboard.filters import Filters
from dashboard.intake.decisions import Decisions
from dashboard.intake.publish import publish_extracts
from dashboard.method import Rules
from dashboard.partnership.records import one_connection
from dashboard.reports.written import FORMS
from dashboard.settings import read_settings
from tests.integration.social_work_extracts import Contact, write_social_work

AS_AT = date(2026, 10, 31)
CLAIMS = ("more than chance usually gives", "chance usually gives")


def one() -> Iterator[Contact]:
    yield Contact(person=1, received_on=date(2026, 3, 2), team="T01")


def one_month() -> Iterator[Contact]:
    for person in range(30):
        day = date(2026, 3, 1) + timedelta(days=person % 28)
        yield Contact(person=person, received_on=day, team=f"T0{1 + person % 2}")


def all_open() -> Iterator[Contact]:
    for month in range(36):
        day = date(2023, 11, 5) + timedelta(days=30 * month)
        yield Contact(person=month, received_on=day, team="T01", outcome=None)


@pytest.fixture(
    scope="module", params=[one, one_month, all_open], ids=lambda f: f.__name__
)
def tiny(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Viewer:
    folder: Path = tmp_path_factory.mktemp("tiny")
    home = folder / "home"
    home.mkdir()
    publish_extracts(
        write_social_work(folder / "extracts", request.param()),
        read_settings(home),
        as_at=AS_AT,
        decisions=Decisions(yes=True),
    )
    return named_staff(home)


@pytest.mark.parametrize("rules", list(Rules))
def test_every_measure_is_shown_and_claims_only_a_signal(
    tiny: Viewer, rules: Rules
) -> None:
    for name in sorted(contents(tiny).measures):
        with one_connection():  # as in one request
            view = view_of(
                f"?measure={name}&rules={rules}&period=all",
                REFERRAL_PANELS,
                tiny,
                name,
            )
        assert view.headline
        assert view.series is not None
        change = view.series.judgement.change
        assert change is not None
        claimed = any(claim in view.change for claim in CLAIMS)
        assert claimed is change.signal, (name, view.change)
        assert not (claimed and change.judged < 6), name
        assert view.figures["trend"]["layout"]


@pytest.mark.parametrize("measure", ["reclassified", *(name for name, _ in STEPS)])
def test_thresholds_say_what_they_cannot_say(tiny: Viewer, measure: str) -> None:
    for period in ("all", "last12"):
        view = thresholds_of(f"?measure={measure}&period={period}", tiny)
        for name, panel in view.store["panels"].items():
            assert panel["said"] or name == "area", name
            assert "Different by more" not in panel["said"]
        assert view.store["panels"]["mix"]["said"].startswith("Too few")


def test_a_team_that_is_no_more_is_said_to_be_left_out(tiny: Viewer) -> None:
    view = thresholds_of("?team=T99", tiny)
    assert any("T99" in note for note in view.notes)


def test_the_first_page_and_the_board(tiny: Viewer) -> None:
    lines = headlines_of(home_of(tiny.home).settings.questions, tiny)
    assert lines
    assert all(line.sentence.endswith(".") for line in lines)
    standings = standings_of(Filters.of({}, "all"), tiny)
    assert standings
    assert board(standings)


def test_a_pack_of_almost_nothing_says_so_in_every_format(tiny: Viewer) -> None:
    pack = pack_of([PackItem("/referrals"), PackItem("/thresholds")], tiny)
    for form, written in FORMS.items():
        assert written.make(pack), form
    assert pack.pages[0].sentence
