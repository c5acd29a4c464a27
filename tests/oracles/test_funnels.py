"""Over-dispersion and standardised rates against the answers of the field's packages.

What the answers' README calls defects is not imitated: limits of crude rates that rest on
children and not on events, and limits of ratios that are an interval of what is
expected. Of those only phi and tau2 are compared; lines and flags are held to z with
tau2 (08 zD).
"""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from dashboard.statistics.overdispersion import (
    proportion_dispersion,
    proportion_lines,
    ratio_dispersion,
    ratio_lines,
)
from dashboard.statistics.standardisation import (
    direct_rate,
    expected_events,
    observed_over_expected,
)

pytestmark = [pytest.mark.oracles, pytest.mark.filterwarnings("error")]

Rows: TypeAlias = list[dict[str, str]]
Compare: TypeAlias = Callable[..., None]
Numbers: TypeAlias = NDArray[np.float64]

SHARES, RATIOS, DIRECT, INDIRECT = (
    "07_funnel_proportion",
    "08_funnel_rate_ratio",
    "13_dsr",
    "14_isr",
)
PER = 1_000
# The package rounds the quantiles of the normal distribution to six places.
LEVELS = {"95": 1 - 2 * float(ndtr(-1.959964)), "99": 1 - 2 * float(ndtr(-3.090232))}


def _rows(path: Path) -> Rows:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _numbers(rows: Rows, column: str) -> Numbers:
    return np.array([float(row[column] or "nan") for row in rows])


def _told(path: Path) -> dict[str, dict[str, float]]:
    return json.loads(path.read_text("utf-8"))


def _trim(name: str) -> float:
    return float(name.split("trim")[1].split("_")[0]) if "trim" in name else 0.1


# -- 07 shares ---------------------------------------------------------------------------


def test_spread_of_shares(oracles: Path, compare: Compare) -> None:
    rows = _rows(oracles / SHARES / "input_ae_2018_05_type1.csv")
    x, n = _numbers(rows, "num"), _numbers(rows, "den")
    told = _told(oracles / SHARES / "expected_phi_tau2.json")
    for name, theirs in told.items():
        if "unadjusted" in name:
            continue
        ours = proportion_dispersion(x, n, x.sum() / n.sum(), winsorised=_trim(name))
        compare(SHARES, f"{name}, phi", ours.phi, theirs["phi"])
        compare(SHARES, f"{name}, tau2", ours.tau2, theirs["tau2"])


@pytest.mark.parametrize("trim", ["0.05", "0.1"])
def test_lines_of_shares(oracles: Path, compare: Compare, trim: str) -> None:
    for limit in ("95", "99"):
        path = oracles / SHARES / f"expected_ae_OD_trim{trim}_limit{limit}.csv"
        rows = _rows(path)
        x, n = _numbers(rows, "numerator"), _numbers(rows, "denominator")
        target = x.sum() / n.sum()
        found = proportion_dispersion(x, n, target, winsorised=float(trim))
        compare(SHARES, f"trim {trim}, z", found.z * 1, _z(rows, found.tau2))
        for name, level in LEVELS.items():
            lines = proportion_lines(n, target, found.tau2 or 0, level)
            # Theirs are blank where a line would turn back, which ours do not.
            for side, line in (("LCL", lines.lower), ("UCL", lines.upper)):
                theirs = _numbers(rows, f"OD{name}{side}")
                what = f"trim {trim}, limit {limit}, {name} {side}"
                compare(SHARES, what, line, theirs)
        outside = np.abs(found.z) > -ndtri((1 - LEVELS[limit]) / 2)
        theirs = _numbers(rows, "outlier") == 1
        compare(SHARES, f"trim {trim}, flags {limit}", outside, theirs, allowed=0)


def _z(rows: Rows, tau2: float | None) -> Numbers:
    off = _numbers(rows, "Y") - _numbers(rows, "target_transformed")
    return off / np.sqrt(_numbers(rows, "s") ** 2 + (tau2 or 0))


def test_lines_without_spread(oracles: Path, compare: Compare) -> None:
    rows = _rows(oracles / SHARES / "expected_ae_unadjusted_limit99.csv")
    x, n = _numbers(rows, "numerator"), _numbers(rows, "denominator")
    for name, level in LEVELS.items():
        lines = proportion_lines(n, x.sum() / n.sum(), 0.0, level)
        compare(
            SHARES, f"no spread, {name} LCL", lines.lower, _numbers(rows, f"LCL{name}")
        )
        compare(
            SHARES, f"no spread, {name} UCL", lines.upper, _numbers(rows, f"UCL{name}")
        )


# -- 08 ratios ----------------------------------------------------------------------------


def test_spread_of_ratios(oracles: Path, compare: Compare) -> None:
    rows = _rows(oracles / RATIOS / "expected_zD_synthetic_referrals_as_SR_CQC.csv")
    observed, expected = _numbers(rows, "O"), _numbers(rows, "E")
    theirs = _told(oracles / RATIOS / "expected_phi_tau2.json")
    told = next(one for name, one in theirs.items() if name.endswith("SR_CQC"))
    ours = ratio_dispersion(observed, expected)
    compare(RATIOS, "ratio, phi", ours.phi, told["phi"])
    compare(RATIOS, "ratio, tau2", ours.tau2, told["tau2"])
    assert ours.applies
    compare(RATIOS, "ratio, z", ours.z, _numbers(rows, "z_D"))
    for level, name in ((0.95, "95"), (0.998, "998")):
        lines = ratio_lines(expected, ours.tau2 or 0, level)
        compare(
            RATIOS, f"ratio, lower {name}", lines.lower, _numbers(rows, f"lo{name}")
        )
        compare(
            RATIOS, f"ratio, upper {name}", lines.upper, _numbers(rows, f"hi{name}")
        )
    flagged = [row["outlier998"] == "TRUE" for row in rows]
    compare(RATIOS, "ratio, flags", ours.p < 0.002, flagged, allowed=0)


# -- 13 and 14 standardised ----------------------------------------------------------------


def test_directly_standardised(oracles: Path, compare: Compare) -> None:
    given = _rows(oracles / DIRECT / "input.csv")
    for file, columns in (
        ("expected_phe_calculate_dsr_per1000.csv", (("95_0", 0.95), ("99_8", 0.998))),
        ("expected_phe_calculate_dsr_per1000_95.csv", (("", 0.95),)),
    ):
        for row in _rows(oracles / DIRECT / file):
            ours_given = [one for one in given if one["area"] == row["area"]]
            for name, level in columns:
                ours = direct_rate(
                    _numbers(ours_given, "x"),
                    _numbers(ours_given, "n"),
                    _numbers(ours_given, "stdpop"),
                    level=level,
                )
                _compare_rate(compare, f"{row['area']} {level}", row, ours, name)


def _compare_rate(
    compare: Compare, what: str, row: dict[str, str], ours, name: str
) -> None:
    theirs = [
        float(row[c] or "nan") for c in ("value", f"lower{name}cl", f"upper{name}cl")
    ]
    mine = [
        np.nan if v is None else v * PER for v in (ours.value, ours.lower, ours.upper)
    ]
    compare(DIRECT, what, mine, theirs)


def test_events_that_come_several_to_a_child(oracles: Path, compare: Compare) -> None:
    given = _rows(oracles / DIRECT / "input_nonindependent.csv")
    for row in _rows(oracles / DIRECT / "expected_nonindependent_per1000.csv"):
        rows = [one for one in given if one["area"] == row["area"]]
        ours = direct_rate(
            _numbers(rows, "x"),
            _numbers(rows, "n"),
            _numbers(rows, "stdpop"),
            frequency=_numbers(rows, "freq"),
        )
        _compare_rate(compare, f"{row['area']}, several a child", row, ours, "")


def test_the_other_package_differs_only_in_its_interval(
    oracles: Path, compare: Compare
) -> None:
    given = _rows(oracles / DIRECT / "input.csv")
    file = "expected_epitools_ageadjust_direct_gamma_per1000.csv"
    for row in _rows(oracles / DIRECT / file):
        rows = [one for one in given if one["area"] == row["area"]]
        x, n = _numbers(rows, "x"), _numbers(rows, "n")
        ours = direct_rate(x, n, _numbers(rows, "stdpop"))
        if ours.value is not None:
            compare(
                DIRECT, f"{row['area']}, epitools", ours.value * PER, float(row["adj"])
            )
        compare(
            DIRECT,
            f"{row['area']}, crude",
            x.sum() / n.sum() * PER,
            float(row["crude"]),
        )


def test_observed_over_expected(oracles: Path, compare: Compare) -> None:
    given = _rows(oracles / INDIRECT / "input.csv")
    for row in _rows(oracles / INDIRECT / "expected_isratio.csv"):
        rows = [one for one in given if one["area"] == row["area"]]
        expected = expected_events(
            _numbers(rows, "n"), _numbers(rows, "x_ref"), _numbers(rows, "n_ref")
        )
        compare(INDIRECT, f"{row['area']}, expected", expected, float(row["expected"]))
        observed = _numbers(rows, "x").sum()
        for name, level in (("95_0", 0.95), ("99_8", 0.998)):
            ours = observed_over_expected(observed, expected, level)
            theirs = [
                float(row[c]) for c in ("value", f"lower{name}cl", f"upper{name}cl")
            ]
            mine = [ours.value, ours.interval.lower, ours.interval.upper]
            compare(INDIRECT, f"{row['area']} {level}", mine, theirs)
