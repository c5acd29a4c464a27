"""What is proved: every number bounds its true one, and the sums tighten them all.

Sum by sum, and apart from `remainders`, which does the same with arrays to protect: one
fault in both would be two.
"""

from dataclasses import dataclass

from dashboard.attack.collecting import Cell, Collected, Sum
from dashboard.disclosure import MOST_WITHHELD
from dashboard.statistics.noise_row import BOUND

_PASSES = 40


@dataclass(frozen=True, eq=False)
class Bounds:
    low: dict[Cell, float]
    high: dict[Cell, float]

    def proved_exact(self, cells: list[Cell]) -> list[Cell]:
        return [cell for cell in cells if self.low[cell] == self.high[cell]]

    def proved_small(self, cells: list[Cell]) -> list[Cell]:
        """Cells proved to be 1 to 4."""
        return [c for c in cells if self.low[c] >= 1 and self.high[c] <= 4]

    def proved_to_who_knows(self, cells: list[Cell]) -> list[Cell]:
        """Cells proved to be 1 to 4 to whoever knows of a child in them."""
        return [c for c in cells if self.high[c] <= 4]

    def wrong(self, found: Collected) -> list[Cell]:
        """Bounds that do not hold: then the attack itself is at fault."""
        return [
            cell
            for cell in self.low
            if not self.low[cell] <= found.true.get(cell, 0) <= self.high[cell]
        ]


def begin(found: Collected, *, most_withheld: float = MOST_WITHHELD) -> Bounds:
    """By its own number alone: five either way; none to fourteen where withheld."""
    low: dict[Cell, float] = {}
    high: dict[Cell, float] = {}
    for cell in found.cells:
        shown = found.shown.get(cell)
        low[cell] = 0 if shown is None else max(0, shown - BOUND)
        most = found.most.get(cell, most_withheld)
        high[cell] = most if shown is None else shown + BOUND
    return Bounds(low, high)


def tighten(bounds: Bounds, sums: list[Sum]) -> Bounds:
    """To where nothing moves: a whole is within its parts, a part within what is left."""
    for _ in range(_PASSES):
        moved = [_once(bounds, whole, parts) for whole, parts in sums]
        if not any(moved):
            break
    return bounds


def _once(bounds: Bounds, whole: Cell, parts: list[Cell]) -> bool:
    low, high = bounds.low, bounds.high
    least, most = sum(low[p] for p in parts), sum(high[p] for p in parts)
    moved = least > low[whole] or most < high[whole]
    low[whole], high[whole] = max(low[whole], least), min(high[whole], most)
    for part in parts:
        at_least = low[whole] - (most - high[part])
        at_most = high[whole] - (least - low[part])
        if at_least > low[part]:
            least += at_least - low[part]
            low[part], moved = at_least, True
        if at_most < high[part]:
            most -= high[part] - at_most
            high[part], moved = at_most, True
    return moved
