"""Extracts are published whole or not at all, and what is wrong is said where it is."""

import csv
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from dashboard.access.viewer import named_staff
from dashboard.answers import Question, ask
from dashboard.filters import Filters
from dashboard.intake.findings import ExtractsRefused
from dashboard.intake.publish import check_extracts, publish_extracts
from dashboard.settings import Settings, read_settings
from dashboard.warehouse.snapshots import Snapshots

AS_AT = date(2026, 11, 14)
HEADER = ["PERSON_ID", "REFERRAL_ID", "DOB", "Gender", "Referral Date", "Source of Referral",
          "Contact Type", "Screening Outcome", "Screening Date", "Date Closed", "Responsible Team"]  # fmt: skip
GOOD = ["101", "R1", "01/02/2018", "F", "03/02/2026", "Police", "Child Protection",
        "Proceed to IRD", "04/02/2026", "", "T1"]  # fmt: skip


def row(**changes: str) -> list[str]:
    values = dict(zip(HEADER, GOOD, strict=True)) | {
        k.replace("_", " "): v for k, v in changes.items() if " " in k.replace("_", " ")
    }
    values |= {k: v for k, v in changes.items() if k in values}
    return [values[name] for name in HEADER]


def referrals(
    path: Path, rows: Iterable[list[str]], header: list[str] = HEADER
) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A home in which two referrals have been published."""
    folder = tmp_path_factory.mktemp("published")
    settings = read_settings(folder / "home")
    good = referrals(folder / "referrals.csv", [GOOD, row(PERSON_ID="102")])
    publish_extracts([good], settings, as_at=AS_AT)
    return settings


def how_many(settings: Settings) -> float | None:
    whole = ask(
        Question("referrals", Filters.of({}, "all")), named_staff(settings.home)
    ).whole
    return whole.value if whole else None


def test_two_referrals_are_two_referrals(published: Settings) -> None:
    assert how_many(published) == 2


WRONG = [
    (
        "not_an_extract",
        "name,colour\nTom,red\nAnn,blue\n",
        ["is not an extract that Sightline knows"],
    ),
    ("empty", "", ["empty"]),
    ("header_only", ",".join(HEADER) + "\n", ["column names but no rows"]),
    ("binary", "PK\x03\x04\x00\x00\x00", ["is not text"]),
]


@pytest.mark.parametrize(
    ("name", "text", "said"), WRONG, ids=[name for name, _, _ in WRONG]
)
def test_a_file_that_is_no_extract_is_refused_in_words(
    published: Settings, tmp_path: Path, name: str, text: str, said: list[str]
) -> None:
    path = tmp_path / f"{name}.csv"
    path.write_text(text, encoding="utf-8")
    check_refused(published, [path], [f"{name}.csv", *said])


ROWS = [
    (
        "wrong_date",
        {"Referral_Date": "31/13/2026"},
        ["Referral Date is not a date", "Row 3", "31/13/2026", "31/12/2025"],
    ),
    (
        "unknown_code",
        {"Source_of_Referral": "Something new"},
        [
            "Source of Referral holds words we have not met: “Something new” (1 row)",
            "Row 3",
            "source_agency.csv",
        ],
    ),
    (
        "closed_first",
        {"Date_Closed": "01/02/2026"},
        ["Closed before they were received", "Date Closed", "Row 3", "01/02/2026"],
    ),
    (
        "in_future",
        {"Referral_Date": "15/11/2026", "Screening_Date": ""},
        ["Received after the day of this picture", "Row 3"],
    ),
    ("no_child", {"PERSON_ID": ""}, ["PERSON_ID is blank", "Row 3"]),
]


@pytest.mark.parametrize(
    ("name", "changes", "said"), ROWS, ids=[name for name, _, _ in ROWS]
)
def test_a_row_at_fault_is_named_with_its_column_and_value(
    published: Settings,
    tmp_path: Path,
    name: str,
    changes: dict[str, str],
    said: list[str],
) -> None:
    path = referrals(tmp_path / f"{name}.csv", [GOOD, row(**changes)])
    check_refused(published, [path], [f"{name}.csv", *said])


def check_refused(settings: Settings, files: list[Path], said: list[str]) -> None:
    before = Snapshots(settings.home).current_id()
    with pytest.raises(ExtractsRefused) as refused:
        publish_extracts(files, settings, as_at=AS_AT)
    for words in said:
        assert words in str(refused.value)
    assert Snapshots(settings.home).current_id() == before
    assert how_many(settings) == 2
    assert not list((settings.home / "snapshots").glob(".building-*"))


def test_one_bad_file_keeps_the_good_ones_back(
    published: Settings, tmp_path: Path
) -> None:
    good = referrals(tmp_path / "good.csv", [GOOD])
    bad = tmp_path / "bad.csv"
    bad.write_text("")
    check_refused(published, [good, bad], ["bad.csv"])


def test_a_missing_column_names_itself(published: Settings, tmp_path: Path) -> None:
    path = referrals(tmp_path / "r.csv", [GOOD[1:]], HEADER[1:])
    check_refused(published, [path], ["looks like", "'PERSON_ID'"])


def test_checking_publishes_nothing(published: Settings, tmp_path: Path) -> None:
    before = Snapshots(published.home).current_id()
    arrived = check_extracts(
        [referrals(tmp_path / "r.csv", [GOOD])], published, as_at=AS_AT
    )
    assert arrived[0].rows == 1
    assert Snapshots(published.home).current_id() == before


def test_repeated_rows_are_read_once_and_said(tmp_path: Path) -> None:
    settings = read_settings(tmp_path / "home")
    arrived = check_extracts(
        [referrals(tmp_path / "a.csv", [GOOD, GOOD])], settings, as_at=AS_AT
    )
    assert any("1 rows repeat" in finding.title for finding in arrived[0].findings)
