"""Answers that were given in Microsoft Forms, from the table it exports.

A column is a question where its heading is the question's words; who answered, and when
they began, are not read. A row already taken in is known again by its number.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from dashboard.errors import ForTheUser
from dashboard.partnership.tools import Asked, Kind, Tool

_ID = ("id",)
_WHEN = ("completion time", "completed", "submitted", "date", "day")
_WORD = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class FormRow:
    """One row of the export: its number, the day it was completed, the answers."""

    id: str
    about_on: date
    given: dict[str, str]


@dataclass(frozen=True)
class FormRows:
    """`missing` are questions that no column holds; `ignored` columns that are none."""

    rows: tuple[FormRow, ...]
    missing: tuple[str, ...]
    ignored: tuple[str, ...]


def read_forms_export(tool: Tool, table: Iterable[Sequence[str]]) -> FormRows:
    """The rows of an exported table, its first row the headings.

    Raises ForTheUser where no column is a question of the tool or says when.
    """
    header, *rows = [list(row) for row in table] or [[]]
    columns = {_plain(words): place for place, words in enumerate(header)}
    questions = {asked: columns.get(_plain(asked.text)) for asked in tool.questions}
    when = next((columns[name] for name in _WHEN if name in columns), None)
    if when is None or all(place is None for place in questions.values()):
        raise ForTheUser(
            "This table is not one of this tool's answers.",
            "It needs a column “Completion time” and columns headed with the tool's questions.",
            "Use the questions' words as they stand here in Microsoft Forms, and export again.",
        )
    number = next((columns[name] for name in _ID if name in columns), None)
    used = {when, number, *questions.values()}
    return FormRows(
        rows=tuple(
            _row(tool, row, questions, when, number) for row in rows if any(row)
        ),
        missing=tuple(a.text for a, place in questions.items() if place is None),
        ignored=tuple(w for place, w in enumerate(header) if place not in used and w),
    )


def _row(
    tool: Tool,
    row: Sequence[str],
    questions: dict[Asked, int | None],
    when: int,
    number: int | None,
) -> FormRow:
    key = row[number] if number is not None else "|".join(row)
    digest = hashlib.sha256(f"{tool.name}|{key}|{row[when]}".encode()).hexdigest()
    given = {
        asked.name: _answer(asked, row[place])
        for asked, place in questions.items()
        if place is not None and place < len(row) and row[place].strip()
    }
    return FormRow(f"forms-{digest[:32]}", _day(row[when]), given)


def _answer(asked: Asked, words: str) -> str:
    """The tool's own answer for what was chosen; what is none stays, to be refused."""
    spoken = {_plain(said): value for value, said in asked.options}
    spoken |= {_plain(value): value for value, _ in asked.options}
    spoken |= {"n a": "na", "not applicable": "na"} if asked.kind is Kind.YES_NO else {}
    return spoken.get(_plain(words), words.strip())


def _day(words: str) -> date:
    """American order is what Forms exports where a workbook has text for its times."""
    first = words.strip().split(" ")[0].split("T")[0]
    for shape in ("%Y-%m-%d", "%d/%m/%Y", "%m/%d/%Y", "%m/%d/%y"):
        try:
            return datetime.strptime(first, shape).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise ForTheUser(
        f"“{words[:40]}” is not a day.", what_to_do="Write days as 31/12/2026."
    )


def _plain(words: str) -> str:
    return _WORD.sub(" ", words.casefold()).strip()
