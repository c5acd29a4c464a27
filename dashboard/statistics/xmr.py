"""XmR charts: single values, their limits from how much neighbours differ."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dashboard.statistics.controlchart import (
    Chart,
    ControlChart,
    Limits,
    Note,
    counted,
    joined,
    phases_of,
)
from dashboard.statistics.counts import FloatArray

# 3 / d2 and D4 for ranges of two, rounded as Making Data Count has them.
LIMITS = 2.66
RANGE_LIMIT = 3.267
# Screening that takes away more than a third of the ranges, or half of those that are
# not 0, takes away what there is to see and not an exception to it.
MOST_SCREENED = 1 / 3
MOST_MOVING_SCREENED = 1 / 2


class Spread(NamedTuple):
    """The mean moving range, what it was before screening, and the ranges it left out.

    `ranges` are those there were and `moving` those of them that were not 0.
    """

    screened: float
    unscreened: float
    ranges: int
    moving: int
    left_out: int


def moving_range(values: ArrayLike, *, screened: bool = True) -> Spread:
    """The mean of the differences between neighbours, in the unit of the values.

    NaN is missing: the ranges on both sides of it are too. Screening is one pass: only
    ranges below 3.267 times their mean count (Nelson, J Qual Technol 1982; 14:172). NaN
    where there is no range, and also where screening leaves none.
    """
    ranges = np.abs(np.diff(np.asarray(values, dtype=np.float64)))
    ranges = ranges[~np.isnan(ranges)]
    if not ranges.size:
        return Spread(np.nan, np.nan, 0, 0, 0)
    mean = float(ranges.mean())
    kept = ranges[ranges < RANGE_LIMIT * mean] if screened else ranges
    return Spread(
        float(kept.mean()) if kept.size else np.nan,
        mean,
        int(ranges.size),
        int(np.count_nonzero(ranges)),
        int(ranges.size - kept.size),
    )


def xmr_chart(
    values: ArrayLike,
    *,
    include: ArrayLike | None = None,
    starts: Sequence[int] = (),
    fix_after: int | None = None,
    screened: bool = True,
    multiplier: float = LIMITS,
) -> ControlChart:
    """An XmR chart by the rules of Making Data Count.

    `values` is one series in the order of time, in any unit; NaN is a gap, which moving
    ranges do not bridge. Points that `include` leaves out keep their value and count
    for nothing; ranges go across them. `starts` are the positions at which a new phase
    begins, with limits and rules of its own. `fix_after` makes the limits of each phase
    from its first so many points.

    Centre: the mean. Limits: 2.66 (`multiplier`) mean moving ranges either side; near limits at two
    thirds of that. Wheeler, Understanding Variation, 1993; screening as in
    `moving_range`, but not where it would take away more than a third of the ranges, or
    half of those that are not 0 (Note.NOT_SCREENED). No variation at all: no limits to be
    outside of. Raises ValueError for a series that is not one-dimensional, holds an
    infinity, or a mask or start that is not of it.
    """
    series = one_series(values)
    mask = counted(series, include)
    phases = phases_of(series.size, starts)
    limits = []
    for phase in range(len(starts) + 1):
        ours = phases == phase
        left_out = ~np.isnan(series[ours]) & ~mask[ours]
        limits.append(_limits(series[ours], left_out, fix_after, screened, multiplier))
    return joined(Chart.XMR, series, mask, starts, limits)


def one_series(values: ArrayLike) -> FloatArray:
    """The values as floats; ValueError unless one-dimensional and finite or NaN."""
    series = np.asarray(values, dtype=np.float64)
    if series.ndim != 1:
        message = "a control chart shows one series"
        raise ValueError(message)
    if np.any(np.isinf(series)):
        message = "a control chart cannot show infinite values"
        raise ValueError(message)
    return series


def _limits(
    values: FloatArray,
    left_out: NDArray[np.bool_],
    fix_after: int | None,
    screened: bool,
    multiplier: float,
) -> Limits:
    base = values[:fix_after][~left_out[:fix_after]]
    known = base[~np.isnan(base)]
    centre = float(known.mean()) if known.size else np.nan
    spread = moving_range(base, screened=screened)
    notes, mean_range = _guarded(spread)
    sigma = np.full(values.shape, multiplier / 3 * mean_range)
    return Limits.about(centre, sigma, notes)


def _guarded(spread: Spread) -> tuple[frozenset[Note], float]:
    """Without variation there are no limits, only a mean: nothing can lie outside."""
    if not spread.ranges:
        return frozenset(), np.nan
    if spread.unscreened == 0:
        return frozenset({Note.NO_VARIATION}), np.nan
    too_many = (
        spread.left_out > MOST_SCREENED * spread.ranges
        or spread.left_out > MOST_MOVING_SCREENED * spread.moving
    )
    if too_many or not spread.screened > 0:
        return frozenset({Note.NOT_SCREENED}), spread.unscreened
    return frozenset(), spread.screened
