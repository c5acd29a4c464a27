"""One measure through time: its median or its limits, and what happened.

What is still being decided is hollow and never part of a signal; what was not sent is
a gap. A signal is marked by shape, pointing to its side, as well as by colour.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from dashboard.answers import Answer
from dashboard.change import SignalKind
from dashboard.charts.lines import line_labels, line_traces
from dashboard.charts.scale import drawn, value_axis
from dashboard.charts.theme import (
    DARK_BLUE,
    GREY,
    INK,
    LINE,
    ORANGE,
    PALE,
    SIZE,
    TEAL,
    Figure,
    axis,
    empty,
    label_at_end,
    layout,
)
from dashboard.measures import Kind
from dashboard.partnership.lines import Line
from dashboard.points import Point, Status
from dashboard.sentences import centre_in_words
from dashboard.warehouse.contents import Event
from dashboard.wording import value_in_words

HEIGHT = 320
# Letters of events closer than this would stand on one another; pixels to raise one by.
_CLOSE, _RAISED = timedelta(days=70), 15
Span = tuple[date, date]


def trend(
    answer: Answer,
    events: Sequence[Event] = (),
    chosen: str | None = None,
    *,
    narrow: bool = False,
    span: Span | None = None,
    beside: Mapping[str, Answer] | None = None,
    set_lines: Sequence[Line] = (),
) -> Figure:
    """The figure of an answer asked with a grain. `chosen` is a period, as in an address.

    `narrow` is for a third of a page: years only along the axis. `span` is the months of
    the axis, where several charts share them. What stands `beside` it
    (name → answer), of a measure whose values do not hang on how many there are, is a
    thin line of its own, named at its end. `set_lines` are aims and limits that hold for
    the series.
    """
    places = [
        place
        for place, point in enumerate(answer.points)
        if point in answer.drawn and point.status is not Status.CLOSED
    ]
    points = [answer.points[place] for place in places]
    if not any(point.value is not None for point in points):
        withheld = any(p.status is Status.WITHHELD for p in answer.points)
        words = "Too few to show" if withheld else "Nothing has been sent"
        return empty(f"{words} for this.", 100)
    others = {} if is_counted(answer) else beside or {}
    lines = [
        *_lines(answer, places),
        *_beside(others, points),
        *line_traces(answer, set_lines, points),
    ]
    figure: Figure = {
        "data": [*lines, _line(answer, points), _marks(answer, places)],
        "layout": layout(
            HEIGHT,
            xaxis=_time_axis(points, narrow=narrow),
            yaxis=axis(**value_axis(answer.measure, *_span(answer, points, lines))),
            margin={
                "l": 8,
                "r": 96,
                "t": 48 if _raised(events) else 34,
                "b": 8,
                "pad": 4,
            },
        ),
    }
    if span:
        figure["layout"]["xaxis"]["range"] = [day.isoformat() for day in span]
    on_chart = _on_chart(span or _months_of(points), events)
    figure["layout"]["shapes"] = [
        *_event_lines(on_chart),
        *_chosen(answer, chosen),
    ]
    figure["layout"]["annotations"] = [
        *_apart(
            [
                *_line_labels(answer),
                *_beside_labels(others, points),
                *line_labels(answer, set_lines, points),
            ],
            figure,
        ),
        *_event_labels(on_chart),
    ]
    figure["layout"]["meta"] = {"dimension": "period"}
    return figure


def _span(
    answer: Answer, points: Sequence[Point], lines: Sequence[dict[str, Any]]
) -> tuple[float, float]:
    """The highest and the lowest that is drawn: a limit may lie beyond every point."""
    values = [v for p in points if (v := drawn(answer.measure, p.value)) is not None]
    values += [v for line in lines for v in line["y"] if v is not None]
    return max(values), min(values)


def _time_axis(points: Sequence[Point], *, narrow: bool) -> dict[str, Any]:
    """Years only where it is narrow; else as many months as the width has room for."""
    if narrow:
        years = (points[-1].period - points[0].period).days / 365
        return axis(
            type="date",
            showgrid=False,
            tickformat="%Y",
            tick0="2000-01-01",
            dtick=f"M{12 * max(1, round(years / 8))}",
            tickangle=0,
        )
    return axis(type="date", showgrid=False, tickformat="%b\n%Y", tickangle=0)


def _line(answer: Answer, points: Sequence[Point]) -> dict[str, Any]:
    decided = [p if p.status in (Status.SHOWN, Status.PART) else None for p in points]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [p.period.isoformat() for p in points],
        "y": [drawn(answer.measure, p.value) if p else None for p in decided],
        "line": {"color": DARK_BLUE, "width": LINE},
        "connectgaps": False,
        "hoverinfo": "skip",
    }


def _lines(answer: Answer, places: Sequence[int]) -> list[dict[str, Any]]:
    """The median or average, and the limits where there are any; a break at a new level."""
    change = answer.judgement.change
    if change is None:
        return []
    moved = any(signal.kind is SignalKind.CROSSINGS for signal in change.signals)
    centre = {"color": ORANGE if moved else GREY, "width": 1.5, "dash": "dash"}
    limit = {"color": GREY, "width": 1, "dash": "dot"}
    drawn_lines = [
        (change.centre, centre),
        (within(answer, change.lower), limit),
        (within(answer, change.upper), limit),
    ]
    return [
        _level_line(answer, places, values, style, change.starts)
        for values, style in drawn_lines
        if any(value is not None for value in values)
    ]


def within(answer: Answer, limits: Sequence[float | None]) -> Sequence[float | None]:
    """A limit beyond what the value can be is drawn at its bound; the rules have it whole."""
    top = 1.0 if answer.measure.is_share else float("inf")
    return [None if v is None else min(max(v, 0.0), top) for v in limits]


def _level_line(
    answer: Answer,
    places: Sequence[int],
    values: Sequence[float | None],
    style: dict[str, Any],
    starts: Sequence[int],
) -> dict[str, Any]:
    x: list[str] = []
    y: list[float | None] = []
    for place in places:
        period = answer.points[place].period.isoformat()
        if place in starts:
            x.append(period)
            y.append(None)
        x.append(period)
        y.append(drawn(answer.measure, values[place]))
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "line": style | {"shape": "hvh"},
        "connectgaps": False,
        "hoverinfo": "skip",
    }


def _marks(answer: Answer, places: Sequence[int]) -> dict[str, Any]:
    shown = [n for n in places if answer.points[n].value is not None]
    points = [answer.points[n] for n in shown]
    change = answer.judgement.change
    side = change.marked if change else {}
    colour = [ORANGE if n in side else DARK_BLUE for n in shown]
    return {
        "type": "scatter",
        "mode": "markers",
        "cliponaxis": False,
        "x": [p.period.isoformat() for p in points],
        "y": [drawn(answer.measure, p.value) for p in points],
        "customdata": [f"{answer.question.grain}:{p.period:%Y-%m}" for p in points],
        "text": [_hover(answer, p) for p in points],
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {
            "size": [11 if n in side else 7 for n in shown],
            "symbol": [_SYMBOLS[side.get(n, 0)] for n in shown],
            "color": [
                c if p.status in (Status.SHOWN, Status.PART) else "#ffffff"
                for c, p in zip(colour, points, strict=True)
            ],
            "line": {"color": colour, "width": 1.5},
            "opacity": 1,
        },
    }


_SYMBOLS = {1: "triangle-up", -1: "triangle-down", 0: "circle"}


def _hover(answer: Answer, point: Point) -> str:
    said = f"<b>{point.period_label}</b><br>{value_in_words(answer.measure, point.value, counts_only=answer.counts_only)}"
    if answer.measure.kind == "proportion":
        said += f" ({point.numerator:,.0f} of {point.denominator:,.0f})"
    note = point.status.in_words
    return f"{said}<br>{note}" if note else said


def _line_labels(answer: Answer) -> list[dict[str, Any]]:
    """The name of a line at its end, where a legend would send the eye away."""
    change = answer.judgement.change
    if change is None or not (words := centre_in_words(answer)):
        return []
    labels: list[tuple[str, Sequence[float | None]]] = [(words, change.centre)]
    if any(limit is not None for limit in change.upper):
        upper = within(answer, change.upper)
        labels.append(("range that<br>chance gives", upper))
    return [
        label_at_end(said, drawn(answer.measure, _at_end(values)), GREY)
        for said, values in labels
    ]


def _at_end(values: Sequence[float | None]) -> float | None:
    return next((value for value in reversed(values) if value is not None), None)


def _months_of(points: Sequence[Point]) -> Span | None:
    return (points[0].period, points[-1].period) if points else None


def _on_chart(span: Span | None, events: Sequence[Event]) -> list[Event]:
    if span is None:
        return []
    return [event for event in events if span[0] <= event.happened_on <= span[1]]


def is_counted(answer: Answer) -> bool:
    """A count of everyone dwarfs a zone's: beside each other they say nothing."""
    return answer.measure.kind in (Kind.COUNT, Kind.STOCK) or answer.counts_only


_DASHES = ("dot", "dashdot")


def _beside(
    others: Mapping[str, Answer], points: Sequence[Point]
) -> list[dict[str, Any]]:
    drawn_at = {point.period for point in points}
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [p.period.isoformat() for p in other.points if p.period in drawn_at],
            "y": [
                drawn(other.measure, p.value)
                for p in other.points
                if p.period in drawn_at
            ],
            "line": {"color": TEAL, "width": 1.5, "dash": dash},
            "connectgaps": False,
            "hoverinfo": "skip",
        }
        for other, dash in zip(others.values(), _DASHES, strict=False)
    ]


def _beside_labels(
    others: Mapping[str, Answer], points: Sequence[Point]
) -> list[dict[str, Any]]:
    drawn_at = {point.period for point in points}
    labels = []
    for words, other in others.items():
        values = [p.value for p in other.points if p.period in drawn_at]
        if (last := _at_end(values)) is not None:
            labels.append(label_at_end(words, drawn(other.measure, last), TEAL))
    return labels


def _apart(labels: Sequence[dict[str, Any]], figure: Figure) -> list[dict[str, Any]]:
    """Labels that would lie over one another are moved apart, the lowest first."""
    low, high = figure["layout"]["yaxis"]["range"]
    placed: list[dict[str, Any]] = []
    top = float("-inf")
    for label in sorted(labels, key=lambda label: label["y"]):
        half = (high - low) * (0.07 if "<br>" in label["text"] else 0.037)
        at = max(label["y"], top + half)
        placed.append(label | {"y": at})
        top = at + half
    return placed


def _event_lines(events: Sequence[Event]) -> list[dict[str, Any]]:
    return [
        {
            "type": "line",
            "yref": "paper",
            "y0": 0,
            "y1": 1,
            "x0": event.happened_on.isoformat(),
            "x1": event.happened_on.isoformat(),
            "line": {"color": INK, "width": 1, "dash": "dot"},
            "layer": "below",
        }
        for event in events
    ]


def _event_labels(events: Sequence[Event]) -> list[dict[str, Any]]:
    """Letters at the top of the line; the words stand under the chart, where they fit."""
    raised = _raised(events)
    return [
        {
            "text": letter_of(number),
            "x": event.happened_on.isoformat(),
            "yref": "paper",
            "y": 1.0,
            "yanchor": "bottom",
            "showarrow": False,
            "bgcolor": PALE,
            "borderpad": 3,
            "font": {"size": SIZE - 2, "color": INK},
            "yshift": _RAISED if number in raised else 0,
            "hovertext": f"{event.happened_on:%d %b %Y}: {event.title}",
        }
        for number, event in enumerate(events)
    ]


def _raised(events: Sequence[Event]) -> set[int]:
    """Every other one of letters that would stand on one another."""
    found: set[int] = set()
    for number, (before, event) in enumerate(pairwise(events), start=1):
        close = event.happened_on - before.happened_on < _CLOSE
        if close and number - 1 not in found:
            found.add(number)
    return found


def letter_of(number: int) -> str:
    """A, B, C … Z, then A1, B1 …"""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return letters[number % 26] + (str(number // 26) if number >= 26 else "")


def events_in_words(
    answer: Answer, events: Sequence[Event], span: Span | None = None
) -> list[dict[str, str]]:
    """The key to the letters: letter, the day as it is read and as it is sorted, title."""
    on_chart = _on_chart(span or _months_of(answer.drawn), events)
    return [
        {
            "letter": letter_of(n),
            "date": f"{e.happened_on.day} {e.happened_on:%b %Y}",
            "on": e.happened_on.isoformat(),
            "title": e.title,
        }
        for n, e in enumerate(on_chart)
    ]


def _chosen(answer: Answer, chosen: str | None) -> list[dict[str, Any]]:
    """A pale band behind the months of the period that the rest of the page shows."""
    found = [
        p
        for p in answer.points
        if f"{answer.question.grain}:{p.period:%Y-%m}" == chosen
    ]
    if not found:
        return []
    return [
        {
            "type": "line",
            "yref": "paper",
            "y0": 0,
            "y1": 1,
            "x0": found[0].period.isoformat(),
            "x1": found[0].period.isoformat(),
            "line": {"color": ORANGE, "width": 12},
            "opacity": 0.25,
            "layer": "below",
        }
    ]
