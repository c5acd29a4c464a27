"""An answer as rows: for CSV, JSON and the command line."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dashboard.answers import Answer
from dashboard.points import Point, Status
from dashboard.sentences import sentence

COLUMNS = (
    "place",
    "period",
    "numerator",
    "denominator",
    "value",
    "lower",
    "upper",
    "status",
)
_RISKY = ("=", "+", "-", "@", "\t", "\r")


def rows(answer: Answer, points: Sequence[Point] | None = None) -> list[dict[str, Any]]:
    """One row for each point, with the columns of `COLUMNS`; no value is None.

    Of all points of the answer, unless some are given.
    """
    shown = answer.points if points is None else points
    return [_row(answer, point) for point in shown]


def _row(answer: Answer, point: Point) -> dict[str, Any]:
    return {
        "place": point.label or answer.filters_in_words,
        "period": point.period_label
        if answer.question.grain
        else answer.period_in_words,
        # What may not be told is no nought.
        "numerator": None
        if point.status is Status.WITHHELD
        else as_written(point.numerator),
        "denominator": as_written(point.denominator) if point.denominator else None,
        "value": as_written(point.value),
        "lower": as_written(point.lower),
        "upper": as_written(point.upper),
        "status": point.status.value,
    }


def as_written(value: float | None) -> float | int | None:
    """A number as every file has it, to the same last digit."""
    if value is None:
        return None
    return int(value) if float(value).is_integer() else round(value, 6)


def as_csv(answer: Answer) -> str:
    """The points as CSV. A cell that a spreadsheet would run as a formula is quoted."""
    return written(COLUMNS, rows(answer))


def written(columns: Sequence[str], given: Iterable[Mapping[str, Any]]) -> str:
    """Rows as the text of a CSV file, each cell harmless to a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in given:
        writer.writerow([harmless(row[column]) for column in columns])
    return out.getvalue()


def harmless(cell: Any) -> Any:
    """Text that begins like a formula gets an apostrophe in front."""
    return "'" + cell if isinstance(cell, str) and cell.startswith(_RISKY) else cell


def as_json(answer: Answer) -> str:
    """The same rows with the sentence, the as-at date and what they are about."""
    return json.dumps(
        {
            "measure": answer.measure.name,
            "title": answer.measure.title,
            "sentence": sentence(answer),
            "filters": answer.filters_in_words,
            "period": answer.period_in_words,
            "as_at": answer.as_at.isoformat(),
            "snapshot": answer.snapshot,
            "numbers": answer.protection,
            "rows": rows(answer),
        },
        indent=1,
        ensure_ascii=False,
    )
