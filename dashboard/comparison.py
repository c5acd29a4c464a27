"""Two pictures side by side: the rows of each source and month, and every measure's figure.

The figures are asked like any other, with the picture pinned.
"""

from dataclasses import dataclass
from datetime import date

from dashboard.access.viewer import Viewer
from dashboard.answers import Question, ask_all, catalogue, contents, home_of
from dashboard.measures import Measure
from dashboard.warehouse.manifest import Manifest


@dataclass(frozen=True)
class MonthRows:
    """Rows of one source and month in each picture; None where it is not in one."""

    source: str
    month: date
    before: int | None
    after: int | None


@dataclass(frozen=True)
class Figure:
    """A measure of the whole partnership over its last twelve months in each picture."""

    measure: Measure
    before: float | None
    after: float | None


@dataclass(frozen=True)
class Comparison:
    before: Manifest
    after: Manifest
    months: tuple[MonthRows, ...]
    figures: tuple[Figure, ...]

    @property
    def months_that_differ(self) -> tuple[MonthRows, ...]:
        return tuple(row for row in self.months if row.before != row.after)

    @property
    def figures_that_differ(self) -> tuple[Figure, ...]:
        return tuple(figure for figure in self.figures if figure.before != figure.after)


@dataclass(frozen=True)
class Movement:
    """A measure that differs between two pictures, and the months in which it does.

    `months`: (month, value before, value after); None where a picture has no figure.
    """

    measure: Measure
    months: tuple[tuple[date, float | None, float | None], ...]


def movements(before: str | None, after: str, viewer: Viewer) -> tuple[Movement, ...]:
    """The measures that one picture moves, by month, over the whole partnership.

    `before` is None where `after` would be the first picture.
    """
    was = _by_month(before, viewer) if before else {}
    now = _by_month(after, viewer)
    found = []
    for name, measure in catalogue(viewer).items():
        first, second = was.get(name, {}), now.get(name, {})
        months = tuple(
            (month, first.get(month), second.get(month))
            for month in sorted(first.keys() | second.keys())
            if first.get(month) != second.get(month)
        )
        if months:
            found.append(Movement(measure, months))
    return tuple(found)


def _by_month(snapshot: str, viewer: Viewer) -> dict[str, dict[date, float | None]]:
    held = contents(viewer, snapshot).measures
    names = [name for name in catalogue(viewer) if name in held]
    asked = [Question(name, grain="month", snapshot=snapshot) for name in names]
    return {
        name: {point.period: point.value for point in answer.points}
        for name, answer in zip(names, ask_all(asked, viewer), strict=True)
    }


def compare(before: str, after: str, viewer: Viewer) -> Comparison:
    """Raises NoSnapshot where either picture is no longer kept."""
    snapshots = home_of(viewer.home).snapshots
    return Comparison(
        before=snapshots.manifest(before),
        after=snapshots.manifest(after),
        months=_months(before, after, viewer),
        figures=_figures(before, after, viewer),
    )


def _months(before: str, after: str, viewer: Viewer) -> tuple[MonthRows, ...]:
    rows = [
        {(row.source, row.month): row.rows for row in contents(viewer, one).coverage}
        for one in (before, after)
    ]
    return tuple(
        MonthRows(
            source, month, rows[0].get((source, month)), rows[1].get((source, month))
        )
        for source, month in sorted(rows[0].keys() | rows[1].keys())
    )


def _figures(before: str, after: str, viewer: Viewer) -> tuple[Figure, ...]:
    measures = catalogue(viewer)
    values = [_values(one, viewer) for one in (before, after)]
    return tuple(
        Figure(measure, values[0].get(name), values[1].get(name))
        for name, measure in measures.items()
        if name in values[0] or name in values[1]
    )


def _values(snapshot: str, viewer: Viewer) -> dict[str, float | None]:
    held = contents(viewer, snapshot).measures
    names = [name for name in catalogue(viewer) if name in held]
    asked = [Question(name, snapshot=snapshot) for name in names]
    answers = ask_all(asked, viewer)
    return {
        name: answer.whole.value if answer.whole else None
        for name, answer in zip(names, answers, strict=True)
    }
