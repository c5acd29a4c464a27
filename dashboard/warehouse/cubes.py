"""Cubes: the answer to every question the pages can ask, worked out on publish.

A combination is up to three dimensions, sorted by name. Levels of one place are never
crossed; the less used levels go two deep, and so does a measure of few facts. What is
finer goes to the facts.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import combinations

import duckdb

from dashboard.filters import PLACE_LEVELS
from dashboard.measures import Kind, Measure
from dashboard.populations import POPULATIONS
from dashboard.warehouse.engine import quoted
from dashboard.warehouse.facts import MANY_VALUED, NOT_KNOWN

DEPTH = 3
# Levels and dimensions that are asked for less go two deep.
SECOND_DEPTH = 2
# So few facts are themselves read as quickly as their cells, and a third dimension would
# be more cells than there are facts.
FEW = 5_000
SECOND = (
    *("ended", "offer", "stage", "health_team", "involvement", "decided_as"),
    *("review", "domain", "reason", "term", "exclusion_kind"),
    *("item", "section", "answered_by", "answer_given"),
    *("sdq_score", "low_indicator"),
)
# Of the cubes of the exact file and of the release alike.
CUBE_COLUMNS = """
    combination varchar, period_kind varchar, period date, key1 varchar, key2 varchar,
    key3 varchar, band integer, outcome varchar, rows bigint, children bigint,
    incidents bigint, numerator double, denominator double, expected double,
    modelled bigint, modelled_numerator double
"""
POPULATION_DIMENSIONS = POPULATIONS["lives_in"].dimensions


def combination_name(dimensions: Iterable[str]) -> str:
    return ",".join(sorted(dimensions))


def cube_depth(measure: Measure, facts: int) -> int:
    """How many dimensions at most a cube has at once.

    What is counted once a year is of every pupil, and yet few enough to be asked.
    """
    return SECOND_DEPTH if measure.yearly or facts <= FEW else DEPTH


def cube_combinations(
    measure: Measure, area_level: str, deepest: int = DEPTH
) -> list[tuple[str, ...]]:
    """Every combination the cube holds, the empty one first."""
    return [
        combination
        for depth in range(deepest + 1)
        for combination in combinations(sorted(measure.dimensions), depth)
        if holds_combination(combination, area_level, deepest)
    ]


def holds_combination(
    combination: Sequence[str], area_level: str, deepest: int = DEPTH
) -> bool:
    """Whether a cube so deep has this combination of its measure's dimensions."""
    for levels in PLACE_LEVELS.values():
        if len(set(levels) & set(combination)) > 1:
            return False
    second = _second(area_level) & set(combination)
    return len(combination) <= (SECOND_DEPTH if second else deepest)


@cache
def _second(area_level: str) -> frozenset[str]:
    first = {area_level, "school", "zone"}
    every = {level for levels in PLACE_LEVELS.values() for level in levels}
    return frozenset((every - first) | set(SECOND))


def create_cube(
    connection: duckdb.DuckDBPyConnection, measure: Measure, area_level: str, depth: int
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
    _create_values(connection, measure)
    # Numbered by name, so that to sort by number is to sort by name.
    held = sorted(cube_combinations(measure, area_level, depth), key=combination_name)
    met = Meeting(measure, held)
    met.create_combinations(connection)
    connection.execute(_cube_sql(met), {"measure": measure.name})


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


@dataclass(frozen=True)
class Meeting:
    """How a measure's facts meet combinations: a row meets each of them once, but once
    for each value of a dimension that has many, where the combination has that.

    So the facts are there once for each set of many-valued dimensions (`meeting`).
    """

    measure: Measure
    held: Sequence[tuple[str, ...]]

    @cached_property
    def sets(self) -> list[tuple[str, ...]]:
        """The many-valued dimensions of each meeting."""
        return sorted({_many(combination) for combination in self.held})

    def rows(self, columns: str, *, band: str = "f.band", joined: str = "") -> str:
        """SQL: the facts `f` of every meeting, and of a duration again by band.

        They have `meeting`, `banded`, `band`, `outcome`, their values as one list and
        these columns.
        """
        bands = ["false as banded, null::integer as band, null::varchar as outcome"]
        if self.measure.kind is Kind.DURATION:
            bands.append(f"true as banded, {band} as band, f.outcome")
        return " union all ".join(
            f"select {number} as meeting, {banded}, {self._values(unnested)} as value, {columns} "
            f"from exact.fact.{quoted(self.measure.name)} as f {joined}{_lists(unnested)}"
            for number, unnested in enumerate(self.sets)
            for banded in bands
        )

    def _values(self, unnested: Sequence[str]) -> str:
        inside = ", ".join(self._value(d, unnested) for d in self.measure.dimensions)
        return f"[{inside}]::cube_value[]"

    def _value(self, dimension: str, unnested: Sequence[str]) -> str:
        if dimension in unnested:
            return f"u{unnested.index(dimension)}.{quoted(dimension)}::cube_value"
        return (
            "null" if dimension in MANY_VALUED else f"f.{quoted(dimension)}::cube_value"
        )

    def create_combinations(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Make `combination`: rows (number, name, meeting, place1, place2, place3), the
        places being where its dimensions stand in a row's list of values, from 1.

        A table: as text in the statement, some two hundred take longer to read than a
        small measure's cells to count.
        """
        places = [self._places(combination) for combination in self.held]
        connection.execute(
            """
            create or replace temp table combination as
            select
                unnest(?::integer[]) as number, unnest(?::varchar[]) as name,
                unnest(?::integer[]) as meeting, unnest(?::integer[]) as place1,
                unnest(?::integer[]) as place2, unnest(?::integer[]) as place3
            """,
            [
                list(range(len(self.held))),
                [combination_name(combination) for combination in self.held],
                [self.sets.index(_many(combination)) for combination in self.held],
                *(list(place) for place in zip(*places, strict=True)),
            ],
        )

    def _places(self, combination: tuple[str, ...]) -> list[int | None]:
        found = [self.measure.dimensions.index(d) + 1 for d in combination]
        return [*found, *[None] * (DEPTH - len(found))]


def _many(combination: Sequence[str]) -> tuple[str, ...]:
    return tuple(d for d in MANY_VALUED if d in combination)


def _lists(unnested: Sequence[str]) -> str:
    """Each list is unnested by a join of its own: two in one select would be zipped."""
    return "".join(
        f", unnest(f.{quoted(d)}) as u{place} ({quoted(d)})"
        for place, d in enumerate(unnested)
    )


def _cube_sql(met: Meeting) -> str:
    """Every cell of the cube, in one statement: planning one takes as long as a small
    measure's cells.

    Cells are of months first, and those of longer periods are theirs added up: all but
    the children (and incidents) of several months, who are told apart in each period.
    One who has one fact in a period is counted as it is added up. Facts are counted for
    that, not their rows in a meeting: the several values of one fact are in different
    cells.
    """
    facts = met.rows(
        "f.month, f.child, f.incident, f.numerator, f.denominator, f.expected"
    )
    return f"""
        create or replace table exact.cube.{quoted(met.measure.name)} as
        with
            month_period as materialized (
                select period_kind, period, month
                from exact.main.period_month
                where measure = $measure
            ),
            month_row as materialized (
                select
                    meeting, banded, month, child, incident, band, outcome, value,
                    count(*) as rows,
                    sum(numerator) as numerator,
                    sum(denominator) as denominator,
                    sum(expected) as expected,
                    count(expected) as modelled,
                    sum(numerator) filter (expected is not null) as modelled_numerator
                from ({facts})
                where month in (select month from month_period)
                group by all
            ),
            {_of_unit(met.measure, "child")},
            {_of_unit(met.measure, "incident")},
            month_part as (
                select
                    {_KEY.format(time="r.month")}, rows::double as rows,
                    {_counted_at_once("child", "children")},
                    {_counted_at_once("incident", "incidents")},
                    numerator, denominator, expected, modelled::double as modelled,
                    modelled_numerator
                from month_row as r
                join combination using (meeting)
                left join child_month using (month, child)
                left join child_of using (child)
                left join incident_month using (month, incident)
                left join incident_of using (incident)
                {_told_apart("child", "children")}
                {_told_apart("incident", "incidents")}
            ),
            month_cell as materialized (
                select
                    number, banded, month, key1, key2, key3, band, outcome,
                    {_summed("rows", "children", "incidents", "settled_children")},
                    {_summed("settled_incidents", *_SUMS)}
                from month_part
                group by all
            ),
            period_part as (
                select
                    number, banded, period_kind, period, key1, key2, key3, band, outcome,
                    rows,
                    if(period_kind = 'month', children, settled_children) as children,
                    if(period_kind = 'month', incidents, settled_incidents) as incidents,
                    {", ".join(_SUMS)}
                from month_cell
                join month_period using (month)
                {_of_several_months("child", "children")}
                {_of_several_months("incident", "incidents")}
            ),
            cell as (
                select
                    number, banded, period_kind, period, key1, key2, key3, band, outcome,
                    {_summed("rows", "children", "incidents", *_SUMS)}
                from period_part
                group by all
            )
        select
            name as combination, period_kind, period, key1::varchar as key1,
            key2::varchar as key2, key3::varchar as key3, band, outcome,
            rows::bigint as rows, children::bigint as children,
            incidents::bigint as incidents, numerator::double as numerator,
            denominator::double as denominator, expected, modelled::bigint as modelled,
            modelled_numerator::double as modelled_numerator
        from (
            select c.name, cell.*
            from cell
            join combination as c using (number)
            order by number, period_kind, period, key1, key2, key3, band
        )
    """


_SUMS = ("numerator", "denominator", "expected", "modelled", "modelled_numerator")
_KEY = (
    "number, banded, {time}, value[place1] as key1, "
    "value[place2] as key2, value[place3] as key3, band, outcome"
)


def _summed(*columns: str) -> str:
    return ", ".join(f"sum({column}) as {column}" for column in columns)


def _of_unit(measure: Measure, unit: str) -> str:
    """Of each child (or incident) whether it is of one month, and in each month and each
    longer period of those that are not whether it has one fact there."""
    fact = f"exact.fact.{quoted(measure.name)}"
    return f"""{unit}_of as materialized (
                select {unit}, min(month) = max(month) as settled
                from {fact}
                where {unit} is not null
                group by {unit}
            ),
            {unit}_month as materialized (
                select {unit}, month, count(*) = 1 as alone
                from {fact}
                where {unit} is not null
                group by {unit}, month
            ),
            {unit}_period as materialized (
                select f.{unit}, p.period_kind, p.period, count(*) = 1 as alone
                from {fact} as f
                join {unit}_of as o on o.{unit} = f.{unit} and not o.settled
                join month_period as p on p.month = f.month
                where p.period_kind <> 'month'
                group by all
            )"""


def _counted_at_once(unit: str, units: str) -> str:
    """A row that is its child's (or incident's) one of the month is one of them."""
    alone = f"coalesce({unit}_month.alone, false)"
    return f"""{alone}::double as {units},
                    ({alone} and coalesce({unit}_of.settled, false))::double as settled_{units}"""


def _told_apart(unit: str, units: str) -> str:
    """Of those with several facts in a month, each once in each cell."""
    return f"""union all by name
                select * exclude ({unit}, settled), 1 as {units},
                    settled::double as settled_{units}
                from (
                    select distinct {_KEY.format(time="r.month")}, {unit}, settled
                    from month_row as r
                    join combination using (meeting)
                    join {unit}_month using (month, {unit})
                    join {unit}_of using ({unit})
                    where not alone
                )"""


def _of_several_months(unit: str, units: str) -> str:
    """Of those of several months, each once in each cell of the longer periods."""
    rows = f"""from month_row as r
                join month_period as p on p.month = r.month and p.period_kind <> 'month'
                join {unit}_period as u
                    on u.{unit} = r.{unit}
                    and u.period_kind = p.period_kind
                    and u.period = p.period
                join combination using (meeting)"""
    key = _KEY.format(time="p.period_kind, p.period")
    return f"""union all by name
                select {key}, 1 as {units} {rows} where u.alone
                union all by name
                select * exclude ({unit}), 1 as {units}
                from (select distinct {key}, r.{unit} {rows} where not u.alone)"""


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
