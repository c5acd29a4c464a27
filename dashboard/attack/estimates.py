"""The best guess: by likelihood, from a cell's own number and from every sum it is in.

The attacker knows the noise row, that a child is in the cell, and, which is more than an
attacker has, how common each count is in each table. What the sums add to that
is how often his guess is right beyond guessing from the number on the page, and beyond
always naming the commonest value (STATISTICS §9.3 G 2).
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from dashboard.attack.collecting import Cell, Collected, Sum
from dashboard.disclosure import LEAST, MOST_WITHHELD
from dashboard.statistics.noise_row import BOUND, noise_row

Chances = NDArray[np.float64]
Counts = NDArray[np.int64]
# A kind of period, and of how many dimensions.
Pool = tuple[str, int]
SMALL = (1, 2, 3, 4)
# What a part of a small cell can be: 0 to 4.
_FEW = 5
# A withheld count is below this.
_REACH = MOST_WITHHELD + 1
_MOST_PARTS = 40
_FEWEST_CELLS = 30
# The most that is thought of where nothing is told.
_WIDEST = 80
# As little as may be of what the noise row says cannot be: a read may be of another set.
_HARDLY = 1e-9


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

    def from_to(self, first: int, many: int) -> Chances:
        """The chances of so many counts from `first` on; none beyond those it has."""
        found = np.zeros(many)
        start, end = (
            max(first, self.first),
            min(first + many, self.first + len(self.chances)),
        )
        if start < end:
            found[start - first : end - first] = self.chances[
                start - self.first : end - self.first
            ]
        return found


@dataclass(frozen=True, eq=False)
class _Common:
    """How common each count is in a table: those below `_REACH`, and each one above."""

    few: Chances
    above: float

    @classmethod
    def of(cls, counts: Sequence[int]) -> "_Common":
        """Of a table with hardly any cells nothing is known: that would name them."""
        if len(counts) < _FEWEST_CELLS:
            return cls(np.ones(_REACH), 1.0)
        found = Counter(counts)
        large = [count for count in counts if count >= _REACH]
        wide = max(large, default=_REACH) - _REACH + 50
        return cls(
            np.array([found[n] + 0.5 for n in range(_REACH)]), (len(large) + 1) / wide
        )

    def at(self, count: int) -> float:
        return float(self.few[count]) if count < _REACH else self.above


def hit_rates(
    found: Collected, *, sample: int = 3_000, seed: int = 1
) -> dict[Pool, Rate]:
    """Pooled by kind of period and number of dimensions."""
    targets = sorted(found.small, key=repr)
    if len(targets) > sample:
        chosen = np.random.default_rng(seed).choice(len(targets), sample, replace=False)
        targets = [targets[i] for i in sorted(chosen)]
    pools: dict[Pool, list[Cell]] = defaultdict(list)
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
        self._whole_of: dict[Cell, list[list[Cell]]] = defaultdict(list)
        self._part_of: dict[Cell, list[Sum]] = defaultdict(list)
        for whole, parts in found.sums:
            if len(parts) <= _MOST_PARTS:
                self._whole_of[whole].append(parts)
                for part in parts:
                    self._part_of[part].append((whole, parts))
        self._common = self._how_common()
        self._besides = self._withheld_besides()
        self._told_of: dict[Hashable, _Where] = {}
        self._known: dict[Hashable, _Where] = {}
        # Of each noise how likely it is, from the lowest; and that it is less than each.
        self._noise = np.bincount(np.array(noise_row()) + BOUND) / len(noise_row())
        self._fewer = np.concatenate([[0.0], np.cumsum(self._noise)])

    def _how_common(self) -> dict[tuple[str, str], _Common]:
        counts: dict[tuple[str, str], list[int]] = defaultdict(list)
        for cell in self._found.cells:
            counts[cell[:2]].append(int(self._found.true.get(cell, 0)))
        return {table: _Common.of(found) for table, found in counts.items()}

    def _withheld_besides(self) -> dict[tuple[str, str], float]:
        """Of large counts how many are withheld: of a share, because nearly all have it."""
        large: dict[tuple[str, str], list[bool]] = defaultdict(list)
        for cell in self._found.cells:
            if self._found.true.get(cell, 0) >= _REACH:
                large[cell[:2]].append(cell not in self._found.shown)
        return {table: sum(hidden) / len(hidden) for table, hidden in large.items()}

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
        return self._told(cell).from_to(SMALL[0], len(SMALL))

    def _all(self, cell: Cell) -> Chances:
        likely = self._own(cell)
        for parts in self._whole_of[cell]:
            likely = likely * self._from_parts(parts)
        for whole, parts in self._part_of[cell]:
            others = self._together(part for part in parts if part != cell)
            told, many = self._told(whole), len(others.chances)
            likely = likely * [
                _HARDLY + others.chances @ told.from_to(value + others.first, many)
                for value in SMALL
            ]
        return likely

    def _from_parts(self, parts: Sequence[Cell]) -> Chances:
        """That parts are told of as they are where they come to 1, 2, 3, 4.

        Each can then be no more than 4. Beside how common it is that they come to it.
        """
        told, common = np.ones(1), np.ones(1)
        for part in parts:
            of_common = self._common[part[:2]].few[:_FEW]
            of_told = of_common * self._told(part).from_to(0, _FEW)
            told = np.convolve(told, of_told)[:_FEW]
            common = np.convolve(common, of_common)[:_FEW]
            told, common = told / common.sum(), common / common.sum()
        likely: Chances = (told[1:] + _HARDLY) / (common[1:] + _HARDLY)
        return np.asarray(likely / likely.sum())

    def _together(self, cells: Iterable[Cell]) -> _Where:
        return reduce(_Where.plus, map(self._of, cells), _Where(0, np.ones(1)))

    def _of(self, cell: Cell) -> _Where:
        """Where a cell lies by what is told of it and how common each count is."""
        alike = self._alike(cell)
        if alike not in self._known:
            told, common = self._told(cell), self._common[cell[:2]]
            counts = range(told.first, told.first + len(told.chances))
            chances = told.chances * [common.at(count) for count in counts]
            self._known[alike] = _Where(told.first, chances / chances.sum())
        return self._known[alike]

    def _told(self, cell: Cell) -> _Where:
        """That a cell is told of as it is, in each read, by its count; at most 1."""
        alike = self._alike(cell)
        if alike not in self._told_of:
            self._told_of[alike] = self._by_count(cell)
        return self._told_of[alike]

    def _alike(self, cell: Cell) -> Hashable:
        """Cells of a table of which the same is told are the same to him."""
        reads = [read.shown.get(cell) for read in self._found.reads]
        untold = self._found.untold(cell)
        return (*cell[:2], untold, self._found.shown.get(cell), *reads)

    def _by_count(self, cell: Cell) -> _Where:
        shown = self._found.shown.get(cell)
        reads = [(read.shown.get(cell), read.less) for read in self._found.reads]
        largest = max((int(s) for s in (shown, *(s for s, _ in reads)) if s), default=0)
        reach = _WIDEST if self._found.untold(cell) else _REACH + BOUND
        counts = np.arange(largest + reach)
        likely = self._chance(cell, shown, counts)
        for number, less in reads:
            likely = likely * (
                _HARDLY
                + sum(
                    often * self._chance(cell, number, counts - fewer)
                    for fewer, often in enumerate(less)
                )
            )
        likely = likely / likely.max()
        kept = np.flatnonzero(likely > _HARDLY)
        return _Where(int(kept[0]), likely[kept[0] : kept[-1] + 1])

    def _chance(self, cell: Cell, shown: float | None, counts: Counts) -> Chances:
        """That a cell of these counts is shown so; none are less than nothing."""
        if shown is not None:
            noise = int(shown) - counts
            within = np.abs(noise) <= BOUND
            at = np.where(within, noise + BOUND, 0)
            chance = np.where(within, self._noise[at], 0.0)
        elif self._found.untold(cell):
            chance = np.ones(len(counts))
        else:
            below = np.clip(LEAST - counts + BOUND, 0, len(self._fewer) - 1)
            few = self._fewer[below]
            chance = few + (1 - few) * self._besides.get(cell[:2], 0.0)
        return np.where(counts < 0, 0.0, chance)


def _share_right(guesses: list[int], true: list[int]) -> float:
    right = sum(guess == value for guess, value in zip(guesses, true, strict=True))
    return right / len(true)
