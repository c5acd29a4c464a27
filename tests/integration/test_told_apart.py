"""In grey, the series of every chart are still told apart: by dash, by mark, or by shade."""

from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from dashboard.access.viewer import named_staff
from dashboard.components.addressed import view_at

_UNSEEN = "rgba(0,0,0,0)"
# How many times lighter one bar is than another that it touches or stands beside.
_APART = 1.4


@pytest.mark.parametrize(
    "address",
    [
        "/referrals?measure=reclassified",
        "/referrals?measure=reclassified&zone=Haldinforth Transformation Zone",
        "/thresholds",
        "/schools",
        "/planning",
        "/wellbeing",
        "/across",
    ],
)
def test_series_are_told_apart_in_grey(demo_home: Path, address: str) -> None:
    view = view_at(address, named_staff(demo_home))
    compared = 0
    for name, figure in view.figures.items():
        for one, other in combinations(figure["data"], 2):
            if _are_rivals(one, other):
                assert _differ(one, other), (name, one.get("name"), other.get("name"))
                compared += 1
    assert compared > 0


def _are_rivals(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Two series of one kind that colour tells apart."""
    same = all(one.get(k, "") == other.get(k, "") for k in ("type", "mode", "xaxis"))
    shades = {_shade(one), _shade(other)}
    return same and len(shades) == 2 and not shades & {_UNSEEN, None}


def _differ(one: dict[str, Any], other: dict[str, Any]) -> bool:
    if one["type"] == "bar":
        light, dark = sorted(map(_lightness, (one, other)), reverse=True)
        return light / dark >= _APART
    return _drawn_as(one) != _drawn_as(other)


def _drawn_as(trace: dict[str, Any]) -> tuple[str, str]:
    dash = str(trace.get("line", {}).get("dash", "solid"))
    return dash, str(trace.get("marker", {}).get("symbol", ""))


def _shade(trace: dict[str, Any]) -> str | None:
    style = trace["marker"] if "marker" in trace else trace.get("line", {})
    shade = style.get("color")
    return shade if isinstance(shade, str) else None


def _lightness(trace: dict[str, Any]) -> float:
    """Relative luminance, as WCAG has it, with the 0.05 that it adds to each."""
    shade = str(_shade(trace))
    parts = [int(shade[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [v / 12.92 if v <= 0.04 else ((v + 0.055) / 1.055) ** 2.4 for v in parts]
    return 0.05 + 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
