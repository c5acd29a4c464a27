"""A measure by place (or source, or concern): alphabetical, never a league table.

Shares and rates are a dot with its 95 % interval, beside the whole's own value; counts
are bars. Orange marks what is chosen, or differs by more than chance usually gives.
"""

from collections.abc import Sequence
from typing import Any

from dashboard.answers import Answer
from dashboard.charts.around import around
from dashboard.charts.rows import ROW, wrapped
from dashboard.charts.scale import drawn, value_axis
from dashboard.charts.theme import (
    DARK_BLUE,
    GREY,
    LIGHT_GREY,
    ORANGE,
    ROW_HEIGHT,
    SIZE,
    Figure,
    axis,
    empty,
    layout,
)
from dashboard.measures import Kind
from dashboard.points import Point, Status
from dashboard.wording import value_in_words, withheld_in_words

_ROOM_FOR_AXIS, _ROOM_FOR_BARS = 58, 10
_LONGEST = 36


def places(answer: Answer, chosen: str | None = None) -> Figure:
    """The figure of an answer asked with a breakdown. `chosen` is the filtered value."""
    points = rows_worth_drawing(answer, chosen)
    if not points:
        return empty("Nothing to show for this choice.")
    with_interval = any(point.lower is not None for point in points)
    tops = [
        drawn(answer.measure, p.upper if with_interval else p.value) or 0
        for p in points
    ]
    lows = [v for p in points if (v := drawn(answer.measure, p.value)) is not None]
    as_bars = answer.measure.kind in (Kind.COUNT, Kind.STOCK) or answer.counts_only
    as_bars = as_bars and not with_interval
    across = value_axis(answer.measure, max(tops), min(lows, default=None))
    traces = [_row_targets(answer, points, across["range"])]
    traces.append(
        _bars(answer, points, chosen) if as_bars else _dots(answer, points, chosen)
    )
    traces += _stubs(points, across["range"], withheld_in_words(answer.measure))
    figure: Figure = {
        "data": traces,
        "layout": layout(
            (_ROOM_FOR_BARS if as_bars else _ROOM_FOR_AXIS)
            + _row_height(answer) * len(points),
            # a bar carries its own number, so it needs no axis
            xaxis=axis(**across, visible=not as_bars, tickangle=0),
            yaxis=axis(
                type="category",
                autorange="reversed",
                showgrid=False,
                tickmode="array",
                tickvals=[p.key for p in points],
                ticktext=[_tick(p, chosen, sentence=_is_item(answer)) for p in points],
            ),
            barmode="overlay",
            bargap=0.35,
            margin={"l": 8, "r": 44, "t": 4 if as_bars else 22, "b": 4, "pad": 4},
            meta={"dimension": answer.question.by},
        ),
    }
    figure["layout"]["shapes"], figure["layout"]["annotations"] = whole_line(answer)
    return figure


def rows_worth_drawing(answer: Answer, chosen: str | None) -> list[Point]:
    """Every named value; the unknown only where it holds something."""
    return [
        p for p in answer.points if p.key != "not_known" or p.rows or p.key == chosen
    ]


def _is_item(answer: Answer) -> bool:
    """A tool's items are named by sentences, which are wrapped and not cut off."""
    return answer.question.by == "item"


def _row_height(answer: Answer) -> int:
    return ROW if _is_item(answer) else ROW_HEIGHT


def _tick(point: Point, chosen: str | None, *, sentence: bool) -> str:
    if sentence:
        return wrapped(point.label)
    label = (
        point.label
        if len(point.label) <= _LONGEST
        else point.label[: _LONGEST - 1] + "…"
    )
    return f"<b>{label}</b>" if point.key == chosen else label


def _row_targets(
    answer: Answer, points: Sequence[Point], across: Sequence[float]
) -> dict[str, Any]:
    """An unseen bar over each whole row, so that a row is easy to hit and to read."""
    return {
        "type": "bar",
        "orientation": "h",
        "y": [p.key for p in points],
        "x": [across[1] - across[0]] * len(points),
        "base": [across[0]] * len(points),
        "customdata": [p.key for p in points],
        "text": [hover(answer, p) for p in points],
        "textposition": "none",
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {"color": "rgba(0,0,0,0)"},
        "width": 0.98,
    }


def hover(answer: Answer, point: Point) -> str:
    """What a place says when it is pointed at."""
    said = f"<b>{point.label}</b><br>{value_in_words(answer.measure, point.value, counts_only=answer.counts_only)}"
    if answer.measure.kind is Kind.PROPORTION and point.denominator:
        said += f" ({point.numerator:,.0f} of {point.denominator:,.0f})"
    if point.lower is not None and point.upper is not None:
        low = value_in_words(answer.measure, point.lower)
        said += f"<br>could by chance be {low} to {value_in_words(answer.measure, point.upper)}"
    return said


def colour_of(answer: Answer, point: Point, chosen: str | None) -> str:
    if chosen is not None:
        return ORANGE if point.key == chosen else LIGHT_GREY
    unusual = point.key in answer.judgement.difference.unusual
    return ORANGE if unusual else DARK_BLUE


def _stubs(
    points: Sequence[Point], across: Sequence[float], words: str
) -> list[dict[str, Any]]:
    """Few or none: a short hatched bar, never an empty row and never a nought."""
    withheld = [p.key for p in points if p.status in (Status.WITHHELD, Status.FEW)]
    if not withheld:
        return []
    return [
        {
            "type": "bar",
            "orientation": "h",
            "y": withheld,
            "x": [(across[1] - across[0]) * 0.035] * len(withheld),
            "base": [across[0]] * len(withheld),
            "hoverinfo": "skip",
            "text": [words] * len(withheld),
            "textposition": "outside",
            "textfont": {"size": SIZE - 2, "color": GREY},
            "cliponaxis": False,
            "width": 0.5,
            "marker": {
                "color": "#ffffff",
                "line": {"color": GREY, "width": 1},
                "pattern": {"shape": "/", "fgcolor": GREY, "size": 5, "solidity": 0.3},
            },
        }
    ]


def _bars(
    answer: Answer, points: Sequence[Point], chosen: str | None
) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "y": [p.key for p in points],
        "x": [drawn(answer.measure, p.value) for p in points],
        "text": [
            value_in_words(answer.measure, p.value, counts_only=True) for p in points
        ],
        "textposition": "outside",
        "cliponaxis": False,
        "hoverinfo": "skip",
        "marker": {"color": [colour_of(answer, p, chosen) for p in points]},
    }


def _dots(
    answer: Answer, points: Sequence[Point], chosen: str | None
) -> dict[str, Any]:
    shown = [p for p in points if p.status is not Status.NOBODY and p.value is not None]
    values = [drawn(answer.measure, p.value) or 0.0 for p in shown]
    uppers = [
        drawn(answer.measure, p.upper) if p.upper is not None else None for p in shown
    ]
    lowers = [
        drawn(answer.measure, p.lower) if p.lower is not None else None for p in shown
    ]
    unusual = answer.judgement.difference.unusual
    trace: dict[str, Any] = {
        "type": "scatter",
        "mode": "markers",
        "cliponaxis": False,
        "y": [p.key for p in shown],
        "x": values,
        "hoverinfo": "skip",
        "marker": {
            "size": 11,
            "symbol": ["diamond" if p.key in unusual else "circle" for p in shown],
            "color": [colour_of(answer, p, chosen) for p in shown],
            "line": {"color": "#ffffff", "width": 1},
        },
    }
    if any(upper is not None for upper in uppers):
        trace["error_x"] = around(
            values,
            [low or 0.0 for low in lowers],
            [up or v for up, v in zip(uppers, values, strict=True)],
        )
    return trace


def whole_line(answer: Answer) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The whole's own value as a line, where a part can be set beside it."""
    whole = answer.whole
    if (
        whole is None
        or whole.value is None
        or answer.measure.kind in (Kind.COUNT, Kind.STOCK)
    ):
        return [], []
    if answer.counts_only:
        return [], []
    at = drawn(answer.measure, whole.value)
    line = {
        "type": "line",
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "x0": at,
        "x1": at,
        "line": {"color": GREY, "width": 1.5, "dash": "dash"},
        "layer": "below",
    }
    label = {
        "text": f"all {value_in_words(answer.measure, whole.value)}",
        "x": at,
        "yref": "paper",
        "y": 1,
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"size": SIZE - 2, "color": GREY},
    }
    return [line], [label]
