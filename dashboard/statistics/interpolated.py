"""Funnel lines as others draw them: interpolated between exact quantiles.

For reading a funnel from elsewhere beside ours. They are smooth and, at small sizes, on
the high side too narrow; flags and lines here are those of the exact test (`tails`).
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from dashboard.statistics.counts import FloatArray, non_negative, whole


def interpolated_share(n: ArrayLike, target: float, p: float) -> FloatArray:
    """The share out of n that is reached with probability `p`, interpolated.

    `(r - a) / n`, r the smallest count with F(r) >= p and a = (F(r) - p) / (F(r) -
    F(r-1)), F the binomial distribution: Spiegelhalter, Stat Med 2005; 24:1185. It may
    lie below 0: clip it to draw it. Raises ValueError for an n that is not whole.
    """
    sizes = whole(n, "n")
    return _interpolated(stats.binom(sizes, target), p) / sizes


def interpolated_ratio(expected: ArrayLike, p: float) -> FloatArray:
    """Observed over expected that is reached with probability `p`, interpolated.

    As `interpolated_share`, of the Poisson distribution.
    """
    mean = non_negative(expected, "expected")
    return _interpolated(stats.poisson(mean), p) / mean


def _interpolated(counts: Any, p: float) -> FloatArray:
    reached = counts.ppf(p)
    upto = counts.cdf(reached)
    back = (upto - p) / (upto - counts.cdf(reached - 1))
    return np.asarray(reached - back)
