"""What happened after: of those decided one way, and of those decided another."""

from collections.abc import Sequence
from typing import Any

from dashboard.answers import Answer
from dashboard.charts.around import around
from dashboard.charts.places import hover
from dashboard.charts.scale import drawn, value_axis
from dashboard.charts.theme import (
    DARK_BLUE,
    PURPLE,
    SIZE,
    TEAL,
    Figure,
    axis,
    empty,
    layout,
)

# The colours and shapes of the flow and of how soon: one way of ending, one look.
STYLES = {
    "reclassified": (TEAL, "circle"),
    "went_on": (DARK_BLUE, "square"),
    "closed": (PURPLE, "diamond"),
}
_ROW = 46


def after(answers: Sequence[Answer], names: Sequence[str]) -> Figure:
    """The figure of answers by decision, a row each under its short name."""
    shown = [
        (answer, name)
        for answer, name in zip(answers, names, strict=True)
        if any(point.value is not None for point in answer.points)
    ]
    if not shown:
        return empty("Too few, or none old enough yet, to say what happened after.")
    traces = [_marks(shown, key, place) for place, key in enumerate(STYLES)]
    tops = [value for trace in traces for value in trace["customtop"]]
    for trace in traces:
        del trace["customtop"]
    measure = shown[0][0].measure
    return {
        "data": traces,
        "layout": layout(
            96 + _ROW * len(shown),
            xaxis=axis(**value_axis(measure, max(tops, default=1.0)), tickangle=0),
            yaxis=axis(
                tickmode="array",
                tickvals=list(range(len(shown))),
                ticktext=[name for _, name in shown],
                range=[len(shown) - 0.5, -0.5],
                showgrid=False,
            ),
            showlegend=True,
            legend={
                "orientation": "h",
                "x": 0,
                "y": 1.02,
                "yanchor": "bottom",
                "font": {"size": SIZE - 1},
                "itemclick": False,
                "itemdoubleclick": False,
            },
            margin={"l": 8, "r": 16, "t": 40, "b": 4, "pad": 4},
        ),
    }


def _marks(shown: Sequence[tuple[Answer, str]], key: str, place: int) -> dict[str, Any]:
    colour, symbol = STYLES[key]
    rows = [
        (row + (place - 1) * 0.24, answer, point)
        for row, (answer, _) in enumerate(shown)
        if (point := answer.point(key)) is not None and point.value is not None
    ]
    values = [drawn(a.measure, p.value) or 0.0 for _, a, p in rows]
    upper = [drawn(a.measure, p.upper) or 0.0 for _, a, p in rows]
    lower = [drawn(a.measure, p.lower) or 0.0 for _, a, p in rows]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": rows[0][2].label if rows else key,
        "y": [y for y, _, _ in rows],
        "x": values,
        "cliponaxis": False,
        "hovertemplate": [f"{hover(a, p)}<extra></extra>" for _, a, p in rows],
        "marker": {"size": 10, "symbol": symbol, "color": colour, "opacity": 1},
        "error_x": around(values, lower, upper),
        "customtop": upper,
    }
