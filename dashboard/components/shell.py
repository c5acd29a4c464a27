"""What stands around every page: the name, the pages, the audience and the day."""

from typing import Any

import dash
import dash_bootstrap_components as dbc
from dash import dcc, html

from dashboard.answers import contents, home_of
from dashboard.components.first_day import first_day
from dashboard.components.viewing import current_viewer
from dashboard.dates import day
from dashboard.disclosure import protection_in_words
from dashboard.errors import ForTheUser


def shell() -> html.Div:
    """The frame, fresh for each visit."""
    return html.Div(
        [
            # refresh=False: a change of filters is not a change of page.
            dcc.Location(id="address", refresh=False),
            html.A("Skip to the page", href="#page", className="skip-link"),
            html.Header([_bar(), _standing()], className="site-header"),
            html.Div(id="shell-errors", **{"aria-live": "assertive"}),
            html.Main(dash.page_container, id="page", tabIndex="-1"),
            html.Footer(
                "Sightline · numbers through one door · every chart has its table and its definition",
                className="site-footer d-print-none",
            ),
        ]
    )


def _bar() -> html.Div:
    pages = sorted(
        (page for page in dash.page_registry.values() if page.get("in_menu")),
        key=lambda page: page["order"],
    )
    links = [
        dbc.NavLink(
            page["name"], href=page["path"], active="exact", class_name="site-link"
        )
        for page in pages
    ]
    return html.Div(
        [
            dcc.Link("Sightline", href="/", className="site-name"),
            html.Nav(links, className="site-nav", **{"aria-label": "Pages"}),
        ],
        className="site-bar",
    )


def _standing() -> Any:
    """Whose numbers, protected how, as at when: always on the page."""
    viewer = current_viewer()
    settings = home_of(viewer.home).settings
    try:
        as_at = f"as at {day(contents(viewer).as_at)}"
    except ForTheUser:
        as_at = "nothing published yet"
    return html.P(
        [
            html.Span(settings.partnership, className="standing-name"),
            html.Span(
                protection_in_words(viewer.audience), className="standing-audience"
            ),
            html.Span(as_at),
        ],
        className="standing",
    )


def error_message(title: str, words: str) -> dbc.Alert:
    return dbc.Alert(
        [html.Strong(title), " ", words], color="warning", dismissable=True
    )


def empty_home(error: ForTheUser) -> html.Div:
    """What a page shows before anything has been published."""
    return html.Div(
        [
            html.H1(error.title),
            html.H2("First day: what to ask for"),
            *first_day(),
        ],
        className="empty-home",
    )
