"""From every earlier version of the records to this one, and back as INSTALL.md says."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, MetaData, insert, select

from dashboard.partnership import records
from dashboard.partnership.copies import Why, copies_of
from dashboard.partnership.records import RecordsTooNew, engine_of, forget_engine
from dashboard.partnership.sqlite import BESIDE, FILE

NEWEST = records.MIGRATIONS
VERSIONS = sorted(path.stem[:4] for path in (NEWEST / "versions").glob("0*.py"))
Rows = dict[str, list[dict[str, Any]]]


@pytest.fixture(params=VERSIONS[:-1])
def older(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[None]:
    """The program as it was: it knows no migration later than its own."""
    known = tmp_path / "migrations"
    shutil.copytree(NEWEST, known)
    for path in (known / "versions").glob("0*.py"):
        if path.stem[:4] > request.param:
            path.unlink()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(records, "MIGRATIONS", known)
        yield
    forget_engine()


@pytest.mark.usefixtures("older")
def test_an_upgrade_keeps_every_row_and_a_rollback_has_them_again(
    tmp_path: Path,
) -> None:
    home = tmp_path / "home"
    _fill(home)
    before = _rows(home)
    assert all(before.values()), "a row of every table"

    with pytest.MonkeyPatch.context() as newer:
        newer.setattr(records, "MIGRATIONS", NEWEST)
        forget_engine()
        after = _rows(home)
    _holds(after, before)
    [copy] = copies_of(home)
    assert copy.why == Why.MIGRATION

    forget_engine()
    with pytest.raises(RecordsTooNew):
        engine_of(home)
    for name in (FILE, *(f"{FILE}{more}" for more in BESIDE)):
        (home / name).unlink(missing_ok=True)
    shutil.copy(copy.path, home / FILE)
    forget_engine()
    assert _rows(home) == before


def _fill(home: Path) -> None:
    """One row of every table. Keys are held to: every value of a kind is the same one."""
    with engine_of(home).begin() as connection:
        held = MetaData()
        held.reflect(connection)
        for table in held.sorted_tables:
            if table.name != "alembic_version":
                row = {column.name: _value(column) for column in table.columns}
                connection.execute(insert(table).values(row))


def _value(column: Column[Any]) -> object:
    return _VALUES[column.type.python_type]


_VALUES: dict[type, object] = {
    str: "x",
    int: 1,
    float: 1.0,
    bool: True,
    date: date(2026, 1, 1),
    object: ["x"],  # of a column of JSON
}


def _rows(home: Path) -> Rows:
    with engine_of(home).connect() as connection:
        held = MetaData()
        held.reflect(connection)
        return {
            name: [dict(row) for row in connection.execute(select(table)).mappings()]
            for name, table in held.tables.items()
            if name != "alembic_version"
        }


def _holds(after: Rows, before: Rows) -> None:
    """Every row is there as it was; of a column that is new nothing is asked."""
    for name, rows in before.items():
        kept = [
            {k: row[k] for k in was} for row, was in zip(after[name], rows, strict=True)
        ]
        assert kept == rows, name
