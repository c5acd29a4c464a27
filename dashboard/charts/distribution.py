"""How answers on a scale are spread, item by item: a scale in words has no average."""

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.answers import Answer
from dashboard.charts.rows import ROW, wrapped
from dashboard.charts.theme import Figure, axis, empty, layout
from dashboard.points import Point

# From the lowest answer to the highest, told apart in grey too.
_SHADES = ("#c9d0d6", "#a8d5d1", "#6bb8b1", "#2b9c93", "#1c6b76", "#002d54")


def distribution(items: Mapping[str, Answer]) -> Figure:
    """Item's words → its answer broken down by what was answered, in the scale's order."""
    told = {words: [p for p in a.points if p.denominator] for words, a in items.items()}
    steps = {p.key: p.label for a in items.values() for p in a.points if p.key}
    if not any(told.values()):
        return empty("Nothing has been filled in yet.")
    return {
        "data": [
            _step(key or "", label, _shade(number, len(steps)), told)
            for number, (key, label) in enumerate(steps.items())
        ],
        "layout": layout(
            90 + ROW * len(items),
            xaxis=axis(range=[0, 100], ticksuffix=" %", tickangle=0),
            yaxis=axis(
                type="category",
                autorange="reversed",
                categoryarray=[wrapped(words) for words in items],
                tickvals=[wrapped(words) for words in items],
            ),
            barmode="stack",
            bargap=0.35,
            margin={"l": 8, "r": 16, "t": 44, "b": 4, "pad": 4},
            showlegend=True,
            legend={
                "orientation": "h",
                "y": 1.0,
                "yanchor": "bottom",
                "x": 0,
                "traceorder": "normal",
            },
        ),
    }


def _shade(number: int, of: int) -> str:
    return _SHADES[round(number * (len(_SHADES) - 1) / max(1, of - 1))]


def _step(
    key: str, label: str, shade: str, told: Mapping[str, Sequence[Point]]
) -> dict[str, Any]:
    counts = {
        words: (
            sum(p.denominator for p in points if p.key == key),
            sum(p.denominator for p in points) or 1,
        )
        for words, points in told.items()
    }
    return {
        "type": "bar",
        "orientation": "h",
        "name": label,
        "y": [wrapped(words) for words in counts],
        "x": [100 * count / whole for count, whole in counts.values()],
        "text": [f"{count:,.0f}" if count else "" for count, _ in counts.values()],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "hovertemplate": [
            f"{label}: {count:,.0f} of {whole:,.0f}<extra></extra>"
            for count, whole in counts.values()
        ],
        "marker": {"color": shade, "line": {"color": "#ffffff", "width": 1}},
    }
