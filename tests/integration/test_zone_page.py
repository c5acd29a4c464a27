"""The zone's page on the invented partnership: what was planted shows, and when."""

from datetime import date
from typing import Any

import numpy as np
import pytest

from dashboard.access.viewer import named_staff
from dashboard.answers import Answer, Question, ask
from dashboard.change import change_of
from dashboard.components.zone_view import ZoneView, zone_view
from dashboard.filters import Filters
from dashboard.knowing import Knowing
from dashboard.measures import Family
from dashboard.method import Method, Rules
from dashboard.partnership.zones import zones_of
from dashboard.points import Point, Status


@pytest.fixture(scope="module")
def view(demo_home: Any) -> ZoneView:
    (zone,) = zones_of(demo_home)
    return zone_view(zone, named_staff(demo_home))


def drawn(view: ZoneView, family: Family) -> Answer:
    side = next(side for side in view.sides if side.family is family)
    assert side.drawn is not None
    return side.drawn


def first_shown(answer: Answer, since: date, side: int) -> date:
    """The period with which the chart first shows a change that began then."""
    for end in range(1, len(answer.points) + 1):
        points = answer.points[:end]
        if points[-1].period < since:
            continue
        change = change_of(answer.measure, points, Method(), rules=Rules.ANHOEJ)
        values = [p.value for p in points if p.period >= since and p.value is not None]
        centre = change.centre[-1] if change.centre else None
        if change.signal and values and centre is not None:
            beyond = [value for value in values if (value - centre) * side > 0]
            if len(beyond) > len(values) / 2:
                return points[-1].period
    raise AssertionError("it never shows")


def test_the_change_in_fidelity_shows_before_the_change_in_outcome(
    view: ZoneView, truth: dict[str, Any]
) -> None:
    planted = truth["fidelity_step"]
    since = date.fromisoformat(planted["from_month"] + "-01")
    fidelity = drawn(view, Family.FIDELITY)
    assert fidelity.measure.name == f"tool_{planted['tool']}"
    guidance = date.fromisoformat(truth["reclassification_step"]["event_date"])
    outcome = drawn(view, Family.OUTCOME)
    assert outcome.measure.name == "reclassified"
    sooner = first_shown(fidelity, since, 1)
    later = first_shown(outcome, guidance, -1)
    print(f"fidelity shows in {sooner:%b %Y}, outcome in {later:%b %Y}")
    assert sooner < guidance < later
    before = [p for p in fidelity.points if p.period < since and p.value is not None]
    shares = [p.numerator for p in before], [p.denominator for p in before]
    assert sum(shares[0]) / sum(shares[1]) == pytest.approx(planted["before"], abs=0.05)


def test_all_four_kinds_of_data_are_there_on_the_same_months(view: ZoneView) -> None:
    assert [side.drawn is not None for side in view.sides] == [True] * 4
    assert view.span is not None
    assert [cycle.title[:11] for cycle in view.cycles[:1]] == ["A checklist"]
    assert view.next_question == "Are those who talk first offered help sooner?"
    assert view.quadrant is not None
    assert len(view.quadrant.placed) == 6
    assert sum(place.inside for place in view.quadrant.placed) == 2
    assert view.minutes > 0
    assert not [tool.name for side in view.sides for tool in side.not_collected]


def test_staff_of_one_service_see_one_thing_differently(
    demo_home: Any, truth: dict[str, Any]
) -> None:

    planted = truth["staff_views_differ"]
    item = f"{planted['tool']}.{planted['statement']}"
    question = Question(
        f"tool_{planted['tool']}", Filters.of({"item": item}, "all"), by="answered_by"
    )
    answer = ask(question, named_staff(demo_home))
    lowest = min(
        (p for p in answer.points if p.value is not None), key=lambda p: p.value or 0
    )
    assert lowest.label == planted["service"]
    assert lowest.key in answer.judgement.difference.unusual


def test_when_could_we_know_is_right_against_a_simulation(view: ZoneView) -> None:
    """Of each chart with a day: series drawn on from it, and read by the chart's rules."""
    dated = [one for one in view.aimed if one.knowing.points]
    assert dated, "the demonstration has a measure that has not changed yet"
    for one in dated:
        points = simulated(one.series, one.target)
        print(one.series.measure.name, one.knowing, points)
        assert one.knowing.points is not None
        assert abs(points - one.knowing.points) <= max(3, 0.25 * points)


def test_what_shows_already_has_no_day(view: ZoneView) -> None:
    by_name = {one.series.measure.name: one.knowing for one in view.aimed}
    assert by_name["reclassified"] == Knowing(None, reason="shown")
    assert by_name["tool_tac_meeting"] == Knowing(None, reason="shown")
    assert by_name["tool_capacity"].reason == "few"


def simulated(series: Answer, target: float) -> float:
    """The median number of points until new series like this one show the target."""
    chance = np.random.default_rng(7)
    judged = [p for p in series.points if p.status is Status.SHOWN and p.denominator]
    sizes = [p.denominator for p in judged]
    level = sum(p.numerator for p in judged) / sum(sizes)
    found = []
    for _ in range(120):
        points = [_point(chance, n, sizes, level) for n in range(len(judged))]
        if _signals(series, points):
            continue
        shown = float("inf")
        for k in range(1, 60):
            points.append(_point(chance, len(judged) + k, sizes, target))
            if _signals(series, points):
                shown = k
                break
        found.append(shown)
    return float(np.median(found))


def _signals(series: Answer, points: list[Point]) -> bool:
    return change_of(series.measure, points, Method(), rules=Rules.ANHOEJ).signal


def _point(chance: Any, number: int, sizes: list[float], level: float) -> Point:
    size = max(1, chance.poisson(np.median(sizes)))
    count = int(chance.binomial(size, level))
    period = date(2000 + number // 12, number % 12 + 1, 1)
    return Point(
        key=None,
        label="",
        period=period,
        period_label="",
        status=Status.SHOWN,
        numerator=count,
        denominator=size,
        value=count / size,
        lower=None,
        upper=None,
        rows=size,
        children=0,
        incidents=0,
    )
