"""What stands around every page: the name, the pages, the audience and the day."""

from typing import Any

import dash
import dash_bootstrap_components as dbc
from dash import dcc, html

from dashboard.access.viewer import Viewer, audiences, standing_grant
from dashboard.answers import contents, home_of
from dashboard.components.first_day import first_day
from dashboard.components.viewing import current_viewer
from dashboard.dates import day
from dashboard.disclosure import Audience, protection_in_words
from dashboard.errors import ForTheUser
from dashboard.settings import Settings

GROUPS_IN_WORDS = {
    Audience.OPERATIONAL: "named staff, with exact numbers",
    Audience.PARTNERSHIP: "the partnership's groups, with protected numbers",
    Audience.PUBLIC: "anybody: numbers for publication, to the nearest 5",
}
WHAT_IS_SEEN = {
    Audience.OPERATIONAL: "Exact numbers: small ones can point at a child. Do not pass"
    " this page on.",
    Audience.PARTNERSHIP: "Each number is moved a little, by no more than 5, so that no"
    " child can be pointed at; what would be under 10 is shown as few or none.",
    Audience.PUBLIC: "Protected numbers to the nearest 5, with one breakdown at a time.",
}


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
    return html.Div(
        [
            html.Span(settings.partnership, className="standing-name"),
            _looking_as(viewer, settings),
            html.Span(as_at),
        ],
        className="standing",
    )


def _looking_as(viewer: Viewer, settings: Settings) -> html.Details:
    """Whom the page is made for; one click on shows how another group will see it."""
    others = [a for a in audiences(settings) if a is not viewer.audience]
    return html.Details(
        [
            html.Summary(
                protection_in_words(viewer.audience), className="standing-audience"
            ),
            html.Div(
                [
                    html.P(WHAT_IS_SEEN[viewer.audience]),
                    *_granted(viewer, settings),
                    *(
                        [html.P("See this page as others will see it:")]
                        if others
                        else []
                    ),
                    html.Ul([html.Li(_as_other(other)) for other in others]),
                ],
                className="looking-as",
            ),
        ],
    )


def _as_other(audience: Audience) -> html.A:
    return html.A(GROUPS_IN_WORDS[audience], href=f"/look-as/{audience}")


def _granted(viewer: Viewer, settings: Settings) -> list[html.P]:
    """How far exact numbers reach, on whose word and until when."""
    grant = standing_grant(settings)
    if grant is None or viewer.audience.protected:
        return []
    reach = viewer.grain.in_words
    return [
        html.P(
            f"{reach[0].upper()}{reach[1:]}. Approved by {grant.approved_by} on"
            f" {day(grant.approved_on)} ({grant.agreement}, {grant.risk_assessment});"
            f" looked at again on {day(grant.review_on)}."
        )
    ]


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
