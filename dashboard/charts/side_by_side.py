"""Where services see the same thing differently: a row an item, a mark a service."""

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.answers import Answer
from dashboard.charts.rows import ROW, wrapped
from dashboard.charts.scale import drawn, value_axis
from dashboard.charts.theme import (
    DARK_BLUE,
    GREY,
    ORANGE,
    PURPLE,
    TEAL,
    Figure,
    axis,
    empty,
    layout,
)
from dashboard.points import Point
from dashboard.wording import value_in_words

_MARKS = (
    ("circle", DARK_BLUE),
    ("square", TEAL),
    ("triangle-up", PURPLE),
    ("diamond", ORANGE),
    ("cross", GREY),
    ("star", DARK_BLUE),
)
_HIGHEST = 100  # per cent


def side_by_side(items: Mapping[str, Answer]) -> Figure:
    """Item's words → its answer broken down by service. Services keep one mark each."""
    services = {
        p.key: p.label for answer in items.values() for p in answer.points if p.key
    }
    shown = {
        words: [p for p in a.points if p.value is not None]
        for words, a in items.items()
    }
    if not any(shown.values()):
        return empty("Too few have filled it in to compare services.")
    measure = next(iter(items.values())).measure
    return {
        "data": [
            _marks(number, key or "", label, shown, items)
            for number, (key, label) in enumerate(services.items())
        ],
        "layout": layout(
            90 + ROW * len(items),
            xaxis=axis(**value_axis(measure, _HIGHEST), tickangle=0),
            yaxis=axis(
                type="category",
                autorange="reversed",
                categoryarray=[wrapped(words) for words in items],
                tickvals=[wrapped(words) for words in items],
            ),
            margin={"l": 8, "r": 16, "t": 44, "b": 4, "pad": 4},
            showlegend=True,
            legend={"orientation": "h", "y": 1.0, "yanchor": "bottom", "x": 0},
        ),
    }


def _marks(
    number: int,
    key: str,
    label: str,
    shown: Mapping[str, Sequence[Point]],
    items: Mapping[str, Answer],
) -> dict[str, Any]:
    symbol, colour = _MARKS[number % len(_MARKS)]
    here = [
        (words, p) for words, points in shown.items() for p in points if p.key == key
    ]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": label,
        "y": [wrapped(words) for words, _ in here],
        "x": [drawn(items[words].measure, p.value) for words, p in here],
        "text": [
            f"<b>{label}</b><br>{value_in_words(items[words].measure, p.value)} "
            f"({p.numerator:,.0f} of {p.denominator:,.0f})"
            for words, p in here
        ],
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {"size": 12, "symbol": symbol, "color": colour},
    }
