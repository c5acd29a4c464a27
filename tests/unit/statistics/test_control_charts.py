"""Properties of control charts, and that nothing falls over."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dashboard.statistics.attribute import c_chart, p_chart, u_chart
from dashboard.statistics.autocorrelation import is_autocorrelated, lag_one
from dashboard.statistics.choice import Reason, choose_chart
from dashboard.statistics.controlchart import Chart, ControlChart, Note
from dashboard.statistics.icons import Variation, variation
from dashboard.statistics.phases import stable_shift, sustained_runs, xmr_lines
from dashboard.statistics.rare import g_chart, i_prime_chart, t_chart
from dashboard.statistics.special_causes import Cause
from dashboard.statistics.xmr import xmr_chart

pytestmark = pytest.mark.filterwarnings("error")

VALUES = st.floats(-1e4, 1e4).map(lambda v: round(v, 3))
SERIES = st.lists(st.one_of(VALUES, st.just(float("nan"))), max_size=50)
SHARES = st.lists(
    st.integers(0, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    max_size=40,
)
STRANGE = {
    "none": [],
    "one": [3.0],
    "two": [3.0, 4.0],
    "all nought": [0.0] * 20,
    "all equal": [7.0] * 20,
    "all missing": [np.nan] * 20,
    "one spike": [0.0] * 10 + [4.0] + [0.0] * 9,
    "mostly missing": [np.nan, 1.0] * 8,
}


def brackets(chart: ControlChart) -> bool:
    known = ~np.isnan(chart.upper)
    low, middle, high = (
        line[known] for line in (chart.lower, chart.centre, chart.upper)
    )
    return bool(np.all(low <= middle + 1e-9) and np.all(middle <= high + 1e-9))


def labels(chart: ControlChart) -> list[Cause]:
    return list(chart.causes)


@given(SERIES)
def test_limits_bracket_the_centre(values: list[float]) -> None:
    assert brackets(xmr_chart(values))


@given(SHARES, st.booleans())
def test_limits_of_shares_and_rates_bracket_the_centre(
    given_: list[tuple[int, int]], prime: bool
) -> None:
    x, n = [a for a, _ in given_], [b for _, b in given_]
    assert brackets(p_chart(x, n, prime=prime))
    assert brackets(u_chart(x, n, prime=prime))
    assert brackets(c_chart(x))


@given(SERIES)
def test_an_empty_month_changes_nothing(values: list[float]) -> None:
    before, after = xmr_chart(values), xmr_chart([*values, np.nan])
    assert np.array_equal(after.centre[:-1], before.centre, equal_nan=True)
    assert np.array_equal(after.upper[:-1], before.upper, equal_nan=True)
    assert labels(after)[:-1] == labels(before)
    assert after.causes[-1] is Cause.COMMON


@given(SHARES)
def test_a_month_without_children_changes_nothing(
    given_: list[tuple[int, int]],
) -> None:
    x, n = [a for a, _ in given_], [b for _, b in given_]
    before, after = p_chart(x, n), p_chart([*x, 0], [*n, 0])
    assert np.array_equal(after.upper[:-1], before.upper, equal_nan=True)
    assert labels(after)[:-1] == labels(before)


@given(SERIES)
def test_a_point_that_is_left_out_counts_for_nothing(values: list[float]) -> None:
    before = xmr_chart(values)
    after = xmr_chart([*values, 9e4], include=[*[True] * len(values), False])
    assert np.array_equal(after.upper[:-1], before.upper, equal_nan=True)
    assert after.causes[-1] is Cause.COMMON
    assert after.values[-1] == 9e4


@given(st.integers(6, 40), st.floats(0.05, 0.95))
def test_limits_of_shares_narrow_with_children(size: int, share: float) -> None:
    n = np.arange(20, 20 + 10 * size, 10)
    chart = p_chart(np.round(n * share), n)
    assert np.all(np.diff(chart.upper - chart.lower) < 0)


@given(
    arrays(np.float64, st.integers(8, 30), elements=VALUES),
    st.floats(0.5, 20),
    st.floats(-100, 100),
)
def test_another_unit_is_the_same_chart(
    values: np.ndarray, scale: float, shift: float
) -> None:
    one, other = xmr_chart(values), xmr_chart(values * scale + shift)
    assert np.allclose(one.centre * scale + shift, other.centre, rtol=1e-6, atol=1e-5)
    if not np.isnan(one.upper).all() and not np.isnan(other.upper).all():
        assert np.allclose(one.upper * scale + shift, other.upper, rtol=1e-6, atol=1e-3)


@pytest.mark.parametrize("name", STRANGE)
def test_nothing_falls_over(name: str) -> None:
    values = STRANGE[name]
    charts = [xmr_chart(values), xmr_chart(values, screened=False)]
    x = np.nan_to_num(np.array(values))
    charts += [c_chart(x), g_chart(x), i_prime_chart(values, np.full(x.size, 5.0))]
    for prime in (False, True):
        charts += [p_chart(x * 0, x, prime=prime), p_chart(x, x, prime=prime)]
        charts += [u_chart(x, x * 0, prime=prime), u_chart(x, x + 1, prime=prime)]
    charts.append(t_chart(np.where(np.array(values) > 0, values, np.nan)))
    for chart in charts:
        assert chart.values.shape == chart.upper.shape == (len(values),)
        assert len(chart.causes) == len(values)
    assert not np.isinf(lag_one(values))
    assert is_autocorrelated(values) in (True, False)
    stable_shift(np.nan_to_num(values), xmr_lines(np.nan_to_num(np.array(values))))
    sustained_runs(values)


def test_too_few_points_have_no_limits_and_say_so() -> None:
    chart = xmr_chart([1, 2, 3, 4, 5])
    assert chart.notes == {Note.TOO_FEW_POINTS}
    assert np.isnan(chart.centre).all()
    assert Note.TRIAL_LIMITS in xmr_chart(range(11)).notes
    assert Note.TRIAL_LIMITS not in xmr_chart(range(12)).notes
    assert xmr_chart([]).notes == {Note.NO_POINTS}


def test_a_phase_starts_limits_and_rules_anew() -> None:
    values = [10, 12] * 6 + [30, 32] * 6
    whole, cut = xmr_chart(values), xmr_chart(values, starts=(12,))
    assert whole.signal
    assert not cut.signal
    assert (cut.centre[:12] == 11).all()
    assert (cut.centre[12:] == 31).all()
    with pytest.raises(ValueError, match="phase"):
        xmr_chart(values, starts=(99,))


@pytest.mark.parametrize(
    ("kind", "x", "n", "chart", "reason"),
    [
        ("proportion", [9] * 11, [20] * 11, None, Reason.FEW_POINTS),
        ("proportion", [9, 8, 10] * 8, [20] * 24, Chart.P, Reason.SHARE),
        (
            "proportion",
            [2, 18, 9] * 8,
            [20] * 24,
            Chart.P_PRIME,
            Reason.SHARE_VARIES_MORE,
        ),
        (
            "ratio",
            [1800, 1810] * 12,
            [2000] * 24,
            Chart.P_PRIME,
            Reason.SHARE_VARIES_MORE,
        ),
        ("rate", [19, 21, 20] * 8, [900.5] * 24, Chart.U, Reason.RATE),
        ("count", [19, 21, 20] * 8, [0] * 24, Chart.C, Reason.COUNT),
        ("count", [1, 40, 20] * 8, [0] * 24, Chart.XMR, Reason.COUNT_VARIES_MORE),
        ("count", [0, 0, 1] * 8, [0] * 24, None, Reason.TOO_RARE),
        ("stock", [40] * 24, [0] * 24, Chart.XMR, Reason.SINGLE_VALUES),
        ("duration", [4] * 24, [4] * 24, Chart.XMR, Reason.SINGLE_VALUES),
    ],
)
def test_the_choice_of_chart(
    kind: str, x: list[int], n: list[float], chart: Chart | None, reason: Reason
) -> None:
    assert choose_chart(kind, x, n) == (chart, reason)


def test_noise_of_protection_gives_no_more_signals() -> None:
    """False flags on shares with noise of variance 4 on both counts, limits knowing it."""
    drawn = np.random.default_rng(8)
    steps = np.arange(-5, 6)
    weights = np.exp(-(steps**2) / 8.6)
    weights /= weights.sum()
    variance = float(np.sum(steps**2 * weights))
    flagged = {"exact": 0, "noise, not known": 0, "noise, known": 0}
    points = 0
    for _ in range(400):
        n = drawn.integers(20, 60, 24)
        x = drawn.binomial(n, 0.4)
        shown_n = np.maximum(n + drawn.choice(steps, 24, p=weights), 1)
        shown_x = np.clip(x + drawn.choice(steps, 24, p=weights), 0, shown_n)
        points += 24
        for name, chart in (
            ("exact", p_chart(x, n)),
            ("noise, not known", p_chart(shown_x, shown_n)),
            ("noise, known", p_chart(shown_x, shown_n, noise_variance=variance)),
        ):
            outside = (Cause.ABOVE_LIMIT, Cause.BELOW_LIMIT)
            flagged[name] += sum(cause in outside for cause in chart.causes)
    rates = {name: number / points for name, number in flagged.items()}
    print({name: f"{rate:.4f}" for name, rate in rates.items()})
    error = (rates["exact"] / points) ** 0.5
    assert rates["noise, known"] <= rates["exact"] + 3 * error
    assert rates["noise, not known"] > 2 * rates["exact"]


def test_correlation_with_the_month_before() -> None:
    assert is_autocorrelated(np.cumsum(np.random.default_rng(1).normal(size=60)))
    assert not is_autocorrelated(np.random.default_rng(1).normal(size=60))
    assert np.isnan(lag_one([4, 4, 4]))


def test_the_sign_of_a_last_point() -> None:
    assert variation(0, 1) is Variation.COMMON
    assert variation(1, 1) is Variation.IMPROVEMENT_HIGH
    assert variation(-1, 1) is Variation.CONCERN_LOW
    assert variation(1, -1) is Variation.CONCERN_HIGH
    assert variation(-1, -1) is Variation.IMPROVEMENT_LOW
    assert variation(-1, 0) is Variation.NEUTRAL_LOW
