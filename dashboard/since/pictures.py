"""Two pictures with the same questions asked of both, so that they can be compared."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from dashboard.access.viewer import Viewer
from dashboard.answers import (
    Answer,
    Question,
    ask_all,
    catalogue,
    contents,
    contents_about,
    home_of,
    usual_grain,
)
from dashboard.disclosure import Audience, most_noise
from dashboard.filters import Filters
from dashboard.measures import About, Measure
from dashboard.since.change import address_of
from dashboard.warehouse.contents import Contents
from dashboard.warehouse.manifest import Manifest

_GRAINS = ("month", "quarter", "school_year")
# Of numbers for publication each is rounded to 5, and so moved by as much as this.
_ROUNDED = 2.5


@dataclass(frozen=True)
class Pair:
    """One question, answered of the earlier picture and of the later."""

    before: Answer
    after: Answer

    @property
    def measure(self) -> Measure:
        return self.after.measure

    @property
    def alike(self) -> bool:
        """Whether both were answered as finely, for the same audience."""
        return (self.before.question.grain, self.before.audience) == (
            self.after.question.grain,
            self.after.audience,
        )

    @property
    def noise(self) -> float:
        """How far protection moves each count at most; nothing where it is exact."""
        if self.measure.about is not About.CHILDREN:
            return 0.0
        audience = self.after.audience
        rounded = _ROUNDED if audience is Audience.PUBLIC else 0.0
        return most_noise(audience) + rounded


@dataclass(frozen=True)
class TwoPictures:
    """The earlier picture and the later, and the measures that both of them hold.

    `series` is each measure's, through time; `held` what each picture holds. `new` are
    measures of which only the later has any month, `gone` those of the earlier alone.
    """

    viewer: Viewer
    before: Manifest
    after: Manifest
    held: tuple[Contents, Contents]
    measures: tuple[Measure, ...]
    series: Mapping[str, Pair]
    new: tuple[Measure, ...] = ()
    gone: tuple[Measure, ...] = ()

    @property
    def known(self) -> tuple[Measure, ...]:
        """Every measure there is, whether it was looked at or not."""
        return tuple(catalogue(self.viewer).values())

    @property
    def filters(self) -> Filters:
        return self.viewer.scope.about(Filters())

    @property
    def profile_folders(self) -> tuple[Path, ...]:
        return home_of(self.viewer.home).settings.profile_folders

    @property
    def then_withdrawn(self) -> bool:
        """Whether the later picture is not built upon the earlier one."""
        snapshots = home_of(self.viewer.home).snapshots
        return self.before.id not in snapshots.lineage(self.after.id)

    def address(self, measure: str, **given: str | None) -> str:
        """A measure's page, of the later picture even where a newer one is served."""
        served = home_of(self.viewer.home).snapshots.current_or_none()
        pinned = None if self.after.id == served else self.after.id
        chosen = dict(self.filters.clauses) | given
        return address_of(measure, **chosen, as_at=pinned)

    def then(self, measure: str) -> str:
        """The same page, as it was in the earlier picture."""
        return address_of(measure, **dict(self.filters.clauses), as_at=self.before.id)

    def ask(self, questions: Sequence[Question]) -> list[Pair]:
        """The questions, each answered of both pictures."""
        return pairs(questions, self.before.id, self.after.id, self.viewer)


def two_pictures(
    before: str, after: str, viewer: Viewer, names: Iterable[str]
) -> TwoPictures:
    """Ask the measures of both. NoSnapshot where either is no longer kept."""
    snapshots = home_of(viewer.home).snapshots
    held = (contents(viewer, before), contents(viewer, after))
    known, filters = catalogue(viewer), viewer.scope.about(Filters())
    every = [known[name] for name in dict.fromkeys(names) if name in known]
    where = {m: tuple(_holds(one, m, filters) for one in held) for m in every}
    found = [measure for measure in every if all(where[measure])]
    asked = [
        Question(m.name, filters, grain=grain_of(m, filters, before, after, viewer))
        for m in found
    ]
    answered = pairs(asked, before, after, viewer)
    return TwoPictures(
        viewer=viewer,
        before=snapshots.manifest(before),
        after=snapshots.manifest(after),
        held=held,
        measures=tuple(found),
        series={m.name: pair for m, pair in zip(found, answered, strict=True)},
        new=tuple(m for m in every if where[m] == (False, True)),
        gone=tuple(m for m in every if where[m] == (True, False)),
    )


def _holds(held: Contents, measure: Measure, filters: Filters) -> bool:
    """Whether a picture has months of a measure, and knows what it is narrowed to."""
    return (
        measure.name in held.measures
        and bool(held.months.get(measure.name))
        and all(v in held.values.get((measure.name, d), ()) for d, v in filters.clauses)
    )


def grain_of(
    measure: Measure, filters: Filters, before: str, after: str, viewer: Viewer
) -> str:
    """The coarser of what is usual in either picture: a change is judged on one scale."""
    usual = (
        usual_grain(measure, filters, contents_about(filters, viewer, one))
        for one in (before, after)
    )
    return max(usual, key=_GRAINS.index)


def pairs(
    questions: Sequence[Question], before: str, after: str, viewer: Viewer
) -> list[Pair]:
    pinned = [replace(q, snapshot=one) for one in (before, after) for q in questions]
    answers = ask_all(pinned, viewer) if pinned else ()
    half = len(questions)
    return [Pair(*pair) for pair in zip(answers[:half], answers[half:], strict=True)]
