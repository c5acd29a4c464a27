"""What was planted in the invented partnership is found, and said in words."""

from datetime import date
from typing import Any

import pytest

from dashboard.access.viewer import Viewer
from dashboard.answers import Answer, Question, ask, catalogue, contents, usual_grain
from dashboard.change import SignalKind
from dashboard.filters import Filters
from dashboard.method import Method, Rules
from dashboard.sentences import change_in_words, difference_in_words
from dashboard.signs import sign_of
from dashboard.statistics.icons import Variation


def series(
    viewer: Viewer, measure: str, rules: Rules | None = None, **clauses: str
) -> Answer:
    """A measure through time, as finely as its page shows it."""
    filters = Filters.of(clauses)
    held = contents(viewer)
    grain = usual_grain(catalogue(viewer)[measure], filters, held)
    return ask(
        Question(measure, filters, grain=grain, method=Method(rules=rules)), viewer
    )


@pytest.mark.parametrize("rules", list(Rules))
def test_the_step_in_the_zone(
    viewer: Viewer, truth: dict[str, Any], rules: Rules
) -> None:
    """Lower since the guidance of June 2025, by whichever rules it is read."""
    planted = truth["reclassification_step"]
    answer = series(viewer, "reclassified", rules, zone=planted["zone"])
    change = answer.judgement.change
    assert change is not None
    print(rules, change_in_words(answer))
    falls = [
        signal
        for signal in change.signals
        if signal.side < 0
        and answer.points[signal.end].period
        >= date.fromisoformat(planted["event_date"])
    ]
    assert falls


def test_the_first_page_shows_it_with_its_sign(
    viewer: Viewer, truth: dict[str, Any]
) -> None:
    zone = truth["reclassification_step"]["zone"]
    answer = series(viewer, "reclassified", zone=zone)
    assert sign_of(answer) is Variation.NEUTRAL_LOW
    assert "lie below it" in change_in_words(answer)
    elsewhere = series(viewer, "reclassified", zone=f"rest:{zone}")
    change = elsewhere.judgement.change
    assert change is not None
    assert not change.signal


@pytest.mark.parametrize("period", ["last12", "last36", "all"])
def test_the_team_with_another_threshold(
    viewer: Viewer, truth: dict[str, Any], period: str
) -> None:
    planted = truth["team_threshold"]
    filters = Filters.of({}, period)
    answer = ask(Question("ird_of_referrals", filters, by="team"), viewer)
    print(period, difference_in_words(answer))
    assert planted["team"] in answer.judgement.difference.high
    assert answer.judgement.mix is not None
    assert planted["team"] in answer.judgement.mix.high


@pytest.mark.parametrize("rules", list(Rules))
def test_the_school_whose_attendance_fell(
    viewer: Viewer, truth: dict[str, Any], rules: Rules
) -> None:
    planted = truth["school_attendance"]
    answer = series(viewer, "attendance", rules, school=planted["school"])
    change = answer.judgement.change
    assert change is not None
    print(rules, change_in_words(answer))
    begun = date.fromisoformat(f"{planted['from_month']}-01")
    assert any(
        signal.side < 0 and answer.points[signal.end].period >= begun
        for signal in change.signals
    )
    assert any(signal.kind is not SignalKind.CROSSINGS for signal in change.signals)
