"""An extract arrives: the latest row of a natural key wins, and what changed is told.

Rows of the span that the extract covers and that are no longer in it are *gone*; those
before and after its span stay. A source without months is sent whole each time, so
there all that is missing is gone. A record that is restricted is gone wherever it is held.
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
    """What a source's extract did: rows that repeated another, and the change by month.

    Of the rows that are gone `restricted` are of records that are restricted now; of each
    file's rows `again` were left out because they are of one.
    """

    source: str
    repeated: int
    changes: tuple[Change, ...]
    restricted: int = 0
    again: tuple[int, ...] = ()

    @property
    def gone(self) -> int:
        return sum(change.gone for change in self.changes)


def take_in(
    connection: duckdb.DuckDBPyConnection,
    table: ExtractTable,
    staged: Sequence[str],
    source: str,
    dated: str | None = None,
    speaks_of: Sequence[str] = (),
    restricted: Sequence[str] = (),
) -> Arrival:
    """Put the staged rows of a source into its extract table.

    The last row of a natural key stays. `dated` names the column that says which month
    a row is of; of values of `speaks_of` that do not arrive, no row is gone.
    `restricted` are staged rows that are not taken in: no other row of such a record is,
    and what is held of it is gone, whatever its month.
    """
    key = _make_staged_rows(connection, table, staged)
    again = _take_out(connection, table, staged, source, key, restricted)
    _make_arriving(connection, table, source, key)
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
    held = _number(
        connection,
        "select count(*) from compared join restricted_held on old_row = held_row",
    )
    return Arrival(source, _repeated(connection), changes, held, again)


def _make_staged_rows(
    connection: duckdb.DuckDBPyConnection, table: ExtractTable, staged: Sequence[str]
) -> list[str]:
    """`staged_rows`: those of all files; the columns of the natural key that they give."""
    union = " union all by name ".join(
        f"select * from {quoted(name)}" for name in staged
    )
    connection.execute(f"create or replace temp view staged_rows as {union}")
    given = _given(connection)
    return [column for column in table.key if column in given]


def _given(connection: duckdb.DuckDBPyConnection) -> set[str]:
    return {
        str(row[0]) for row in connection.execute("describe staged_rows").fetchall()
    }


def _take_out(
    connection: duckdb.DuckDBPyConnection,
    table: ExtractTable,
    staged: Sequence[str],
    source: str,
    key: list[str],
    restricted: Sequence[str],
) -> tuple[int, ...]:
    """Delete staged rows of restricted records: how many of each file.

    `restricted_held`: the rows that are held of them.
    """
    connection.execute("create or replace temp table restricted_held (held_row bigint)")
    if not restricted:
        return ()
    names = ", ".join(quoted(column) for column in key)
    union = " union all by name ".join(
        f"select {names} from {quoted(name)}" for name in restricted
    )
    connection.execute(
        f"create or replace temp table restricted_key as select distinct {names} from ({union})"
    )
    connection.execute(
        f"""
        insert into restricted_held
        select held.rowid
        from extract.{quoted(table.name)} as held
        join restricted_key as marked on {_same(key, "held", "marked")}
        where held.source = ?
        """,
        [source],
    )
    return tuple(_delete_marked(connection, name, key) for name in staged)


def _delete_marked(
    connection: duckdb.DuckDBPyConnection, staged: str, key: list[str]
) -> int:
    return _number(
        connection,
        f"""
        delete from {quoted(staged)} where rowid in (
            select unmarked.rowid
            from {quoted(staged)} as unmarked
            join restricted_key as marked on {_same(key, "unmarked", "marked")}
        )
        """,
    )


def _same(key: Iterable[str], one: str, other: str) -> str:
    return " and ".join(
        f"{one}.{quoted(column)} is not distinct from {other}.{quoted(column)}"
        for column in key
    )


def _make_arriving(
    connection: duckdb.DuckDBPyConnection,
    table: ExtractTable,
    source: str,
    key: list[str],
) -> None:
    """`arriving`: one row for each natural key, with every column of the table."""
    given = _given(connection)
    columns = _columns(connection, table)
    kept = ", ".join(quoted(column) for column in columns if column in given)
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


def _make_compared(
    connection: duckdb.DuckDBPyConnection,
    table: ExtractTable,
    source: str,
    key: list[str],
    month: str,
    speaks_of: Sequence[str],
) -> None:
    """`compared`: each old and new row, its month and what became of it."""
    cells = ", ".join(quoted(column) for column in _columns(connection, table))
    # In a struct two blanks are the same.
    ours = ", ".join(f"{quoted(column)} := {quoted(column)}" for column in speaks_of)
    of_whom = f"struct_pack({ours})"
    spoken_of = f"{of_whom} in (select {of_whom} from arriving)" if ours else "true"
    connection.execute(
        f"""
        create or replace temp table compared as
        with
            new as (
                select rowid as new_row, {month} as month, hash(row({cells})) as cells,
                    {", ".join(quoted(column) for column in key)}
                from arriving
            ),
            span as (
                select
                    min(month) as first_month,
                    max(month) as last_month,
                    count(*) > 0 and first_month is null as is_whole
                from new
            ),
            old as (
                select rowid as old_row, {month} as month, hash(row({cells})) as cells,
                    {", ".join(quoted(column) for column in key)}
                from extract.{quoted(table.name)}
                where source = ?
                    and ({spoken_of} or rowid in (select held_row from restricted_held))
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
        from old full join new on {_same(key, "old", "new")}, span
        where
            new_row is not null
            or is_whole
            or old.month between first_month and last_month
            or old_row in (select held_row from restricted_held)
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
    return _number(
        connection,
        "select (select count(*) from staged_rows) - (select count(*) from arriving)",
    )


def _number(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    found = connection.execute(sql).fetchone()
    return int(found[0]) if found else 0
