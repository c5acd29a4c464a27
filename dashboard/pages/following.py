"""What you follow: what is new of it, where you are written to, and how to stop."""

from collections.abc import Sequence
from typing import Any

import dash
from dash import dcc, html

from dashboard.access.access import access_of
from dashboard.access.viewer import Viewer
from dashboard.answers import catalogue, contents, filters_in_words
from dashboard.components.back_button import back_button
from dashboard.components.following import STOP, new_listed, new_of_served
from dashboard.components.form import Field, form
from dashboard.components.shell import empty_home
from dashboard.components.viewing import (
    current_person,
    current_settings,
    current_viewer,
)
from dashboard.errors import NoSnapshot
from dashboard.filters import Filters
from dashboard.mail_server import MailServer, mail_server_of
from dashboard.partnership.follows import Follow, clauses_of, follower
from dashboard.since.change import address_of

dash.register_page(
    __name__,
    path="/following",
    name="What you follow",
    title="What you follow · Sightline",
)
HOW = (
    "Open a measure, choose a place or nothing, and press “Follow this”. After a publish "
    "you are told here, and on the first page, if it has changed by more than chance "
    "usually gives."
)


def layout(done: str = "", **_: Any) -> html.Div:
    viewer, person = current_viewer(), current_person()
    try:
        contents(viewer)
    except NoSnapshot as error:
        return empty_home(error)
    known = follower(viewer.home, person) if person else None
    return html.Div(
        [
            html.H1("What you follow"),
            html.P("Saved." if done else "", role="status"),
            *(
                _followed(known.follows, known.mail, viewer)
                if known
                else [
                    html.P("You follow nothing yet.", className="lead-in"),
                    html.P(HOW),
                    html.P(dcc.Link("All measures", href="/measures")),
                ]
            ),
        ],
        className="following-page",
    )


def _followed(follows: Sequence[Follow], mail: str, viewer: Viewer) -> list[Any]:
    return [
        html.P(HOW, className="lead-in"),
        html.H2("New in the newest picture"),
        *new_listed(new_of_served(follows, viewer)),
        html.H2("All that you follow"),
        html.Ul([html.Li(_line(one, viewer)) for one in follows], className="followed"),
        *_by_mail(mail),
    ]


def _line(one: Follow, viewer: Viewer) -> list[Any]:
    measure = catalogue(viewer).get(one.measure)
    title = measure.title if measure else one.measure
    clauses = clauses_of(one.filters)
    words = filters_in_words(Filters(clauses), contents(viewer), measure)
    return [
        dcc.Link(title, href=address_of(one.measure, **dict(clauses))),
        html.Span(f", {words} "),
        back_button(
            STOP, {"measure": one.measure, "filters": one.filters}, "Stop following"
        ),
    ]


def _by_mail(mail: str) -> list[Any]:
    """Where no mail server is set nobody is asked for an address."""
    server = mail_server_of(current_settings())
    if server is None or not access_of(current_viewer().home).address:
        return []
    return [
        html.H2("By mail"),
        html.P(
            "One mail after a publish, and only where something is new. It names the "
            "measures and holds no number. Your address is kept for this alone, and goes "
            "when you take it out or follow nothing any longer."
        ),
        _mail_form(mail, server),
    ]


def _mail_form(mail: str, server: MailServer) -> html.Div:
    ends = " or ".join(f"@{one}" for one in server.domains)
    return form(
        "/records/follow/mail",
        [
            Field(
                "mail",
                "Your mail address",
                value=mail,
                hint=f"It ends in {ends}." if ends else "Leave it empty for no mail.",
            )
        ],
        save="Save the address",
        key="follow-mail",
    )
