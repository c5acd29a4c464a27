"""The axes of a picture: where a value lies, and which values are named along them."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dashboard.charts.theme import SIZE

_EMPTY = 0.0
# A picture of months has a name at least this far from the next.
_ROOM_FOR_A_MONTH = 62
_MONTHS = (1, 2, 3, 6, 12, 24, 60)


@dataclass(frozen=True)
class Tick:
    at: float
    words: str


@dataclass(frozen=True)
class Axis:
    """One direction: `low` and `high` in its own numbers, at `start` and `end` of the picture.

    `categories` are numbered in their order, `dates` by their day.
    """

    given: dict[str, Any]
    low: float
    high: float
    start: float = 0.0
    end: float = 1.0
    categories: tuple[Any, ...] = ()
    dates: bool = False

    @classmethod
    def of(cls, given: dict[str, Any], values: Sequence[Any]) -> "Axis":
        """From an axis of a figure and all that is drawn along it."""
        if given.get("type") == "category":
            return _of_categories(given, values)
        dates = given.get("type") == "date"
        numbers = [number(value) for value in values if value is not None]
        low, high = min(numbers, default=_EMPTY), max(numbers, default=1.0)
        if "range" in given:
            low, high = (number(end) for end in given["range"])
        elif given.get("rangemode") == "tozero":
            low, high = min(0.0, low), high * 1.04
        elif dates or not given.get("visible", True):
            room = (high - low) * 0.02 or 1.0
            low, high = low - room, high + room
        return cls(given, low, high if high != low else low + 1, dates=dates)

    def between(self, start: float, end: float) -> "Axis":
        """The same axis from one place of the picture to another."""
        return Axis(
            self.given, self.low, self.high, start, end, self.categories, self.dates
        )

    def at(self, value: Any) -> float:
        share = (self._number(value) - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)

    def _number(self, value: Any) -> float:
        if self.categories and value in self.categories:
            return float(self.categories.index(value))
        return number(value)

    @property
    def shown(self) -> bool:
        return bool(self.given.get("visible", True))

    @property
    def gridded(self) -> bool:
        return self.shown and self.given.get("showgrid", True) is not False

    @property
    def title(self) -> str:
        return str(self.given.get("title", {}).get("text", ""))

    @property
    def ticks(self) -> list[Tick]:
        if not self.shown:
            return []
        if "tickvals" in self.given or self.categories:
            return self._named()
        return self._months() if self.dates else self._numbers()

    def _named(self) -> list[Tick]:
        values = self.given.get("tickvals", self.categories)
        words = self.given.get("ticktext", values)
        return [
            Tick(self._number(v), str(w)) for v, w in zip(values, words, strict=True)
        ]

    def _numbers(self) -> list[Tick]:
        wanted = self.given.get("nticks", 5)
        step = nice_step(abs(self.high - self.low), wanted)
        low, high = sorted((self.low, self.high))
        first, last = math.ceil(low / step), math.floor(high / step + 1e-9)
        places = max(0, -math.floor(math.log10(step) + 1e-9))
        suffix = self.given.get("ticksuffix", "")
        return [
            Tick(n * step, f"{n * step:,.{places}f}{suffix}")
            for n in range(first, last + 1)
        ]

    def _months(self) -> list[Tick]:
        """Every so many months as there is room for; the year under the first of each."""
        months = (self.high - self.low) / 30.4
        fit = max(1.0, abs(self.end - self.start) / _ROOM_FOR_A_MONTH)
        step = next((n for n in _MONTHS if months / n <= fit), _MONTHS[-1])
        ticks, year = [], 0
        for month in _every(step, self.low, self.high):
            words = f"{month.year}" if step >= 12 else f"{month:%b}"
            if step < 12 and month.year != year:
                words, year = f"{month:%b}<br>{month.year}", month.year
            ticks.append(Tick(float(month.toordinal()), words))
        return ticks


def _of_categories(given: dict[str, Any], values: Sequence[Any]) -> Axis:
    order = given.get("categoryarray", given.get("tickvals", values))
    categories = tuple(dict.fromkeys(order))
    low, high = -0.5, max(len(categories), 1) - 0.5
    if given.get("autorange") == "reversed":
        low, high = high, low
    # Rows are counted downwards in a figure's own order, and upwards on a picture.
    return Axis(given, low, high, categories=categories)


def _every(step: int, low: float, high: float) -> list[date]:
    first, last = date.fromordinal(math.ceil(low)), date.fromordinal(math.floor(high))
    found, number_of = [], first.year * 12
    while date(number_of // 12, number_of % 12 + 1, 1) <= last:
        month = date(number_of // 12, number_of % 12 + 1, 1)
        if month >= first:
            found.append(month)
        number_of += step
    return found


def nice_step(span: float, wanted: int) -> float:
    """A step of 1, 2 or 5 times a power of ten that cuts a span in about so many."""
    rough = (span or 1.0) / max(1, wanted)
    power = 10.0 ** math.floor(math.log10(rough))
    return next((n * power for n in (1, 2, 5) if n * power >= rough * 0.99), 10 * power)


def number(value: Any) -> float:
    """A value as a number: a day, written as text, by its place in the calendar."""
    if isinstance(value, str):
        return float(date.fromisoformat(value).toordinal())
    return float(value)


Measured = Callable[[str, float], float]


def room_for_ticks(axis: Axis, measured: Measured, most: float) -> float:
    """How wide the names along an upright axis are, at most."""
    size = tick_size(axis)
    widths = [
        measured(line, size)
        for tick in axis.ticks
        for line in tick.words.replace("<b>", "").replace("</b>", "").split("<br>")
    ]
    return min(max(widths, default=0.0), most)


def tick_size(axis: Axis) -> float:
    return float(axis.given.get("tickfont", {}).get("size", SIZE - 1))
