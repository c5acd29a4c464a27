"""A series by every set of rules: what cannot be said is said, and levels start anew."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from dashboard.change import SignalKind, change_of
from dashboard.measures import Kind
from dashboard.method import Method, Rules
from dashboard.points import Point, Status
from dashboard.statistics.controlchart import Chart, Note
from tests.unit.statistics.test_false_alarms import measure, points

pytestmark = pytest.mark.filterwarnings("error")


def months(values: list[float | None], n: float = 0.0) -> list[Point]:
    """Months of those values, all old enough; None is a month that was not sent."""
    made = points(np.array([v or 0 for v in values], dtype=float), None)
    return [
        replace(
            point,
            value=None if value is None else (value / n if n else value),
            denominator=n if value is not None else 0.0,
            status=Status.NOT_SUBMITTED if value is None else Status.SHOWN,
        )
        for point, value in zip(made, values, strict=True)
    ]


STRANGE: dict[str, list[float | None]] = {
    "no rows": [],
    "one": [4],
    "two": [4, 5],
    "all nought": [0] * 30,
    "all equal": [7] * 30,
    "none sent": [None] * 30,
    "every other sent": [4, None] * 15,
    "one spike": [0] * 20 + [9] + [0] * 9,
}


@pytest.mark.parametrize("rules", list(Rules))
@pytest.mark.parametrize("kind", [Kind.COUNT, Kind.PROPORTION, Kind.RATE, Kind.STOCK])
@pytest.mark.parametrize("name", STRANGE)
def test_nothing_falls_over(rules: Rules, kind: Kind, name: str) -> None:
    values = STRANGE[name]
    # Of a share nobody is counted where there is nobody to count.
    for n in (20.0,) if kind is Kind.PROPORTION else (0.0, 20.0):
        change = change_of(measure(kind), months(values, n), Method(), rules=rules)
        assert len(change.centre) == len(change.upper) == len(values)
        if name in ("no rows", "one", "two", "none sent"):
            assert change.reason is not None
            assert not change.signal


def test_a_run_below_is_a_signal_until_it_ends() -> None:
    values: list[float | None] = [20, 30] * 8 + [10] * 12
    change = change_of(
        measure(Kind.COUNT), months(values), Method(), rules=Rules.ANHOEJ
    )
    told = change.told
    assert told is not None
    assert (told.kind, told.side, told.length) == (SignalKind.RUN, -1, 12)
    assert told.end == change.last == len(values) - 1
    assert set(change.marked.values()) == {-1}


def test_only_the_latest_36_points_are_judged_unless_all_are_asked_for() -> None:
    values: list[float | None] = [10] * 30 + [20, 30] * 18
    judged = [
        change_of(
            measure(Kind.COUNT), months(values), Method(every=every), rules=Rules.ANHOEJ
        )
        for every in (False, True)
    ]
    assert [change.first for change in judged] == [30, 0]
    assert [change.signal for change in judged] == [False, True]


def test_a_new_level_has_a_median_and_rules_of_its_own() -> None:
    values: list[float | None] = [20, 30] * 8 + [10, 12] * 8
    made = months(values)
    start = made[16].period
    for rules in Rules:
        plain = change_of(measure(Kind.COUNT), made, Method(), rules=rules)
        cut = change_of(measure(Kind.COUNT), made, Method(starts=(start,)), rules=rules)
        assert plain.signal, rules
        assert not cut.signal, rules
        assert cut.starts == (16,)
        assert cut.centre[0] == 25
        assert cut.centre[-1] == 11
        assert cut.suggested is None


def test_a_level_of_its_own_is_suggested_and_never_taken() -> None:
    values: list[float | None] = [20, 30] * 8 + [10, 12] * 8
    change = change_of(
        measure(Kind.COUNT), months(values), Method(), rules=Rules.ANHOEJ
    )
    assert change.suggested is not None
    assert 14 <= change.suggested <= 17
    assert len({c for c in change.centre if c is not None}) == 1


def test_a_start_before_or_after_the_series_changes_nothing() -> None:
    made = months([20, 30] * 12)
    plain = change_of(measure(Kind.COUNT), made, Method(), rules=Rules.ANHOEJ)
    for start in (date(2001, 1, 1), date(2099, 1, 1)):
        method = Method(starts=(start,))
        cut = change_of(measure(Kind.COUNT), made, method, rules=Rules.ANHOEJ)
        assert cut.centre == plain.centre


def test_part_of_a_quarter_counts_where_it_has_a_denominator() -> None:
    made = months([5, 9] * 8, n=20.0)
    part = [*made[:-1], replace(made[-1], status=Status.PART)]
    shares = change_of(measure(Kind.PROPORTION), part, Method(), rules=Rules.ANHOEJ)
    counts = change_of(measure(Kind.COUNT), part, Method(), rules=Rules.ANHOEJ)
    assert (shares.judged, counts.judged) == (16, 15)


def test_a_stock_that_carries_over_says_so() -> None:
    drawn = np.random.default_rng(3)
    walk = 50 + np.cumsum(drawn.normal(size=36))
    made = months([float(v) for v in walk])
    for rules in Rules:
        stock = change_of(measure(Kind.STOCK), made, Method(), rules=rules)
        count = change_of(measure(Kind.COUNT), made, Method(), rules=rules)
        assert Note.AUTOCORRELATED in stock.notes
        assert Note.AUTOCORRELATED not in count.notes


def test_the_chart_that_suits_and_the_one_that_is_chosen() -> None:
    made = months([8, 9, 10] * 8, n=20.0)
    suits = change_of(measure(Kind.PROPORTION), made, Method(), rules=Rules.CONTROL)
    assert suits.chart is Chart.P
    assert suits.choice is not None
    chosen = change_of(
        measure(Kind.PROPORTION), made, Method(chart=Chart.XMR), rules=Rules.CONTROL
    )
    assert (chosen.chart, chosen.choice) == (Chart.XMR, None)
    nhs = change_of(
        measure(Kind.PROPORTION), made, Method(), rules=Rules.MAKING_DATA_COUNT
    )
    assert nhs.chart is Chart.XMR
    rate = months([8, 9, 10] * 8, n=500.0)
    per_1000 = [replace(p, value=(p.value or 0) * 1000) for p in rate]
    of_children = replace(measure(Kind.RATE), population="lives_in")
    drawn = change_of(of_children, per_1000, Method(), rules=Rules.CONTROL)
    assert drawn.chart is Chart.U
    assert drawn.centre[0] == pytest.approx(18)
