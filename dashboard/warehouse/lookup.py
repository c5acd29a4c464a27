"""Look-ups in a snapshot's cubes: all panels of a page in one query.

A question that the cubes hold is a look-up. A finer one (more dimensions than a cube
has) goes to the facts, with the same answer. Values are bound, never pasted; names of
tables and columns come from the catalogue.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from dashboard.filters import Clauses
from dashboard.measures import Kind, Measure
from dashboard.warehouse.cubes import (
    DEPTH,
    combination_name,
    holds_combination,
)
from dashboard.warehouse.engine import open_reader, quoted
from dashboard.warehouse.facts import MANY_VALUED

ROLLING_START = date(1900, 1, 1)
# A page asks fewer. Of hundreds in one query the planning takes longer than the answers.
AT_ONCE = 40


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


@dataclass(frozen=True)
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


def look_up(
    exact: Path, area_level: str, lookups: Sequence[Lookup]
) -> list[list[Cell]]:
    """The cells of each look-up; those of a page are one query."""
    return [
        cells
        for first in range(0, len(lookups), AT_ONCE)
        for cells in _look_up(exact, area_level, lookups[first : first + AT_ONCE])
    ]


def _look_up(
    exact: Path, area_level: str, lookups: Sequence[Lookup]
) -> list[list[Cell]]:
    parts, values = [], []
    released = holds(exact, "offered")
    modelled = released or holds(exact, "case_mix")
    for number, lookup in enumerate(lookups):
        # A release has no facts to go to.
        in_cube = released or _is_in_cube(exact, lookup, area_level)
        ask = _from_cube if in_cube else _from_facts
        sql, bound = ask(lookup, modelled=modelled)
        parts.append(f"select {number} as question, * from ({sql})")
        values += bound
    found: list[list[Cell]] = [[] for _ in lookups]
    rows = open_reader(exact).rows(" union all ".join(parts), values)
    for question, *cell in rows:
        found[question].append(Cell(*cell))
    return found


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


_EXPECTED = (
    "coalesce(expected, 0), coalesce(modelled, 0), coalesce(modelled_numerator, 0)"
)
_SUMMED = """coalesce(sum(expected), 0) as expected, count(expected) as modelled,
            coalesce(sum(numerator) filter (expected is not null), 0) as modelled_numerator"""
_NONE = "0.0, 0, 0.0"


def _from_cube(lookup: Lookup, *, modelled: bool) -> tuple[str, list[Any]]:
    key = {
        dimension: f"key{place}" for place, dimension in enumerate(lookup.dimensions, 1)
    }
    where = ["combination = ?", "period_kind = ?"]
    values: list[Any] = [combination_name(lookup.dimensions), lookup.period_kind]
    if lookup.period is not None:
        where.append("period = ?")
        values.append(lookup.period)
    for dimension, value in lookup.clauses:
        where.append(f"{key[dimension]} = ?")
        values.append(value)
    by = key[lookup.by] if lookup.by else "cast(null as varchar)"
    sql = f"""
        select {by} as key, period, band, outcome, rows, children, incidents,
            numerator, coalesce(denominator, 0) as denominator,
            {_EXPECTED if modelled else _NONE}
        from cube.{quoted(lookup.measure.name)}
        where {" and ".join(where)}
    """
    return sql, values


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
        select key, period, band, outcome, count(*) as rows,
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
