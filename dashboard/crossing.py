"""Is a line kept, and is that more than chance? The level of now against an aim or limit.

The latest point says whether it is kept. One point may lie anywhere that chance puts it;
so more than chance is claimed of the level alone: all points since it began, together,
must lie on that side of the line. Two things must both exclude the line: what chance
gives of so many children (with the noise of protection), and what the points themselves
vary by. Where a control chart's limits are drawn, they must exclude it too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np

from dashboard.change import Change, SignalKind
from dashboard.measures import About, Kind, Measure
from dashboard.points import Point
from dashboard.statistics.controlchart import FEWEST_POINTS
from dashboard.statistics.counts import FloatArray
from dashboard.statistics.mean import mean_interval
from dashboard.statistics.tails import Tails, proportion_tails, rate_tails

# That of the outer lines between places, and nearly that of control limits.
LEVEL = 0.998
_SAME = 1e-9


class Chance(StrEnum):
    """What may be said: of the level, or why nothing may be."""

    MORE = "more than chance"
    WITHIN = "within chance"
    OTHERWISE = "the level lies on the other side"
    TOO_FEW = "too few points"
    NOT_KNOWN = "chance is not known"


@dataclass(frozen=True)
class Crossing:
    """`position` is of the latest judged point, None where none is of the line's time;
    `side` is that of the point: +1 above the line, -1 below, 0 on it."""

    position: int | None = None
    side: int = 0
    chance: Chance = Chance.TOO_FEW


def crossing_of(
    measure: Measure,
    points: Sequence[Point],
    change: Change,
    *,
    line: float,
    from_on: date,
    noise_variance: float,
) -> Crossing:
    """A series against a line, in the measure's own unit, that holds from a day on."""
    last = change.last
    if last is None or points[last].period < from_on:
        return Crossing()
    side = _side(_value(points[last]) - line)
    if change.reason is not None:
        return Crossing(last, side, Chance.TOO_FEW)
    level = [n for n in sorted(change.positions) if n >= _begins(change)]
    if len(level) < FEWEST_POINTS:
        return Crossing(last, side, Chance.TOO_FEW)
    if measure.kind is Kind.STOCK:  # most children are those of the month before
        return Crossing(last, side, Chance.NOT_KNOWN)
    noise = noise_variance if measure.about is About.CHILDREN else 0.0
    lies = _level_lies(measure, [points[n] for n in level], line, noise)
    if lies and not _limits_exclude(change, last, line, lies):
        lies = 0
    return Crossing(last, side, _chance(lies, side))


def _chance(lies: int, side: int) -> Chance:
    if not lies:
        return Chance.WITHIN
    return Chance.MORE if lies == side else Chance.OTHERWISE


def _begins(change: Change) -> int:
    """Where the level of now begins: as a person recorded it, or with a run that stands."""
    recorded = max(change.starts, default=change.first)
    told = change.told
    runs = (SignalKind.RUN, SignalKind.CROSSINGS)
    if told and told.kind in runs and told.stands and told.end == change.last:
        return max(recorded, told.start)
    return recorded


def _level_lies(
    measure: Measure, level: Sequence[Point], line: float, noise: float
) -> int:
    """+1 where the level lies above the line by more than chance gives, -1 below, else 0."""
    by_points = mean_interval([_value(point) for point in level], LEVEL)
    side = _beyond(float(by_points.lower), float(by_points.upper), line)
    tails = _tails(measure, level, line, noise * len(level))
    if tails is None or not side:
        return side
    return side if int(tails.outside(LEVEL)) == side else 0


def _tails(
    measure: Measure, level: Sequence[Point], line: float, noise: float
) -> Tails | None:
    """Exact tails of all the level's children; None of what is no count of children."""
    x, n = _sum(level, "numerator"), _sum(level, "denominator")
    if measure.clusters or not x.is_integer():
        return None
    if measure.kind is Kind.PROPORTION and 0 < line < 1 and n.is_integer():
        return proportion_tails(min(x, n), n, line, noise_variance=noise)
    if measure.kind is Kind.COUNT:
        return rate_tails(x, line * len(level), noise_variance=noise)
    if measure.kind is Kind.RATE and measure.over and n:
        return rate_tails(x, line * n / measure.over.per, noise_variance=noise)
    return None


def _sum(level: Sequence[Point], of: str) -> float:
    values: FloatArray = np.array([getattr(point, of) for point in level])
    return float(np.sum(values))


def _limits_exclude(change: Change, at: int, line: float, side: int) -> bool:
    """Whether the limits that are drawn lie wholly on a side of the line; none drawn do."""
    if change.chart is None:
        return True
    lower, upper = change.lower[at], change.upper[at]
    nearest = lower if side > 0 else upper
    return nearest is not None and _side(nearest - line) == side


def _beyond(lower: float, upper: float, line: float) -> int:
    if lower > line + _SAME:
        return 1
    return -1 if upper < line - _SAME else 0


def _side(off: float) -> int:
    return 0 if abs(off) <= _SAME else (1 if off > 0 else -1)


def _value(point: Point) -> float:
    assert point.value is not None  # judged points have values
    return point.value
