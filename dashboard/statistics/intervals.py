"""How sure a count or a proportion is, given how few children it rests on.

All functions take arrays (or single numbers) and answer with arrays of the broadcast
shape. They assume independent children: repeat referrals and siblings make the
intervals too narrow.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from dashboard.statistics.counts import (
    FloatArray,
    non_negative,
    part_of_whole,
    tail_of,
)

# Below this many events Byar's approximation gives way to the exact interval.
EXACT_BELOW = 10


@dataclass(frozen=True, eq=False)
class Interval:
    """Two bounds of the same shape and unit; NaN where there is no bound to give."""

    lower: FloatArray
    upper: FloatArray


def wilson(x: ArrayLike, n: ArrayLike, level: float = 0.95) -> Interval:
    """Wilson's score interval for the proportion x / n, between 0 and 1.

    `(2x + z² ∓ z √(z² + 4x(1 - x/n))) / 2(n + z²)`: Wilson, J Am Stat Assoc 1927;
    22:209. The lower bound is exactly 0 at x = 0, the upper exactly 1 at x = n.
    Where n = 0 or anything is NaN both bounds are NaN: no children is not 0 %.

    Raises ValueError for a negative or infinite count, x > n, or a level outside 0-1.
    """
    part, whole = part_of_whole(x, n)
    z = _z(level)
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = z * np.sqrt(z * z + 4 * part * (1 - part / whole))
    middle = 2 * part + z * z
    width = 2 * (whole + z * z)
    lower, upper = (middle - spread) / width, (middle + spread) / width
    return _of_children(lower, upper, part, whole)


def clopper_pearson(x: ArrayLike, n: ArrayLike, level: float = 0.95) -> Interval:
    """The exact binomial interval for the proportion x / n, between 0 and 1.

    Quantiles of the beta distribution, `B(p; x, n-x+1)` and `B(1-p; x+1, n-x)`:
    Clopper and Pearson, Biometrika 1934; 26:404. Edges, NaN and errors as in `wilson`.
    """
    part, whole = part_of_whole(x, n)
    tail = tail_of(level)
    lower = special.betaincinv(part, whole - part + 1, tail)
    upper = special.betainccinv(part + 1, whole - part, tail)
    return _of_children(lower, upper, part, whole)


def byar(x: ArrayLike, level: float = 0.95) -> Interval:
    """Byar's interval for the expected number of events, given x of them.

    `x (1 - 1/9x - z/3√x)³` and `(x+1) (1 - 1/9(x+1) + z/3√(x+1))³`, the form English
    public health uses: Breslow and Day, Statistical Methods in Cancer Research II,
    IARC 1987. (Another in circulation has x + ½ on both sides.) For a rate divide by
    the population. The lower bound is NaN where the approximation has none: at x = 0,
    and at x = 1 for 99.8 %.

    Raises ValueError for a negative or infinite count, or a level outside 0-1.
    """
    return _byar(non_negative(x, "x"), level)


def poisson_exact(x: ArrayLike, level: float = 0.95) -> Interval:
    """The exact interval for the expected number of events, given x of them.

    `χ²(p; 2x) / 2` and `χ²(1-p; 2x+2) / 2`: Garwood, Biometrika 1936; 28:437. The
    lower bound is exactly 0 at x = 0; NaN stays NaN. Errors as in `byar`.
    """
    return _exact(non_negative(x, "x"), level)


def poisson_interval(x: ArrayLike, level: float = 0.95) -> Interval:
    """The interval for the expected number of events: exact below 10, Byar from 10.

    In events: multiply by 1,000 / population for a rate per 1,000 (and say "no
    children" where the population is 0). NaN stays NaN. Errors as in `byar`.
    """
    events = non_negative(x, "x")
    few = events < EXACT_BELOW
    exact, approximate = _exact(events[few], level), _byar(events, level)
    lower, upper = np.array(approximate.lower), np.array(approximate.upper)
    lower[few], upper[few] = exact.lower, exact.upper
    return Interval(lower, upper)


@lru_cache(maxsize=32)
def _z(level: float) -> float:
    return float(-special.ndtri(tail_of(level)))


def _of_children(
    lower: ArrayLike, upper: ArrayLike, part: FloatArray, whole: FloatArray
) -> Interval:
    """Make the edges exact, and leave no bound where there are no children."""
    anyone = whole > 0
    return Interval(
        np.where(anyone, np.where(part == 0, 0.0, lower), np.nan),
        np.where(anyone, np.where(part == whole, 1.0, upper), np.nan),
    )


def _byar(events: FloatArray, level: float) -> Interval:
    z, more = _z(level), events + 1
    with np.errstate(divide="ignore"):
        low = 1 - 1 / (9 * events) - z / (3 * np.sqrt(events))
    high = 1 - 1 / (9 * more) + z / (3 * np.sqrt(more))
    with np.errstate(invalid="ignore"):
        return Interval(np.where(low > 0, events * low**3, np.nan), more * high**3)


def _exact(events: FloatArray, level: float) -> Interval:
    tail = tail_of(level)
    lower = special.gammaincinv(events, tail)
    upper = special.gammainccinv(events + 1, tail)
    return Interval(np.where(events == 0, 0.0, lower), np.asarray(upper))
