"""Who is looking at this page, as whom, and at which of the places they were given.

A page can be looked at as a wider group will see it, and of several places that somebody
was given at each: a link sets a cookie, and the page is made anew. What a cookie may say
is no more than what access.toml gives the person whom the session is of.
"""

from http import HTTPStatus
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

import flask
from flask import current_app, request
from werkzeug.wrappers import Response

from dashboard.access.audit import Deed, record
from dashboard.access.person import DEMO_USER, Person
from dashboard.access.scope import Place, Scope
from dashboard.access.viewer import (
    Entitlement,
    Viewer,
    audiences,
    entitlement_of,
    viewer_of,
)
from dashboard.answers import home_of
from dashboard.components.mounted import go_to, own_path, placed
from dashboard.disclosure import Audience
from dashboard.errors import NotGranted
from dashboard.settings import Settings
from dashboard.warehouse.history import OFFICER

HOME = "SIGHTLINE_HOME"
ON_THIS_MACHINE = "SIGHTLINE_ON_THIS_MACHINE"
LOOKING_AS = "sightline_looking_as"
STANDING_AT = "sightline_standing_at"

routes = flask.Blueprint("looking", __name__)


def current_person() -> Person | None:
    """Whom the session of this request is of, as `guarding` found; None of nobody."""
    person: Person | None = flask.g.get("person")
    return person


def current_entitlement() -> Entitlement | None:
    """What whoever is signed in may do and see here, as access.toml says now."""
    person = current_person()
    return entitlement_of(person, current_settings()) if person else None


def who() -> str:
    """Whom the record names for this request."""
    person = current_person()
    return person.id if person else "nobody signed in"


def name_for(typed: str | None = None) -> str:
    """The name that what is recorded is shown with: the session's, whatever was typed.

    The demo user may be anybody, so there what was typed is taken.
    """
    return name_known() or " ".join((typed or "").split()) or OFFICER


def name_known() -> str:
    """The name that need not be typed, because the session says it; "" of the demo user."""
    person = current_person()
    return "" if person is None or person == DEMO_USER else person.shown


def recorded(what: Deed, of: str = "", snapshot: str = "") -> None:
    """Put into the record what whoever is signed in is about to do. NotRecorded: do not."""
    record(current_app.config[HOME], who(), what, of, snapshot)


def viewer_by_link(dimension: str, code: str) -> Viewer:
    """Whoever opens a link to a form: of one team or school, and of no number."""
    home: Path = current_app.config[HOME]
    return Viewer(home, scope=Scope.of([Place(dimension, code)]), who="a link")


def current_viewer() -> Viewer:
    """The viewer of the request that is being answered. NotGranted of nobody."""
    person = current_person()
    if person is None:
        raise NotGranted("You are not signed in.", what_to_do="Sign in, and try again.")
    settings = current_settings()
    wanted = (request.cookies.get(LOOKING_AS), settings.opens_as)
    may = audiences(person, settings)
    audience = next((one for one in wanted if one in may), None)
    at = request.cookies.get(STANDING_AT, "")
    return viewer_of(person, settings, audience, at)


def current_settings() -> Settings:
    return home_of(current_app.config[HOME]).settings


@routes.get("/look-as/<audience>")
def look_as(audience: str) -> flask.typing.ResponseReturnValue:
    """Look at a page as another audience will see it; only this server's own.

    The page is the one that was looked at, or the one that `to` names: a link that was
    sent, which whoever may not see as much opens as they may.
    """
    person = current_person()
    if person is None or audience not in audiences(person, current_settings()):
        to = request.args.get("to", "")
        if person is None or not to or audience not in set(Audience):
            return "This server does not show that.", 404
        return go_to(safe_path(to))
    return _back_with(LOOKING_AS, Audience(audience))


@routes.get("/look-at/<place>")
def look_at(place: str) -> flask.typing.ResponseReturnValue:
    """Look at the same page of another of the places that somebody was given."""
    scope = current_viewer().scope
    if place not in {one.word for one in scope.named}:
        return "You have not been given that.", 404
    return _back_with(STANDING_AT, place, without=scope.at.dimension)


@routes.get("/here")
def here() -> tuple[str, int]:
    """A meeting is still on the screen: that counts as a click, until the day's limit."""
    return "", HTTPStatus.NO_CONTENT


def _back_with(cookie: str, value: str, without: str = "") -> Response:
    to = request.args.get("to", "")
    answer = go_to(safe_path(to) if to else _back(without))
    answer.set_cookie(
        cookie,
        value,
        httponly=True,
        samesite="Lax",
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
        path=placed("/"),
    )
    return answer


def _back(without: str = "") -> str:
    """The page that was looked at, of this server alone; `without` a filter of it."""
    came_from = urlsplit(request.referrer or "/")
    if came_from.netloc not in ("", request.host):
        return "/"
    path = safe_path(own_path(came_from.path))
    kept = [
        (name, value)
        for name, value in parse_qsl(came_from.query, keep_blank_values=True)
        if name != without
    ]
    return f"{path}?{urlencode(kept)}" if kept else path


def safe_path(to: str) -> str:
    """A page of this server, and of no other, whatever a link says."""
    parts = urlsplit(to.replace("\\", "/"))
    outside = parts.scheme or parts.netloc or to.startswith("//")
    if outside or not to.startswith("/") or any(ord(letter) < 32 for letter in to):
        return "/"
    return to
