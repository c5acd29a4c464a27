"""Files that people really upload, against their clean twins: read right, or refused.

Never a silently wrong table. Column names are compared as a column is recognised, less
outer white space; columns at the end without a name and without a cell are not counted.
Every other cell is compared as it stands.
"""

import csv
import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.errors import ForTheUser
from dashboard.intake.preview import read_as_text
from dashboard.settings import read_settings

pytestmark = pytest.mark.samples

TWINS = ("pollock_polluted", "pollock_survey_uk")
# Nothing in these files says what they ought to hold, so a refusal is the right answer.
RIGHT_REFUSALS = {
    "file_no_header.csv": "no row of column names",
    "row_less_sep_row10_col3.csv": "not have as many cells",
    "workforce-management-information-dft_201706.csv": "rows of column names",
}


@pytest.fixture(scope="module")
def messy(samples: Path) -> Path:
    return samples / "messy_uploads"


def read(path: Path) -> list[list[str]]:
    return list(read_as_text(path, read_settings()))


def clean_twin(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def comparable(rows: list[list[str]]) -> list[list[str]]:
    header = [cell.strip() for cell in rows[0]]
    body = [row + [""] * (len(header) - len(row)) for row in rows[1:]]
    body = [row for row in body if any(row)]
    while header and not header[-1] and not any(row[-1] for row in body):
        header, body = header[:-1], [row[:-1] for row in body]
    return [header, *body]


def outcomes(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted((folder / "csv").iterdir()):
        try:
            found = read(path)
        except ForTheUser as error:
            right = RIGHT_REFUSALS.get(path.name, "\0") in str(error)
            yield path.name, "refused rightly" if right else f"wrong: {error}"
        else:
            twin = comparable(clean_twin(folder / "clean" / path.name))
            yield path.name, "read right" if comparable(found) == twin else "wrong"


def test_polluted_files_are_read_right_or_refused_rightly(messy: Path) -> None:
    score: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    wrong = []
    for folder in TWINS:
        for name, outcome in outcomes(messy / folder):
            score[folder][outcome.split(":")[0]] += 1
            if outcome.startswith("wrong"):
                wrong.append((name, outcome))
    print(f"\n{'':20} read right  refused rightly  wrong")
    for folder, counts in score.items():
        print(
            f"{folder:20} {counts['read right']:10} {counts['refused rightly']:16} "
            f"{counts['wrong']:6}"
        )
    assert wrong == []
    assert score["pollock_polluted"]["read right"] >= 13
    survey = score["pollock_survey_uk"]
    assert survey["read right"] >= 0.9 * sum(survey.values())


def test_every_file_of_the_csv_spectrum_is_read(messy: Path) -> None:
    for path in sorted((messy / "csv_spectrum/csvs").iterdir()):
        twin = json.loads(
            (messy / "csv_spectrum/json" / f"{path.stem}.json").read_text()
        )
        header, *rows = read(path)
        found = [dict(zip(header, row, strict=True)) for row in rows]
        expected = twin if isinstance(twin, list) else [twin]
        if path.stem == "location_coordinates":
            # The twin has a telephone number that is nowhere in the file.
            assert expected[0].pop("Contact Phone Number").encode() not in (
                path.read_bytes()
            )
            assert found[0].pop("Contact Phone Number") == "2095257564"
        assert found == expected, path.name


# What a person sees who opens the file: its column names and its first row.
SEEN = {
    "frictionless/bom.csv": (["id", "name"], ["1", "english"]),
    "frictionless/issue-1009-semicolon.csv": (["fieldNameA", "fieldNameB"], ["0123", "c"]),
    "frictionless/cast-int-to-string-issue-1251.xls": (list("ABCDE"), ["001", "b", "1", "a", "1"]),
    "frictionless/duplicate-headers.csv": (
        ["id", "name", "id", "age", "id"],
        ["1101", "John", "0", "30", "001101"],
    ),
    "frictionless/skip-rows-before-headers.csv": (["id", "name"], ["1", "english"]),
    "frictionless/table-with-booleans.ods": (["id", "boolean"], ["1", "TRUE"]),
    "frictionless/table-with-ints-floats-dates.xls": (
        ["Int", "Float", "Date"],
        ["2013", "3.3", "2009-08-16"],
    ),
    "readxl_sheets/types.xlsx": (
        ["blank", "boolean", "date", "numeric", "text"],
        ["", "TRUE", "2017-02-27", "1", "hello"],
    ),
    "readxl_sheets/blanks.xlsx": (["x", "y"], ["", "a"]),
    "readxl_sheets/missing-values-xls.xls": (["x", "y", "z"], ["NA", "NA", ""]),
    "readxl_sheets/nonstandard-xml-ns-prefix.xlsx": (["a", "b"], ["1", "3"]),
}  # fmt: skip
# Several rows of column names, merged cells, rows with a cell too few or too many.
NEVER_GUESSED = (
    "frictionless/multiline-headers.xlsx",
    "frictionless/merged-cells.xlsx",
    "frictionless/merged-cells.xls",
    "frictionless/defective-rows.csv",
    "frictionless/structure-errors.csv",
    "readxl_sheets/geometry.xlsx",
)


@pytest.mark.parametrize("name", SEEN)
def test_an_oddity_is_read_as_a_person_sees_it(messy: Path, name: str) -> None:
    assert tuple(read(messy / name)[:2]) == SEEN[name]


@pytest.mark.parametrize("name", NEVER_GUESSED)
def test_what_is_not_sure_is_refused(messy: Path, name: str) -> None:
    with pytest.raises(ForTheUser):
        read(messy / name)


def test_no_oddity_crashes(messy: Path) -> None:
    """Anything but a sentence for the officer fails this."""
    told = {"read": 0, "refused": 0}
    for folder in ("frictionless", "readxl_sheets"):
        for path in sorted((messy / folder).iterdir()):
            try:
                rows = read(path)
            except ForTheUser:
                told["refused"] += 1
            else:
                told["read"] += 1
                assert len({len(row) for row in rows}) == 1, path.name
    print(f"\noddities: {told['read']} read, {told['refused']} refused in words")
    assert told["read"] >= 55
