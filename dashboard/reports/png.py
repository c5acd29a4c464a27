"""A drawing as a PNG, for what slides have no chart of: by matplotlib, without a browser."""

import io
import threading
from functools import lru_cache
from typing import Any

from dashboard.charts.theme import GREY
from dashboard.reports.drawing import Box, Drawing, Item, Line, Mark, Words
from dashboard.reports.svg import corners_of

# A picture's own lengths to an inch, which are points; and pixels: crisp on a wall.
_LENGTHS, _PIXELS = 72, 200
_DASHES: dict[str, Any] = {
    "solid": "-",
    "dash": (0, (5, 3)),
    "dot": (0, (1, 2)),
    "dashdot": (0, (5, 2, 1, 2)),
}
_ANCHORS = {"start": "left", "middle": "center", "end": "right"}
# Typefaces as wide as rooms are reckoned for; what is always there is wider.
_FACES = ("Arial", "Liberation Sans", "Helvetica")
_OTHERWISE, _NARROWER = "DejaVu Sans", 0.88
# matplotlib keeps one state for a process.
_ONE_AT_A_TIME = threading.Lock()


def as_png(drawing: Drawing) -> bytes:
    """The drawing as the bytes of a PNG file."""
    from matplotlib.figure import Figure

    with _ONE_AT_A_TIME:
        figure = Figure(
            figsize=(drawing.width / _LENGTHS, drawing.height / _LENGTHS), dpi=_PIXELS
        )
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_axis_off()
        axes.set_xlim(0, drawing.width)
        axes.set_ylim(drawing.height, 0)
        for order, item in enumerate(drawing.items):
            _add(axes, item, order)
        out = io.BytesIO()
        figure.savefig(out, format="png", pil_kwargs={"compress_level": 3})
        return out.getvalue()


def _add(axes: Any, item: Item, order: int) -> None:
    match item:
        case Line():
            _line(axes, item, order)
        case Mark():
            _mark(axes, item, order)
        case Box():
            _box(axes, item, order)
        case Words():
            _words(axes, item, order)


def _line(axes: Any, line: Line, order: int) -> None:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    places: list[Any] = []
    codes: list[Any] = []
    for piece in line.pieces:
        places += piece
        codes += [Path.MOVETO, *[Path.LINETO] * (len(piece) - 1)]
        if line.filled:
            places.append(piece[0])
            codes.append(Path.CLOSEPOLY)
    if not places:
        return
    axes.add_patch(
        PathPatch(
            Path(places, codes),
            facecolor=("#ffffff" if line.hatched else line.filled) or "none",
            edgecolor=line.colour,
            hatch="////" if line.hatched else None,
            linewidth=line.width,
            linestyle=_DASHES.get(line.dash, "-"),
            zorder=order,
        )
    )


def _mark(axes: Any, mark: Mark, order: int) -> None:
    from matplotlib.patches import Circle, Polygon

    corners = corners_of(mark)
    style = {
        "facecolor": mark.fill,
        "edgecolor": mark.edge,
        "linewidth": mark.edge_width,
        "zorder": order,
    }
    shape = (
        Polygon(corners, closed=True, **style)
        if corners
        else Circle(mark.at, mark.size / 2, **style)
    )
    axes.add_patch(shape)


def _box(axes: Any, box: Box, order: int) -> None:
    from matplotlib.patches import Rectangle

    axes.add_patch(
        Rectangle(
            box.at,
            box.width,
            box.height,
            facecolor=box.fill,
            edgecolor=(GREY if box.hatched else box.edge) or "none",
            linewidth=box.edge_width,
            hatch="////" if box.hatched else None,
            zorder=order,
        )
    )


@lru_cache(maxsize=1)
def _face() -> tuple[str, float]:
    """The typeface to write with, and how much smaller it must be to fit."""
    from matplotlib.font_manager import fontManager

    known = {face.name for face in fontManager.ttflist}
    face = next((name for name in _FACES if name in known), None)
    return (face, 1.0) if face else (_OTHERWISE, _NARROWER)


def _words(axes: Any, words: Words, order: int) -> None:
    face, narrower = _face()
    backing = {"facecolor": "#ffffff", "edgecolor": "none", "pad": 1}
    axes.text(
        *words.at,
        words.text,
        fontsize=words.size * narrower,
        color=words.colour,
        ha=_ANCHORS[words.anchor],
        va="baseline",
        weight="bold" if words.bold else "normal",
        family=face,
        zorder=order,
        parse_math=False,
        bbox=backing if words.backed else None,
    )
