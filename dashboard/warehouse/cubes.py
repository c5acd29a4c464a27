"""Cubes: the answer to every question the pages can ask, worked out on publish.

A combination is up to three dimensions, sorted by name. Levels of one place are never
crossed; the less used levels go two deep. What is finer goes to the facts.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

import duckdb

from dashboard.filters import PLACE_LEVELS
from dashboard.measures import Kind, Measure
from dashboard.warehouse.engine import quoted
from dashboard.warehouse.facts import MANY_VALUED, NOT_KNOWN

DEPTH = 3
# Levels and dimensions that are asked for less go two deep.
SECOND_DEPTH = 2
SECOND = (
    *("ended", "offer", "stage", "health_team", "involvement", "decided_as"),
    *("item", "section", "answered_by", "answer_given"),
)
POPULATION_DIMENSIONS = (*PLACE_LEVELS["area"], "age_band", "sex", "simd_quintile")


def combination_name(dimensions: Iterable[str]) -> str:
    return ",".join(sorted(dimensions))


def cube_combinations(
    dimensions: Sequence[str], area_level: str
) -> list[tuple[str, ...]]:
    """Every combination the cube holds, the empty one first."""
    return [
        combination
        for depth in range(DEPTH + 1)
        for combination in combinations(sorted(dimensions), depth)
        if holds_combination(combination, area_level)
    ]


def holds_combination(combination: Sequence[str], area_level: str) -> bool:
    """Whether the cube of a measure with these dimensions has this combination."""
    for levels in PLACE_LEVELS.values():
        if len(set(levels) & set(combination)) > 1:
            return False
    first = {area_level, "school", "zone"}
    every = {level for levels in PLACE_LEVELS.values() for level in levels}
    second = (every - first) | set(SECOND)
    deepest = SECOND_DEPTH if second & set(combination) else DEPTH
    return len(combination) <= deepest


def create_cube(
    connection: duckdb.DuckDBPyConnection, measure: Measure, area_level: str
) -> None:
    """Make `exact.cube.<measure>` from its facts, sorted by combination and period.

    A cell has `rows`, `children` and `incidents` (distinct), `numerator`, `denominator`,
    and of the rows with a case mix how many (`modelled`), what they came to
    (`modelled_numerator`) and what was `expected` of them; of a duration, one more for each band and outcome: a child in two bands is one child
    of the whole cell, so the whole cannot be added up from them.

    Each row meets each combination once and one `group by` does the rest: a fraction of
    the time of `grouping sets`, which keep two distinct counts for every set. Values
    are an ENUM meanwhile, so that the grouping compares numbers and not text.
    """
    connection.execute("create schema if not exists exact.cube")
    _create_cell(connection, measure)
    held = list(enumerate(cube_combinations(measure.dimensions, area_level)))
    if _is_empty(connection, measure):
        _write_cube(connection, measure, held)
        return
    for size in range(len(MANY_VALUED) + 1):
        for unnested in combinations(MANY_VALUED, size):
            ours = [
                (n, c) for n, c in held if set(c) & set(MANY_VALUED) == set(unnested)
            ]
            for banded in (False, True) if measure.kind is Kind.DURATION else (False,):
                if ours:
                    connection.execute(
                        _cells_sql(measure, ours, unnested, banded=banded),
                        [measure.name],
                    )
    _write_cube(connection, measure, held)


def _is_empty(connection: duckdb.DuckDBPyConnection, measure: Measure) -> bool:
    """Most measures of a partnership that has sent one extract: nothing to work out."""
    found = connection.execute(
        f"select 1 from exact.fact.{quoted(measure.name)} limit 1"
    ).fetchone()
    return found is None


def _create_cell(connection: duckdb.DuckDBPyConnection, measure: Measure) -> None:
    fact = f"exact.fact.{quoted(measure.name)}"
    values = [
        f"select {f'unnest({quoted(d)})' if d in MANY_VALUED else quoted(d)} as value from {fact}"
        for d in measure.dimensions
    ]
    every = " union ".join(values) or "select null as value"
    connection.execute("drop table if exists cell")
    connection.execute("drop type if exists cube_value")
    connection.execute(
        f"""
        create temp type cube_value as enum (
            select value from ({every}) union select '{NOT_KNOWN}' order by 1
        )
        """
    )
    connection.execute(
        """
        create temp table cell (
            combination integer, period_kind varchar, period date, key1 cube_value,
            key2 cube_value, key3 cube_value, band integer, outcome varchar, rows bigint,
            children bigint, incidents bigint, numerator double, denominator double,
            expected double, modelled bigint, modelled_numerator double
        )
        """
    )


@dataclass(frozen=True)
class Meeting:
    """Facts `f` with some many-valued dimensions unnested, as rows `r` that meet every
    combination: the SQL of their columns, of their lists and of their values."""

    dimensions: tuple[str, ...]
    columns: tuple[str, ...]
    lists: str

    @classmethod
    def of(cls, measure: Measure, unnested: Sequence[str]) -> "Meeting":
        dimensions = [
            d for d in measure.dimensions if d not in MANY_VALUED or d in unnested
        ]
        columns = [
            f"{'u' + str(unnested.index(d)) if d in unnested else 'f'}.{quoted(d)}"
            for d in dimensions
        ]
        # Each list is unnested by a join of its own: two in one select would be zipped.
        lists = "".join(
            f", unnest(f.{quoted(d)}) as u{place} ({quoted(d)})"
            for place, d in enumerate(unnested)
        )
        return cls(tuple(dimensions), tuple(columns), lists)

    @property
    def values(self) -> str:
        """A row's values as one list."""
        inside = ", ".join(f"{column}::cube_value" for column in self.columns)
        return f"[{inside}]::cube_value[]"

    def places(self, held: Sequence[tuple[int, tuple[str, ...]]]) -> str:
        """Rows (number, place1, place2, place3) of where each combination's dimensions
        stand in that list, from 1."""
        return ", ".join(f"({n}, {self._places(c)})" for n, c in held)

    def _places(self, combination: tuple[str, ...]) -> str:
        found = [str(self.dimensions.index(d) + 1) for d in combination]
        return ", ".join(found + ["null::integer"] * (DEPTH - len(found)))


def _cells_sql(
    measure: Measure,
    held: Sequence[tuple[int, tuple[str, ...]]],
    unnested: Sequence[str],
    *,
    banded: bool,
) -> str:
    """Cells of the combinations that unnest just these many-valued dimensions.

    Most children have one row in a period and are counted as it is added up; only those
    with several need to be told apart in each cell. Incidents likewise.
    """
    bands = "f.band, f.outcome" if banded else "null as band, null as outcome"
    met = Meeting.of(measure, unnested)
    key = (
        "number, period_kind, period, value[place1] as key1, value[place2] as key2, "
        "value[place3] as key3, band, outcome"
    )
    return f"""
        insert into cell
        with
            period_row as materialized (
                select
                    p.period_kind, p.period, r.child, r.incident, r.band, r.outcome, r.value,
                    count(*) as rows,
                    sum(r.numerator) as numerator,
                    sum(r.denominator) as denominator,
                    sum(r.expected) as expected,
                    count(r.expected) as modelled,
                    sum(r.numerator) filter (r.expected is not null) as modelled_numerator
                from (
                    select {", ".join(["f.month", "f.child", "f.incident", bands, "f.numerator", "f.denominator", "f.expected"])},
                        {met.values} as value
                    from exact.fact.{quoted(measure.name)} as f{met.lists}
                ) as r
                join exact.main.period_month as p on p.measure = ? and p.month = r.month
                group by all
            ),
            {_alone("child")},
            {_alone("incident")},
            numbered as materialized (
                select
                    p.*,
                    coalesce(c.alone, false) as child_alone,
                    coalesce(i.alone, false) as incident_alone
                from period_row as p
                left join alone_child as c using (period_kind, period, child)
                left join alone_incident as i using (period_kind, period, incident)
            ),
            combination (number, place1, place2, place3) as (values {met.places(held)}),
            part as (
                select
                    {key}, rows::double as rows, child_alone::double as children,
                    incident_alone::double as incidents, numerator, denominator,
                    expected, modelled::double as modelled, modelled_numerator
                from numbered, combination
                union all by name
                select * exclude (child), 1 as children
                from (
                    select distinct {key}, child
                    from numbered, combination
                    where not child_alone and child is not null
                )
                union all by name
                select * exclude (incident), 1 as incidents
                from (
                    select distinct {key}, incident
                    from numbered, combination
                    where not incident_alone and incident is not null
                )
            )
        select
            number, period_kind, period, key1, key2, key3, band, outcome, sum(rows),
            sum(children), sum(incidents), sum(numerator), sum(denominator),
            sum(expected), sum(modelled), sum(modelled_numerator)
        from part
        group by all
    """


def _alone(unit: str) -> str:
    """Of each child (or incident) in each period whether it has one row there."""
    return f"""alone_{unit} as (
                select period_kind, period, {unit}, count(*) = 1 as alone
                from period_row
                where {unit} is not null
                group by all
            )"""


def _write_cube(
    connection: duckdb.DuckDBPyConnection,
    measure: Measure,
    held: Sequence[tuple[int, tuple[str, ...]]],
) -> None:
    names = ", ".join(f"({n}, '{combination_name(c)}')" for n, c in held)
    connection.execute(
        f"""
        create or replace table exact.cube.{quoted(measure.name)} as
        select
            c.name as combination, period_kind, period, key1::varchar as key1,
            key2::varchar as key2, key3::varchar as key3, band, outcome, rows, children,
            incidents, numerator, denominator, expected, modelled, modelled_numerator
        from cell
        join (values {names}) as c (number, name) on c.number = cell.combination
        order by c.name, period_kind, period, key1, key2, key3, band
        """
    )


def population_combinations() -> list[tuple[str, ...]]:
    """Every combination of the population's dimensions, one level of area at a time.

    There are few, so none is left to a slower way: any filter has its denominator.
    """
    people = ("age_band", "sex", "simd_quintile")
    return [
        tuple(sorted((*level, *chosen)))
        for level in [(), *((name,) for name in PLACE_LEVELS["area"])]
        for depth in range(len(people) + 1)
        for chosen in combinations(people, depth)
    ]


def create_population_cube(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `exact.main.population_cube`: people by place, age band, sex and mid-year.

    And `exact.main.person_months`: how many months of each estimate a period has. A
    month takes the estimate of its own year, else the nearest earlier, else the first.
    """
    held = population_combinations()
    sets = ", ".join("(" + ", ".join(["year", *c]) + ")" for c in held)
    names = ", ".join(
        f"case when grouping({d}) = 0 then '{d}' end"
        for d in sorted(POPULATION_DIMENSIONS)
    )
    keys = ", ".join(
        f"case when grouping({d}) = 0 then {d} end"
        for d in sorted(POPULATION_DIMENSIONS)
    )
    levels = ", ".join(
        f"coalesce(a.{level}, 'not_known') as {level}" for level in PLACE_LEVELS["area"]
    )
    connection.execute(
        f"""
        create or replace table exact.main.population_cube as
        select
            combination, keys[1] as key1, keys[2] as key2, keys[3] as key3,
            keys[4] as key4, year, persons
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
