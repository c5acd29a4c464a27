"""Lines that a partnership set, on a chart through time: dashed, and named at their end."""

from collections.abc import Sequence
from typing import Any

from dashboard.answers import Answer
from dashboard.charts.scale import drawn
from dashboard.charts.theme import PURPLE, label_at_end
from dashboard.lines_in_words import line_named
from dashboard.partnership.lines import Line
from dashboard.points import Point


def line_traces(
    answer: Answer, lines: Sequence[Line], points: Sequence[Point]
) -> list[dict[str, Any]]:
    """Each from the month on from which it holds."""
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [p.period.isoformat() for p in points if p.period >= line.from_on],
            "y": [
                drawn(answer.measure, line.value)
                for p in points
                if p.period >= line.from_on
            ],
            "line": {"color": PURPLE, "width": 2, "dash": "dash"},
            "hoverinfo": "skip",
        }
        for line in _on_chart(lines, points)
    ]


def line_labels(
    answer: Answer, lines: Sequence[Line], points: Sequence[Point]
) -> list[dict[str, Any]]:
    return [
        label_at_end(
            line_named(line, answer.measure), drawn(answer.measure, line.value), PURPLE
        )
        for line in _on_chart(lines, points)
    ]


def _on_chart(lines: Sequence[Line], points: Sequence[Point]) -> list[Line]:
    """But those that hold from a later month than the last."""
    return [line for line in lines if points and points[-1].period >= line.from_on]
