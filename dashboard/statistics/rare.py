"""Charts of single values with a size (I′), and of what is rare: times (t), cases (g)."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from dashboard.statistics.attribute import D2
from dashboard.statistics.controlchart import (
    Chart,
    ControlChart,
    Limits,
    counted,
    joined,
    lines_about,
    phases_of,
)
from dashboard.statistics.counts import FloatArray, non_negative
from dashboard.statistics.special_causes import Lines
from dashboard.statistics.xmr import moving_range, one_series

# Weibull times between events with a constant chance become about normal by this power.
POWER = 1 / 3.6
# d2 and the screening limit as the paper on I′ charts has them.
SCREEN = 3.2665


def i_prime_chart(
    values: ArrayLike,
    n: ArrayLike,
    *,
    include: ArrayLike | None = None,
    starts: Sequence[int] = (),
    fix_after: int | None = None,
    screened: bool = True,
) -> ControlChart:
    """Single values that rest on n each: a size only widens or narrows their limits.

    Centre `Σyn / Σn`; deviation the mean of `√(π/2) |Δy| / √(1/nᵢ₋₁ + 1/nᵢ)`, over √n
    of the point: Taylor, Normalized Individuals Control Chart, 2018. No n is a gap; the
    rest as in `xmr_chart`.
    """
    series, size = np.broadcast_arrays(one_series(values), non_negative(n, "n"))
    size = np.where(size > 0, size, np.nan)
    series = np.where(np.isnan(size), np.nan, series)
    mask = counted(series, include)
    phases = phases_of(series.size, starts)
    limits = []
    for phase in range(len(starts) + 1):
        ours = phases == phase
        base = np.flatnonzero(mask & ours)[:fix_after]
        limits.append(_normalised(series[base], size[base], size[ours], screened))
    return joined(Chart.I_PRIME, series, mask, starts, limits)


def _normalised(
    values: FloatArray, sizes: FloatArray, every: FloatArray, screened: bool
) -> Limits:
    if not values.size:
        return Limits.about(np.nan, np.full(every.shape, np.nan))
    centre = float(np.sum(values * sizes) / np.sum(sizes))
    spread = np.sqrt(np.pi / 2) * np.abs(np.diff(values))
    spread /= np.sqrt(1 / sizes[:-1] + 1 / sizes[1:])
    if screened and spread.size:
        spread = spread[spread < SCREEN * spread.mean()]
    mean = float(spread.mean()) if spread.size else np.nan
    return Limits.about(centre, mean / np.sqrt(every))


def t_chart(
    values: ArrayLike,
    *,
    include: ArrayLike | None = None,
    starts: Sequence[int] = (),
    screened: bool = True,
) -> ControlChart:
    """Days between events that are rare: an XmR chart of their 3.6th root, turned back.

    Nelson, J Qual Technol 1994; 26:239. A lower limit below 0 is 0. Raises ValueError
    for a time that is not above 0; the rest as in `xmr_chart`.
    """
    days = one_series(values)
    if np.any(days <= 0):
        message = "a time between events must be above 0"
        raise ValueError(message)
    mask = counted(days, include)
    phases = phases_of(days.size, starts)
    limits = [
        _rooted(days[mask & (phases == phase)], int(np.sum(phases == phase)), screened)
        for phase in range(len(starts) + 1)
    ]
    return joined(Chart.T, days, mask, starts, limits)


def _rooted(days: FloatArray, size: int, screened: bool) -> Limits:
    if not days.size:
        return Limits.about(np.nan, np.full(size, np.nan))
    roots = days**POWER
    sigma = moving_range(roots, screened=screened).screened / D2
    flat = lines_about(float(roots.mean()), np.full(size, sigma))

    def back(line: FloatArray) -> FloatArray:
        return np.asarray(np.maximum(line, 0) ** (1 / POWER))

    return Limits(
        Lines(
            centre=back(flat.centre),
            near_lower=back(flat.near_lower),
            near_upper=back(flat.near_upper),
            lower=back(flat.lower),
            upper=back(flat.upper),
        )
    )


def g_chart(
    values: ArrayLike,
    *,
    include: ArrayLike | None = None,
    starts: Sequence[int] = (),
) -> ControlChart:
    """Cases between events that are rare: limits `m ± 3√(m(m+1))`, m the mean.

    Benneyan, Health Care Manag Sci 2001; 4:305. The centre is the median, as the values
    are far from symmetric, and the lower limit is not below 0. The rest as in
    `xmr_chart`.
    """
    cases = non_negative(one_series(values), "cases")
    mask = counted(cases, include)
    phases = phases_of(cases.size, starts)
    limits = [
        _geometric(cases[mask & (phases == phase)], int(np.sum(phases == phase)))
        for phase in range(len(starts) + 1)
    ]
    return joined(Chart.G, cases, mask, starts, limits)


def _geometric(cases: FloatArray, size: int) -> Limits:
    if not cases.size:
        return Limits.about(np.nan, np.full(size, np.nan))
    mean = float(cases.mean())
    sigma = float(np.sqrt(mean * (mean + 1)))
    about = lines_about(mean, np.full(size, sigma))
    return Limits(
        Lines(
            centre=np.full(size, np.median(cases)),
            near_lower=np.maximum(about.near_lower, 0),
            near_upper=about.near_upper,
            lower=np.maximum(about.lower, 0),
            upper=about.upper,
        )
    )
