"""The public update of a meeting: what may be said to anybody, and nothing else.

Numbers are those for publication, whoever looks. Of what people recorded only the words
that somebody said yes to are in it: no title, note, place or role goes along.
"""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dashboard.access.viewer import Viewer, seen_by
from dashboard.components.addressed import is_view
from dashboard.components.meeting_shown import MeetingShown, Shown
from dashboard.components.view import View
from dashboard.disclosure import Audience
from dashboard.partnership.barriers import Barrier, barriers_of
from dashboard.partnership.meetings import Meeting, meetings_of
from dashboard.plainly import change_plainly, number_plainly
from dashboard.points import Status


@dataclass(frozen=True)
class Seen:
    """One view as anybody may see it: what was asked, the number, whether it changed."""

    asked: str
    number: str
    change: str
    of: str


@dataclass(frozen=True)
class Update:
    """`untold` are questions whose numbers may not be published; `left_out` is how many
    views they and others were; `next_on` is the day of the next look."""

    met_on: date
    as_at: str
    seen: tuple[Seen, ...]
    untold: tuple[str, ...]
    left_out: int
    decided: tuple[str, ...]
    doing: tuple[str, ...]
    answered: tuple[str, ...]
    next_on: date | None


def update_of(meeting: Meeting, viewer: Viewer) -> Update:
    """The update of one meeting. NoSnapshot where its picture is no longer there."""
    shown = MeetingShown.of(meeting, seen_by(viewer, Audience.PUBLIC))
    views = [one for one in shown.views if is_view(one.asked.address)]
    seen = [_seen(one.view) for one in views if one.view and _may_be_told(one.view)]
    said = [one for one in shown.decisions if one.public_words]
    actions = [one for d in shown.decisions for one in d.actions if one.public_words]
    return Update(
        met_on=meeting.held_on,
        as_at=shown.as_at,
        seen=tuple(dict.fromkeys(seen)),
        untold=tuple(dict.fromkeys(_untold(views, {one.asked for one in seen}))),
        left_out=len(views) - len(seen),
        decided=tuple(one.public_words for one in said),
        doing=tuple(one.public_words for one in actions),
        answered=tuple(
            one.public_words
            for one in answered_for(meeting, viewer.home)
            if one.public_words
        ),
        next_on=_next_on(meeting, viewer.home),
    )


def meeting_of_update(home: Path, on: date) -> Meeting | None:
    """The meeting held last; where none was yet, the first to come."""
    every = meetings_of(home)
    held = (one for one in every if one.held_on <= on)
    return next(held, every[-1] if every else None)


def _untold(views: Sequence[Shown], told: Container[str]) -> Iterator[str]:
    questions = (one.view.measure.question for one in views if one.view)
    return (question for question in questions if question not in told)


def _may_be_told(view: View) -> bool:
    whole = view.whole.whole
    told = whole is not None and whole.value is not None
    return view.whole.offered and told and whole.status is not Status.WITHHELD


def _seen(view: View) -> Seen:
    whole = view.whole
    return Seen(
        asked=view.measure.question,
        number=number_plainly(whole),
        change=change_plainly(view.series) if view.series else "",
        of=f"{whole.filters_in_words}, {whole.period_in_words}",
    )


def answered_for(meeting: Meeting, home: Path) -> Sequence[Barrier]:
    """Barriers answered since the meeting before this one: to its own day, or until now
    where no other meeting follows it yet."""
    every = meetings_of(home)
    before = next((one for one in every if one.id == meeting.follows), None)
    followed = any(one.follows == meeting.id for one in every)
    return [
        one
        for one in barriers_of(home)
        if one.answered_on
        and (before is None or one.answered_on > before.held_on)
        and (not followed or one.answered_on <= meeting.held_on)
    ]


def _next_on(meeting: Meeting, home: Path) -> date | None:
    later = [one for one in meetings_of(home) if one.held_on > meeting.held_on]
    following = [one for one in later if one.follows == meeting.id]
    return min((one.held_on for one in following or later), default=None)
