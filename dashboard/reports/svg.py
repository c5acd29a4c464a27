"""A drawing as SVG: lines stay lines, however large it is printed."""

import math
from xml.sax.saxutils import escape, quoteattr

from dashboard.charts.theme import GREY
from dashboard.reports.drawing import Box, Drawing, Item, Line, Mark, Place, Words

_DASHES = {"dash": "7 4", "dot": "2 3", "dashdot": "7 3 2 3"}
_HATCHED = "url(#hatched)"
_PATTERN = (
    '<defs><pattern id="hatched" width="5" height="5" patternUnits="userSpaceOnUse">'
    f'<path d="M0 5L5 0" stroke="{GREY}" stroke-width="1" fill="none"/></pattern></defs>'
)


def as_svg(drawing: Drawing) -> str:
    """The drawing as the text of an SVG file."""
    parts = "".join(map(_item, drawing.items))
    box = f"0 0 {_n(drawing.width)} {_n(drawing.height)}"
    hatched = _PATTERN if _HATCHED in parts else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" width="{_n(drawing.width)}" '
        f'height="{_n(drawing.height)}" font-family="Roboto, Arial, sans-serif">'
        f"{hatched}{parts}</svg>"
    )


def _n(number: float) -> str:
    return f"{number:.1f}".rstrip("0").rstrip(".")


def _item(item: Item) -> str:
    match item:
        case Line():
            return _line(item)
        case Mark():
            return _mark(item)
        case Box():
            return _box(item)
        case Words():
            return _words(item)


def _line(line: Line) -> str:
    paths = "".join(_path(piece, closed=bool(line.filled)) for piece in line.pieces)
    dashed = f' stroke-dasharray="{_DASHES[line.dash]}"' if line.dash in _DASHES else ""
    fill = _HATCHED if line.hatched else line.filled or "none"
    return (
        f'<path d="{paths}" fill="{fill}" stroke="{line.colour}" '
        f'stroke-width="{_n(line.width)}" stroke-linejoin="round"{dashed}/>'
    )


def _path(piece: tuple[Place, ...], *, closed: bool) -> str:
    to = "L".join(f"{_n(x)} {_n(y)}" for x, y in piece)
    return f"M{to}Z" if closed else f"M{to}"


def _mark(mark: Mark) -> str:
    style = (
        f'fill="{mark.fill}" stroke="{mark.edge}" stroke-width="{_n(mark.edge_width)}"'
    )
    corners = corners_of(mark)
    if not corners:
        x, y = mark.at
        return f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(mark.size / 2)}" {style}/>'
    return f'<path d="{_path(corners, closed=True)}" {style}/>'


def corners_of(mark: Mark) -> tuple[Place, ...]:
    """The corners of a mark; none of a circle."""
    (x, y), half = mark.at, mark.size / 2
    shape = mark.symbol.removesuffix("-open").removesuffix("-x")
    if shape == "circle":
        return ()
    if shape == "square":
        return tuple(
            (x + half * a, y + half * b)
            for a, b in ((-1, -1), (1, -1), (1, 1), (-1, 1))
        )
    sides, turned = {"diamond": (4, 0.0), "triangle-up": (3, -90.0)}.get(
        shape, (3, 90.0)
    )
    angles = [math.radians(turned + 360 / sides * n) for n in range(sides)]
    return tuple((x + half * math.cos(a), y + half * math.sin(a)) for a in angles)


def _box(box: Box) -> str:
    (x, y), fill = box.at, _HATCHED if box.hatched else box.fill
    edge = f' stroke="{box.edge}" stroke-width="{_n(box.edge_width)}"'
    return (
        f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(box.width)}" height="{_n(box.height)}" '
        f'fill="{fill}"{edge if box.edge else ""}/>'
    )


def _words(words: Words) -> str:
    bold = ' font-weight="bold"' if words.bold else ""
    anchor = f' text-anchor="{words.anchor}"' if words.anchor != "start" else ""
    x, y = words.at
    return (
        f"{_backing(words) if words.backed else ''}"
        f'<text x="{_n(x)}" y="{_n(y)}" font-size="{_n(words.size)}" fill={quoteattr(words.colour)}'
        f"{bold}{anchor}>{escape(words.text)}</text>"
    )


def _backing(words: Words) -> str:
    shift = {"start": 0.0, "middle": 0.5, "end": 1.0}[words.anchor]
    x, y = words.at
    return _box(
        Box(
            (x - words.width * shift - 1, y - words.size * 0.85),
            words.width + 2,
            words.size * 1.1,
            "#ffffff",
        )
    )
