from fractions import Fraction
from math import comb

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dashboard.statistics.intervals import Interval
from dashboard.statistics.tails import (
    Tails,
    benjamini_hochberg,
    proportion_limits,
    proportion_tails,
    rate_limits,
    rate_tails,
)

pytestmark = pytest.mark.filterwarnings("error")

NAN = float("nan")
LEVELS = st.sampled_from([0.8, 0.95, 0.998])
TARGETS = st.floats(0.01, 0.99)
EXPECTED = st.floats(0.05, 400)
P_VALUES = st.lists(st.floats(0, 1), min_size=1, max_size=20)


@st.composite
def parts_and_wholes(draw: st.DrawFn) -> tuple[int, int]:
    whole = draw(st.integers(1, 400))
    return draw(st.integers(0, whole)), whole


# -- known answers ---------------------------------------------------------------------


def test_rate_tails() -> None:
    tails = rate_tails([0, 11], 5)
    assert tails.low[0] == pytest.approx(0.0067, abs=5e-5)
    assert tails.high[1] == pytest.approx(0.0137, abs=5e-5)
    assert tails.outside_95.tolist() == [-1, 1]
    assert tails.outside_998.tolist() == [0, 0]


def test_nothing_where_one_was_expected_is_unremarkable() -> None:
    tails = rate_tails(0, 1)
    assert tails.low == pytest.approx(np.exp(-1))
    assert tails.outside_95 == 0


def test_rate_limits_of_350_children() -> None:
    limits = rate_limits(6.58)
    per_1000 = (limits.lower * 1000 / 350, limits.upper * 1000 / 350)
    assert per_1000 == pytest.approx((4.6, 35.8), abs=0.05)


@pytest.mark.parametrize(
    ("expected", "level", "lower", "upper"),
    [
        (5, 0.95, 0.67726879083338598, 10.296288156411116),
        (5, 0.998, NAN, 13.668368433534278),
        (1, 0.95, NAN, 3.8204712028716088),
        (250, 0.998, 202.09712960061665, 300.75593645322118),
    ],
)
def test_rate_limits(expected: float, level: float, lower: float, upper: float) -> None:
    limits = rate_limits(expected, level)
    assert limits.lower == pytest.approx(lower, rel=1e-10, nan_ok=True)
    assert limits.upper == pytest.approx(upper, rel=1e-10)


@pytest.mark.parametrize(
    ("n", "target", "level", "lower", "upper"),
    [
        (100, 0.18, 0.95, 10.311376229070774, 26.301141193048029),
        (20, 0.18, 0.998, NAN, 10.07344448549334),
        (10, 0.5, 0.998, 0.0078883982586286008, 9.9921116017413709),
        (5, 0.5, 0.95, NAN, NAN),
    ],
)
def test_proportion_limits(
    n: int, target: float, level: float, lower: float, upper: float
) -> None:
    limits = proportion_limits(n, target, level)
    assert limits.lower == pytest.approx(lower, rel=1e-10, nan_ok=True)
    assert limits.upper == pytest.approx(upper, rel=1e-10, nan_ok=True)


def test_flags_of_proportions() -> None:
    flags = proportion_tails([0, 3, 4, 10, 27, 32], [8, 100, 100, 100, 100, 100], 0.18)
    assert flags.outside_95.tolist() == [0, -1, -1, -1, 1, 1]
    assert flags.outside_998.tolist() == [0, -1, -1, 0, 0, 1]


def test_benjamini_hochberg() -> None:
    found = benjamini_hochberg([0.01, 0.04, NAN, 0.03, 0.5])
    expected = [0.04, 0.16 / 3, NAN, 0.16 / 3, 0.5]
    assert found.adjusted == pytest.approx(expected, nan_ok=True)
    assert found.found.tolist() == [True, False, False, False, False]


# -- edges -----------------------------------------------------------------------------


def nothing_said(tails: Tails) -> bool:
    silent = np.isnan([tails.low, tails.high, tails.mid_p]).all()
    return bool(silent and not tails.outside_95.any() and not tails.outside_998.any())


@pytest.mark.parametrize(
    ("x", "n", "target"), [(0, 0, 0.2), (NAN, 5, 0.2), (1, 5, NAN)]
)
def test_nothing_is_said_of_no_children(x: float, n: float, target: float) -> None:
    assert nothing_said(proportion_tails([x], [n], target))


@pytest.mark.parametrize(("observed", "expected"), [(0, 0), (1, 0), (NAN, 5), (5, NAN)])
def test_nothing_is_said_without_expectation(observed: float, expected: float) -> None:
    assert nothing_said(rate_tails([observed], [expected]))


@pytest.mark.parametrize(("target", "flags"), [(0, [0, 1, 1]), (1, [-1, -1, 0])])
def test_targets_of_none_and_all(target: float, flags: list[int]) -> None:
    assert proportion_tails([0, 1, 4], 4, target).outside_998.tolist() == flags
    limits = proportion_limits([1, 10, 100], target)
    assert np.isnan([limits.lower, limits.upper]).all()


def test_no_line_where_nothing_is_drawn() -> None:
    for limits in (proportion_limits([0, NAN], 0.2), rate_limits([0, NAN])):
        assert np.isnan([limits.lower, limits.upper]).all()


def test_empty_arrays() -> None:
    for tails in (proportion_tails([], [], 0.5), rate_tails([], [])):
        assert tails.mid_p.shape == tails.outside_95.shape == (0,)
    for limits in (proportion_limits([], 0.5), rate_limits([])):
        assert limits.lower.shape == limits.upper.shape == (0,)
    assert benjamini_hochberg([]).found.shape == (0,)


def test_all_unknown() -> None:
    assert not benjamini_hochberg([NAN, NAN]).found.any()
    assert nothing_said(rate_tails([NAN, NAN], [NAN, NAN]))


@pytest.mark.parametrize(
    ("x", "n", "target", "problem"),
    [
        (-1, 5, 0.5, "x must not be negative"),
        (1.5, 5, 0.5, "x must be whole"),
        (1, 5.5, 0.5, "n must be whole"),
        (6, 5, 0.5, "x must not exceed n"),
        (1, 5, 1.01, "target proportion must not exceed 1"),
        (1, 5, -0.1, "target must not be negative"),
    ],
)
def test_impossible_proportions_are_refused(
    x: float, n: float, target: float, problem: str
) -> None:
    with pytest.raises(ValueError, match=problem):
        proportion_tails(x, n, target)


@pytest.mark.parametrize(
    ("observed", "expected"), [(-1, 5), (1.5, 5), (1, -5), (1, np.inf)]
)
def test_impossible_rates_are_refused(observed: float, expected: float) -> None:
    with pytest.raises(ValueError, match="must"):
        rate_tails(observed, expected)


def test_impossible_p_values_rates_and_levels_are_refused() -> None:
    with pytest.raises(ValueError, match="rate"):
        benjamini_hochberg([0.5], rate=5)
    with pytest.raises(ValueError, match=r"0 to 1|between 0 and 1"):
        benjamini_hochberg([1.5])
    with pytest.raises(ValueError, match="level"):
        rate_tails(1, 1).outside(95)


def test_vanishing_tails_are_still_probabilities() -> None:
    tails = rate_tails([110, 5000], [0.0625, 1])
    assert tails.mid_p.tolist() == [0, 0]
    assert benjamini_hochberg(tails.mid_p).found.all()


# -- properties ------------------------------------------------------------------------


@given(parts_and_wholes(), st.integers(1, 99))
def test_tails_are_exact(xn: tuple[int, int], hundredths: int) -> None:
    x, n = min(xn[0], 30), min(xn[1], 30)
    x, target = min(x, n), Fraction(hundredths, 100)
    each = [comb(n, k) * target**k * (1 - target) ** (n - k) for k in range(n + 1)]
    low, high = sum(each[: x + 1]), sum(each[x:])
    mid_p = min(2 * (min(low, high) - each[x] / 2), Fraction(1))
    tails = proportion_tails(x, n, float(target))
    assert tails.low == pytest.approx(float(low), rel=1e-10)
    assert tails.high == pytest.approx(float(high), rel=1e-10)
    assert tails.mid_p == pytest.approx(float(mid_p), rel=1e-10)


@given(parts_and_wholes(), TARGETS)
def test_those_who_are_not_mirror_those_who_are(
    xn: tuple[int, int], target: float
) -> None:
    x, n = xn
    some, others = (
        proportion_tails(x, n, target),
        proportion_tails(n - x, n, 1 - target),
    )
    assert some.low == pytest.approx(others.high, rel=1e-8)
    assert some.mid_p == pytest.approx(others.mid_p, rel=1e-8)


@given(st.lists(st.tuples(st.integers(0, 500), EXPECTED), min_size=1))
def test_flags_are_nested_and_one_sided(units: list[tuple[int, float]]) -> None:
    tails = rate_tails(*np.transpose(units))
    assert np.all(tails.low + tails.high >= 1 - 1e-12)
    assert np.all((tails.mid_p >= 0) & (tails.mid_p <= 1))
    unusual = tails.outside_998 != 0
    assert np.array_equal(tails.outside_998[unusual], tails.outside_95[unusual])


def lines_agree(x: float, limits: Interval, tails: Tails, level: float) -> bool:
    """NaN compares as False: beyond no line there is nobody."""
    by_line = int(x > limits.upper) - int(x < limits.lower)
    return by_line == int(tails.outside(level))


def on_the_line(tails: Tails, level: float) -> bool:
    return bool(np.isclose([tails.low, tails.high], (1 - level) / 2, rtol=1e-9).any())


@given(parts_and_wholes(), TARGETS, LEVELS)
def test_flags_agree_with_lines_of_proportions(
    xn: tuple[int, int], target: float, level: float
) -> None:
    tails = proportion_tails(*xn, target)
    assume(not on_the_line(tails, level))
    assert lines_agree(xn[0], proportion_limits(xn[1], target, level), tails, level)


@given(st.integers(0, 600), EXPECTED, LEVELS)
def test_flags_agree_with_lines_of_rates(
    observed: int, expected: float, level: float
) -> None:
    tails = rate_tails(observed, expected)
    assume(not on_the_line(tails, level))
    assert lines_agree(observed, rate_limits(expected, level), tails, level)


@given(st.lists(EXPECTED, min_size=2, max_size=6))
def test_lines_rise_and_widen(grid: list[float]) -> None:
    expected = np.sort(grid)
    inner, outer = rate_limits(expected), rate_limits(expected, 0.998)
    assert np.all(np.diff(inner.upper) >= -1e-9)
    assert np.all(inner.upper < outer.upper)
    both = ~np.isnan(outer.lower)
    assert np.all(outer.lower[both] < inner.lower[both])
    assert np.all(inner.lower[both] < expected[both])


@given(P_VALUES, st.data())
def test_order_of_units_is_irrelevant(p: list[float], data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(len(p))))
    given_order, other = benjamini_hochberg(p), benjamini_hochberg(np.array(p)[order])
    assert other.adjusted == pytest.approx(given_order.adjusted[order], abs=0)


@given(P_VALUES, st.data())
def test_unknown_p_values_change_nothing(p: list[float], data: st.DataObject) -> None:
    gap = data.draw(st.integers(0, len(p)))
    with_gap = benjamini_hochberg([*p[:gap], NAN, *p[gap:]])
    assert np.isnan(with_gap.adjusted[gap])
    assert not with_gap.found[gap]
    without = benjamini_hochberg(p)
    assert np.array_equal(np.delete(with_gap.adjusted, gap), without.adjusted)
    assert np.array_equal(np.delete(with_gap.found, gap), without.found)


@given(P_VALUES, st.floats(0.01, 0.5))
def test_discoveries_step_up(p: list[float], rate: float) -> None:
    found = benjamini_hochberg(p, rate)
    steps = np.sort(p) * len(p) / np.arange(1, len(p) + 1)
    assume(not np.isclose(steps, rate, rtol=1e-9).any())
    count = max(np.flatnonzero(steps <= rate).tolist(), default=-1) + 1
    assert found.found.sum() == count
    assert np.all(found.adjusted >= np.array(p) * (1 - 1e-12))
