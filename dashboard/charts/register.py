"""The register through time: what began above the line, what ended below, what was open."""

from dashboard.charts.theme import (
    DARK_BLUE,
    INK,
    LIGHT_GREY,
    LINE,
    TEAL,
    Figure,
    axis,
    empty,
    layout,
)
from dashboard.register import RegisterFlow

HEIGHT = 340


def register_chart(flow: RegisterFlow) -> Figure:
    """Bars of spells begun and ended in each month, and a line of those open at its end."""
    months = flow.latest
    if not months:
        return empty("There are no months to show.")
    x = [month.month.isoformat() for month in months]
    bar = {"type": "bar", "x": x, "hoverinfo": "skip"}
    return {
        "data": [
            bar | {"y": [m.begun for m in months], "marker": {"color": TEAL}},
            bar
            | {
                "y": [None if m.ended is None else -m.ended for m in months],
                "marker": {"color": LIGHT_GREY},
            },
            {
                "type": "scatter",
                "mode": "lines+markers",
                "x": x,
                "y": [m.after for m in months],
                "line": {"color": DARK_BLUE, "width": LINE},
                "hovertemplate": "%{y:,.0f} open<extra></extra>",
            },
        ],
        "layout": layout(
            HEIGHT,
            barmode="relative",
            bargap=0.35,
            xaxis=axis(type="date", tickformat="%b %Y", showgrid=False),
            yaxis=axis(zeroline=True, zerolinecolor=INK, tickformat=",d"),
        ),
    }
