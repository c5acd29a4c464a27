"""Stable series, drawn again and again: how often a change is claimed of them."""

from collections.abc import Callable
from datetime import date

import numpy as np
import pytest

from dashboard.change import change_of
from dashboard.measures import About, Family, Kind, Measure
from dashboard.method import Method, Rules
from dashboard.points import Point, Status
from dashboard.statistics.false_alarms import (
    POINTS,
    RATES,
    chance_of_a_signal,
    expected_false_alarms,
)

SEEDS = 200
# Three standard errors of a share of so many draws.
WIDE = 3


def measure(kind: Kind) -> Measure:
    return Measure(
        name="made_up",
        sql="",
        columns=(),
        title="Made up",
        question="",
        kind=kind,
        about=About.CHILDREN,
        numerator="some",
        unit="referrals",
        family=Family.PROCESS,
        sources=(),
        counts="",
        does_not_count="",
        why="",
    )


def points(numerators: np.ndarray, denominators: np.ndarray | None) -> list[Point]:
    """Months with those numbers, the last two still being decided and one not sent."""
    made = []
    for number, x in enumerate(numerators):
        n = 0.0 if denominators is None else float(denominators[number])
        value = float(x) if denominators is None else (float(x) / n if n else None)
        made.append(
            Point(
                key=None,
                label="",
                period=date(2020 + number // 12, number % 12 + 1, 1),
                period_label="",
                status=_status(number, len(numerators), value),
                numerator=float(x),
                denominator=n,
                value=value,
                lower=None,
                upper=None,
                rows=int(x),
                children=0,
                incidents=0,
            )
        )
    return made


def _status(number: int, size: int, value: float | None) -> Status:
    if number == 5:
        return Status.NOT_SUBMITTED
    if value is None:
        return Status.NOBODY
    return Status.IMMATURE if number >= size - 2 else Status.SHOWN


def shares(drawn: np.random.Generator, months: int) -> list[Point]:
    """As the invented partnership's flat share outside the zone: about 15 decided a month."""
    n = drawn.poisson(15, months)
    return points(drawn.binomial(n, 0.37), n)


def counts(drawn: np.random.Generator, months: int) -> list[Point]:
    return points(drawn.poisson(20, months), None)


def single_values(drawn: np.random.Generator, months: int) -> list[Point]:
    return points(np.abs(drawn.normal(50, 5, months)), None)


# The share of stable charts of 36 points in which the rules may find anything: from the
# simulated rates, of normal values where they are, of Poisson counts where they are few.
ALLOWED = {
    Rules.ANHOEJ: 0.05,
    Rules.SIX_AND_FIVE: 0.58,
    Rules.MAKING_DATA_COUNT: 0.41,
    Rules.CONTROL: 0.41,
}


@pytest.mark.parametrize("rules", list(Rules))
@pytest.mark.parametrize(
    ("kind", "draw"),
    [
        (Kind.PROPORTION, shares),
        (Kind.COUNT, counts),
        (Kind.DURATION, single_values),
    ],
)
def test_flat_series_are_called_changed_no_more_than_the_rates_say(
    rules: Rules,
    kind: Kind,
    draw: Callable[[np.random.Generator, int], list[Point]],
) -> None:
    claimed = 0
    for seed in range(SEEDS):
        made = draw(np.random.default_rng(seed), 39)
        change = change_of(measure(kind), made, Method(), rules=rules)
        assert change.judged == 36
        claimed += change.signal
    share = claimed / SEEDS
    allowed = ALLOWED[rules]
    slack = WIDE * (allowed * (1 - allowed) / SEEDS) ** 0.5
    print(
        f"{rules} on flat {kind}: {claimed} of {SEEDS} claim a change ({allowed:.2f})"
    )
    assert share <= allowed + slack


@pytest.mark.parametrize("rules", sorted(RATES))
def test_the_rates_are_those_of_a_simulation(rules: str) -> None:
    drawn = np.random.default_rng(11)
    for months, told in zip(POINTS, RATES[rules], strict=True):
        found = 0
        for _ in range(400):
            values = np.abs(drawn.normal(50, 5, months))
            kind = Kind.COUNT
            made = _plain(values)
            if rules == Rules.CONTROL:
                kind, made = Kind.PROPORTION, _shares_of_forty(drawn, months)
            found += change_of(
                measure(kind), made, Method(every=True), rules=Rules(rules)
            ).signal
        slack = WIDE * (told * (1 - told) / 400) ** 0.5 + 0.02
        print(f"{rules}, {months} points: {found / 400:.3f}, told {told}")
        assert abs(found / 400 - told) <= slack


def _plain(values: np.ndarray) -> list[Point]:
    return [
        Point(
            key=None,
            label="",
            period=date(2015 + n // 12, n % 12 + 1, 1),
            period_label="",
            status=Status.SHOWN,
            numerator=float(v),
            denominator=0.0,
            value=float(v),
            lower=None,
            upper=None,
            rows=1,
            children=0,
            incidents=0,
        )
        for n, v in enumerate(values)
    ]


def _shares_of_forty(drawn: np.random.Generator, months: int) -> list[Point]:
    from dataclasses import replace

    return [
        replace(point, numerator=float(x), denominator=40.0, value=float(x) / 40)
        for point, x in zip(
            _plain(np.ones(months)), drawn.binomial(40, 0.4, months), strict=True
        )
    ]


def test_how_many_charts_of_a_page() -> None:
    assert chance_of_a_signal("anhoej", 9) == 0
    assert chance_of_a_signal("anhoej", 30) == pytest.approx(0.03)
    assert expected_false_alarms([]) == 0
    assert expected_false_alarms([("anhoej", 36)] * 25) == pytest.approx(1.0)
    with pytest.raises(KeyError):
        chance_of_a_signal("none", 24)
