"""From looked-up sums to a value and its interval, by kind of measure.

Counts come from the cube and are protected there; only here is anything divided.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from dashboard.measures import Kind, Measure
from dashboard.statistics.intervals import poisson_interval, wilson
from dashboard.warehouse.lookup import Cell
from dashboard.warehouse.people import People


@dataclass(frozen=True)
class Sums:
    """One cell's sums; `bands` of a duration are (first day, outcome, rows).

    `withheld`: few or none, or nearly all; nothing is said of it. Of a cell that is shown
    the children or incidents may be few: they are None.
    """

    rows: int = 0
    children: int | None = 0
    incidents: int | None = 0
    numerator: float = 0.0
    denominator: float = 0.0
    expected: float = 0.0
    modelled: int = 0
    modelled_numerator: float = 0.0
    bands: tuple[tuple[int, str, int], ...] = ()
    withheld: bool = False

    def is_withheld(self, unit: str) -> bool:
        """Whether nothing may be said of it, counted so."""
        counted = {"children": self.children, "incidents": self.incidents}
        return self.withheld or counted.get(unit, 0) is None

    @classmethod
    def by_cell(cls, cells: Iterable[Cell]) -> dict[tuple[str | None, date], "Sums"]:
        """Cells by key and period; a duration's bands join the cell they are of."""
        found: dict[tuple[str | None, date], Sums] = {}
        for cell in cells:
            place = (cell.key, cell.period)
            found[place] = found.get(place, cls())._with(cell)
        return found

    def _with(self, cell: Cell) -> "Sums":
        if cell.band is not None:
            part = (cell.band, cell.outcome or "", cell.rows)
            return replace(self, bands=tuple(sorted((*self.bands, part))))
        return Sums(
            rows=cell.rows,
            children=cell.children,
            incidents=cell.incidents,
            numerator=cell.numerator or 0.0,
            withheld=cell.numerator is None,
            denominator=cell.denominator,
            expected=cell.expected,
            modelled=cell.modelled,
            modelled_numerator=cell.modelled_numerator,
            bands=self.bands,
        )


@dataclass(frozen=True)
class Quotient:
    """A numerator, what it is divided by, the value and its 95 % interval."""

    numerator: float
    denominator: float
    value: float | None
    lower: float | None = None
    upper: float | None = None

    def withheld(self) -> "Quotient":
        return replace(self, value=None, lower=None, upper=None)


def divide(
    measure: Measure,
    sums: Sums,
    people: People | None,
    *,
    unit: str,
    counts_only: bool = False,
) -> Quotient:
    """The value of a measure in one cell. `people` is its population, where it has one.

    No children to divide by is no value, never 0 %.
    """
    if measure.kind is Kind.COUNT:
        return _count(sums, unit)
    if measure.kind is Kind.PROPORTION:
        return _proportion(sums)
    if measure.kind is Kind.RATIO:
        value = sums.numerator / sums.denominator if sums.denominator else None
        return Quotient(sums.numerator, sums.denominator, value)
    if measure.kind is Kind.DURATION:
        return Quotient(sums.rows, sums.rows, _median(sums.bands, measure.bands))
    if counts_only or not measure.population:
        return Quotient(sums.numerator, 0.0, sums.numerator)
    return _rate(measure, sums, people)


def _count(sums: Sums, unit: str) -> Quotient:
    counted = {"children": sums.children, "incidents": sums.incidents}.get(
        unit, sums.numerator
    )
    return Quotient(float(counted or 0), 0.0, float(counted or 0))


def _proportion(sums: Sums) -> Quotient:
    if not sums.denominator:
        return Quotient(sums.numerator, 0.0, None)
    interval = wilson(sums.numerator, sums.denominator)
    return Quotient(
        sums.numerator,
        sums.denominator,
        sums.numerator / sums.denominator,
        float(interval.lower),
        float(interval.upper),
    )


def _rate(measure: Measure, sums: Sums, people: People | None) -> Quotient:
    """A rate divides by person-years (or days), a stock by people at that time."""
    size, per = 0.0, measure.over.per if measure.over else 1
    if people is not None:
        size = people.size
        if measure.kind is Kind.STOCK and people.months:
            size = people.size * 12 / people.months
    if not size:
        return Quotient(sums.numerator, 0.0, None)
    interval = poisson_interval(sums.numerator)
    return Quotient(
        sums.numerator,
        size,
        sums.numerator / size * per,
        float(interval.lower) / size * per,
        float(interval.upper) / size * per,
    )


def _median(
    parts: Sequence[tuple[int, str, int]], bands: Sequence[int]
) -> float | None:
    """The median day, read from bands: exact in a band of one day, else in proportion."""
    counts: dict[int, int] = {}
    for first_day, _, rows in parts:
        counts[first_day] = counts.get(first_day, 0) + rows
    total = sum(counts.values())
    if not total:
        return None
    before = 0
    for first_day, count in sorted(counts.items()):
        if before + count >= total / 2:
            width = _width(first_day, bands)
            return first_day + (
                width * (total / 2 - before) / count if width > 1 else 0.0
            )
        before += count
    return None


def _width(first_day: int, bands: Sequence[int]) -> int:
    later = [day for day in bands if day > first_day]
    return later[0] - first_day if later else 1


def as_array(
    values: Iterable[float | None],
) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    """Values as numbers, a missing one as NaN."""
    return np.array(
        [np.nan if value is None else value for value in values], dtype=np.float64
    )
