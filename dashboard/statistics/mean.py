"""Where the mean of a level may lie, by how much its own points vary.

Counts tell how much chance gives were every child alike; points of a series often vary
more. This knows nothing of counts, and so is right of whatever varies more.
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from dashboard.statistics.counts import tail_of
from dashboard.statistics.intervals import Interval


def mean_interval(values: ArrayLike, level: float = 0.95) -> Interval:
    """Student's interval for the mean of what the values are draws of, in their unit.

    `m ∓ t s/√n`, t of n - 1 degrees: Student, Biometrika 1908; 6:1. NaN is left out.
    NaN of fewer than two values, and of values that are all the same: how much they vary
    is not known. Raises ValueError for a level outside 0-1.
    """
    given = np.asarray(values, dtype=np.float64)
    known = given[~np.isnan(given)]
    tail, size = tail_of(level), known.size
    spread = float(np.std(known, ddof=1)) if size > 1 else 0.0
    if not spread:
        return Interval(np.array(np.nan), np.array(np.nan))
    reach = -special.stdtrit(size - 1, tail) * spread / np.sqrt(size)
    middle = float(np.mean(known))
    return Interval(np.array(middle - reach), np.array(middle + reach))
