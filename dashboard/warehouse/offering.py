"""The closed set of questions that protected numbers answer (STATISTICS §9.3 D).

At most two dimensions, the breakdown included; months, quarters, years and everything;
and only where the average cell holds six or more (five, as STATISTICS has it, let the best
guess at a small number be right more often than it may: tests/attack). The size is worked
out from a year's rows, rounded down to a ladder, so that it moves rarely and looks at no
single cell.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from math import floor, log10, prod

from dashboard.filters import PLACE_LEVELS

DEPTH = 2
AVERAGE_CELL = 6
YEARS = {
    "month": 1 / 12,
    "quarter": 1 / 4,
    "school_year": 1.0,
    "financial_year": 1.0,
    "calendar_year": 1.0,
}
_LADDER = (1, 2, 5, 10)


@dataclass(frozen=True)
class Offered:
    """A table that is offered: its dimensions, sorted, and its kind of period."""

    combination: tuple[str, ...]
    period_kind: str


@dataclass(frozen=True)
class Shape:
    """What a measure's tables are made of: those offered, the values of each dimension,
    and the months of each period of each kind."""

    offered: Sequence[Offered]
    values: Mapping[str, Sequence[str]]
    periods: Mapping[str, Mapping[date, frozenset[date]]]


def on_ladder(size: float) -> float:
    """The step of 1, 2, 5, 10, 20, 50 … at or below a size; 0 below 1."""
    if size < 1:
        return 0.0
    power: float = 10 ** floor(log10(size))
    return max(step * power for step in _LADDER if step * power <= size)


def offered_tables(
    values: Mapping[str, int], rows_a_year: float, years: float, *, stock: bool
) -> list[Offered]:
    """The tables of a measure: `values` is how many values each dimension has.

    Of a stock `rows_a_year` are those of one month end, and every period is as long.
    """
    size = on_ladder(rows_a_year)
    kinds = YEARS | {"all": max(years, 1.0)}
    found = []
    for depth in range(DEPTH + 1):
        for combination in combinations(sorted(values), depth):
            if _crossed(combination):
                continue
            cells = prod(max(1, values[d]) for d in combination)
            for kind, length in kinds.items():
                if size * (1.0 if stock else length) / cells >= AVERAGE_CELL:
                    found.append(Offered(combination, kind))
    return found


def _crossed(combination: Sequence[str]) -> bool:
    """Levels of one place are never crossed, nor are the two readings of a zone."""
    return any(
        len(set(levels) & set(combination)) > 1 for levels in PLACE_LEVELS.values()
    )
