"""The interval around a mark, drawn as a thin line: how sure the mark is."""

from collections.abc import Sequence
from typing import Any

from dashboard.charts.theme import GREY


def around(
    values: Sequence[float], lower: Sequence[float], upper: Sequence[float]
) -> dict[str, Any]:
    """Plotly's error bars along x, from the ends of the intervals."""
    return {
        "type": "data",
        "symmetric": False,
        "array": [high - value for high, value in zip(upper, values, strict=True)],
        "arrayminus": [value - low for low, value in zip(lower, values, strict=True)],
        "color": GREY,
        "thickness": 1.5,
        "width": 0,
    }
