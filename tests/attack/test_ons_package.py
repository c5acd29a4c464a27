"""The Office for National Statistics' own package on the same rows, keys and table."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dashboard.answers import home_of
from dashboard.disclosure import Table
from dashboard.statistics.cell_key import KEYS
from dashboard.warehouse.engine import open_reader
from dashboard.warehouse.facts import create_child_keys
from tests.attack.again import Again, built_again
from tests.attack.ons_package import perturbed_by_ons

pytestmark = [pytest.mark.attack, pytest.mark.timeout(1200)]

KIND = "school_year"


@pytest.fixture(scope="module")
def again(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Again]:
    place = tmp_path_factory.mktemp("again") / "place"
    with built_again(demo_home, place, ["referrals"]) as made:
        measure = home_of(demo_home).catalogue["referrals"]
        made.connection.execute(f"create temp table counted as {measure.sql}")
        create_child_keys(made.connection)
        yield made


@pytest.mark.parametrize("unit", ["numerator", "children"])
@pytest.mark.parametrize(
    "dimensions",
    [
        [],
        ["team"],
        ["source_agency"],
        ["age_band"],
        ["age_band", "sex"],
        ["sex", "team"],
    ],
    ids=",".join,
)
def test_the_invented_partnership(
    again: Again, demo_home: Path, dimensions: list[str], unit: str
) -> None:
    """Referrals, and children: of a child's rows in a cell only the first has its key."""
    combination = ",".join(dimensions)
    shown = _ours(demo_home, combination, len(dimensions), unit)
    compared = 0
    for period, rows in _rows(again, dimensions).groupby("period"):
        first = ~rows.duplicated([*dimensions, "child"])
        rows["record_key"] = rows["key"].where(first, 0)
        counted = rows if unit == "numerator" else rows[first]
        salt = Table(
            combination,
            f"{KIND}:{period:%Y-%m}",
            "" if unit == "numerator" else unit,
        ).salt
        theirs = perturbed_by_ons(
            counted.assign(all="all"), dimensions or ["all"], salt
        )
        for cell in theirs.itertuples(index=False):
            key = tuple(getattr(cell, name) for name in dimensions)
            if unit == "children" and (period.date(), *key) not in shown:
                continue  # where the referrals are too few, the children are not told
            ours = shown.get((period.date(), *key))
            assert ours == (None if pd.isna(cell.shown) else cell.shown)
            compared += ours is not None
    assert compared >= 3


def _rows(again: Again, dimensions: list[str]) -> pd.DataFrame:
    """Referrals with their period and their child's key, as whoever publishes has them."""
    again.connection.execute(
        f"attach if not exists '{again.exact}' as exact (read_only)"
    )
    columns = "".join(f", f.{name}" for name in dimensions)
    return again.connection.execute(
        f"""
        select p.period, f.child, (k.key % {KEYS})::integer as key{columns}
        from exact.fact.referrals as f
        join child_key as k on k.child = f.child
        join exact.main.period_month as p
            on p.measure = 'referrals' and p.month = f.month and p.period_kind = ?
        """,
        [KIND],
    ).df()


def _ours(
    home: Path, combination: str, depth: int, unit: str
) -> dict[tuple[Any, ...], int | None]:
    """What the release shows, by period and the values of the combination."""
    path = next(home.glob("snapshots/*/release.duckdb"))
    keys = ["key1", "key2"][:depth]
    cells = open_reader(path).rows(
        f"select {', '.join(['period', *keys, unit])} from cube.referrals"
        " where combination = ? and period_kind = ?",
        [combination, KIND],
    )
    assert cells
    return {tuple(key): shown for *key, shown in cells}
