"""A chart of the screen as a drawing: the same figure, drawn without a browser.

It knows the part of Plotly's words that this project's charts use: points, lines and
areas, rows of bars, lines across, labels, and the key to symbols.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from dashboard.charts.theme import GREY, GRID, INK, LIGHT_GREY, SIZE, Figure
from dashboard.reports.axes import Axis, Tick, room_for_ticks, tick_size
from dashboard.reports.drawing import (
    Box,
    Drawing,
    Item,
    Line,
    Mark,
    Place,
    Words,
    broken,
    fitted,
    width_of,
)

_UNSEEN = "rgba(0,0,0,0)"
# Names of rows take no more than this of the width, and are cut off beyond.
_MOST_FOR_NAMES = 0.42
_LEGEND_LINE = 20.0
_LEADING = 1.2


def picture_of(figure: Figure, width: float, height: float | None = None) -> Drawing:
    """The drawing of a figure as wide as asked for, and as high, or as the figure says."""
    page = _Page.of(figure, width, height or float(figure["layout"]["height"]))
    items = [
        *page.grid(),
        *page.shapes(below=True),
        *(item for trace in figure["data"] for item in page.trace(trace)),
        *page.shapes(below=False),
        *page.annotations(),
        *page.legend(),
    ]
    return Drawing(width, page.height, tuple(items))


@dataclass(frozen=True)
class _Page:
    """A figure with its axes placed: `left` to `right`, `top` to `bottom` are drawn in."""

    figure: Figure
    height: float
    left: float
    right: float
    top: float
    bottom: float
    across: dict[str, Axis]
    up: Axis

    @classmethod
    def of(cls, figure: Figure, width: float, height: float) -> "_Page":
        layout = figure["layout"]
        margin = layout["margin"]
        up = Axis.of(layout["yaxis"], _along(figure, "y"))
        across = {
            name: Axis.of(given, _along(figure, "x", f"x{name.removeprefix('xaxis')}"))
            for name, given in layout.items()
            if name.startswith("xaxis")
        }
        names = room_for_ticks(up, width_of, width * _MOST_FOR_NAMES)
        left = margin["l"] + (names + 8 if names else 0)
        legend = _LEGEND_LINE * len(_legend_rows(figure, width))
        below = layout.get("legend", {}).get("orientation") == "v"
        top = margin["t"] + (0 if below or not legend else max(0, legend - 28))
        bottom = height - margin["b"] - (legend if below else 0) - _foot(across)
        right = width - margin["r"]
        page = cls(figure, height, left, right, top, bottom, {}, up)
        return page._placed(across)

    def _placed(self, across: dict[str, Axis]) -> "_Page":
        placed = {}
        for name, axis in across.items():
            start, end = axis.given.get("domain", (0.0, 1.0))
            room = self.right - self.left
            placed[name] = axis.between(
                self.left + start * room, self.left + end * room
            )
        up = self.up.between(self.bottom, self.top)
        page = _Page(
            self.figure,
            self.height,
            self.left,
            self.right,
            self.top,
            self.bottom,
            placed,
            up,
        )
        return page._to_one_scale() if up.given.get("scaleanchor") else page

    def _to_one_scale(self) -> "_Page":
        """A map: as many units to a length upwards as across, in the middle of its room."""
        across, up = self.across["xaxis"], self.up
        wide, high = across.high - across.low, up.high - up.low
        unit = min((self.right - self.left) / wide, (self.bottom - self.top) / high)
        x, y = (self.left + self.right) / 2, (self.top + self.bottom) / 2
        half_x, half_y = wide * unit / 2, high * unit / 2
        return _Page(
            self.figure,
            self.height,
            self.left,
            self.right,
            self.top,
            self.bottom,
            {"xaxis": across.between(x - half_x, x + half_x)},
            up.between(y + half_y, y - half_y),
        )

    # -- what is drawn under everything ---------------------------------------------

    def grid(self) -> Iterator[Item]:
        for axis in self.across.values():
            for tick in axis.ticks:
                x = axis.at(tick.at)
                if axis.gridded:
                    yield _straight((x, self.top), (x, self.bottom), GRID)
                yield from self._under(axis, tick, x)
            if axis.title:
                x, lines = (axis.start + axis.end) / 2, _tick_lines(axis)
                y = self.bottom + 6 + tick_size(axis) * (1 + lines * _LEADING)
                yield Words((x, y), axis.title, SIZE - 1, INK, "middle")
        for tick in self.up.ticks:
            y = self.up.at(tick.at)
            if self.up.gridded:
                yield _straight((self.left, y), (self.right, y), GRID)
            yield from self._beside(tick, y)

    def _under(self, axis: Axis, tick: Tick, x: float) -> Iterator[Item]:
        size = tick_size(axis)
        for line, words in enumerate(tick.words.split("<br>"), start=1):
            y = self.bottom + 4 + line * size * _LEADING
            yield Words((x, y), words, size, INK, "middle")

    def _beside(self, tick: Tick, y: float) -> Iterator[Item]:
        size = tick_size(self.up)
        lines, room = tick.words.split("<br>"), self.left - 12
        for number, words in enumerate(lines):
            plain, bold = _plain(words)
            at = y + size * 0.35 + (number - (len(lines) - 1) / 2) * size * _LEADING
            cut = fitted(plain, room, size, bold=bold)
            yield Words((self.left - 6, at), cut, size, INK, "end", bold)

    def shapes(self, *, below: bool) -> Iterator[Item]:
        """Lines across the whole of the picture; on the screen they may also be bands."""
        for shape in self.figure["layout"].get("shapes", ()):
            if (shape.get("layer") == "below") is below:
                axis = self.across[_axis_name(shape.get("xref", "x"))]
                start = self._at(axis, shape["x0"], shape["y0"], shape)
                end = self._at(axis, shape["x1"], shape["y1"], shape)
                given = shape["line"]
                colour = given["color"] if shape.get("opacity", 1) == 1 else "#f8d9c9"
                yield _straight(
                    start, end, colour, given["width"], given.get("dash", "solid")
                )

    def _at(self, axis: Axis, x: Any, y: Any, given: dict[str, Any]) -> Place:
        across = (
            self.left + x * (self.right - self.left)
            if given.get("xref") == "paper"
            else axis.at(x)
        )
        up = (
            self.bottom - y * (self.bottom - self.top)
            if given.get("yref") == "paper"
            else self.up.at(y)
        )
        return across, up

    # -- traces ---------------------------------------------------------------------

    def trace(self, given: dict[str, Any]) -> Iterator[Item]:
        axis = self.across[_axis_name(given.get("xaxis", "x"))]
        if given["type"] == "bar":
            yield from self._bars(given, axis)
            return
        if "error_x" in given:
            yield from self._around(given, axis)
        if "lines" in given["mode"]:
            yield self._line(given, axis)
        if "markers" in given["mode"]:
            yield from self._marks(given, axis)

    def _place(self, axis: Axis, x: Any, y: Any) -> Place | None:
        if x is None or y is None:
            return None
        up = self.up.at(y)
        if not self.top - 1 <= up <= self.bottom + 1 and self.up.given.get("range"):
            return None  # a line may leave the picture; it is not drawn beyond it
        return axis.at(x), up

    def _line(self, given: dict[str, Any], axis: Axis) -> Line:
        places = [
            self._place(axis, x, y) for x, y in zip(given["x"], given["y"], strict=True)
        ]
        style, pieces = given["line"], broken(places)
        if style.get("shape") == "hvh":
            pieces = tuple(map(_stepped, pieces))
        return Line(
            pieces,
            style["color"],
            style["width"],
            style.get("dash", "solid"),
            filled=given.get("fillcolor", "#ffffff") if given.get("fill") else "",
            hatched="fillpattern" in given,
        )

    def _marks(self, given: dict[str, Any], axis: Axis) -> Iterator[Mark]:
        style = given["marker"]
        edge = style.get("line", {})
        for place, (x, y) in enumerate(zip(given["x"], given["y"], strict=True)):
            if x is None or y is None:
                continue
            symbol = str(_one(style.get("symbol", "circle"), place))
            colour = str(_one(style.get("color"), place))
            hollow = symbol.endswith("-open")
            yield Mark(
                (axis.at(x), self.up.at(y)),
                float(_one(style["size"], place)),
                symbol,
                "#ffffff" if hollow else colour,
                colour if hollow else str(_one(edge.get("color", colour), place)),
                float(_one(edge.get("width", 0.0), place)),
            )

    def _around(self, given: dict[str, Any], axis: Axis) -> Iterator[Item]:
        error = given["error_x"]
        ends = zip(error["arrayminus"], error["array"], strict=True)
        for x, y, (less, more) in zip(given["x"], given["y"], ends, strict=True):
            up = self.up.at(y)
            start, end = (axis.at(x - less), up), (axis.at(x + more), up)
            yield _straight(start, end, error["color"], error["thickness"])

    def _bars(self, given: dict[str, Any], axis: Axis) -> Iterator[Item]:
        if given["marker"].get("color") == _UNSEEN:
            return
        bars = _Bars(given, self.figure["layout"].get("bargap", 0.2))
        starts = self._starts(given)
        for place, (row, length) in enumerate(zip(given["y"], given["x"], strict=True)):
            if length is None:
                continue
            start = starts[place]
            left, right = axis.at(start), axis.at(start + length)
            yield from bars.at(place, left, right, self.up.at(row), self._row)

    @property
    def _row(self) -> float:
        return (self.bottom - self.top) / max(1, len(self.up.categories))

    def _starts(self, given: dict[str, Any]) -> list[float]:
        """Where each bar begins: at its base, or where those of its row before it end."""
        if self.figure["layout"].get("barmode") != "stack":
            return list(given.get("base", [0.0] * len(given["y"])))
        before = self.figure["data"][: self.figure["data"].index(given)]
        return [
            sum(
                length or 0.0
                for other in before
                for row, length in zip(other["y"], other["x"], strict=True)
                if row == mine
            )
            for mine in given["y"]
        ]

    # -- words ----------------------------------------------------------------------

    def annotations(self) -> Iterator[Item]:
        for given in self.figure["layout"].get("annotations", ()):
            axis = self.across[_axis_name(given.get("xref", "x"))]
            x, y = self._at(axis, given.get("x", 0.5), given.get("y", 0.5), given)
            lines, size = str(given["text"]).split("<br>"), float(given["font"]["size"])
            high = size * _LEADING * len(lines)
            first = (
                y
                - given.get("yshift", 0)
                + {
                    "bottom": size * _LEADING - high - 3,
                    "top": size,
                }.get(given.get("yanchor", ""), size * 0.85 - high / 2 + size * 0.1)
            )
            anchor = _ANCHORS[given.get("xanchor", "center")]
            for number, line in enumerate(lines):
                text, bold = _plain(line)
                at = (x + given.get("xshift", 0), first + number * size * _LEADING)
                backed = "bgcolor" in given
                yield Words(
                    at, text, size, given["font"]["color"], anchor, bold, backed
                )

    def legend(self) -> Iterator[Item]:
        rows = _legend_rows(self.figure, self.right + 8)
        below = self.figure["layout"].get("legend", {}).get("orientation") == "v"
        y = self.height - _LEGEND_LINE * len(rows) + 12 if below else 14.0
        for row in rows:
            x = 12.0
            for trace in row:
                style = trace["marker"]
                edge = style.get("line", {})
                colour = str(style["color"])
                yield Mark(
                    (x, y - 4),
                    11,
                    str(style.get("symbol", "square")),
                    colour,
                    str(edge.get("color", colour)),
                    1.0,
                )
                yield Words((x + 12, y), trace["name"], SIZE - 1, INK)
                x += 36 + width_of(trace["name"], SIZE - 1)
            y += _LEGEND_LINE


@dataclass(frozen=True)
class _Bars:
    """How the bars of one trace look, and their words."""

    given: dict[str, Any]
    gap: float

    def at(
        self, place: int, left: float, right: float, middle: float, row: float
    ) -> Iterator[Item]:
        style = self.given["marker"]
        high = row * float(self.given.get("width", 1 - self.gap))
        edge = style.get("line", {})
        width = float(_one(edge.get("width", 0.0), place))
        yield Box(
            (left, middle - high / 2),
            max(0.0, right - left),
            high,
            str(_one(style["color"], place)),
            str(_one(edge.get("color", GREY), place)) if width else "",
            width,
            hatched="pattern" in style,
        )
        words = str(_one(self.given.get("text", ""), place) or "")
        if words:
            yield self._words(words, place, left, right, middle)

    def _words(
        self, words: str, place: int, left: float, right: float, middle: float
    ) -> Words:
        font = self.given.get("textfont", {})
        size, colour = float(font.get("size", SIZE - 1)), font.get("color", INK)
        if self.given.get("textposition") == "outside":
            return Words((right + 5, middle + size * 0.35), words, size, colour)
        room = right - left - 8
        fits = fitted(words, room, size)
        return Words((left + 5, middle + size * 0.35), fits, size, str(colour))


_ANCHORS = {"left": "start", "center": "middle", "right": "end"}


def _along(figure: Figure, way: str, axis: str = "") -> list[Any]:
    """All that is drawn along an axis; bars from their base."""
    found: list[Any] = []
    for trace in figure["data"]:
        if axis and trace.get("xaxis", "x") != axis:
            continue
        found += [value for value in trace[way] if value is not None]
    return found


def _foot(across: dict[str, Axis]) -> float:
    """How much room the names and titles under the picture need."""
    needs = [
        tick_size(axis) * _LEADING * _tick_lines(axis) + 8 + (20 if axis.title else 0)
        for axis in across.values()
        if axis.shown
    ]
    return max(needs, default=0.0)


def _tick_lines(axis: Axis) -> int:
    if axis.dates:
        return 2
    return max((tick.words.count("<br>") + 1 for tick in axis.ticks), default=1)


def _legend_rows(figure: Figure, width: float) -> list[list[dict[str, Any]]]:
    """The traces that the key names, in rows: one below the other, or side by side."""
    layout = figure["layout"]
    if not layout.get("showlegend"):
        return []
    named = [t for t in figure["data"] if t.get("showlegend", True) and "name" in t]
    if layout.get("legend", {}).get("orientation") == "v":
        return [[trace] for trace in named]
    rows: list[list[dict[str, Any]]] = [[]]
    used = 0.0
    for trace in named:
        wide = 36 + width_of(trace["name"], SIZE - 1)
        if rows[-1] and used + wide > width:
            rows.append([])
            used = 0.0
        rows[-1].append(trace)
        used += wide
    return rows


def _axis_name(name: str) -> str:
    return "xaxis" if name == "paper" else f"xaxis{name.removeprefix('x')}"


def _straight(
    start: Place,
    end: Place,
    colour: str = LIGHT_GREY,
    width: float = 1.0,
    dash: str = "solid",
) -> Line:
    return Line(((start, end),), colour, width, dash)


def _stepped(piece: tuple[Place, ...]) -> tuple[Place, ...]:
    """Level at each place, and up or down half-way to the next."""
    made = [piece[0]]
    for (x, y), (later, other) in pairwise(piece):
        middle = (x + later) / 2
        made += [(middle, y), (middle, other), (later, other)]
    return tuple(made)


def _one(given: Any, place: int) -> Any:
    """A style that is the same for all, or that of one of many."""
    return (
        given[place]
        if isinstance(given, Sequence) and not isinstance(given, str)
        else given
    )


def _plain(words: str) -> tuple[str, bool]:
    return words.replace("<b>", "").replace("</b>", ""), "<b>" in words
