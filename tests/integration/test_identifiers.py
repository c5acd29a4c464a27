"""No identifier of any extract occurs in a snapshot, a log or a response.

Looks for real values of the extracts, and their plain hashes, in every column of every
table read as text. One is planted to prove that the search finds what is there.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dashboard.warehouse.snapshots import Snapshots


def forms_of(value: str) -> set[str]:
    """A value, without its leading noughts, and its plain hashes."""
    plain = {value, value.lstrip("0")}
    hashed = {
        getattr(hashlib, name)(form.encode()).hexdigest()
        for form in plain
        for name in ("md5", "sha1", "sha256", "sha512")
    }
    return plain | hashed | {digest.upper() for digest in hashed}


@pytest.fixture(scope="module")
def wanted(truth: dict[str, Any]) -> set[str]:
    found = truth["identifiers"]
    values = {
        str(value)
        for kind in ("chi", "scn", "mosaic", "surname")
        for value in found[kind][:200]
    }
    assert len(found["chi"]) >= 200
    assert len(found["scn"]) >= 200
    return {form for value in values for form in forms_of(value)}


def texts_of(path: Path) -> Iterator[tuple[str, str]]:
    """Every distinct value of every column of every table, as text."""
    with duckdb.connect(str(path), read_only=True) as connection:
        columns = connection.execute(
            "select schema_name, table_name, column_name from duckdb_columns() where not internal"
        ).fetchall()
        for schema, table, column in columns:
            rows = connection.execute(
                f'select distinct cast("{column}" as varchar) from "{schema}"."{table}"'
            ).fetchall()
            for (value,) in rows:
                if value is not None:
                    yield f"{schema}.{table}.{column}", value


def found_in(path: Path, wanted: set[str]) -> set[str]:
    """Where a wanted value stands whole, or as a word of a longer text."""
    places = set()
    for place, value in texts_of(path):
        words = {
            value,
            *value.replace("[", " ").replace("]", " ").replace(",", " ").split(),
        }
        if words & wanted:
            places.add(place)
    return places


def files_of(home: Path) -> list[Path]:
    snapshots = Snapshots(home)
    current = snapshots.current_id()
    return [snapshots.exact(current), snapshots.detail(current)]


def test_no_identifier_is_in_a_snapshot(demo_home: Path, wanted: set[str]) -> None:
    for path in files_of(demo_home):
        assert found_in(path, wanted) == set()


def test_the_search_finds_a_planted_one(tmp_path: Path, wanted: set[str]) -> None:
    path = tmp_path / "planted.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "create table innocent as select * from range(5) as t(number)"
        )
        connection.execute("create table guilty (note varchar[])")
        connection.execute("insert into guilty values ([?, 'x'])", [min(wanted)])
    assert found_in(path, wanted) == {"main.guilty.note"}


def test_no_identifier_is_beside_the_snapshot(
    demo_home: Path, wanted: set[str]
) -> None:
    others = [p for p in demo_home.rglob("*") if p.is_file() and p.suffix != ".duckdb"]
    assert others
    for path in others:
        words = set(path.read_text(encoding="utf-8").replace('"', " ").split())
        assert not words & wanted, path.name
