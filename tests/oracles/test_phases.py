"""Where a new level might start, against the two packages that suggest it."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pytest
from numpy.typing import NDArray

from dashboard.statistics.phases import (
    Fit,
    Level,
    Lines,
    stable_shift,
    sustained_runs,
    xmr_lines,
)
from dashboard.statistics.xmr import moving_range

pytestmark = [pytest.mark.oracles, pytest.mark.filterwarnings("error")]

Rows: TypeAlias = list[dict[str, str]]
Compare: TypeAlias = Callable[..., None]
Numbers: TypeAlias = NDArray[np.float64]

STABLE, SUSTAINED = "18_phases_stable_shift", "19_phases_runcharter"
D2 = 1.128


def _rows(path: Path) -> Rows:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _numbers(rows: Rows, column: str) -> Numbers:
    return np.array([float(row[column] or "nan") for row in rows])


def _counted(rows: Rows, *, shares: bool, prime: bool) -> Fit:
    values = _numbers(rows, "y")
    x = _numbers(rows, "y_numerator") if shares else values
    n = _numbers(rows, "n") if shares else np.ones(values.size)

    def fit(used: NDArray[np.bool_]) -> Lines:
        centre = x[used].sum() / n[used].sum() * (100 if shares else 1)
        variance = centre * (100 - centre) / n if shares else np.full(n.size, centre)
        sigma = np.sqrt(variance)
        if prime:
            z = (values - centre) / sigma
            sigma = sigma * moving_range(z[used]).screened / D2
        return _about(centre, sigma)

    return fit


def _about(centre: float, sigma: Numbers) -> Lines:
    return Lines(np.full(sigma.size, centre), centre - 3 * sigma, centre + 3 * sigma)


def _compare_levels(
    compare: Compare, what: str, rows: Rows, levels: tuple[Level, ...]
) -> None:
    starts = [n for n, row in enumerate(rows) if n == 0 or row["breakPoint"] == "TRUE"]
    compare(STABLE, f"{what}, starts", [one.start for one in levels], starts, allowed=0)
    excluded = [n for n, row in enumerate(rows) if row["excluded"] == "TRUE"]
    ours = sorted(place for level in levels for place in level.excluded)
    assert ours == excluded, what
    for name, line in (("cl", "centre"), ("lcl", "lower"), ("ucl", "upper")):
        whole = np.full(len(rows), np.nan)
        for level in levels:
            whole[level.start :] = getattr(level.lines, line)[level.start :]
        theirs = _numbers(rows, name)
        if name == "lcl":
            whole = np.where(theirs == 0, np.maximum(whole, 0), whole)
        compare(STABLE, f"{what}, {name}", whole, theirs)


@pytest.mark.parametrize("no_regrets", [True, False])
def test_stable_shift_of_single_values(
    oracles: Path, compare: Compare, no_regrets: bool
) -> None:
    rows = _rows(oracles / STABLE / "expected_xmr.csv")
    rows = [row for row in rows if (row["no_regrets"] == "TRUE") is no_regrets]
    for series in dict.fromkeys(row["series"] for row in rows):
        ours = [row for row in rows if row["series"] == series]
        values = _numbers(ours, "y")
        levels = stable_shift(values, xmr_lines(values), no_regrets=no_regrets)
        if series == "short":
            assert levels == ()
            continue
        _compare_levels(compare, f"{series}, no regrets {no_regrets}", ours, levels)


@pytest.mark.parametrize("name", ["c", "cprime", "p", "pprime"])
def test_stable_shift_of_counted_things(
    oracles: Path, compare: Compare, name: str
) -> None:
    rows = _rows(oracles / STABLE / f"expected_ed_{name}.csv")
    fit = _counted(rows, shares=name.startswith("p"), prime=name.endswith("prime"))
    _compare_levels(compare, name, rows, stable_shift(_numbers(rows, "y"), fit))


@pytest.mark.parametrize(("name", "side"), [("above", 1), ("below", -1), ("both", 0)])
def test_sustained_runs(oracles: Path, compare: Compare, name: str, side: int) -> None:
    """`extend_to` of theirs is for drawing: to the next start, or the last date of all."""
    given = _rows(oracles / SUSTAINED / "input.csv")
    rows = _rows(oracles / SUSTAINED / f"expected_sustained_{name}.csv")
    for ward in dict.fromkeys(row["ward"] for row in rows):
        series = [row for row in given if row["ward"] == ward]
        theirs = sorted(
            (row for row in rows if row["ward"] == ward), key=lambda r: r["start_date"]
        )
        ours = sustained_runs(_numbers(series, "y"), side=side)
        medians = [one.median for one in ours]
        compare(SUSTAINED, f"{ward} {name}", medians, _numbers(theirs, "median"))
        for one, row in zip(ours, theirs, strict=True):
            assert series[one.start]["date"] == row["start_date"]
            assert series[one.end]["date"] == row["end_date"]
