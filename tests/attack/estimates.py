"""The best guess: by likelihood, from a cell's own number and from every sum it is in.

The attacker knows the noise row, that a child is in the cell, and how common each value
is. What he adds to that is how often his guess is right beyond guessing from the number
on the page, and beyond always naming the commonest value (STATISTICS §9.3 G 2).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from dashboard.disclosure import LEAST
from dashboard.statistics.noise_row import noise_row
from tests.attack.collecting import Cell, Collected, Sum

Chances = NDArray[np.float64]
SMALL = (1, 2, 3, 4)
# A withheld count is below this; so are the noise and a shown one's distance from it.
_REACH = 15
_MOST_PARTS = 40


@dataclass(frozen=True)
class Rate:
    """Of `cells` small cells: how often each way of guessing is right."""

    cells: int
    estimate: float
    from_page: float
    commonest: float

    @property
    def gained(self) -> float:
        """What the sums add to the better of the two plain guesses."""
        return self.estimate - max(self.from_page, self.commonest)


@dataclass(frozen=True, eq=False)
class _Where:
    """Chances of a count: `chances[i]` that it is `first + i`."""

    first: int
    chances: Chances

    def plus(self, other: "_Where") -> "_Where":
        return _Where(
            self.first + other.first, np.convolve(self.chances, other.chances)
        )

    def at(self, count: int) -> float:
        place = count - self.first
        return float(self.chances[place]) if 0 <= place < len(self.chances) else 0.0


def hit_rates(
    found: Collected, *, sample: int = 3_000, seed: int = 1
) -> dict[tuple[str, int], Rate]:
    """Pooled by kind of period and number of dimensions."""
    targets = found.small
    if len(targets) > sample:
        chosen = np.random.default_rng(seed).choice(len(targets), sample, replace=False)
        targets = [targets[i] for i in sorted(chosen)]
    pools: dict[tuple[str, int], list[Cell]] = defaultdict(list)
    for cell in targets:
        pools[cell[1], len(cell[3])].append(cell)
    attacker = _Attacker(found)
    return {
        pool: pooled([attacker.rate(cells) for cells in _by_table(ours)])
        for pool, ours in pools.items()
    }


def _by_table(cells: list[Cell]) -> list[list[Cell]]:
    """How common each small number is, a guesser knows of each breakdown."""
    tables: dict[str, list[Cell]] = defaultdict(list)
    for cell in cells:
        tables[cell[0]].append(cell)
    return list(tables.values())


def pooled(rates: list[Rate]) -> Rate:
    """Rates of several pools as of one, each by its cells."""
    cells = sum(rate.cells for rate in rates)

    def mean(values: list[float]) -> float:
        weighted = zip(values, rates, strict=True)
        return sum(value * rate.cells for value, rate in weighted) / cells

    return Rate(
        cells,
        mean([rate.estimate for rate in rates]),
        mean([rate.from_page for rate in rates]),
        mean([rate.commonest for rate in rates]),
    )


class _Attacker:
    def __init__(self, found: Collected) -> None:
        self._found = found
        self._noise = Counter(noise_row())
        self._whole_of: dict[Cell, list[list[Cell]]] = defaultdict(list)
        self._part_of: dict[Cell, list[Sum]] = defaultdict(list)
        for whole, parts in found.sums:
            if len(parts) <= _MOST_PARTS:
                self._whole_of[whole].append(parts)
                for part in parts:
                    self._part_of[part].append((whole, parts))
        self._withheld = self._how_withheld_counts_lie()
        self._known: dict[Cell, _Where] = {}

    def _how_withheld_counts_lie(self) -> Mapping[tuple[str, str], Chances]:
        """More than an attacker has: of each table how common its withheld counts are."""
        counted: dict[tuple[str, str], Chances] = defaultdict(lambda: np.zeros(_REACH))
        for cell in self._found.cells:
            if cell not in self._found.shown:
                count = min(int(self._found.true.get(cell, 0)), _REACH - 1)
                counted[cell[:2]][count] += 1
        return {table: many / many.sum() for table, many in counted.items()}

    def rate(self, cells: list[Cell]) -> Rate:
        true = [int(self._found.true[cell]) for cell in cells]
        common = Counter(true)
        prior = np.array([common[v] for v in SMALL], dtype=float)
        alone = [SMALL[np.argmax(prior * self._own(cell))] for cell in cells]
        every = [SMALL[np.argmax(prior * self._all(cell))] for cell in cells]
        return Rate(
            cells=len(cells),
            estimate=_share_right(every, true),
            from_page=_share_right(alone, true),
            commonest=max(common.values()) / len(cells),
        )

    def _own(self, cell: Cell) -> Chances:
        shown = self._found.shown.get(cell)
        return np.array([self._chance(shown, value) for value in SMALL])

    def _chance(self, shown: float | None, count: int) -> float:
        """That a count is shown so."""
        if shown is not None:
            return self._noise[int(shown) - count] / 256
        few = sum(keys for noise, keys in self._noise.items() if count + noise < LEAST)
        return few / 256

    def _all(self, cell: Cell) -> Chances:
        likely = self._own(cell)
        for parts in self._whole_of[cell]:
            together = self._together(parts)
            likely = likely * [together.at(value) + 1e-9 for value in SMALL]
        for whole, parts in self._part_of[cell]:
            others = self._together(part for part in parts if part != cell)
            said = self._of(whole)
            likely = likely * [
                sum(
                    chance * said.at(value + others.first + more)
                    for more, chance in enumerate(others.chances)
                )
                + 1e-9
                for value in SMALL
            ]
        return likely

    def _together(self, cells: Iterable[Cell]) -> _Where:
        return reduce(_Where.plus, map(self._of, cells), _Where(0, np.ones(1)))

    def _of(self, cell: Cell) -> _Where:
        if cell not in self._known:
            self._known[cell] = self._by_itself(cell)
        return self._known[cell]

    def _by_itself(self, cell: Cell) -> _Where:
        shown = self._found.shown.get(cell)
        if shown is None:
            return _Where(0, self._withheld[cell[:2]])
        first = max(0, int(shown) - 5)
        chances = [self._chance(shown, n) for n in range(first, int(shown) + 6)]
        return _Where(first, np.array(chances) / sum(chances))


def _share_right(guesses: list[int], true: list[int]) -> float:
    right = sum(guess == value for guess, value in zip(guesses, true, strict=True))
    return right / len(true)
