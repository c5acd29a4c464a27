"""A control chart: a centre, limits about it, and the points that chance hardly explains.

However a chart finds its limits, the result has one shape, so that it is drawn, judged
and worded in one way.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dashboard.statistics.counts import FloatArray
from dashboard.statistics.special_causes import Cause, Lines, special_causes

# Fewer points than these give no limits at all, or limits that may still move.
FEWEST_POINTS = 6
POINTS_ON_TRIAL = 12


class Chart(StrEnum):
    """Which control chart, by its usual name."""

    XMR = "xmr"
    P = "p"
    P_PRIME = "p_prime"
    U = "u"
    U_PRIME = "u_prime"
    C = "c"
    I_PRIME = "i_prime"
    T = "t"
    G = "g"


class Note(StrEnum):
    """What must be known of a chart before its limits are believed."""

    NO_POINTS = "no points"
    TOO_FEW_POINTS = "too few points"
    TRIAL_LIMITS = "trial limits"
    NO_VARIATION = "no variation"
    NOT_SCREENED = "not screened"
    APPROXIMATE = "approximate"
    AUTOCORRELATED = "autocorrelated"


@dataclass(frozen=True, eq=False)
class ControlChart:
    """One element of each array for each point as given; NaN where there is none.

    Limits are those of the rules, and may lie beyond what a value can be: clip them to
    draw them. `causes` is `Cause.COMMON` where a point is ordinary or left out.
    `phases` numbers the phase of each point from 0. `sigma_z` is, for prime charts, by
    how much more than the children explain the values of the last phase vary.
    """

    chart: Chart
    values: FloatArray
    centre: FloatArray
    lower: FloatArray
    upper: FloatArray
    causes: tuple[Cause, ...]
    phases: NDArray[np.int_]
    notes: frozenset[Note]
    sigma_z: float | None = None

    @property
    def signal(self) -> bool:
        return any(cause is not Cause.COMMON for cause in self.causes)


@dataclass(frozen=True, eq=False)
class Limits:
    """The lines of one phase before its points are judged, and what is to be said of them."""

    lines: Lines
    notes: frozenset[Note] = frozenset()
    sigma_z: float | None = None

    @classmethod
    def about(
        cls,
        centre: float,
        sigma: FloatArray,
        notes: frozenset[Note] = frozenset(),
        sigma_z: float | None = None,
    ) -> "Limits":
        """Three standard deviations either side of the centre, and two for "near"."""
        return cls(lines_about(centre, sigma), notes, sigma_z)


def lines_about(centre: float, sigma: FloatArray) -> Lines:
    middle = np.full_like(sigma, centre)
    return Lines(
        centre=middle,
        near_lower=middle - 2 * sigma,
        near_upper=middle + 2 * sigma,
        lower=middle - 3 * sigma,
        upper=middle + 3 * sigma,
    )


def phases_of(size: int, starts: Sequence[int]) -> NDArray[np.int_]:
    """The number of each point's phase, from 0; `starts` are the first points of others."""
    numbers = np.zeros(size, dtype=np.int_)
    for start in starts:
        if not 0 <= start <= size:
            message = "a phase starts at a point of the series"
            raise ValueError(message)
        numbers[start:] += 1
    return numbers


def counted(values: FloatArray, include: ArrayLike | None) -> NDArray[np.bool_]:
    """Which points count: there is a value, and it is not left out."""
    known = ~np.isnan(values)
    if include is None:
        return known
    mask = np.asarray(include, dtype=np.bool_)
    if mask.shape != values.shape:
        message = "a mask must be as long as its series"
        raise ValueError(message)
    return known & mask


def joined(
    chart: Chart,
    values: FloatArray,
    include: NDArray[np.bool_],
    starts: Sequence[int],
    limits: Sequence[Limits],
) -> ControlChart:
    """The chart from the limits of its phases, by the rules; guards on few points."""
    phases = phases_of(values.size, starts)
    parts = [_guarded(one, include[phases == n]) for n, one in enumerate(limits)]
    lines = _end_to_end([part.lines for part in parts])
    return ControlChart(
        chart=chart,
        values=values,
        centre=lines.centre,
        lower=lines.lower,
        upper=lines.upper,
        causes=special_causes(np.where(include, values, np.nan), lines, phases),
        phases=phases,
        notes=parts[-1].notes,
        sigma_z=parts[-1].sigma_z,
    )


def _end_to_end(parts: Sequence[Lines]) -> Lines:
    return Lines(
        centre=np.concatenate([part.centre for part in parts]),
        near_lower=np.concatenate([part.near_lower for part in parts]),
        near_upper=np.concatenate([part.near_upper for part in parts]),
        lower=np.concatenate([part.lower for part in parts]),
        upper=np.concatenate([part.upper for part in parts]),
    )


def _guarded(limits: Limits, include: NDArray[np.bool_]) -> Limits:
    points = int(np.count_nonzero(include))
    if points >= POINTS_ON_TRIAL:
        return limits
    if points >= FEWEST_POINTS:
        return replace(limits, notes=limits.notes | {Note.TRIAL_LIMITS})
    # Without limits there is no rule to break: the centre alone would still show shifts.
    note = Note.TOO_FEW_POINTS if points else Note.NO_POINTS
    nothing = lines_about(np.nan, np.full(include.shape, np.nan))
    return Limits(nothing, frozenset({note}))
