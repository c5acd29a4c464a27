"""One child among the rows of a picture: which are the child's, and the rows without them.

A child is known here by pseudonyms alone: one in each system, joined by the approved
look-up.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import duckdb

from dashboard.errors import SightlineError
from dashboard.warehouse.engine import quoted, reading
from dashboard.warehouse.tables import read_canonical_tables
from dashboard.warehouse.tracing import CHILD_KEYS

# What a build makes besides the canonical tables.
_MADE = ("coverage", "coverage_span")


class StillThere(SightlineError):
    """A picture that was made without a child holds the child: it is not used."""


@contextmanager
def _reading(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect(str(path), read_only=True, config=reading())
    try:
        yield connection
    finally:
        connection.close()


def joined(details: Iterable[Path], keys: frozenset[str]) -> Mapping[str, set[str]]:
    """What any picture's look-up joins to the keys: column → pseudonyms.

    What is joined to what is joined is joined, so that no row of the child is missed.
    """
    rows = {row for detail in details for row in _looked_up(detail)}
    known, found = set(keys), defaultdict[str, set[str]](set)
    more = True
    while more:
        ours = [row for row in rows if known & set(row)]
        reached = {key for row in ours for key in row if key is not None}
        more = not reached <= known
        known |= reached
    for row in ours:
        for column, key in zip(CHILD_KEYS, row, strict=True):
            if key is not None:
                found[column].add(key)
    return found


def _looked_up(detail: Path) -> list[tuple[str | None, ...]]:
    with _reading(detail) as connection:
        return connection.execute(
            f"select distinct {', '.join(CHILD_KEYS)} from extract.identity"
        ).fetchall()


def rows_of(detail: Path, keys: frozenset[str]) -> dict[str, int]:
    """Kind of extract → how many of its rows are the child's; empty where none is."""
    found: dict[str, int] = defaultdict(int)
    with _reading(detail) as connection:
        for table, columns in _keyed_tables(connection).items():
            for source, count in connection.execute(
                f"select source, count(*) from extract.{quoted(table)}"
                f" where {_is_childs(columns)} group by 1",
                {"keys": sorted(keys)},
            ).fetchall():
                found[source] += count
    return dict(found)


def _keyed_tables(
    connection: duckdb.DuckDBPyConnection, database: str | None = None
) -> dict[str, list[str]]:
    """The extract tables that have a column of a child's pseudonym, and which."""
    found: dict[str, list[str]] = defaultdict(list)
    for table, column in connection.execute(
        """
        select table_name, column_name from duckdb_columns()
        where
            schema_name = 'extract' and list_contains(?, column_name)
            and database_name = coalesce(?, current_database())
        order by table_name, column_index
        """,
        [list(CHILD_KEYS), database],
    ).fetchall():
        found[table].append(column)
    return found


def _is_childs(columns: Iterable[str]) -> str:
    """SQL: whether a row is the child's, by the bound list `keys`."""
    tests = (
        f"coalesce(list_contains($keys::varchar[], {quoted(column)}), false)"
        for column in columns
    )
    return f"({' or '.join(tests)})"


def copy_without(
    connection: duckdb.DuckDBPyConnection, detail: Path, keys: frozenset[str]
) -> None:
    """Copy a picture's rows, but the child's, and all that it was counted by.

    They go into tables of a new file: an old one keeps deleted rows in its free blocks.
    What the build makes itself is not copied.
    """
    attach(connection, detail)
    keyed = _keyed_tables(connection, "kept")
    made = {("main", name) for name in (*read_canonical_tables(), *_MADE)}
    for schema, table in _tables(connection):
        if (schema, table) in made:
            continue
        name = f"{quoted(schema)}.{quoted(table)}"
        if schema == "extract" and _is_there(connection, table):
            _put_rows(connection, name, keyed.get(table, []), keys)
        else:
            connection.execute(f"create schema if not exists {quoted(schema)}")
            connection.execute(f"create or replace table {name} as from kept.{name}")
    connection.execute("detach kept")


def _put_rows(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    columns: list[str],
    keys: frozenset[str],
) -> None:
    others = f"where not {_is_childs(columns)}" if columns else ""
    connection.execute(
        f"insert into {name} by name select * from kept.{name} {others}",
        {"keys": sorted(keys)} if columns else {},
    )


def attach(connection: duckdb.DuckDBPyConnection, detail: Path) -> None:
    """Attach the rows of a picture that is kept as `kept`."""
    file = str(detail).replace("'", "''")
    connection.execute(f"attach '{file}' as kept (read_only)")


def _tables(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    return connection.execute(
        "select schema_name, table_name from duckdb_tables()"
        " where database_name = 'kept' order by all"
    ).fetchall()


def _is_there(connection: duckdb.DuckDBPyConnection, table: str) -> bool:
    found = connection.execute(
        """
        select count(*) from duckdb_tables()
        where database_name = current_database() and schema_name = 'extract' and table_name = ?
        """,
        [table],
    ).fetchone()
    return bool(found and found[0])


def check_without(path: Path, keys: frozenset[str]) -> None:
    """Look into every column of every table. Raises StillThere."""
    with _reading(path) as connection:
        for schema, table, column in connection.execute(
            "select schema_name, table_name, column_name from duckdb_columns()"
            " where not internal and data_type = 'VARCHAR'"
        ).fetchall():
            found = connection.execute(
                f"select count(*) from {quoted(schema)}.{quoted(table)}"
                f" where list_contains($keys::varchar[], {quoted(column)})",
                {"keys": sorted(keys)},
            ).fetchone()
            if found and found[0]:
                raise StillThere(f"{schema}.{table} still holds the child")
