"""What a pack is, before it is slides, a PDF or a workbook: answers, and their words.

Nothing here asks or works out a number: each stands in an answer that somebody was given.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from dashboard.answers import Answer
from dashboard.charts.drawn_as import DrawnAs
from dashboard.charts.places import rows_worth_drawing
from dashboard.charts.theme import Figure
from dashboard.measures import About, Measure
from dashboard.partnership.lines import Line
from dashboard.points import Point, Status
from dashboard.reports.tables import COLUMNS, rows, written
from dashboard.words import defined

OPEN_VIEW = "Open this view"


@dataclass(frozen=True)
class Row:
    """One row of a table as it is read: numbers in words, and what is to be said of them."""

    label: str
    cells: tuple[str, ...]
    unusual: bool = False


@dataclass(frozen=True)
class Table:
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Happening:
    """Something that happened, by its letter on a chart through time."""

    letter: str
    on: date
    words: str


@dataclass(frozen=True)
class PackPanel:
    """One chart: how it is drawn, the answers behind it by their words, and its table.

    `answers` has under "" what the chart is of, where it is of one answer; the others are
    beside it, or, of a chart of several, each under its name. `chosen` is the value that
    the page is narrowed to. `events` are the key to the letters on it, `lines` the aims and
    limits that were set.
    """

    name: str
    title: str
    said: str
    alt: str
    drawn_as: DrawnAs
    figure: Figure
    table: Table
    answers: Mapping[str, Answer]
    chosen: str | None = None
    events: tuple[Happening, ...] = ()
    lines: tuple[Line, ...] = ()

    @property
    def answer(self) -> Answer | None:
        return self.answers.get("")

    def points(self, answer: Answer) -> list[Point]:
        """The points of an answer that the chart and its table show."""
        if answer.question.grain:
            return [p for p in answer.drawn if p.status is not Status.CLOSED]
        return rows_worth_drawing(answer, self.chosen)

    def rows(self) -> Iterator[dict[str, Any]]:
        """Its numbers as a file has them: what panel, of what, and `COLUMNS`."""
        for words, answer in self.answers.items():
            panel = f"{self.title}: {words}" if words else self.title
            of = {
                "panel": panel,
                "measure": answer.measure.title,
                "filters": answer.filters_in_words,
                "numbers": answer.protection,
                "as_at": answer.as_at.isoformat(),
                "picture": answer.snapshot,
            }
            for row in rows(answer, self.points(answer)):
                yield of | row


PANEL_COLUMNS = (
    "panel",
    "measure",
    *COLUMNS,
    "filters",
    "numbers",
    "as_at",
    "picture",
)


@dataclass(frozen=True)
class PackPage:
    """One view: a sentence for its title, what holds for it, and its charts.

    `sentence` has its main number, `change` what may be claimed; `note` is what whoever
    made the pack wrote beside it, and `title` what they called it. `foot` says n, filters,
    period, months not sent, audience and the day; `picture` is the picture's id. `link`
    opens the same view of that picture, and shows no more than the pack does. `besides` is
    what charts say that are on the screen and not in the pack.
    """

    title: str
    sentence: str
    change: str
    notes: tuple[str, ...]
    foot: str
    picture: str
    address: str
    measure: Measure
    panels: tuple[PackPanel, ...]
    note: str = ""
    read_by: str = ""
    coverage: tuple[str, ...] = ()
    link: str = ""
    besides: tuple[str, ...] = ()

    @property
    def answers(self) -> Iterator[Answer]:
        for panel in self.panels:
            yield from panel.answers.values()

    @property
    def protected(self) -> bool:
        return any(answer.protected for answer in self.answers)


@dataclass(frozen=True)
class Look:
    """What a partnership's packs carry besides its name."""

    partnership: str
    marking: str = ""
    colour: str = ""
    logo: Path | None = None


@dataclass(frozen=True)
class Section:
    """A part of the last pages: a heading and its paragraphs, each with a name or none."""

    title: str
    paragraphs: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Pack:
    """Pages, and after them what the numbers mean, where they are from, what was done to them."""

    title: str
    pages: tuple[PackPage, ...]
    look: Look
    made_on: date = field(default_factory=date.today)

    @property
    def snapshots(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(page.picture for page in self.pages))

    @property
    def numbers(self) -> str:
        """Whom the numbers are for, in the words of the pages."""
        every = (a.protection for page in self.pages for a in page.answers)
        return "; ".join(dict.fromkeys(every))

    @property
    def last(self) -> tuple[Section, ...]:
        found = (self._definitions, self._methods, self._coverage, self._adjusted)
        return tuple(section for section in found if section.paragraphs)

    @property
    def _measures(self) -> dict[str, Measure]:
        return {
            answer.measure.name: answer.measure
            for page in self.pages
            for answer in page.answers
        }

    @property
    def _definitions(self) -> Section:
        return Section(
            "Definitions",
            tuple(
                (measure.title, defined_in_words(measure))
                for measure in self._measures.values()
            ),
        )

    @property
    def _methods(self) -> Section:
        read = dict.fromkeys(page.read_by for page in self.pages if page.read_by)
        said = [("Through time", f"{words}.") for words in read]
        return Section("How the charts are read", (*said, *_METHODS))

    @property
    def _coverage(self) -> Section:
        lines = dict.fromkeys(line for page in self.pages for line in page.coverage)
        return Section(
            "What was sent, and what was not", tuple(("", line) for line in lines)
        )

    @property
    def _adjusted(self) -> Section:
        return Section("Small numbers", tuple(("", line) for line in self._protected()))

    def _protected(self) -> Iterator[str]:
        pages = [page for page in self.pages if page.protected]
        if not pages:
            yield "Nothing was adjusted: these are exact numbers, for named staff only."
            return
        yield _ADJUSTED
        shown = [
            point
            for page in pages
            for panel in page.panels
            for answer in panel.answers.values()
            for point in panel.points(answer)
        ]
        few = sum(point.status is Status.WITHHELD for point in shown)
        yield (
            f"In this pack {few:,} of {len(shown):,} numbers are not told because they are few, or "
            "nearly all; a chart has a gap there, and no nought."
        )


_ADJUSTED = (
    "Numbers of children are adjusted so that no child can be pointed at: each is about what it "
    "says, a total may not be the sum of its parts, and “few or none” is under ten, or none. The "
    "same children give the same number in every picture. The ranges that chance gives are "
    "wider by what was adjusted."
)
_METHODS = (
    (
        "Old enough",
        "A month counts once what happened in it can have been decided. Until then it is still "
        "being decided: hollow on a chart, and no part of a change. A month that was not sent is "
        "a gap and no nought.",
    ),
    (
        "Between places",
        "Each place is set against all of them together. One is named only if it differs by more "
        "than chance usually gives, however many places are looked at. By size, the lines are the "
        "range that chance gives 95 and 99.8 times in 100.",
    ),
)
# What a reader needs of a definition; the page has the rest of it, and how it is worked out.
_TOLD = (
    "It answers",
    "What counts",
    "What does not",
    "Mind",
    "Old enough",
    "Made from",
)


def defined_in_words(measure: Measure) -> str:
    return "\n".join(
        f"{name}: {_sentence(words)}"
        for name, words in defined(measure)
        if name in _TOLD
    )


def _sentence(words: str) -> str:
    return words if words.endswith((".", "?")) else f"{words}."


_RANGE = "Range that chance gives"


def about_columns(columns: Sequence[str], answer: Answer | None) -> tuple[str, ...]:
    """The heads of a table; of protected numbers of children each says that it is about."""
    children = answer is not None and answer.measure.about is About.CHILDREN
    if answer is None or not answer.protected or not children:
        return tuple(columns)
    first, *others = columns
    return (first, *(w if w == _RANGE else f"{w}, about" for w in others))


def as_csv(pack: Pack) -> str:
    """The numbers of every chart of a pack, one below the other, as the text of a CSV file."""
    every = (
        {"view": page.title} | row
        for page in pack.pages
        for panel in page.panels
        for row in panel.rows()
    )
    return written(("view", *PANEL_COLUMNS), every)
