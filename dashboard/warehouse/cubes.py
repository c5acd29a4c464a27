"""Cubes: the answer to every question the pages can ask, worked out on publish."""

from itertools import combinations

import duckdb

from dashboard.filters import PLACE_LEVELS
from dashboard.measures import Measure
from dashboard.populations import POPULATIONS
from dashboard.warehouse.cells import cube_sql, returned_sql
from dashboard.warehouse.combinations import combination_name, cube_combinations
from dashboard.warehouse.engine import quoted
from dashboard.warehouse.facts import MANY_VALUED, NOT_KNOWN
from dashboard.warehouse.meeting import Meeting, create_combinations, names_of
from dashboard.warehouse.returning import Portion

# Of the cubes of the exact file and of the release alike.
CUBE_COLUMNS = """
    combination varchar, period_kind varchar, period date, key1 varchar, key2 varchar,
    key3 varchar, band integer, outcome varchar, rows bigint, children bigint,
    incidents bigint, numerator double, denominator double, expected double,
    modelled bigint, modelled_numerator double
"""
CELL = (
    "combination, period_kind, period, key1, key2, key3, band, outcome, rows, children, "
    "incidents, numerator, denominator, expected, modelled, modelled_numerator"
)
POPULATION_DIMENSIONS = POPULATIONS["lives_in"].dimensions
# Among so many facts it is looked at once who comes again. Of more, a portion of the
# children after another: what is laid out on the disk costs three times what it should.
AT_ONCE = 1_000_000

# `returned` of `cells`, where no child and no incident has several facts.
_NOBODY_RETURNED = """
    create or replace temp table returned (
        measure integer, number integer, banded boolean, key1 cube_value, key2 cube_value,
        key3 cube_value, band integer, outcome varchar, month date, since date,
        children double, incidents double
    )
"""


def create_cube(
    connection: duckdb.DuckDBPyConnection,
    measure: Measure,
    area_level: str,
    depth: int,
    at_once: int = AT_ONCE,
) -> None:
    """Make `exact.cube.<measure>` from its facts, sorted by combination and period.

    A cell has `rows`, `children` and `incidents` (distinct), `numerator`, `denominator`,
    and of the rows with a case mix how many (`modelled`), what they came to
    (`modelled_numerator`) and what was `expected` of them; of a duration, one more for
    each band and outcome: a child in two bands is one child of the whole cell, so the
    whole cannot be added up from them.

    Of more than `at_once` facts, who comes again is looked for in portions; where nobody
    does, not at all.

    Values are an ENUM meanwhile, so that the grouping compares numbers and not text.
    """
    _create_values(connection, measure)
    # Numbered by name, so that to sort by number is to sort by name.
    held = sorted(cube_combinations(measure, area_level, depth), key=combination_name)
    met = Meeting(measure, held)
    create_combinations(connection, [met])
    facts, anyone_again = _facts(connection, measure)
    portions = 1 + facts // at_once
    if not anyone_again:
        connection.execute(_NOBODY_RETURNED)
    elif portions > 1:
        _create_returned(connection, met, portions)
    apart = portions > 1 or not anyone_again
    connection.execute(
        f"create or replace table exact.cube.{quoted(measure.name)} as "
        f"select {CELL} from ({cube_sql([met], apart)})",
        names_of([met]),
    )
    connection.execute("drop table if exists temp.returned")


def _facts(connection: duckdb.DuckDBPyConnection, measure: Measure) -> tuple[int, bool]:
    """How many there are, and whether any child or incident has several: of a small
    measure it takes longer to plan how they are told apart than to count."""
    found = connection.execute(
        f"""
        select
            count(*),
            count(child) > count(distinct child)
                or count(incident) > count(distinct incident)
        from exact.fact.{quoted(measure.name)}
        """
    ).fetchone()
    assert found is not None
    return int(found[0]), bool(found[1])


def _create_returned(
    connection: duckdb.DuckDBPyConnection, met: Meeting, portions: int
) -> None:
    """Make the table `returned`, a portion of the children after another."""
    for number in range(portions):
        into = "insert into returned" if number else "create temp table returned as"
        rows = returned_sql([met], Portion(number, portions))
        connection.execute(f"{into} {rows}", names_of([met]))


def create_empty_cube(
    connection: duckdb.DuckDBPyConnection, measure: Measure, schema: str
) -> None:
    """Most measures of a partnership that has sent one extract: nothing to work out."""
    connection.execute(
        f"create or replace table {schema}.{quoted(measure.name)} ({CUBE_COLUMNS})"
    )


def _create_values(connection: duckdb.DuckDBPyConnection, measure: Measure) -> None:
    """`cube_value`: an ENUM of every value of every dimension, sorted."""
    single = [quoted(d) for d in measure.dimensions if d not in MANY_VALUED]
    many = [quoted(d) for d in measure.dimensions if d in MANY_VALUED]
    values = " || ".join([f"[{', '.join([*single, repr(NOT_KNOWN)])}]", *many])
    connection.execute("drop type if exists cube_value")
    connection.execute(
        f"""
        create temp type cube_value as enum (
            select distinct value
            from (select unnest({values}) as value from exact.fact.{quoted(measure.name)})
            order by value
        )
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
