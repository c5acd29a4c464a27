"""What goes back to the source: their rows, the cell, the reason, and no formula."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
import python_calamine

from dashboard.errors import ForTheUser
from dashboard.intake.batch import Batch
from dashboard.intake.rows_again import RowsAgain
from dashboard.reports.repair import Fault, faults_of, repair_report, workbook
from dashboard.settings import Settings, read_settings

HEADER = ["PERSON_ID", "REFERRAL_ID", "Referral Date", "Contact Type"]
TEXT = ",".join(HEADER) + (
    "\n0101,R1,03/02/2026,Child Protection"
    "\n0102,R2,31/13/2026,Child Protection"
    "\n0103,=HYPERLINK(1),03/02/2026,@SUM(A1)\n"
)
FOUND = {
    "severity": "must_fix",
    "check": "unreadable_date",
    "title": "Not a date",
    "column": "Referral Date",
    "count": 1,
    "examples": [[3, "31/13/2026"]],
}
LOOKED_AT = FOUND | {
    "severity": "should_look",
    "title": "A word we have not met",
    "column": "Contact Type",
    "examples": [[4, "@SUM(A1)"]],
}
TOLD = FOUND | {"severity": "for_information", "examples": [[2, ""]]}
FILE = {
    "number": 0,
    "name": "march.csv",
    "recognised": "Referrals",
    "header": HEADER,
    "findings": [FOUND, LOOKED_AT, TOLD],
}


@pytest.fixture
def home(tmp_path: Path) -> Settings:
    return read_settings(tmp_path / "home")


@pytest.fixture
def batch(home: Settings) -> Batch:
    begun = Batch.begin(home.home)
    content = TEXT.encode()
    begun.receive("march.csv", io.BytesIO(content), len(content))
    begun.say({"files": [FILE]})
    return begun


def sheets(content: bytes) -> dict[str, list[list[Any]]]:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_the_rows_at_fault_are_as_they_were_sent(batch: Batch, home: Settings) -> None:
    name, content = repair_report(batch, 0, home)
    assert name == "to put right - march.xlsx"
    rows = sheets(content)["Rows to put right"]
    assert rows[0][4:] == HEADER
    assert rows[1] == ["march.csv", "", "3", "Not a date (Referral Date)",
                       "0102", "R2", "31/13/2026", "Child Protection"]  # fmt: skip
    assert len(rows) == 3


def test_nothing_is_written_as_a_formula(batch: Batch, home: Settings) -> None:
    _, content = repair_report(batch, 0, home)
    assert sheets(content)["Rows to put right"][2][5] == "=HYPERLINK(1)"
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        written = parts.read("xl/worksheets/sheet2.xml").decode()
    assert "<f>" not in written
    assert "<f " not in written


def test_it_says_what_it_is_and_how_it_is_to_be_kept(
    batch: Batch, home: Settings
) -> None:
    _, content = repair_report(batch, 0, home)
    said = [row[0] for row in sheets(content)["Read me"]]
    assert said[0] == "OFFICIAL-SENSITIVE"
    assert "march.csv" in said[1]
    assert any("names and ids you sent" in words for words in said)
    assert "Not a date: 1 rows" not in said
    assert "Not a date: 1 row" in said


def test_the_cell_in_question_is_coloured() -> None:
    rows = RowsAgain("", ("a", "b"), ((2, ("x", "y")),))
    plain = workbook("f.csv", rows, [Fault(2, "", "Why")], ["About"])
    marked = workbook("f.csv", rows, [Fault(2, "b", "Why")], ["About"])
    assert style_of(marked, "F2") != style_of(marked, "E2")
    assert style_of(plain, "F2") == style_of(plain, "E2")


def style_of(content: bytes, cell: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        written = parts.read("xl/worksheets/sheet2.xml").decode()
    return written.split(f'<c r="{cell}"')[1].split(">")[0].split(" t=")[0]


def test_all_rows_at_fault_are_listed_where_they_are_known() -> None:
    found = FOUND | {"rows_at_fault": [3, 9, 12]}
    assert [fault.row for fault in faults_of(FILE | {"findings": [found]})] == [
        3,
        9,
        12,
    ]


def test_a_file_without_rows_at_fault_is_refused_in_words(
    batch: Batch, home: Settings
) -> None:
    for place in (1, 99):
        with pytest.raises(ForTheUser, match="no rows to put right"):
            repair_report(batch, place, home)
