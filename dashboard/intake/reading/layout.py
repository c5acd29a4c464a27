"""Where the table stands among the rows: titles above it, its row of column names.

A row that scores as the header of a known extract is it. Of an unknown file the shape
alone decides: the first row as wide as the table whose cells are words and not values.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.intake.reading.dialect import usual_width
from dashboard.intake.reading.sheet import HeaderScore, Row
from dashboard.intake.reading.unreadable import Unreadable

SEARCHED_FOR_HEADER = 60
MOST_COLUMNS = 2_000
# Two names of one known extract are no accident.
KNOWN_HEADER = 2.0
_MOSTLY_WORDS = 0.7
_HALF_AS_WIDE = 0.5
_VALUE = re.compile(
    r"[£$€]?\s*[-+(]?[£$€]?\d[\d,.\s]*%?\)?"
    r"|\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}.*"
    r"|\d{1,2}[ -][A-Za-z]{3}([ -]\d{2,4})?.*"
    r"|\d{1,2}:\d{2}(:\d{2})?"
    r"|true|false",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Layout:
    """The column names, the row they stand in (the last, of several), what was passed,
    and `names`, the cells of that row as they stand.
    """

    header: tuple[str, ...]
    header_row: int
    notes: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


def score_of(rows: Sequence[Row], score: HeaderScore) -> float:
    """The best score of a table's first rows."""
    top = [cells for _, cells in rows[:SEARCHED_FOR_HEADER]]
    return max((score([c for c in cells if c.strip()]) for cells in top), default=0.0)


def layout_of(rows: Sequence[Row], score: HeaderScore, name: str) -> Layout:
    """Raises Unreadable where no row can be the column names."""
    top = rows[:SEARCHED_FOR_HEADER]
    scores = [score([c for c in cells if c.strip()]) for _, cells in top]
    if max(scores, default=0.0) >= KNOWN_HEADER:
        found = _known(top, scores.index(max(scores)))
    else:
        found = _by_shape(top, name)
    if len(found.header) > MOST_COLUMNS:
        raise Unreadable(
            f"{name} has {len(found.header):,} columns; at most {MOST_COLUMNS:,} are read.",
            what_to_do="Is it an extract? Export it again with the columns asked for.",
        )
    return found


def _known(top: Sequence[Row], place: int) -> Layout:
    number, cells = top[place]
    names = _ended([cell.strip() for cell in cells])
    groups = top[place - 1][1] if place else []
    if len([cell for cell in groups if cell.strip()]) > 1:
        names = _told_apart(names, _filled(groups, len(names)))
    return Layout(tuple(names), number, _above(top[:place]), _trimmed(cells))


def _by_shape(top: Sequence[Row], name: str) -> Layout:
    width = usual_width(top)
    place = next(
        (
            at
            for at, (_, cells) in enumerate(top)
            if len(_words(cells)) >= max(2, _HALF_AS_WIDE * width)
        ),
        None,
    )
    if width < 2 or place is None or not _is_words(top[place][1]):
        raise Unreadable(
            f"{name} has no row of column names among its first {SEARCHED_FOR_HEADER} rows.",
            what_to_do="Is it an extract? Export it again with its headers.",
        )
    first = [cell.strip() for cell in top[place][1]]
    levels, end = _levels(top, place, first)
    above_first = [cells for _, cells in top[:place] if len(_words(cells)) > 1]
    if len(levels) > 2 or (above_first and not first[0]):
        raise Unreadable(
            f"{name} has several rows of column names that cannot be joined with certainty.",
            what_to_do="Export it with one row of column names.",
        )
    header = _joined(levels, width)
    above = top[:place]
    notes = _above(above)
    if len(above) == 1 and _is_group_of_first(above[0][1], width):
        header[0] = f"{above[0][1][0].strip()} {header[0]}"
        notes = ("The row above the column names was joined to the first of them.",)
    if len(levels) > 1:
        notes = (*notes, "Two rows of column names were joined.")
    last = top[end]
    return Layout(tuple(header), last[0], notes, _trimmed(last[1]))


def _levels(
    top: Sequence[Row], place: int, first: list[str]
) -> tuple[list[list[str]], int]:
    """The rows of column names from `place` on, and where the last of them stands."""
    levels, end = [first], place
    for at in range(place + 1, len(top) - 1):
        cells = [cell.strip() for cell in top[at][1]]
        if not _words(cells):
            continue
        if not _goes_on(cells, first, least=2 if len(levels) == 1 else 1):
            break
        levels.append(cells)
        end = at
    return levels, end


def _goes_on(cells: list[str], first: list[str], least: int) -> bool:
    """A further row of column names: the same again, or names under a group's."""
    under_groups = not cells[0] and len(_words(cells)) >= least
    if under_groups and _is_words(cells, most=1.0):
        return True
    return _trimmed(cells) == _trimmed(first)


def _joined(levels: Sequence[list[str]], width: int) -> list[str]:
    """`Travel` over `Air` and `Rail` is `Travel Air`, `Travel Rail`."""
    if len(levels) == 1:
        return _wide(levels[0], width)
    upper, lower = (_wide(level, width) for level in levels)
    group, joined = "", []
    for above, below in zip(upper, lower, strict=True):
        group = above or (group if below else "")
        joined.append(" ".join(part for part in (group, below) if part))
    return joined


def _wide(cells: list[str], width: int) -> list[str]:
    return cells + [""] * (width - len(cells))


def _filled(groups: Sequence[str], width: int) -> list[str]:
    filled, group = [], ""
    for place in range(width):
        cell = groups[place].strip() if place < len(groups) else ""
        group = cell or group
        filled.append(group)
    return filled


def _told_apart(names: list[str], groups: list[str]) -> list[str]:
    """A group's name goes before the names that would otherwise be one."""
    return [
        f"{group} {name}" if name and group and names.count(name) > 1 else name
        for name, group in zip(names, groups, strict=True)
    ]


def _above(rows: Sequence[Row]) -> tuple[str, ...]:
    titles = sum(1 for _, cells in rows if _words(cells))
    if not titles:
        return ()
    counted = "1 row" if titles == 1 else f"{titles} rows"
    return (f"{counted} above the column names not read as data.",)


def _is_group_of_first(cells: Sequence[str], width: int) -> bool:
    return (
        len(cells) == width > 1 and bool(cells[0].strip()) and len(_words(cells)) == 1
    )


def _is_words(cells: Sequence[str], most: float = _MOSTLY_WORDS) -> bool:
    words = _words(cells)
    values = sum(1 for word in words if _VALUE.fullmatch(word))
    return bool(words) and (len(words) - values) / len(words) >= most


def _words(cells: Sequence[str]) -> list[str]:
    return [cell.strip() for cell in cells if cell.strip()]


def _ended(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _trimmed(cells: Sequence[str]) -> tuple[str, ...]:
    return tuple(_ended([cell.strip() for cell in cells]))
