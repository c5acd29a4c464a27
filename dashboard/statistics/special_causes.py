"""The four rules of NHS Making Data Count: which points chance hardly explains.

They hold within one phase, and every comparison is strict. More rules would only find
more in what is stable.
"""

import itertools
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from dashboard.statistics.counts import FloatArray

POINTS_IN_A_SHIFT = 7
POINTS_IN_A_TREND = 7
# Values reach us through divisions: closer than this is on the line.
SAME = 1e-9

Signs = NDArray[np.int_]
Mask = NDArray[np.bool_]


class Cause(StrEnum):
    """Why a point is more than chance usually gives; COMMON when it is not."""

    COMMON = "common"
    ABOVE_LIMIT = "above limit"
    BELOW_LIMIT = "below limit"
    RISING = "rising"
    FALLING = "falling"
    TWO_IN_THREE_ABOVE = "two in three above"
    TWO_IN_THREE_BELOW = "two in three below"
    SHIFT_ABOVE = "shift above"
    SHIFT_BELOW = "shift below"

    @property
    def direction(self) -> int:
        """+1 above or rising, -1 below or falling, 0 for what is ordinary."""
        return _DIRECTIONS[self]


_DIRECTIONS = {
    Cause.COMMON: 0,
    Cause.ABOVE_LIMIT: 1,
    Cause.BELOW_LIMIT: -1,
    Cause.RISING: 1,
    Cause.FALLING: -1,
    Cause.TWO_IN_THREE_ABOVE: 1,
    Cause.TWO_IN_THREE_BELOW: -1,
    Cause.SHIFT_ABOVE: 1,
    Cause.SHIFT_BELOW: -1,
}


@dataclass(frozen=True, eq=False)
class Lines:
    """The lines a series is judged by, an element a point; NaN where there is none."""

    centre: FloatArray
    near_lower: FloatArray
    near_upper: FloatArray
    lower: FloatArray
    upper: FloatArray


def special_causes(
    values: FloatArray, lines: Lines, phases: NDArray[np.int_]
) -> tuple[Cause, ...]:
    """The cause of each point: the first that holds of outside, trend, two in three, shift.

    `values` is one series in the order of time; NaN is a missing point, which has no
    cause and breaks every rule of several points. Outside: beyond a limit. Trend: seven
    points that all rise or all fall; a point in one of each takes the step after it.
    Two in three: of three points on one side, two between the near limit and the limit
    (those two are flagged). Shift: seven on one side of the centre; one on it breaks it.

    The rules of NHS England's Making Data Count, as its R package applies them.
    """
    causes = [Cause.COMMON] * values.size
    sides = _sides(values, lines.centre)
    steps = _sides(values[1:], values[:-1]) if values.size else np.zeros(0, np.int_)
    rules = (
        _pair(_shifts(sides, phases), Cause.SHIFT_ABOVE, Cause.SHIFT_BELOW),
        _pair(
            _two_in_three(values, sides, lines, phases),
            Cause.TWO_IN_THREE_ABOVE,
            Cause.TWO_IN_THREE_BELOW,
        ),
        _pair(_trends(steps, phases), Cause.RISING, Cause.FALLING),
        _pair(_outside(values, lines), Cause.ABOVE_LIMIT, Cause.BELOW_LIMIT),
    )
    for flags, above, below in rules:  # the last of these goes before the others
        for place in np.flatnonzero(flags):
            causes[place] = above if flags[place] > 0 else below
    return tuple(causes)


def _pair(flags: Signs, above: Cause, below: Cause) -> tuple[Signs, Cause, Cause]:
    return flags, above, below


def _sides(values: FloatArray, others: FloatArray) -> Signs:
    same = np.isclose(values, others, rtol=SAME, atol=0)
    signs = (values > others).astype(np.int_) - (values < others).astype(np.int_)
    return np.where(same, 0, signs)


def _outside(values: FloatArray, lines: Lines) -> Signs:
    return _beyond(values, lines.upper) - _beyond(-values, -lines.lower)


def _beyond(values: FloatArray, limit: FloatArray) -> Signs:
    return ((values > limit) & ~np.isclose(values, limit, rtol=SAME, atol=0)).astype(
        np.int_
    )


def _shifts(sides: Signs, phases: NDArray[np.int_]) -> Signs:
    flags = np.zeros_like(sides)
    for start, end in _stretches(sides, phases):
        if end - start >= POINTS_IN_A_SHIFT:
            flags[start:end] = sides[start]
    return flags


def _trends(steps: Signs, phases: NDArray[np.int_]) -> Signs:
    """A stretch of equal steps is one point longer; the later stretch has the shared point."""
    flags = np.zeros(phases.size, dtype=np.int_)
    across = np.diff(phases) == 0
    steps = np.where(across, steps, 0) if steps.size else steps
    for start, end in _stretches(steps, np.zeros_like(steps)):
        if steps[start] and end - start + 1 >= POINTS_IN_A_TREND:
            flags[start : end + 1] = steps[start]
    return flags


def _two_in_three(
    values: FloatArray, sides: Signs, lines: Lines, phases: NDArray[np.int_]
) -> Signs:
    near = np.where(
        sides > 0,
        (values > lines.near_upper) & (values <= lines.upper),
        (values < lines.near_lower) & (values >= lines.lower),
    )
    flags = np.zeros_like(sides)
    for first in range(values.size - 2):
        window = slice(first, first + 3)
        side = sides[first]
        alike = side and (sides[window] == side).all() and np.ptp(phases[window]) == 0
        if alike and np.count_nonzero(near[window]) >= 2:
            flags[window][near[window]] = side
    return flags


def _stretches(signs: Signs, phases: NDArray[np.int_]) -> list[tuple[int, int]]:
    """Start and end (not included) of each stretch of one sign but 0 in one phase."""
    if not signs.size:
        return []
    changes = (np.diff(signs) != 0) | (np.diff(phases) != 0)
    edges = [0, *(np.flatnonzero(changes) + 1).tolist(), signs.size]
    return [(a, b) for a, b in itertools.pairwise(edges) if signs[a]]
