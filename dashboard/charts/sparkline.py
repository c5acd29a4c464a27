"""A measure's last three years in the height of a line of text."""

from dashboard.answers import Answer
from dashboard.charts.theme import DARK_BLUE, GREY, ORANGE
from dashboard.points import Status
from dashboard.signs import sign_of
from dashboard.statistics.icons import Variation

WIDTH, HEIGHT, EDGE = 150, 34, 4
_POINTS = 36


def sparkline_points(answer: Answer) -> list[tuple[float, float]]:
    """Positions of the shown points, in the units of the picture."""
    shown = [
        p for p in answer.points if p.status is Status.SHOWN and p.value is not None
    ]
    values = [p.value for p in shown[-_POINTS:] if p.value is not None]
    if len(values) < 2:
        return []
    low, high = min(values), max(values)
    span = (high - low) or 1.0
    step = (WIDTH - 2 * EDGE) / (len(values) - 1)
    return [
        (EDGE + step * i, HEIGHT - EDGE - (v - low) / span * (HEIGHT - 2 * EDGE))
        for i, v in enumerate(values)
    ]


def sparkline_svg(answer: Answer) -> str:
    """The picture as SVG text; empty where there are fewer than two points."""
    points = sparkline_points(answer)
    if not points:
        return ""
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    x, y = points[-1]
    signal = sign_of(answer) not in (Variation.COMMON, Variation.CANNOT_SAY)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{WIDTH}" height="{HEIGHT}">'
        f'<line x1="0" x2="{WIDTH}" y1="{HEIGHT - 1}" y2="{HEIGHT - 1}" stroke="{GREY}" stroke-width=".5"/>'
        f'<polyline points="{line}" fill="none" stroke="{DARK_BLUE}" stroke-width="1.8"/>'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.2" fill="{ORANGE if signal else DARK_BLUE}"/></svg>'
    )
