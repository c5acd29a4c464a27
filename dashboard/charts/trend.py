"""One measure through time: a run chart with its median, and what happened.

Months still being decided are hollow and are never part of a signal; a month that was
not sent is a gap. A signal is marked by a larger, orange mark as well as in words.
"""

from collections.abc import Sequence
from typing import Any

from dashboard.answers import Answer
from dashboard.charts.scale import drawn, value_axis
from dashboard.charts.theme import (
    DARK_BLUE,
    GREY,
    INK,
    LINE,
    ORANGE,
    PALE,
    SIZE,
    Figure,
    axis,
    empty,
    layout,
)
from dashboard.points import Point, Status
from dashboard.warehouse.contents import Event
from dashboard.wording import value_in_words

HEIGHT = 320


def trend(
    answer: Answer,
    events: Sequence[Event] = (),
    chosen: str | None = None,
    *,
    narrow: bool = False,
) -> Figure:
    """The figure of an answer asked with a grain. `chosen` is a period, as in an address.

    `narrow` is for a third of a page: years only along the axis.
    """
    points = [point for point in answer.points if point.status is not Status.CLOSED]
    if not any(point.value is not None for point in points):
        return empty("Nothing has been sent for this.", HEIGHT)
    values = [v for p in points if (v := drawn(answer.measure, p.value)) is not None]
    figure: Figure = {
        "data": [_line(answer, points), _marks(answer, points)],
        "layout": layout(
            HEIGHT,
            xaxis=_time_axis(points, narrow=narrow),
            yaxis=axis(**value_axis(answer.measure, max(values), min(values))),
            margin={"l": 8, "r": 96, "t": 34, "b": 8, "pad": 4},
        ),
    }
    figure["layout"]["shapes"] = [
        *_median(answer),
        *_event_lines(points, events),
        *_chosen(answer, chosen),
    ]
    figure["layout"]["annotations"] = [
        *_median_label(answer, points),
        *_event_labels(points, events),
    ]
    figure["layout"]["meta"] = {"dimension": "period"}
    return figure


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


def _marks(answer: Answer, points: Sequence[Point]) -> dict[str, Any]:
    signal = _in_signal(answer)
    shown = [p for p in points if p.value is not None]
    solid = [p.status is Status.SHOWN for p in shown]
    colour = [ORANGE if p.period in signal else DARK_BLUE for p in shown]
    return {
        "type": "scatter",
        "mode": "markers",
        "cliponaxis": False,
        "x": [p.period.isoformat() for p in shown],
        "y": [drawn(answer.measure, p.value) for p in shown],
        "customdata": [f"{answer.question.grain}:{p.period:%Y-%m}" for p in shown],
        "text": [_hover(answer, p) for p in shown],
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {
            "size": [10 if p.period in signal else 7 for p in shown],
            "symbol": ["diamond" if p.period in signal else "circle" for p in shown],
            "color": [
                c if s else "#ffffff" for c, s in zip(colour, solid, strict=True)
            ],
            "line": {"color": colour, "width": 1.5},
            "opacity": 1,
        },
    }


def _in_signal(answer: Answer) -> set[Any]:
    chart = answer.judgement.run_chart
    if chart is None or chart.shift is None:
        return set()
    run = chart.shift
    return {
        p.period
        for p in answer.points[run.start : run.end + 1]
        if p.status is Status.SHOWN
    }


def _hover(answer: Answer, point: Point) -> str:
    said = f"<b>{point.period_label}</b><br>{value_in_words(answer.measure, point.value, counts_only=answer.counts_only)}"
    if answer.measure.kind == "proportion":
        said += f" ({point.numerator:,.0f} of {point.denominator:,.0f})"
    note = point.status.in_words
    return f"{said}<br>{note}" if note else said


def _median(answer: Answer) -> list[dict[str, Any]]:
    chart = answer.judgement.run_chart
    if chart is None or chart.useful == 0:
        return []
    level = drawn(answer.measure, chart.median)
    return [
        {
            "type": "line",
            "xref": "paper",
            "x0": 0,
            "x1": 1,
            "y0": level,
            "y1": level,
            "line": {"color": GREY, "width": 1.5, "dash": "dash"},
        }
    ]


def _median_label(answer: Answer, points: Sequence[Point]) -> list[dict[str, Any]]:
    chart = answer.judgement.run_chart
    if chart is None or chart.useful == 0:
        return []
    words = value_in_words(answer.measure, chart.median, counts_only=answer.counts_only)
    return [
        {
            "text": f"median<br>{words}",
            "xref": "paper",
            "x": 1.01,
            "xanchor": "left",
            "y": drawn(answer.measure, chart.median),
            "showarrow": False,
            "align": "left",
            "font": {"size": SIZE - 1, "color": GREY},
        }
    ]


def _on_chart(points: Sequence[Point], events: Sequence[Event]) -> list[Event]:
    if not points:
        return []
    first, last = points[0].period, points[-1].period
    return [event for event in events if first <= event.happened_on <= last]


def _event_lines(
    points: Sequence[Point], events: Sequence[Event]
) -> list[dict[str, Any]]:
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
        for event in _on_chart(points, events)
    ]


def _event_labels(
    points: Sequence[Point], events: Sequence[Event]
) -> list[dict[str, Any]]:
    """Letters at the top of the line; the words stand under the chart, where they fit."""
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
            "hovertext": f"{event.happened_on:%d %b %Y}: {event.title}",
        }
        for number, event in enumerate(_on_chart(points, events))
    ]


def letter_of(number: int) -> str:
    """A, B, C … Z, then A1, B1 …"""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return letters[number % 26] + (str(number // 26) if number >= 26 else "")


def events_in_words(answer: Answer, events: Sequence[Event]) -> list[dict[str, str]]:
    """The key to the letters: letter, date, title."""
    return [
        {
            "letter": letter_of(n),
            "date": f"{e.happened_on.day} {e.happened_on:%b %Y}",
            "title": e.title,
        }
        for n, e in enumerate(_on_chart(answer.points, events))
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
