"""The register month by month: open, begun, ended, and whether they add up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from dashboard.access.viewer import Viewer
from dashboard.answers import Answer, Question, ask_all, contents
from dashboard.filters import Filters
from dashboard.points import Point, Status

MEASURES = ("register_open", "registrations", "deregistrations")


@dataclass(frozen=True)
class RegisterMonth:
    """One month: spells open before it, begun and ended in it, and open at its end.

    None is what may not be told, or what nobody sent.
    """

    month: date
    label: str
    before: float | None
    begun: float | None
    ended: float | None
    after: float | None

    @property
    def difference(self) -> float | None:
        """What is open at the end and is not explained; None where that cannot be said."""
        known = (self.before, self.begun, self.ended, self.after)
        if None in known:
            return None
        before, begun, ended, after = (value or 0.0 for value in known)
        return after - (before + begun - ended)


@dataclass(frozen=True)
class RegisterFlow:
    """Months from the first of which the one before is known; the answers they are of."""

    months: tuple[RegisterMonth, ...]
    answer: Answer

    @property
    def latest(self) -> tuple[RegisterMonth, ...]:
        """The two years that are drawn."""
        return self.months[-24:]

    @property
    def differing(self) -> tuple[RegisterMonth, ...]:
        return tuple(month for month in self.months if month.difference)

    @property
    def in_words(self) -> str:
        """Whether open, begun and ended add up, or where they do not."""
        if self.answer.protected:
            return (
                "Protected numbers are each moved a little, so they do not add up. Named"
                " staff, who see exact numbers, are told here whether they do."
            )
        checked = [m for m in self.months if m.difference is not None]
        if not checked:
            return "There is no month yet of which this can be checked."
        if not self.differing:
            return (
                f"In each of {len(checked)} months, what was open, plus what began, less"
                " what ended, is what was open at the end."
            )
        where = ", ".join(
            f"{m.label} (by {m.difference:+,.0f})" for m in self.differing
        )
        return (
            f"In {len(self.differing)} of {len(checked)} months what was open, plus what"
            f" began, less what ended, is not what was open at the end: {where}. Ask whoever"
            " keeps the register what happened then."
        )


def register_flow(viewer: Viewer) -> RegisterFlow | None:
    """The register of a viewer's picture by month; None where there is no register in it.

    Raises NoSnapshot where nothing has been published.
    """
    if not set(MEASURES) <= set(contents(viewer).measures):
        return None
    everything = Filters.of({}, "all")
    asked = tuple(Question(name, everything, grain="month") for name in MEASURES)
    opened, begun, ended = ask_all(asked, viewer)
    if opened.question.grain != "month":
        return RegisterFlow((), opened)
    by_month = [{p.period: p for p in answer.points} for answer in (begun, ended)]
    return RegisterFlow(tuple(_months(opened.points, *by_month)), opened)


def _months(
    opened: Sequence[Point], begun: dict[date, Point], ended: dict[date, Point]
) -> list[RegisterMonth]:
    return [
        RegisterMonth(
            month=this.period,
            label=this.period_label,
            before=_told(before),
            begun=_told(begun.get(this.period)),
            ended=_told(ended.get(this.period)),
            after=_told(this),
        )
        for before, this in pairwise(opened)
        # the running month is not over
        if this.status is not Status.IMMATURE
    ]


def _told(point: Point | None) -> float | None:
    shown = point is not None and point.status in (Status.SHOWN, Status.PART)
    return point.value if point is not None and shown else None
