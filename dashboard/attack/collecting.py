"""What the attacker has: every number of a release, and the sums they must fit.

And what he is judged by: the true numbers, which he is never shown.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from math import inf
from pathlib import Path
from typing import Any

from dashboard.disclosure import MOST_WITHHELD
from dashboard.warehouse.engine import Reader, open_reader, quoted
from dashboard.warehouse.facts import MANY_VALUED
from dashboard.warehouse.periods import MADE_OF
from dashboard.warehouse.snapshots import Snapshots

Table = tuple[str, str, Any]
Cell = tuple[str, str, Any, tuple[str, ...]]
# More than any number there is.
ANYTHING = 1e9
# A cell, and the cells whose counts come to it.
Sum = tuple[Cell, list[Cell]]


@dataclass(frozen=True, eq=False)
class Read:
    """Another number told of the same cells: of what counts `less[i]` times out of one
    `i` less (children, where a child is referred twice)."""

    shown: Mapping[Cell, float]
    less: Sequence[float] = (1.0,)


@dataclass(frozen=True, eq=False)
class Collected:
    """One column of one measure: `shown` of what is told, `true` to judge by.

    `tables` are those offered with each of their cells, told or not. `most` is what a
    withheld cell can be where that is not the usual (endless: it is in no table that is
    offered), and `reads` is told besides.
    """

    measure: str
    shown: dict[Cell, float]
    true: dict[Cell, float]
    tables: dict[Table, list[Cell]]
    months: dict[tuple[str, Any], frozenset[Any]]
    most: Mapping[Cell, float] = field(default_factory=dict)
    reads: tuple[Read, ...] = ()

    def untold(self, cell: Cell) -> bool:
        """Whether not even that it is few or none is told."""
        return self.most.get(cell) == inf

    @cached_property
    def cells(self) -> list[Cell]:
        return [cell for cells in self.tables.values() for cell in cells]

    @property
    def small(self) -> list[Cell]:
        """The cells that must not be worked out: truly 1 to 4."""
        return [cell for cell in self.cells if 1 <= self.true.get(cell, 0) <= 4]

    @cached_property
    def sums(self) -> list[Sum]:
        """Each cell by one more dimension of one value each, and by shorter periods."""
        return [*self._by_dimension(), *self._by_period()]

    def _by_dimension(self) -> Iterator[Sum]:
        for table, cells in self.tables.items():
            combination, kind, period = table
            names = combination.split(",") if combination else []
            for place, name in enumerate(names):
                if name in MANY_VALUED:
                    continue
                fewer = ",".join(n for n in names if n != name)
                if (fewer, kind, period) not in self.tables:
                    continue
                parts: dict[tuple[str, ...], list[Cell]] = defaultdict(list)
                for cell in cells:
                    key = cell[3][:place] + cell[3][place + 1 :]
                    parts[key].append(cell)
                for key, split in parts.items():
                    yield (fewer, kind, period, key), split

    def _by_period(self) -> Iterator[Sum]:
        for (combination, kind, period), cells in self.tables.items():
            for shorter in MADE_OF.get(kind, ()):
                found = [
                    other
                    for (k, other), months in self.months.items()
                    if k == shorter and months <= self.months[kind, period]
                ]
                covered = [m for p in found for m in self.months[shorter, p]]
                if sorted(covered) != sorted(self.months[kind, period]):
                    continue
                if any((combination, shorter, p) not in self.tables for p in found):
                    continue
                for cell in cells:
                    yield cell, [(combination, shorter, p, cell[3]) for p in found]


@dataclass(frozen=True)
class Files:
    """What was published: the release, and the truth beside it."""

    exact: Reader
    release: Reader

    @classmethod
    def at(cls, exact: Path, release: Path) -> "Files":
        return cls(open_reader(exact), open_reader(release))

    @classmethod
    def of(cls, home: Path) -> "Files":
        """Those of the snapshot that a home serves."""
        snapshots = Snapshots(home)
        served = snapshots.current_id()
        return cls.at(snapshots.exact(served), snapshots.release(served))


def collect(files: Files, measure: str, column: str = "numerator") -> Collected:
    """Every number of one column, and the truth.

    He is told, which an attacker is not, what is withheld for another number's sake and
    so can be anything: as far as it cannot be withheld for itself.
    """
    exact, release = files.exact, files.release
    months = _months(release, measure)
    shown, true = (numbers(file, measure, column) for file in (release, exact))
    aside = {
        cell: ANYTHING
        for cell, count in true.items()
        if count > MOST_WITHHELD and cell not in shown
    }
    tables = _tables(release, measure, months)
    return Collected(measure, shown, true, tables, months, most=aside)


def numbers(reader: Reader, measure: str, column: str) -> dict[Cell, float]:
    """One column of a measure's cells, where there is a number."""
    rows = reader.rows(
        f"select combination, period_kind, period, key1, key2, {quoted(column)}"
        f" from cube.{quoted(measure)}"
        " where band is null and key3 is null and not starts_with(period_kind, 'last')"
    )
    return {
        (combination, kind, period, tuple(k for k in keys if k is not None)): number
        for combination, kind, period, *keys, number in rows
        if number is not None
    }


def _months(release: Reader, measure: str) -> dict[tuple[str, Any], frozenset[Any]]:
    found: dict[tuple[str, Any], set[Any]] = defaultdict(set)
    for kind, period, month in release.rows(
        "select period_kind, period, month from period_month where measure = ?"
        " and not starts_with(period_kind, 'last')",
        [measure],
    ):
        found[kind, period].add(month)
    return {period: frozenset(months) for period, months in found.items()}


def _tables(
    release: Reader, measure: str, months: dict[tuple[str, Any], frozenset[Any]]
) -> dict[Table, list[Cell]]:
    values: dict[str, list[str]] = defaultdict(list)
    for dimension, value in release.rows(
        "select dimension, value from value where measure = ?", [measure]
    ):
        values[dimension].append(value)
    tables = {}
    for combination, kind in release.rows(
        "select combination, period_kind from offered where measure = ?", [measure]
    ):
        names = combination.split(",") if combination else []
        keys = list(product(*(values[name] for name in names)))
        for k, period in months:
            if k == kind:
                tables[combination, kind, period] = [
                    (combination, kind, period, key) for key in keys
                ]
    return tables
