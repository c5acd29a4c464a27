"""Charts of counted things: shares (p), rates (u), counts (c), and Laney's prime charts.

Their limits come from how many children a point rests on, not from how the points
differ; the prime charts widen them by as much as the points differ more than that.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from dashboard.statistics.controlchart import (
    Chart,
    ControlChart,
    Limits,
    Note,
    counted,
    joined,
    phases_of,
)
from dashboard.statistics.counts import FloatArray, non_negative, part_of_whole
from dashboard.statistics.xmr import moving_range

# The mean range of two normal values, in standard deviations.
D2 = 1.128
# Below this many expected events a point, limits of three deviations are only about right.
FEWEST_EXPECTED = 5

# Centre and children of a point → its standard deviation.
Deviation = Callable[[float, FloatArray], FloatArray]


def p_chart(
    x: ArrayLike,
    n: ArrayLike,
    *,
    include: ArrayLike | None = None,
    starts: Sequence[int] = (),
    fix_after: int | None = None,
    prime: bool = False,
    screened: bool = True,
    noise_variance: float = 0.0,
) -> ControlChart:
    """Shares: x children out of n, a point each; values between 0 and 1.

    Centre `Σx / Σn`, deviation `√(c(1-c)/n)`: Shewhart 1931, Montgomery, Introduction
    to Statistical Quality Control. `prime` widens them by σz, the spread of standardised
    values: Laney, Qual Eng 2002; 14:531 (`screened` as moving ranges are). No children,
    or a missing x, is a gap. `noise_variance` is the variance of what protection adds
    to each count: it widens the limits by `v(1 + c²)/n²`, so that noise alone gives no
    more signals. `include`, `starts`, `fix_after` as in `xmr_chart`.

    Raises ValueError for negative or infinite counts or x > n.
    """
    part, whole = part_of_whole(x, n)

    def deviation(centre: float, size: FloatArray) -> FloatArray:
        noise = noise_variance * (1 + centre**2) / size**2
        own = max(centre * (1 - centre), 0.0)
        return np.asarray(np.sqrt(own / size + noise))

    chart = Chart.P_PRIME if prime else Chart.P
    reading = _Reading(fix_after, deviation, prime, screened)
    return _chart(chart, part, whole, include, starts, reading)


def u_chart(
    x: ArrayLike,
    n: ArrayLike,
    *,
    include: ArrayLike | None = None,
    starts: Sequence[int] = (),
    fix_after: int | None = None,
    prime: bool = False,
    screened: bool = True,
    noise_variance: float = 0.0,
) -> ControlChart:
    """Rates: x events among n (person-years, say), a point each; values per one of n.

    Centre `Σx / Σn`, deviation `√(c/n)`; all else as in `p_chart`, but that the people
    a rate divides by carry no noise. Multiply by 1,000 at the end.
    """
    events, people = np.broadcast_arrays(non_negative(x, "x"), non_negative(n, "n"))

    def deviation(centre: float, size: FloatArray) -> FloatArray:
        return np.asarray(np.sqrt(centre / size + noise_variance / size**2))

    chart = Chart.U_PRIME if prime else Chart.U
    reading = _Reading(fix_after, deviation, prime, screened)
    return _chart(chart, events, people, include, starts, reading)


def c_chart(
    x: ArrayLike,
    *,
    include: ArrayLike | None = None,
    starts: Sequence[int] = (),
    fix_after: int | None = None,
    noise_variance: float = 0.0,
) -> ControlChart:
    """Counts of what has the same chance to happen at every point; values as counted.

    Centre: the mean; deviation `√c`. All else as in `p_chart`.
    """
    events = non_negative(x, "x")

    def deviation(centre: float, size: FloatArray) -> FloatArray:
        return np.asarray(np.sqrt(centre + noise_variance) * size)

    reading = _Reading(fix_after, deviation, prime=False, screened=False)
    return _chart(Chart.C, events, np.ones_like(events), include, starts, reading)


@dataclass(frozen=True)
class _Reading:
    """How one phase is read: from which points, with which deviation, how widened."""

    fix_after: int | None
    deviation: Deviation
    prime: bool
    screened: bool


def _chart(
    chart: Chart,
    x: FloatArray,
    n: FloatArray,
    include: ArrayLike | None,
    starts: Sequence[int],
    reading: _Reading,
) -> ControlChart:
    if x.ndim != 1:
        message = "a control chart shows one series"
        raise ValueError(message)
    known = ~np.isnan(x) & (n > 0)
    size = np.where(known, n, np.nan)
    values = x / size
    mask = counted(values, include)
    phases = phases_of(values.size, starts)
    limits = [
        _limits(x[ours], size[ours], mask[ours], reading)
        for ours in (phases == phase for phase in range(len(starts) + 1))
    ]
    return joined(chart, values, mask, starts, limits)


def _limits(
    x: FloatArray, size: FloatArray, mask: np.ndarray, reading: _Reading
) -> Limits:
    base = mask.copy()
    if reading.fix_after is not None:
        base[reading.fix_after :] = False
    people = float(size[base].sum())
    if not people:
        return Limits.about(np.nan, np.full(x.shape, np.nan))
    centre = float(x[base].sum()) / people
    sigma = reading.deviation(centre, size)
    notes = _notes(centre, size[mask])
    if not reading.prime:
        return Limits.about(centre, sigma, notes)
    sigma_z = _sigma_z(x, size, centre, sigma, mask, base, reading.screened)
    return Limits.about(centre, sigma * sigma_z, notes, sigma_z)


def _sigma_z(
    x: FloatArray,
    size: FloatArray,
    centre: float,
    sigma: FloatArray,
    mask: np.ndarray,
    base: np.ndarray,
    screened: bool,
) -> float:
    """How much more than the children explain neighbours differ; 1 where nobody can say."""
    there = base | ~mask & np.isnan(x / size)
    with np.errstate(divide="ignore", invalid="ignore"):
        z = ((x / size - centre) / sigma)[there]
    spread = moving_range(z, screened=screened)
    found = spread.screened if spread.screened > 0 else spread.unscreened
    return found / D2 if found > 0 else 1.0


def _notes(centre: float, size: FloatArray) -> frozenset[Note]:
    expected = np.median(size) * centre if size.size else 0.0
    return frozenset({Note.APPROXIMATE} if expected < FEWEST_EXPECTED else ())
