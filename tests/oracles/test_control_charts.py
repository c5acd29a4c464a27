"""Control charts against the answers of the field's packages, label by label."""

import csv
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pytest
from numpy.typing import NDArray

from dashboard.statistics.attribute import c_chart, p_chart, u_chart
from dashboard.statistics.controlchart import Chart, ControlChart, Note
from dashboard.statistics.icons import Assurance, Variation, assurance, variation
from dashboard.statistics.rare import g_chart, i_prime_chart, t_chart
from dashboard.statistics.special_causes import Cause
from dashboard.statistics.xmr import moving_range, xmr_chart

pytestmark = [pytest.mark.oracles, pytest.mark.filterwarnings("error")]

Rows: TypeAlias = list[dict[str, str]]
Compare: TypeAlias = Callable[..., None]
Numbers: TypeAlias = NDArray[np.float64]

NHS, EDGE, SINGLE, SHARES, RATES = (
    "01_xmr_nhs_ae",
    "02_xmr_nhs_edge",
    "04_i_mr_qic",
    "05_pchart",
    "06_uchart_cchart",
)
# NHS screening collapses on these: our guards must answer instead.
COLLAPSING = ("constant", "zeros_with_spike", "all_mr_screened_but_one")
# Fewer than six points have no limits here.
SHORT = ("short1", "short2", "short5")
LABELS = {
    "Common Cause": Cause.COMMON,
    "Above UCL": Cause.ABOVE_LIMIT,
    "Below LCL": Cause.BELOW_LIMIT,
    "7 Point Trend (Increasing)": Cause.RISING,
    "7 Point Trend (Decreasing)": Cause.FALLING,
    "2 in 3 Above CL": Cause.TWO_IN_THREE_ABOVE,
    "2 in 3 Below CL": Cause.TWO_IN_THREE_BELOW,
    "7 Points Above CL": Cause.SHIFT_ABOVE,
    "7 Points Below CL": Cause.SHIFT_BELOW,
}
CODES = {cause: place for place, cause in enumerate(Cause)}
# As qicharts2 has it; Making Data Count rounds to 2.66.
UNROUNDED = 3 / 1.128


def _rows(path: Path) -> Rows:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _numbers(rows: Rows, column: str) -> Numbers:
    return np.array([float(row[column] or "nan") for row in rows])


def _of(rows: Rows, column: str) -> dict[str, Rows]:
    found: dict[str, Rows] = {}
    for row in rows:
        found.setdefault(row[column], []).append(row)
    return found


def _compare_nhs(
    compare: Compare, case: str, what: str, rows: Rows, ours: ControlChart
) -> None:
    lines = (("mean_col", ours.centre), ("lpl", ours.lower), ("upl", ours.upper))
    for name, line in lines:
        # A mean of 0 is left at 4e-17, by either.
        mine, theirs = np.round([line, _numbers(rows, name)], 12)
        compare(case, f"{what}, {name}", mine, theirs)
    labels = [CODES[cause] for cause in ours.causes]
    named = [CODES[LABELS[row["special_cause_type"]]] for row in rows]
    compare(case, f"{what}, labels", labels, named, allowed=0)


# -- 01 Making Data Count on a real series -----------------------------------------------


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("default", {}),
        ("neutral", {}),
        ("fix12", {"fix_after": 12}),
        ("noscreen", {"screened": False}),
        ("rebase_2018-01_target3000", {"starts": (21,)}),
    ],
)
def test_making_data_count(
    oracles: Path, compare: Compare, name: str, given: dict[str, Any]
) -> None:
    rows = _rows(oracles / NHS / f"expected_RJZ_{name}.csv")
    groups = _numbers(rows, "rebase_group")
    assert np.array_equal(np.flatnonzero(np.diff(groups)) + 1, given.get("starts", ()))
    _compare_nhs(compare, NHS, name, rows, xmr_chart(_numbers(rows, "y"), **given))


def test_making_data_count_by_place(oracles: Path, compare: Compare) -> None:
    rows = _rows(oracles / NHS / "expected_facets_decrease.csv")
    for place, ours in _of(rows, "f").items():
        chart = xmr_chart(_numbers(ours, "y"))
        _compare_nhs(compare, NHS, f"place {place}", ours, chart)
        _compare_signs(compare, NHS, f"place {place}", ours, chart, better=-1)


def _compare_signs(
    compare: Compare, case: str, what: str, rows: Rows, chart: ControlChart, better: int
) -> None:
    ours = [_sign(variation(cause.direction, better)) for cause in chart.causes]
    theirs = [_SIGNS[row["point_type"].removeprefix("special_cause_")] for row in rows]
    compare(case, f"{what}, better or worse", ours, theirs, allowed=0)


_SIGNS = {
    "common_cause": 0,
    "improvement": 1,
    "concern": 2,
    "neutral_high": 3,
    "neutral_low": 4,
}


def _sign(found: Variation) -> int:
    name = found.value.replace(" ", "_")
    if name == "common":
        return 0
    if name.startswith("neutral"):
        return _SIGNS[name]
    return _SIGNS[name.split("_")[0]]


def test_signs_of_better_and_worse(oracles: Path, compare: Compare) -> None:
    for name, better in (("default", -1), ("neutral", 0)):
        rows = _rows(oracles / NHS / f"expected_RJZ_{name}.csv")
        chart = xmr_chart(_numbers(rows, "y"))
        _compare_signs(compare, NHS, name, rows, chart, better)
    rows = _rows(oracles / EDGE / "expected_direction.csv")
    for series, ours in _of(rows, "series").items():
        for direction, of_direction in _of(ours, "direction").items():
            chart = xmr_chart(_numbers(of_direction, "y"))
            better = {"increase": 1, "decrease": -1, "neutral": 0}[direction]
            what = f"{series}, {direction}"
            _compare_signs(compare, EDGE, what, of_direction, chart, better)


def test_summaries_and_assurance(oracles: Path, compare: Compare) -> None:
    told = json.loads(
        (oracles / NHS / "expected_summaries_assurance.json").read_text("utf-8")
    )
    series = _numbers(_rows(oracles / NHS / "expected_RJZ_default.csv"), "y")
    for name, groups in told.items():
        if not name.startswith("RJZ_"):
            continue
        starts = (21,) if "rebase" in name else ()
        chart = xmr_chart(series, starts=starts)
        falls = "decrease" in name or "rebase" in name
        better = 0 if "neutral" in name else -1 if falls else 1
        target = float(name.rsplit("target", 1)[1]) if "target" in name else None
        _compare_summary(compare, name, groups, chart, better)
        theirs = groups[-1]["assurance_type"]
        ours = assurance(chart, target, better)
        assert ours is (
            Assurance(theirs.replace("_", " ")) if theirs else Assurance.NONE
        ), name


def _compare_summary(
    compare: Compare,
    name: str,
    groups: list[dict[str, Any]],
    chart: ControlChart,
    better: int,
) -> None:
    for phase, group in enumerate(groups):
        ours = chart.phases == phase
        lines = [line[ours][-1] for line in (chart.centre, chart.lower, chart.upper)]
        theirs = [group[key] for key in ("mean_col", "lpl", "upl")]
        compare(NHS, f"summary {name}, lines", lines, theirs)
        causes = [c for c, is_ours in zip(chart.causes, ours, strict=True) if is_ours]
        signs = Counter(_sign(variation(cause.direction, better)) for cause in causes)
        counted = {k: group[k] for k in group if k.startswith(("special", "common"))}
        for key, count in counted.items():
            sign = _SIGNS[key.removeprefix("special_cause_")]
            compare(NHS, f"summary {name}, {key}", signs[sign], count, allowed=0)
        last = group["variation_type"].removeprefix("special_cause_")
        # Theirs is the icon of the whole, written beside every group.
        if phase == len(groups) - 1:
            ours_last = _sign(variation(causes[-1].direction, better))
            assert ours_last == _SIGNS[last], name


# -- 02 edges ------------------------------------------------------------------------------


def test_edges(oracles: Path, compare: Compare) -> None:
    rows = _rows(oracles / EDGE / "expected.csv")
    for series, ours in _of(rows, "series").items():
        for screen, of_screen in _of(ours, "screen").items():
            if series in SHORT or (series in COLLAPSING and screen == "TRUE"):
                continue
            if series == "constant":
                continue
            chart = xmr_chart(_numbers(of_screen, "y"), screened=screen == "TRUE")
            what = f"{series}, {'screened' if screen == 'TRUE' else 'not screened'}"
            _compare_nhs(compare, EDGE, what, of_screen, chart)


def test_limits_of_the_shortest(oracles: Path, compare: Compare) -> None:
    """Theirs has limits from two points; ours are held to the formula, and not drawn."""
    rows = _of(_rows(oracles / EDGE / "expected.csv"), "series")
    for series in SHORT:
        for row in (
            _of(rows[series], "screen")[screen][0] for screen in ("TRUE", "FALSE")
        ):
            values = _numbers(_of(rows[series], "screen")[row["screen"]], "y")
            spread = moving_range(values, screened=row["screen"] == "TRUE").screened
            ours = [
                values.mean(),
                values.mean() - 2.66 * spread,
                values.mean() + 2.66 * spread,
            ]
            theirs = [float(row[name]) for name in ("mean_col", "lpl", "upl")]
            compare(EDGE, f"{series}, formula", ours, theirs)
        chart = xmr_chart(values)
        assert chart.notes == {Note.TOO_FEW_POINTS}
        assert not chart.signal
        assert np.isnan(chart.upper).all()


def test_what_collapses_is_guarded(oracles: Path) -> None:
    rows = _of(_rows(oracles / EDGE / "input.csv"), "series")
    constant = xmr_chart(_numbers(rows["constant"], "y"))
    assert Note.NO_VARIATION in constant.notes
    assert not constant.signal
    assert (constant.centre == 7).all()
    spike = xmr_chart(_numbers(rows["zeros_with_spike"], "y"))
    assert Note.NOT_SCREENED in spike.notes
    assert np.allclose(spike.upper, 1.32)
    assert [c for c in spike.causes if c is not Cause.COMMON].count(
        Cause.ABOVE_LIMIT
    ) == 1
    left = xmr_chart(_numbers(rows["all_mr_screened_but_one"], "y"))
    assert (
        left.causes.count(Cause.ABOVE_LIMIT) + left.causes.count(Cause.BELOW_LIMIT) < 3
    )


# -- 04 single values ----------------------------------------------------------------------


@pytest.mark.parametrize("screened", [True, False])
@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("i", {}),
        ("i_freeze20", {"fix_after": 20}),
        ("i_part33", {"starts": (33,)}),
        ("i_exclude21", {}),
    ],
)
def test_single_values(
    oracles: Path, compare: Compare, name: str, given: dict[str, Any], screened: bool
) -> None:
    how = "screened" if screened else "unscreened"
    rows = _rows(oracles / SINGLE / f"expected_{name}_{how}.csv")
    chart = xmr_chart(
        _numbers(rows, "y"),
        include=[row["include"] == "TRUE" for row in rows],
        screened=screened,
        multiplier=UNROUNDED,
        **given,
    )
    _compare_lines(compare, SINGLE, f"{name}, {how}", rows, chart)


def _compare_lines(
    compare: Compare,
    case: str,
    what: str,
    rows: Rows,
    chart: ControlChart,
    per: float = 1,
) -> None:
    for name, line in (
        ("cl", chart.centre),
        ("lcl", chart.lower),
        ("ucl", chart.upper),
    ):
        compare(
            case,
            f"{what}, {name}",
            _clipped(chart, line * per, per),
            _numbers(rows, name),
        )
    values = _numbers(rows, "y")
    compare(case, f"{what}, values", chart.values * per, values)
    if "sigma.signal" in rows[0]:
        outside = [c in (Cause.ABOVE_LIMIT, Cause.BELOW_LIMIT) for c in chart.causes]
        # Theirs also flags a point that was left out; ours counts it for nothing.
        theirs = [
            row["sigma.signal"] == "TRUE" and row["include"] == "TRUE" for row in rows
        ]
        compare(case, f"{what}, outside", outside, theirs, allowed=0)


def _clipped(chart: ControlChart, line: Numbers, per: float) -> Numbers:
    """Theirs clip what a count or a share cannot be; ours leave that to the drawing."""
    if chart.chart in (Chart.XMR, Chart.I_PRIME):
        return line
    top = per if chart.chart in (Chart.P, Chart.P_PRIME) else np.inf
    return np.clip(line, 0, top)


@pytest.mark.parametrize("screened", [True, False])
def test_moving_ranges(oracles: Path, compare: Compare, screened: bool) -> None:
    how = "screened" if screened else "unscreened"
    rows = _rows(oracles / SINGLE / f"expected_mr_{how}.csv")
    values = _numbers(rows, "y.sum")
    ranges = np.abs(np.diff(values, prepend=np.nan))
    compare(SINGLE, f"ranges, {how}", ranges, _numbers(rows, "y"))
    mean = moving_range(values, screened=False).screened
    compare(
        SINGLE, f"mean range, {how}", np.full(len(rows), mean), _numbers(rows, "cl")
    )
    limit = np.full(len(rows), 3.267 * mean)
    compare(SINGLE, f"range limit, {how}", limit, _numbers(rows, "ucl"))


@pytest.mark.parametrize("screened", [True, False])
def test_values_with_a_size_and_times(
    oracles: Path, compare: Compare, screened: bool
) -> None:
    how = "screened" if screened else "unscreened"
    rows = _rows(oracles / SINGLE / f"expected_iprime_{how}.csv")
    chart = i_prime_chart(_numbers(rows, "y"), _numbers(rows, "n"), screened=screened)
    _compare_lines(compare, SINGLE, f"I′, {how}", rows, chart)
    rows = _rows(oracles / SINGLE / f"expected_t_{how}.csv")
    chart = t_chart(_numbers(rows, "y"), screened=screened)
    _compare_lines(compare, SINGLE, f"t, {how}", rows, chart)


def test_cases_between_events(oracles: Path, compare: Compare) -> None:
    rows = _rows(oracles / SINGLE / "expected_g.csv")
    _compare_lines(compare, SINGLE, "g", rows, g_chart(_numbers(rows, "y")))


def test_the_other_package_of_single_values(oracles: Path, compare: Compare) -> None:
    told = json.loads(
        (oracles / SINGLE / "expected_xbarone_qcc.json").read_text("utf-8")
    )
    chart = xmr_chart(told["data"], screened=False, multiplier=UNROUNDED)
    ours = [chart.centre[0], chart.lower[0], chart.upper[0]]
    compare(SINGLE, "qcc", ours, [told["center"], told["LCL"], told["UCL"]])


# -- 05 and 06 shares, rates, counts ---------------------------------------------------------


@pytest.mark.parametrize("name", ["p", "pprime_screened", "pprime_unscreened"])
def test_shares(oracles: Path, compare: Compare, name: str) -> None:
    rows = _rows(oracles / SHARES / f"expected_nhs_accidents_{name}.csv")
    chart = p_chart(
        _numbers(rows, "y.sum"),
        _numbers(rows, "n"),
        prime=name.startswith("pprime"),
        screened=name.endswith("_screened"),
    )
    _compare_lines(compare, SHARES, name, rows, chart)


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("cdi_u", {}),
        ("cdi_u_freeze24", {"fix_after": 24}),
        ("cdi_u_part24", {"starts": (24,)}),
        ("cdi_uprime_screened", {"prime": True}),
        ("cdi_uprime_unscreened", {"prime": True, "screened": False}),
    ],
)
def test_rates(
    oracles: Path, compare: Compare, name: str, given: dict[str, Any]
) -> None:
    rows = _rows(oracles / RATES / f"expected_{name}_per10000.csv")
    chart = u_chart(_numbers(rows, "y.sum"), _numbers(rows, "n"), **given)
    _compare_lines(compare, RATES, name, rows, chart, per=10_000)


def test_rates_by_place(oracles: Path, compare: Compare) -> None:
    rows = _rows(oracles / RATES / "expected_hospital_infections_u_facets_per10000.csv")
    for place, of_place in _of(rows, "facet1").items():
        for kind, ours in _of(of_place, "facet2").items():
            chart = u_chart(_numbers(ours, "y.sum"), _numbers(ours, "n"))
            _compare_lines(compare, RATES, f"{place} {kind}", ours, chart, per=10_000)


def test_counts(oracles: Path, compare: Compare) -> None:
    rows = _rows(oracles / RATES / "expected_cdi_c.csv")
    _compare_lines(compare, RATES, "c", rows, c_chart(_numbers(rows, "y")))


def test_the_other_package_of_shares_and_rates(oracles: Path, compare: Compare) -> None:
    told = json.loads(
        (oracles / SHARES / "expected_nhs_accidents_p_qcc.json").read_text("utf-8")
    )
    rows = _rows(oracles / SHARES / "input_nhs_accidents.csv")
    chart = p_chart(_numbers(rows, "r"), _numbers(rows, "n"))
    _compare_qcc(compare, SHARES, told, chart)
    told = json.loads((oracles / RATES / "expected_cdi_u_qcc.json").read_text("utf-8"))
    rows = _rows(oracles / RATES / "input_cdi.csv")
    chart = u_chart(_numbers(rows, "n"), _numbers(rows, "days"))
    _compare_qcc(compare, RATES, told, chart)


def _compare_qcc(
    compare: Compare, case: str, told: dict[str, Any], chart: ControlChart
) -> None:
    compare(case, "qcc, centre", chart.centre[0], told["center"])
    compare(case, "qcc, values", chart.values, told["statistics"])
    compare(case, "qcc, lower", chart.lower, told["LCL"])
    compare(case, "qcc, upper", chart.upper, told["UCL"])
