"""The threshold profile: a row a team, the four steps side by side.

Each mark is the share that goes on, of those who reached the step before, with its
interval; the dashed line is the partnership's own. Only what differs by more than chance
usually gives is marked, by shape and colour.
"""

from collections.abc import Sequence
from typing import Any

from dashboard.answers import Answer
from dashboard.charts.around import around
from dashboard.charts.places import hover
from dashboard.charts.scale import drawn
from dashboard.charts.theme import (
    DARK_BLUE,
    GREY,
    INK,
    LIGHT_GREY,
    ORANGE,
    ROW_HEIGHT,
    SIZE,
    Figure,
    axis,
    empty,
    layout,
)
from dashboard.points import Point
from dashboard.wording import value_in_words

_GAP = 0.025


def profile(
    answers: Sequence[Answer], steps: Sequence[str], chosen: str | None = None
) -> Figure:
    """The figure of one answer a step, each by team; `steps` are their short names."""
    rows = rows_of(answers)
    if not rows:
        return empty("Nothing to show for this choice.")
    figure: Figure = {
        "data": [],
        "layout": layout(
            70 + (ROW_HEIGHT + 6) * len(rows),
            yaxis=axis(
                type="category",
                autorange="reversed",
                showgrid=True,
                categoryorder="array",
                categoryarray=[point.key for point in rows],
                tickmode="array",
                tickvals=[point.key for point in rows],
                ticktext=[_bold(point, chosen) for point in rows],
            ),
            margin={"l": 8, "r": 16, "t": 46, "b": 4, "pad": 4},
            shapes=[],
            annotations=[],
            meta={"dimension": answers[0].question.by},
        ),
    }
    for place, (answer, step) in enumerate(zip(answers, steps, strict=True)):
        _add_step(figure, answer, step, (place, len(answers)), chosen)
    return figure


def rows_of(answers: Sequence[Answer]) -> list[Point]:
    """Every place with a share at any step, in the order of the first answer."""
    some = {p.key for a in answers for p in a.points if p.value is not None}
    return [p for p in answers[0].points if p.key in some] if answers else []


def _bold(point: Point, chosen: str | None) -> str:
    return f"<b>{point.label}</b>" if point.key == chosen else point.label


def _add_step(
    figure: Figure,
    answer: Answer,
    step: str,
    place_of: tuple[int, int],
    chosen: str | None,
) -> None:
    place, steps = place_of
    first = figure["layout"]["yaxis"]["categoryarray"][0]
    number = "" if place == 0 else str(place + 1)
    width = (1 - _GAP * (steps - 1)) / steps
    start = place * (width + _GAP)
    figure["layout"][f"xaxis{number}"] = axis(
        domain=[start, start + width],
        range=[-2, 102],
        tickmode="array",
        tickvals=[0, 50, 100],
        ticktext=["0", "50 %", "100"],
        tickangle=0,
    )
    marks = _marks(answer, f"x{number}", chosen)
    figure["data"].append(marks if marks["x"] else _no_marks(marks["xaxis"], first))
    figure["layout"]["annotations"].append(_title(answer, step, start + width / 2))
    whole = answer.whole
    if whole is not None and whole.value is not None:
        at = drawn(answer.measure, whole.value)
        figure["layout"]["shapes"].append(
            {
                "type": "line",
                "xref": f"x{number}",
                "yref": "paper",
                "x0": at,
                "x1": at,
                "y0": 0,
                "y1": 1,
                "line": {"color": GREY, "width": 1.5, "dash": "dash"},
                "layer": "below",
            }
        )


def _title(answer: Answer, step: str, middle: float) -> dict[str, Any]:
    whole = answer.whole
    value = value_in_words(answer.measure, whole.value if whole else None)
    return {
        "text": f"{step}<br>all {value}",
        "xref": "paper",
        "yref": "paper",
        "x": middle,
        "y": 1,
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"size": SIZE - 1, "color": INK},
    }


def _marks(answer: Answer, xaxis: str, chosen: str | None) -> dict[str, Any]:
    unusual = answer.judgement.difference.unusual
    points = [p for p in answer.points if p.value is not None and p.denominator]
    values = [drawn(answer.measure, p.value) or 0.0 for p in points]
    upper = [drawn(answer.measure, p.upper) or 0.0 for p in points]
    lower = [drawn(answer.measure, p.lower) or 0.0 for p in points]
    return {
        "type": "scatter",
        "mode": "markers",
        "xaxis": xaxis,
        "y": [p.key for p in points],
        "x": values,
        "cliponaxis": False,
        "customdata": [p.key for p in points],
        "text": [hover(answer, p) for p in points],
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {
            "size": 11,
            "opacity": 1,
            "symbol": ["diamond" if p.key in unusual else "circle" for p in points],
            "color": [_colour(p, unusual, chosen) for p in points],
            "line": {"color": "#ffffff", "width": 1},
        },
        "error_x": around(values, lower, upper),
    }


def _no_marks(xaxis: str, row: str) -> dict[str, Any]:
    """Nothing at a row: Plotly cannot place an axis of which it is given nothing at all."""
    nowhere = {"type": "scatter", "mode": "markers", "xaxis": xaxis}
    return {**nowhere, "x": [None], "y": [row], "marker": {"color": GREY}}


def _colour(point: Point, unusual: Sequence[str], chosen: str | None) -> str:
    if chosen is not None and point.key != chosen:
        return LIGHT_GREY
    return ORANGE if point.key in unusual else DARK_BLUE
