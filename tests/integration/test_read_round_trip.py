"""Any table, written in any of the shapes that people send, reads back the same."""

import csv
import io
import zipfile
from collections.abc import Callable
from html import escape
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.intake.preview import read_as_text
from dashboard.settings import read_settings

Table = list[list[str]]
NAMES = ["PERSON_ID", "REFERRAL_ID", "Referral Date", "Contact Type", "Gender", "DOB"]
# What people type: letters of any alphabet, signs that part cells, quotes, breaks.
WORDS = st.text(
    alphabet=st.one_of(
        st.sampled_from(list(",;\t|\"'\n ab01=-+@&<>£éÈñ’–")),
        st.characters(codec="utf-8", categories=["L", "N"]),
    ),
    max_size=12,
).map(str.strip)
LATIN = st.text(alphabet=st.sampled_from(list(",;|\"' abc019£éè’–€")), max_size=12).map(
    str.strip
)
LEADING_ZERO = st.from_regex(r"0[0-9]{3,8}", fullmatch=True)


def tables(cells: st.SearchStrategy[str]) -> st.SearchStrategy[Table]:
    """Two to six columns; each row says who it is about, so none is a note below."""

    def of(width: int) -> st.SearchStrategy[Table]:
        rest = st.lists(
            st.one_of(cells, LEADING_ZERO), min_size=width - 2, max_size=width - 2
        )
        row = st.tuples(
            LEADING_ZERO, st.from_regex(r"R[0-9]{2,5}", fullmatch=True), rest
        )
        body = st.lists(row.map(lambda r: [r[0], r[1], *r[2]]), min_size=1, max_size=20)
        return body.map(lambda rows: [NAMES[:width], *rows])

    return st.integers(2, 6).flatmap(of)


def as_csv(
    delimiter: str = ",",
    encoding: str = "utf-8",
    end: str = "\r\n",
    title: str = "",
) -> Callable[[Table, Path], Path]:
    def write(table: Table, folder: Path) -> Path:
        path = folder / "extract.csv"
        with path.open("w", encoding=encoding, newline="") as file:
            file.write(title)
            csv.writer(file, delimiter=delimiter, lineterminator=end).writerows(table)
        return path

    return write


def as_workbook(table: Table, folder: Path) -> Path:
    path = folder / "extract.xlsx"
    with xlsxwriter.Workbook(str(path), {"strings_to_numbers": False}) as book:
        sheet = book.add_worksheet("Report")
        for number, row in enumerate(table):
            for place, cell in enumerate(row):
                sheet.write_string(number, place, cell)
    return path


def as_html(table: Table, folder: Path) -> Path:
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>"
        for row in table
    )
    path = folder / "extract.xls"
    path.write_text(
        f'<html><head><meta charset="utf-8"></head><table>{rows}</table></html>',
        encoding="utf-8",
    )
    return path


def as_zip(table: Table, folder: Path) -> Path:
    path = folder / "extract.zip"
    text = io.StringIO(newline="")
    csv.writer(text).writerows(table)
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("in/a folder/extract.csv", text.getvalue())
    return path


SHAPES = {
    "comma": as_csv(),
    "semicolon": as_csv(delimiter=";"),
    "tab": as_csv(delimiter="\t"),
    "bar": as_csv(delimiter="|"),
    "unix": as_csv(end="\n"),
    "mark": as_csv(encoding="utf-8-sig"),
    "utf-16": as_csv(encoding="utf-16"),
    "utf-16-le": as_csv(encoding="utf-16-le"),
    "title": as_csv(title="Referrals, run on a Friday\r\n\r\n"),
    "workbook": as_workbook,
    "zip": as_zip,
}


def read(path: Path) -> Table:
    return list(read_as_text(path, read_settings()))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("round-trip")


@pytest.mark.parametrize("shape", SHAPES)
@given(table=tables(WORDS))
@settings(max_examples=25)
def test_any_table_reads_back_the_same(shape: str, folder: Path, table: Table) -> None:
    assert read(SHAPES[shape](table, folder)) == table


@given(table=tables(LATIN))
@settings(max_examples=25)
def test_what_windows_writes_reads_back_the_same(folder: Path, table: Table) -> None:
    assert read(as_csv(encoding="cp1252")(table, folder)) == table


@given(table=tables(LATIN))
@settings(max_examples=25)
def test_a_page_that_calls_itself_a_workbook_reads_back_the_same(
    folder: Path, table: Table
) -> None:
    spaced = [[" ".join(cell.split()) for cell in row] for row in table]
    assert read(as_html(spaced, folder)) == spaced


@given(table=tables(WORDS), blank=st.integers(0, 3))
@settings(max_examples=25)
def test_both_roads_lead_to_the_same_table(
    folder: Path, table: Table, blank: int
) -> None:
    """A blank line at the end sends a file along the slow road."""
    plain = read(as_csv(end="\n")(table, folder))
    path = as_csv(end="\n")(table, folder)
    with path.open("a", encoding="utf-8", newline="") as file:
        file.write("\n" * (blank + 1))
    assert read(path) == plain
