"""The Office for National Statistics' own package on the same rows, keys and table."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from cell_key_perturbation.create_perturbed_table import create_perturbed_table
from numpy.typing import NDArray

from dashboard.disclosure import LEAST, Table, protected_count
from dashboard.statistics.cell_key import KEYS
from dashboard.statistics.noise_row import noise_row
from dashboard.warehouse.engine import open_reader
from tests.attack.again import Again, built_again

pytestmark = pytest.mark.oracles

# The package's tables end here: the noise of larger counts repeats.
_LARGEST = 750
KIND = "school_year"


def test_the_microdata_of_the_known_answers(oracles: Path) -> None:
    path = oracles / "21_cell_key_ons" / "input_microdata.csv"
    with path.open(encoding="utf-8", newline="") as file:
        micro = pd.DataFrame(list(csv.DictReader(file)))
    micro["record_key"] = micro["record_key"].astype(int)
    for dimensions in (["status"], ["area", "status"], ["area", "status", "sex"]):
        theirs = _theirs(micro, dimensions, salt=0)
        theirs = theirs[theirs["pre_sdc_count"] > 0].set_index(dimensions)["shown"]
        cells = micro.groupby(dimensions)["record_key"].agg(["size", "sum"])
        ours = protected_count(
            np.asarray(cells["size"]), np.asarray(cells["sum"]), np.zeros(1, int)
        )
        assert len(theirs) == len(cells)
        assert _same(ours, theirs.reindex(cells.index))


@pytest.fixture(scope="module")
def again(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Again]:
    place = tmp_path_factory.mktemp("again") / "place"
    with built_again(demo_home, place, ["referrals"]) as made:
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
        theirs = _theirs(counted.assign(all="all"), dimensions or ["all"], salt)
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


def _theirs(rows: pd.DataFrame, dimensions: list[str], salt: int) -> pd.DataFrame:
    """Our one noise row as their table; a salt is the row begun elsewhere."""
    keys = np.arange(KEYS)
    table = pd.DataFrame(
        {
            "pcv": np.repeat(np.arange(_LARGEST + 1), KEYS),
            "ckey": np.tile(keys, _LARGEST + 1),
            "pvalue": np.tile(np.roll(noise_row(), -salt), _LARGEST + 1),
        }
    )
    cells = create_perturbed_table(
        rows, table, [], dimensions, "record_key", threshold=LEAST
    )
    return cells.rename(columns={"count": "shown"})


def _same(ours: NDArray[np.float64], theirs: "pd.Series[float]") -> bool:
    return np.array_equal(ours, theirs.astype(float).to_numpy(), equal_nan=True)
