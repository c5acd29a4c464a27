"""What the officer has chosen on the page, as decisions of the batch."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from dashboard.components.upload_cards import Card, Found
from dashboard.intake.decisions import Decisions, FileDecisions
from dashboard.intake.mappings import Mappings
from dashboard.warehouse.coverage import Said


def as_kind(decisions: Decisions, card: Card, profile: str) -> Decisions:
    """Another kind: what its columns are is asked anew."""
    return _each(decisions, card, profile=profile, columns={})


def as_columns(
    decisions: Decisions, card: Card, profile: str, columns: Mapping[str, str]
) -> Decisions:
    """`columns`: header → column, "" for not read, of every header of the card."""
    return _each(decisions, card, profile=profile, columns=dict(columns))


def leave_out(decisions: Decisions, card: Card, found: Found) -> Decisions:
    for number in card.numbers:
        decided = decisions.of(number)
        kept = decided.left_out | {(found.check, found.column)}
        decisions = decisions.with_file(number, replace(decided, left_out=kept))
    return decisions


def say_of_months(
    decisions: Decisions, said: Iterable[tuple[Mapping[str, Any], str | None]]
) -> Decisions:
    for month, words in said:
        if words:
            decisions = decisions.with_month(
                month["source"], date.fromisoformat(month["month"]), Said(words)
            )
    return decisions


def remember(
    decisions: Decisions, report: Mapping[str, Any], mappings: Mappings, who: str
) -> None:
    """Keep what the officer said of columns for the next file of the same shape."""
    for file in report.get("files", ()):
        decided = decisions.of(file["number"])
        if file["profile"] and (decided.profile or decided.columns):
            mappings.remember(
                file["profile"], file["header"], _mapping(file, decided), who
            )


def _mapping(file: Mapping[str, Any], decided: FileDecisions) -> dict[str, str]:
    read = {column["header"]: column["column"] for column in file["columns"]}
    not_read = {header: "" for header, name in decided.columns.items() if not name}
    return not_read | read


def _each(decisions: Decisions, card: Card, **changed: Any) -> Decisions:
    for number in card.numbers:
        decisions = decisions.with_file(
            number, replace(decisions.of(number), **changed)
        )
    return decisions
