"""Every check finds the rows that it is for, and no others."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pytest

from dashboard.intake.checks import Check, read_checks, run_checks
from dashboard.intake.findings import ROWS_KEPT, Finding
from dashboard.intake.profiles import Profile, read_profiles
from dashboard.intake.stage import Staged
from dashboard.settings import DATA, QUERIES
from dashboard.warehouse.build import set_run
from dashboard.warehouse.engine import open_building, quoted
from dashboard.warehouse.tables import create_extract_tables, read_extract_tables
from tests.integration.check_examples import EXAMPLES, GIVEN, Row

CHECKS = read_checks([QUERIES / "checks"])
PROFILES = read_profiles([DATA / "profiles"])


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    folder = tmp_path_factory.mktemp("checks")
    connection = open_building(folder / "any.duckdb", scratch=folder)
    create_extract_tables(connection, read_extract_tables().values())
    set_run(connection, date(2026, 6, 30))
    yield connection
    connection.close()


@pytest.fixture
def connection(opened: duckdb.DuckDBPyConnection) -> Iterator[object]:
    opened.execute("begin")
    yield opened
    opened.execute("rollback")


def profile_of(table: str) -> Profile:
    return next(profile for profile in PROFILES.values() if profile.table == table)


def put(connection: duckdb.DuckDBPyConnection, table: str, rows: Iterable[Row]) -> None:
    for row in rows:
        names = ", ".join(quoted(name) for name in row)
        marks = ", ".join("?" for _ in row)
        connection.execute(
            f"insert into {table} ({names}) values ({marks})", list(row.values())
        )


def found(
    connection: duckdb.DuckDBPyConnection, check: Check, rows: Iterable[Row]
) -> Finding | None:
    connection.execute(
        f"""
        create or replace temp table staged_rows_of_test as
        select null::bigint as row_number, null::date as birth_date, *
        from extract.{check.table} where false
        """
    )
    numbered = [{"row_number": n, **row} for n, row in enumerate(rows, start=2)]
    put(connection, "staged_rows_of_test", numbered)
    staged = Staged(
        profile=replace(profile_of(check.table), table=check.table),
        file="file.csv",
        table="staged_rows_of_test",
        rows=len(numbered),
        findings=(),
    )
    findings = run_checks(connection, staged, [check])
    return findings[0] if findings else None


def give(connection: duckdb.DuckDBPyConnection, check: Check) -> None:
    """Fill the other extracts: a table's columns that are not given may be empty."""
    given = {**EXAMPLES[check.name].given, **GIVEN.get(check.name, {})}
    for table, rows in given.items():
        connection.execute(
            f"create or replace table extract.{table} as select * from extract.{table}"
        )
        put(connection, f"extract.{table}", rows)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_a_check_finds_the_rows_it_is_for_and_no_others(
    connection: duckdb.DuckDBPyConnection, check: Check
) -> None:
    example = EXAMPLES[check.name]
    give(connection, check)
    finding = found(connection, check, example.fails)
    assert finding is not None
    assert finding.check == check.name
    assert finding.count == len(finding.rows) >= 1
    assert found(connection, check, example.passes) is None


def test_no_example_is_of_a_check_that_is_gone() -> None:
    names = {check.name for check in CHECKS}
    assert EXAMPLES.keys() <= names
    assert GIVEN.keys() <= names


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_a_check_says_why_and_what_to_do(check: Check) -> None:
    assert check.table in read_extract_tables()
    assert check.why.endswith(".")
    assert check.fix.endswith(".")
    assert not check.title.endswith(".")


def test_the_rows_of_a_finding_are_limited_and_its_count_is_not(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    check = next(c for c in CHECKS if c.name == "exclusion_below_nothing")
    connection.execute(
        f"""
        create or replace temp table many as
        select 2 + i as row_number, -1 as half_days from range({ROWS_KEPT + 7}) as t(i)
        """
    )
    staged = Staged(profile_of("exclusion"), "file.csv", "many", ROWS_KEPT + 7, ())
    [finding] = run_checks(connection, staged, [check])
    assert finding.count == ROWS_KEPT + 7
    assert len(finding.rows) == ROWS_KEPT
    assert len(finding.examples) == 5


def test_a_check_of_the_partnerships_own_is_read(tmp_path: Path) -> None:
    shipped = (QUERIES / "checks" / "exclusion_below_nothing.sql").read_text()
    (tmp_path / "our_own.sql").write_text(shipped)
    assert [check.name for check in read_checks([tmp_path])] == ["our_own"]
