"""Cubes: the answer to every question the pages can ask, worked out on publish.

A combination is up to three dimensions, sorted by name. Levels of one place are never
crossed; the less used levels go two deep, and so does a measure of few facts. What is
finer goes to the facts.
"""

from collections.abc import Iterable, Iterator, Sequence
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
CELL = (
    "combination, period_kind, period, key1, key2, key3, band, outcome, rows, children, "
    "incidents, numerator, denominator, expected, modelled, modelled_numerator"
)
# More than there are children (or incidents) of any measure: numbers of one never meet
# those of another.
_APART = 10_000_000_000
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
    create_combinations(connection, [met])
    connection.execute(
        f"create or replace table exact.cube.{quoted(measure.name)} as "
        f"select {CELL} from ({cube_sql([met])})",
        names_of([met]),
    )


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
    Where one statement counts several measures, it is the one at `place`, its meetings
    and combinations numbered on from the ones before.
    """

    measure: Measure
    held: Sequence[tuple[str, ...]]
    place: int = 0
    first_meeting: int = 0
    first_number: int = 0

    def next(self, measure: Measure, held: Sequence[tuple[str, ...]]) -> "Meeting":
        """That of another measure, to be counted in the same statement."""
        return Meeting(
            measure,
            held,
            self.place + 1,
            self.first_meeting + len(self.sets),
            self.first_number + len(self.held),
        )

    @property
    def fact(self) -> str:
        return f"exact.fact.{quoted(self.measure.name)}"

    def told_apart(self, unit: str) -> str:
        """The number of a child (or incident) that is no other measure's."""
        apart = f" + {self.place * _APART}" if self.place else ""
        return f"f.{unit}{apart} as {unit}"

    @cached_property
    def sets(self) -> list[tuple[str, ...]]:
        """The many-valued dimensions of each meeting."""
        return sorted({_many(combination) for combination in self.held})

    def rows(self, columns: str, *, band: str = "f.band", joined: str = "") -> str:
        """SQL: the facts `f` of every meeting, and of a duration again by band.

        They have `meeting`, `banded`, `band`, `outcome`, their values as one list and
        these columns.
        """
        bands = [
            "false as banded, cast(null as integer) as band, "
            "cast(null as varchar) as outcome"
        ]
        if self.measure.kind is Kind.DURATION:
            bands.append(f"true as banded, {band} as band, f.outcome")
        return " union all ".join(
            f"select {number} as meeting, {banded}, {self._values(unnested)} as value, {columns} "
            f"from {self.fact} as f {joined}{_lists(unnested)}"
            for number, unnested in enumerate(self.sets, self.first_meeting)
            for banded in bands
        )

    def _values(self, unnested: Sequence[str]) -> str:
        inside = ", ".join(self._value(d, unnested) for d in self.measure.dimensions)
        return f"cast([{inside}] as cube_value[])"

    def _value(self, dimension: str, unnested: Sequence[str]) -> str:
        if dimension in unnested:
            return (
                f"cast(u{unnested.index(dimension)}.{quoted(dimension)} as cube_value)"
            )
        if dimension in MANY_VALUED:
            return "null"
        return f"cast(f.{quoted(dimension)} as cube_value)"

    def combinations(self) -> Iterator[tuple[int | str | None, ...]]:
        """Rows of the table `combination`."""
        for number, combination in enumerate(self.held, self.first_number):
            meeting = self.first_meeting + self.sets.index(_many(combination))
            name = combination_name(combination)
            yield (self.place, number, name, meeting, *self._places(combination))

    def _places(self, combination: tuple[str, ...]) -> list[int | None]:
        found = [self.measure.dimensions.index(d) + 1 for d in combination]
        return [*found, *[None] * (DEPTH - len(found))]


def create_combinations(
    connection: duckdb.DuckDBPyConnection, mets: Sequence[Meeting]
) -> None:
    """Make `combination`: rows (measure, number, name, meeting, place1, place2, place3),
    the places being where its dimensions stand in a row's list of values, from 1.

    A table: as text in the statement, some two hundred take longer to read than a small
    measure's cells to count.
    """
    rows = [row for met in mets for row in met.combinations()]
    connection.execute(
        """
        create or replace temp table combination as
        select
            unnest(?::integer[]) as measure, unnest(?::integer[]) as number,
            unnest(?::varchar[]) as name, unnest(?::integer[]) as meeting,
            unnest(?::integer[]) as place1, unnest(?::integer[]) as place2,
            unnest(?::integer[]) as place3
        """,
        [list(column) for column in zip(*rows, strict=True)],
    )


def names_of(mets: Sequence[Meeting]) -> dict[str, str]:
    """The values that are bound in the statement of these measures' cubes."""
    return {f"measure{met.place}": met.measure.name for met in mets}


def _many(combination: Sequence[str]) -> tuple[str, ...]:
    return tuple(d for d in MANY_VALUED if d in combination)


def _lists(unnested: Sequence[str]) -> str:
    """Each list is unnested by a join of its own: two in one select would be zipped."""
    return "".join(
        f" cross join unnest(f.{quoted(d)}) as u{place} ({quoted(d)})"
        for place, d in enumerate(unnested)
    )


def cube_sql(mets: Sequence[Meeting]) -> str:
    """Every cell of the cubes of these measures, in one statement: planning one takes as
    long as a small measure's cells. `measure` is a cell's measure by its place.

    Cells are of months first, and those of longer periods are theirs added up. A child
    (or incident) of several facts stands in a month's cell with `before`, the month in
    which that cell had it last, and so is one more of each period that began since. That
    is exact, as a period has every month that counts between its first and its last.

    The text is one for every engine (`dashboard.portable`): so it names what it groups
    by and the columns of a union, and joins on conditions.
    """
    return f"""
        with
            month_period as materialized ({_month_periods(mets)}),
            {_of_unit(mets, "child")},
            {_of_unit(mets, "incident")},
            month_row as materialized (
                select
                    f.measure, f.meeting, f.banded, f.month, f.child, f.incident, f.band,
                    f.outcome, f.value, child_of.once as child_once,
                    incident_of.once as incident_once,
                    count(*) as rows,
                    sum(f.numerator) as numerator,
                    sum(f.denominator) as denominator,
                    sum(f.expected) as expected,
                    count(f.expected) as modelled,
                    sum(case when f.expected is not null then f.numerator end)
                        as modelled_numerator
                from ({_facts(mets)}) as f
                left join child_of on child_of.child = f.child
                left join incident_of on incident_of.incident = f.incident
                where
                    exists (
                        select 1
                        from month_period as p
                        where p.measure = f.measure and p.month = f.month
                    )
                group by
                    f.measure, f.meeting, f.banded, f.month, f.child, f.incident, f.band,
                    f.outcome, f.value, child_of.once, incident_of.once
            ),
            month_part as (
                select
                    {_KEY}, r.month, cast(null as date) as before,
                    cast(r.rows as double) as rows,
                    case when r.child_once then 1.0 else 0.0 end as children,
                    case when r.incident_once then 1.0 else 0.0 end as incidents,
                    {", ".join(f"cast(r.{column} as double) as {column}" for column in _SUMS)}
                from month_row as r
                join combination as c on c.meeting = r.meeting
                {_of_several_facts("child", "children")}
                {_of_several_facts("incident", "incidents")}
            ),
            month_cell as materialized (
                select {_CELL}, month, before, {_summed(*_PARTS)}
                from month_part
                group by {_CELL}, month, before
            ),
            cell as (
                select
                    {_CELL}, period_kind, period, {_summed(*_PARTS)}
                from (
                    select
                        {", ".join(f"m.{column}" for column in _CELL.split(", "))},
                        p.period_kind, p.period, m.rows,
                        {_new_in_period("children")}, {_new_in_period("incidents")},
                        {", ".join(f"m.{column}" for column in _SUMS)}
                    from month_cell as m
                    join combination as c on c.number = m.number
                    join month_period as p on p.measure = c.measure and p.month = m.month
                ) as period_part
                group by {_CELL}, period_kind, period
            )
        select
            measure, name as combination, period_kind, period,
            cast(key1 as varchar) as key1, cast(key2 as varchar) as key2,
            cast(key3 as varchar) as key3, band, outcome,
            cast(rows as bigint) as rows, cast(children as bigint) as children,
            cast(incidents as bigint) as incidents, numerator, denominator, expected,
            cast(modelled as bigint) as modelled, modelled_numerator
        from (
            select c.measure, c.name, cell.*
            from cell
            join combination as c on c.number = cell.number
            order by
                cell.number, cell.period_kind, cell.period, cell.key1, cell.key2,
                cell.key3, cell.band
        ) as sorted
    """


def _month_periods(mets: Sequence[Meeting]) -> str:
    return " union all ".join(
        f"select {met.place} as measure, p.period_kind, p.period, p.month, "
        "min(p.month) over (partition by p.period_kind, p.period) as first_month "
        f"from exact.main.period_month as p where p.measure = $measure{met.place}"
        for met in mets
    )


def _facts(mets: Sequence[Meeting]) -> str:
    """The facts of every meeting of every measure."""
    return " union all ".join(
        met.rows(
            f"{met.place} as measure, f.month, {met.told_apart('child')}, "
            f"{met.told_apart('incident')}, f.numerator, f.denominator, f.expected"
        )
        for met in mets
    )


_SUMS = ("numerator", "denominator", "expected", "modelled", "modelled_numerator")
_PARTS = ("rows", "children", "incidents", *_SUMS)
_CELL = "number, banded, key1, key2, key3, band, outcome"
# Dimensions of a combination stand in a row's list of values from 1: that it is a whole
# number must be said, or SQLGlot does not count from 0 for engines that do.
_KEY = (
    "c.number, r.banded, r.value[cast(c.place1 as integer)] as key1, "
    "r.value[cast(c.place2 as integer)] as key2, "
    "r.value[cast(c.place3 as integer)] as key3, r.band, r.outcome"
)


def _summed(*columns: str) -> str:
    return ", ".join(f"sum({column}) as {column}" for column in columns)


def _of_unit(mets: Sequence[Meeting], unit: str) -> str:
    """Of each child (or incident) whether it has one fact, and so is once in each of its
    cells. Facts are counted, not their rows in a meeting: the several values of one fact
    are in different cells."""
    facts = " union all ".join(
        f"select {met.told_apart(unit)} from {met.fact} as f where f.{unit} is not null"
        for met in mets
    )
    return f"""{unit}_of as materialized (
                select {unit}, count(*) = 1 as once
                from ({facts}) as f
                group by {unit}
            )"""


def _of_several_facts(unit: str, units: str) -> str:
    """Those of several facts, each time with the month that the same cell had it last."""
    told = ", ".join(
        f"cast({'1' if part == units else 'null'} as double) as {part}"
        for part in _PARTS
    )
    return f"""union all
                select
                    {_CELL}, month,
                    lag(month) over (partition by {_CELL}, {unit} order by month) as before,
                    {told}
                from (
                    select {_KEY}, r.month, r.{unit}
                    from month_row as r
                    join combination as c on c.meeting = r.meeting
                    where r.{unit} is not null and not r.{unit}_once
                ) as several"""


def _new_in_period(units: str) -> str:
    """One that the period's cell had before is no other of it."""
    return (
        f"case when m.before is null or m.before < p.first_month then m.{units} end"
        f" as {units}"
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
