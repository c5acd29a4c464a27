"""Properties of a funnel as a page uses it, and that nothing falls over."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dashboard.statistics.funnel import NoFunnel, proportion_funnel, rate_funnel
from dashboard.statistics.standardisation import (
    direct_rate,
    expected_events,
    observed_over_expected,
)

pytestmark = pytest.mark.filterwarnings("error")

UNITS = st.lists(
    st.integers(1, 80).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    min_size=2,
    max_size=25,
)


@given(UNITS, st.sampled_from([0.0, 4.0]))
def test_order_does_not_matter(units: list[tuple[int, int]], noise: float) -> None:
    x, n = np.array(units).T
    one = proportion_funnel(x, n, noise_variance=noise)
    other = proportion_funnel(x[::-1], n[::-1], noise_variance=noise)
    assert np.allclose(one.p, other.p[::-1], equal_nan=True)
    assert np.array_equal(one.side, other.side[::-1])


@given(UNITS)
def test_a_place_without_children_changes_nothing(units: list[tuple[int, int]]) -> None:
    x, n = np.array(units).T
    one = proportion_funnel(x, n)
    other = proportion_funnel([*x, 0], [*n, 0])
    assert np.allclose(one.p, other.p[:-1], equal_nan=True)
    assert other.side[-1] == 0
    assert np.isnan(other.value[-1])


@given(UNITS)
def test_lines_bracket_the_target(units: list[tuple[int, int]]) -> None:
    x, n = np.array(units).T
    funnel = proportion_funnel(x, n)
    assume(funnel.reason is None)
    for level in (0.95, 0.998):
        lines = funnel.lines(np.arange(1, 100, 7), level)
        target = funnel.target[0]
        assert np.all((lines.lower <= target + 1e-9) | np.isnan(lines.lower))
        assert np.all((lines.upper >= target - 1e-9) | np.isnan(lines.upper))


@given(UNITS)
def test_who_is_named_lies_outside_the_inner_lines(
    units: list[tuple[int, int]],
) -> None:
    x, n = np.array(units).T
    funnel = proportion_funnel(x, n)
    named = funnel.side != 0
    assert np.all(funnel.p[named] <= 0.05)
    assert np.array_equal(
        np.sign(funnel.value - funnel.target)[named], funnel.side[named]
    )


@given(UNITS)
def test_lines_agree_with_the_flags(units: list[tuple[int, int]]) -> None:
    x, n = np.array(units).T
    funnel = proportion_funnel(x, n)
    assume(funnel.reason is None and not funnel.dispersion.applies)
    lines = funnel.lines(n, 0.95)
    assert np.array_equal(funnel.outside_95 > 0, funnel.value > lines.upper + 1e-9)
    assert np.array_equal(funnel.outside_95 < 0, funnel.value < lines.lower - 1e-9)


def test_reasons() -> None:
    assert proportion_funnel([], []).reason is NoFunnel.NOBODY
    assert proportion_funnel([0, 0], [0, 0]).reason is NoFunnel.NOBODY
    assert proportion_funnel([3], [9]).reason is NoFunnel.TOO_FEW_UNITS
    assert proportion_funnel([3, 0], [9, 0]).reason is NoFunnel.TOO_FEW_UNITS
    assert proportion_funnel([0, 0], [9, 8]).reason is NoFunnel.ALL_OR_NONE
    assert proportion_funnel([9, 8], [9, 8]).reason is NoFunnel.ALL_OR_NONE
    assert rate_funnel([0, 0], [900, 800]).reason is NoFunnel.ALL_OR_NONE
    assert rate_funnel([4, 5], [0, 0]).reason is NoFunnel.NOBODY
    for funnel in (proportion_funnel([0, 0], [9, 8]), rate_funnel([], [])):
        assert not funnel.side.any()


def test_spread_between_places_is_taken_in() -> None:
    n = np.full(12, 400)
    x = np.array([100, 130, 160, 190, 220, 250] * 2)
    funnel = proportion_funnel(x, n)
    assert funnel.dispersion.applies
    assert not funnel.side.any()
    few = proportion_funnel(x[:6], n[:6])
    assert few.dispersion.phi is None
    assert few.side.any()


def test_places_with_targets_of_their_own_share_no_lines() -> None:
    funnel = proportion_funnel([20, 8], [40, 40], target=[0.5, 0.2])
    assert not funnel.side.any()
    with pytest.raises(ValueError, match="targets of their own"):
        funnel.lines([10, 20])


@pytest.mark.parametrize(
    ("places", "sizes"), [(6, (20, 60)), (22, (10, 40))], ids=["teams", "schools"]
)
def test_noise_of_protection_flags_no_more_places(
    places: int, sizes: tuple[int, int]
) -> None:
    drawn = np.random.default_rng(5)
    steps = np.arange(-5, 6)
    weights = np.exp(-(steps**2) / 8.6)
    weights /= weights.sum()
    variance = float(np.sum(steps**2 * weights))
    flagged = {"exact": 0, "noise, not known": 0, "noise, known": 0}
    judged = 0
    for _ in range(400):
        n = drawn.integers(*sizes, places)
        x = drawn.binomial(n, 0.4)
        shown_n = np.maximum(n + drawn.choice(steps, places, p=weights), 1)
        shown_x = np.clip(x + drawn.choice(steps, places, p=weights), 0, shown_n)
        judged += places
        for name, funnel in (
            ("exact", proportion_funnel(x, n)),
            ("noise, not known", proportion_funnel(shown_x, shown_n)),
            (
                "noise, known",
                proportion_funnel(shown_x, shown_n, noise_variance=variance),
            ),
        ):
            flagged[name] += int(np.count_nonzero(funnel.outside_95))
    rates = {name: number / judged for name, number in flagged.items()}
    print(places, {name: f"{rate:.4f}" for name, rate in rates.items()})
    error = (0.05 / judged) ** 0.5
    assert rates["noise, known"] <= max(rates["exact"], 0.05) + 3 * error
    assert rates["noise, not known"] > rates["exact"] * 1.5


@given(st.lists(st.integers(0, 60), min_size=1, max_size=6))
def test_a_standardised_rate_lies_in_its_interval(events: list[int]) -> None:
    n = np.full(len(events), 900.0)
    found = direct_rate(events, n, np.ones(len(events)))
    if sum(events) < 10:
        assert found.value is None
    else:
        assert found.value is not None
        assert found.lower is not None
        assert found.upper is not None
        assert found.lower <= found.value <= found.upper
        assert found.value == pytest.approx(sum(events) / n.sum())


def test_observed_over_expected_at_the_edges() -> None:
    assert np.isnan(observed_over_expected(3, 0).value)
    assert observed_over_expected(0, 4).interval.lower == 0
    assert expected_events([100, 200], [5, 5], [100, 100]) == pytest.approx(15)
    with pytest.raises(ValueError, match="people"):
        direct_rate([1], [0], [1])
