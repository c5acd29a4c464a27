"""Code lists: what a system's own words mean, editable by the partnership.

The lists that ship are in `data/codes`; a file of the same name in the home's `codes/`
adds to them and goes before them.
"""

import csv
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import duckdb

from dashboard.errors import DefinitionError
from dashboard.intake.words import tidy
from dashboard.settings import DATA
from dashboard.warehouse.engine import quoted

CodeRows = list[dict[str, str]]


def read_codes(folders: Iterable[Path]) -> dict[str, CodeRows]:
    """Every code list by name, the partnership's own rows first."""
    lists: dict[str, CodeRows] = {}
    for folder in folders:
        for path in sorted(folder.glob("*.csv")) if folder.is_dir() else []:
            lists[path.stem] = _read_list(path) + lists.get(path.stem, [])
    return lists


def _read_list(path: Path) -> CodeRows:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    if any(None in row or None in row.values() for row in rows):
        raise DefinitionError(f"code list {path.name}: a row does not fit its header")
    return rows


def meanings(rows: CodeRows) -> dict[str, str]:
    """Tidied raw word → code; the first row of a word wins."""
    found: dict[str, str] = {}
    for row in rows:
        found.setdefault(tidy(row["raw"]), row["code"])
    return found


def load_codes(
    connection: duckdb.DuckDBPyConnection, lists: dict[str, CodeRows]
) -> None:
    """Put every code list into the schema `code`, for the tables' and measures' SQL."""
    connection.execute("create schema if not exists code")
    for name, rows in lists.items():
        columns = list(rows[0]) if rows else ["raw", "code"]
        names = ", ".join(f"{quoted(column)} {_type_of(column)}" for column in columns)
        connection.execute(f"create or replace table code.{quoted(name)} ({names})")
        if rows:
            # One statement a list: one a row took a fifth of a small publish.
            lists_of = ", ".join("unnest(?::varchar[])" for _ in columns)
            connection.execute(
                f"insert into code.{quoted(name)} select {lists_of}",
                [[row[column] or None for row in rows] for column in columns],
            )


def _type_of(column: str) -> str:
    if column.endswith("_on"):
        return "date"
    return "integer" if column in ("days", "position") else "varchar"


@cache
def deciding_lists() -> frozenset[str]:
    """The lists whose meanings decide a measure. Not for a partnership to shorten."""
    values = tomllib.loads((DATA / "codes" / "lists.toml").read_text(encoding="utf-8"))
    return frozenset(values["deciding"])
