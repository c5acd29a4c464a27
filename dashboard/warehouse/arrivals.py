"""An extract arrives: the latest row of a natural key wins, and what changed is told.

Rows of the span that the extract covers and that are no longer in it are *gone*; those
before and after its span stay. A source without months is sent whole each time, so
there all that is missing is gone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import duckdb

from dashboard.warehouse.coverage import month_of
from dashboard.warehouse.engine import quoted
from dashboard.warehouse.tables import ExtractTable


@dataclass(frozen=True)
class Change:
    """Rows of one month (None: a source without months), by what became of them."""

    month: date | None
    new: int
    changed: int
    same: int
    gone: int

    @property
    def before(self) -> int:
        return self.changed + self.same + self.gone

    @property
    def after(self) -> int:
        return self.new + self.changed + self.same


@dataclass(frozen=True)
class Arrival:
    """What a source's extract did: rows that repeated another, and the change by month."""

    source: str
    repeated: int
    changes: tuple[Change, ...]

    @property
    def gone(self) -> int:
        return sum(change.gone for change in self.changes)


def take_in(
    connection: duckdb.DuckDBPyConnection,
    table: ExtractTable,
    staged: Iterable[str],
    source: str,
    dated: str | None = None,
    speaks_of: Sequence[str] = (),
) -> Arrival:
    """Put the staged rows of a source into its extract table.

    The last row of a natural key stays. `dated` names the column that says which month
    a row is of; of values of `speaks_of` that do not arrive, no row is gone.
    """
    key = _make_arriving(connection, table, staged, source)
    month = month_of(dated) if dated else "cast(null as date)"
    _make_compared(connection, table, source, key, month, speaks_of)
    changes = tuple(
        Change(*row)
        for row in connection.execute(
            """
            select month,
                count(*) filter (where became = 'new'),
                count(*) filter (where became = 'changed'),
                count(*) filter (where became = 'same'),
                count(*) filter (where became = 'gone')
            from compared group by month order by month
            """
        ).fetchall()
    )
    name = f"extract.{quoted(table.name)}"
    connection.execute(
        f"""
        delete from {name} where rowid in (
            select old_row from compared where old_row is not null and became <> 'same'
        )
        """
    )
    connection.execute(
        f"""
        insert into {name}
        select arriving.* from arriving
        where rowid in (select new_row from compared where became in ('new', 'changed'))
        """
    )
    return Arrival(source, _repeated(connection), changes)


def _make_arriving(
    connection: duckdb.DuckDBPyConnection,
    table: ExtractTable,
    staged: Iterable[str],
    source: str,
) -> list[str]:
    """`arriving`: one row for each natural key, with every column of the table."""
    union = " union all by name ".join(
        f"select * from {quoted(name)}" for name in staged
    )
    connection.execute(f"create or replace temp view staged_rows as {union}")
    given = {
        str(row[0]) for row in connection.execute("describe staged_rows").fetchall()
    }
    columns = _columns(connection, table)
    kept = ", ".join(quoted(column) for column in columns if column in given)
    key = [column for column in table.key if column in given]
    connection.execute(
        f"""
        create or replace temp table arriving as
        select * from extract.{quoted(table.name)} where false
        union all by name
        select ? as source, {kept} from staged_rows
        qualify row_number() over (
            partition by {", ".join(quoted(column) for column in key)}
            order by row_number desc
        ) = 1
        """,
        [source],
    )
    return key


def _make_compared(
    connection: duckdb.DuckDBPyConnection,
    table: ExtractTable,
    source: str,
    key: list[str],
    month: str,
    speaks_of: Sequence[str],
) -> None:
    """`compared`: each old and new row, its month and what became of it."""
    same_key = " and ".join(
        f"old.{quoted(column)} is not distinct from new.{quoted(column)}"
        for column in key
    )
    cells = ", ".join(quoted(column) for column in _columns(connection, table))
    ours = ", ".join(quoted(column) for column in speaks_of)
    spoken_of = f"and ({ours}) in (select ({ours}) from arriving)" if ours else ""
    connection.execute(
        f"""
        create or replace temp table compared as
        with
            new as (
                select rowid as new_row, {month} as month, hash(row({cells})) as cells,
                    {", ".join(quoted(column) for column in key)}
                from arriving
            ),
            span as (select min(month) as first_month, max(month) as last_month from new),
            old as (
                select rowid as old_row, {month} as month, hash(row({cells})) as cells,
                    {", ".join(quoted(column) for column in key)}
                from extract.{quoted(table.name)}
                where source = ? {spoken_of}
            )
        select
            coalesce(new.month, old.month) as month,
            old_row,
            new_row,
            case
                when old_row is null then 'new'
                when new_row is null then 'gone'
                when old.cells = new.cells then 'same'
                else 'changed'
            end as became
        from old full join new on {same_key}, span
        where
            new_row is not null
            or first_month is null
            or old.month between first_month and last_month
        """,
        [source],
    )


def _columns(connection: duckdb.DuckDBPyConnection, table: ExtractTable) -> list[str]:
    return [
        str(name)
        for (name,) in connection.execute(
            """
            select column_name from duckdb_columns()
            where schema_name = 'extract' and table_name = ?
            order by column_index
            """,
            [table.name],
        ).fetchall()
    ]


def _repeated(connection: duckdb.DuckDBPyConnection) -> int:
    found = connection.execute(
        "select (select count(*) from staged_rows) - (select count(*) from arriving)"
    ).fetchone()
    return int(found[0]) if found else 0
