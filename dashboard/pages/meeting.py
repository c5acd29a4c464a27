"""The agenda of one meeting: its views in order, what was decided, and what comes next."""

from collections.abc import Sequence
from typing import Any

import dash
from dash import dcc, html

from dashboard.access.doors import Kind
from dashboard.access.viewer import audiences
from dashboard.components.addressed import seen_as
from dashboard.components.back_button import back_button
from dashboard.components.barriers_listed import waiting_listed
from dashboard.components.changed_list import changed_list
from dashboard.components.decided import decision_listed
from dashboard.components.following import as_followed, follows_here
from dashboard.components.meeting_forms import FOR_WHOM, meeting_form, next_form
from dashboard.components.meeting_shown import MeetingShown, Shown
from dashboard.components.places import places_in_words
from dashboard.components.public_listed import public_listed
from dashboard.components.shell import refusal
from dashboard.components.viewing import (
    current_person,
    current_settings,
    current_viewer,
)
from dashboard.components.ways import is_open, way
from dashboard.dates import day
from dashboard.errors import ForTheUser
from dashboard.followed import digest_of, put_first
from dashboard.partnership.barriers import unanswered
from dashboard.partnership.meetings import Meeting, meeting_named
from dashboard.what_changed import WhatChanged

dash.register_page(
    __name__,
    path_template="/meeting/<meeting>",
    name="Meeting",
    title="A meeting · Sightline",
    order=9,
)


def layout(meeting: str = "", done: str = "", **_: Any) -> html.Div:
    viewer = current_viewer()
    try:
        shown = MeetingShown.of(meeting_named(viewer.home, meeting), viewer)
        return _agenda(shown, done)
    except ForTheUser as error:
        return refusal(error)


def _agenda(shown: MeetingShown, done: str) -> html.Div:
    meeting = shown.meeting
    return html.Div(
        [
            html.H1(f"{meeting.name}, {day(meeting.held_on)}"),
            html.P(
                f"Its screen is for: {FOR_WHOM[meeting.audience].lower()}. "
                f"Numbers as at {shown.as_at}. {shown.newer}",
                className="lead-in",
            ),
            html.P("Saved." if done else "", role="status"),
            html.P(_ways(shown), className="ways d-print-none"),
            *([changed_list(_mine_first(shown))] if shown.changed else []),
            html.H2("Agenda"),
            html.Ol(
                [
                    html.Li(_view(one, place, shown))
                    for place, one in enumerate(shown.views)
                ],
                className="agenda",
            )
            if shown.views
            else html.P(
                "Nothing is on it yet. Open any page, and choose “Add to meeting”."
            ),
            *_asked(shown),
            *_decided(shown),
            *public_listed(shown),
            *_changing(meeting),
        ],
        className="meeting-page",
    )


def _mine_first(shown: MeetingShown) -> WhatChanged:
    """What changed, whatever whoever looks follows first: not so on the room's screen."""
    follows = as_followed(follows_here())
    assert shown.changed is not None
    if shown.before is None or not follows:
        return shown.changed
    before, after = shown.before.snapshot, shown.meeting.snapshot
    digest = digest_of(follows, before, after, shown.viewer)
    return put_first(shown.changed, follows, digest, shown.viewer)


def _ways(shown: MeetingShown) -> list[Any]:
    meeting = shown.meeting
    return [
        html.A("Present", href=_presenting(meeting), className="btn btn-primary"),
        back_button(
            "/records/meeting/newest", {"meeting": meeting.id}, "Use the newest numbers"
        )
        if shown.newer
        else None,
        dcc.Link("All meetings", href="/meetings", className="choice"),
        way("Findings", "/findings"),
        html.A(
            "Update for everybody",
            href=f"/update?meeting={meeting.id}",
            className="choice",
        ),
        *_papers(shown),
    ]


def _papers(shown: MeetingShown) -> list[Any]:
    """The meeting as a file, where any of its views can be drawn."""
    if not any(one.view for one in shown.views):
        return []
    forms = (("pptx", "PowerPoint"), ("pdf", "PDF"), ("xlsx", "Excel"))
    links = [
        html.A(words, href=f"/pack/{shown.meeting.id}.{form}", className="choice")
        for form, words in forms
    ]
    return [html.Span("Papers:", className="filter-name"), *links]


def _presenting(meeting: Meeting) -> str:
    """By way of looking as the meeting's own group, so that the room sees no more."""
    return seen_as(f"/present/{meeting.id}", meeting.audience)


def _view(one: Shown, place: int, shown: MeetingShown) -> list[Any]:
    meeting = shown.meeting
    given = {"meeting": meeting.id, "view": one.asked.id}
    last = len(meeting.views) - 1
    earlier = back_button(
        "/records/meeting/view/move", {**given, "by": "-1"}, "Earlier"
    )
    later = back_button("/records/meeting/view/move", {**given, "by": "1"}, "Later")
    return [
        html.P(dcc.Link(one.asked.title, href=one.address), className="agenda-title"),
        html.P(one.sentence) if one.view and one.sentence != one.asked.title else None,
        html.P(one.view.change) if one.view else None,
        html.P(["Last time: ", one.then], className="then") if one.then else None,
        html.P(one.asked.note, className="note") if one.asked.note else None,
        html.P(one.refused) if one.refused else None,
        html.Div(
            [
                earlier if place > 0 else None,
                later if place < last else None,
                back_button("/records/meeting/view/away", given, "Take off"),
            ],
            className="agenda-ways d-print-none",
        ),
    ]


def _asked(shown: MeetingShown) -> list[Any]:
    """What a zone or a team asked of the group stands here until it is answered."""
    viewer = shown.viewer
    back = f"/meeting/{shown.meeting.id}?done=1"
    return waiting_listed(unanswered(viewer.home), places_in_words(viewer), back)


def _decided(shown: MeetingShown) -> list[Any]:
    if not shown.decisions:
        return []
    titles = {one.id: one.title for one in shown.meeting.views}
    return [
        html.H2("What was decided"),
        html.Ul(
            [
                html.Li(decision_listed(one, titles.get(one.view, "")))
                for one in shown.decisions
            ],
            className="decisions",
        ),
    ]


def _changing(meeting: Meeting) -> Sequence[Any]:
    person = current_person()
    if person is None or not is_open(Kind.ROUTE, "POST /records/meeting"):
        return []
    may = audiences(person, current_settings())
    return [
        html.Details([html.Summary("The next meeting"), next_form(meeting)]),
        html.Details(
            [
                html.Summary("Change this meeting"),
                meeting_form(may, meeting),
                back_button(
                    "/records/meeting/back",
                    {"meeting": meeting.id},
                    "Take this meeting back",
                    "Take the meeting off the list?",
                ),
            ]
        ),
    ]
