"""Before and after each member joined: steps of three months lined up at joining."""

from typing import Any

from dashboard.charts.scale import drawn, value_axis
from dashboard.charts.theme import (
    DARK_BLUE,
    GREY,
    INK,
    LIGHT_GREY,
    LINE,
    ORANGE,
    SIZE,
    Figure,
    axis,
    empty,
    layout,
)
from dashboard.joining import STEP, Joining
from dashboard.wording import value_in_words

HEIGHT = 280


def joined(joining: Joining | None) -> Figure:
    """Solid where every member has the step; hollow where only some have."""
    if joining is None or not any(s.value is not None for s in joining.lined):
        return empty("No member has months to line up yet.", HEIGHT)
    measure = joining.measure
    steps = [s for s in joining.lined if s.value is not None]
    values = [drawn(measure, s.value) or 0.0 for s in steps]
    whole = {s.offset for s in joining.complete}
    figure: Figure = {
        "data": [
            {
                "type": "scatter",
                "mode": "lines+markers",
                "x": [s.offset * STEP for s in steps],
                "y": values,
                "line": {"color": LIGHT_GREY, "width": LINE},
                "marker": {
                    "size": 9,
                    "opacity": 1,
                    "color": [
                        DARK_BLUE if s.offset in whole else "#ffffff" for s in steps
                    ],
                    "line": {"color": DARK_BLUE, "width": 1.5},
                },
                "text": [
                    f"{s.members} of {joining.members} places<br>"
                    f"{value_in_words(measure, s.value)}"
                    for s in steps
                ],
                "hovertemplate": "%{text}<extra></extra>",
            },
            *_medians(joining),
        ],
        "layout": layout(
            HEIGHT,
            xaxis=axis(
                title={
                    "text": "months since each place joined",
                    "font": {"size": SIZE - 1},
                },
                showgrid=False,
                dtick=6,
                tickangle=0,
            ),
            yaxis=axis(**value_axis(measure, max(values), min(values))),
            margin={"l": 8, "r": 96, "t": 24, "b": 8, "pad": 4},
        ),
    }
    figure["layout"]["shapes"] = [_at_joining()]
    figure["layout"]["annotations"] = _labels(joining)
    return figure


def _sides(joining: Joining) -> list[tuple[str, float | None, list[int], str]]:
    before = [s.offset * STEP for s in joining.complete if s.offset < 0]
    after = [s.offset * STEP for s in joining.complete if s.offset >= 0]
    around = joining.around
    return [
        ("before", around.before_median, before, GREY),
        ("after", around.after_median, after, ORANGE),
    ]


def _medians(joining: Joining) -> list[dict[str, Any]]:
    if not joining.comparable:
        return []
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [min(steps), max(steps)],
            "y": [drawn(joining.measure, median)] * 2,
            "line": {"color": colour, "width": 2, "dash": "dash"},
            "hoverinfo": "skip",
        }
        for _, median, steps, colour in _sides(joining)
        if median is not None and steps
    ]


def _labels(joining: Joining) -> list[dict[str, Any]]:
    if not joining.comparable:
        return []
    return [
        {
            "text": f"{words}<br>{value_in_words(joining.measure, median)}",
            "x": min(steps) if words == "before" else max(steps),
            "y": drawn(joining.measure, median),
            "xanchor": "left" if words == "after" else "right",
            "xshift": 10 if words == "after" else -10,
            "showarrow": False,
            "font": {"size": SIZE - 1, "color": colour},
        }
        for words, median, steps, colour in _sides(joining)
        if median is not None and steps
    ]


def _at_joining() -> dict[str, Any]:
    return {
        "type": "line",
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "x0": -STEP / 2,
        "x1": -STEP / 2,
        "line": {"color": INK, "width": 1, "dash": "dot"},
    }
