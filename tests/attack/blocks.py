"""Tables of two dimensions with their margins, each solved in whole numbers.

The bounds that are tightened one sum at a time may be wider than what all sums together
prove: here they are taken together (STATISTICS §9.4).
"""

from collections.abc import Iterator, Sequence

import numpy as np
from scipy.sparse import csr_array

from dashboard.attack.bounds import Bounds
from dashboard.attack.collecting import Cell, Collected, Table
from dashboard.statistics.bounds import Proved, Shown, prove
from dashboard.warehouse.facts import MANY_VALUED


def blocks(found: Collected) -> Iterator[Table]:
    """Tables of two dimensions of one value each, whose margins are offered."""
    for table in found.tables:
        combination, kind, period = table
        names = combination.split(",")
        margins = ("", *names)
        if len(names) != 2 or set(names) & set(MANY_VALUED):
            continue
        if all((margin, kind, period) in found.tables for margin in margins):
            yield table


def solve(
    found: Collected, bounds: Bounds, block: Table, targets: Sequence[Cell]
) -> Proved:
    """The least and the most of each target that fit the block's cells and margins."""
    cells = found.tables[block]
    place = {cell: number for number, cell in enumerate(cells)}
    rows, told = [], []
    for margin, inside in _margins(found, block):
        row = np.zeros(len(cells))
        row[[place[cell] for cell in inside]] = 1.0
        rows.append(row)
        told.append(margin)
    every = [*told, *cells]
    known = Shown(
        csr_array(np.vstack([*rows, np.eye(len(cells))])),
        np.array([bounds.low[cell] for cell in every], dtype=np.float64),
        np.array([bounds.high[cell] for cell in every], dtype=np.float64),
    )
    return prove(known, [np.eye(len(cells))[place[t]] for t in targets], whole=True)


def _margins(found: Collected, block: Table) -> Iterator[tuple[Cell, list[Cell]]]:
    combination, kind, period = block
    first, second = combination.split(",")
    cells = found.tables[block]
    yield ("", kind, period, ()), cells
    for place, name in enumerate((first, second)):
        for margin in found.tables[name, kind, period]:
            inside = [cell for cell in cells if cell[3][place] == margin[3][0]]
            if inside:
                yield margin, inside
