"""Is it done as intended, and is it helping? One mark a place, from six places on.

Two questions on one picture, and no claim that the one makes the other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.answers import Answer
from dashboard.charts.scale import drawn, value_axis
from dashboard.charts.theme import (
    DARK_BLUE,
    GREY,
    LIGHT_GREY,
    ORANGE,
    SIZE,
    Figure,
    axis,
    layout,
)
from dashboard.wording import value_in_words

FEWEST_PLACES = 6


@dataclass(frozen=True)
class Placed:
    """A place with both values; `inside` the zone or not."""

    label: str
    across: float
    up: float
    inside: bool


def quadrant(
    placed: Sequence[Placed], across: Answer, up: Answer, *, wholes: tuple[float, float]
) -> Figure:
    """`across` done as intended, `up` what it does; lines at the whole's own values."""
    x = [drawn(across.measure, p.across) or 0.0 for p in placed]
    y = [drawn(up.measure, p.up) or 0.0 for p in placed]
    lines = [
        drawn(across.measure, wholes[0]) or 0.0,
        drawn(up.measure, wholes[1]) or 0.0,
    ]
    return {
        "data": [
            {
                "type": "scatter",
                "mode": "markers+text",
                "x": x,
                "y": y,
                "text": [p.label for p in placed],
                "textposition": _apart(y),
                "textfont": {"size": SIZE - 2},
                "cliponaxis": False,
                "marker": {
                    "size": 13,
                    "opacity": 1,
                    "symbol": ["diamond" if p.inside else "circle" for p in placed],
                    "color": [ORANGE if p.inside else DARK_BLUE for p in placed],
                },
                "hovertemplate": [
                    f"<b>{p.label}</b><br>{across.measure.title}: "
                    f"{value_in_words(across.measure, p.across)}<br>{up.measure.title}: "
                    f"{value_in_words(up.measure, p.up)}<extra></extra>"
                    for p in placed
                ],
            }
        ],
        "layout": layout(
            380,
            xaxis=axis(
                **value_axis(across.measure, max(x), min(x)),
                tickangle=0,
                title={"text": across.measure.title, "font": {"size": SIZE - 1}},
            ),
            yaxis=axis(
                **value_axis(up.measure, max(y), min(y)),
                title={"text": up.measure.title, "font": {"size": SIZE - 1}},
            ),
            shapes=[_line("x", lines[0]), _line("y", lines[1])],
            margin={"l": 8, "r": 24, "t": 24, "b": 8, "pad": 4},
        ),
    }


def _apart(heights: Sequence[float]) -> list[str]:
    """Names above and below by turns of height, so that neighbours' lie apart."""
    order = sorted(range(len(heights)), key=lambda place: heights[place])
    above = {place for turn, place in enumerate(order) if turn % 2}
    return [
        "top center" if place in above else "bottom center"
        for place in range(len(heights))
    ]


def _line(along: str, at: float) -> dict[str, Any]:
    other = "y" if along == "x" else "x"
    return {
        "type": "line",
        f"{along}0": at,
        f"{along}1": at,
        f"{other}ref": "paper",
        f"{other}0": 0,
        f"{other}1": 1,
        "line": {
            "color": GREY if along == "x" else LIGHT_GREY,
            "width": 1,
            "dash": "dash",
        },
        "layer": "below",
    }
