"""Rows that do not have as many cells as the others: trimmed, filled, mended or refused.

A cell too few or too many moves every cell after it under another name, which is a wrong
number that nobody would see. So a row is only taken where it is sure what it says.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from dashboard.intake.reading.sheet import Row
from dashboard.intake.reading.unreadable import Unreadable

_KINDS = (
    ("number", re.compile(r"[-+]?\d[\d,]*(\.\d+)?%?")),
    ("money", re.compile(r"[£$€]\s?[-+]?\d[\d,]*(\.\d+)?")),
    ("date", re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}")),
    ("time", re.compile(r"\d{1,2}:\d{2}(:\d{2})?")),
    ("code", re.compile(r"[A-Za-z]{1,4}[-/]?\d[\w-]*")),
)
# Rows that are short by a habit of the system that wrote them, not by damage.
_HABIT_ROWS = 3
_HABIT_SHARE = 0.05
_NAMED = 10


def kind_of(cell: str) -> str:
    cell = cell.strip()
    if not cell:
        return ""
    return next((name for name, form in _KINDS if form.fullmatch(cell)), "text")


@dataclass
class Widths:
    """What is known of a table's width, and what had to be done to its rows."""

    width: int
    kinds: Sequence[frozenset[str]]
    short_is_habit: bool
    short: list[int] = field(default_factory=list)
    long: list[int] = field(default_factory=list)
    mended: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, rows: Sequence[Row], width: int) -> "Widths":
        """From the first rows below the column names."""
        whole = [cells for _, cells in rows if len(cells) == width]
        short = sum(1 for _, cells in rows if 1 < len(cells) < width)
        kinds = [
            frozenset(kind_of(cells[at]) for cells in whole) for at in range(width)
        ]
        habit = short >= _HABIT_ROWS and short > _HABIT_SHARE * len(rows)
        return cls(width, kinds, habit)

    def fitted(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Rows of exactly `width` cells."""
        for number, cells in rows:
            yield number, self._fit(number, cells)

    def _fit(self, number: int, cells: list[str]) -> list[str]:
        if len(cells) == self.width:
            return cells
        if len(cells) < self.width:
            filled = sum(1 for cell in cells if cell.strip())
            if filled > 1 and not self.short_is_habit:
                self.short.append(number)
            return cells + [""] * (self.width - len(cells))
        trimmed = cells[: self.width]
        blank = not any(cell.strip() for cell in cells[self.width :])
        if blank and self._looks_right(trimmed):
            return trimmed
        mended = self._without_a_blank(cells)
        if mended:
            self.mended.append(number)
        elif not blank:
            self.long.append(number)
        return mended or trimmed

    def _without_a_blank(self, cells: list[str]) -> list[str] | None:
        """The row less its blank cell too many, where just one can go."""
        if len(cells) != self.width + 1:
            return None
        fitting = {
            tuple(tried)
            for at, cell in enumerate(cells)
            if not cell.strip()
            and self._looks_right(tried := cells[:at] + cells[at + 1 :])
        }
        return list(fitting.pop()) if len(fitting) == 1 else None

    def _looks_right(self, cells: list[str]) -> bool:
        return all(
            kind_of(cell) in kinds
            for cell, kinds in zip(cells, self.kinds, strict=True)
        )

    def check(self, name: str) -> tuple[str, ...]:
        """What was mended, in words. Raises Unreadable for rows that cannot be sure."""
        if self.short or self.long:
            many = f"{len(self.short) + len(self.long):,} rows do"
            wrong = sorted([*self.short, *self.long])
            which = ", ".join(str(number) for number in wrong[:_NAMED])
            more = " and others" if len(wrong) > _NAMED else ""
            does = "a row does" if len(wrong) == 1 else many
            raise Unreadable(
                f"{name}: {does} not have as many cells as the others ({self.width}).",
                f"Row {which}{more}, as in your file.",
                "A comma or a quotation mark too many or too few moves every cell after it. Put it right, and send it again.",
            )
        if not self.mended:
            return ()
        which = ", ".join(str(number) for number in self.mended[:_NAMED])
        return (f"Row {which} had a blank cell too many, which was taken out.",)
