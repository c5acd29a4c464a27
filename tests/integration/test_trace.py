"""Which seven? The rows of an uploaded file behind one figure, by their row numbers."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.__main__ import main
from dashboard.access.viewer import named_staff
from dashboard.answers import Question, ask
from dashboard.errors import ForTheUser
from dashboard.filters import Filters
from dashboard.intake.trace import trace
from dashboard.settings import read_settings
from dashboard.warehouse.history import Happened
from dashboard.warehouse.snapshots import Snapshots

MEASURES = [
    ("referrals", "mosaic_referrals", "month:2026-02", {}),
    ("referrals", "mosaic_referrals", "last12", {"source_agency": "police"}),
    ("reclassified", "mosaic_referrals", "last12", {"sex": "female"}),
]


@pytest.fixture(scope="session")
def file_rows(demo_extracts: Path) -> Callable[[str], list[dict[str, str]]]:
    def read(name: str) -> list[dict[str, str]]:
        path = demo_extracts / f"{name}.csv"
        with path.open(encoding="cp1252", newline="") as file:
            next(file)  # a title stands above the column names
            return list(csv.DictReader(file))

    return read


@pytest.mark.parametrize(("measure", "name", "period", "clauses"), MEASURES)
def test_the_rows_behind_a_figure_are_as_many_as_it(
    demo_home: Path,
    demo_extracts: Path,
    measure: str,
    name: str,
    period: str,
    clauses: dict[str, str],
) -> None:
    filters = Filters.of(clauses, period)
    found = trace(
        demo_extracts / f"{name}.csv",
        read_settings(demo_home),
        measure=measure,
        filters=filters,
    )
    whole = ask(Question(measure, filters), named_staff(demo_home)).whole
    assert whole is not None
    assert [len(traced.rows) for traced in found] == [whole.numerator]


def test_they_are_the_rows_that_a_person_would_find(
    demo_home: Path,
    demo_extracts: Path,
    file_rows: Callable[[str], list[dict[str, str]]],
) -> None:
    [traced] = trace(
        demo_extracts / "mosaic_referrals.csv",
        read_settings(demo_home),
        measure="referrals",
        filters=Filters.of({"source_agency": "police"}, "month:2026-02"),
    )
    # Of rows that repeat a child in a referral, the last was taken in.
    rows = {
        (row["PERSON_ID"], row["REFERRAL_ID"]): number
        for number, row in enumerate(file_rows("mosaic_referrals"), start=3)
        if row["Referral Date"].endswith("/02/2026")
        and row["Source of Referral"] == "Police"
        and row["Contact Type"] == "Child Protection"
    }
    assert traced.rows
    assert list(traced.rows) == sorted(rows.values())


def test_the_command_line_gives_the_rows_and_the_history_says_who_looked(
    demo_home: Path, demo_extracts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = str(demo_extracts / "mosaic_referrals.csv")
    words = ["trace", file, "referrals", "--period", "month:2026-02", "--json"]
    assert main(["--home", str(demo_home), "extracts", *words, "--who", "DO"]) == 0
    [traced] = json.loads(capsys.readouterr().out)
    assert traced["rows"]
    looked = Snapshots(demo_home).history.events()[-1]
    assert (looked.happened, looked.who) == (Happened.TRACED, "DO")
    assert looked.files == ("mosaic_referrals.csv",)


def test_a_file_that_is_no_extract_cannot_be_traced(
    demo_home: Path, tmp_path: Path
) -> None:
    path = tmp_path / "shopping.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(ForTheUser, match="cannot be traced"):
        trace(
            path,
            read_settings(demo_home),
            measure="referrals",
            filters=Filters.of({}, "all"),
        )
