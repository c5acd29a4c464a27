"""Facts: a measure's rows with its places, dimensions and month worked out once."""

import duckdb

from dashboard.errors import DefinitionError
from dashboard.filters import PLACE_LEVELS
from dashboard.measures import Measure
from dashboard.warehouse.engine import quoted
from dashboard.warehouse.zoning import zone_columns

NOT_KNOWN = "not_known"
MANY_VALUED = ("concern", "zone", "zone_on_day", "sdq_score", "low_indicator")


def create_facts(connection: duckdb.DuckDBPyConnection, measure: Measure) -> int:
    """Make `exact.fact.<measure>`: one row for each thing counted; returns how many.

    Columns: `month`, `child` and `incident` (numbers, equal for equal ones),
    `numerator`, `denominator`, `band` and `outcome` (durations), `expected` (filled
    where the measure has a case mix), and one for each dimension. Places come from the look-ups, zones from `zoning`.
    """
    try:
        connection.execute(f"create or replace temp table counted as {measure.sql}")
    except duckdb.Error as error:
        raise DefinitionError(f"{measure.name}.sql: {_reason(error)}") from error
    made = connection.execute(
        f"create or replace table exact.fact.{quoted(measure.name)} as "
        f"{fact_sql(connection, measure)}"
    ).fetchone()
    create_child_keys(connection)
    return int(made[0]) if made else 0


def create_child_keys(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `child_key`: of what was counted last the keys of its children, as the release
    needs them, by their numbers in the facts."""
    connection.execute(
        """
        create or replace temp table child_key as
        select dense_rank() over (order by child_key) as child, md5_number_lower(child_key) as key
        from (select distinct child_key from counted where child_key is not null)
        """
    )


def _reason(error: duckdb.Error) -> str:
    """The engine's first line, which names columns and tables but no row."""
    return str(error).splitlines()[0]


def fact_sql(connection: duckdb.DuckDBPyConnection, measure: Measure) -> str:
    """The facts of the rows that were `counted`: the same text for every engine.

    Which places are in which zones is read from `zone_member` and stands in the text.
    """
    columns = set(measure.columns)
    dimensions = [
        f"{_dimension(name)} as {quoted(name)}" for name in measure.dimensions
    ]
    parts = [
        "cast(date_trunc('month', c.event_on) as date) as month",
        "case when c.child_key is not null then dense_rank() over (order by c.child_key) end as child",
        _incident(columns),
        f"{'c.numerator' if 'numerator' in columns else '1'} as numerator",
        f"{'c.denominator' if 'denominator' in columns else '0'} as denominator",
        f"{_band(measure)} as band",
        f"{'c.outcome' if 'outcome' in columns else 'cast(null as varchar)'} as outcome",
        "cast(null as double) as expected",
        *dimensions,
    ]
    return f"""
        with placed as (
            select c.*{_levels(columns)}
            from counted as c
            {_areas(columns)}
            {"left join school_level as s on s.school = c.school" if "school" in columns else ""}
        ),
        zoned as ({_zoned(connection, measure)})
        select {", ".join(parts)} from zoned as c
    """


def _areas(columns: set[str]) -> str:
    """A row's area is a data zone; one that is broken down by it says so by its name."""
    area = next((name for name in ("area", "data_zone") if name in columns), None)
    return f"left join area_level as a on a.area = c.{area}" if area else ""


def _incident(columns: set[str]) -> str:
    if "incident_key" not in columns:
        return "cast(null as bigint) as incident"
    return (
        "case when c.incident_key is not null "
        "then dense_rank() over (order by c.incident_key) end as incident"
    )


def _levels(columns: set[str]) -> str:
    """The levels that are looked up; one that the measure gives itself stays."""
    levels: dict[str, str] = {}
    if {"area", "data_zone"} & columns:
        levels |= dict.fromkeys(PLACE_LEVELS["area"], "a")
    if "school" in columns:
        levels |= {"cluster": "s", "sector": "s"}
    return "".join(
        f", {table}.{level}" for level, table in levels.items() if level not in columns
    )


def _zoned(connection: duckdb.DuckDBPyConnection, measure: Measure) -> str:
    if "zone" not in measure.dimensions:
        return "select * from placed"
    return f"select p.*, {zone_columns(connection, measure.dimensions, 'p')} from placed as p"


def _dimension(name: str) -> str:
    column = f"c.{quoted(name)}"
    if name in MANY_VALUED:
        return f"case when array_length({column}) > 0 then {column} else ['{NOT_KNOWN}'] end"
    return f"coalesce(cast({column} as varchar), '{NOT_KNOWN}')"


def _band(measure: Measure) -> str:
    """The lower end of the band of days a duration falls in."""
    if not measure.bands:
        return "cast(null as integer)"
    ends = " ".join(f"when c.days >= {day} then {day}" for day in measure.bands[::-1])
    return f"cast(case {ends} end as integer)"
