"""Cubes: the answer to every question the pages can ask, worked out on publish.

A combination is up to three dimensions, sorted by name. Levels of one place are never
crossed; the less used levels go two deep. What is finer goes to the facts.
"""

from collections.abc import Iterable, Sequence
from itertools import combinations

import duckdb

from dashboard.measures import PLACE_COLUMNS, Measure
from dashboard.warehouse.engine import quoted
from dashboard.warehouse.facts import MANY_VALUED

DEPTH = 3
SECOND_LEVEL_DEPTH = 2
POPULATION_DIMENSIONS = (*PLACE_COLUMNS["area"], "age_band", "sex", "simd_quintile")


def combination_name(dimensions: Iterable[str]) -> str:
    return ",".join(sorted(dimensions))


def cube_combinations(dimensions: Sequence[str], area_level: str) -> list[tuple[str, ...]]:
    """Every combination the cube holds, the empty one first."""
    return [
        combination
        for depth in range(DEPTH + 1)
        for combination in combinations(sorted(dimensions), depth)
        if _is_held(combination, area_level)
    ]


def _is_held(combination: tuple[str, ...], area_level: str) -> bool:
    for levels in PLACE_COLUMNS.values():
        if len(set(levels) & set(combination)) > 1:
            return False
    first = {area_level, "school"}
    second = {level for levels in PLACE_COLUMNS.values() for level in levels} - first
    return not (second & set(combination)) or len(combination) <= SECOND_LEVEL_DEPTH


def create_cube(
    connection: duckdb.DuckDBPyConnection, measure: Measure, area_level: str
) -> None:
    """Make `exact.cube.<measure>` from its facts, sorted by combination and period.

    A cell has `rows`, `children` and `incidents` (distinct), `numerator`, `denominator`;
    of a duration, one for each band and outcome.
    """
    connection.execute("create schema if not exists exact.cube")
    connection.execute(
        """
        create or replace temp table cell (
            combination varchar, period_kind varchar, period date, key1 varchar,
            key2 varchar, key3 varchar, band integer, outcome varchar, rows bigint,
            children bigint, incidents bigint, numerator double, denominator double
        )
        """
    )
    held = cube_combinations(measure.dimensions, area_level)
    for size in range(len(MANY_VALUED) + 1):
        for unnested in combinations(MANY_VALUED, size):
            ours = [c for c in held if set(c) & set(MANY_VALUED) == set(unnested)]
            if ours:
                connection.execute(_cells_sql(measure, ours, unnested), [measure.name])
    connection.execute(
        f"""
        create or replace table exact.cube.{quoted(measure.name)} as
        from cell
        order by combination, period_kind, period, key1, key2, key3, band
        """
    )


def _cells_sql(
    measure: Measure, held: Sequence[tuple[str, ...]], unnested: Sequence[str]
) -> str:
    used = sorted({dimension for combination in held for dimension in combination})
    fixed = ["period_kind", "period", *(["band", "outcome"] if measure.bands else [])]
    sets = ", ".join("(" + ", ".join([*fixed, *map(quoted, c)]) + ")" for c in held)
    columns = ["f.month", "f.child", "f.incident", "f.numerator", "f.denominator"]
    columns += ["f.band", "f.outcome"]
    columns += [
        f"unnest(f.{quoted(d)}) as {quoted(d)}" if d in unnested else f"f.{quoted(d)}" for d in used
    ]
    names = ", ".join(f"case when grouping({quoted(d)}) = 0 then '{d}' end" for d in used)
    keys = ", ".join(f"case when grouping({quoted(d)}) = 0 then {quoted(d)} end" for d in used)
    kept = f"list_filter([{keys}], lambda key: key is not null)" if used else "[]::varchar[]"
    banded = "band, outcome" if measure.bands else "null as band, null as outcome"
    return f"""
        insert into cell
        select
            combination, period_kind, period, keys[1], keys[2], keys[3],
            band, outcome, rows, children, incidents, numerator, denominator
        from (
            select
                {f"concat_ws(',', {names})" if used else "''"} as combination,
                {kept} as keys,
                period_kind,
                period,
                {banded},
                count(*) as rows,
                count(distinct child) as children,
                count(distinct incident) as incidents,
                sum(numerator) as numerator,
                sum(denominator) as denominator
            from (
                select p.period_kind, p.period, r.*
                from (select {", ".join(columns)} from exact.fact.{quoted(measure.name)} as f) as r
                join exact.main.period_month as p on p.measure = ? and p.month = r.month
            )
            group by grouping sets ({sets})
        )
    """


def create_population_cube(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `exact.main.population_cube`: people by place, age band, sex and mid-year.

    And `exact.main.person_months`: how many months of each estimate a period has. A
    month takes the estimate of its own year, else the nearest earlier, else the first.
    """
    held = cube_combinations(POPULATION_DIMENSIONS, "locality")
    sets = ", ".join("(" + ", ".join(["year", *c]) + ")" for c in held)
    names = ", ".join(f"case when grouping({d}) = 0 then '{d}' end" for d in sorted(POPULATION_DIMENSIONS))
    keys = ", ".join(f"case when grouping({d}) = 0 then {d} end" for d in sorted(POPULATION_DIMENSIONS))
    levels = ", ".join(
        f"coalesce(a.{level}, 'not_known') as {level}" for level in PLACE_COLUMNS["area"]
    )
    connection.execute(
        f"""
        create or replace table exact.main.population_cube as
        select combination, keys[1] as key1, keys[2] as key2, keys[3] as key3, year, persons
        from (
            select
                concat_ws(',', {names}) as combination,
                list_filter([{keys}], lambda key: key is not null) as keys,
                year,
                sum(persons) as persons
            from (
                select
                    {levels},
                    p.age_band,
                    p.sex,
                    coalesce(p.simd_quintile, 'not_known') as simd_quintile,
                    p.year,
                    p.persons
                from population_band as p
                left join area_level as a on a.area = p.area
            )
            group by grouping sets ({sets})
        )
        order by all
        """
    )
    connection.execute(
        """
        create or replace table exact.main.person_months as
        with
            estimate as (select distinct year from population_band),
            chosen as (
                select
                    m.month,
                    coalesce(
                        max(e.year) filter (where e.year <= year(m.month)), min(e.year)
                    ) as year
                from month as m, estimate as e
                group by m.month
            )
        select p.measure, p.period_kind, p.period, c.year, count(*) as months
        from exact.main.period_month as p
        join chosen as c on c.month = p.month
        group by p.measure, p.period_kind, p.period, c.year
        """
    )
