"""A meeting's views as they are shown: what each says now, and said last time."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from dashboard.access.viewer import Viewer, seen_by
from dashboard.answers import contents, home_of
from dashboard.components.addressed import is_view, view_at
from dashboard.components.view import View
from dashboard.dates import day
from dashboard.errors import ForTheUser
from dashboard.partnership.decisions import Decision, actions_of, decisions_of
from dashboard.partnership.meetings import (
    Meeting,
    MeetingView,
    meeting_named,
    meetings_of,
)
from dashboard.what_changed import DueAction, WhatChanged, what_changed


@dataclass(frozen=True)
class Shown:
    """One view on its meeting's picture. `view` is None where its page is no view of a
    measure, or is `refused` in words; `then` what it said at the meeting before."""

    asked: MeetingView
    address: str
    view: View | None = None
    refused: str = ""
    then: str = ""

    @property
    def sentence(self) -> str:
        return self.view.headline if self.view else self.asked.title


@dataclass(frozen=True)
class MeetingShown:
    """A meeting as whoever looks may see it: never finer than it is for."""

    meeting: Meeting
    viewer: Viewer

    @classmethod
    def of(cls, meeting: Meeting, viewer: Viewer) -> "MeetingShown":
        return cls(meeting, seen_by(viewer, meeting.audience))

    @cached_property
    def before(self) -> Meeting | None:
        """The meeting that it follows, where that stands."""
        if not self.meeting.follows:
            return None
        try:
            return meeting_named(self.viewer.home, self.meeting.follows)
        except ForTheUser:
            return None

    @cached_property
    def views(self) -> Sequence[Shown]:
        return [self._shown(view) for view in self.meeting.views]

    @cached_property
    def decisions(self) -> Sequence[Decision]:
        every = decisions_of(self.viewer.home)
        return [one for one in every if one.meeting == self.meeting.id]

    @cached_property
    def changed(self) -> WhatChanged | None:
        """What changed since the meeting before, as its own papers had it; None of a first."""
        if self.before is None:
            return None
        try:
            return what_changed(
                self.before.snapshot,
                self.meeting.snapshot,
                self.viewer,
                since=self.before.held_on,
                actions=_open_actions(self.viewer.home),
                on=self.meeting.held_on,
            )
        except ForTheUser:
            return None  # the picture of that meeting is no longer there

    @property
    def as_at(self) -> str:
        return day(contents(self.viewer, self.meeting.snapshot).as_at)

    @property
    def newer(self) -> str:
        """“Newer numbers exist: as at …”; empty where its picture is the newest."""
        newest = home_of(self.viewer.home).snapshots.current_id()
        if newest == self.meeting.snapshot:
            return ""
        return f"Newer numbers exist: as at {day(contents(self.viewer).as_at)}."

    def _shown(self, asked: MeetingView) -> Shown:
        shown = Shown(asked, asked.on(self.meeting.snapshot))
        if not is_view(asked.address):
            return shown
        try:
            view = view_at(shown.address, self.viewer)
        except ForTheUser as error:
            words = " ".join(filter(None, (error.title, error.message)))
            return replace(shown, refused=words)
        return replace(shown, view=view, then=self._then(asked))

    def _then(self, asked: MeetingView) -> str:
        if self.before is None or self.before.snapshot == self.meeting.snapshot:
            return ""
        try:
            return view_at(asked.on(self.before.snapshot), self.viewer).headline
        except ForTheUser:
            return ""  # what was not there then, or is no longer kept


def since_last_meeting(viewer: Viewer) -> tuple[Meeting, WhatChanged] | None:
    """The meeting held last, and what changed from its papers to the newest picture.

    None where none was held, or its picture is no longer there.
    """
    today = date.today()
    held = (one for one in meetings_of(viewer.home) if one.held_on <= today)
    last = next(held, None)
    if last is None:
        return None
    newest = home_of(viewer.home).snapshots.current_id()
    actions = _open_actions(viewer.home)
    try:
        return last, what_changed(
            last.snapshot, newest, viewer, since=last.held_on, actions=actions
        )
    except ForTheUser:
        return None


def _open_actions(home: Path) -> list[DueAction]:
    return [
        DueAction(one.what, one.owner, one.due_on, "/actions")
        for one in actions_of(home)
        if one.closed_on is None
    ]
