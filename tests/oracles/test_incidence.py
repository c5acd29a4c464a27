"""Cumulative incidence against R's survival and cmprsk.

Gray's test and the Fine-Gray model are not used by any page, so their answers are not
compared; Kaplan and Meier's curve is one cause without another.
"""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pytest
from numpy.typing import NDArray

from dashboard.statistics.incidence import Incidence, cumulative_incidence

pytestmark = [pytest.mark.oracles, pytest.mark.filterwarnings("error")]

Rows: TypeAlias = list[dict[str, str]]
Compare: TypeAlias = Callable[..., None]
Numbers: TypeAlias = NDArray[np.float64]

CASE = "16_cuminc"
CAUSES = {"reclass": 1, "escalated": 2, "left": 3}


def _rows(path: Path) -> Rows:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _numbers(rows: Rows, column: str) -> Numbers:
    return np.array([float(row[column] or "nan") for row in rows])


@pytest.fixture
def synthetic(oracles: Path) -> Incidence:
    return _incidence(_rows(oracles / CASE / "input_synthetic.csv"))


def _incidence(rows: Rows, time: str = "time") -> Incidence:
    return cumulative_incidence(
        _numbers(rows, time), _numbers(rows, "event").astype(int)
    )


def _on(found: Incidence, times: Numbers, line: Numbers) -> Numbers:
    """A step line at given times, 0 before its first step."""
    places = np.searchsorted(found.times, times, side="right") - 1
    return np.where(places >= 0, line[np.maximum(places, 0)], 0.0)


def test_three_causes(oracles: Path, compare: Compare, synthetic: Incidence) -> None:
    rows = _rows(oracles / CASE / "expected_survfit_AJ_all.csv")
    times = _numbers(rows, "time")
    at_steps = np.isin(times, synthetic.times)
    at_risk = _on(synthetic, times[at_steps], synthetic.at_risk)
    compare(CASE, "three causes, at risk", at_risk, _numbers(rows, "n_risk")[at_steps])
    for name, cause in CAUSES.items():
        row = synthetic.causes.index(cause)
        share, se = synthetic.share[row], synthetic.se[row]
        compare(
            CASE, f"{name}, share", _on(synthetic, times, share), _numbers(rows, name)
        )
        theirs = _numbers(rows, f"se_{name}")
        compare(CASE, f"{name}, error", _on(synthetic, times, se), theirs)
        # Their interval is on the logarithm of the share; ours is not drawn by it.
        known = _on(synthetic, times, share) > 0
        some = _on(synthetic, times, share)[known]
        width = 1.959963984540054 * _on(synthetic, times, se)[known] / some
        for side, sign in (("lower", -1), ("upper", 1)):
            ours = np.minimum(some * np.exp(sign * width), 1)
            compare(
                CASE, f"{name}, {side}", ours, _numbers(rows, f"{side}_{name}")[known]
            )
    still_open = 1 - sum(_on(synthetic, times, row) for row in synthetic.share)
    compare(CASE, "still open", still_open, _numbers(rows, "(s0)"))


def test_by_hand(oracles: Path, compare: Compare) -> None:
    found = _incidence(_rows(oracles / CASE / "input_hand10.csv"))
    rows = _rows(oracles / CASE / "expected_hand10.csv")
    times = _numbers(rows, "time")
    for place, name in enumerate(("A", "B")):
        ours = _on(found, times, found.share[place])
        compare(CASE, f"by hand, {name}", ours, _numbers(rows, name))
        ours = _on(found, times, found.se[place])
        compare(CASE, f"by hand, {name} error", ours, _numbers(rows, f"se_{name}"))


def test_a_real_cohort_by_sex(oracles: Path, compare: Compare) -> None:
    every = _rows(oracles / CASE / "input_mgus2.csv")
    rows = _rows(oracles / CASE / "expected_mgus2_survfit.csv")
    for sex in ("F", "M"):
        found = _incidence([row for row in every if row["sex"] == sex], "etime")
        ours = [row for row in rows if row["strata"].endswith(sex)]
        times = _numbers(ours, "time")
        for place, name in enumerate(("pcm", "death")):
            share = _on(found, times, found.share[place])
            compare(CASE, f"cohort {sex}, {name}", share, _numbers(ours, name))
            se = _on(found, times, found.se[place])
            compare(
                CASE, f"cohort {sex}, {name} error", se, _numbers(ours, f"se_{name}")
            )


def test_estimates_of_the_other_package(
    oracles: Path, compare: Compare, synthetic: Incidence
) -> None:
    """Its variances are of another kind, different in the third digit: not compared."""
    for row in _rows(oracles / CASE / "expected_cmprsk_est_timepoints.csv"):
        cause = int(row["curve"].split()[1])
        known = {
            day: float(share) for day, share in row.items() if day != "curve" and share
        }
        times = np.array([float(day) for day in known])
        ours = _on(synthetic, times, synthetic.share[synthetic.causes.index(cause)])
        compare(CASE, f"cmprsk, cause {cause}", ours, list(known.values()))


def test_one_cause_is_kaplan_and_meier(oracles: Path, compare: Compare) -> None:
    rows = _rows(oracles / CASE / "input_synthetic.csv")
    only = (_numbers(rows, "event") == 1).astype(int)
    found = cumulative_incidence(_numbers(rows, "time"), only)
    km = _rows(oracles / CASE / "expected_km_loglog.csv")
    times = _numbers(km, "time")
    compare(
        CASE,
        "one cause, open",
        1 - _on(found, times, found.share[0]),
        _numbers(km, "surv"),
    )


def test_taking_others_for_unfinished_overstates(
    oracles: Path, synthetic: Incidence
) -> None:
    rows = _rows(oracles / CASE / "expected_naive_km_censoring_competing.csv")
    ours = _on(synthetic, _numbers(rows, "time"), synthetic.share[0])
    theirs = _numbers(rows, "one_minus_km")
    assert (ours <= theirs + 1e-12).all()
    assert theirs[-1] > ours[-1] + 0.05


def test_quantiles_and_days(
    oracles: Path, compare: Compare, synthetic: Incidence
) -> None:
    told = json.loads(
        (oracles / CASE / "expected_cif_quantiles.json").read_text("utf-8")
    )
    for one in told["quantiles"]:
        ours = synthetic.quantile(1, one["q"])
        theirs = next(value for key, value in one.items() if key != "q")
        theirs = None if theirs in ("NA", None, []) else theirs
        assert (ours is None) == (theirs is None), one
        if ours is not None:
            compare(CASE, f"quantile {one['q']}", ours, theirs)
    told = json.loads((oracles / CASE / "expected_rmtl365.json").read_text("utf-8"))
    ours = synthetic.days_lost(1, told["tau"])
    compare(CASE, "days lost by 365", ours, told["rmtl_reclass"])
