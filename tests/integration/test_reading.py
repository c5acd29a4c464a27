"""The reader: encodings, title rows, dates, ids and codes, and what it says of the rest."""

import csv
import hmac
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from dashboard.intake.preview import read_as_text
from dashboard.intake.reading import read_tables
from dashboard.intake.words import tidy
from dashboard.settings import read_settings
from dashboard.warehouse.engine import open_building
from dashboard.warehouse.pseudonyms import give_key, read_or_make_key

ROWS = [
    ["PERSON_ID", "REFERRAL_ID", "Contact Type"],
    ["1", "R1", "O’Neill – café"],
    ["2", "", "NA"],
]


@pytest.fixture(scope="module")
def connection(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[duckdb.DuckDBPyConnection]:
    folder = tmp_path_factory.mktemp("engine")
    opened = open_building(folder / "any.duckdb", scratch=folder)
    yield opened
    opened.close()


def written(
    path: Path, rows: list[list[str]], encoding: str, title: bool = False
) -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        if title:
            file.write("Referrals, extracted on a Friday\n")
        csv.writer(file).writerows(rows)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("title", [False, True])
def test_text_is_read_as_it_was_written(
    tmp_path: Path, encoding: str, title: bool
) -> None:
    path = written(tmp_path / "r.csv", ROWS, encoding, title)
    assert list(read_as_text(path, read_settings())) == ROWS


def test_a_workbook_reads_as_the_same_text(tmp_path: Path) -> None:
    path = tmp_path / "r.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(ROWS):
            sheet.write_row(number, 0, row)
        sheet.write_datetime(
            3, 0, date(2026, 2, 3), book.add_format({"num_format": "dd/mm/yy"})
        )
        sheet.write_number(3, 1, 12)
    assert list(read_as_text(path, read_settings())) == [
        *ROWS,
        ["2026-02-03", "12", ""],
    ]


def test_the_sheets_of_the_extract_are_read_and_the_hidden_one_is_named(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    path = tmp_path / "months.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("Notes").write_row(0, 0, ["About", "these", "figures", "."])
        for name in ["May", "June", "Old"]:
            sheet = book.add_worksheet(name)
            for number, row in enumerate([*ROWS, [name, "R3", ""]]):
                sheet.write_row(number, 0, row)
        book.get_worksheet_by_name("Old").hide()
    read = read_tables(
        connection,
        path,
        table="months",
        scratch=tmp_path,
        score=lambda cells: len(set(ROWS[0]).intersection(cells)),
    )
    assert [sheet.sheet for sheet in read] == ["May", "June"]
    assert read[0].notes == (
        "The hidden sheet “Old” was not read.",
        "The sheet “Notes” holds no extract and was not read.",
    )
    last = [
        connection.execute(
            f'select row_number, c0 from "{sheet.table}" order by all desc limit 1'
        ).fetchone()
        for sheet in read
    ]
    assert last == [(4, "May"), (4, "June")]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("03/02/2026", date(2026, 2, 3)),
        ("2026-02-03", date(2026, 2, 3)),
        ("3/2/26", date(2026, 2, 3)),
        ("03-Feb-2026", date(2026, 2, 3)),
        ("03/02/2026 14:55", date(2026, 2, 3)),
        ("2024-Oct-16 00:00:00", date(2024, 10, 16)),
        ("46056", date(2026, 2, 3)),
        ("01/01/1900", None),
        ("31/12/9999", None),
        ("31/02/2026", None),
        ("soon", None),
        ("12", None),
    ],
)
def test_dates_are_uk_dates(
    connection: duckdb.DuckDBPyConnection, text: str, day: date | None
) -> None:
    assert connection.execute("select as_date(?)", [text]).fetchone() == (day,)


@given(
    st.text(
        alphabet=st.characters(
            codec="utf-8", exclude_categories=["Cs", "Cc", "Zl", "Zp", "Zs"]
        ),
        max_size=30,
    )
)
def test_words_are_tidied_alike_in_sql_and_python(
    connection: duckdb.DuckDBPyConnection, text: str
) -> None:
    plain = text.encode("ascii", "ignore").decode() + " – ’ _x"
    assert connection.execute("select tidy(?)", [plain]).fetchone() == (tidy(plain),)


@given(st.text(alphabet="0123456789abcXYZ", min_size=1, max_size=20))
def test_a_pseudonym_is_the_standard_keyed_hash(
    connection: duckdb.DuckDBPyConnection, text: str
) -> None:
    key = b"a key of thirty-two bytes, or so"
    give_key(connection, key)
    found = connection.execute("select keyed('scn', ?)", [text]).fetchone()
    expected = hmac.new(key, f"scn:{text.upper()}".encode(), "sha256").hexdigest()[:32]
    assert found == (expected,)


def test_the_key_is_its_owners_alone_and_stays(tmp_path: Path) -> None:
    key = read_or_make_key(tmp_path)
    path = tmp_path / "keys" / "pseudonym.key"
    assert path.stat().st_mode & 0o777 == 0o600
    assert read_or_make_key(tmp_path) == key
    assert len(key) == 32


@pytest.mark.parametrize(
    ("birth", "day", "band"),
    [
        ("2026-03-01", "2026-02-28", "unborn"),
        ("2021-03-01", "2026-02-28", "0_4"),
        ("2021-03-01", "2026-03-01", "5_11"),
        ("2010-02-28", "2026-02-27", "12_15"),
        ("2010-02-28", "2026-02-28", "16_17"),
        ("2008-02-28", "2026-02-28", "18_plus"),
    ],
)
def test_age_bands_turn_on_the_birthday(
    connection: duckdb.DuckDBPyConnection, birth: str, day: str, band: str
) -> None:
    assert connection.execute(
        "select age_band(?::date, ?::date)", [birth, day]
    ).fetchone() == (band,)
