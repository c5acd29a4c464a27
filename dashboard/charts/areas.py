"""A measure by place as a map of the areas: each in the shade of its value.

Large areas weigh more on the eye than on the number: `circles` is the other view. What is
withheld is hatched, never pale; the chosen area has the orange outline.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.answers import Answer
from dashboard.charts.places import hover
from dashboard.charts.plane import Plane, drawn_areas
from dashboard.charts.steps import Step, counted_of, steps_of, told
from dashboard.charts.theme import GREY, INK, ORANGE, SIZE, Figure, empty
from dashboard.points import Point
from dashboard.warehouse.contents import Outline
from dashboard.wording import withheld_in_words

NOT_SHOWN = {"shape": "/", "fgcolor": GREY, "bgcolor": "#ffffff", "size": 6}


def areas(
    answer: Answer, outlines: Mapping[str, Outline], chosen: str | None = None
) -> Figure:
    """The map of an answer asked with a breakdown by a level that has outlines."""
    held = drawn_areas(outlines, (point.key for point in answer.points))
    points = [point for point in answer.points if point.key in held]
    if not points:
        return empty("Nothing to show for this choice.")
    steps, plane = steps_of(answer, points), Plane.of(held.values())
    traces = [
        _area(answer, point, steps, plane.line(held[point.key or ""]))
        for point in points
    ]
    legend = legend_of(answer, points, symbol="square")
    return {
        "data": [*traces, *outlined(held, plane, chosen), *legend],
        "layout": plane.layout(
            len(legend),
            meta={"dimension": answer.question.by},
            annotations=names(answer, held, plane, chosen),
        ),
    }


def _area(
    answer: Answer,
    point: Point,
    steps: Sequence[Step],
    line: Mapping[str, Sequence[float | None]],
) -> dict[str, Any]:
    shade = shade_of(answer, point, steps)
    fill = {"fillcolor": shade} if shade else {"fillpattern": NOT_SHOWN}
    return {
        "type": "scatter",
        "mode": "lines",
        **line,
        "fill": "toself",
        **fill,
        # Pointed at and clicked as a whole, not at its corners.
        "hoveron": "fills",
        "hoverinfo": "text",
        "text": hover(answer, point),
        "customdata": [point.key],
        "line": {"color": GREY, "width": 0.8},
        "showlegend": False,
    }


def shade_of(answer: Answer, point: Point, steps: Sequence[Step]) -> str | None:
    """The shade of a point's step; None where its value may not be told, or is none."""
    value = told(answer, point)
    return next((step.colour for step in steps if step.holds(value)), None)


def legend_of(
    answer: Answer, points: Sequence[Point], *, symbol: str
) -> list[dict[str, Any]]:
    """Each shade with what it means and of how many places."""
    counted = counted_of(answer, points)
    lines = [
        _legend_line(
            f"{step.words} ({number:,})", {"color": step.colour, "symbol": symbol}
        )
        for step, number in reversed(counted)
    ]
    left = len(points) - sum(number for _, number in counted)
    if left:
        words = f"{withheld_in_words(answer.measure)}, or none to count ({left:,})"
        lines.append(_legend_line(words, {"color": "#ffffff", "symbol": f"{symbol}-x"}))
    return lines


def _legend_line(words: str, marker: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [None],
        "y": [None],
        "name": words,
        "hoverinfo": "skip",
        "marker": {"size": 13, "line": {"color": GREY, "width": 1}, **marker},
    }


def outlined(
    held: Mapping[str, Outline], plane: Plane, chosen: str | None
) -> list[dict[str, Any]]:
    """The orange outline of the chosen area, over its neighbours' lines."""
    if chosen is None or chosen not in held:
        return []
    return [
        {
            "type": "scatter",
            "mode": "lines",
            **plane.line(held[chosen]),
            "line": {"color": ORANGE, "width": 3.5},
            "hoverinfo": "skip",
            "showlegend": False,
        }
    ]


def names(
    answer: Answer, held: Mapping[str, Outline], plane: Plane, chosen: str | None
) -> list[dict[str, Any]]:
    """What is chosen, or differs by more than chance usually gives, is named."""
    named = {*answer.judgement.difference.unusual, chosen}
    return [
        {
            "text": point.label,
            "x": plane.at(held[point.key or ""].middle)[0],
            "y": plane.at(held[point.key or ""].middle)[1],
            "showarrow": False,
            "font": {"size": SIZE - 1, "color": INK},
            "bgcolor": "rgba(255,255,255,.8)",
        }
        for point in answer.points
        if point.key in named and point.key in held
    ]
