"""A measure by place as circles, each as large as the children who live there are many.

Beside the map of areas, on which a wide moor outweighs a town. The shades are the map's.
"""

from collections.abc import Mapping, Sequence
from math import sqrt
from typing import Any

from dashboard.answers import Answer
from dashboard.charts.areas import legend_of, names, outlined, shade_of
from dashboard.charts.places import hover
from dashboard.charts.plane import Plane, drawn_areas
from dashboard.charts.steps import steps_of
from dashboard.charts.theme import GREY, INK, LIGHT_GREY, ORANGE, Figure, empty
from dashboard.measures import Kind
from dashboard.points import Point
from dashboard.warehouse.contents import Outline

# Of the largest circle, in screen points; fewer where there are many.
_LARGEST, _SMALLEST = 56.0, 5.0


def circles(
    answer: Answer,
    outlines: Mapping[str, Outline],
    people: Mapping[str, float],
    chosen: str | None = None,
) -> Figure:
    """The same as `areas`, with a circle for each place of which it is known who lives there."""
    held = drawn_areas(outlines, (point.key for point in answer.points))
    points = [p for p in answer.points if p.key in held and people.get(p.key or "")]
    if not points:
        return empty("Nothing to show for this choice.")
    plane = Plane.of(held.values())
    legend = legend_of(answer, points, symbol="circle")
    return {
        "data": [
            _ground(held, plane),
            *outlined(held, plane, chosen),
            _circles(answer, points, held, plane, people, chosen),
            *legend,
        ],
        "layout": plane.layout(
            len(legend),
            meta={"dimension": answer.question.by},
            annotations=names(answer, held, plane, chosen),
        ),
    }


def people_of(answer: Answer, population: Answer | None) -> dict[str, float]:
    """How many children live in each place of an answer, where that is known.

    By the population of the same level; where that has no such level, what the answer
    itself is divided by, if those are the children who live there.
    """
    if population is not None:
        found = {p.key: p.value for p in population.points}
    elif divides_by_people(answer):
        found = {p.key: p.denominator for p in answer.points}
    else:
        found = {}
    return {key: value for key, value in found.items() if key and value}


def divides_by_people(answer: Answer) -> bool:
    measure = answer.measure
    return measure.kind is Kind.RATIO and measure.unit == "children"


def _ground(held: Mapping[str, Outline], plane: Plane) -> dict[str, Any]:
    """Where the areas are: one pale line of them all."""
    x: list[float | None] = []
    y: list[float | None] = []
    for outline in held.values():
        line = plane.line(outline)
        x += [*line["x"], None]
        y += [*line["y"], None]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "line": {"color": LIGHT_GREY, "width": 0.8},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _circles(
    answer: Answer,
    points: Sequence[Point],
    held: Mapping[str, Outline],
    plane: Plane,
    people: Mapping[str, float],
    chosen: str | None,
) -> dict[str, Any]:
    # The small over the large, so that none is hidden.
    ordered = sorted(points, key=lambda point: -people[point.key or ""])
    steps = steps_of(answer, points)
    middles = [plane.at(held[point.key or ""].middle) for point in ordered]
    shades = [shade_of(answer, point, steps) for point in ordered]
    return {
        "type": "scatter",
        "mode": "markers",
        "cliponaxis": False,
        "x": [x for x, _ in middles],
        "y": [y for _, y in middles],
        "customdata": [point.key for point in ordered],
        "text": [_said(answer, point, people) for point in ordered],
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {
            "size": _sizes([people[point.key or ""] for point in ordered]),
            "color": [shade or "#ffffff" for shade in shades],
            "symbol": ["circle" if shade else "circle-x" for shade in shades],
            "opacity": 1,
            "line": {
                "color": [
                    ORANGE if p.key == chosen else INK if shade else GREY
                    for p, shade in zip(ordered, shades, strict=True)
                ],
                "width": [3.5 if p.key == chosen else 1 for p in ordered],
            },
        },
        "showlegend": False,
    }


def _said(answer: Answer, point: Point, people: Mapping[str, float]) -> str:
    number = people[point.key or ""]
    return f"{hover(answer, point)}<br>{number:,.0f} children live there"


def _sizes(people: Sequence[float]) -> list[float]:
    """Diameters, so that areas are as the numbers of children."""
    largest = _LARGEST / sqrt(max(1.0, len(people) / 12))
    return [
        round(max(_SMALLEST, largest * sqrt(number / people[0])), 1)
        for number in people
    ]
