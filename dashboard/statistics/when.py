"""When a run chart could show a change: how many more points it would usually take.

Asked before anybody judges a change by its chart, so that months in which nothing could
have been seen are not taken for months in which nothing happened.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from dashboard.statistics.counts import FloatArray
from dashboard.statistics.runchart import FEWEST_USEFUL_POINTS, SAME, anhoej_limits

TRIALS = 1_000
SEED = 20
# Of fewer trials than this that show nothing at the start, nothing is said.
FEWEST_QUIET = 100
# A share that varies more than this between points would be all or nothing in each.
MOST_ALIKE = 0.99
# No number is drawn that is rarer than the rest of this.
NEARLY_ALL = 1 - 1e-12

Mask: TypeAlias = NDArray[np.bool_]


class BaselineKind(StrEnum):
    """What the points are: shares of their cases, or counts."""

    SHARE = "share"
    COUNT = "count"


@dataclass(frozen=True)
class Baseline:
    """A series as it has been so far.

    `level` is a share between 0 and 1, or the mean count of a point. `size` is the usual
    number of cases a share is of, and means nothing of a count. `points` are there
    already, sent and old enough. `dispersion` is their variance over that of the
    binomial or Poisson distribution: 1 where chance alone is at work, never less.
    """

    kind: BaselineKind
    level: float
    size: float
    points: int
    dispersion: float = 1.0


@dataclass(frozen=True)
class Showing:
    """How soon a change would show, of charts that show nothing on the day it starts.

    `points` after the change half of them have shown it; None where that is not within
    the horizon. `share` of them show it within the horizon. `by_chance` is the share
    that would claim a change within the same points (within the horizon where `points`
    is None) though nothing had changed: where it is near a half, `points` says little.
    """

    points: int | None
    share: float
    by_chance: float


def when_shown(
    baseline: Baseline,
    aim: float,
    *,
    horizon: int = 40,
    noise_variance: float = 0.0,
    recent: int = 36,
) -> Showing:
    """How many points a lasting step from the baseline to `aim` takes to show.

    `aim` is a level, in the unit of the baseline's. Simulated: 1,000 series, always the
    same draws, each read after every point up to `horizon` by Anhøj's rules as
    `run_chart` has them, on its `recent` latest points and the median of all those. A
    change is shown at the first point with a signal on either side; series with one at
    the start are left out, since theirs could not be told from it. Points are taken to be
    independent: of a stock, which carries over, this says nothing.

    Cases of a share are Poisson about `size` (at least 1); shares are binomial, or
    beta-binomial, counts Poisson, or negative binomial, with the baseline's dispersion
    before and after. `noise_variance` is that of what protection adds to a count, to
    numerator and denominator each, here normal and rounded.

    `points` is None where there is nothing to tell apart: no point so far, or an aim
    that is the level. The same where even stable series nearly always signal; `by_chance`
    is then 1. Raises ValueError for a level or aim that is no share or count, a share of
    no cases, a dispersion below 1, and a negative number of anything.
    """
    _check(baseline, aim, horizon, noise_variance, recent)
    before, same, changed = _drawn(baseline, aim, horizon, noise_variance, recent)
    by_chance = _shown_by(before, same, recent)
    if by_chance is None:
        return Showing(None, 0.0, 1.0)
    shown = _shown_by(before, changed, recent)
    assert shown is not None  # The points before the change are the same.
    comparable = baseline.points > 0 and aim != baseline.level
    half = np.flatnonzero(shown >= 0.5) if comparable else np.array([], dtype=np.int_)
    points = int(half[0]) if half.size else None
    at = horizon if points is None else points
    return Showing(points, float(shown[horizon]), float(by_chance[at]))


def _check(
    baseline: Baseline, aim: float, horizon: int, noise_variance: float, recent: int
) -> None:
    is_share = baseline.kind is BaselineKind.SHARE
    highest = 1.0 if is_share else np.finfo(np.float64).max
    wrong = {
        "a level and an aim are shares from 0 to 1, or counts from 0": not (
            0 <= baseline.level <= highest and 0 <= aim <= highest
        ),
        "a share needs cases in each point": is_share
        and not 0 < baseline.size < np.inf,
        "there are no fewer points than none": baseline.points < 0,
        "a dispersion is 1 or more": not 1 <= baseline.dispersion < np.inf,
        "a variance is 0 or more": not 0 <= noise_variance < np.inf,
        "a horizon is at least one point away": horizon < 1,
        "rules need ten points": recent < FEWEST_USEFUL_POINTS,
    }
    for message, holds in wrong.items():
        if holds:
            raise ValueError(message)


# -- series ----------------------------------------------------------------------------


def _drawn(
    baseline: Baseline, aim: float, horizon: int, noise_variance: float, recent: int
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Points before, and after without and with the change: times by trials.

    With and without are the same luck: what differs between them is the change alone,
    and a larger change is not shown later because it was drawn differently.
    """
    past = min(baseline.points, recent)
    luck = _Luck.of(past + horizon, noise_variance)
    draw = _shares if baseline.kind is BaselineKind.SHARE else _counts
    stable = draw(baseline, baseline.level, luck)
    changed = draw(baseline, aim, luck.since(past))
    return stable[:past], stable[past:], changed


@dataclass(frozen=True, eq=False)
class _Luck:
    """What chance does to each point: ranks from 0 to 1, and noise. Times by trials."""

    cases: FloatArray
    outcome: FloatArray
    numerator: FloatArray
    denominator: FloatArray

    @classmethod
    def of(cls, points: int, noise_variance: float) -> "_Luck":
        drawn = np.random.default_rng(SEED)
        size = (points, TRIALS)
        spread = np.sqrt(noise_variance)
        ranks = [drawn.random(size) for _ in range(2)]
        noise = [spread * drawn.normal(size=size) for _ in range(2)]
        return cls(*ranks, *noise)

    def since(self, start: int) -> "_Luck":
        return _Luck(
            self.cases[start:],
            self.outcome[start:],
            self.numerator[start:],
            self.denominator[start:],
        )


def _shares(baseline: Baseline, level: float, luck: _Luck) -> FloatArray:
    # A point without cases is no point, so there are none here.
    cases = np.maximum(_at_ranks(luck.cases, _poisson(baseline.size)), 1)
    alike = _alike(baseline)
    some = np.empty_like(luck.outcome)
    for n in np.unique(cases).tolist():
        of_n = cases == n
        some[of_n] = _at_ranks(luck.outcome[of_n], _binomial(n, level, alike))
    # Protected counts are whole numbers, so that points on the median stay there.
    numerator = np.maximum(np.rint(some + luck.numerator), 0)
    denominator = np.maximum(np.rint(cases + luck.denominator), 1)
    return np.asarray(numerator / denominator)


def _counts(baseline: Baseline, level: float, luck: _Luck) -> FloatArray:
    extra = baseline.dispersion - 1
    chances = _negative_binomial(level, extra) if extra and level else _poisson(level)
    some = _at_ranks(luck.outcome, chances)
    return np.asarray(np.maximum(np.rint(some + luck.numerator), 0))


def _alike(baseline: Baseline) -> float:
    """How alike the cases of one point are: `(dispersion - 1) / (size - 1)`."""
    if baseline.size <= 1:
        return 0.0
    return min((baseline.dispersion - 1) / (baseline.size - 1), MOST_ALIKE)


def _at_ranks(ranks: FloatArray, chances: FloatArray) -> NDArray[np.int_]:
    """The whole numbers at ranks, of the chances of 0, 1, 2 and so on."""
    places = np.searchsorted(np.cumsum(chances), ranks)
    return np.minimum(places, chances.size - 1)


def _binomial(n: int, level: float, alike: float) -> FloatArray:
    """The chances of 0 to n; beta-binomial where cases of a point are alike."""
    numbers = np.arange(n + 1)
    if alike == 0 or level in (0, 1):
        return np.asarray(stats.binom.pmf(numbers, n, level))
    strength = 1 / alike - 1
    a, b = level * strength, (1 - level) * strength
    return np.asarray(stats.betabinom.pmf(numbers, n, a, b))


def _poisson(mean: float) -> FloatArray:
    most = stats.poisson.ppf(NEARLY_ALL, mean)
    return np.asarray(stats.poisson.pmf(np.arange(most + 1), mean))


def _negative_binomial(mean: float, extra: float) -> FloatArray:
    """Chances with a variance of `1 + extra` times the mean."""
    number, chance = mean / extra, 1 / (1 + extra)
    most = stats.nbinom.ppf(NEARLY_ALL, number, chance)
    return np.asarray(stats.nbinom.pmf(np.arange(most + 1), number, chance))


# -- rules -----------------------------------------------------------------------------


def _shown_by(
    before: FloatArray, after: FloatArray, recent: int
) -> NDArray[np.float64] | None:
    """The share of trials with a signal by each number of points after, 0 first.

    Of trials with no signal at 0; None where those are too few.
    """
    signals = _signals(before, after, recent)
    quiet = ~signals[0]
    if np.count_nonzero(quiet) < FEWEST_QUIET:
        return None
    shown = np.logical_or.accumulate(signals[:, quiet], axis=0)
    return np.asarray(shown.mean(axis=1))


def _signals(before: FloatArray, after: FloatArray, recent: int) -> Mask:
    """Whether each chart signals: by points after the change, and trial."""
    past, ends = len(before), np.arange(len(after) + 1)
    blank = np.full((recent, before.shape[1]), np.nan)
    series = np.concatenate([blank, before, after])
    starts = past + ends
    windows = series[np.arange(recent)[:, np.newaxis] + starts]
    points = np.minimum(starts, recent)
    sides = _sides(windows, _medians(windows, points))
    useful = np.count_nonzero(sides, axis=0)
    longest, crossings = _runs(sides)
    limits = [anhoej_limits(n) for n in range(1, recent + 1)]
    longest_run = np.array([0, *(limit.longest_run for limit in limits)])
    fewest = np.array([0, *(limit.crossings for limit in limits)])
    unusual = (longest > longest_run[useful]) | (crossings < fewest[useful])
    judged = useful * 2 >= points[:, np.newaxis]
    return np.asarray(unusual & judged & (useful >= FEWEST_USEFUL_POINTS))


def _medians(windows: FloatArray, points: NDArray[np.int_]) -> FloatArray:
    """Of the points that there are; sorting puts the blank ones last."""
    in_order = np.sort(windows, axis=0)
    which = np.arange(points.size)
    lower = in_order[np.maximum(points - 1, 0) // 2, which]
    upper = in_order[points // 2, which]
    return np.asarray((lower + upper) / 2)


def _sides(windows: FloatArray, medians: FloatArray) -> NDArray[np.int8]:
    """1 above the median, -1 below, 0 on it or where there is no point."""
    off = windows - medians
    near = SAME * np.abs(medians)
    return (off > near).astype(np.int8) - (off < -near).astype(np.int8)


def _runs(sides: NDArray[np.int8]) -> tuple[NDArray[np.int_], NDArray[np.int_]]:
    """The longest run and the crossings of every chart, points on the median skipped."""
    shape = sides.shape[1:]
    last = np.zeros(shape, dtype=np.int8)
    length, longest, runs = (np.zeros(shape, dtype=np.int_) for _ in range(3))
    for side in sides:
        useful = side != 0
        turned = useful & (side != last)
        runs += turned
        length = np.where(turned, 1, length + useful)
        longest = np.maximum(longest, length)
        last = np.where(useful, side, last)
    return longest, np.maximum(runs - 1, 0)
