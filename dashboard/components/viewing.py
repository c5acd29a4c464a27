"""Who is looking at this page, and as whom: until there is sign-in, everyone of this home.

Whom a server is for is in its settings. A page can be looked at as a wider group will see
it: a link sets a cookie, and the page is made anew for that audience.
"""

from urllib.parse import urlsplit

import flask
from flask import current_app, request

from dashboard.access.viewer import Viewer, audiences, viewer_of
from dashboard.answers import home_of
from dashboard.disclosure import Audience
from dashboard.settings import Settings

HOME = "SIGHTLINE_HOME"
LOOKING_AS = "sightline_looking_as"

routes = flask.Blueprint("looking", __name__)


def current_viewer() -> Viewer:
    """The viewer of the request that is being answered."""
    settings = current_settings()
    chosen = request.cookies.get(LOOKING_AS) if flask.has_request_context() else None
    wanted = (chosen, settings.opens_as)
    may = audiences(settings)
    return viewer_of(settings, next((one for one in wanted if one in may), None))


def current_settings() -> Settings:
    return home_of(current_app.config[HOME]).settings


@routes.get("/look-as/<audience>")
def look_as(audience: str) -> flask.typing.ResponseReturnValue:
    """Look at the same page as another audience will see it; only this server's own."""
    if audience not in audiences(current_settings()):
        return "This server does not show that.", 404
    answer = flask.redirect(_back(), code=303)
    answer.set_cookie(
        LOOKING_AS, Audience(audience), httponly=True, samesite="Lax", path="/"
    )
    return answer


def _back() -> str:
    """The page that was looked at, of this server alone."""
    came_from = urlsplit(request.referrer or "/")
    if came_from.netloc not in ("", request.host) or not came_from.path.startswith("/"):
        return "/"
    path = "/" + came_from.path.lstrip("/")
    return f"{path}?{came_from.query}" if came_from.query else path
