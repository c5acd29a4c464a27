"""Run charts: has a series moved away from its median, by more than chance would?

Two sets of rules, never mixed: Anhøj's, which adapt to the length of the series and
raise the flags, and the Scottish "six and five", which many partners are used to.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from math import comb, log2, nan
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from dashboard.statistics.counts import FloatArray

FEWEST_USEFUL_POINTS = 10
POINTS_IN_A_SHIFT = 6
POINTS_IN_A_TREND = 5
# Rates reach us through divisions: closer than this is the same value.
SAME = 1e-9

Signs: TypeAlias = NDArray[np.int_]


class Side(StrEnum):
    """The side of the median that a run of points lies on."""

    ABOVE = "above"
    BELOW = "below"


class Direction(StrEnum):
    """The way a trend goes."""

    RISING = "rising"
    FALLING = "falling"


class NoRules(StrEnum):
    """Why a series shows its median and nothing more."""

    NO_POINTS = "no points"
    NO_BASELINE = "no points in the baseline"
    TOO_FEW_POINTS = "too few points"
    TOO_MANY_ON_MEDIAN = "too many points on the median"


@dataclass(frozen=True)
class Run:
    """Consecutive points on one side of the median.

    `start` and `end` are the positions, in the series as given, of its first and last
    point off the median; `length` counts those points only, so it may be less than
    the positions suggest.
    """

    start: int
    end: int
    side: Side
    length: int


@dataclass(frozen=True)
class Trend:
    """Consecutive points that all rise or all fall; numbers as in `Run`."""

    start: int
    end: int
    direction: Direction
    length: int


class AnhoejLimits(NamedTuple):
    """The longest run, and the fewest crossings, that chance would explain."""

    longest_run: int
    crossings: int


@dataclass(frozen=True)
class RunChart:
    """A series under Anhøj's rules.

    `points` were given and included, `useful` of them lie off the median. Signal: the
    longest run is longer than its limit, or crossings are fewer than theirs. `shift`
    is the longest run (the latest of equals) when it is beyond its limit. Where
    `reason` is set no rule was applied: the numbers are there, but mean nothing. The
    limits are None when no point is useful, and the median NaN when there is none.
    """

    median: float
    points: int
    useful: int
    longest_run: int
    longest_run_limit: int | None
    crossings: int
    crossings_limit: int | None
    signal: bool
    shift: Run | None
    reason: NoRules | None


@dataclass(frozen=True)
class SixAndFive:
    """A series under the Scottish rules; nothing is found where `reason` is set."""

    median: float
    points: int
    useful: int
    shifts: tuple[Run, ...]
    trends: tuple[Trend, ...]
    reason: NoRules | None

    @property
    def signal(self) -> bool:
        """Whether there is any shift or trend."""
        return bool(self.shifts or self.trends)


def run_chart(
    values: ArrayLike,
    *,
    baseline: ArrayLike | None = None,
    include: ArrayLike | None = None,
) -> RunChart:
    """Anhøj's two rules: an unusually long run, or unusually few crossings.

    `values` is one series in the order of time, in any unit. NaN is a missing point,
    which runs bridge; points on the median neither break a run nor add to it.
    `baseline` marks the points that the median is made from (a frozen median; all when
    None), `include` those that count at all. Rules need ten points off the median, and
    no more than half of all on it.

    Anhøj and Olesen, PLoS ONE 2014; 9:e113825. Raises ValueError when the series is
    not one-dimensional, holds an infinity, or a mask differs from it in shape.
    """
    series = _Series.of(values, baseline, include)
    runs = list(series.runs())
    longest = max(reversed(runs), key=lambda run: run.length, default=None)
    longest_run = longest.length if longest else 0
    crossings = max(len(runs) - 1, 0)
    limits = anhoej_limits(series.useful) if runs else None
    judged_by = limits if series.reason is None else None
    too_long = judged_by is not None and longest_run > judged_by.longest_run
    too_few = judged_by is not None and crossings < judged_by.crossings
    return RunChart(
        median=series.median,
        points=series.points.size,
        useful=series.useful,
        longest_run=longest_run,
        longest_run_limit=limits.longest_run if limits else None,
        crossings=crossings,
        crossings_limit=limits.crossings if limits else None,
        signal=too_long or too_few,
        shift=longest if too_long else None,
        reason=series.reason,
    )


def six_and_five(
    values: ArrayLike,
    *,
    baseline: ArrayLike | None = None,
    include: ArrayLike | None = None,
) -> SixAndFive:
    """The Scottish rules: a shift of six points or more, a trend of five or more.

    A shift lies on one side of the median; points on it neither break nor add. A trend
    rises or falls with every point, so two equal points break it. Missing points are
    bridged by both. Arguments, errors, and when no rules are applied: as `run_chart`.

    Perla, Provost and Murray, BMJ Qual Saf 2011; 20:46, as used in Scotland; that two
    equal points break a trend is our reading, and the more cautious one.
    """
    series = _Series.of(values, baseline, include)
    applies = series.reason is None
    shifts = (run for run in series.runs() if run.length >= POINTS_IN_A_SHIFT)
    trends = (trend for trend in series.trends() if trend.length >= POINTS_IN_A_TREND)
    return SixAndFive(
        median=series.median,
        points=series.points.size,
        useful=series.useful,
        shifts=tuple(shifts) if applies else (),
        trends=tuple(trends) if applies else (),
        reason=series.reason,
    )


@lru_cache(maxsize=512)
def anhoej_limits(useful: int) -> AnhoejLimits:
    """The limits for a number of points off the median.

    Longest run `round(log2 n) + 3`: Schilling, Math Mag 2012; 85:141. Crossings: the
    5 % quantile of Binomial(n - 1, ½): Chen, Model Assist Stat Appl 2010; 5:73. Raises
    ValueError when there is no such point.
    """
    if useful < 1:
        message = "there are no limits without a point off the median"
        raise ValueError(message)
    crossings = stats.binom.ppf(0.05, useful - 1, 0.5)
    # log2 of a whole number is never halfway, so Python's rounding cannot differ.
    return AnhoejLimits(round(log2(useful)) + 3, max(int(crossings), 0))


class RunsLimits(NamedTuple):
    """The fewest and the most runs that chance would explain."""

    fewest: int
    most: int


@lru_cache(maxsize=512)
def runs_limits(useful: int) -> RunsLimits:
    """The numbers of runs within which 95 % of series lie, half of points on each side.

    Exact, two-sided, from the distribution of runs: Wald and Wolfowitz, Ann Math Stat
    1940; 11:147. (Printed tables of too few and too many runs differ from it in places.)
    Raises ValueError for fewer than two points off the median.
    """
    if useful < 2:
        message = "there are no runs to count without two points off the median"
        raise ValueError(message)
    above = useful // 2
    below = useful - above
    every = comb(useful, above)
    upto = 0
    fewest = most = 0
    for runs in range(2, 2 * above + 2):
        upto += _arrangements(runs, above, below)
        if not fewest and upto > every * 0.025:
            fewest = runs
        if not most and upto >= every * 0.975:
            most = runs
    return RunsLimits(fewest, most)


def _arrangements(runs: int, above: int, below: int) -> int:
    """In how many ways so many points on each side make so many runs."""
    half, odd = divmod(runs, 2)
    if not odd:
        return 2 * comb(above - 1, half - 1) * comb(below - 1, half - 1)
    more = comb(above - 1, half) * comb(below - 1, half - 1)
    return more + comb(above - 1, half - 1) * comb(below - 1, half)


@dataclass(frozen=True, eq=False)
class _Series:
    """The points that count: their positions, values, and sides of the median."""

    positions: Signs
    points: FloatArray
    median: float
    sides: Signs

    @classmethod
    def of(
        cls, values: ArrayLike, baseline: ArrayLike | None, include: ArrayLike | None
    ) -> "_Series":
        series = _one_series(values)
        counted = ~np.isnan(series) & _mask(include, series)
        base = series[counted & _mask(baseline, series)]
        median = float(np.median(base)) if base.size else nan
        points = series[counted]
        sides = _signs(points, np.full_like(points, median))
        return cls(np.flatnonzero(counted), points, median, sides)

    @property
    def useful(self) -> int:
        return int(np.count_nonzero(self.sides))

    @property
    def reason(self) -> NoRules | None:
        if not self.points.size:
            return NoRules.NO_POINTS
        if np.isnan(self.median):
            return NoRules.NO_BASELINE
        if self.points.size < FEWEST_USEFUL_POINTS:
            return NoRules.TOO_FEW_POINTS
        if self.useful * 2 < self.points.size:
            return NoRules.TOO_MANY_ON_MEDIAN
        return NoRules.TOO_FEW_POINTS if self.useful < FEWEST_USEFUL_POINTS else None

    def runs(self) -> Iterator[Run]:
        off_median = self.sides != 0
        positions = self.positions[off_median]
        for first, last, sign in _stretches(self.sides[off_median]):
            side = Side.ABOVE if sign > 0 else Side.BELOW
            start, end = int(positions[first]), int(positions[last])
            yield Run(start, end, side, last - first + 1)

    def trends(self) -> Iterator[Trend]:
        steps = _signs(self.points[1:], self.points[:-1])
        for first, step, sign in _stretches(steps):
            if sign:
                way = Direction.RISING if sign > 0 else Direction.FALLING
                last = step + 1
                start, end = int(self.positions[first]), int(self.positions[last])
                yield Trend(start, end, way, last - first + 1)


def _one_series(values: ArrayLike) -> FloatArray:
    series = np.asarray(values, dtype=np.float64)
    if series.ndim != 1:
        message = "a run chart shows one series"
        raise ValueError(message)
    if np.any(np.isinf(series)):
        message = "a run chart cannot show infinite values"
        raise ValueError(message)
    return series


def _mask(mask: ArrayLike | None, series: FloatArray) -> NDArray[np.bool_]:
    if mask is None:
        return np.ones(series.shape, dtype=np.bool_)
    marked = np.asarray(mask, dtype=np.bool_)
    if marked.shape != series.shape:
        message = "a mask must be as long as its series"
        raise ValueError(message)
    return marked


def _signs(values: FloatArray, others: FloatArray) -> Signs:
    """+1 where a value is above its counterpart, -1 where below, 0 where the same."""
    same = np.isclose(values, others, rtol=SAME, atol=0)
    above, below = values > others, values < others
    return np.where(same, 0, above.astype(np.int_) - below.astype(np.int_))


def _stretches(signs: Signs) -> Iterator[tuple[int, int, int]]:
    """First and last position, and the sign, of each stretch of equal signs."""
    if not signs.size:
        return
    breaks = np.flatnonzero(np.diff(signs))
    firsts = np.concatenate(([0], breaks + 1)).tolist()
    lasts = np.concatenate((breaks, [signs.size - 1])).tolist()
    for first, last in zip(firsts, lasts, strict=True):
        yield first, last, int(signs[first])
