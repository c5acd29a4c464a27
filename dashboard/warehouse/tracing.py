"""Which typed rows stand behind one cell: for a data officer who asks “which seven?”.

The exact file knows children by number only. The numbers are given in the order of their
keys (`facts`), so counting the measure again over the same rows finds the keys.
"""

from collections.abc import Sequence
from pathlib import Path

import duckdb

from dashboard.warehouse.coverage import month_of
from dashboard.warehouse.engine import quoted
from dashboard.warehouse.lookup import Lookup, facts_clauses

# What a system calls a child, in the typed rows of its extracts.
CHILD_KEYS = ("person_key", "scn_key", "chi_key")


def rows_behind(
    connection: duckdb.DuckDBPyConnection,
    exact: Path,
    lookup: Lookup,
    staged: str,
    key: Sequence[str],
    dated: str | None,
) -> tuple[int, ...]:
    """Row numbers of the typed rows that a cell counts; empty where none is of it.

    `connection` is the detail of the same picture with the rows typed in `staged`;
    `dated` names the column that says which month a row is of. Of rows with one natural
    `key` the last is the one that was taken in.
    """
    _count_again(connection, exact, lookup)
    columns = _columns(connection, staged)
    keys = [column for column in CHILD_KEYS if column in columns]
    if not keys:
        return ()
    matches = ["coalesce(l.child_key, k.system_key) = b.child_key"]
    if "referral_key" in columns and "incident_key" in lookup.measure.columns:
        matches.append("k.referral_key is not distinct from b.incident_key")
    elif dated:
        matches.append("k.month = b.month")
    found = connection.execute(
        f"""
        with keyed as (
            select
                row_number,
                unnest([{_names(keys)}]) as system_key,
                {"referral_key" if "referral_key" in columns else "cast(null as varchar)"} as referral_key,
                {month_of(dated) if dated else "cast(null as date)"} as month
            from (
                select * from {quoted(staged)}
                qualify row_number() over (
                    partition by {_names([c for c in key if c in columns])}
                    order by row_number desc
                ) = 1
            )
        )
        select distinct row_number
        from keyed as k
        left join child_link as l on l.system_key = k.system_key
        join behind as b on {" and ".join(matches)}
        order by row_number
        """
    ).fetchall()
    return tuple(int(row) for (row,) in found)


def _count_again(
    connection: duckdb.DuckDBPyConnection, exact: Path, lookup: Lookup
) -> None:
    """`behind`: the child key, incident key and month of every row that the cell counts."""
    measure = lookup.measure
    incident = "incident_key" if "incident_key" in measure.columns else "null"
    connection.execute(f"create or replace temp table counted as {measure.sql}")
    connection.execute(f"attach {_text(exact)} as served (read_only)")
    where, values = facts_clauses(lookup)
    connection.execute(
        f"""
        create or replace temp table behind as
        with
            numbered as (
                select
                    child_key,
                    {incident} as incident_key,
                    cast(date_trunc('month', event_on) as date) as month,
                    dense_rank() over (order by child_key) as child,
                    dense_rank() over (order by {incident}) as incident
                from counted
            ),
            cell as (
                select distinct f.month, f.child, f.incident
                from served.fact.{quoted(measure.name)} as f
                join served.main.period_month as p on p.month = f.month
                where f.numerator > 0 and {" and ".join(where)}
            )
        select distinct n.child_key, n.incident_key, n.month
        from numbered as n
        join cell
            on cell.month = n.month
            and cell.child = n.child
            and (cell.incident is null or cell.incident = n.incident)
        """,
        values,
    )
    connection.execute("detach served")


def _columns(connection: duckdb.DuckDBPyConnection, table: str) -> set[str]:
    rows = connection.execute(f"describe {quoted(table)}").fetchall()
    return {str(row[0]) for row in rows}


def _names(columns: Sequence[str]) -> str:
    return ", ".join(quoted(column) for column in columns)


def _text(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
