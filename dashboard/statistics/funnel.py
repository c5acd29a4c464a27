"""Which units differ from a target by more than their size, and each other, explain.

One reading for a page: exact tails; where ten or more units differ more than children
explain, the spread between them is taken in; and what is named is what stands after
Benjamini and Hochberg, so that looking at many places names no more by chance.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dashboard.statistics.counts import FloatArray, non_negative, part_of_whole, whole
from dashboard.statistics.intervals import Interval
from dashboard.statistics.overdispersion import (
    Dispersion,
    proportion_dispersion,
    proportion_lines,
    ratio_dispersion,
    ratio_lines,
)
from dashboard.statistics.tails import (
    Tails,
    benjamini_hochberg,
    proportion_limits,
    proportion_tails,
    rate_limits,
    rate_tails,
)

FEWEST_UNITS = 2


class NoFunnel(StrEnum):
    """Why no unit was judged."""

    NOBODY = "nobody"
    TOO_FEW_UNITS = "too few units"
    ALL_OR_NONE = "all or none"


@dataclass(frozen=True, eq=False)
class Funnel:
    """One element a unit; NaN, and no flag, where a unit has nobody.

    `value` and `target` are shares, or events per one person. `p` is two-sided: mid-p
    of the exact test, or from z where `dispersion` applies; `adjusted` after Benjamini
    and Hochberg; `side` is +1 or -1 where that is at most 5 %. `outside_95` and
    `outside_998` are against the lines. Where `reason` is set nothing was judged.
    """

    value: FloatArray
    target: FloatArray
    p: FloatArray
    adjusted: FloatArray
    side: NDArray[np.int8]
    outside_95: NDArray[np.int8]
    outside_998: NDArray[np.int8]
    dispersion: Dispersion
    of_rates: bool
    noise_variance: float
    reason: NoFunnel | None

    def lines(self, n_grid: ArrayLike, level: float = 0.95) -> Interval:
        """The lines of `level` for units of size n, in the unit of `value`.

        They stand where the flags of `level` change; of units with one target only.
        Raises ValueError where units have targets of their own.
        """
        sizes = non_negative(n_grid, "n")
        known = self.target[~np.isnan(self.target)]
        if not known.size or np.ptp(known) > 0:
            message = "units with targets of their own share no lines"
            raise ValueError(message)
        target = float(known[0])
        if self.dispersion.applies:
            return self._wide_lines(sizes, target, level)
        limits = (
            rate_limits(sizes * target, level, noise_variance=self.noise_variance)
            if self.of_rates
            else proportion_limits(
                sizes, target, level, noise_variance=self.noise_variance
            )
        )
        size = np.where(sizes > 0, sizes, np.nan)
        return Interval(limits.lower / size, limits.upper / size)

    def _wide_lines(self, sizes: FloatArray, target: float, level: float) -> Interval:
        tau2 = self.dispersion.tau2 or 0.0
        if not self.of_rates:
            return proportion_lines(sizes, target, tau2, level)
        ratio = ratio_lines(sizes * target, tau2, level)
        return Interval(ratio.lower * target, ratio.upper * target)


def proportion_funnel(
    x: ArrayLike,
    n: ArrayLike,
    *,
    target: ArrayLike | None = None,
    noise_variance: float = 0.0,
) -> Funnel:
    """Judge shares of x children out of n against a target share.

    `target` is one share, or one a unit (what each would have with its own mix); the
    share of all together when None. `noise_variance` is that of what protection adds to
    each count: it widens tails and lines, so that noise alone flags no more.

    Raises ValueError for counts that are negative, infinite or not whole, or x > n.
    """
    part, total = part_of_whole(whole(x, "x"), whole(n, "n"))
    aim = _target(target, part, total)
    reason = _reason(total, aim, top=1.0)
    judged = np.where(total > 0, aim, np.nan) if reason is None else np.nan * total
    tails = proportion_tails(part, total, judged, noise_variance=noise_variance)
    dispersion = proportion_dispersion(
        part, total, judged, noise_variance=noise_variance
    )
    return _funnel(part, total, judged, tails, dispersion, reason, noise_variance)


def rate_funnel(
    observed: ArrayLike,
    people: ArrayLike,
    *,
    target: ArrayLike | None = None,
    noise_variance: float = 0.0,
) -> Funnel:
    """Judge events among people (person-years, say) against a target per one of them.

    All else as in `proportion_funnel`; people are whole or not, and carry no noise.
    """
    events, size = np.broadcast_arrays(
        whole(observed, "observed"), non_negative(people, "people")
    )
    aim = _target(target, events, size)
    reason = _reason(size, aim, top=np.inf)
    judged = np.where(size > 0, aim, np.nan) if reason is None else np.nan * size
    expected = judged * size
    tails = rate_tails(events, expected, noise_variance=noise_variance)
    dispersion = ratio_dispersion(events, expected, noise_variance=noise_variance)
    return _funnel(
        events, size, judged, tails, dispersion, reason, noise_variance, of_rates=True
    )


def _target(
    target: ArrayLike | None, part: FloatArray, total: FloatArray
) -> FloatArray:
    if target is None:
        together = float(np.nansum(total))
        target = float(np.nansum(part)) / together if together else np.nan
    return np.broadcast_to(np.asarray(target, dtype=np.float64), total.shape)


def _reason(total: FloatArray, aim: FloatArray, top: float) -> NoFunnel | None:
    there = total > 0
    if not np.any(there):
        return NoFunnel.NOBODY
    if np.count_nonzero(there) < FEWEST_UNITS:
        return NoFunnel.TOO_FEW_UNITS
    if np.any(np.isnan(aim[there])) or np.all((aim[there] <= 0) | (aim[there] >= top)):
        return NoFunnel.ALL_OR_NONE
    return None


def _funnel(
    part: FloatArray,
    total: FloatArray,
    target: FloatArray,
    tails: Tails,
    dispersion: Dispersion,
    reason: NoFunnel | None,
    noise_variance: float,
    *,
    of_rates: bool = False,
) -> Funnel:
    value = part / np.where(total > 0, total, np.nan)
    p = dispersion.p if dispersion.applies else tails.mid_p
    found = benjamini_hochberg(p)
    return Funnel(
        value=value,
        target=target,
        p=p,
        adjusted=found.adjusted,
        side=np.where(found.found, np.sign(value - target), 0).astype(np.int8),
        outside_95=_outside(tails, dispersion, 0.95),
        outside_998=_outside(tails, dispersion, 0.998),
        dispersion=dispersion,
        of_rates=of_rates,
        noise_variance=noise_variance,
        reason=reason,
    )


def _outside(tails: Tails, dispersion: Dispersion, level: float) -> NDArray[np.int8]:
    if not dispersion.applies:
        return tails.outside(level)
    beyond = dispersion.p < 1 - level
    return np.where(beyond, np.sign(dispersion.z), 0).astype(np.int8)
