"""Add a view to a meeting: which meeting, under which title."""

from typing import Any

import dash
from dash import dcc, html

from dashboard.components.addressed import is_view, view_at
from dashboard.components.meeting_forms import view_form
from dashboard.components.shell import refusal
from dashboard.components.viewing import current_viewer, safe_path
from dashboard.errors import ForTheUser
from dashboard.partnership.meetings import meetings_of

dash.register_page(
    __name__,
    path="/meetings/add",
    name="Add to a meeting",
    title="Add to a meeting · Sightline",
)


def layout(of: str = "/", **_: Any) -> html.Div:
    viewer = current_viewer()
    address = safe_path(of)
    meetings = meetings_of(viewer.home)
    if not meetings:
        return html.Div(
            [
                html.H1("Add to a meeting"),
                html.P("There is no meeting yet.", className="lead-in"),
                html.P(dcc.Link("Make one", href="/meetings")),
            ]
        )
    try:
        said = view_at(address, viewer).headline if is_view(address) else ""
    except ForTheUser as error:
        return refusal(error)
    return html.Div(
        [
            html.H1("Add to a meeting"),
            html.P(
                said or "This page is opened by itself in the meeting.",
                className="lead-in",
            ),
            view_form(meetings, address, said),
        ],
        className="form-page",
    )
