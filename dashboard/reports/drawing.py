"""A picture as lines, marks, boxes and words, before it is written as SVG or PNG.

Lengths are in the units of the picture's own width; the origin is at the top left.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

Place = tuple[float, float]
# Widths of letters as parts of the type size; what is not named is `_USUAL`.
_NARROW, _USUAL, _WIDE, _CAPITAL = 0.29, 0.55, 0.86, 0.66
_BOLDER = 1.05


@dataclass(frozen=True)
class Line:
    """A line through places, or, where it is `filled`, an area; it may be in many pieces."""

    pieces: tuple[tuple[Place, ...], ...]
    colour: str
    width: float
    dash: str = "solid"
    filled: str = ""
    hatched: bool = False


@dataclass(frozen=True)
class Mark:
    """A mark of a `size` across; `symbol` is one of Plotly's names."""

    at: Place
    size: float
    symbol: str
    fill: str
    edge: str
    edge_width: float = 1.0


@dataclass(frozen=True)
class Box:
    at: Place
    width: float
    height: float
    fill: str
    edge: str = ""
    edge_width: float = 0.0
    hatched: bool = False


@dataclass(frozen=True)
class Words:
    """One line of words; `at` is its baseline, at its start, middle or end."""

    at: Place
    text: str
    size: float
    colour: str
    anchor: str = "start"
    bold: bool = False
    backed: bool = False

    @property
    def width(self) -> float:
        return width_of(self.text, self.size, bold=self.bold)


Item = Line | Mark | Box | Words


@dataclass(frozen=True)
class Drawing:
    """Items in the order they are drawn, the last on top."""

    width: float
    height: float
    items: tuple[Item, ...] = field(default_factory=tuple)


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """About how wide a line of words is, erring to the wide side."""
    wide = sum(map(_letter, text)) * size
    return wide * _BOLDER if bold else wide


def _letter(letter: str) -> float:
    if letter in "iIjl.,:;|!'’‘ftr()[] ·":
        return _NARROW
    if letter in "mwMW%@—":
        return _WIDE
    return _CAPITAL if letter.isupper() else _USUAL


def fitted(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """Words cut off, with a sign that they were, where there is no room for all."""
    if width_of(text, size, bold=bold) <= room:
        return text
    kept = text
    while kept and width_of(f"{kept}…", size, bold=bold) > room:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def lines_of(text: str, room: float, size: float, *, bold: bool = False) -> list[str]:
    """Words in lines no wider than the room; a word that is wider has a line of its own."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split():
            longer = f"{line} {word}".strip()
            if line and width_of(longer, size, bold=bold) > room:
                lines.append(line)
                longer = word
            line = longer
        lines.append(line)
    return lines


def broken(values: Sequence[Place | None]) -> tuple[tuple[Place, ...], ...]:
    """Places in unbroken pieces: where there is none, the line has a gap."""
    pieces: list[list[Place]] = [[]]
    for place in values:
        if place is None:
            pieces.append([])
        else:
            pieces[-1].append(place)
    return tuple(tuple(piece) for piece in pieces if piece)
