"""The tables of a snapshot: extract tables, and the canonical tables made from them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import duckdb
import sqlglot
from sqlglot import exp

from dashboard.errors import DefinitionError
from dashboard.measures import split_header
from dashboard.settings import QUERIES
from dashboard.warehouse.engine import quoted


@dataclass(frozen=True)
class ExtractTable:
    """What an extract becomes once typed: its name, natural key and create statement."""

    name: str
    title: str
    grain: str
    key: tuple[str, ...]
    sql: str

    @property
    def columns(self) -> tuple[str, ...]:
        made = sqlglot.parse_one(self.sql, read="duckdb")
        return tuple(column.name for column in made.find_all(exp.ColumnDef))


def read_extract_tables(folder: Path = QUERIES / "extracts") -> dict[str, ExtractTable]:
    tables = {}
    for path in sorted(folder.glob("*.sql")):
        header, sql = split_header(path.read_text(encoding="utf-8"))
        tables[path.stem] = ExtractTable(
            path.stem, header["title"], header["grain"], tuple(header["key"]), sql
        )
    return tables


def create_extract_tables(
    connection: duckdb.DuckDBPyConnection, tables: Iterable[ExtractTable]
) -> None:
    connection.execute("create schema if not exists extract")
    for table in tables:
        connection.execute(
            table.sql.replace("create table", "create table if not exists", 1)
        )
        _add_new_columns(connection, table)


def _add_new_columns(
    connection: duckdb.DuckDBPyConnection, table: ExtractTable
) -> None:
    """A picture of before a column was thought of has it from now on, empty."""
    as_now = table.sql.replace(f"extract.{table.name}", "as_now", 1)
    connection.execute("drop table if exists as_now")
    connection.execute(as_now.replace("create table", "create temp table", 1))
    held = {
        str(row[0])
        for row in connection.execute(
            f"describe extract.{quoted(table.name)}"
        ).fetchall()
    }
    for name, kind, *_ in connection.execute("describe as_now").fetchall():
        if name not in held:
            connection.execute(
                f"alter table extract.{quoted(table.name)} add column {quoted(name)} {kind}"
            )
    connection.execute("drop table as_now")


def read_canonical_tables(folder: Path = QUERIES / "tables") -> dict[str, str]:
    """Name → select, in an order in which each finds the tables it reads."""
    selects = {
        path.stem: split_header(path.read_text(encoding="utf-8"))[1]
        for path in sorted(folder.glob("*.sql"))
    }
    needs = {name: _tables_read(sql) & selects.keys() for name, sql in selects.items()}
    try:
        order = list(TopologicalSorter(needs).static_order())
    except CycleError as error:
        raise DefinitionError(
            f"queries/tables: {error.args[1]} read each other"
        ) from error
    return {name: selects[name] for name in order}


@cache
def _tables_read(sql: str) -> frozenset[str]:
    tree = sqlglot.parse_one(sql, read="duckdb")
    within = {cte.alias for cte in tree.find_all(exp.CTE)}
    return frozenset(t.name for t in tree.find_all(exp.Table) if not t.db) - within


def create_canonical_tables(
    connection: duckdb.DuckDBPyConnection, selects: Mapping[str, str]
) -> None:
    for name, sql in selects.items():
        connection.execute(f"create or replace table {quoted(name)} as {sql}")
