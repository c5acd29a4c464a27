"""Looking for identifiers: what is looked for, and in what.

The forms of a value are itself, itself without leading noughts, and the plain hashes of
both. A value is found where it stands as a word of a text; a number is read as text.
"""

import hashlib
import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb

from dashboard.warehouse.engine import quoted, reading

KINDS = ("chi", "scn", "mosaic", "surname")
HASHES = ("md5", "sha1", "sha256", "sha512")
OF_EACH_KIND = 250


def identifiers_of(truth: dict[str, Any]) -> frozenset[str]:
    """Every form of 250 values of each kind that the invented extracts hold."""
    values = {
        str(value)
        for kind in KINDS
        for value in truth["identifiers"][kind][:OF_EACH_KIND]
    }
    return frozenset(form for value in values for form in _forms_of(value))


def found_in_text(text: str, wanted: frozenset[str]) -> set[str]:
    """The wanted forms that are words of a text: all between what no identifier has."""
    words = set(re.split(r"[^\w'’-]+", text))
    plain = set(re.split(r"[\W_]+", text))
    return (words | plain) & wanted


def values_in(path: Path) -> Iterator[tuple[str, str]]:
    """Every value of every column of every table of a DuckDB file, as text, with where it
    stands. One statement a table: most of thousands of columns are empty."""
    with duckdb.connect(str(path), read_only=True, config=reading()) as connection:
        columns = connection.execute(
            "select schema_name, table_name, column_name from duckdb_columns()"
            " where not internal order by all"
        ).fetchall()
        for (schema, table), held in groupby(columns, lambda column: column[:2]):
            names = [column for _, _, column in held]
            rows = connection.execute(_each_value(schema, table, names)).fetchall()
            for place, value in rows:
                yield f"{schema}.{table}.{names[place]}", value


def _each_value(schema: str, table: str, columns: list[str]) -> str:
    values = ", ".join(f"cast({quoted(column)} as varchar)" for column in columns)
    return f"""
        select distinct place, value
        from (
            select
                unnest(range({len(columns)})) as place, unnest([{values}]) as value
            from {quoted(schema)}.{quoted(table)}
        )
        where value is not null
    """


def _forms_of(value: str) -> set[str]:
    plain = {value, value.lstrip("0")}
    hashed = {
        getattr(hashlib, name)(form.encode()).hexdigest()
        for form in plain
        for name in HASHES
    }
    return plain | hashed | {digest.upper() for digest in hashed}
