import timeit
from collections.abc import Callable
from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.statistics.intervals import (
    EXACT_BELOW,
    Interval,
    byar,
    clopper_pearson,
    poisson_exact,
    poisson_interval,
    wilson,
)

pytestmark = pytest.mark.filterwarnings("error")

NAN = float("nan")
PROPORTIONS = [wilson, clopper_pearson]
EVENTS = [byar, poisson_exact, poisson_interval]
LEVELS = st.sampled_from([0.5, 0.8, 0.95, 0.998])


@st.composite
def parts_and_wholes(draw: st.DrawFn) -> tuple[int, int]:
    whole = draw(st.integers(1, 5000))
    return draw(st.integers(0, whole)), whole


def ends(interval: Interval) -> tuple[float, float]:
    return float(interval.lower), float(interval.upper)


# -- known answers ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("x", "n", "lower", "upper"),
    [
        (0, 1, 0, 0.79345068562276255),
        (1, 1, 0.2065493143772375, 1),
        (1, 2, 0.094531205734230739, 0.90546879426576921),
        (1, 100, 0.0017674320641406510, 0.054486196178705297),
        (20, 100, 0.1333669333310325, 0.28882916559315884),
    ],
)
def test_wilson(x: int, n: int, lower: float, upper: float) -> None:
    assert ends(wilson(x, n)) == pytest.approx((lower, upper), rel=1e-12)


def test_wilson_at_99_8() -> None:
    expected = (0.10519162066711504, 0.34711094170085829)
    assert ends(wilson(20, 100, 0.998)) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    ("x", "n", "lower", "upper"),
    [
        (0, 2, 0, 0.841886116991581),
        (1, 2, 0.012579117093425058, 0.98742088290657493),
        (2, 2, 0.15811388300841905, 1),
    ],
)
def test_clopper_pearson(x: int, n: int, lower: float, upper: float) -> None:
    assert ends(clopper_pearson(x, n)) == pytest.approx((lower, upper), rel=1e-12)


@pytest.mark.parametrize("interval", PROPORTIONS)
def test_nobody_and_everybody_end_exactly(interval: Callable[..., Interval]) -> None:
    assert interval(0, 30).lower == 0
    assert interval(30, 30).upper == 1


def test_byar_is_the_form_with_x_below_and_one_more_above() -> None:
    assert ends(byar(5)) == pytest.approx((1.611, 11.668), abs=5e-4)
    assert ends(byar(20, 0.998)) == pytest.approx((8.922802, 38.085036), abs=1e-6)


def test_byar_has_no_lower_bound_for_the_fewest_events() -> None:
    assert np.isnan(byar([0]).lower).all()
    assert np.isnan(byar([0, 1], 0.998).lower).all()
    assert byar(0).upper == pytest.approx(3.668, abs=5e-4)


def test_poisson_exact() -> None:
    assert ends(poisson_exact(0)) == pytest.approx((0, -np.log(0.025)))
    assert ends(poisson_exact(5)) == pytest.approx((1.623486, 11.668332), abs=1e-6)


def test_poisson_interval_turns_from_exact_to_byar_at_ten() -> None:
    several = poisson_interval([0, 9, 10, 11])
    assert several.lower[:2] == pytest.approx(poisson_exact([0, 9]).lower, abs=0)
    assert several.upper[:2] == pytest.approx(poisson_exact([0, 9]).upper, abs=0)
    assert several.lower[2:] == pytest.approx(byar([10, 11]).lower, abs=0)
    assert several.upper[2:] == pytest.approx(byar([10, 11]).upper, abs=0)


# -- edges -----------------------------------------------------------------------------


@pytest.mark.parametrize("interval", PROPORTIONS)
@pytest.mark.parametrize(("x", "n"), [(0, 0), (NAN, 5), (0, NAN), (NAN, NAN)])
def test_no_children_have_no_interval(
    interval: Callable[..., Interval], x: float, n: float
) -> None:
    assert np.isnan(ends(interval(x, n))).all()


@pytest.mark.parametrize("interval", EVENTS)
def test_unknown_events_have_no_interval(interval: Callable[..., Interval]) -> None:
    assert np.isnan(ends(interval(NAN))).all()


@pytest.mark.parametrize("interval", PROPORTIONS)
@pytest.mark.parametrize(
    ("x", "n", "problem"),
    [
        (-1, 5, "x must not be negative"),
        (0, -1, "n must not be negative"),
        ([1, 6], [5, 5], "x must not exceed n"),
        (1, np.inf, "n must be finite"),
    ],
)
def test_impossible_parts_are_refused(
    interval: Callable[..., Interval], x: float, n: float, problem: str
) -> None:
    with pytest.raises(ValueError, match=problem):
        interval(x, n)


@pytest.mark.parametrize("interval", EVENTS)
@pytest.mark.parametrize("x", [-1, [3, -0.5], np.inf])
def test_impossible_events_are_refused(
    interval: Callable[..., Interval], x: float
) -> None:
    with pytest.raises(ValueError, match="x must"):
        interval(x)


@pytest.mark.parametrize("level", [0, 1, 95, -0.5, NAN])
def test_levels_are_probabilities(level: float) -> None:
    with pytest.raises(ValueError, match="level"):
        wilson(1, 2, level)
    with pytest.raises(ValueError, match="level"):
        poisson_interval(1, level)


def test_empty_arrays_have_empty_bounds() -> None:
    for bounds in (wilson([], []), clopper_pearson([], []), poisson_interval([])):
        assert bounds.lower.shape == bounds.upper.shape == (0,)


def test_shapes_are_broadcast() -> None:
    assert wilson([[1], [2]], [3, 4, 5]).lower.shape == (2, 3)
    assert poisson_interval([[1, 20], [2, 3]]).upper.shape == (2, 2)


# -- properties ------------------------------------------------------------------------


@given(parts_and_wholes(), LEVELS)
def test_proportion_lies_in_its_interval(xn: tuple[int, int], level: float) -> None:
    for interval in PROPORTIONS:
        lower, upper = ends(interval(*xn, level))
        assert 0 <= lower <= xn[0] / xn[1] + 1e-12
        assert xn[0] / xn[1] - 1e-12 <= upper <= 1


@given(parts_and_wholes(), st.integers(2, 20))
def test_interval_narrows_as_children_are_added(xn: tuple[int, int], k: int) -> None:
    for interval in PROPORTIONS:
        few = ends(interval(*xn))
        many = ends(interval(xn[0] * k, xn[1] * k))
        assert many[1] - many[0] < few[1] - few[0]


@given(parts_and_wholes())
def test_surer_is_wider(xn: tuple[int, int]) -> None:
    for interval in PROPORTIONS:
        at_95, at_998 = ends(interval(*xn)), ends(interval(*xn, 0.998))
        assert at_998[0] <= at_95[0] < at_95[1] <= at_998[1]


@given(parts_and_wholes(), LEVELS)
def test_those_who_are_not_mirror_those_who_are(
    xn: tuple[int, int], level: float
) -> None:
    x, n = xn
    for interval in PROPORTIONS:
        lower, upper = ends(interval(x, n, level))
        mirrored = ends(interval(n - x, n, level))
        assert mirrored == pytest.approx((1 - upper, 1 - lower), abs=1e-12)


@given(st.integers(1, 40).flatmap(lambda n: st.tuples(st.integers(1, n), st.just(n))))
def test_exact_bound_is_where_the_tail_is_a_fortieth(xn: tuple[int, int]) -> None:
    x, n = xn
    p = float(clopper_pearson(x, n).lower)
    tail = sum(comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(x, n + 1))
    assert tail == pytest.approx(0.025, rel=1e-9)


@given(st.integers(0, 100_000), LEVELS)
def test_events_lie_in_their_interval(x: int, level: float) -> None:
    lower, upper = ends(poisson_interval(x, level))
    assert 0 <= lower <= x < upper


@given(st.integers(0, 300))
def test_more_events_have_higher_bounds(x: int) -> None:
    interval = poisson_interval([x, x + 1])
    assert interval.lower[0] < interval.lower[1]
    assert interval.upper[0] < interval.upper[1]


@given(st.integers(EXACT_BELOW, 10_000))
def test_byar_is_close_to_exact_where_it_is_used(x: int) -> None:
    assert ends(byar(x)) == pytest.approx(ends(poisson_exact(x)), rel=2e-3)


@given(st.lists(parts_and_wholes(), min_size=1, max_size=8), st.data())
def test_each_cell_is_alone(cells: list[tuple[int, int]], data: st.DataObject) -> None:
    gap = data.draw(st.integers(0, len(cells)))
    with_gap: list[tuple[float, float]] = [*cells[:gap], (NAN, NAN), *cells[gap:]]
    for interval in PROPORTIONS:
        together = interval(*np.transpose(with_gap))
        alone = [ends(interval(x, n)) for x, n in cells]
        bounds = np.delete([together.lower, together.upper], gap, axis=1)
        np.testing.assert_allclose(bounds.T, alone, rtol=1e-12)


@pytest.mark.parametrize("interval", [wilson, lambda x, _: poisson_interval(x)])
def test_a_click_costs_less_than_a_millisecond(
    interval: Callable[..., Interval],
) -> None:
    n = np.arange(1, 501)
    x = n // 3
    assert min(timeit.repeat(lambda: interval(x, n), number=1, repeat=50)) < 1e-3
