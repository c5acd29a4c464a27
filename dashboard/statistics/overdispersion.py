"""Do places differ from each other by more than their size explains?

Where they do, for reasons nobody measured, chance is wider than children alone make it:
limits and p-values take that in, or every large place would be unusual.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from dashboard.statistics.counts import (
    FloatArray,
    non_negative,
    part_of_whole,
    tail_of,
)
from dashboard.statistics.intervals import Interval

# Fewer places than this say nothing of how places differ.
FEWEST_UNITS = 10
WINSORISED = 0.1


class Scale(StrEnum):
    """On which scale places are compared: where their spread does not hang on the value."""

    ARCSINE = "arcsine"
    SQUARE_ROOT = "square root"


@dataclass(frozen=True, eq=False)
class Dispersion:
    """`phi` is the mean squared z after Winsorising, `tau2` the variance between places.

    Both are None below ten places. `applies` where phi is larger than chance makes it,
    `1 + 2 √(2 / units)`; then `z` has tau2 in it.
    """

    scale: Scale
    units: int
    phi: float | None
    tau2: float | None
    applies: bool
    z: FloatArray

    @property
    def p(self) -> FloatArray:
        """Two-sided p-values of `z` by the normal distribution."""
        return np.asarray(2 * special.ndtr(-np.abs(self.z)))


def proportion_dispersion(
    x: ArrayLike,
    n: ArrayLike,
    target: ArrayLike,
    *,
    winsorised: float = WINSORISED,
    noise_variance: float = 0.0,
) -> Dispersion:
    """How x out of n differ between places, on the arcsine scale `asin √(x/n)`.

    `s = 1 / 2√n`; z, its Winsorised mean square phi, and tau2 (DerSimonian and Laird's
    with a fixed centre): Spiegelhalter, Qual Saf Health Care 2005; 14:347. `winsorised`
    is the share clipped at each end. NaN where n is 0. `noise_variance` of protected
    counts widens s. Errors as in `part_of_whole`.
    """
    part, whole = part_of_whole(x, n)
    size = np.where(whole > 0, whole, np.nan)
    aim = np.broadcast_to(np.asarray(target, dtype=np.float64), size.shape)
    noise = 1 + noise_variance * _noise_of_share(aim) / size
    return _dispersion(
        Scale.ARCSINE,
        np.arcsin(np.sqrt(part / size)) - np.arcsin(np.sqrt(aim)),
        np.sqrt(noise) / (2 * np.sqrt(size)),
        winsorised,
    )


def _noise_of_share(aim: FloatArray) -> FloatArray:
    """The noise's variance over that of a child's own outcome; 0 where there is none."""
    own = aim * (1 - aim)
    return np.divide(1 + aim**2, own, out=np.zeros_like(own), where=own > 0)


def ratio_dispersion(
    observed: ArrayLike,
    expected: ArrayLike,
    *,
    winsorised: float = WINSORISED,
    noise_variance: float = 0.0,
) -> Dispersion:
    """How observed over expected differs between places, on the scale of its root.

    `√(O/E)` about 1 with `s = 1 / 2√E`, as England's care regulator does; the rest as
    in `proportion_dispersion`. NaN where nothing is expected.
    """
    events, mean = np.broadcast_arrays(
        non_negative(observed, "observed"), non_negative(expected, "expected")
    )
    mean = np.where(mean > 0, mean, np.nan)
    spread = np.sqrt(1 + noise_variance / mean) / (2 * np.sqrt(mean))
    return _dispersion(
        Scale.SQUARE_ROOT, np.sqrt(events / mean) - 1, spread, winsorised
    )


def _dispersion(
    scale: Scale, off: FloatArray, spread: FloatArray, winsorised: float
) -> Dispersion:
    naive = off / spread
    known = ~np.isnan(naive)
    units = int(np.count_nonzero(known))
    if units < FEWEST_UNITS:
        return Dispersion(scale, units, None, None, applies=False, z=naive)
    phi = _phi(naive[known], winsorised)
    tau2 = _tau2(phi, spread[known])
    applies = phi > 1 + 2 * np.sqrt(2 / units)
    z = off / np.sqrt(spread**2 + tau2) if applies else naive
    return Dispersion(scale, units, phi, tau2, bool(applies), z)


def _phi(naive: FloatArray, winsorised: float) -> float:
    low, high = np.quantile(naive, [winsorised, 1 - winsorised])
    return float(np.mean(np.clip(naive, low, high) ** 2))


def _tau2(phi: float, spread: FloatArray) -> float:
    weight = 1 / spread**2
    units = spread.size
    between = (units * phi - (units - 1)) / (
        np.sum(weight) - np.sum(weight**2) / np.sum(weight)
    )
    return max(0.0, float(between))


def proportion_lines(
    n_grid: ArrayLike, target: float, tau2: float, level: float = 0.95
) -> Interval:
    """Lines between which shares out of n lie, `tau2` between places taken in.

    `sin²(asin √target ∓ z √(1/4n + tau2))`, between 0 and 1: the angle is clipped, so
    that the lines never turn back.
    """
    sizes = non_negative(n_grid, "n")
    z = -special.ndtri(tail_of(level))
    with np.errstate(divide="ignore"):
        width = z * np.sqrt(1 / (4 * sizes) + tau2)
    angle = np.arcsin(np.sqrt(target))
    low, high = np.clip([angle - width, angle + width], 0, np.pi / 2)
    return Interval(np.sin(low) ** 2, np.sin(high) ** 2)


def ratio_lines(expected_grid: ArrayLike, tau2: float, level: float = 0.95) -> Interval:
    """Lines between which observed over expected lies, `tau2` taken in.

    `(1 ∓ z √(1/4E + tau2))²`, and 0 where what is squared is negative.
    """
    mean = non_negative(expected_grid, "expected")
    z = -special.ndtri(tail_of(level))
    with np.errstate(divide="ignore"):
        width = z * np.sqrt(1 / (4 * mean) + tau2)
    return Interval(np.maximum(1 - width, 0) ** 2, (1 + width) ** 2)
