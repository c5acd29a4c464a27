"""Places that joined at different times, lined up at the month each of them joined.

A picture of before and after, and no more: whatever else changed in those months, and
why just these places joined just then, is in it too. Nothing here tests for a cause.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np

from dashboard.statistics.counts import FloatArray, non_negative


@dataclass(frozen=True, eq=False)
class Joined:
    """One place's months, and in which of them it joined.

    A month's position is the same month for every place. NaN in either array is a month
    that was not sent, or is not old enough. `joined_at` may lie outside the months: then
    they are all before, or all after. `denominators` mean nothing where counts are asked
    for.
    """

    numerators: FloatArray
    denominators: FloatArray
    joined_at: int


@dataclass(frozen=True)
class Lined:
    """All places at so many months from joining; 0 is the month of joining itself.

    `members` have that month. Of shares `numerator` and `denominator` are their cases
    together; of counts they are their sum and the number of members, so that `value` is
    the one over the other in both. None where there is nothing to divide by.
    """

    offset: int
    members: int
    numerator: float
    denominator: float
    value: float | None


@dataclass(frozen=True)
class BeforeAfter:
    """The medians of the values before joining, and from that month on.

    Each is None where it has no points.
    """

    before_median: float | None
    after_median: float | None
    before_points: int
    after_points: int


def line_up(members: Sequence[Joined], *, share: bool) -> tuple[Lined, ...]:
    """The members' months by the number of months from joining, in order, without holes.

    Values are pooled shares, where large places weigh more, or mean counts per member.
    A month that nobody has between others is there with 0 members. Empty where no member
    has any month. Raises ValueError for numbers below 0, and for arrays that are not of
    the same months.
    """
    _check(members)
    found: defaultdict[int, list[tuple[float, float]]] = defaultdict(list)
    for member in members:
        for offset, numerator, denominator in _months(member, share=share):
            found[offset].append((numerator, denominator))
    if not found:
        return ()
    offsets = range(min(found), max(found) + 1)
    return tuple(_lined(offset, found.get(offset, [])) for offset in offsets)


def before_and_after(lined: Sequence[Lined], *, fewest_members: int) -> BeforeAfter:
    """The median value before joining and after, of months with enough members.

    With fewer than all members, who is in the picture changes from month to month, and
    that alone can look like a change of practice: `fewest_members` should be the number
    of all who joined unless there is a reason. The month of joining is after. Raises
    ValueError when fewer than one member is asked for.
    """
    if fewest_members < 1:
        message = "a month without members has no value"
        raise ValueError(message)
    before: list[float] = []
    after: list[float] = []
    for month in lined:
        if month.value is not None and month.members >= fewest_members:
            (before if month.offset < 0 else after).append(month.value)
    return BeforeAfter(
        before_median=median(before) if before else None,
        after_median=median(after) if after else None,
        before_points=len(before),
        after_points=len(after),
    )


def _check(members: Sequence[Joined]) -> None:
    shapes = set()
    for member in members:
        shapes.add(non_negative(member.numerators, "numerators").shape)
        shapes.add(non_negative(member.denominators, "denominators").shape)
    if len(shapes) > 1 or any(len(shape) != 1 for shape in shapes):
        message = "all members have one number for each of the same months"
        raise ValueError(message)


def _months(member: Joined, *, share: bool) -> Iterator[tuple[int, float, float]]:
    """Offset, numerator and denominator of each month the member has."""
    numerators = np.asarray(member.numerators, dtype=np.float64)
    denominators = np.asarray(member.denominators, dtype=np.float64)
    if not share:
        denominators = np.ones_like(numerators)
    for month in np.flatnonzero(~np.isnan(numerators + denominators)).tolist():
        offset = month - member.joined_at
        yield offset, float(numerators[month]), float(denominators[month])


def _lined(offset: int, parts: Sequence[tuple[float, float]]) -> Lined:
    numerator = sum((part for part, _ in parts), 0.0)
    denominator = sum((whole for _, whole in parts), 0.0)
    value = numerator / denominator if denominator else None
    return Lined(offset, len(parts), numerator, denominator, value)
