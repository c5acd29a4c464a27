"""Meetings: the next one, those that were, and a form to make one."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import dash
from dash import dcc, html

from dashboard.access.doors import Kind
from dashboard.access.viewer import audiences
from dashboard.answers import contents
from dashboard.components.meeting_forms import meeting_form
from dashboard.components.shell import empty_home
from dashboard.components.viewing import (
    current_person,
    current_settings,
    current_viewer,
)
from dashboard.components.ways import is_open, way
from dashboard.dates import day
from dashboard.errors import NoSnapshot
from dashboard.partnership.meetings import Meeting, meetings_of

dash.register_page(
    __name__,
    path="/meetings",
    name="Meetings",
    title="Meetings · Sightline",
    order=0.5,
    in_menu=True,
)


def layout(done: str = "", **_: Any) -> html.Div:
    viewer = current_viewer()
    try:
        contents(viewer)
    except NoSnapshot as error:
        return empty_home(error)
    every = meetings_of(viewer.home)
    today = date.today()
    coming = [one for one in reversed(every) if one.held_on >= today]
    gone = [one for one in every if one.held_on < today]
    return html.Div(
        [
            html.H1("Meetings"),
            html.P(
                "A meeting is a list of views, of one picture of the numbers. Add a view from "
                "any page; present it from here; record what was decided beside it.",
                className="lead-in",
            ),
            html.P("Saved." if done else "", role="status"),
            *_listed("To come", coming, "No meeting is planned."),
            *_listed("Held", gone, ""),
            html.P(
                [
                    way("What was agreed, and what came of it", "/actions"),
                    way("Position statement", "/position"),
                    way("Findings", "/findings"),
                    way("Update for everybody", "/update"),
                ],
                className="ways",
            ),
            *_make(),
        ],
        className="meetings-page",
    )


def _listed(words: str, meetings: Sequence[Meeting], none: str) -> list[Any]:
    if not meetings:
        return [html.P(none)] if none else []
    return [
        html.H2(words),
        html.Ul([html.Li(_line(one)) for one in meetings], className="meetings"),
    ]


def _line(meeting: Meeting) -> list[Any]:
    views = len(meeting.views)
    many = "no views yet" if not views else "1 view" if views == 1 else f"{views} views"
    name = f"{meeting.name}, {day(meeting.held_on)}"
    return [dcc.Link(name, href=f"/meeting/{meeting.id}"), f" · {many}"]


def _make() -> list[Any]:
    person = current_person()
    if person is None or not is_open(Kind.ROUTE, "POST /records/meeting"):
        return []
    may = audiences(person, current_settings())
    return [html.H2("Make a meeting"), meeting_form(may)]
