"""What changed since a meeting: its picture beside a newer one, in sentences.

The whole partnership, or the place that the viewer stands at. Every figure is asked like
any other, with the picture pinned, so nothing is told here that a page would not show;
what may be claimed is what the charts of both pictures claim, by the same rules.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dashboard.access.viewer import Viewer
from dashboard.answers import catalogue, contents, home_of
from dashboard.dates import day
from dashboard.measures import Family
from dashboard.since.change import Change as Change
from dashboard.since.change import ChangeKind as ChangeKind
from dashboard.since.change import in_order
from dashboard.since.lines import lines_crossed
from dashboard.since.months import months_changed, months_decided
from dashboard.since.pictures import TwoPictures, two_pictures
from dashboard.since.places import places_changed
from dashboard.since.records import DueAction as DueAction
from dashboard.since.records import actions_due, cycles_changed
from dashboard.since.revisions import defined_anew, joined, revisions
from dashboard.since.signals import Standing, signal_change, standing_of
from dashboard.since.withdrawn import withdrawals

# The families that stand side by side on the first page's board.
_BOARD = (Family.OUTCOME, Family.PROCESS, Family.BALANCING)


@dataclass(frozen=True)
class WhatChanged:
    """The changes, the most important first, and in one line what they come to.

    Of the measures looked at: `changed` by more than chance gives, `unchanged`, and those
    of which it `cannot_be_said`; `revised` of them had a figure that is another now.
    """

    since: date
    changes: tuple[Change, ...]
    changed: int = 0
    unchanged: int = 0
    cannot_be_said: int = 0
    revised: int = 0
    actions_due: int = 0
    compared: bool = True

    @property
    def summary(self) -> str:
        """“Since you met on 20 Feb 2026: 1 thing changed · 11 did not · 3 actions due.”"""
        return f"{self._begun} {' · '.join(self._parts)}.".replace(": .", ".")

    @property
    def _begun(self) -> str:
        if self.compared:
            return f"Since you met on {day(self.since)}:"
        return f"There is no newer picture than that of {day(self.since)}:"

    @property
    def _parts(self) -> Iterator[str]:
        if self.compared:
            yield from self._counts()
        due = self.actions_due
        if due or not self.compared:
            yield f"{due or 'no'} {'action' if due == 1 else 'actions'} due"

    def _counts(self) -> Iterator[str]:
        if self.changed:
            things = "thing" if self.changed == 1 else "things"
            yield f"{self.changed} {things} changed"
            yield f"{self.unchanged} did not"
        else:
            yield "nothing changed by more than chance usually gives"
            if self.unchanged:
                one = self.unchanged == 1
                yield f"{self.unchanged} {'is as it was' if one else 'are as they were'}"
        if self.cannot_be_said:
            yield f"{self.cannot_be_said} cannot be said"
        if self.revised:
            figures = "figure was" if self.revised == 1 else "figures were"
            yield f"{self.revised} {figures} revised"


def what_changed(
    before: str | None,
    after: str,
    viewer: Viewer,
    *,
    since: date,
    measures: Sequence[str] | None = None,
    actions: Sequence[DueAction] = (),
    on: date | None = None,
) -> WhatChanged:
    """Compare two pictures: that of the last meeting, `since`, and a newer one.

    `measures` are those of the first page and its board unless others are given; `on` is
    the day of this meeting, today unless it is said. NoSnapshot where a picture is no
    longer kept. Without a picture before, or with the same one, only what people did is
    told.
    """
    today = on or date.today()
    beside = [
        *cycles_changed(viewer, contents(viewer, after), since, today),
        *actions_due(actions, today),
    ]
    due = sum(c.kind in (ChangeKind.ACTION_LATE, ChangeKind.ACTION_DUE) for c in beside)
    if before is None or before == after:
        return WhatChanged(since, in_order(beside), actions_due=due, compared=False)
    names = measures if measures is not None else measures_looked_at(viewer, after)
    two = two_pictures(before, after, viewer, names)
    revised = revisions(two)
    changes = in_order([*_of_pictures(two, revised), *beside])
    return _counted(
        WhatChanged(since, changes, revised=len(revised), actions_due=due), two
    )


def measures_looked_at(viewer: Viewer, snapshot: str) -> tuple[str, ...]:
    """Those that the first page asks about, then those of its board."""
    held = contents(viewer, snapshot).measures
    asked = (q.measure for q in home_of(viewer.home).settings.questions)
    board = (
        measure.name
        for measure in catalogue(viewer).values()
        if measure.board and measure.family in _BOARD
    )
    return tuple(name for name in dict.fromkeys([*asked, *board]) if name in held)


def _of_pictures(two: TwoPictures, revised: Sequence[Change]) -> Iterator[Change]:
    yield from withdrawals(two)
    for name, pair in two.series.items():
        if found := signal_change(pair, two.address(name), two.then(name)):
            yield found
    yield from places_changed(two)
    yield from lines_crossed(two)
    yield from joined(two, revised)
    yield from _definitions(two, {change.measure for change in revised})
    yield from months_changed(two)
    yield from _come_and_gone(two)
    yield from months_decided(two)


def _definitions(two: TwoPictures, told: set[str | None]) -> Iterator[Change]:
    """Measures of a new version no figure of which moved by it.

    SQL that was only written anew, with the same figures under the same version, is none.
    """
    for name, pair in two.series.items():
        then, now = (held.definitions.get(name) for held in two.held)
        if name not in told and then and now and then.version != now.version:
            said = f"{pair.measure.title}: no figure moved. {defined_anew(two, pair)}"
            yield Change(ChangeKind.DEFINITION, said, two.address(name), name)


def _come_and_gone(two: TwoPictures) -> Iterator[Change]:
    for kind, measures, words in (
        (ChangeKind.NO_LONGER_SAID, two.gone, "No figures any longer"),
        (ChangeKind.FIRST_SAID, two.new, "Figures for the first time"),
    ):
        if measures:
            titles = "; ".join(measure.title for measure in measures)
            alone = two.address(measures[0].name) if len(measures) == 1 else "/measures"
            yield Change(kind, f"{words}: {titles}.", alone)


def _counted(found: WhatChanged, two: TwoPictures) -> WhatChanged:
    changed = {c.measure for c in found.changes if c.kind.is_of_chance}
    unsaid = {
        name
        for name, pair in two.series.items()
        if not pair.alike or standing_of(pair.after) is Standing.CANNOT_SAY
    } - changed
    return replace(
        found,
        changed=len(changed),
        unchanged=len(two.series) - len(changed | unsaid),
        cannot_be_said=len(unsaid),
    )
