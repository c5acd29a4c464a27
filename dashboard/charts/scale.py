"""How a measure's values are drawn and labelled on an axis."""

from typing import Any

from dashboard.measures import Measure


def drawn(measure: Measure, value: float | None) -> float | None:
    """The value as the axis shows it: shares in per cent."""
    if value is None:
        return None
    return value * 100 if measure.is_share else value


def value_axis(
    measure: Measure, highest: float | None, lowest: float | None = None
) -> dict[str, Any]:
    """Range and tick marks: from nought; of attendance from its lowest, which is said."""
    top = (highest or 0) * 1.12 or 1
    if measure.is_share:
        top = min(top, 100)
    bottom = 0.0
    if measure.kind == "ratio" and lowest:
        bottom = max(0.0, lowest - (top - lowest) * 0.6)
    return {
        "range": [bottom, top],
        "ticksuffix": " %" if measure.is_share else "",
        "rangemode": "tozero",
        "nticks": 5,
    }
