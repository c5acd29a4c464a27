"""What people did since: cycles that began and ended, and the actions that are due."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from dashboard.access.viewer import Viewer
from dashboard.answers import may_be_named
from dashboard.dates import day
from dashboard.partnership.cycles import Cycle, cycles_of
from dashboard.partnership.happenings import EVERYWHERE
from dashboard.since.change import Change, ChangeKind, address_of
from dashboard.warehouse.contents import Contents


@dataclass(frozen=True)
class DueAction:
    """An action that is open: what, the role that owns it, by when, and where it is."""

    what: str
    owner: str
    due_on: date
    address: str


def actions_due(actions: Iterable[DueAction], on: date) -> Iterator[Change]:
    """Those due by the day of the meeting, the longest overdue first."""
    for action in sorted(actions, key=lambda one: one.due_on):
        if action.due_on > on:
            continue
        late = action.due_on < on
        kind = ChangeKind.ACTION_LATE if late else ChangeKind.ACTION_DUE
        when = "Was due on" if late else "Due on"
        who = f", {action.owner}" if action.owner else ""
        words = f"{when} {day(action.due_on)}{who}: {action.what.rstrip('.')}."
        yield Change(kind, words, action.address)


def cycles_changed(
    viewer: Viewer, held: Contents | None, since: date, on: date
) -> Iterator[Change]:
    """Cycles that began or ended after the day of the last meeting, up to this one.

    `held` says how places are called.
    """
    for cycle in cycles_of(viewer.home):
        if not _may_be_told(cycle, viewer):
            continue
        what = f"{cycle.title}{_where(cycle, held)}"
        address = address_of(cycle.measure) if cycle.measure else "/zones"
        if since < cycle.begun_on <= on:
            words = f"A cycle began on {day(cycle.begun_on)}: {what}."
            yield Change(ChangeKind.CYCLE_BEGUN, words, address)
        if cycle.ended_on and since < cycle.ended_on <= on:
            words = (
                f"A cycle ended on {day(cycle.ended_on)}: {what}, {cycle.act.in_words}."
            )
            yield Change(ChangeKind.CYCLE_ENDED, words, address)


def _is_everywhere(cycle: Cycle) -> bool:
    return cycle.scope.lower() in (EVERYWHERE.lower(), "")


def _may_be_told(cycle: Cycle, viewer: Viewer) -> bool:
    return _is_everywhere(cycle) or may_be_named(cycle.scope, viewer.scope)


def _where(cycle: Cycle, held: Contents | None) -> str:
    if _is_everywhere(cycle):
        return ""
    labels = held.labels if held else {}
    named = (labels.get((kind, cycle.scope)) for kind in ("team", "school"))
    return f" ({next(filter(None, named), cycle.scope)})"
