"""The update: what the group looked at, decided and answered, on a page for everybody.

At the public audience whoever looks, in words that somebody said yes to. It prints on a
page or two, without the frame: who reads it is outside the partnership.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

import dash
from dash import html

from dashboard.access.doors import Kind
from dashboard.components.shell import refusal
from dashboard.components.update_shown import (
    Seen,
    Update,
    meeting_of_update,
    update_of,
)
from dashboard.components.viewing import current_settings, current_viewer
from dashboard.components.ways import is_open, way
from dashboard.dates import day
from dashboard.errors import ForTheUser
from dashboard.partnership.meetings import Meeting, meeting_named

dash.register_page(
    __name__,
    path="/update",
    name="Update",
    title="Update · Sightline",
    order=9,
)
ROUNDED = (
    "Numbers are to the nearest 5, and each is moved a little, so that nobody can be "
    "picked out. We leave out numbers that are too small."
)
NO_MEETING = (
    "There is no update yet: it is made from a meeting, and no meeting has been made."
)


def layout(meeting: str = "", **_: Any) -> html.Div:
    viewer = current_viewer()
    try:
        found = (
            meeting_named(viewer.home, meeting)
            if meeting
            else meeting_of_update(viewer.home, date.today())
        )
        if found is None:
            return _none()
        return _page(found, update_of(found, viewer))
    except ForTheUser as error:
        return refusal(error)


def _none() -> html.Div:
    return html.Div(
        [html.H1("Update"), html.P(NO_MEETING), way("Meetings", "/meetings")],
        className="update-page",
    )


def _page(meeting: Meeting, update: Update) -> html.Div:
    return html.Div(
        [
            _ways(meeting),
            html.P(current_settings().partnership, className="update-whose"),
            html.H1("How children and young people are doing, and what we will do"),
            html.P(
                f"This is an update from our meeting on {day(update.met_on)}. Our numbers "
                f"go up to {update.as_at}.",
                className="lead-in",
            ),
            *_seen(update),
            *_list("What we decided", update.decided, "We have nothing to tell yet."),
            *_list("What we will do", update.doing, ""),
            *_list("What we were asked, and our answer", update.answered, ""),
            html.H2("When we look again"),
            html.P(
                f"We meet next on {day(update.next_on)}."
                if update.next_on
                else "We have not set the day of our next meeting yet."
            ),
        ],
        className="update-page",
    )


def _ways(meeting: Meeting) -> html.Div:
    said = (
        "Anybody may read this page: its numbers are those for publication. Of what was "
        "decided and answered it holds the words that were put into it, and no others."
    )
    choose = f" They are chosen at the meeting of {day(meeting.held_on)}."
    may = is_open(Kind.ROUTE, "POST /records/public")
    return html.Div(
        [
            html.P(said + choose if may else said, className="note"),
            html.P(
                [
                    html.A(
                        "The meeting", href=f"/meeting/{meeting.id}", className="choice"
                    ),
                    html.Button(
                        "Print",
                        type="button",
                        className="choice",
                        **{"data-print": "true"},
                    ),
                ],
                className="ways",
            ),
        ],
        className="d-print-none",
    )


def _list(words: str, items: Sequence[str], none: str) -> list[Any]:
    if not items:
        return [html.H2(words), html.P(none)] if none else []
    return [html.H2(words), html.Ul([html.Li(one) for one in items])]


def _seen(update: Update) -> list[Any]:
    """What was looked at, each with what is seen; then what cannot be told, and why."""
    parts: list[Any] = [html.H2("What we looked at, and what we see")]
    for one in update.seen:
        parts += _one(one)
    if not update.seen and not update.left_out:
        return [*parts, html.P("We looked at no numbers.")]
    return [*parts, *_left_out(update), html.P(ROUNDED, className="note")]


def _one(seen: Seen) -> list[Any]:
    return [
        html.H3(seen.asked),
        html.P([html.Strong(seen.number), f" {seen.change}"]),
        html.P(f"{seen.of[:1].upper()}{seen.of[1:]}.", className="note"),
    ]


def _left_out(update: Update) -> list[Any]:
    if update.untold:
        return [
            html.P(
                "We looked at this too. Its numbers are too small to show here:"
                if len(update.untold) == 1
                else "We looked at these too. Their numbers are too small to show here:"
            ),
            html.Ul([html.Li(one) for one in update.untold]),
        ]
    if not update.left_out:
        return []
    return [
        html.P(
            "We looked at some of this more closely. Those numbers are too small to show."
        )
    ]
