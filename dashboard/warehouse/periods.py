"""Periods: which months make up each quarter, year and rolling period of a measure.

A period longer than a month is made of mature, submitted months only, and names them.
A stock's period is its last such month.
"""

from collections.abc import Iterable, Mapping, Sequence

import duckdb

from dashboard.measures import Kind, Measure

# Of the periods that are told, which shorter ones a longer one is the sum of.
MADE_OF = {
    "quarter": ("month",),
    "school_year": ("month", "quarter"),
    "financial_year": ("month", "quarter"),
    "calendar_year": ("month", "quarter"),
    "all": ("school_year", "financial_year", "calendar_year"),
}
# Of what is counted once a school year, in its August: other periods would be the same
# children again, under other names.
YEARLY = ("school_year", "all")
# Quarters are the school year's: August to October is the first.
_KINDS = {
    "quarter": "month - to_months(cast((month(month) + 1) % 3 as integer))",
    "school_year": "make_date(year(month) - cast(month(month) < 8 as integer), 8, 1)",
    "financial_year": "make_date(year(month) - cast(month(month) < 4 as integer), 4, 1)",
    "calendar_year": "make_date(year(month), 1, 1)",
    "all": "date '1900-01-01'",
}


def create_period_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """`measure_month`: the status of each month of each measure. `period_month`: which
    months each period is made of."""
    connection.execute(
        """
        create or replace table exact.main.measure_month (
            measure varchar, month date, status varchar
        );
        create or replace table exact.main.period_month (
            measure varchar, period_kind varchar, period date, month date
        );
        """
    )


def add_periods(
    connection: duckdb.DuckDBPyConnection, measures: Mapping[Measure, Sequence[str]]
) -> None:
    """Work out the months and periods of the measures, all at once.

    Each is given with the extract tables of its sources: a month is submitted when every
    one of them has it from some source. Its status is `mature`, `immature` or the worst
    of its sources' (`not_submitted`, `closed`).
    """
    connection.execute(
        """
        insert into exact.main.measure_month
        with
            wanted as (
                select unnest($measures) as measure, unnest($tables) as tables,
                    unnest($days) as days, unnest($places) as place,
                    unnest($yearly) as yearly
            ),
            of_table as (
                select
                    "table",
                    month,
                    bool_or(status in ('submitted', 'nothing')) as there,
                    bool_and(status = 'closed') as closed
                from coverage
                group by "table", month
            ),
            table_span as (
                select "table", min(month) as first_month, max(month) as last_month
                from of_table
                group by "table"
            ),
            span as (
                select
                    w.*, max(t.first_month) as first_month, min(t.last_month) as last_month
                from wanted as w
                join table_span as t on list_contains(w.tables, t."table")
                group by all
                having count(*) = len(w.tables)
            )
        select
            s.measure,
            m.month,
            case
                when bool_or(coalesce(t.closed, false)) then 'closed'
                when count(*) filter (where t.there) < len(s.tables) then 'not_submitted'
                when m.last_day + s.days > (select as_at from run) then 'immature'
                else 'mature'
            end
        from month as m
        join span as s on m.month between s.first_month and s.last_month
        left join of_table as t
            on t.month = m.month and list_contains(s.tables, t."table")
        where not s.yearly or month(m.month) = 8
        group by s.measure, s.tables, s.days, s.place, m.month, m.last_day
        order by s.place, m.month
        """,
        {
            "measures": [measure.name for measure in measures],
            "tables": [list(tables) for tables in measures.values()],
            "days": [measure.matures_after_days for measure in measures],
            "places": list(range(len(measures))),
            "yearly": [measure.yearly for measure in measures],
        },
    )
    _add_made_of(connection, measures)


def _add_made_of(
    connection: duckdb.DuckDBPyConnection, measures: Iterable[Measure]
) -> None:
    connection.execute(
        f"""
        insert into exact.main.period_month
        with
            useful as (
                select measure, month
                from exact.main.measure_month
                where status = 'mature'
            ),
            latest as (select measure, max(month) as month from useful group by measure),
            made_of as (
                select measure, unnest([
                    {_made_of()}
                ], recursive := true), month
                from useful
                union all
                select measure, 'last' || size, date '1900-01-01', useful.month
                from useful
                join latest using (measure), (values (12), (24), (36)) as rolling (size)
                where useful.month > latest.month - to_months(size)
            ),
            kept as (
                select measure, kind, start, month from made_of
                where not list_contains($yearly, measure) or kind in {YEARLY}
                qualify
                    not list_contains($stocks, measure)
                    or month = max(month) over (partition by measure, kind, start)
            )
        select measure, kind, start, month from kept
        union all
        select measure, 'month', month, month
        from exact.main.measure_month
        where status in ('mature', 'immature') and not list_contains($yearly, measure)
        order by all
        """,
        {
            "stocks": [m.name for m in measures if m.kind is Kind.STOCK],
            "yearly": [m.name for m in measures if m.yearly],
        },
    )


def _made_of() -> str:
    return ", ".join(
        f"struct_pack(kind := '{kind}', start := cast({start} as date))"
        for kind, start in _KINDS.items()
    )
