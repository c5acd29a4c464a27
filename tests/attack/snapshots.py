"""Twelve monthly snapshots as one: what each of them told, and what came in between.

A cell that was told the same of the same children is one cell. Where something came, the
earlier number is told of less, and *what came since* is a cell of its own, of which
nothing is told: the month's children of a team, say, which no table offers.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import inf

from dashboard.attack.collecting import Cell, Collected, Sum, Table

SINCE = "since"


@dataclass(frozen=True, eq=False)
class Snapshots(Collected):
    """Tables and cells of all snapshots; those of an earlier one are of a kind `…@3`."""

    told: tuple[Sum, ...] = ()

    @cached_property
    def sums(self) -> list[Sum]:
        return list(self.told)

    @property
    def small(self) -> list[Cell]:
        """Truly 1 to 4 in the latest, and truly 1 to 4 that came since the one before."""
        return [
            cell
            for cell in self.cells
            if "@" not in cell[1] and 1 <= self.true.get(cell, 0) <= 4
        ]


def kind_of(cell: Cell) -> str:
    """The kind of period without the number of its snapshot."""
    return cell[1].partition("@")[0]


def joined(snapshots: Sequence[Collected]) -> Snapshots:
    """One attack on all, the earliest first."""
    latest = len(snapshots) - 1
    names = _names(snapshots)
    tables: dict[Table, list[Cell]] = {}
    shown: dict[Cell, float] = {}
    true: dict[Cell, float] = {}
    most: dict[Cell, float] = {}
    sums: list[Sum] = []
    for number, one in enumerate(snapshots):
        for cells in one.tables.values():
            for cell in cells:
                name = names[number][cell]
                tables.setdefault(name[:3], []).append(name)
                true[name] = one.true.get(cell, 0)
                if cell in one.most:
                    most[name] = one.most[cell]
                if cell in one.shown:
                    shown[name] = one.shown[cell]
        sums += [_renamed(names[number], one_sum) for one_sum in one.sums]
        if number:
            came = _came(snapshots[number - 1], one, number, latest)
            for cell, before in came:
                now = names[number][cell]
                then = names[number - 1][cell]
                true[before], most[before] = true[now] - true[then], inf
                tables.setdefault(before[:3], []).append(before)
                sums.append((now, [then, before]))
            sums += _splits_of_what_came(
                one, {before for _, before in came}, number, latest
            )
    once = {(whole, tuple(parts)) for whole, parts in sums}
    return Snapshots(
        measure=snapshots[-1].measure,
        shown=shown,
        true=true,
        tables={name: list(dict.fromkeys(cells)) for name, cells in tables.items()},
        months={},
        most=most,
        told=tuple((whole, list(parts)) for whole, parts in sorted(once, key=repr)),
    )


def _names(snapshots: Sequence[Collected]) -> list[dict[Cell, Cell]]:
    """Of each snapshot its cells' names; from the last back, while nothing changed."""
    names: list[dict[Cell, Cell]] = [{} for _ in snapshots]
    for number in reversed(range(len(snapshots))):
        one = snapshots[number]
        for cell in one.cells:
            later = names[number + 1].get(cell) if number + 1 < len(snapshots) else None
            if later and _same(one, snapshots[number + 1], cell):
                names[number][cell] = later
            elif number + 1 == len(snapshots):
                names[number][cell] = cell
            else:
                names[number][cell] = (cell[0], f"{cell[1]}@{number}", *cell[2:])
    return names


def _same(one: Collected, other: Collected, cell: Cell) -> bool:
    return one.true.get(cell, 0) == other.true.get(cell, 0) and one.shown.get(
        cell
    ) == other.shown.get(cell)


def _renamed(names: dict[Cell, Cell], one: Sum) -> Sum:
    whole, parts = one
    return names[whole], [names[part] for part in parts]


def _since(cell: Cell, number: int, latest: int) -> Cell:
    when = "" if number == latest else f"@{number}"
    return (cell[0], f"{SINCE} {cell[1]}{when}", *cell[2:])


def _came(
    before: Collected, now: Collected, number: int, latest: int
) -> list[tuple[Cell, Cell]]:
    """Cells of tables that both offer, where anything came; never less than nothing."""
    held = set(before.cells)
    changed = {
        table
        for table, cells in now.tables.items()
        if held.issuperset(cells)
        and any(now.true.get(c, 0) != before.true.get(c, 0) for c in cells)
        and all(now.true.get(c, 0) >= before.true.get(c, 0) for c in cells)
    }
    return [
        (cell, _since(cell, number, latest))
        for table in changed
        for cell in now.tables[table]
    ]


def _splits_of_what_came(
    now: Collected, came: set[Cell], number: int, latest: int
) -> Iterator[Sum]:
    for whole, parts in now.sums:
        ours = [_since(cell, number, latest) for cell in (whole, *parts)]
        if all(cell in came for cell in ours):
            yield ours[0], ours[1:]
