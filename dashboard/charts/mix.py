"""Is it the team or the mix? Each team's share as it is, and with the mix of all."""

from collections.abc import Sequence
from typing import Any

from dashboard.answers import Answer
from dashboard.charts.around import around
from dashboard.charts.places import whole_line
from dashboard.charts.scale import drawn, value_axis
from dashboard.charts.theme import (
    DARK_BLUE,
    GREY,
    LIGHT_GREY,
    ORANGE,
    ROW_HEIGHT,
    Figure,
    axis,
    empty,
    layout,
)
from dashboard.mix import Adjusted
from dashboard.points import Point
from dashboard.wording import value_in_words


def mix(answer: Answer, chosen: str | None = None) -> Figure:
    """Hollow: as it is. Solid, with its interval: as it would be with the mix of all."""
    found = answer.judgement.mix
    if found is None:
        return empty("No model of the mix for this choice.")
    points = [p for p in answer.points if p.key in found.adjusted]
    tops = [
        drawn(answer.measure, found.adjusted[p.key or ""].upper) or 0 for p in points
    ]
    figure: Figure = {
        "data": [
            _as_it_is(answer, points),
            _adjusted(answer, points, found.adjusted, found.unusual, chosen),
        ],
        "layout": layout(
            60 + ROW_HEIGHT * len(points),
            xaxis=axis(
                **value_axis(answer.measure, max(tops, default=1.0)), tickangle=0
            ),
            yaxis=axis(
                type="category",
                autorange="reversed",
                showgrid=False,
                tickmode="array",
                tickvals=[p.key for p in points],
                ticktext=[p.label for p in points],
            ),
            margin={"l": 8, "r": 16, "t": 22, "b": 4, "pad": 4},
            meta={"dimension": answer.question.by},
        ),
    }
    figure["layout"]["shapes"], figure["layout"]["annotations"] = whole_line(answer)
    return figure


def _as_it_is(answer: Answer, points: Sequence[Point]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "y": [p.key for p in points],
        "x": [drawn(answer.measure, p.value) for p in points],
        "cliponaxis": False,
        "customdata": [p.key for p in points],
        "hovertemplate": [
            f"<b>{p.label}</b><br>as it is: {value_in_words(answer.measure, p.value)}"
            "<extra></extra>"
            for p in points
        ],
        "marker": {
            "size": 11,
            "symbol": "circle-open",
            "color": GREY,
            "line": {"width": 2},
        },
    }


def _adjusted(
    answer: Answer,
    points: Sequence[Point],
    adjusted: Any,
    unusual: Sequence[str],
    chosen: str | None,
) -> dict[str, Any]:
    shares: list[Adjusted] = [adjusted[p.key] for p in points]
    values = [drawn(answer.measure, s.value) or 0.0 for s in shares]
    return {
        "type": "scatter",
        "mode": "markers",
        "y": [p.key for p in points],
        "x": values,
        "cliponaxis": False,
        "customdata": [p.key for p in points],
        "hovertemplate": [
            f"<b>{p.label}</b><br>with the mix of all: {value_in_words(answer.measure, s.value)}"
            f"<br>could by chance be {value_in_words(answer.measure, s.lower)} to "
            f"{value_in_words(answer.measure, s.upper)}<extra></extra>"
            for p, s in zip(points, shares, strict=True)
        ],
        "marker": {
            "size": 11,
            "opacity": 1,
            "symbol": ["diamond" if p.key in unusual else "circle" for p in points],
            "color": [
                LIGHT_GREY
                if chosen and p.key != chosen
                else ORANGE
                if p.key in unusual
                else DARK_BLUE
                for p in points
            ],
        },
        "error_x": around(
            values,
            [drawn(answer.measure, s.lower) or 0.0 for s in shares],
            [drawn(answer.measure, s.upper) or 0.0 for s in shares],
        ),
    }
