"""When a change could show: as often, and as soon, as charts of drawn series show it."""

from collections.abc import Callable
from datetime import date
from itertools import pairwise

import numpy as np
import pytest

from dashboard.change import change_of
from dashboard.measures import Kind
from dashboard.method import RECENT_POINTS, Method, Rules
from dashboard.points import Point, Status
from dashboard.statistics.runchart import run_chart
from dashboard.statistics.when import (
    Baseline,
    BaselineKind,
    Showing,
    _signals,
    when_shown,
)
from tests.unit.statistics.test_false_alarms import measure

SHARE, COUNT = BaselineKind.SHARE, BaselineKind.COUNT
HORIZON = 30
TRIALS = 400
KINDS = {SHARE: Kind.PROPORTION, COUNT: Kind.COUNT}

# The baseline, the aim, the variance of the noise, and whether half of charts show it.
SETTINGS = {
    "most of a small share, by quarter": (Baseline(SHARE, 0.6, 20, 12), 0.22, 0, True),
    "a tenth of a large share, by month": (
        Baseline(SHARE, 0.45, 100, 36),
        0.55,
        0,
        True,
    ),
    "a third of a count": (Baseline(COUNT, 20, 0, 24), 14, 0, True),
    "a count that varies more": (Baseline(COUNT, 20, 0, 24, 1.8), 12, 0, True),
    "a share that varies more": (Baseline(SHARE, 0.4, 30, 30, 1.5), 0.25, 0, True),
    "a protected share": (Baseline(SHARE, 0.5, 40, 40), 0.35, 4, True),
    "hardly anything": (Baseline(SHARE, 0.45, 20, 24), 0.47, 0, False),
}


# -- against series drawn and read one by one ------------------------------------------


def drawn(
    random: np.random.Generator, baseline: Baseline, level: float, noise: float
) -> tuple[float, float]:
    """One point's numerator and denominator (0 of a count), drawn plainly."""
    blur = noise**0.5
    extra = baseline.dispersion - 1
    if baseline.kind is COUNT:
        mean = random.gamma(level / extra, extra) if extra else level
        return max(round(random.poisson(mean) + random.normal(0, blur)), 0), 0.0
    cases = max(int(random.poisson(baseline.size)), 1)
    chance = level
    if extra:
        strength = (baseline.size - 1) / extra - 1
        chance = random.beta(level * strength, (1 - level) * strength)
    some = max(round(random.binomial(cases, chance) + random.normal(0, blur)), 0)
    return some, max(round(cases + random.normal(0, blur)), 1)


def point(number: int, numerator: float, denominator: float) -> Point:
    return Point(
        key=None,
        label="",
        period=date(2010 + number // 12, number % 12 + 1, 1),
        period_label="",
        status=Status.SHOWN,
        numerator=numerator,
        denominator=denominator,
        value=numerator / denominator if denominator else numerator,
        lower=None,
        upper=None,
        rows=1,
        children=0,
        incidents=0,
    )


def signals(baseline: Baseline, points: list[Point]) -> bool:
    made_up = measure(KINDS[baseline.kind])
    return change_of(made_up, points, Method(), rules=Rules.ANHOEJ).signal


def first_shown(
    random: np.random.Generator,
    baseline: Baseline,
    level: float,
    noise: float,
    horizon: int,
) -> float:
    """Points after the change at which one series shows it; infinite if it never does."""
    while True:
        series = [
            point(number, *drawn(random, baseline, baseline.level, noise))
            for number in range(baseline.points)
        ]
        if not signals(baseline, series):
            break
    for after in range(1, horizon + 1):
        series.append(point(len(series), *drawn(random, baseline, level, noise)))
        if signals(baseline, series):
            return after
    return np.inf


def alike(told: float, found: float) -> bool:
    """Two shares of so many trials, within four standard errors of both."""
    middle = min(max((told + found) / 2, 0.01), 0.99)
    return (
        abs(told - found) <= 4 * (middle * (1 - middle) * (1 / TRIALS + 1 / 900)) ** 0.5
    )


@pytest.mark.parametrize("name", SETTINGS)
def test_as_soon_and_as_often_as_drawn_charts_show_it(name: str) -> None:
    baseline, aim, noise, shows = SETTINGS[name]
    told = when_shown(baseline, aim, horizon=HORIZON, noise_variance=noise)
    random = np.random.default_rng(977)
    found = [first_shown(random, baseline, aim, noise, HORIZON) for _ in range(TRIALS)]
    at = told.points or HORIZON
    stable = [
        first_shown(random, baseline, baseline.level, noise, at) for _ in range(TRIALS)
    ]
    middle = float(np.median(found))
    share, by_chance = float(np.mean(np.isfinite(found))), np.isfinite(stable).mean()
    print(f"{name}: {told}; drawn {middle}, {share:.2f}, {by_chance:.2f}")
    assert (told.points is not None) == shows == np.isfinite(middle)
    if told.points is not None:
        assert abs(told.points - middle) <= max(1, middle / 10)
    assert alike(told.share, share)
    assert alike(told.by_chance, by_chance)


@pytest.mark.parametrize("mean", [0.7, 2, 8, 300])
@pytest.mark.parametrize("past", [0, 9, 24, 36])
def test_all_charts_at_once_signal_as_each_run_chart_does(
    mean: float, past: int
) -> None:
    # Few are many on the median; read at once or one by one must be the same.
    random = np.random.default_rng(5)
    before = random.poisson(mean, (past, 30)).astype(float)
    after = random.poisson(mean * 0.7, (40, 30)).astype(float)
    found = _signals(before, after, RECENT_POINTS)
    series = np.concatenate([before, after])
    for points in range(41):
        latest = series[: past + points][-RECENT_POINTS:]
        expected = [run_chart(latest[:, trial]).signal for trial in range(30)]
        assert found[points].tolist() == expected


# -- what must hold whatever the numbers -----------------------------------------------


def points_of(shown: Showing) -> float:
    return np.inf if shown.points is None else shown.points


def later(shown: list[Showing]) -> bool:
    """Whether each is shown at the same point as the one before it, or later."""
    found = [points_of(each) for each in shown]
    return found == sorted(found)


@pytest.mark.parametrize(
    ("baseline", "aims"),
    [
        (Baseline(SHARE, 0.6, 20, 12), np.arange(0, 0.6, 0.04)),
        (Baseline(SHARE, 0.45, 100, 36), 1 - np.arange(0, 0.55, 0.04)),
        (Baseline(SHARE, 0.4, 30, 30, 1.5), np.arange(0, 0.4, 0.04)),
        (Baseline(COUNT, 20, 0, 24), np.arange(0, 20, 1.0)),
        (Baseline(COUNT, 20, 0, 24, 2), 60 - np.arange(0, 40, 2.0)),
    ],
)
def test_a_larger_change_is_never_shown_later(
    baseline: Baseline, aims: np.ndarray
) -> None:
    assert later([when_shown(baseline, float(aim)) for aim in aims])


def test_more_cases_show_it_no_later() -> None:
    found = [
        points_of(when_shown(Baseline(SHARE, 0.5, size, 24), 0.35))
        for size in (10, 20, 30, 50, 80, 150, 400)
    ]
    assert found[0] > found[-1]
    assert all(more <= fewer + 1 for fewer, more in pairwise(found))


@pytest.mark.parametrize(
    ("baseline", "aim"),
    [(Baseline(SHARE, 0.5, 60, 24), 0.35), (Baseline(COUNT, 30, 0, 24), 20)],
)
def test_noise_shows_it_no_sooner(baseline: Baseline, aim: float) -> None:
    found = [
        points_of(when_shown(baseline, aim, noise_variance=noise))
        for noise in (0, 2, 5, 10, 30)
    ]
    assert found[0] < found[-1]
    assert all(more >= less - 1 for less, more in pairwise(found))


def test_points_that_vary_more_show_it_later() -> None:
    for kind, level, size, aim in ((SHARE, 0.5, 60, 0.35), (COUNT, 30, 0, 20)):
        shown = [
            when_shown(Baseline(kind, level, size, 24, dispersion), aim)
            for dispersion in (1, 1.5, 2.5, 4)
        ]
        assert later(shown)
        assert points_of(shown[0]) < points_of(shown[-1])


def test_the_same_question_has_the_same_answer() -> None:
    asked = Baseline(COUNT, 20, 0, 24)
    assert when_shown(asked, 14) == when_shown(asked, 14)


def test_no_more_points_are_looked_at_than_a_chart_looks_at() -> None:
    long, longer = (Baseline(COUNT, 20, 0, n) for n in (RECENT_POINTS, 90))
    assert when_shown(long, 14) == when_shown(longer, 14)
    assert when_shown(long, 14) == when_shown(long, 14, recent=RECENT_POINTS)


# -- where there is little or nothing to tell ------------------------------------------


@pytest.mark.parametrize(
    ("baseline", "aim"),
    [
        (Baseline(SHARE, 0.4, 20, 24), 0.4),
        (Baseline(COUNT, 9, 0, 24), 9),
        # A median of nought, and almost as many points on it as may be: half of stable
        # charts claim something, and an aim that is the level shows nothing all the same.
        (Baseline(COUNT, 0.7, 0, 36), 0.7),
        (Baseline(COUNT, 0, 0, 36), 0),
        (Baseline(SHARE, 0, 20, 36), 0),
        (Baseline(SHARE, 1, 20, 36), 1),
        (Baseline(SHARE, 0.4, 20, 0), 0.1),
        (Baseline(COUNT, 9, 0, 0), 2),
        # Whether one case a point is so or not is on the median most of the time.
        (Baseline(SHARE, 0.2, 0.5, 36), 0.1),
        (Baseline(COUNT, 0.2, 0, 36), 0.1),
    ],
)
def test_nothing_to_tell_apart(baseline: Baseline, aim: float) -> None:
    shown = when_shown(baseline, aim)
    assert shown.points is None
    assert 0 <= shown.share <= 1
    assert 0 <= shown.by_chance <= 1


def test_what_never_happened_starts_to() -> None:
    # Nought is the median until as many points are off it as on it; the first signal is
    # possible with 18 new points among 36, all of them above.
    shown = when_shown(Baseline(COUNT, 0, 0, 36), 30)
    assert shown == Showing(18, 1.0, 0.0)
    assert when_shown(Baseline(SHARE, 0, 40, 36, 2), 0.5).points == 18


def test_what_always_happened_stops_at_once() -> None:
    # As soon as the run below is longer than its limit, of 8 among so many points.
    assert when_shown(Baseline(SHARE, 0.5, 50, 24), 0).points in range(6, 10)
    assert when_shown(Baseline(COUNT, 50, 0, 24), 0).points in range(6, 10)


def test_a_share_cannot_vary_more_than_all_or_nothing() -> None:
    shown = when_shown(Baseline(SHARE, 0.5, 4, 24, 90), 0.4)
    assert shown.points is None
    assert when_shown(Baseline(SHARE, 0.5, 1, 24, 90), 0.4).points is None


def test_within_a_short_horizon_nothing_shows() -> None:
    assert when_shown(Baseline(COUNT, 20, 0, 24), 5, horizon=1).points is None


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda: when_shown(Baseline(SHARE, 0.4, 0, 24), 0.2), "needs cases"),
        (lambda: when_shown(Baseline(SHARE, 1.4, 9, 24), 0.2), "shares from 0 to 1"),
        (lambda: when_shown(Baseline(SHARE, 0.4, 9, 24), 22), "shares from 0 to 1"),
        (lambda: when_shown(Baseline(COUNT, 4, 0, 24), -1), "counts from 0"),
        (lambda: when_shown(Baseline(COUNT, np.nan, 0, 24), 1), "counts from 0"),
        (lambda: when_shown(Baseline(COUNT, np.inf, 0, 24), 1), "counts from 0"),
        (lambda: when_shown(Baseline(COUNT, 4, 0, -1), 1), "fewer points than none"),
        (lambda: when_shown(Baseline(COUNT, 4, 0, 24, 0.9), 1), "dispersion"),
        (
            lambda: when_shown(Baseline(COUNT, 4, 0, 24), 1, noise_variance=-1),
            "variance",
        ),
        (lambda: when_shown(Baseline(COUNT, 4, 0, 24), 1, horizon=0), "horizon"),
        (lambda: when_shown(Baseline(COUNT, 4, 0, 24), 1, recent=9), "ten points"),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    ask: Callable[[], Showing], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        ask()
