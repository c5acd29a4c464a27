"""The position statement: how good are we now, how do we know, what will we do next.

Gathered from what meetings decided, by quality indicator, for inspection and for the plan.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

import dash
from dash import dcc, html

from dashboard.components.decided import action_listed
from dashboard.components.viewing import current_viewer
from dashboard.dates import day
from dashboard.partnership.decisions import Decision, Standing, decisions_of
from dashboard.partnership.meetings import Meeting, meetings_of
from dashboard.partnership.quality_indicators import UNCHECKED, quality_indicators

dash.register_page(
    __name__,
    path="/position",
    name="Position statement",
    title="Position statement · Sightline",
    order=9,
)
_NONE = ""


def layout(**_: Any) -> html.Div:
    home = current_viewer().home
    decisions = decisions_of(home)
    meetings = {one.id: one for one in meetings_of(home)}
    named = [*quality_indicators(home), (_NONE, "Under no quality indicator")]
    parts: list[Any] = []
    for number, title in named:
        ours = [one for one in decisions if one.indicator == number]
        if ours:
            parts += _of_indicator(title, ours, meetings)
    return html.Div(
        [
            html.H1("Position statement"),
            html.P(
                "How good are we now, how do we know, and what will we do next: gathered from "
                "what meetings decided.",
                className="lead-in",
            ),
            html.P(UNCHECKED, className="note"),
            html.Button(
                "Print",
                type="button",
                className="choice d-print-none",
                **{"data-print": "true"},
            ),
            *(parts or [html.P("No meeting has decided anything yet.")]),
        ],
        className="position-page",
    )


def _of_indicator(
    title: str, decisions: Sequence[Decision], meetings: dict[str, Meeting]
) -> list[Any]:
    joint = [one for one in decisions if one.joint]
    single = [one for one in decisions if not one.joint]
    return [
        html.H2(title),
        *_evidence("Evidence of several services together", joint, meetings),
        *_evidence("Evidence of one service", single, meetings),
        *_next([one for d in decisions for one in d.actions]),
    ]


def _evidence(
    words: str, decisions: Sequence[Decision], meetings: dict[str, Meeting]
) -> list[Any]:
    if not decisions:
        return []
    return [
        html.H3(words),
        html.Ul([html.Li(_seen(one, meetings.get(one.meeting))) for one in decisions]),
    ]


def _seen(decision: Decision, meeting: Meeting | None) -> list[Any]:
    """What was seen, beside which view of which picture, and what else says so."""
    sure = f" ({decision.confidence})" if decision.confidence else ""
    parts: list[Any] = [html.Strong(decision.seen), sure]
    view = _view_of(decision, meeting)
    if meeting and view:
        href = view.on(meeting.snapshot)
        parts += [". Seen in ", dcc.Link(view.title, href=href)]
        parts.append(f", {meeting.name}, {day(meeting.held_on)}")
    if decision.known:
        parts.append(f". Known also by: {decision.known}")
    return parts


def _view_of(decision: Decision, meeting: Meeting | None) -> Any:
    views = meeting.views if meeting else ()
    return next((view for view in views if view.id == decision.view), None)


def _next(actions: Sequence[Any]) -> list[Any]:
    if not actions:
        return []
    today = date.today()
    still = [one for one in actions if one.standing(today) is not Standing.DONE]
    said = f"{len(still)} of {len(actions)} still to be done."
    return [
        html.H3("What we will do"),
        html.P(said),
        html.Ul([html.Li(action_listed(one)) for one in actions]),
    ]
