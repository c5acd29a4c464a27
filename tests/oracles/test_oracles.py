"""Run charts, intervals and funnels against the answers of the field's packages."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pytest
from numpy.typing import ArrayLike, NDArray

from dashboard.statistics.interpolated import (
    interpolated_ratio,
    interpolated_share,
)
from dashboard.statistics.intervals import (
    byar,
    clopper_pearson,
    poisson_exact,
    poisson_interval,
    wilson,
)
from dashboard.statistics.runchart import (
    RunChart,
    anhoej_limits,
    run_chart,
    runs_limits,
)
from dashboard.statistics.tails import (
    Tails,
    benjamini_hochberg,
    proportion_limits,
    proportion_tails,
    rate_limits,
    rate_tails,
)

pytestmark = [pytest.mark.oracles, pytest.mark.filterwarnings("error")]

Rows: TypeAlias = list[dict[str, str]]
Compare: TypeAlias = Callable[..., None]
Numbers: TypeAlias = NDArray[np.float64]

# Where a solver of theirs stopped early.
COARSE = 1e-4
RUNS, UKHSA, EXACT, WILSON, EVENTS, BH = (
    "03_runchart_anhoej",
    "09_funnel_phe",
    "10_funnel_exact_spiegelhalter",
    "11_wilson",
    "12_byar_poisson",
    "15_benjamini_hochberg",
)
COLUMNS = (
    "cl",
    "n.useful",
    "longest.run",
    "longest.run.max",
    "n.crossings",
    "n.crossings.min",
)
NONE = float("nan")
LEVELS = ((0.95, "0.025"), (0.998, "0.001"))


def _rows(path: Path) -> Rows:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _numbers(rows: Rows, column: str) -> Numbers:
    return np.array([float(row[column] or "nan") for row in rows])


def _booleans(rows: Rows, column: str) -> NDArray[np.bool_]:
    return np.array([row[column] == "TRUE" for row in rows])


# -- 03 run charts ---------------------------------------------------------------------


def test_anhoej_limits(oracles: Path, compare: Compare) -> None:
    rows = _rows(oracles / RUNS / "expected_limits_table_n1_300.csv")
    ours = np.array([anhoej_limits(int(row["n_useful"])) for row in rows])
    theirs = [_numbers(rows, "longest_run_max"), _numbers(rows, "n_crossings_min")]
    compare(RUNS, "limits for 1 to 300 points", ours.T, theirs, allowed=0)


def test_anhoej_decisions(oracles: Path, compare: Compare) -> None:
    rows = _rows(oracles / RUNS / "expected_signal_grid.csv")
    ours = []
    for row in rows:
        limits = anhoej_limits(int(row["n"]))
        too_long = int(row["l"]) > limits.longest_run
        ours.append(too_long or int(row["c"]) < limits.crossings)
    compare(RUNS, "signal grid", ours, _booleans(rows, "anhoej"), allowed=0)


def test_exact_limits_of_runs(oracles: Path, compare: Compare) -> None:
    rows = _rows(oracles / RUNS / "expected_exact_runs_acceptance_n10_60.csv")
    ours = np.array([runs_limits(int(row["n_useful"])) for row in rows])
    theirs = [_numbers(rows, f"{side}_acceptable_runs") for side in ("min", "max")]
    compare(RUNS, "exact limits of runs", ours.T, theirs, allowed=0)


@pytest.mark.parametrize(
    "case", ["cdi_run", "cdi_run_exclude3_10", "cdi_run_freeze24", "cdi_run_part24"]
)
def test_run_charts(oracles: Path, compare: Compare, case: str) -> None:
    rows = _rows(oracles / RUNS / f"expected_{case}.csv")
    for part in sorted({row["part"] for row in rows}):
        rows_of_part = [row for row in rows if row["part"] == part]
        _compare_chart(compare, f"{case}, part {part}", rows_of_part)


def test_run_charts_of_synthetic_series(oracles: Path, compare: Compare) -> None:
    rows = _rows(oracles / RUNS / "expected_synthetic.csv")
    for series in sorted({row["series"] for row in rows}):
        of_series = [row for row in rows if row["series"] == series]
        anhoej = [row for row in of_series if row["method"] == "anhoej"]
        _compare_chart(compare, f"synthetic, {series}", anhoej)


def _compare_chart(compare: Compare, what: str, rows: Rows) -> None:
    chart = run_chart(
        _numbers(rows, "y"),
        baseline=_booleans(rows, "baseline"),
        include=_booleans(rows, "include"),
    )
    first = rows[0]
    theirs = [float(first[column] or "nan") for column in COLUMNS]
    theirs.append(float(first["runs.signal"] == "TRUE"))
    compare(RUNS, what, _as_theirs(chart), theirs, allowed=0)


def _as_theirs(chart: RunChart) -> list[float]:
    """Theirs leave everything about runs empty when there are none."""
    runs = [chart.longest_run, chart.longest_run_limit]
    runs += [chart.crossings, chart.crossings_limit]
    told = [number if chart.useful and number is not None else NONE for number in runs]
    return [chart.median, chart.useful, *told, chart.signal]


# -- 09 UKHSA's funnels ----------------------------------------------------------------


def test_expected_events_where_a_count_becomes_unusual(
    oracles: Path, compare: Compare
) -> None:
    rows = _rows(oracles / UKHSA / "expected_poisson_funnel_grid.csv")
    observed = _numbers(rows, "obs")
    for level, name in ((0.95, "95"), (0.998, "998")):
        low, high = _numbers(rows, f"lo{name}_exp"), _numbers(rows, f"hi{name}_exp")
        ours = poisson_exact(observed, level)
        some = observed > 0
        compare(
            UKHSA, f"exact, lower {name}", ours.lower[some], low[some], allowed=COARSE
        )
        compare(UKHSA, f"exact, upper {name}", ours.upper, high, allowed=COARSE)
        counts = _on_the_lines(low[some], high[some], level)
        compare(
            UKHSA, f"grid {name}, lines", counts, [observed[some]] * 2, allowed=COARSE
        )


def test_rate_funnel(oracles: Path, compare: Compare) -> None:
    rows = _rows(oracles / UKHSA / "expected_synthetic_referral_rate_limits.csv")
    events, per_child = _numbers(rows, "Events"), _numbers(rows, "baseline") / 1000
    for level, name in ((0.95, "2s"), (0.998, "3s")):
        low = _numbers(rows, f"upper_{name}_population_1_year") * per_child
        high = _numbers(rows, f"lower_{name}_population_1_year") * per_child
        ours = _on_the_lines(low, high, level)
        compare(UKHSA, f"referrals {name}, lines", ours, [events] * 2, allowed=COARSE)


def _on_the_lines(low: Numbers, high: Numbers, level: float) -> list[Numbers]:
    """The counts that are on the upper line with `low`, on the lower with `high`.

    These are expected events. (0 lies at the very end of the lower line, on the side
    that rounding chooses, so it is left out.)
    """
    return [rate_limits(low, level).upper, rate_limits(high, level).lower]


def test_rate_flags(oracles: Path, compare: Compare) -> None:
    rows = _rows(oracles / UKHSA / "expected_synthetic_referral_rate_significance.csv")
    events, population = _numbers(rows, "num"), _numbers(rows, "den")
    expected = population * events.sum() / population.sum()
    tails = rate_tails(events, expected)
    flags = _flags(tails.outside_95, tails.outside_998)
    compare(UKHSA, "rates, exact flags", flags, _labels(rows), allowed=0)
    by_interval = [
        (own.lower > expected) * 1 - (own.upper < expected) * 1
        for own in (poisson_interval(events, level) for level, _ in LEVELS)
    ]
    flags = _flags(*by_interval)
    compare(UKHSA, "rates, own interval", flags, _labels(rows), allowed=0)


@pytest.mark.parametrize("name", ["synthetic_teams", "prop"])
def test_proportion_flags(oracles: Path, compare: Compare, name: str) -> None:
    """Theirs are score limits: a unit is outside when its Wilson interval misses."""
    rows = _rows(oracles / UKHSA / f"expected_{name}_significance.csv")
    part, whole = _numbers(rows, "num"), _numbers(rows, "den")
    target = part.sum() / whole.sum()
    by_interval = [
        (own.lower > target) * 1 - (own.upper < target) * 1
        for own in (wilson(part, whole, level) for level, _ in LEVELS)
    ]
    flags = _flags(*by_interval)
    compare(UKHSA, f"{name}, own Wilson interval", flags, _labels(rows), allowed=0)


@pytest.mark.parametrize("name", ["synthetic_teams", "prop"])
def test_proportion_limits_are_wilson_inverted(
    oracles: Path, compare: Compare, name: str
) -> None:
    """A unit on a score limit has the target at the end of its Wilson interval."""
    rows = _rows(oracles / UKHSA / f"expected_{name}_limits.csv")
    whole, target = _numbers(rows, "Population"), _numbers(rows, "baseline") / 100
    for level, sigma in ((0.95, "2s"), (0.998, "3s")):
        for side, bound in (("lower", "upper"), ("upper", "lower")):
            limits = _numbers(rows, f"{side}_{sigma}_limit") / 100
            inside = (limits > 0) & (limits < 1)
            own = wilson((limits * whole)[inside], whole[inside], level)
            what = f"{name} {sigma}, {side} limit"
            compare(UKHSA, what, getattr(own, bound), target[inside])


def test_score_limits(oracles: Path, compare: Compare) -> None:
    rows = _rows(oracles / UKHSA / "expected_sigma_adjustment_grid.csv")
    whole, target = _numbers(rows, "n"), _numbers(rows, "p")
    for level, name in ((0.95, "95"), (0.998, "998")):
        for side, bound in (("lo", "upper"), ("hi", "lower")):
            limits = _numbers(rows, f"{side}{name}")
            inside = (limits > 0) & (limits < 1)
            own = wilson((limits * whole)[inside], whole[inside], level)
            what = f"score limits, {side} {name}"
            compare(UKHSA, what, getattr(own, bound), target[inside])


def _labels(rows: Rows) -> list[int]:
    flags = {"Low (0.001)": -2, "Low (0.025)": -1, "Not significant": 0}
    flags |= {"High (0.025)": 1, "High (0.001)": 2}
    return [flags[row["significance"]] for row in rows]


def _flags(at_95: ArrayLike, at_998: ArrayLike) -> NDArray[np.int_]:
    return np.asarray(at_95, dtype=np.int_) + np.asarray(at_998, dtype=np.int_)


# -- 10 the exact test and its lines ---------------------------------------------------


def test_binomial_thresholds_and_lines(oracles: Path, compare: Compare) -> None:
    rows = _rows(oracles / EXACT / "expected_binomial_exact_test_inversion.csv")
    tails = [_tails_of_every_count(row) for row in rows]
    for level, p in LEVELS:
        low, high = _thresholds(tails, level)
        theirs = _numbers(rows, f"flag_low_if_x_le_p{p}")
        compare(EXACT, f"binomial {p}, flagged low", low, theirs, allowed=0)
        theirs = _numbers(rows, f"flag_high_if_x_ge_p{p}")
        compare(EXACT, f"binomial {p}, flagged high", high, theirs, allowed=0)
        lines = [
            proportion_limits(float(row["n"]), float(row["theta"]), level)
            for row in rows
        ]
        lower, upper = [one.lower for one in lines], [one.upper for one in lines]
        theirs = _numbers(rows, f"low_line_x_p{p}")
        compare(EXACT, f"binomial {p}, lower line", lower, theirs)
        theirs = _numbers(rows, f"high_line_x_p{p}")
        compare(EXACT, f"binomial {p}, upper line", upper, theirs)


def test_poisson_thresholds_and_lines(oracles: Path, compare: Compare) -> None:
    rows = _rows(oracles / EXACT / "expected_poisson_exact_test_inversion.csv")
    expected = _numbers(rows, "E")
    tails = [rate_tails(np.arange(600), mean) for mean in expected]
    for level, p in LEVELS:
        low, high = _thresholds(tails, level)
        theirs = _numbers(rows, f"flag_low_if_O_le_p{p}")
        compare(EXACT, f"Poisson {p}, flagged low", low, theirs, allowed=0)
        theirs = _numbers(rows, f"flag_high_if_O_ge_p{p}")
        compare(EXACT, f"Poisson {p}, flagged high", high, theirs, allowed=0)
        lines = rate_limits(expected, level)
        theirs = _numbers(rows, f"low_line_O_p{p}")
        compare(EXACT, f"Poisson {p}, lower line", lines.lower, theirs)
        theirs = _numbers(rows, f"high_line_O_p{p}")
        compare(EXACT, f"Poisson {p}, upper line", lines.upper, theirs)


def test_interpolated_limits(oracles: Path, compare: Compare) -> None:
    shares = _rows(oracles / EXACT / "expected_binomial_limits.csv")
    ratios = _rows(oracles / EXACT / "expected_poisson_ratio_limits.csv")
    for p in (0.001, 0.025, 0.975, 0.999):
        ours = [
            interpolated_share(int(row["n"]), float(row["theta"]), p) for row in shares
        ]
        theirs = _numbers(shares, f"p{p}")
        compare(EXACT, f"interpolated binomial {p}", ours, theirs)
        clipped = np.clip(ours, 0, 1)
        theirs = _numbers(shares, f"clipped_p{p}")
        compare(EXACT, f"interpolated binomial {p}, drawn", clipped, theirs)
        ratio = interpolated_ratio(_numbers(ratios, "E"), p)
        theirs = _numbers(ratios, f"p{p}")
        compare(EXACT, f"interpolated Poisson {p}", ratio, theirs)


def _tails_of_every_count(row: dict[str, str]) -> Tails:
    size = int(row["n"])
    return proportion_tails(np.arange(size + 1), size, float(row["theta"]))


def _thresholds(tails: list[Tails], level: float) -> tuple[list[float], list[float]]:
    """The largest count flagged low and the smallest flagged high, NaN for none."""
    flags = [one.outside(level) for one in tails]
    low = [max(np.flatnonzero(one < 0).tolist(), default=NONE) for one in flags]
    high = [min(np.flatnonzero(one > 0).tolist(), default=NONE) for one in flags]
    return low, high


# -- 11 proportions --------------------------------------------------------------------


def test_wilson(oracles: Path, compare: Compare) -> None:
    rows = _rows(oracles / WILSON / "expected_phe_wilson_grid.csv")
    x, n = _numbers(rows, "x"), _numbers(rows, "n")
    for level in (0.95, 0.998, 0.99):
        ours = wilson(x, n, level)
        theirs = [_numbers(rows, f"lower{level}"), _numbers(rows, f"upper{level}")]
        compare(WILSON, f"grid {level}", [ours.lower, ours.upper], theirs)


def test_wilson_of_other_packages(oracles: Path, compare: Compare) -> None:
    rows = _rows(oracles / WILSON / "expected_base_prop_test_nocorrect95.csv")
    ours = wilson(_numbers(rows, "x"), _numbers(rows, "n"))
    theirs = [_numbers(rows, "lower"), _numbers(rows, "upper")]
    compare(WILSON, "base R prop.test", [ours.lower, ours.upper], theirs)
    rows = _rows(oracles / WILSON / "expected_epitools_wilson_exact95.csv")
    x, n = _numbers(rows, "x"), _numbers(rows, "n")
    for name, ours in (("wilson", wilson(x, n)), ("exact", clopper_pearson(x, n))):
        theirs = [_numbers(rows, f"{name}_lower"), _numbers(rows, f"{name}_upper")]
        # It leaves 1e-17 where a bound is 0.
        theirs = [np.where(bound < 1e-15, 0, bound) for bound in theirs]
        compare(WILSON, f"epitools, {name}", [ours.lower, ours.upper], theirs)


def test_wilson_as_published(oracles: Path, compare: Compare) -> None:
    rows = _rows(oracles / WILSON / "expected_phe_proportion_pct.csv")
    x, n = _numbers(rows, "Numerator"), _numbers(rows, "Denominator")
    for level, name in ((0.95, "95_0"), (0.998, "99_8")):
        ours = wilson(x, n, level)
        theirs = [_numbers(rows, f"lower{name}cl"), _numbers(rows, f"upper{name}cl")]
        percentages = [100 * ours.lower, 100 * ours.upper]
        compare(WILSON, f"percentages {name}", percentages, theirs)


def test_wilson_at_the_edges(oracles: Path) -> None:
    edges = json.loads((oracles / WILSON / "edge_behaviour.json").read_text("utf-8"))
    assert edges["-1 5"].startswith("ERROR")
    with pytest.raises(ValueError, match="negative"):
        wilson(-1, 5)
    assert edges["6 5"].startswith("ERROR")
    with pytest.raises(ValueError, match="exceed"):
        wilson(6, 5)
    assert edges["3 NA"] == "value NA CI NA NA"
    assert np.isnan(wilson(3, np.nan).lower)
    # A page must not fail because one cell has no children.
    assert edges["0 0"].startswith("ERROR")
    assert np.isnan(wilson(0, 0).upper)


# -- 12 events -------------------------------------------------------------------------


def test_intervals_of_counts(oracles: Path, compare: Compare) -> None:
    rows = _rows(oracles / EVENTS / "expected_count_limits.csv")
    x = _numbers(rows, "x")
    for level in (0.95, 0.998):
        ours = byar(x, level)
        theirs = [
            _numbers(rows, f"byar_lower{level}"),
            _numbers(rows, f"byar_upper{level}"),
        ]
        compare(EVENTS, f"Byar {level}", [ours.lower, ours.upper], theirs)
    ours = poisson_exact(x)
    theirs = [_numbers(rows, "exact_lower0.95"), _numbers(rows, "exact_upper0.95")]
    # Their solver stops at an absolute difference, which is much of the smallest.
    few = x == 1
    assert ours.lower[few] == pytest.approx(theirs[0][few], abs=COARSE)
    bounds = [ours.lower[~few], ours.upper]
    theirs = [theirs[0][~few], theirs[1]]
    ours_and_theirs = np.concatenate(bounds), np.concatenate(theirs)
    compare(EVENTS, "exact 0.95", *ours_and_theirs, allowed=COARSE)


def test_intervals_of_rates(oracles: Path, compare: Compare) -> None:
    rows = _rows(oracles / EVENTS / "expected_phe_rate_per1000.csv")
    x, per_thousand = _numbers(rows, "x"), 1000 / _numbers(rows, "n")
    for level, name in ((0.95, "95_0"), (0.998, "99_8")):
        own = poisson_interval(x, level)
        ours = [own.lower * per_thousand, own.upper * per_thousand]
        theirs = [_numbers(rows, f"lower{name}cl"), _numbers(rows, f"upper{name}cl")]
        compare(EVENTS, f"rates per 1,000, {name}", ours, theirs)


# -- 15 many units at once -------------------------------------------------------------


def test_benjamini_hochberg(oracles: Path, compare: Compare) -> None:
    rows = _rows(oracles / BH / "expected.csv")
    ours = benjamini_hochberg(_numbers(rows, "p"))
    compare(BH, "adjusted p", ours.adjusted, _numbers(rows, "BH"))


def test_p_values_of_teams(oracles: Path, compare: Compare) -> None:
    rows = _rows(oracles / BH / "expected_team_pvalues.csv")
    part, whole = _numbers(rows, "num"), _numbers(rows, "den")
    tails = proportion_tails(part, whole, part.sum() / whole.sum())
    compare(BH, "teams, mid-p", tails.mid_p, _numbers(rows, "p_midp"))
    central = np.minimum(1, 2 * np.minimum(tails.low, tails.high))
    compare(BH, "teams, central p", central, _numbers(rows, "p_exact_central"))
    for name in ("p_midp", "p_exact_minlike", "p_exact_central"):
        ours = benjamini_hochberg(_numbers(rows, name)).adjusted
        compare(BH, f"teams, adjusted {name}", ours, _numbers(rows, f"BH_{name}"))
