"""Many files of one shape are one card; what is found in several is told once."""

from typing import Any

import pytest

from dashboard.components.upload_cards import cards_of
from dashboard.components.upload_decisions import leave_out, remember
from dashboard.components.upload_findings import note_to_source
from dashboard.intake.decisions import Decisions, FileDecisions
from dashboard.intake.mappings import Mappings

HEADER = ["Code", "Name"]


def finding(file: str, **changes: Any) -> dict[str, Any]:
    return {
        "check": "not_a_date",
        "severity": "must_fix",
        "file": file,
        "title": "Opened is not a date",
        "column": "Opened",
        "why": "Why.",
        "fix": "Write it so.",
        "count": 1,
        "rows": "Row 3 (“Anna”).",
        "examples": [[3, "Anna"]],
        "may_be_left_out": True,
    } | changes


def file(number: int, **changes: Any) -> dict[str, Any]:
    name = f"school {number}.csv"
    return {
        "number": number,
        "name": name,
        "rows": 10,
        "profile": "school_roll",
        "recognised": "Pupils",
        "sure": 1.0,
        "header": HEADER,
        "columns": [{"header": "Code", "column": "school"}],
        "unread": ["Name"],
        "findings": [finding(name)],
    } | changes


@pytest.mark.parametrize(("files", "cards"), [(3, 3), (4, 1), (165, 1)])
def test_more_than_three_of_one_shape_are_one(files: int, cards: int) -> None:
    found = cards_of({"files": [file(number) for number in range(files)]})
    assert len(found) == cards
    assert sum(card.rows for card in found) == 10 * files


def test_the_odd_one_stands_apart() -> None:
    odd = file(5, header=["Code", "Name", "Head"])
    files = [*(file(number) for number in range(5)), odd]
    assert [len(card.files) for card in cards_of({"files": files})] == [5, 1]


def test_files_that_are_not_recognised_are_told_one_by_one() -> None:
    files = [file(number, profile=None) for number in range(6)]
    assert len(cards_of({"files": files})) == 6


def test_the_same_finding_is_told_once_with_its_files() -> None:
    (card,) = cards_of({"files": [file(number) for number in range(4)]})
    (found,) = card.findings
    assert found.count == 4
    assert [place.file for place in found.places][:2] == [
        "school 0.csv",
        "school 1.csv",
    ]


def test_a_decision_on_a_card_is_of_every_file() -> None:
    (card,) = cards_of({"files": [file(number) for number in range(4)]})
    decided = leave_out(Decisions(), card, card.findings[0])
    assert all(
        decided.of(number).left_out == {("not_a_date", "Opened")} for number in range(4)
    )


def test_what_must_be_put_right_comes_first() -> None:
    found = [finding("a", severity="for_information"), finding("a", title="B")]
    (card,) = cards_of({"files": [file(0, findings=found)]})
    assert [f.severity.value for f in card.findings] == ["must_fix", "for_information"]


def test_a_note_has_numbers_of_rows_and_nothing_from_them() -> None:
    known = finding("school 0.csv", rows_at_fault=[3, 7, 9], count=4)
    (card,) = cards_of({"files": [file(0, findings=[known])]})
    note = note_to_source(card, card.findings[0])
    assert "school 0.csv: rows 3, 7, 9 and 1 more" in note
    assert "Anna" not in note


def test_only_what_was_decided_is_remembered(tmp_path: Any) -> None:
    report = {"files": [file(0), file(1, header=["Code"], unread=[])]}
    columns = {"Code": "school", "Name": ""}
    decided = Decisions().with_file(0, FileDecisions("school_roll", columns))
    mappings = Mappings.of(tmp_path)
    remember(decided, report, mappings, "an officer")
    assert mappings.of_shape("school_roll", HEADER) == columns
    assert mappings.of_shape("school_roll", ["Code"]) == {}
