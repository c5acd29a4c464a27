"""Places by their size: which lie outside the range that chance gives for so many children.

Never in an order: a small place at the edge of a narrow range and a large one at the
edge of a wide one are equally ordinary. Only what differs by more than chance usually
gives is named on the picture; the rest have their names on hover and in the table.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from dashboard.answers import Answer
from dashboard.charts.places import hover, places
from dashboard.charts.scale import drawn, value_axis
from dashboard.charts.theme import (
    DARK_BLUE,
    FAINT,
    GREY,
    INK,
    LIGHT_GREY,
    ORANGE,
    SIZE,
    Figure,
    axis,
    layout,
)
from dashboard.difference import Difference
from dashboard.points import Point
from dashboard.wording import value_in_words

HEIGHT = 320
_STEPS = 60
# Outer range first, so that the inner is drawn over it.
_LEVELS = ((0.998, "solid"), (0.95, "dot"))


def by_size(answer: Answer, chosen: str | None = None) -> Figure:
    """The figure of an answer asked with a breakdown by place; rows where none is judged."""
    if answer.judgement.difference.funnel is None:
        return places(answer, chosen)
    judged = set(answer.judgement.difference.keys)
    points = [point for point in answer.points if point.key in judged]
    lines = _lines(answer)
    values = [v for p in points if (v := drawn(answer.measure, p.value)) is not None]
    top = max([*values, *_inner(lines, values)])
    figure: Figure = {
        "data": [*lines, _marks(answer, points, chosen)],
        "layout": layout(
            HEIGHT,
            xaxis=axis(
                rangemode="tozero",
                nticks=5,
                title={"text": size_in_words(answer), "font": {"size": SIZE - 1}},
            ),
            yaxis=axis(**value_axis(answer.measure, top)),
            margin={"l": 8, "r": 16, "t": 22, "b": 8, "pad": 4},
            meta={"dimension": answer.question.by},
        ),
    }
    figure["layout"]["annotations"] = [
        *_names(answer, points, chosen),
        _whole_label(answer),
    ]
    return figure


def _inner(lines: Sequence[dict[str, Any]], values: Sequence[float]) -> list[float]:
    """As much of the lines as lets every place be seen: they open without end at none."""
    highest = max(values, default=0.0) * 1.6
    return [v for line in lines for v in line["y"] if v is not None and v <= highest]


@dataclass(frozen=True)
class Limit:
    """A line that chance gives, in the measure's own values; `level` None: of the whole."""

    level: float | None
    dash: str
    sizes: tuple[float, ...]
    values: tuple[float | None, ...]


def limits_of(answer: Answer) -> tuple[Limit, ...]:
    """The lines of an answer whose places were judged: of the whole, and of what chance gives."""
    difference, whole = answer.judgement.difference, answer.whole
    if difference.funnel is None or whole is None:
        return ()
    judged = set(difference.keys)
    sizes = [point.denominator for point in answer.points if point.key in judged]
    scale = answer.measure.over.per if answer.measure.over else 1.0
    lines = _limits(difference, min(sizes), max(sizes), scale)
    grid = lines[0].sizes
    return (Limit(None, "dash", grid, (whole.value,) * len(grid)), *lines)


@lru_cache(maxsize=256)
def _limits(
    difference: Difference, smallest: float, largest: float, scale: float
) -> tuple[Limit, ...]:
    """Kept as long as the answer is: they take longer to find than all else of a page."""
    grid = np.linspace(max(1.0, smallest / 3), largest * 1.08, _STEPS)
    sizes = tuple(grid.round(1).tolist())
    found = []
    for level, dash in _LEVELS:
        assert difference.funnel is not None
        lines = difference.funnel.lines(grid, level)
        for side in (lines.lower, lines.upper):
            values = (None if np.isnan(v) else float(v) * scale for v in side)
            found.append(Limit(level, dash, sizes, tuple(values)))
    return tuple(found)


def _lines(answer: Answer) -> list[dict[str, Any]]:
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": list(limit.sizes),
            "y": [drawn(answer.measure, value) for value in limit.values],
            "line": {
                "color": FAINT if limit.dash == "solid" else GREY,
                "width": 1.5,
                "dash": limit.dash,
            },
            "hoverinfo": "skip",
        }
        for limit in limits_of(answer)
    ]


def _marks(
    answer: Answer, points: Sequence[Point], chosen: str | None
) -> dict[str, Any]:
    unusual = answer.judgement.difference.unusual
    colour = [_colour(p, unusual, chosen) for p in points]
    return {
        "type": "scatter",
        "mode": "markers",
        "cliponaxis": False,
        "x": [p.denominator for p in points],
        "y": [drawn(answer.measure, p.value) for p in points],
        "customdata": [p.key for p in points],
        "text": [hover(answer, p) for p in points],
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {
            "size": [13 if p.key in unusual or p.key == chosen else 10 for p in points],
            "symbol": ["diamond" if p.key in unusual else "circle" for p in points],
            "color": colour,
            "opacity": 1,
            "line": {
                "color": [INK if p.key == chosen else "#ffffff" for p in points],
                "width": [2.5 if p.key == chosen else 1 for p in points],
            },
        },
    }


def _colour(point: Point, unusual: Sequence[str], chosen: str | None) -> str:
    if chosen is not None:
        return ORANGE if point.key == chosen else LIGHT_GREY
    return ORANGE if point.key in unusual else DARK_BLUE


def _names(
    answer: Answer, points: Sequence[Point], chosen: str | None
) -> list[dict[str, Any]]:
    unusual = answer.judgement.difference.unusual
    middle = max((p.denominator for p in points), default=0) / 2
    return [
        {
            "text": p.label,
            "x": p.denominator,
            "y": drawn(answer.measure, p.value),
            "xanchor": "right" if p.denominator > middle else "left",
            "xshift": -9 if p.denominator > middle else 9,
            "showarrow": False,
            "font": {"size": SIZE - 1, "color": INK},
            "bgcolor": "rgba(255,255,255,.75)",
        }
        for p in points
        if p.key in unusual or p.key == chosen
    ]


def _whole_label(answer: Answer) -> dict[str, Any]:
    whole = answer.whole
    value = whole.value if whole else None
    return {
        "text": f"all {value_in_words(answer.measure, value)}",
        "xref": "paper",
        "x": 0,
        "xanchor": "left",
        "y": drawn(answer.measure, value),
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"size": SIZE - 2, "color": GREY},
    }


def size_in_words(answer: Answer) -> str:
    """What the size of a place is a number of."""
    if answer.measure.over:
        return answer.measure.over.size
    return f"{answer.measure.denominator[:1].lower()}{answer.measure.denominator[1:]}"
