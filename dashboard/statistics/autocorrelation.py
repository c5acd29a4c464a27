"""Does each value carry on from the one before? Then limits and runs mislead."""

import numpy as np
from numpy.typing import ArrayLike

from dashboard.statistics.counts import FloatArray


def lag_one(values: ArrayLike) -> float:
    """The correlation of a series with itself a point later; NaN where there is none.

    `Σ eₜeₜ₋₁ / Σ e²` of the differences e from the mean, over neighbours that are both
    there: Box and Jenkins, Time Series Analysis, 1970.
    """
    series: FloatArray = np.asarray(values, dtype=np.float64)
    off = series - (np.nanmean(series) if np.any(~np.isnan(series)) else np.nan)
    total = float(np.nansum(off**2))
    return float(np.nansum(off[1:] * off[:-1])) / total if total else np.nan


def is_autocorrelated(values: ArrayLike) -> bool:
    """Whether `lag_one` is above 2/√n, n the values there: more than chance gives."""
    series = np.asarray(values, dtype=np.float64)
    points = int(np.count_nonzero(~np.isnan(series)))
    found = lag_one(series)
    return bool(points > 2 and found > 2 / np.sqrt(points))
