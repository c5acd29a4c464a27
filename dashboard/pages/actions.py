"""The improvement plan: what was agreed, how it stands, and what its measure did since."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import dash
from dash import dcc, html

from dashboard.access.doors import Kind
from dashboard.access.viewer import Viewer
from dashboard.answers import Answer, Question, ask_all, catalogue, contents
from dashboard.charts.trend import events_in_words, trend
from dashboard.components.back_button import back_button
from dashboard.components.barriers_listed import barrier_listed, waiting_listed
from dashboard.components.decided import action_listed
from dashboard.components.finding_forms import barrier_form
from dashboard.components.meeting_forms import closing_form
from dashboard.components.panels import GRAPH, alternative_text, table_of
from dashboard.components.places import places_in_words, scopes_of
from dashboard.components.shell import empty_home
from dashboard.components.tables import plain_table
from dashboard.components.viewing import current_viewer
from dashboard.components.ways import is_open
from dashboard.dates import day
from dashboard.errors import NoSnapshot
from dashboard.partnership.barriers import barriers_of
from dashboard.partnership.decisions import Action, Standing, actions_of
from dashboard.partnership.happenings import EVERYWHERE
from dashboard.partnership.zones import zones_of
from dashboard.sentences import change_in_words
from dashboard.warehouse.contents import Event

dash.register_page(
    __name__,
    path="/actions",
    name="Actions",
    title="What was agreed · Sightline",
    order=9,
)
_GROUPS = (
    (Standing.LATE, "Late"),
    (Standing.OPEN, "Open"),
    (Standing.DONE, "Done"),
)


def layout(done: str = "", **_: Any) -> html.Div:
    viewer = current_viewer()
    actions = actions_of(viewer.home)
    try:
        series = _series(actions, viewer)
    except NoSnapshot as error:
        return empty_home(error)
    today = date.today()
    parts: list[Any] = []
    for standing, words in _GROUPS:
        found = [one for one in actions if one.standing(today) is standing]
        if found:
            parts.append(html.H2(f"{words} ({len(found)})"))
            parts += [_action(one, series) for one in found]
    return html.Div(
        [
            html.H1("What was agreed, and what came of it"),
            html.P(
                "An action is recorded beside a view in a meeting. It closes with what the data "
                "show, also where that is nothing yet.",
                className="lead-in",
            ),
            html.P("Saved." if done else "", role="status"),
            *_waiting(viewer),
            *(parts or [html.P("No action has been recorded yet.")]),
            *_answered(viewer),
            *_asking(viewer),
        ],
        className="actions-page",
    )


_BACK = "/actions?done=1"


def _waiting(viewer: Viewer) -> list[Any]:
    waiting = [one for one in barriers_of(viewer.home) if one.answered_on is None]
    return waiting_listed(waiting, places_in_words(viewer), _BACK)


def _answered(viewer: Viewer) -> list[Any]:
    """What was asked of the group and answered, the latest first."""
    found = [one for one in barriers_of(viewer.home) if one.answered_on]
    if not found:
        return []
    found.sort(key=lambda one: one.answered_on, reverse=True)
    places = places_in_words(viewer)
    return [
        html.H2(f"Asked of the group, and answered ({len(found)})"),
        html.Ul(
            [html.Li(barrier_listed(one, places, _BACK)) for one in found],
            className="barriers",
        ),
    ]


def _asking(viewer: Viewer) -> list[Any]:
    """A team that is in no zone asks here."""
    if not is_open(Kind.ROUTE, "POST /records/barrier"):
        return []
    zones = [zone.name for zone in zones_of(viewer.home)]
    places = [one for one in scopes_of(contents(viewer), zones) if one[0] != EVERYWHERE]
    asking = [
        html.Summary("Ask the group to take something out of the way"),
        barrier_form(places, _BACK),
    ]
    return [html.Details(asking, className="d-print-none")]


def _series(actions: Sequence[Action], viewer: Viewer) -> dict[str, Answer]:
    """The chart through time of each measure that an action is to move."""
    held = contents(viewer).measures
    known = catalogue(viewer)
    names = [
        n for n in dict.fromkeys(a.measure for a in actions) if n in known and n in held
    ]
    asked = [
        Question(name, grain="quarter" if not known[name].yearly else "school_year")
        for name in names
    ]
    return dict(zip(names, ask_all(asked, viewer), strict=True))


def _action(action: Action, series: dict[str, Answer]) -> html.Article:
    answer = series.get(action.measure)
    said = change_in_words(answer) if answer else ""
    return html.Article(
        [
            html.P(action_listed(action)),
            html.P(f"It serves: {action.priority}") if action.priority else None,
            *(_drawn(action, answer, said) if answer else []),
            *_ending(action, said),
        ],
        className="panel action",
    )


def _drawn(action: Action, answer: Answer, said: str) -> list[Any]:
    title = answer.measure.title
    begun = Event(action.begun_on, f"Action: {action.what}", "other", "", "")
    return [
        html.P(dcc.Link(title, href=f"/measure/{answer.measure.name}")),
        html.P(said),
        html.Div(
            dcc.Graph(figure=trend(answer, [begun], narrow=True), config=GRAPH),
            role="img",
            **{"aria-label": alternative_text(answer, f"{title}, through time")},
        ),
        html.P(_when(action, answer, begun), className="events-key"),
        plain_table(table_of(answer, None, "Period")),
    ]


def _when(action: Action, answer: Answer, begun: Event) -> str:
    """Where the chart has the day, its letter; else that no point is as late."""
    told = events_in_words(answer, [begun])
    if told:
        return f"{told[0]['letter']} {told[0]['date']}: the action began."
    return f"The action began on {day(action.begun_on)}: no point is of later yet."


def _ending(action: Action, said: str) -> list[Any]:
    if action.closed_on:
        return [
            back_button("/records/action/open", {"action": action.id}, "Open it again")
        ]
    if not is_open(Kind.ROUTE, "POST /records/action/close"):
        return []
    return [html.Details([html.Summary("Close it"), closing_form(action, said)])]
