"""What stands around every page: the name, the pages, the audience and the day."""

from typing import Any
from urllib.parse import quote

import dash
import dash_bootstrap_components as dbc
from dash import dcc, html
from flask import current_app

from dashboard.access.access import access_of
from dashboard.access.doors import Kind, door
from dashboard.access.person import DEMO_USER
from dashboard.access.scope import Place
from dashboard.access.viewer import Entitlement, Viewer, audiences
from dashboard.answers import contents, home_of
from dashboard.components.first_day import first_day
from dashboard.components.viewing import HOME, current_entitlement, current_viewer
from dashboard.dates import day
from dashboard.disclosure import Audience, protection_in_words
from dashboard.errors import ForTheUser, NoSnapshot
from dashboard.partnership.mending import mended_lately
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
    """The frame, fresh for each visit; of nobody it says no more than the name."""
    entitled = current_entitlement()
    return html.Div(
        [
            # refresh=False: a change of filters is not a change of page.
            dcc.Location(id="address", refresh=False),
            html.A("Skip to the page", href="#page", className="skip-link"),
            html.Header([_bar(entitled), _standing(entitled)], className="site-header"),
            *_mended(entitled),
            html.Div(id="shell-errors", **{"aria-live": "assertive"}),
            html.Main(dash.page_container, id="page", tabIndex="-1"),
            html.Footer(
                "Sightline · numbers through one door · every chart has its table and its definition",
                className="site-footer d-print-none",
            ),
        ]
    )


def _mended(entitled: Entitlement | None) -> list[Any]:
    """That the file of what people record broke, and what of it is lost."""
    told = mended_lately(current_app.config[HOME]) if entitled else None
    return [error_message("", told.in_words)] if told else []


def _bar(entitled: Entitlement | None) -> html.Div:
    pages = sorted(
        (
            page
            for page in dash.page_registry.values()
            if page.get("in_menu")
            and entitled is not None
            and door(Kind.PAGE, page["path"]).opens_for(entitled)
        ),
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


def _standing(entitled: Entitlement | None) -> Any:
    """Whose numbers, protected how, as at when, and who is looking: always on the page."""
    if entitled is None:
        return html.Div(className="standing")
    viewer = current_viewer()
    settings = home_of(viewer.home).settings
    try:
        as_at = f"as at {day(contents(viewer).as_at)}"
    except NoSnapshot:
        as_at = "nothing published yet"
    except ForTheUser as error:
        as_at = error.title
    return html.Div(
        [
            *_marking(settings),
            html.Span(settings.partnership, className="standing-name"),
            _looking_as(viewer, settings, entitled),
            *_looking_at(viewer),
            html.Span(as_at),
            _signed_in(entitled),
        ],
        className="standing",
    )


def _marking(settings: Settings) -> list[html.Strong]:
    """The protective marking, first on every page and print, where one is set."""
    if not settings.marking:
        return []
    return [html.Strong(settings.marking, className="standing-marking")]


def _signed_in(entitled: Entitlement) -> html.Div:
    person = entitled.person
    if person == DEMO_USER:
        said = "Signed in as the demo user, on this machine alone"
        return html.Div(html.Span(said), className="standing-person d-print-none")
    out = html.Form(
        html.Button("Sign out", type="submit"), action="/sign-out", method="post"
    )
    idle = access_of(current_app.config[HOME]).idle_minutes
    return html.Div(
        [html.Span(person.shown), out],
        className="standing-person",
        **{"data-idle-minutes": str(idle)},  # assets/staying.js
    )


def _looking_at(viewer: Viewer) -> list[html.Details]:
    """Which place the page is about, where single places were given: one at a time."""
    scope = viewer.scope
    if not scope.is_of_places or not scope.named:
        return []
    others = [place for place in scope.named if place != scope.at]
    words = html.Summary(f"About {_place_in_words(scope.at, viewer)}")
    said = (
        "You have been given this place alone. The whole partnership stands beside it."
        if not others
        else "See the same page of another place that you have been given:"
    )
    links = [
        html.Li(
            html.A(_place_in_words(one, viewer), href=f"/look-at/{quote(one.word)}")
        )
        for one in others
    ]
    return [
        html.Details(
            [words, html.Div([html.P(said), html.Ul(links)], className="looking-as")],
            className="standing-place",
        )
    ]


def _place_in_words(place: Place, viewer: Viewer) -> str:
    try:
        held = contents(viewer)
    except ForTheUser:
        return place.code
    return (
        f"{held.title(place.dimension).one} {held.label(place.dimension, place.code)}"
    )


def _looking_as(
    viewer: Viewer, settings: Settings, entitled: Entitlement
) -> html.Details:
    """Whom the page is made for; one click on shows how another group will see it."""
    may = audiences(entitled.person, settings)
    others = [audience for audience in may if audience is not viewer.audience]
    return html.Details(
        [
            html.Summary(
                protection_in_words(viewer.audience), className="standing-audience"
            ),
            html.Div(
                [
                    html.P(WHAT_IS_SEEN[viewer.audience]),
                    *_granted(viewer, entitled),
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


def _granted(viewer: Viewer, entitled: Entitlement) -> list[html.P]:
    """How far exact numbers reach, on whose word and until when."""
    if viewer.audience.protected:
        return []
    reach = "; ".join(grain.in_words for grain in viewer.grains)
    return [
        html.P(f"{reach[0].upper()}{reach[1:]}."),
        *[
            html.P(
                f"Approved by {grant.approved_by} on {day(grant.approved_on)}"
                f" ({grant.agreement}, {grant.risk_assessment}); looked at again on"
                f" {day(grant.review_on)}."
            )
            for grant in dict.fromkeys(grant for grant, _ in entitled.grants)
        ],
    ]


def refusal(error: ForTheUser) -> html.Div:
    """A page that is not open to whoever asks for it: why, and where to go."""
    words = " ".join(part for part in (error.message, error.what_to_do) if part)
    return html.Div(
        [
            html.H1(error.title),
            html.P(words, className="lead-in"),
            html.P(dcc.Link("Where we are", href="/")),
        ],
        className="not-granted",
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
