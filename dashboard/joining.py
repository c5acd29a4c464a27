"""Before and after each member of a zone joined, lined up at the month it did.

Each place is asked for on its own over its whole history, in steps of three months from
its own joining. A picture of before and after; never a claim of what caused it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from dashboard.answers import Answer
from dashboard.measures import Measure
from dashboard.points import Point, Status
from dashboard.statistics.staggered import (
    BeforeAfter,
    Joined,
    Lined,
    before_and_after,
    line_up,
)

STEP = 3  # months
# With fewer on one side a median is one step's luck.
FEWEST_STEPS = 3
_MONTHS = {"month": 1, "quarter": 3}


@dataclass(frozen=True)
class Joining:
    """`lined` are steps of three months from joining; `members` how many joined."""

    measure: Measure
    members: int
    lined: tuple[Lined, ...]
    around: BeforeAfter

    @property
    def comparable(self) -> bool:
        """Whether there is enough on both sides to set beside each other."""
        return min(self.around.before_points, self.around.after_points) >= FEWEST_STEPS

    @property
    def complete(self) -> tuple[Lined, ...]:
        """The steps that every member has: only these are compared."""
        return tuple(
            step
            for step in self.lined
            if step.members == self.members and step.value is not None
        )


def joining_of(members: Sequence[tuple[Answer, date]]) -> Joining | None:
    """`members` are the series of each place, by month or quarter, and when it joined."""
    lined_up = [
        (answer, on) for answer, on in members if answer.question.grain in _MONTHS
    ]
    if not lined_up or len(lined_up) < len(members):
        return None  # too few to show by quarter: a year is no step from joining
    measure = members[0][0].measure
    joined = [_joined(answer, on) for answer, on in members]
    length = max(one.numerators.size - one.joined_at for one in joined)
    before = max(one.joined_at for one in joined)
    aligned = [_padded(one, before, before + length) for one in joined]
    lined = line_up(aligned, share=measure.is_share)
    return Joining(
        measure=measure,
        members=len(members),
        lined=lined,
        around=before_and_after(lined, fewest_members=len(members)),
    )


def _joined(answer: Answer, on: date) -> Joined:
    """A place's points summed in whole steps from the month it joined."""
    width = _MONTHS[answer.question.grain or "month"]
    start = _index(on)
    found: dict[int, list[Point]] = {}
    for point in answer.points:
        first = _index(point.period)
        if first < start < first + width:
            continue  # part before and part after: it is neither
        step = (first - start) // STEP
        found.setdefault(step, []).append(point)
    if not found:
        return Joined(np.empty(0), np.empty(0), 0)
    steps = range(min(found), max(found) + 1)
    return Joined(
        np.array([_whole(found.get(s, []), width, "numerator") for s in steps]),
        np.array([_whole(found.get(s, []), width, "denominator") for s in steps]),
        -steps.start,
    )


def _whole(points: Sequence[Point], width: int, part: str) -> float:
    """The sum of a step whose months are all there; a missing one leaves it missing."""
    if len(points) * width != STEP or not all(_counts(point) for point in points):
        return float("nan")
    return float(sum(getattr(point, part) for point in points))


def _counts(point: Point) -> bool:
    """A month in which nothing came up is a nought; one that was not sent is none."""
    return point.status in (Status.SHOWN, Status.NOBODY)


def _padded(one: Joined, before: int, length: int) -> Joined:
    """The same on steps that every member has a place in."""
    left = before - one.joined_at
    right = length - left - one.numerators.size
    pad = (left, max(0, right))
    return Joined(
        np.pad(one.numerators, pad, constant_values=np.nan),
        np.pad(one.denominators, pad, constant_values=np.nan),
        before,
    )


def _index(day: date) -> int:
    return day.year * 12 + day.month - 1
