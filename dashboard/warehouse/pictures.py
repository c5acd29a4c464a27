"""Every picture that was ever published: which is served, withdrawn, or no longer kept."""

from dataclasses import dataclass
from enum import StrEnum

from dashboard.warehouse.history import Event, Happened
from dashboard.warehouse.manifest import Manifest
from dashboard.warehouse.snapshots import Snapshots
from dashboard.warehouse.taken import Taken, pinned, taken_from


class State(StrEnum):
    SERVED = "served now"
    EARLIER = "earlier"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Picture:
    """`undone` is the going back that withdrew it; `taken` what was taken from it."""

    manifest: Manifest
    state: State
    kept: bool
    pinned: bool
    undone: Event | None
    taken: tuple[Taken, ...]

    @property
    def id(self) -> str:
        return self.manifest.id

    @property
    def can_be_served(self) -> bool:
        return self.kept and self.state is not State.SERVED


def pictures(snapshots: Snapshots) -> list[Picture]:
    """The newest first; those that are no longer kept are known by the history.

    One that a child was taken out of is not told: its replacement stands for it.
    """
    current = snapshots.current_or_none()
    if current is None:
        return []
    kept = {manifest.id: manifest for manifest in snapshots.all()}
    known = {
        e.manifest.id: e.manifest for e in snapshots.history.events() if e.manifest
    }
    built_on = set(snapshots.lineage(current))
    needed = pinned(snapshots.home)
    undone = _undone(snapshots)
    replaced = snapshots.history.replaced()
    made = [
        Picture(
            manifest=manifest,
            state=_state(manifest.id, current, built_on),
            kept=manifest.id in kept,
            pinned=manifest.id in needed,
            undone=undone.get(manifest.id) if manifest.id not in built_on else None,
            taken=tuple(taken_from(snapshots.home, {manifest.id})),
        )
        for manifest in (known | kept).values()
        if manifest.id not in replaced
    ]
    return sorted(made, key=lambda one: one.manifest.published_at, reverse=True)


def _state(snapshot: str, current: str, built_on: set[str]) -> State:
    if snapshot == current:
        return State.SERVED
    return State.EARLIER if snapshot in built_on else State.WITHDRAWN


def _undone(snapshots: Snapshots) -> dict[str, Event]:
    """Picture → the last going back that withdrew it."""
    replaced = snapshots.history.replaced()
    return {
        replaced.get(snapshot, snapshot): event
        for event in snapshots.history.events()
        if event.happened is Happened.UNDONE
        for snapshot in event.withdrawn
    }


def withdrawn_by_serving(snapshots: Snapshots, to: str) -> list[Picture]:
    """What going back to a picture would withdraw, the newest first."""
    current = snapshots.current_or_none()
    if current is None:
        return []
    lost = set(snapshots.lineage(current)) - set(snapshots.lineage(to))
    return [picture for picture in pictures(snapshots) if picture.id in lost]
