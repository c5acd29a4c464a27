"""SCN and CHI numbers, postcodes and years, in Python and in SQL: both by one rule."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.intake.identifiers import (
    chi_class,
    financial_year,
    is_scn,
    padded,
    seven_character_postcode,
    sex_from_chi,
)
from dashboard.warehouse.engine import open_building

DIGITS = "0123456789"
ANY_DIGITS = st.text(alphabet=DIGITS, max_size=12)
NUMBERS = ANY_DIGITS | st.text(alphabet=DIGITS + "?A ", max_size=11)
DATED = st.builds(
    lambda day, rest: f"{day:%d%m%y}{rest:04d}",
    st.dates(date(1900, 1, 1), date(2099, 12, 31)),
    st.integers(0, 9999),
)


@pytest.fixture(scope="module")
def connection(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[duckdb.DuckDBPyConnection]:
    folder = tmp_path_factory.mktemp("engine")
    opened = open_building(folder / "any.duckdb", scratch=folder)
    yield opened
    opened.close()


def sql(connection: duckdb.DuckDBPyConnection, expression: str, value: str) -> Any:
    found = connection.execute(f"select {expression}", {"id": value}).fetchone()
    assert found is not None
    return found[0]


def vectors(samples: Path, name: str) -> list[dict[str, str]]:
    path = samples / "identifier_vectors" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.samples
def test_every_published_vector_agrees(
    samples: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    for row in vectors(samples, "chi_check"):
        assert chi_class(row["chi"]) == row["expected"]
        assert sql(connection, "chi_class($id)", row["chi"]) == row["expected"]
    for row in vectors(samples, "chi_pad"):
        assert padded(row["input"], 10) == row["expected"]
        assert sql(connection, "padded($id, 10)", row["input"]) == row["expected"]
    sexes = {"1": "male", "2": "female", "": None}
    for row in vectors(samples, "sex_from_chi"):
        expected = sexes[row["expected_sex_1male_2female"]]
        assert sex_from_chi(row["chi"]) == expected
        assert sql(connection, "sex_from_chi($id)", row["chi"]) == expected
    for row in vectors(samples, "format_postcode_pc7"):
        expected = row["expected_pc7"] or None
        assert seven_character_postcode(row["input"]) == expected
    for row in vectors(samples, "financial_year"):
        day = date.fromisoformat(row["date_iso"])
        assert financial_year(day) == row["expected_fin_year"]


@pytest.mark.parametrize(
    ("number", "valid"),
    [
        ("051234561", True),
        ("120000012", True),
        ("120000101", True),
        ("161234567", True),
        ("109876542", True),
        ("051234560", False),
        ("000000000", False),
        ("51234561", False),
        ("0512345610", False),
        ("05123456X", False),
    ],
)
def test_candidate_numbers(
    connection: duckdb.DuckDBPyConnection, number: str, valid: bool
) -> None:
    assert is_scn(number) is valid
    assert sql(connection, "is_scn($id)", number) is valid


@pytest.mark.parametrize("digit", DIGITS)
def test_a_prefix_whose_check_digit_would_be_ten_was_never_issued(digit: str) -> None:
    assert not is_scn("19654321" + digit)


@pytest.mark.parametrize(
    ("number", "says"),
    [
        ("0101336489", "Valid CHI"),
        ("0101405073", "Valid CHI"),
        ("0101625707", "Valid CHI"),
        ("3201201234", "Invalid date"),
        ("0101201234", "Invalid checksum"),
        ("", "Missing (Blank)"),
    ],
)
def test_health_numbers(
    connection: duckdb.DuckDBPyConnection, number: str, says: str
) -> None:
    assert chi_class(number) == says
    assert sql(connection, "chi_class($id)", number) == says


def test_a_health_number_that_is_not_there() -> None:
    assert chi_class(None) == "Missing (NA)"


@given(NUMBERS | DATED)
def test_python_and_sql_agree(
    connection: duckdb.DuckDBPyConnection, number: str
) -> None:
    assert sql(connection, "chi_class($id)", number) == chi_class(number)
    assert sql(connection, "sex_from_chi($id)", number) == sex_from_chi(number)
    assert sql(connection, "is_scn($id)", number) == is_scn(number)
    assert sql(connection, "padded($id, 9)", number) == padded(number, 9)


@given(st.text(alphabet=DIGITS, min_size=8, max_size=8))
def test_of_ten_last_figures_at_most_one_is_right(prefix: str) -> None:
    assert sum(is_scn(prefix + digit) for digit in DIGITS) <= 1
