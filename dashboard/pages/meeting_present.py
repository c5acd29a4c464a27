"""A meeting on the screen of the room: one view at a time, by the arrow keys.

All of it is loaded at the start, so that the network may go. assets/presenting.js turns
the slides; without it they stand one below the other.
"""

from collections.abc import Sequence
from typing import Any

import dash
from dash import dcc, html

from dashboard.access.doors import Kind
from dashboard.answers import catalogue, home_of
from dashboard.charts.theme import from_afar
from dashboard.components.addressed import page_at
from dashboard.components.barriers_listed import WAITING, barrier_in_words
from dashboard.components.changed_list import changed_list
from dashboard.components.decided import decision_listed
from dashboard.components.definition import definition
from dashboard.components.meeting_forms import decision_form
from dashboard.components.meeting_shown import MeetingShown, Shown
from dashboard.components.panels import GRAPH
from dashboard.components.places import places_in_words
from dashboard.components.shell import refusal
from dashboard.components.tables import plain_table
from dashboard.components.view import View
from dashboard.components.viewing import current_viewer
from dashboard.components.ways import is_open
from dashboard.dates import day
from dashboard.disclosure import protection_in_words
from dashboard.errors import ForTheUser
from dashboard.partnership.barriers import unanswered
from dashboard.partnership.meetings import meeting_named
from dashboard.partnership.quality_indicators import quality_indicators

dash.register_page(
    __name__,
    path_template="/present/<meeting>",
    name="Present",
    title="A meeting · Sightline",
    order=9,
)
# A chart is as high as there is room for, and no lower than it is on its own page.
_TALL = 640
KEYS = (
    ("→ or Space", "the next view"),
    ("←", "the view before"),
    ("Enter", "open the view, to look further; Back returns here"),
    ("R", "record what is decided"),
    ("T", "the numbers as a table"),
    ("D", "how it is worked out"),
    ("F", "full screen"),
    ("Esc", "the agenda"),
)


def layout(meeting: str = "", **_: Any) -> html.Div:
    viewer = current_viewer()
    try:
        shown = MeetingShown.of(meeting_named(viewer.home, meeting), viewer)
        views = shown.views
    except ForTheUser as error:
        return refusal(error)
    of = len(views) + 1
    return html.Div(
        [
            _first(shown, of),
            *[_slide(one, place, of, shown) for place, one in enumerate(views, 2)],
            _help(),
            html.Div(id="present-said", role="status", className="present-said"),
        ],
        id="present",
        className="present",
        **{"data-agenda": f"/meeting/{shown.meeting.id}"},
    )


def _first(shown: MeetingShown, of: int) -> html.Section:
    meeting = shown.meeting
    items = [
        html.Li(html.A(one.title, href=f"#view-{place}"))
        for place, one in enumerate(meeting.views, 2)
    ]
    return _section(
        1,
        [
            html.H1(f"{meeting.name}, {day(meeting.held_on)}"),
            html.P(shown.newer, className="newer") if shown.newer else None,
            changed_list(shown.changed) if shown.changed else None,
            html.Ol(items, className="present-agenda"),
            *_asked(shown),
        ],
        _foot(shown, 1, of),
    )


def _asked(shown: MeetingShown) -> list[Any]:
    """What waits for an answer from the group: before it, each time that it meets."""
    waiting = unanswered(shown.viewer.home)
    if not waiting:
        return []
    places = places_in_words(shown.viewer)
    return [
        html.H2(WAITING, className="present-asked"),
        html.Ul(
            [html.Li(barrier_in_words(one, places)) for one in waiting],
            className="present-agenda",
        ),
    ]


def _section(place: int, body: Sequence[Any], foot: Any, **of: str) -> html.Section:
    return html.Section(
        [html.Div(list(body), className="slide-body"), foot],
        className="slide",
        id=f"view-{place}",
        tabIndex="-1",
        **{"data-slide": str(place), **of},
    )


def _slide(one: Shown, place: int, of: int, shown: MeetingShown) -> html.Section:
    return _section(
        place,
        [
            html.H1(one.sentence),
            html.P(one.asked.title, className="slide-asked")
            if one.sentence != one.asked.title
            else None,
            *(_of_view(one.view, one.address, shown) if one.view else _opened(one)),
            html.P(["Last time: ", one.then], className="then") if one.then else None,
            *_recorded(one, place, shown),
        ],
        _foot(shown, place, of, one.view),
        **{"data-open": one.address},
    )


def _opened(one: Shown) -> list[Any]:
    words = one.refused or "This page is opened by itself."
    return [html.P(words), html.P(html.A("Open it", href=one.address))]


def _of_view(view: View, address: str, shown: MeetingShown) -> list[Any]:
    drawn, page = view.presented, page_at(address, shown.viewer)
    return [
        html.P(view.change, className="change"),
        html.Div(
            [_chart(name, page.titles(name, view), view) for name in drawn],
            className=f"slide-charts charts-{len(drawn)}",
        ),
        html.P(_events(view), className="events-key") if _events(view) else None,
        html.Div(
            [plain_table(view.store["panels"][name]) for name in drawn],
            className="slide-table",
            hidden=True,
        ),
        html.Div(
            [*[html.P(note) for note in view.notes], definition(view.measure)],
            className="slide-definition",
            hidden=True,
        ),
    ]


def _events(view: View) -> str:
    """What the letters over the chart through time stand for."""
    told = view.store.get("events", ())
    return " · ".join(f"{e['letter']} {e['date']}: {e['title']}" for e in told)


def _chart(name: str, title: str, view: View) -> html.Div:
    panel, figure = view.store["panels"][name], view.figures[name]
    least = min(_TALL, figure["layout"]["height"])
    drawn = html.Div(
        dcc.Graph(figure=from_afar(figure), config=GRAPH, style={"height": "100%"}),
        className="chart",
        role="img",
        style={"minHeight": f"{least}px"},
        **{"aria-label": panel["alt"], "data-dimension": panel["dimension"]},
    )
    return html.Div([html.H2(title), drawn], className="slide-chart")


def _recorded(one: Shown, place: int, shown: MeetingShown) -> list[Any]:
    """What was decided beside this view, and the form to decide."""
    decided = [d for d in shown.decisions if d.view == one.asked.id]
    listed = (
        [html.Ul([html.Li(decision_listed(d)) for d in decided])] if decided else []
    )
    if not is_open(Kind.ROUTE, "POST /records/decision"):
        return [html.Div(listed, className="slide-record", hidden=not listed)]
    home = shown.viewer.home
    meeting = shown.meeting
    return [
        html.Aside(
            [
                html.H2("Decide"),
                *listed,
                decision_form(
                    meeting,
                    one.asked.id,
                    catalogue(shown.viewer),
                    quality_indicators(home),
                    measure=one.view.measure.name if one.view else "",
                    back=f"/present/{meeting.id}#view-{place}",
                ),
            ],
            className="slide-record",
            hidden=True,
            **{"aria-label": "What the group decides"},
        )
    ]


def _foot(shown: MeetingShown, place: int, of: int, view: View | None = None) -> Any:
    settings = home_of(shown.viewer.home).settings
    # The foot of a view says whom it is for and as at when.
    audience = "" if view else protection_in_words(shown.viewer.audience)
    as_at = "" if view else f"as at {shown.as_at}"
    whose = [settings.marking, settings.partnership]
    parts = [*whose, audience, as_at, f"view {place} of {of}"]
    return html.Footer(
        [
            html.P(view.foot) if view else None,
            html.P(" · ".join(part for part in parts if part)),
        ],
        className="slide-foot",
    )


def _help() -> html.Div:
    rows = [(html.Dt(key), html.Dd(words)) for key, words in KEYS]
    return html.Div(
        [html.H2("Keys"), html.Dl([part for row in rows for part in row])],
        id="present-help",
        className="present-help",
        role="dialog",
        hidden=True,
        **{"aria-label": "Keys"},
    )
