"""Which months each source has sent: submitted, nothing happened, closed, not submitted.

A missing month is a gap, never a zero; only coverage can say which it is.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import duckdb

from dashboard.warehouse.engine import quoted


@dataclass(frozen=True)
class CoverageRule:
    """How the months of one source are told; `table` is the extract table it fills.

    `starts_with` names a source, given before, in whose first month this one is whole.
    `held_in` is where its rows are, where that is not the extract table.
    """

    source: str
    table: str
    column: str
    sparse: bool
    closed_months: tuple[int, ...]
    from_column: str
    starts_with: str = ""
    held_in: str = ""

    @property
    def rows(self) -> str:
        """The table of its rows, as SQL."""
        return self.held_in or f"extract.{quoted(self.table)}"


class Said(StrEnum):
    """What an officer says of a month in which a source sent no rows."""

    NOTHING = "nothing"
    NOT_SUBMITTED = "not_submitted"


def create_said_months(connection: duckdb.DuckDBPyConnection) -> None:
    """`extract.said_month` travels with the detail: what is said once stays said."""
    connection.execute(
        """
        create table if not exists extract.said_month (
            source varchar not null, month date not null, status varchar not null
        )
        """
    )


def say_of_month(
    connection: duckdb.DuckDBPyConnection, source: str, month: date, said: Said
) -> None:
    """Keep what an officer says; the latest word on a month holds."""
    connection.execute(
        "delete from extract.said_month where source = ? and month = ?", [source, month]
    )
    connection.execute(
        "insert into extract.said_month values (?, ?, ?)", [source, month, said.value]
    )


def empty_months(
    connection: duckdb.DuckDBPyConnection, rule: CoverageRule
) -> tuple[date, ...]:
    """Months between a source's first and last that have no rows and no word on them."""
    if rule.sparse or rule.column == "year":
        return ()
    month = month_of(rule.column)
    rows = connection.execute(
        f"""
        with sent as (
            select distinct {month} as month from {rule.rows}
            where source = $source
        )
        select cast(unnest(generate_series(min(month), max(month), interval 1 month)) as date) as empty
        from sent
        having count(*) > 0
        except
        select month from sent
        except
        select month from extract.said_month where source = $source
        order by empty
        """,
        {"source": rule.source},
    ).fetchall()
    return tuple(m for (m,) in rows if m.month not in rule.closed_months)


def create_coverage(
    connection: duckdb.DuckDBPyConnection, rules: Iterable[CoverageRule]
) -> None:
    """Make `coverage_span` (first and last month of each source) and `coverage`.

    `coverage` has a row for each source and month of its span with `status` submitted,
    nothing (a real none of a sparse source), closed or not_submitted.
    """
    connection.execute(
        """
        create or replace table coverage_span (
            source varchar, "table" varchar, first_month date, last_month date
        );
        create or replace table coverage (
            source varchar, "table" varchar, month date, status varchar, rows bigint
        );
        """
    )
    for rule in rules:
        _add_span(connection, rule)
        _add_months(connection, rule)


def _add_span(connection: duckdb.DuckDBPyConnection, rule: CoverageRule) -> None:
    column = month_of(rule.column)
    first = month_of(rule.from_column) if rule.from_column else column
    connection.execute(
        f"""
        insert into coverage_span
        select
            ?,
            ?,
            coalesce(
                (select first_month from coverage_span where source = ?),
                min({first}),
                min({column})
            ),
            max({column})
        from {rule.rows}
        where source = ?
        having max({column}) is not null
        """,
        [rule.source, rule.table, rule.starts_with, rule.source],
    )


def month_of(column: str) -> str:
    """The month of a row, as SQL: a mid-year estimate is of June."""
    if column == "year":
        return "make_date(year, 6, 1)"
    return f"cast(date_trunc('month', {quoted(column)}) as date)"


def _add_months(connection: duckdb.DuckDBPyConnection, rule: CoverageRule) -> None:
    """A sparse source is known to be whole up to the day of the snapshot."""
    month = month_of(rule.column)
    connection.execute(
        f"""
        insert into coverage
        with
            counted as (
                select {month} as month, count(*) as rows
                from {rule.rows}
                where source = $source
                group by 1
            ),
            span as (
                select unnest(generate_series(
                    first_month,
                    case when $sparse
                        then greatest(last_month, (select date_trunc('month', as_at) from run))
                        else last_month end,
                    interval 1 month
                )) as month
                from coverage_span
                where source = $source
            )
        select
            $source,
            $table,
            cast(span.month as date),
            case
                when counted.rows > 0 then 'submitted'
                when said.status is not null then said.status
                when list_contains($closed::integer[], month(span.month)) then 'closed'
                when $sparse then 'nothing'
                else 'not_submitted'
            end,
            coalesce(counted.rows, 0)
        from span
        left join counted on counted.month = span.month
        left join extract.said_month as said
            on said.source = $source and said.month = span.month
        """,
        {
            "source": rule.source,
            "table": rule.table,
            "sparse": rule.sparse,
            "closed": list(rule.closed_months),
        },
    )
