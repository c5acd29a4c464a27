"""How finely each measure is usually worth showing through time.

Worked out on publish from the usual size of the last two years, so that a default view
moves rarely and looks at no single cell (USERS.md §1.2).
"""

from collections.abc import Iterable

import duckdb

from dashboard.measures import Kind, Measure
from dashboard.warehouse.engine import quoted

# Exact numbers: with fewer than three on the smaller side of a point, most of its
# movement is one child. A protected audience needs ten (USERS.md §1.2).
USUALLY_AT_LEAST = 3
DIMENSIONS = (
    "",
    "locality",
    "school",
    "cluster",
    "sector",
    "team",
    "zone",
    "source_agency",
)


def create_usual(
    connection: duckdb.DuckDBPyConnection, measures: Iterable[Measure]
) -> None:
    """Make `exact.main.usual`: measure, dimension ('' for all together), grain."""
    connection.execute(
        "create or replace table exact.main.usual (measure varchar, dimension varchar, grain varchar)"
    )
    for measure in measures:
        if measure.yearly:
            connection.execute(
                "insert into exact.main.usual select $measure, unnest($dimensions), 'school_year'",
                {"measure": measure.name, "dimensions": _dimensions(measure)},
            )
        else:
            connection.execute(_usual_sql(measure), {"measure": measure.name})


def _dimensions(measure: Measure) -> list[str]:
    return [d for d in DIMENSIONS if not d or d in measure.dimensions]


def _usual_sql(measure: Measure) -> str:
    smaller = {
        Kind.PROPORTION: "least(numerator, denominator - numerator)",
        Kind.RATIO: "denominator",
        Kind.STOCK: f"{USUALLY_AT_LEAST}",
    }.get(measure.kind, "rows")
    quoted_list = ", ".join(f"'{d}'" for d in _dimensions(measure))
    return f"""
        insert into exact.main.usual
        with
            cell as (
                select combination, period_kind, period, key1, {_summed(measure, smaller)} as smaller
                from exact.cube.{quoted(measure.name)}
                where
                    combination in ({quoted_list})
                    and period_kind in ('month', 'quarter')
                    -- a zone is shown as finely as it is large, not as its rest is
                    and not starts_with(coalesce(key1, ''), 'rest:')
                group by all
            ),
            recent as (
                select * from cell
                where period >= (
                    select max(month) - to_months(24) from exact.main.measure_month
                    where measure = $measure and status = 'mature'
                )
            ),
            sized as (
                select combination, period_kind, median(smaller) as usual
                from recent
                group by combination, period_kind
            )
        select
            $measure,
            combination,
            case
                when max(usual) filter (where period_kind = 'month') >= {USUALLY_AT_LEAST}
                then 'month'
                else 'quarter'
            end
        from sized
        group by combination
    """


def _summed(measure: Measure, smaller: str) -> str:
    return f"sum({smaller})" if measure.kind is not Kind.STOCK else f"max({smaller})"
