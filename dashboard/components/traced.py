"""The rows behind a figure, as numbers to look up in one's own file."""

from collections.abc import Mapping
from typing import Any

from dash import html

from dashboard.measures import Measure

# The others are in the file too, and nobody looks up more by hand.
_NAMED = 500


def traced_section(report: Mapping[str, Any], measure: Measure) -> list[Any]:
    """A sentence and the row numbers for each table of the file."""
    if "traced" not in report:
        words = report.get("stopped", ["The reading was cut off.", "Send it again."])
        return [html.P(" ".join(word for word in words if word), role="alert")]
    return [part for table in report["traced"] for part in _table(table, measure)]


def _table(table: Mapping[str, Any], measure: Measure) -> list[Any]:
    rows = table["rows"]
    counted = "1 row" if len(rows) == 1 else f"{len(rows):,} rows"
    if not rows:
        return [
            html.H2(table["table"]),
            html.P(
                f"No row of this file ({table['kind']}) is behind “{measure.title}” here."
            ),
        ]
    more = len(rows) - _NAMED
    numbers = ", ".join(str(row) for row in rows[:_NAMED])
    tail = f" and {more:,} more" if more > 0 else ""
    return [
        html.H2(table["table"]),
        html.P(f"{counted} of this file ({table['kind']}) behind “{measure.title}”:"),
        html.P(
            f"Rows {numbers}{tail}. Numbered as in your file.", className="note-text"
        ),
    ]
