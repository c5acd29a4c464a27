"""How unusual a unit is if it were like the target: exact tails, and their lines.

The lines are the same test inverted, so that a picture and its flags cannot disagree.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special, stats
from scipy.optimize import elementwise

from dashboard.statistics.counts import (
    FloatArray,
    non_negative,
    part_of_whole,
    tail_of,
    whole,
)
from dashboard.statistics.intervals import Interval


@dataclass(frozen=True, eq=False)
class Tails:
    """How unusual each unit is, one element per unit; NaN where that cannot be said.

    `low` is P(X <= x) and `high` P(X >= x) if the unit were like the target; `mid_p`
    is the two-sided mid-p value, `2 min(low - f/2, high - f/2)` with f = P(X = x).
    """

    low: FloatArray
    high: FloatArray
    mid_p: FloatArray

    @property
    def outside_95(self) -> NDArray[np.int8]:
        """+1 where a unit is high at 95 %, -1 where low, otherwise 0."""
        return self.outside(0.95)

    @property
    def outside_998(self) -> NDArray[np.int8]:
        """+1 where a unit is high at 99.8 %, -1 where low, otherwise 0."""
        return self.outside(0.998)

    def outside(self, level: float) -> NDArray[np.int8]:
        """+1 where `high` is below the tail of `level`, -1 where `low` is, else 0.

        Raises ValueError unless 0 < level < 1.
        """
        tail = tail_of(level)
        flags = (self.high < tail).astype(np.int8) - (self.low < tail).astype(np.int8)
        return np.asarray(flags, dtype=np.int8)


@dataclass(frozen=True, eq=False)
class Discoveries:
    """Adjusted p-values, NaN where p was, and which of them are discoveries."""

    adjusted: FloatArray
    found: NDArray[np.bool_]


def proportion_tails(
    x: ArrayLike, n: ArrayLike, target: ArrayLike, *, noise_variance: float = 0.0
) -> Tails:
    """Exact binomial tails of x children out of n, against a target proportion.

    Spiegelhalter, Stat Med 2005; 24:1185, by the exact test. Arrays are broadcast.
    Everything is NaN, and nothing flagged, where n = 0 or x, n or target is NaN.
    `noise_variance` is that of what protection adds to each count: x is then judged as
    a binomial with normal noise of variance `v(1 + target²)`, to whole numbers, added.

    Raises ValueError for counts that are negative, infinite or not whole, x > n, or a
    target outside 0-1.
    """
    part, total = part_of_whole(whole(x, "x"), whole(n, "n"))
    aim = _proportion(target)
    units = stats.binom(total, aim)
    noise = _noise(noise_variance * (1 + float(np.nanmax(aim, initial=0)) ** 2))
    return _noisy_tails(units, part, noise, total > 0)


def rate_tails(
    observed: ArrayLike, expected: ArrayLike, *, noise_variance: float = 0.0
) -> Tails:
    """Exact Poisson tails of the events observed, against those expected.

    For a rate the expected events are target x population. Source and NaN as in
    `proportion_tails`; also NaN where nothing is expected (expected counts may have
    been rounded to 0). Noise, of the events alone, as there.

    Raises ValueError when either is negative or infinite, or observed is not whole.
    """
    events, mean = whole(observed, "observed"), non_negative(expected, "expected")
    return _noisy_tails(stats.poisson(mean), events, _noise(noise_variance), mean > 0)


def benjamini_hochberg(p: ArrayLike, rate: float = 0.05) -> Discoveries:
    """Which p-values stand out when at most `rate` of those named may be false.

    Benjamini and Hochberg, J R Stat Soc B 1995; 57:289. NaN is left out of the count
    of tests and is never found. Raises ValueError for a p or rate outside 0-1.
    """
    if not 0 <= rate <= 1:
        message = f"a rate lies between 0 and 1, not {rate}"
        raise ValueError(message)
    adjusted = np.array(p, dtype=np.float64)
    known = ~np.isnan(adjusted)
    if np.any(known):
        adjusted[known] = stats.false_discovery_control(adjusted[known], method="bh")
    return Discoveries(adjusted, adjusted <= rate)


def proportion_limits(
    n_grid: ArrayLike,
    target: float,
    level: float = 0.95,
    *,
    noise_variance: float = 0.0,
) -> Interval:
    """The lines, in children, beyond which a count out of n is flagged.

    A unit is high at `level` exactly when x > upper, low when x < lower; divide by n to
    draw them as proportions. Upper solves `I(target; x, n-x+1) = p`, the beta
    distribution function, and lower is its mirror image. NaN where even x = n (upper)
    or x = 0 (lower) is unremarkable, where n = 0, and for a target of 0 or 1. Noise as
    in `proportion_tails`.

    Raises ValueError for an n that is negative or infinite, a target outside 0-1, or a
    level outside 0-1.
    """
    sizes, tail = non_negative(n_grid, "n"), tail_of(level)
    aim = float(_proportion(target))
    noise = _noise(noise_variance * (1 + aim**2))
    lower = sizes - _highest_ordinary(sizes, 1 - aim, tail, noise)
    upper = _highest_ordinary(sizes, aim, tail, noise)
    return Interval(_possible(lower, sizes), _possible(upper, sizes))


def rate_limits(
    expected_grid: ArrayLike, level: float = 0.95, *, noise_variance: float = 0.0
) -> Interval:
    """The lines, in events, beyond which a count is flagged, for each expected count.

    A unit is high at `level` exactly when observed > upper, low when observed < lower;
    divide by the expected count to draw them as ratios. They solve `P(O, E) = p` and
    `Q(O+1, E) = p`, the gamma distribution functions. NaN where even 0 observed is
    unremarkable (lower), and where nothing is expected.

    Raises ValueError for a negative or infinite expected count or a level outside 0-1.
    """
    mean, tail = non_negative(expected_grid, "expected"), tail_of(level)
    noise = _noise(noise_variance)
    reach = float(noise.shifts.max())
    low_is_unusual = _at_none(noise, mean) <= tail
    # One more than the first count that is flagged lies beyond the line.
    beyond = np.asarray(stats.poisson.isf(tail, mean) + 2 + reach)
    given = (mean, tail)
    return Interval(
        _crossing(_mixed(_poisson_low, noise), mean, given, low_is_unusual),
        _crossing(_mixed(_poisson_high, noise), beyond, given, mean > 0),
    )


@dataclass(frozen=True, eq=False)
class _Noise:
    """What may have been added to a count, and how likely each is; only 0 without any."""

    shifts: FloatArray
    weights: FloatArray


def _noise(variance: float) -> _Noise:
    if variance < 0:
        message = "a variance is not negative"
        raise ValueError(message)
    if variance == 0:
        return _Noise(np.zeros(1), np.ones(1))
    reach = np.ceil(4 * np.sqrt(variance))
    shifts = np.arange(-reach, reach + 1)
    weights = np.exp(-(shifts**2) / (2 * variance))
    return _Noise(shifts, weights / weights.sum())


def _noisy_tails(
    units: Any, count: FloatArray, noise: _Noise, judged: NDArray[np.bool_]
) -> Tails:
    low, high, point = (
        sum(
            weight * part(count - shift - less)
            for shift, weight in zip(noise.shifts, noise.weights, strict=True)
        )
        for part, less in ((units.cdf, 0), (units.sf, 1), (units.pmf, 0))
    )
    return _tails(np.asarray(low), np.asarray(high), np.asarray(point), judged)


def _at_none(noise: _Noise, mean: FloatArray) -> FloatArray:
    """The chance to be shown none or fewer, for each expected count."""
    chances = [
        weight * stats.poisson.cdf(-shift, mean)
        for shift, weight in zip(noise.shifts, noise.weights, strict=True)
    ]
    return np.asarray(sum(chances))


def _possible(line: FloatArray, sizes: FloatArray) -> FloatArray:
    """No line where it would lie outside what can be counted."""
    return np.where((line < 0) | (line > sizes), np.nan, line)


def _mixed(
    excess: Callable[..., FloatArray], noise: _Noise
) -> Callable[..., FloatArray]:
    """`excess` when noise has been added to x."""

    def mixed(x: FloatArray, *given: FloatArray) -> FloatArray:
        parts = [
            weight * excess(np.maximum(x - shift, 0), *given)
            for shift, weight in zip(noise.shifts, noise.weights, strict=True)
        ]
        return np.asarray(sum(parts))

    return mixed


def _tails(
    low: FloatArray, high: FloatArray, point: FloatArray, judged: NDArray[np.bool_]
) -> Tails:
    smaller = np.minimum(low, high) - point / 2
    # Where tails fade into the smallest floats their difference may turn negative.
    parts = (low, high, np.clip(2 * smaller, 0.0, 1.0))
    return Tails(*(np.where(judged, part, np.nan) for part in parts))


def _proportion(target: ArrayLike) -> FloatArray:
    aim = non_negative(target, "target")
    if np.any(aim > 1):
        message = "a target proportion must not exceed 1"
        raise ValueError(message)
    return aim


def _highest_ordinary(
    sizes: FloatArray, aim: float, tail: float, noise: _Noise
) -> FloatArray:
    """The count, as a continuous number, above which a unit would be high."""
    has_line = (sizes > 0) & (0 < aim < 1) & (aim**sizes <= tail)
    end = sizes + float(noise.shifts.max())
    given = (sizes, aim, tail)
    return _crossing(_mixed(_binomial_high, noise), end, given, has_line)


def _binomial_high(
    x: FloatArray, n: FloatArray, target: FloatArray, tail: FloatArray
) -> FloatArray:
    inside = np.minimum(x, n)
    chance = special.betainc(inside, n - inside + 1, target)
    return np.asarray(np.where(x > n, 0.0, chance) - tail)


def _poisson_high(x: FloatArray, mean: FloatArray, tail: FloatArray) -> FloatArray:
    return np.asarray(special.gammainc(x, mean) - tail)


def _poisson_low(x: FloatArray, mean: FloatArray, tail: FloatArray) -> FloatArray:
    return np.asarray(special.gammaincc(x + 1, mean) - tail)


def _crossing(
    excess: Callable[..., FloatArray],
    beyond: FloatArray,
    given: tuple[FloatArray | float, ...],
    has_line: NDArray[np.bool_],
) -> FloatArray:
    """Where `excess(x, *given)` is 0 for x from 0 to `beyond`; NaN without a line."""
    line = np.full(has_line.shape, np.nan)
    if np.any(has_line):
        known = [np.broadcast_to(value, line.shape)[has_line] for value in given]
        ends = (np.zeros(np.count_nonzero(has_line)), beyond[has_line])
        line[has_line] = elementwise.find_root(excess, ends, args=tuple(known)).x
    return line
