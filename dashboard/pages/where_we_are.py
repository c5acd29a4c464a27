"""Where we are: five questions, one sentence and one number each, read in ten seconds."""

from typing import Any

import dash
from dash import dcc, html

from dashboard.access.doors import Kind
from dashboard.access.viewer import Viewer
from dashboard.answers import (
    Answer,
    Question,
    ask_all,
    catalogue,
    contents,
    contents_about,
    events_touching,
    home_of,
    lines_on,
    usual_grain,
)
from dashboard.charts.trend import trend
from dashboard.components.board import board, standings_of
from dashboard.components.following import (
    follows_here,
    new_listed,
    new_of_served,
)
from dashboard.components.headlines import Headline, headlines_of
from dashboard.components.meeting_shown import since_last_meeting
from dashboard.components.panels import GRAPH, alternative_text
from dashboard.components.shell import empty_home
from dashboard.components.sign import sign
from dashboard.components.sources import sources_in_words
from dashboard.components.viewing import current_viewer
from dashboard.components.ways import is_open
from dashboard.errors import NoSnapshot
from dashboard.filters import Filters
from dashboard.sentences import change_in_words
from dashboard.wording import foot

dash.register_page(
    __name__,
    path="/",
    name="Where we are",
    title="Where we are · Sightline",
    order=0,
    in_menu=True,
)

CHARTS = ("referrals", "reclassified", "repeat_within_90_days")


def layout(**_: Any) -> html.Div:
    viewer = current_viewer()
    try:
        held = contents(viewer)
    except NoSnapshot as error:
        return empty_home(error)
    headlines = headlines_of(home_of(viewer.home).settings.questions, viewer)
    return html.Div(
        [
            html.H1("Where we are", className="visually-hidden"),
            html.P(sources_in_words(held), className="sources-line"),
            html.Ol([_line(headline) for headline in headlines], className="five"),
            *_since_last_meeting(viewer),
            *_followed(viewer),
            html.Div([_chart(answer) for answer in _series()], className="panels"),
            board(standings_of(viewer.scope.about(Filters()), viewer)),
            html.P(
                [
                    dcc.Link("All measures, by what they are for", href="/measures"),
                    " · ",
                    dcc.Link("What you follow", href="/following"),
                ],
                className="more",
            ),
        ],
        className="where-we-are",
    )


def _since_last_meeting(viewer: Viewer) -> list[html.P]:
    """“Since you met on …”, for whoever may open the meeting."""
    if not is_open(Kind.PAGE, "/meeting/<meeting>"):
        return []
    found = since_last_meeting(viewer)
    if found is None:
        return []
    meeting, changed = found
    link = dcc.Link("Open the meeting", href=f"/meeting/{meeting.id}")
    return [html.P([changed.summary, " ", link], className="since-last")]


def _followed(viewer: Viewer) -> list[Any]:
    """What is new of what whoever looks follows; nothing for who follows nothing."""
    follows = follows_here()
    if not follows:
        return []
    link = dcc.Link("What you follow", href="/following")
    return [
        html.H2(link, className="asked"),
        *new_listed(new_of_served(follows, viewer)),
    ]


def _line(headline: Headline) -> html.Li:
    return html.Li(
        dcc.Link(
            [
                html.Span(headline.question, className="five-question"),
                html.Span(
                    [
                        sign(headline.sign) if headline.sign else None,
                        html.Span(headline.number),
                    ],
                    className="five-number",
                ),
                html.Span(headline.sentence, className="five-sentence"),
            ],
            href=headline.href,
            className="five-link",
        )
    )


def _series() -> list[Answer]:
    viewer = current_viewer()
    held, measures = contents(viewer), catalogue(viewer)
    about = viewer.scope.about(Filters())
    whence = contents_about(about, viewer)
    names = [
        name
        for name in CHARTS
        if name in held.measures
        and set(about.dimensions) <= set(measures[name].dimensions)
    ]
    return list(
        ask_all(
            [
                Question(name, about, grain=usual_grain(measures[name], about, whence))
                for name in names
            ],
            viewer,
        )
    )


def _chart(answer: Answer) -> html.Section:
    title, viewer = answer.measure.title, current_viewer()
    events = events_touching(answer.question.filters, viewer, answer.snapshot)
    lines = lines_on(answer, viewer)
    return html.Section(
        [
            html.H2(
                dcc.Link(title, href=f"/measure/{answer.measure.name}"),
                className="panel-title",
            ),
            html.P(change_in_words(answer), className="said"),
            html.Div(
                dcc.Graph(
                    figure=trend(answer, events, narrow=True, set_lines=lines),
                    config=GRAPH,
                ),
                role="img",
                **{"aria-label": alternative_text(answer, "through time")},
            ),
            html.P(foot(answer), className="foot"),
        ],
        className="panel panel-third",
    )
