"""Look-ups in a snapshot's cubes: all panels of a page in one query.

A question that the cubes hold is a look-up. A finer one (more dimensions than a cube
has) goes to the facts, with the same answer. Values are bound, never pasted; names of
tables and columns come from the catalogue.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from dashboard.filters import Clauses
from dashboard.measures import Kind, Measure
from dashboard.warehouse.combinations import DEPTH, combination_name, holds_combination
from dashboard.warehouse.engine import open_reader, quoted
from dashboard.warehouse.facts import MANY_VALUED

ROLLING_START = date(1900, 1, 1)
# A page asks fewer. Of hundreds in one query the planning takes longer than the answers.
AT_ONCE = 40
# The columns of a row that say which cell it is: its combination, and a key a dimension.
KEYED = 4


@dataclass(frozen=True)
class Lookup:
    """One question to the cubes. `period` None asks for every period of its kind."""

    measure: Measure
    clauses: Clauses
    by: str | None
    period_kind: str
    period: date | None

    @property
    def dimensions(self) -> tuple[str, ...]:
        chosen = {dimension for dimension, _ in self.clauses}
        return tuple(sorted(chosen | ({self.by} if self.by else set())))


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cube knows of one cell; `key` is the value of the breakdown.

    With a `band` it is a part of a duration's cell, else the whole cell. Without a
    numerator only how many there are may be shown, not how many of them have it; of a cell
    that is shown the children or incidents may be too few to be told, and are None.
    """

    key: str | None
    period: date
    band: int | None
    outcome: str | None
    rows: int
    children: int | None
    incidents: int | None
    numerator: float | None
    denominator: float
    expected: float
    modelled: int
    modelled_numerator: float


_EXPECTED = (
    "coalesce(expected, 0), coalesce(modelled, 0), coalesce(modelled_numerator, 0)"
)
_SUMMED = """coalesce(sum(expected), 0) as expected, count(expected) as modelled,
            coalesce(sum(numerator) filter (expected is not null), 0) as modelled_numerator"""
_NONE = "0.0, 0, 0.0"


@dataclass(frozen=True)
class _Wanted:
    """What one look-up wants of a combination: the keys (place, value) that are chosen,
    the place of the key it is broken down by, and where its cells go."""

    chosen: tuple[tuple[int, str], ...]
    by: int | None
    cells: list[Cell]


@dataclass
class CubePass:
    """One pass over a cube, for every look-up in it of one kind of period.

    A row is given to each look-up that it is a cell of: where a team is chosen, the whole
    of that team is also a cell of the comparison of teams.
    """

    measure: str
    period_kind: str
    period: date | None
    _wanted: dict[str, list[_Wanted]] = field(default_factory=dict)

    def add(self, lookup: Lookup, cells: list[Cell]) -> None:
        place = {dimension: at for at, dimension in enumerate(lookup.dimensions)}
        chosen = tuple((place[dimension], value) for dimension, value in lookup.clauses)
        by = place[lookup.by] if lookup.by else None
        combination = combination_name(lookup.dimensions)
        self._wanted.setdefault(combination, []).append(_Wanted(chosen, by, cells))

    def sql(self, *, modelled: bool) -> tuple[str, list[Any]]:
        where = ["period_kind = ?"]
        values: list[Any] = [self.period_kind]
        if self.period is not None:
            where.append("period = ?")
            values.append(self.period)
        # said by itself too, so that what is stored of other combinations is passed over
        where.append(f"combination in ({', '.join('?' * len(self._wanted))})")
        values += self._wanted
        ways, bound = self._ways()
        sql = f"""
            select combination, key1, key2, key3, period, band, outcome, rows, children,
                incidents, numerator, coalesce(denominator, 0) as denominator,
                {_EXPECTED if modelled else _NONE}
            from cube.{quoted(self.measure)}
            where {" and ".join(where)} and ({" or ".join(ways)})
        """
        return sql, values + bound

    def _ways(self) -> tuple[list[str], list[Any]]:
        """What is asked of each combination; once, however many ask it."""
        asked = dict.fromkeys(
            (combination, wanted.chosen)
            for combination, every in self._wanted.items()
            for wanted in every
        )
        ways, values = [], []
        for combination, chosen in asked:
            keys = "".join(f" and key{place + 1} = ?" for place, _ in chosen)
            ways.append(f"(combination = ?{keys})")
            values += [combination, *(value for _, value in chosen)]
        return ways, values

    def take(self, row: Sequence[Any]) -> None:
        combination, *keys = row[:KEYED]
        for wanted in self._wanted[combination]:
            if all(keys[place] == value for place, value in wanted.chosen):
                key = None if wanted.by is None else keys[wanted.by]
                wanted.cells.append(Cell(key, *row[KEYED:]))


@dataclass(frozen=True)
class FactsPass:
    """One look-up that no cube holds."""

    lookup: Lookup
    cells: list[Cell]

    def sql(self, *, modelled: bool) -> tuple[str, list[Any]]:
        return _from_facts(self.lookup, modelled=modelled)

    def take(self, row: Sequence[Any]) -> None:
        self.cells.append(Cell(row[1], *row[KEYED:]))


def look_up(
    exact: Path, area_level: str, lookups: Sequence[Lookup]
) -> list[list[Cell]]:
    """The cells of each look-up; those of a page are one query.

    Planning a statement takes longer than answering it, so that the look-ups in one cube,
    of one kind of period, are one pass over it.
    """
    released = holds(exact, "offered")
    modelled = released or holds(exact, "case_mix")
    found: list[list[Cell]] = [[] for _ in lookups]
    passes: dict[tuple[Any, ...], CubePass] = {}
    asked: list[CubePass | FactsPass] = []
    for lookup, cells in zip(lookups, found, strict=True):
        # A release has no facts to go to.
        if not (released or _is_in_cube(exact, lookup, area_level)):
            asked.append(FactsPass(lookup, cells))
            continue
        of = (lookup.measure.name, lookup.period_kind, lookup.period)
        if of not in passes:
            asked.append(passes.setdefault(of, CubePass(*of)))
        passes[of].add(lookup, cells)
    for first in range(0, len(asked), AT_ONCE):
        _run(exact, asked[first : first + AT_ONCE], modelled=modelled)
    return found


def _run(exact: Path, asked: Sequence[CubePass | FactsPass], *, modelled: bool) -> None:
    parts, values = [], []
    for number, one in enumerate(asked):
        sql, bound = one.sql(modelled=modelled)
        parts.append(f"select {number} as pass, * from ({sql})")
        values += bound
    for number, *row in open_reader(exact).rows(" union all ".join(parts), values):
        asked[number].take(row)


@lru_cache(maxsize=32)
def holds(path: Path, table: str) -> bool:
    """Whether a picture's file has a table: older ones lack some, and a release too."""
    found = open_reader(path).rows(
        "select count(*) from duckdb_tables() where table_name = ?", [table]
    )
    return bool(found[0][0])


def _is_in_cube(exact: Path, lookup: Lookup, area_level: str) -> bool:
    depth = _depths(exact).get(lookup.measure.name, DEPTH)
    return holds_combination(lookup.dimensions, area_level, depth)


@lru_cache(maxsize=32)
def _depths(exact: Path) -> dict[str, int]:
    """How deep the cube of each measure goes; in older pictures all are as deep."""
    if not holds(exact, "cube_depth"):
        return {}
    return dict(open_reader(exact).rows("select measure, depth from cube_depth"))


def facts_clauses(lookup: Lookup) -> tuple[list[str], list[Any]]:
    """Which facts `f` of which periods `p` a look-up asks for, and the values bound."""
    where = ["p.measure = ?", "p.period_kind = ?"]
    values: list[Any] = [lookup.measure.name, lookup.period_kind]
    if lookup.period is not None:
        where.append("p.period = ?")
        values.append(lookup.period)
    for dimension, value in lookup.clauses:
        many = dimension in MANY_VALUED
        where.append(
            f"list_contains(f.{quoted(dimension)}, ?)"
            if many
            else f"f.{quoted(dimension)} = ?"
        )
        values.append(value)
    return where, values


def _from_facts(lookup: Lookup, *, modelled: bool) -> tuple[str, list[Any]]:
    where, values = facts_clauses(lookup)
    sets = "key, period, band, outcome"
    if lookup.measure.kind is Kind.DURATION:
        sets = f"grouping sets (({sets}), (key, period))"
    by = "cast(null as varchar)"
    if lookup.by:
        column = f"f.{quoted(lookup.by)}"
        by = f"unnest({column})" if lookup.by in MANY_VALUED else column
    sql = f"""
        select cast(null as varchar) as combination, key as key1, cast(null as varchar)
            as key2, cast(null as varchar) as key3, period, band, outcome, count(*) as rows,
            count(distinct child) as children, count(distinct incident) as incidents,
            sum(numerator) as numerator, coalesce(sum(denominator), 0) as denominator,
            {_SUMMED if modelled else _NONE}
        from (
            select {by} as key, p.period, f.band, f.outcome, f.child, f.incident,
                f.numerator, f.denominator{", f.expected" if modelled else ""}
            from fact.{quoted(lookup.measure.name)} as f
            join period_month as p on p.month = f.month
            where {" and ".join(where)}
        )
        group by {sets}
    """
    return sql, values
