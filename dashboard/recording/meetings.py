"""What a meeting's pages record: meetings, their views, decisions and actions.

POST /records/meeting | meeting/back | meeting/next | meeting/newest
     /records/meeting/view | view/move | view/away
     /records/decision | decision/back | action/close | action/open
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from urllib.parse import parse_qsl, urlencode, urlsplit

from dashboard.answers import home_of
from dashboard.components.viewing import current_viewer, name_for
from dashboard.disclosure import Audience
from dashboard.errors import ForTheUser
from dashboard.partnership.decisions import (
    CONFIDENCE,
    Action,
    Decision,
    Shows,
    close_action,
    open_again,
    record_decision,
    take_back_decision,
)
from dashboard.partnership.meetings import (
    Meeting,
    MeetingView,
    add_view,
    meeting_named,
    move_view,
    next_meeting,
    save_meeting,
    take_away_view,
    take_back_meeting,
)
from dashboard.recording.road import (
    Given,
    day_of,
    given,
    home,
    needed_day,
    road,
    text_of,
)
from dashboard.warehouse.taken import pin

routes = road("meetings")


def _newest() -> str:
    return home_of(home()).snapshots.current_id()


def _who(told: Given) -> str:
    name: str = name_for(text_of(told, "who"))
    return name


def _at(meeting: str, said: str = "") -> dict[str, str]:
    return {"href": f"/meeting/{meeting}" + (f"?done={said}" if said else "")}


@routes.post("/meeting")
def meeting() -> dict[str, str]:
    """Make a meeting of the newest picture, or change what one is called and when."""
    told = given()
    audience = text_of(told, "audience")
    wanted = Meeting(
        name=text_of(told, "name"),
        held_on=needed_day(told, "held_on", "The day it meets"),
        snapshot=_newest(),
        audience=Audience(audience) if audience in set(Audience) else _wide(),
        who=_who(told),
    )
    if known := text_of(told, "meeting"):
        before = meeting_named(home(), known)
        wanted = replace(
            wanted, id=known, snapshot=before.snapshot, follows=before.follows
        )
    return _at(_kept(save_meeting(home(), wanted)).id, "1")


def _wide() -> Audience:
    """A meeting is for the partnership's groups, or for whom the presenter's server is."""
    mine = current_viewer().audience
    return mine if mine is Audience.PUBLIC else Audience.PARTNERSHIP


def _kept(meeting: Meeting) -> Meeting:
    """The picture of a meeting's papers is never deleted by the rule of how many."""
    pin(home(), meeting.snapshot, f"the meeting {meeting.id}")
    return meeting


@routes.post("/meeting/back")
def meeting_back() -> dict[str, str]:
    take_back_meeting(home(), text_of(given(), "meeting"))
    return {"href": "/meetings?done=1"}


@routes.post("/meeting/next")
def meeting_next() -> dict[str, str]:
    """The meeting after one: its views again, of the newest picture."""
    told = given()
    last = meeting_named(home(), text_of(told, "meeting"))
    held_on = day_of(told, "held_on", "The day it meets") or date.today()
    made = next_meeting(home(), replace(last, who=_who(told)), held_on, _newest())
    return _at(_kept(made).id, "1")


@routes.post("/meeting/newest")
def meeting_newest() -> dict[str, str]:
    """Papers that were circulated of one picture, of the newest from now on."""
    found = meeting_named(home(), text_of(given(), "meeting"))
    return _at(_kept(save_meeting(home(), replace(found, snapshot=_newest()))).id, "1")


@routes.post("/meeting/view")
def meeting_view() -> dict[str, str]:
    told = given()
    found = meeting_named(home(), text_of(told, "meeting"))
    view = MeetingView(
        address=_without_picture(text_of(told, "address")),
        title=text_of(told, "title"),
        note=text_of(told, "note"),
    )
    add_view(home(), found.id, view, _who(told))
    return _at(found.id, "1")


def _without_picture(address: str) -> str:
    """A view is of its meeting's picture, whichever it was added from."""
    parts = urlsplit(address)
    kept = [(name, v) for name, v in parse_qsl(parts.query) if name != "as_at"]
    return parts._replace(query=urlencode(kept), fragment="").geturl()


@routes.post("/meeting/view/move")
def meeting_view_move() -> dict[str, str]:
    told = given()
    by = text_of(told, "by")
    if by.lstrip("-").isdigit():
        move_view(home(), text_of(told, "meeting"), text_of(told, "view"), int(by))
    return _at(text_of(told, "meeting"))


@routes.post("/meeting/view/away")
def meeting_view_away() -> dict[str, str]:
    told = given()
    take_away_view(home(), text_of(told, "meeting"), text_of(told, "view"))
    return _at(text_of(told, "meeting"))


@routes.post("/decision")
def decision() -> dict[str, str]:
    """What the group sees and will do, beside the view that is on the screen."""
    told = given()
    found = meeting_named(home(), text_of(told, "meeting"))
    confidence = text_of(told, "confidence")
    shows = text_of(told, "shows")
    record_decision(
        home(),
        Decision(
            meeting=found.id,
            view=text_of(told, "view"),
            seen=text_of(told, "seen"),
            known=text_of(told, "known"),
            confidence=confidence if confidence in CONFIDENCE else "",
            joint=text_of(told, "joint") == "joint",
            indicator=text_of(told, "indicator"),
            shows=Shows(shows) if shows in set(Shows) else Shows.NEITHER,
            actions=tuple(_actions(told)),
            who=_who(told),
        ),
    )
    back = text_of(told, "back")
    return {"href": back} if back.startswith("/present/") else _at(found.id, "1")


def _actions(told: Given) -> Iterator[Action]:
    rows = told.get("actions")
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, dict) and (text_of(row, "what") or text_of(row, "owner")):
            yield Action(
                what=text_of(row, "what"),
                owner=text_of(row, "owner"),
                due_on=needed_day(row, "due_on", "The day an action is due"),
                measure=text_of(row, "measure"),
                target=text_of(row, "target"),
                priority=text_of(row, "priority"),
            )


@routes.post("/decision/back")
def decision_back() -> dict[str, str]:
    told = given()
    take_back_decision(home(), text_of(told, "decision"))
    return _at(text_of(told, "meeting"))


@routes.post("/action/close")
def action_close() -> dict[str, str]:
    told = given()
    action = text_of(told, "action")
    if not action:
        raise ForTheUser("There is no such action.")
    on = day_of(told, "closed_on", "The day it was done") or date.today()
    close_action(home(), action, on, text_of(told, "closed_with"))
    return {"href": "/actions?done=1"}


@routes.post("/action/open")
def action_open() -> dict[str, str]:
    open_again(home(), text_of(given(), "action"))
    return {"href": "/actions"}
