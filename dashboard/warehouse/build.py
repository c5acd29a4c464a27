"""From extract tables to a snapshot's two files: detail (rows) and exact (cubes)."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from dashboard.errors import DefinitionError
from dashboard.measures import Catalogue, Measure
from dashboard.warehouse.coverage import (
    CoverageRule,
    create_coverage,
    create_said_months,
)
from dashboard.warehouse.cubes import create_cube, create_population_cube
from dashboard.warehouse.engine import quoted
from dashboard.warehouse.expected import Fit, add_expected, create_case_mix_tables
from dashboard.warehouse.facts import create_facts
from dashboard.warehouse.periods import add_periods, create_period_tables
from dashboard.warehouse.release import (
    Protect,
    begin_release,
    finish_release,
    release_measure,
)
from dashboard.warehouse.tables import create_canonical_tables, read_canonical_tables
from dashboard.warehouse.usual import create_usual

RELEASE = "release.duckdb"
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class BuildPlan:
    """What a snapshot is built from besides its rows; `fit` makes case-mix models,
    `protect` what a release may show of cells (without it, there is no release)."""

    catalogue: Catalogue
    coverage: tuple[CoverageRule, ...]
    area_level: str
    table_of_source: Mapping[str, str]
    fit: Fit
    protect: Protect | None = None

    def tables(self, measure: Measure) -> tuple[str, ...]:
        """The extract tables of a measure's sources. A source nobody knows is an error."""
        try:
            return tuple(
                sorted({self.table_of_source[source] for source in measure.sources})
            )
        except KeyError as error:
            raise DefinitionError(
                f"{measure.name}.sql: there is no profile {error}"
            ) from error


def set_run(connection: duckdb.DuckDBPyConnection, as_at: date) -> None:
    """The day the picture is of, for the checks and the tables."""
    connection.execute(
        "create or replace table run as select ?::date as as_at", [as_at]
    )


def build(
    connection: duckdb.DuckDBPyConnection,
    exact: Path,
    plan: BuildPlan,
    progress: Progress,
) -> None:
    """Make the canonical tables beside the extract tables, and the exact file."""
    create_coverage(connection, plan.coverage)
    create_canonical_tables(connection, read_canonical_tables())
    _attach(connection, exact, "exact")
    create_period_tables(connection)
    create_case_mix_tables(connection)
    measures = list(plan.catalogue.values())
    if plan.protect:
        begin_release(connection, exact.with_name(RELEASE))
    _count(connection, measures, plan, progress)
    create_population_cube(connection)
    _finish(connection, measures, released=plan.protect is not None)


def build_practice(
    connection: duckdb.DuckDBPyConnection, exact: Path, plan: BuildPlan, served: Path
) -> None:
    """Make the exact file of tools' measures alone, beside the names of a served one.

    Practice reaches its own team at once: what a publish takes a minute for is not
    waited for. The same steps count it, so that both are the same numbers.
    """
    connection.execute("create schema extract")
    create_said_months(connection)
    create_coverage(connection, plan.coverage)
    _attach(connection, served, "served", how="(read_only)")
    for table in ("place", "school_level", "zone_member"):
        connection.execute(f"create table {table} as from served.main.{table}")
    connection.execute(
        """
        create table label as
        from served.main.label
        where (dimension, code) not in (select (dimension, code) from recorded.tool_label)
        union all
        from recorded.tool_label
        """
    )
    selects = read_canonical_tables()
    create_canonical_tables(connection, {n: selects[n] for n in ("month", "tool_item")})
    _attach(connection, exact, "exact")
    create_period_tables(connection)
    create_case_mix_tables(connection)
    measures = list(plan.catalogue.values())
    _count(connection, measures, plan, lambda what, done, of: None)
    connection.execute(
        "create table exact.main.population_cube as from served.main.population_cube"
    )
    connection.execute(
        "create table exact.main.person_months as from served.main.person_months limit 0"
    )
    for table in ("event", "dimension"):
        connection.execute(f"create table {table} as from served.main.{table}")
    _finish(connection, measures)
    connection.execute("detach served")


def _attach(
    connection: duckdb.DuckDBPyConnection, path: Path, name: str, how: str = ""
) -> None:
    file = str(path).replace("'", "''")
    connection.execute(f"attach '{file}' as {name} {how}")


def _count(
    connection: duckdb.DuckDBPyConnection,
    measures: Sequence[Measure],
    plan: BuildPlan,
    progress: Progress,
) -> None:
    """Months, facts and cube of each measure."""
    for number, measure in enumerate(measures, start=1):
        progress(measure.title, number, len(measures))
        add_periods(connection, measure, plan.tables(measure))
        create_facts(connection, measure)
        _share_work(connection, measure)
        if measure.case_mix:
            add_expected(connection, measure, plan.fit)
        create_cube(connection, measure, plan.area_level)
        if plan.protect:
            release_measure(connection, measure, plan.protect)


# Below this, telling two threads what to do takes longer than doing it.
_FEW_ROWS = 500


def _share_work(connection: duckdb.DuckDBPyConnection, measure: Measure) -> None:
    """One thread for a small measure, all of them for a large one."""
    found = connection.execute(
        f"select count(*) from exact.fact.{quoted(measure.name)}"
    ).fetchone()
    small = found is not None and found[0] < _FEW_ROWS
    connection.execute(f"set threads = {1 if small else os.cpu_count() or 1}")


def _finish(
    connection: duckdb.DuckDBPyConnection,
    measures: Sequence[Measure],
    *,
    released: bool = False,
) -> None:
    connection.execute(f"set threads = {os.cpu_count() or 1}")
    create_usual(connection, measures)
    _create_values(connection, measures)
    _carry_over(connection, measures)
    if released:
        finish_release(connection)
    connection.execute("detach exact")


# What a practice picture is given its names from, too.
_CARRIED = (
    *("run", "month", "coverage", "place", "label", "event", "dimension"),
    *("zone_member", "school_level"),
)


def _carry_over(
    connection: duckdb.DuckDBPyConnection, measures: Iterable[Measure]
) -> None:
    """What travels with every cube: names, months, coverage, what happened."""
    for table in _CARRIED:
        connection.execute(
            f"create or replace table exact.main.{quoted(table)} as from {quoted(table)}"
        )
    connection.execute(
        "create or replace table exact.main.measure (name varchar, title varchar, version integer, sql varchar)"
    )
    connection.executemany(
        "insert into exact.main.measure values (?, ?, ?, ?)",
        [[m.name, m.title, m.version, m.sql] for m in measures],
    )


def _create_values(
    connection: duckdb.DuckDBPyConnection, measures: Iterable[Measure]
) -> None:
    """`value`: what each dimension of each measure is broken down into.

    Every value that occurs, and every named place: a school with none is a zero. A zone
    only where one of its kinds of member is known: else a nought would be a lie.
    """
    connection.execute(
        "create or replace table exact.main.value (measure varchar, dimension varchar, value varchar)"
    )
    for measure in measures:
        connection.execute(
            f"""
            insert into exact.main.value
            select distinct $measure, combination, key1
            from exact.cube.{quoted(measure.name)}
            where key1 is not null and key2 is null
            union
            select $measure, dimension, code
            from place
            where list_contains($dimensions, dimension) and not starts_with(dimension, 'zone')
            union
            -- a zone of teams says nothing of what is known by school alone
            select $measure, reading, side || zone
            from
                zone_member,
                (select unnest(['zone', 'zone_on_day']) as reading),
                (select unnest(['', 'rest:']) as side)
            where list_contains($dimensions, member_kind) and list_contains($dimensions, reading)
            """,
            {"measure": measure.name, "dimensions": list(measure.dimensions)},
        )
