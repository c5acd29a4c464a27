"""Places lined up at the month they joined, against sums done by hand."""

from math import nan

import numpy as np
import pytest

from dashboard.statistics.staggered import (
    BeforeAfter,
    Joined,
    Lined,
    before_and_after,
    line_up,
)


def joined(numerators: list[float], denominators: list[float], at: int) -> Joined:
    return Joined(np.array(numerators), np.array(denominators), at)


# Six months, 0 to 5. A joins in month 2, B in month 3, C in month 4.
#
#   month      0      1      2      3      4      5
#   A       6/10   5/10   4/10   3/10   2/10   1/10     joins in 2
#   B      12/20  14/20  10/20   8/20    6/20   4/20    joins in 3
#   C        3/5    4/5    2/5    3/5    1/5    0/5     joins in 4
#
# Lined up, each month's number less the month of joining:
#
#   offset    -4     -3     -2     -1      0      1      2      3
#   A          .      .   6/10   5/10   4/10   3/10   2/10   1/10
#   B          .  12/20  14/20  10/20   8/20   6/20   4/20      .
#   C        3/5    4/5    2/5    3/5    1/5    0/5      .      .
#   all      3/5  16/25  22/35  18/35  13/35   9/35   6/30   1/10
#   members    1      2      3      3      3      3      2      1
THREE = (
    joined([6, 5, 4, 3, 2, 1], [10] * 6, 2),
    joined([12, 14, 10, 8, 6, 4], [20] * 6, 3),
    joined([3, 4, 2, 3, 1, 0], [5] * 6, 4),
)


def test_three_places_that_joined_in_three_months() -> None:
    assert line_up(THREE, share=True) == (
        Lined(-4, 1, 3, 5, 3 / 5),
        Lined(-3, 2, 16, 25, 16 / 25),
        Lined(-2, 3, 22, 35, 22 / 35),
        Lined(-1, 3, 18, 35, 18 / 35),
        Lined(0, 3, 13, 35, 13 / 35),
        Lined(1, 3, 9, 35, 9 / 35),
        Lined(2, 2, 6, 30, 6 / 30),
        Lined(3, 1, 1, 10, 1 / 10),
    )


def test_before_and_after_of_months_that_all_have() -> None:
    # Before: 22/35 and 18/35, halfway 20/35. After: 13/35 and 9/35, halfway 11/35.
    found = before_and_after(line_up(THREE, share=True), fewest_members=3)
    assert found.before_median == pytest.approx(20 / 35)
    assert found.after_median == pytest.approx(11 / 35)
    assert (found.before_points, found.after_points) == (2, 2)


def test_before_and_after_of_months_that_two_have() -> None:
    # Before: 16/25 = .640, 22/35 = .629, 18/35 = .514. After: 13/35, 9/35, 6/30 = .200.
    found = before_and_after(line_up(THREE, share=True), fewest_members=2)
    assert found == BeforeAfter(22 / 35, 9 / 35, 3, 3)


def test_counts_are_means_per_member() -> None:
    # Offset -1: 5, 10 and 3, so 18 / 3; offset 2: 2 and 4, so 6 / 2; offset 3: 1 alone.
    lined = {month.offset: month for month in line_up(THREE, share=False)}
    assert lined[-1] == Lined(-1, 3, 18, 3, 6)
    assert lined[2] == Lined(2, 2, 6, 2, 3)
    assert lined[3] == Lined(3, 1, 1, 1, 1)
    # Before: 22 / 3 and 18 / 3, halfway 20 / 3. After: 13 / 3 and 9 / 3, halfway 11 / 3.
    found = before_and_after(tuple(lined.values()), fewest_members=3)
    assert found.before_median == pytest.approx(20 / 3)
    assert found.after_median == pytest.approx(11 / 3)


def test_a_month_that_was_not_sent_is_not_nought() -> None:
    # B did not send month 2, its offset -1: A's 5/10 and C's 3/5 are left, 8/15.
    gap = joined([12, 14, nan, 8, 6, 4], [20, 20, nan, 20, 20, 20], 3)
    lined = line_up((THREE[0], gap, THREE[2]), share=True)
    assert lined[3] == Lined(-1, 2, 8, 15, 8 / 15)
    found = before_and_after(lined, fewest_members=3)
    assert found == BeforeAfter(22 / 35, pytest.approx(11 / 35), 1, 2)


def test_one_missing_half_of_a_share_is_a_gap_and_of_a_count_is_none() -> None:
    half = [joined([4, 5], [nan, 10], 0)]
    assert [m.offset for m in line_up(half, share=True)] == [1]
    assert [m.value for m in line_up(half, share=False)] == [4, 5]


def test_a_month_that_nobody_has_breaks_the_line() -> None:
    lined = line_up([joined([1, nan, 3], [4, nan, 4], 1)], share=True)
    assert lined == (
        Lined(-1, 1, 1, 4, 1 / 4),
        Lined(0, 0, 0, 0, None),
        Lined(1, 1, 3, 4, 3 / 4),
    )
    assert before_and_after(lined, fewest_members=1) == BeforeAfter(1 / 4, 3 / 4, 1, 1)


def test_a_month_without_cases_was_sent_but_has_no_share() -> None:
    lined = line_up([joined([0, 3], [0, 4], 1)], share=True)
    assert lined[0] == Lined(-1, 1, 0, 0, None)
    assert before_and_after(lined, fewest_members=1).before_points == 0


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (0, BeforeAfter(None, 2, 0, 3)),
        (-4, BeforeAfter(None, 2, 0, 3)),
        (3, BeforeAfter(2, None, 3, 0)),
        (9, BeforeAfter(2, None, 3, 0)),
    ],
)
def test_a_member_with_no_months_before_or_none_after(
    at: int, expected: BeforeAfter
) -> None:
    lined = line_up([joined([1, 2, 3], [1, 1, 1], at)], share=False)
    assert [month.offset for month in lined] == [-at, 1 - at, 2 - at]
    assert before_and_after(lined, fewest_members=1) == expected


def test_with_a_member_that_has_no_months_before_nobody_has_a_before() -> None:
    late = joined([2, 2, 2, 2, 2, 2], [4] * 6, 0)
    found = before_and_after(line_up((*THREE, late), share=True), fewest_members=4)
    # After: (13 + 2) / (35 + 4) and (9 + 2) / (35 + 4), halfway 13 / 39.
    assert found == BeforeAfter(None, pytest.approx(13 / 39), 0, 2)


@pytest.mark.parametrize("share", [True, False])
def test_nothing_to_line_up(share: bool) -> None:
    for members in (
        [],
        [joined([], [], 0)],
        [joined([nan, nan], [nan, nan], 1)],
    ):
        assert line_up(members, share=share) == ()
    assert before_and_after((), fewest_members=1) == BeforeAfter(None, None, 0, 0)


def test_what_cannot_be_is_refused_in_words() -> None:
    with pytest.raises(ValueError, match="the same months"):
        line_up([joined([1], [1], 0), joined([1, 2], [1, 2], 0)], share=True)
    with pytest.raises(ValueError, match="the same months"):
        line_up([joined([1, 2], [1], 0)], share=True)
    with pytest.raises(ValueError, match="must not be negative"):
        line_up([joined([-1], [1], 0)], share=False)
    with pytest.raises(ValueError, match="without members"):
        before_and_after((), fewest_members=0)
