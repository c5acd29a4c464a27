"""What cubes are made from, as Parquet files: for an engine that is not this process."""

from collections.abc import Iterator
from pathlib import Path

import duckdb

from dashboard.warehouse.engine import quoted

# Wider than any other engine's numbers, and than any count here.
_TOO_WIDE = "HUGEINT"


def open_picture(detail: Path, exact: Path) -> duckdb.DuckDBPyConnection:
    """A picture's two files in one connection, to read; its tables go by their names."""
    connection = duckdb.connect()
    for name, path in (("detail", detail), ("exact", exact)):
        file = str(path).replace("'", "''")
        connection.execute(f"attach '{file}' as {name} (read_only)")
    connection.execute("use detail")
    return connection


def write_parquet(connection: duckdb.DuckDBPyConnection, sql: str, path: Path) -> None:
    """Write what a statement gives into one file."""
    columns = ", ".join(_columns(connection, sql))
    file = str(path).replace("'", "''")
    connection.execute(
        f"copy (select {columns} from ({sql})) to '{file}' (format parquet)"
    )


def _columns(connection: duckdb.DuckDBPyConnection, sql: str) -> Iterator[str]:
    for name, kind, *_ in connection.execute(f"describe {sql}").fetchall():
        told = quoted(name)
        yield f"cast({told} as bigint) as {told}" if kind == _TOO_WIDE else told
