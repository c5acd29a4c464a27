"""What shown numbers prove, and cell-key noise, against the field's own programs.

Patterns of the suppression package are one valid choice among many: what an attacker can
prove of them is compared, not which cells they hide.
"""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array

from dashboard.disclosure import protected_count
from dashboard.statistics.bounds import Proved, Shown, prove
from dashboard.statistics.cell_key import cell_key, perturbed
from tests.attack.ons_package import perturbed_by_ons

pytestmark = [pytest.mark.oracles, pytest.mark.filterwarnings("error")]

Rows: TypeAlias = list[dict[str, str]]
Compare: TypeAlias = Callable[..., None]
HIDDEN, KEYS = "20_secondary_suppression", "21_cell_key_ons"
TOTAL = "Total"
ATTACKS = (
    "2way_primary_only",
    "2way_rowwise_heuristic",
    "2way_rowwise_heuristic_min1",
    "2way_gauss_pattern",
    "2way_gauss_pattern_min1",
    "2way_gauss_pattern_integer",
    "2way_gauss_pattern_min1_integer",
    "linked_primary_only",
    "linked_but_protected_one_table_only",
    "linked_gauss_pattern",
    "linked_gauss_pattern_min1",
)
PATTERNS = ("2way_area_status", "2way_protectZeros", "linked_2ways", "full_3way")


def _rows(path: Path) -> Rows:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _attack(cells: Rows, value: str, *, least: int, whole: bool = False) -> Proved:
    """Bounds of the hidden cells of a table with margins, each at least `least`."""
    dimensions = [name for name in ("area", "age", "status") if name in cells[0]]
    inner = sorted({tuple(c[d] for d in dimensions) for c in _micro(cells, dimensions)})
    rows = np.array(
        [[_within(atom, cell, dimensions) for atom in inner] for cell in cells],
        dtype=np.float64,
    )
    shown = np.array([cell["suppressed"] != "TRUE" for cell in cells])
    counts = np.array([float(cell[value]) for cell in cells])
    low = np.where(shown, counts, least)
    high = np.where(shown, counts, np.inf)
    known = Shown(csr_array(rows), low, high)
    return prove(known, list(rows[~shown]), whole=whole)


def _micro(cells: Rows, dimensions: list[str]) -> Rows:
    """Every combination of values that are no totals: the atoms all cells are sums of."""
    values = [sorted({c[d] for c in cells} - {TOTAL}) for d in dimensions]
    grid = np.array(np.meshgrid(*values, indexing="ij")).reshape(len(values), -1).T
    return [dict(zip(dimensions, atom, strict=True)) for atom in grid.tolist()]


def _within(atom: tuple[str, ...], cell: dict[str, str], dimensions: list[str]) -> bool:
    return all(
        cell[d] in (TOTAL, value) for d, value in zip(dimensions, atom, strict=True)
    )


@pytest.mark.parametrize("name", ATTACKS)
def test_what_is_proved(oracles: Path, compare: Compare, name: str) -> None:
    cells = _rows(oracles / HIDDEN / f"expected_attack_{name}.csv")
    least, whole = int("min1" in name), "integer" in name
    ours = _attack(cells, "value", least=least, whole=whole)
    hidden = [cell for cell in cells if cell["suppressed"] == "TRUE"]
    for side, bounds in (("lo", ours.low), ("up", ours.high)):
        theirs = np.array([float(cell[side]) for cell in hidden])
        # The solvers stop within a ten-millionth of a bound.
        compare(HIDDEN, f"{name}, {side}", np.round(bounds, 6), theirs, allowed=1e-6)


@pytest.mark.parametrize("name", PATTERNS)
def test_a_pattern_of_the_package_hides_what_it_should(
    oracles: Path, name: str
) -> None:
    cells = _rows(oracles / HIDDEN / f"expected_gauss_{name}.csv")
    ours = _attack(cells, "freq", least=0)
    hidden = [cell for cell in cells if cell["suppressed"] == "TRUE"]
    small = np.array([cell["primary"] == "TRUE" for cell in hidden])
    assert small.any()
    assert not ours.exact[small].any()


def test_primary_cells_alone_give_themselves_away(oracles: Path) -> None:
    cells = _rows(oracles / HIDDEN / "expected_attack_2way_primary_only.csv")
    assert _attack(cells, "value", least=0).exact.any()


def test_cell_keys(oracles: Path, compare: Compare) -> None:
    micro = _rows(oracles / KEYS / "input_microdata.csv")
    noise = _noise(_rows(oracles / KEYS / "ptable_symmetric_pcv1.csv"))
    for name, dimensions in (
        ("status", ("status",)),
        ("area_status", ("area", "status")),
        ("area_status_sex", ("area", "status", "sex")),
    ):
        rows = _rows(oracles / KEYS / f"expected_symmetric_{name}.csv")
        counts, keys = [], []
        for row in rows:
            ours = [m for m in micro if all(m[d] == row[d] for d in dimensions)]
            counts.append(len(ours))
            keys.append(cell_key([int(m["record_key"]) for m in ours]))
        compare(KEYS, f"{name}, key", keys, [int(r["ckey"]) for r in rows], allowed=0)
        shown = perturbed(counts, keys, noise)
        theirs = [int(r["count"] or -1) for r in rows]
        # The package withholds what comes out small; here that is the caller's rule.
        some = np.array(theirs) >= 0
        compare(KEYS, f"{name}, shown", shown[some], np.array(theirs)[some], allowed=0)


def _noise(of_one: Rows) -> dict[tuple[int, int], int]:
    """The whole symmetric table from its row for a count of one.

    One cannot fall by two: from two on, as many of the lowest keys take two away as add
    two. None stays none.
    """
    added = {int(row["ckey"]): int(row["pvalue"]) for row in of_one}
    twos = sum(1 for value in added.values() if value == 2)
    whole = {key: -2 if key < twos else value for key, value in added.items()}
    noise = {(1, key): value for key, value in added.items()}
    return noise | {(n, k): value for n in range(2, 601) for k, value in whole.items()}


def test_the_rule_of_ten_and_five(oracles: Path, compare: Compare) -> None:
    """Ten and fewer hidden, others to the nearest five: no key decides it."""
    rows = _rows(oracles / KEYS / "expected_10_5_rule_area_status.csv")
    counts = np.array([int(row["pre_sdc_count"]) for row in rows])
    added = np.array([int(row["pvalue"]) for row in rows])
    nearest = 5 * np.floor(counts / 5 + 0.5) - counts
    some = np.array([bool(row["count"]) for row in rows]) & (counts >= 10)
    compare(KEYS, "rule of ten and five", nearest[some], added[some], allowed=0)


def test_ours_is_what_the_package_itself_makes_of_them(oracles: Path) -> None:
    """With our one noise row as its table, and withheld under ten."""
    micro = pd.DataFrame(_rows(oracles / KEYS / "input_microdata.csv"))
    micro["record_key"] = micro["record_key"].astype(int)
    for dimensions in (["status"], ["area", "status"], ["area", "status", "sex"]):
        theirs = perturbed_by_ons(micro, dimensions, salt=0)
        theirs = theirs[theirs["pre_sdc_count"] > 0].set_index(dimensions)["shown"]
        cells = micro.groupby(dimensions)["record_key"].agg(["size", "sum"])
        ours = protected_count(
            np.asarray(cells["size"]), np.asarray(cells["sum"]), np.zeros(1, int)
        )
        assert len(theirs) == len(cells)
        expected = theirs.reindex(cells.index).astype(float).to_numpy()
        np.testing.assert_array_equal(ours, expected)
