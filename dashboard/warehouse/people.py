"""What a look-up's numerators are over: people, pupils, or days of school."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from dashboard.warehouse.combinations import combination_name
from dashboard.warehouse.engine import open_reader
from dashboard.warehouse.lookup import Lookup
from dashboard.warehouse.schooling import JULY, SCHOOL_MONTHS


@dataclass(frozen=True)
class People:
    """What one cell is over: person-years, pupils a school year, or days of school."""

    key: str | None
    period: date
    size: float
    months: int


def look_up_people(exact: Path, lookup: Lookup) -> list[People]:
    """What a rate's numerators are over, for each cell of a look-up; of no rate, nothing.

    What the population has no column for (source, concern) is left out of clauses and
    breakdown, and the caller says so: referrals by the police are per 1,000 children,
    of whom the whole population is the same for every source.
    """
    over = lookup.measure.over
    if over is None:
        return []
    clauses = [(d, v) for d, v in lookup.clauses if d in over.dimensions]
    by = lookup.by if lookup.by in over.dimensions else None
    sql, values = _WAYS[lookup.measure.population](lookup, clauses, by)
    return [People(*row) for row in open_reader(exact).rows(sql, values)]


Clauses = Sequence[tuple[str, str]]


def _living(lookup: Lookup, clauses: Clauses, by: str | None) -> tuple[str, list[Any]]:
    """Persons by place, age, sex and deprivation, times months, over twelve."""
    dimensions = sorted({d for d, _ in clauses} | ({by} if by else set()))
    key = {dimension: f"c.key{place}" for place, dimension in enumerate(dimensions, 1)}
    period, values = _period(lookup, "m")
    where = ["c.combination = ?", *period]
    values = [combination_name(dimensions), *values]
    for dimension, value in clauses:
        where.append(f"{key[dimension]} = ?")
        values.append(value)
    sql = f"""
        select {key[by] if by else "cast(null as varchar)"}, m.period,
            sum(c.persons * m.months) / 12.0, cast(sum(m.months) as bigint)
        from population_cube as c
        join person_months as m on m.year = c.year
        where {" and ".join(where)}
        group by 1, 2
    """
    return sql, values


def _attending(
    lookup: Lookup, clauses: Clauses, by: str | None
) -> tuple[str, list[Any]]:
    """Pupils of a month's school year (else of the nearest earlier, else of the first),
    times months of school, over eleven."""
    dimension = by or next((d for d, _ in clauses), "")
    period, values = _period(lookup, "p")
    where = ["c.dimension = ?", f"month(p.month) <> {JULY}", *period]
    values = [dimension, *values]
    for name, value in clauses:
        # Levels of one place are asked one at a time.
        assert name == dimension
        where.append("c.key = ?")
        values.append(value)
    sql = f"""
        with
            held as (select distinct school_year from roll),
            chosen as (
                select
                    p.month,
                    coalesce(
                        max(h.school_year) filter (h.school_year <= p.month),
                        min(h.school_year)
                    ) as school_year
                from (select distinct month from period_month) as p, held as h
                group by p.month
            )
        select {"c.key" if by else "cast(null as varchar)"}, p.period,
            sum(c.pupils) / {SCHOOL_MONTHS}.0, count(distinct p.month)
        from period_month as p
        join chosen as s on s.month = p.month
        join roll as c on c.school_year = s.school_year
        where {" and ".join(where)}
        group by 1, 2
    """
    return sql, values


def _schooling(
    lookup: Lookup, clauses: Clauses, by: str | None
) -> tuple[str, list[Any]]:
    """Days of school, the same for every place."""
    period, values = _period(lookup, "p")
    sql = f"""
        select cast(null as varchar), p.period, sum(d.days), count(*)
        from period_month as p
        join school_days as d on d.month = p.month
        where {" and ".join(period)}
        group by 2
    """
    return sql, values


_WAYS = {"lives_in": _living, "attends": _attending, "school_days": _schooling}


def _period(lookup: Lookup, table: str) -> tuple[list[str], list[Any]]:
    where = [f"{table}.measure = ?", f"{table}.period_kind = ?"]
    values: list[Any] = [lookup.measure.name, lookup.period_kind]
    if lookup.period is not None:
        where.append(f"{table}.period = ?")
        values.append(lookup.period)
    return where, values
