"""Meetings: a named, dated list of views, each pinned to the picture of the papers.

A view is an address of a page. The next meeting is made of the last one's views, on a
newer picture; what was shown then stays as it was.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from uuid import uuid4

from dashboard.address import pinned
from dashboard.disclosure import Audience
from dashboard.errors import ForTheUser, UnknownName
from dashboard.partnership.records import Records, Row, now
from dashboard.partnership.tables import MEETING, MEETING_VIEW
from dashboard.warehouse.history import OFFICER

# What may stand before a view's filters: a page of this site, and nowhere else.
_PAGE = "/"


@dataclass(frozen=True)
class MeetingView:
    """One view of a meeting: a page's address without its picture, a title and a note."""

    address: str
    title: str
    note: str = ""
    id: str = ""

    def on(self, snapshot: str) -> str:
        """The address of it as that picture has it."""
        return pinned(self.address, snapshot)


@dataclass(frozen=True)
class Meeting:
    """`snapshot` is the picture of its papers, `audience` whom its screen is for;
    `follows` the id of the meeting before it."""

    name: str
    held_on: date
    snapshot: str
    audience: Audience = Audience.PARTNERSHIP
    follows: str | None = None
    views: tuple[MeetingView, ...] = ()
    id: str = ""
    who: str = ""


def meetings_of(home: Path) -> tuple[Meeting, ...]:
    """The meetings that stand, the latest first."""
    standing = MEETING.select().where(MEETING.c.gone_at.is_(None))
    views = _views_by_meeting(home)
    return tuple(
        _meeting(row, views.get(row["id"], ()))
        for row in Records(home).rows(
            standing.order_by(MEETING.c.held_on.desc(), "at", "id")
        )
    )


def meeting_named(home: Path, meeting: str) -> Meeting:
    """UnknownName, in words, where there is none."""
    found = next((one for one in meetings_of(home) if one.id == meeting), None)
    if found is None:
        raise UnknownName(
            "There is no such meeting.", what_to_do="Choose one from the list."
        )
    return found


def save_meeting(home: Path, meeting: Meeting) -> Meeting:
    """Keep a meeting, new or changed, without its views. ForTheUser where it has no name."""
    kept = replace(
        meeting,
        name=" ".join(meeting.name.split()),
        id=meeting.id or uuid4().hex,
        who=" ".join(meeting.who.split()) or OFFICER,
    )
    if not kept.name:
        raise ForTheUser(
            "A meeting needs a name.", what_to_do="Write what the group calls itself."
        )
    row = {
        "id": kept.id,
        "name": kept.name,
        "held_on": kept.held_on,
        "snapshot": kept.snapshot,
        "audience": kept.audience.value,
        "follows": kept.follows,
        "who": kept.who,
        "at": now(),
    }
    with Records(home).writing() as connection:
        changed = connection.execute(
            MEETING.update().where(MEETING.c.id == kept.id).values(row)
        )
        if not changed.rowcount:
            connection.execute(MEETING.insert(), row)
    return kept


def take_back_meeting(home: Path, meeting: str) -> None:
    Records(home).write(
        MEETING.update().where(MEETING.c.id == meeting).values(gone_at=now())
    )


def next_meeting(home: Path, last: Meeting, held_on: date, snapshot: str) -> Meeting:
    """Make the meeting after one: its views again, of a newer picture."""
    made = save_meeting(
        home,
        replace(last, id="", held_on=held_on, snapshot=snapshot, follows=last.id),
    )
    for view in last.views:
        add_view(home, made.id, replace(view, id="", note=""), made.who)
    return meeting_named(home, made.id)


def add_view(home: Path, meeting: str, view: MeetingView, who: str) -> MeetingView:
    """Put a view last. ForTheUser where it is not a page here, or has no title."""
    kept = replace(
        view,
        title=" ".join(view.title.split()),
        note=view.note.strip(),
        id=view.id or uuid4().hex,
    )
    if not kept.address.startswith(_PAGE) or kept.address.startswith("//"):
        raise ForTheUser(
            "This is no page of Sightline.",
            what_to_do="Open the page that is to be shown, and add it from there.",
        )
    if not kept.title:
        raise ForTheUser(
            "A view needs a title.", what_to_do="Say in a sentence what it shows."
        )
    place = len(meeting_named(home, meeting).views)
    row = {
        "id": kept.id,
        "meeting": meeting,
        "place": place,
        "address": kept.address,
        "title": kept.title,
        "note": kept.note,
        "who": who or OFFICER,
        "at": now(),
    }
    Records(home).put(MEETING_VIEW, [row])
    return kept


def move_view(home: Path, meeting: str, view: str, by: int) -> None:
    """Put a view so many places later (earlier, below nought) among its meeting's."""
    order = [one.id for one in meeting_named(home, meeting).views]
    if view not in order:
        raise UnknownName("There is no such view in this meeting.")
    place = order.index(view)
    order.insert(min(max(place + by, 0), len(order) - 1), order.pop(place))
    _put_in_order(home, order)


def take_away_view(home: Path, meeting: str, view: str) -> None:
    Records(home).write(
        MEETING_VIEW.update()
        .where(MEETING_VIEW.c.id == view, MEETING_VIEW.c.meeting == meeting)
        .values(gone_at=now())
    )
    _put_in_order(home, [one.id for one in meeting_named(home, meeting).views])


def _put_in_order(home: Path, views: Sequence[str]) -> None:
    Records(home).write(
        *(
            MEETING_VIEW.update().where(MEETING_VIEW.c.id == view).values(place=place)
            for place, view in enumerate(views)
        )
    )


def _views_by_meeting(home: Path) -> dict[str, Sequence[MeetingView]]:
    standing = MEETING_VIEW.select().where(MEETING_VIEW.c.gone_at.is_(None))
    found: dict[str, list[MeetingView]] = {}
    for row in Records(home).rows(standing.order_by("meeting", "place", "at", "id")):
        view = MeetingView(row["address"], row["title"], row["note"], row["id"])
        found.setdefault(row["meeting"], []).append(view)
    return dict(found)


def _meeting(row: Row, views: Iterable[MeetingView]) -> Meeting:
    return Meeting(
        row["name"],
        row["held_on"],
        row["snapshot"],
        Audience(row["audience"]),
        row["follows"],
        tuple(views),
        row["id"],
        row["who"],
    )
