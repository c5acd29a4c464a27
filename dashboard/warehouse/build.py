"""From extract tables to a snapshot's two files: detail (rows) and exact (cubes)."""

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from queue import SimpleQueue

import duckdb

from dashboard.errors import DefinitionError
from dashboard.measures import Catalogue, Measure
from dashboard.warehouse.combinations import cube_depth
from dashboard.warehouse.coverage import (
    CoverageRule,
    create_coverage,
    create_said_months,
)
from dashboard.warehouse.cubes import (
    create_cube,
    create_empty_cube,
    create_population_cube,
)
from dashboard.warehouse.engine import quoted, several
from dashboard.warehouse.expected import Fit, add_expected, create_case_mix_tables
from dashboard.warehouse.facts import create_facts
from dashboard.warehouse.outlines import create_no_outlines, create_outlines
from dashboard.warehouse.periods import add_periods, create_period_tables
from dashboard.warehouse.release import (
    Protect,
    begin_release,
    finish_release,
    release_measure,
)
from dashboard.warehouse.schooling import create_no_schooling, create_schooling
from dashboard.warehouse.tables import create_canonical_tables, read_canonical_tables
from dashboard.warehouse.usual import create_usual

RELEASE = "release.duckdb"
# Each measure that is counted needs memory of its own.
AT_ONCE = 4
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
    create_outlines(connection)
    _attach(connection, exact, "exact")
    create_period_tables(connection)
    create_case_mix_tables(connection)
    measures = list(plan.catalogue.values())
    if plan.protect:
        begin_release(connection, exact.with_name(RELEASE))
    facts = _count(connection, measures, plan, progress)
    create_population_cube(connection)
    create_schooling(connection)
    _finish(connection, measures, facts, released=plan.protect is not None)


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
    facts = _count(connection, measures, plan, lambda what, done, of: None)
    connection.execute(
        "create table exact.main.population_cube as from served.main.population_cube"
    )
    connection.execute(
        "create table exact.main.person_months as from served.main.person_months limit 0"
    )
    create_no_schooling(connection)
    for table in ("event", "dimension"):
        connection.execute(f"create table {table} as from served.main.{table}")
    create_no_outlines(connection)
    _finish(connection, measures, facts)
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
) -> list[int]:
    """Months, facts and cube of each measure, several measures at a time.

    Each has one thread: those that share a measure wait for each other more than they
    work. Returns how many facts there are of each.
    """
    ready = [m for m in measures if _has_what_it_needs(connection, m, plan)]
    add_periods(connection, {m: plan.tables(m) for m in ready})
    connection.execute("create schema exact.fact; create schema exact.cube")
    connection.execute("set threads = 1")
    workers = min(AT_ONCE, os.cpu_count() or 1)
    with several(connection, workers) as free, ThreadPoolExecutor(workers) as pool:
        begun = [pool.submit(_count_one, free, measure, plan) for measure in measures]
        try:
            for number, measure in enumerate(measures, start=1):
                progress(measure.title, number, len(measures))
                begun[number - 1].result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return [one.result() for one in begun]


def _has_what_it_needs(
    connection: duckdb.DuckDBPyConnection, measure: Measure, plan: BuildPlan
) -> bool:
    """Whether the extracts without months that it needs have been sent."""
    for source in measure.needs:
        table = plan.table_of_source[source]
        if not connection.execute(
            f"select 1 from extract.{quoted(table)} where source = ? limit 1", [source]
        ).fetchone():
            return False
    return True


def _count_one(
    free: SimpleQueue[duckdb.DuckDBPyConnection], measure: Measure, plan: BuildPlan
) -> int:
    """Facts, cube and release of a measure; returns how many facts there are."""
    connection = free.get()
    try:
        rows = create_facts(connection, measure)
        if measure.case_mix:
            add_expected(connection, measure, plan.fit)
        if rows:
            create_cube(connection, measure, plan.area_level, cube_depth(measure, rows))
        else:
            create_empty_cube(connection, measure, "exact.cube")
        if plan.protect:
            release_measure(connection, measure, plan.protect, rows)
        return rows
    finally:
        free.put(connection)


def _finish(
    connection: duckdb.DuckDBPyConnection,
    measures: Sequence[Measure],
    facts: Sequence[int],
    *,
    released: bool = False,
) -> None:
    """What is made of all measures together; only those with `facts` have cells."""
    filled = [m for m, rows in zip(measures, facts, strict=True) if rows]
    connection.execute(f"set threads = {os.cpu_count() or 1}")
    create_usual(connection, filled)
    _create_values(connection, measures, filled)
    _carry_over(connection)
    _list_measures(connection, measures, facts)
    if released:
        finish_release(connection)
    connection.execute("detach exact")


# What a practice picture is given its names from, too.
_CARRIED = (
    *("run", "month", "coverage", "place", "label", "event", "dimension"),
    *("zone_member", "school_level", "outline"),
)


def _carry_over(connection: duckdb.DuckDBPyConnection) -> None:
    """What travels with every cube: names, months, coverage, what happened."""
    for table in _CARRIED:
        connection.execute(
            f"create or replace table exact.main.{quoted(table)} as from {quoted(table)}"
        )


def _list_measures(
    connection: duckdb.DuckDBPyConnection,
    measures: Sequence[Measure],
    facts: Sequence[int],
) -> None:
    """`measure`: what was counted, by which definition; `cube_depth`: how finely."""
    connection.execute(
        "create or replace table exact.main.measure (name varchar, title varchar, version integer, sql varchar)"
    )
    connection.executemany(
        "insert into exact.main.measure values (?, ?, ?, ?)",
        [[m.name, m.title, m.version, m.sql] for m in measures],
    )
    connection.execute(
        "create or replace table exact.main.cube_depth (measure varchar, depth integer)"
    )
    connection.executemany(
        "insert into exact.main.cube_depth values (?, ?)",
        [
            [measure.name, cube_depth(measure, rows)]
            for measure, rows in zip(measures, facts, strict=True)
        ],
    )


def _create_values(
    connection: duckdb.DuckDBPyConnection,
    measures: Sequence[Measure],
    filled: Sequence[Measure],
) -> None:
    """`value`: what each dimension of each measure is broken down into.

    Every value that occurs, and every named place: a school with none is a zero. A zone
    only where one of its kinds of member is known: else a nought would be a lie.
    """
    occurs = "".join(
        f"""
        union
        select $filled[{place}], combination, key1
        from exact.cube.{quoted(measure.name)}
        where key1 is not null and key2 is null
        """
        for place, measure in enumerate(filled, start=1)
    )
    connection.execute(
        f"""
        create or replace table exact.main.value as
        with wanted (measure, dimensions) as (
            select unnest($measures), unnest($dimensions)
        )
        select measure, dimension, code as value
        from place, wanted
        where list_contains(dimensions, dimension) and not starts_with(dimension, 'zone')
        union
        -- a zone of teams says nothing of what is known by school alone
        select measure, reading, side || zone
        from
            wanted,
            zone_member,
            (select unnest(['zone', 'zone_on_day']) as reading),
            (select unnest(['', 'rest:']) as side)
        where list_contains(dimensions, member_kind) and list_contains(dimensions, reading)
        {occurs}
        """,
        {
            "measures": [measure.name for measure in measures],
            "dimensions": [list(measure.dimensions) for measure in measures],
            **({"filled": [measure.name for measure in filled]} if filled else {}),
        },
    )
