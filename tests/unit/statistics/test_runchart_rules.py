from collections.abc import Callable
from itertools import groupby

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.statistics.runchart import (
    Direction,
    NoRules,
    Run,
    RunChart,
    Side,
    Trend,
    anhoej_limits,
    run_chart,
    six_and_five,
)

pytestmark = pytest.mark.filterwarnings("error")

NAN = float("nan")
SERIES = st.lists(st.integers(-9, 9).map(float), max_size=60)

# Twelve points that alternate, so that the median is 0 and every run is one point.
CALM = [1.0, -1.0] * 6


def after_calm(points: list[float]) -> tuple[list[float], list[bool]]:
    """A series that was calm around 0, and the mask that freezes its median there."""
    return CALM + points, [True] * len(CALM) + [False] * len(points)


# -- known answers ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("useful", "longest_run", "crossings"),
    [
        *zip(
            [10, 11, 12, 14, 16, 18, 20, 22, 23, 24, 27, 30, 36, 40, 48, 60, 100],
            [6, 6, 7, 7, 7, 7, 7, 7, 8, 8, 8, 8, 8, 8, 9, 9, 10],
            [2, 2, 3, 4, 4, 5, 6, 7, 7, 8, 9, 10, 13, 14, 18, 23, 41],
            strict=True,
        )
    ],
)
def test_anhoej_limits(useful: int, longest_run: int, crossings: int) -> None:
    assert anhoej_limits(useful) == (longest_run, crossings)


def test_there_are_no_limits_without_points() -> None:
    with pytest.raises(ValueError, match="no limits"):
        anhoej_limits(0)


def test_shift() -> None:
    series = [4, 6, 5, 4, 6, 5, 4, 6, 5, 4, 6, 5, 4, 6, 5, 4, 6, 5]
    series += [9, 8, 9, 10, 9, 8, 9, 10, 9, 8]
    assert run_chart(series) == RunChart(
        median=6,
        points=28,
        useful=22,
        longest_run=12,
        longest_run_limit=7,
        crossings=1,
        crossings_limit=7,
        signal=True,
        # Every third point is on the median, so twelve of these eighteen count.
        shift=Run(start=0, end=17, side=Side.BELOW, length=12),
        reason=None,
    )


def test_points_on_the_median_neither_break_nor_add() -> None:
    points = [2.0, 0.0, 2.0, 2.0, 0.0, 0.0, 2.0, 2.0, 2.0, 2.0, 2.0]
    series, baseline = after_calm(points)
    chart = run_chart(series, baseline=baseline)
    assert (chart.points, chart.useful, chart.longest_run) == (23, 20, 8)
    assert chart.shift == Run(start=12, end=22, side=Side.ABOVE, length=8)


def test_longest_run_at_its_limit_is_no_signal() -> None:
    series, baseline = after_calm([2.0] * 7)
    chart = run_chart(series, baseline=baseline)
    assert (chart.longest_run, chart.longest_run_limit) == (7, 7)
    assert chart.shift is None
    assert not chart.signal


def test_too_few_crossings_signal_without_a_shift() -> None:
    series = np.repeat([1.0, -1.0, 1.0, -1.0], 5)
    chart = run_chart(series)
    assert (chart.crossings, chart.crossings_limit) == (3, 6)
    assert (chart.longest_run, chart.longest_run_limit) == (5, 7)
    assert chart.signal
    assert chart.shift is None


def test_crossings_at_their_limit_are_no_signal() -> None:
    chart = run_chart(np.repeat([1, -1, 1, -1, 1, -1, 1], [3, 3, 3, 3, 3, 4, 1]))
    assert (chart.useful, chart.crossings, chart.crossings_limit) == (20, 6, 6)
    assert not chart.signal


def test_the_latest_of_equal_runs_is_the_shift() -> None:
    chart = run_chart(np.repeat([5.0, 1.0, 5.0, 1.0], 10))
    assert chart.shift == Run(start=30, end=39, side=Side.BELOW, length=10)


def test_median_is_frozen_by_the_baseline() -> None:
    series, baseline = after_calm([7.0] * 20)
    assert run_chart(series).median == 7
    assert run_chart(series, baseline=baseline).median == 0


def test_values_that_differ_by_rounding_are_on_the_median() -> None:
    series = [0.1 + 0.2, 0.3, *[0.1, 0.5] * 6]
    chart = run_chart(series)
    assert chart.median == pytest.approx(0.3)
    assert chart.useful == 12


# -- when no rules apply ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("series", "reason"),
    [
        ([], NoRules.NO_POINTS),
        ([NAN] * 12, NoRules.NO_POINTS),
        ([5], NoRules.TOO_FEW_POINTS),
        ([5, 6], NoRules.TOO_FEW_POINTS),
        (range(9), NoRules.TOO_FEW_POINTS),
        ([4] * 5, NoRules.TOO_FEW_POINTS),
        ([4] * 12, NoRules.TOO_MANY_ON_MEDIAN),
        ([0] * 13 + [1] * 12, NoRules.TOO_MANY_ON_MEDIAN),
        ([3] * 2 + [1, 2, 4, 5] * 2, NoRules.TOO_FEW_POINTS),
        ([NAN] * 20 + [1, 2] * 4, NoRules.TOO_FEW_POINTS),
    ],
)
def test_no_rules(series: list[float], reason: NoRules) -> None:
    chart, scottish = run_chart(series), six_and_five(series)
    assert chart.reason == scottish.reason == reason
    assert not chart.signal
    assert chart.shift is None
    assert not scottish.signal
    assert not scottish.shifts
    assert not scottish.trends


def test_half_of_the_points_on_the_median_still_have_rules() -> None:
    assert run_chart([5] * 10 + [1, 9] * 5).reason is None
    assert run_chart([5] * 11 + [1, 9] * 5).reason is NoRules.TOO_MANY_ON_MEDIAN


def test_ten_points_off_the_median_have_rules() -> None:
    assert run_chart([1, 2] * 5).reason is None
    assert run_chart([1, 2] * 4 + [1.5]).reason is NoRules.TOO_FEW_POINTS


def test_an_empty_baseline_has_no_median() -> None:
    chart = run_chart(CALM, baseline=[False] * len(CALM))
    assert np.isnan(chart.median)
    assert (chart.points, chart.useful, chart.longest_run_limit) == (12, 0, None)
    assert chart.reason is NoRules.NO_BASELINE
    scottish = six_and_five(list(range(20)), baseline=[False] * 20)
    assert scottish.reason is NoRules.NO_BASELINE
    assert not scottish.signal


def test_numbers_without_rules_are_still_told() -> None:
    chart = run_chart(range(9))
    assert (chart.median, chart.useful, chart.longest_run) == (4, 8, 4)
    assert (chart.longest_run_limit, chart.crossings_limit) == (6, 1)


def test_all_equal_series() -> None:
    chart = run_chart([4] * 12)
    assert (chart.median, chart.useful, chart.longest_run) == (4, 0, 0)
    assert (chart.crossings, chart.crossings_limit) == (0, None)


@pytest.mark.parametrize("chart", [run_chart, six_and_five])
def test_impossible_series_are_refused(chart: Callable[..., object]) -> None:
    with pytest.raises(ValueError, match="one series"):
        chart([[1, 2], [3, 4]])
    with pytest.raises(ValueError, match="infinite"):
        chart([1, np.inf])
    with pytest.raises(ValueError, match="as long as"):
        chart([1, 2], baseline=[True])
    with pytest.raises(ValueError, match="as long as"):
        chart([1, 2], include=[True])


# -- the Scottish rules ----------------------------------------------------------------


def test_six_on_one_side_are_a_shift() -> None:
    series, baseline = after_calm([2.0, 3.0] * 3)
    expected = Run(start=12, end=17, side=Side.ABOVE, length=6)
    assert six_and_five(series, baseline=baseline).shifts == (expected,)
    assert six_and_five(series[:-1], baseline=baseline[:-1]).shifts == ()


def test_a_shift_goes_on_over_a_point_on_the_median() -> None:
    points = [-2.0, -3.0, -2.0, 0.0, -3.0, -2.0, -3.0]
    series, baseline = after_calm([1.0, *points])
    scottish = six_and_five(series, baseline=baseline)
    assert scottish.shifts == (Run(start=13, end=19, side=Side.BELOW, length=6),)


def test_five_that_rise_are_a_trend() -> None:
    series, baseline = after_calm([-3.0, -2.0, 2.0, 3.0, 4.0])
    expected = Trend(start=12, end=16, direction=Direction.RISING, length=5)
    assert six_and_five(series, baseline=baseline).trends == (expected,)
    assert six_and_five(series[:-1], baseline=baseline[:-1]).trends == ()


def test_two_equal_points_break_a_trend() -> None:
    series, baseline = after_calm([5.0, 4.0, 3.0, 3.0, 2.0, -3.0, -4.0])
    assert six_and_five(series, baseline=baseline).trends == ()
    series, baseline = after_calm([5.0, 4.0, 4.0, 3.0, 2.0, -3.0, -4.0])
    trends = six_and_five(series, baseline=baseline).trends
    assert trends == (Trend(start=14, end=18, direction=Direction.FALLING, length=5),)


def test_equal_points_are_no_trend() -> None:
    series, baseline = after_calm([3.0] * 8)
    assert six_and_five(series, baseline=baseline).trends == ()


def test_missing_points_are_bridged_by_shifts_and_trends() -> None:
    points = [3.0, 4.0, NAN, 5.0, 6.0, NAN, 7.0, 8.0]
    series, baseline = after_calm([-2.0, *points])
    scottish = six_and_five(series, baseline=baseline)
    assert scottish.shifts == (Run(start=13, end=20, side=Side.ABOVE, length=6),)
    rising = Trend(start=12, end=20, direction=Direction.RISING, length=7)
    assert scottish.trends == (rising,)
    assert scottish.signal


# -- properties ------------------------------------------------------------------------


def by_hand(series: list[float], median: float) -> tuple[int, int, int]:
    """Useful points, the longest run and the crossings, the long way round."""
    sides = [point > median for point in series if point != median]
    runs = [len(list(run)) for _, run in groupby(sides)]
    return len(sides), max(runs, default=0), max(len(runs) - 1, 0)


@given(SERIES)
def test_runs_are_as_counted_by_hand(series: list[float]) -> None:
    chart = run_chart(series)
    counted = (chart.useful, chart.longest_run, chart.crossings)
    assert counted == by_hand(series, chart.median)


@given(SERIES)
def test_signal_is_either_rule(series: list[float]) -> None:
    chart = run_chart(series)
    if chart.reason:
        assert not chart.signal
        return
    limits = anhoej_limits(chart.useful)
    assert limits == (chart.longest_run_limit, chart.crossings_limit)
    too_long = chart.longest_run > limits.longest_run
    assert (chart.shift is not None) == too_long
    assert chart.signal == (too_long or chart.crossings < limits.crossings)


@given(SERIES)
def test_a_shift_holds_one_side_only(series: list[float]) -> None:
    chart = run_chart(series)
    for run in (chart.shift, *six_and_five(series).shifts):
        if run is not None:
            points = np.array(series[run.start : run.end + 1]) - chart.median
            if run.side is Side.BELOW:
                points = -points
            assert np.all(points >= 0)
            assert points[0] > 0
            assert points[-1] > 0
            assert np.count_nonzero(points) == run.length


def apart_from_positions(chart: RunChart) -> tuple[object, ...]:
    told = {name: value for name, value in vars(chart).items() if name != "shift"}
    told["median"] = repr(chart.median)
    shift = (chart.shift.side, chart.shift.length) if chart.shift else None
    return (*told.values(), shift)


@given(SERIES, st.data())
def test_missing_points_change_nothing(
    series: list[float], data: st.DataObject
) -> None:
    with_gaps = list(series)
    for _ in range(data.draw(st.integers(1, 5))):
        with_gaps.insert(data.draw(st.integers(0, len(with_gaps))), NAN)
    chart, gappy = run_chart(series), run_chart(with_gaps)
    assert apart_from_positions(gappy) == apart_from_positions(chart)
    positions = np.flatnonzero(~np.isnan(with_gaps))
    if chart.shift and gappy.shift:
        assert gappy.shift.start == positions[chart.shift.start]
        assert gappy.shift.end == positions[chart.shift.end]
    scottish, gappy_scottish = six_and_five(series), six_and_five(with_gaps)
    lengths = [run.length for run in scottish.shifts]
    assert [run.length for run in gappy_scottish.shifts] == lengths
    lengths = [trend.length for trend in scottish.trends]
    assert [trend.length for trend in gappy_scottish.trends] == lengths


@given(st.lists(st.tuples(st.integers(-9, 9), st.booleans()), max_size=60))
def test_points_left_out_are_as_if_missing(points: list[tuple[int, bool]]) -> None:
    series = [float(value) for value, _ in points]
    kept = [keep for _, keep in points]
    missing = np.where(kept, series, NAN)
    assert repr(run_chart(series, include=kept)) == repr(run_chart(missing))
    assert repr(six_and_five(series, include=kept)) == repr(six_and_five(missing))


@given(st.lists(st.sampled_from([-1.0, 0.0, 1.0]), max_size=40), st.data())
def test_only_the_sides_matter(sides: list[float], data: st.DataObject) -> None:
    amounts = data.draw(
        st.lists(st.floats(0.01, 99), min_size=len(sides), max_size=len(sides))
    )
    plain, baseline = after_calm(sides)
    moved, _ = after_calm([side * by for side, by in zip(sides, amounts, strict=True)])
    chart = run_chart(plain, baseline=baseline)
    assert run_chart(moved, baseline=baseline) == chart
    plain_shifts = six_and_five(plain, baseline=baseline).shifts
    assert six_and_five(moved, baseline=baseline).shifts == plain_shifts


@given(SERIES)
def test_the_other_way_up_and_backwards(series: list[float]) -> None:
    chart = run_chart(series)
    for other in (run_chart([-point for point in series]), run_chart(series[::-1])):
        assert other.signal == chart.signal
        assert other.longest_run == chart.longest_run
        assert other.crossings == chart.crossings
        assert other.reason == chart.reason


@given(SERIES, st.sampled_from([0.1, 1 / 3, 1000.0]))
def test_units_do_not_matter(series: list[float], unit: float) -> None:
    chart, other = run_chart(series), run_chart([point * unit for point in series])
    assert other.shift == chart.shift
    assert other.useful == chart.useful
    assert other.crossings == chart.crossings
