"""How soon it is known: the share decided each way by so many days, recent beside earlier.

A recent month can only be set beside others at the same age: a curve stops where fewer
than ten are still watched, and the numbers still open stand under the days.
"""

from collections.abc import Sequence
from typing import Any

from dashboard.charts.theme import (
    DARK_BLUE,
    INK,
    LINE,
    PURPLE,
    SIZE,
    TEAL,
    Figure,
    axis,
    empty,
    layout,
)
from dashboard.soon import DAYS, ENDINGS, Soon

HEIGHT = 340
_STYLES = {
    "reclassified": (TEAL, "welfare concern", "circle"),
    "went_on": (DARK_BLUE, "went on", "square"),
    "closed": (PURPLE, "closed", "diamond"),
}


def soon(every: Soon, recent: Soon | None = None) -> Figure:
    """Solid: all of the period; dashed: the latest quarter, as far as it has come."""
    if not every.days:
        return empty("", 40)  # the words under it say why
    traces = [_curve(every, ending, recent=False) for ending in ENDINGS]
    if recent is not None and recent.days:
        traces += [_curve(recent, ending, recent=True) for ending in ENDINGS]
    return {
        "data": traces,
        "layout": layout(
            HEIGHT,
            xaxis=axis(
                range=[-0.15, len(DAYS) + 0.6],
                tickmode="array",
                tickvals=list(range(len(DAYS))),
                ticktext=_ticks(every),
                tickangle=0,
                title={
                    "text": "days since the referral; below, how many were still open",
                    "font": {"size": SIZE - 1},
                },
            ),
            yaxis=axis(range=[0, _top(every, recent)], ticksuffix=" %", nticks=5),
            annotations=_labels(every),
            margin={"l": 8, "r": 8, "t": 12, "b": 8, "pad": 4},
        ),
    }


def _curve(found: Soon, ending: str, *, recent: bool) -> dict[str, Any]:
    colour, words, symbol = _STYLES[ending]
    shares = [share * 100 for share in found.shares[ending]]
    who = "latest quarter" if recent else "all"
    return {
        "type": "scatter",
        "mode": "lines" if recent else "lines+markers",
        "x": [DAYS.index(day) for day in found.days],
        "y": shares,
        "line": {"color": colour, "width": LINE, "dash": "dash" if recent else "solid"},
        "marker": {"symbol": symbol, "size": 7, "color": colour},
        "cliponaxis": False,
        "hovertemplate": [
            f"{words} by day {day}: {share:.0f} % ({who})<extra></extra>"
            for day, share in zip(found.days, shares, strict=True)
        ],
    }


def _top(every: Soon, recent: Soon | None) -> float:
    shares = [
        share
        for found in (every, recent)
        if found is not None
        for ending in ENDINGS
        for share in found.shares[ending]
    ]
    return max([*shares, 0.1]) * 115


def _ticks(every: Soon) -> list[str]:
    open_on = dict(zip(every.days, every.open, strict=True))
    return [
        f"{day}<br>{open_in_words(open_on[day])}" if day in open_on else str(day)
        for day in DAYS
    ]


def open_in_words(number: float | None) -> str:
    return "few" if number is None else f"{number:,.0f}"


def _labels(every: Soon) -> list[dict[str, Any]]:
    """Names at the ends of the lines, moved apart where two end together."""
    ends: Sequence[tuple[float, str]] = sorted(
        (every.shares[ending][-1] * 100, ending) for ending in ENDINGS
    )
    apart = _top(every, None) * 0.07
    placed: list[float] = []
    for share, _ in ends:
        placed.append(max(share, placed[-1] + apart) if placed else share)
    return [
        {
            "text": f"{_STYLES[ending][1]} {share:.0f} %",
            "x": DAYS.index(every.days[-1]),
            "xanchor": "left",
            "xshift": 8,
            "y": at,
            "showarrow": False,
            "font": {"size": SIZE - 1, "color": INK},
        }
        for (share, ending), at in zip(ends, placed, strict=True)
    ]
