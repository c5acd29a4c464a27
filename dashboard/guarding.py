"""The guard before every page, route and callback, and the headers on every answer.

Whatever is asked is held to its door (data/doors.csv) by the session alone: never by what
the browser sent. What has no door opens for nobody.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import dash
import flask
from dash._callback import GLOBAL_CALLBACK_MAP
from dash._pages import _path_to_page  # the router's own rule, so that the two agree
from werkzeug.exceptions import RequestEntityTooLarge

from dashboard.access.access import access_of
from dashboard.access.audit import Deed, record
from dashboard.access.doors import Door, Kind, door
from dashboard.access.person import DEMO_USER, Person
from dashboard.access.starting import told_of_access, told_of_mending
from dashboard.answers import one_picture
from dashboard.components.shell import refusal
from dashboard.components.viewing import HOME, ON_THIS_MACHINE, current_entitlement, who
from dashboard.errors import NotGranted
from dashboard.signing_in import person_signed_in

OURS = "X-Sightline"
CALLBACKS = "/_dash-update-component"
_NOT_OURS = NotGranted("Forms are sent from Sightline's own pages.")
_SAFE = ("GET", "HEAD", "OPTIONS")
# No form and no callback is longer; files have a road of their own, with its own bounds.
LONGEST = 2_000_000
_FILES = "uploads.receive"
# What a proxy adds: who comes through one is not at this machine.
_PASSED_ON = ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via")
_TOLD = "SIGHTLINE_ACCESS_TOLD"


def guard(app: dash.Dash) -> None:
    """Put the guard before everything that an application answers."""
    app.server.before_request(_check)
    for page in dash.page_registry.values():
        page["layout"] = _guarded(page["layout"], page["path_template"] or page["path"])


def _check() -> flask.typing.ResponseReturnValue | None:
    """Who asks is found, once; then the door is tried."""
    request = flask.request
    if request.endpoint is None:
        return None  # there is nothing of that name: not found
    if request.endpoint != _FILES:
        request.max_content_length = LONGEST
    if request.method not in _SAFE and not from_our_own_pages():
        return _NOT_OURS.said, HTTPStatus.FORBIDDEN
    _tell_of_access()
    flask.g.person = _person()
    try:
        _door_of(request).check(current_entitlement())
    except NotGranted as error:
        return _not_opened(error)
    return None


def _tell_of_access() -> None:
    """What access.toml now gives and no longer gives is recorded as soon as it is read."""
    config = flask.current_app.config
    text = access_of(config[HOME]).text
    if config.get(_TOLD) != text:
        told_of_access(config[HOME])
        config[_TOLD] = text
    told_of_mending(config[HOME])


def _person() -> Person | None:
    """The demo user on this machine alone, else whom the session is of."""
    server = flask.current_app
    passed_on = any(name in flask.request.headers for name in _PASSED_ON)
    if access_of(server.config[HOME]).demo_user:
        here = server.config[ON_THIS_MACHINE] and not passed_on
        return DEMO_USER if here else None
    return person_signed_in()


def from_our_own_pages() -> bool:
    """Whether a request that changes something was made by a page of this server.

    Browsers say where a request comes from, and pages cannot make them lie; a header of
    one's own cannot be sent from another site without having asked.
    """
    headers = flask.request.headers
    site, origin = headers.get("Sec-Fetch-Site"), headers.get("Origin")
    if site is not None:
        return site in ("same-origin", "none")
    if origin is not None:
        return origin == flask.request.host_url.rstrip("/")
    return OURS in headers


def _door_of(request: flask.Request) -> Door:
    return door(*_way_in(request))


def _way_in(request: flask.Request) -> tuple[Kind, str]:
    if request.path == CALLBACKS:
        return Kind.CALLBACK, callback_named(_output(request))
    if request.endpoint in ("/", "/<path:path>"):
        return Kind.PAGE, _page_path(request.path)
    return Kind.ROUTE, f"{_method(request)} {request.url_rule}"


def route_of(request: flask.Request) -> str:
    """Which way in a request took, as the list of doors names it: nothing of what it asks."""
    if request.endpoint is None:
        return "nothing of that name"
    try:
        kind, name = _way_in(request)
    except RequestEntityTooLarge:
        return "too much to be read"
    return f"{kind} {name}" if name else f"{kind} unknown"


def _method(request: flask.Request) -> str:
    return "GET" if request.method in _SAFE else request.method


def _page_path(path: str) -> str:
    page = page_of(path)
    return page.get("path_template") or page.get("path") or "/not-found-404"


def page_of(path: str) -> dict[str, Any]:
    """The page that is shown for a path; none where there is none."""
    page: dict[str, Any] = _path_to_page(path.strip("/"))[0]  # type: ignore[no-untyped-call]
    return page


def _output(request: flask.Request) -> str:
    """Of a callback, what Dash finds it by: that and nothing else says what will run."""
    body = request.get_json(silent=True)
    output = body.get("output") if isinstance(body, dict) else None
    return output if isinstance(output, str) else ""


def callback_named(output: str) -> str:
    """The callback that Dash runs for an output: where it is, and what it is called."""
    app = dash.get_app()  # type: ignore[no-untyped-call]
    known = {**GLOBAL_CALLBACK_MAP, **app.callback_map}.get(output, {})
    called: Callable[..., Any] | None = known.get("callback")
    if called is None:
        return ""
    return f"{called.__module__.removeprefix('dashboard.')}.{called.__name__}"


def _guarded(layout: Callable[..., Any], path: str) -> Callable[..., Any]:
    """A page's layout behind its door: the router calls it from a callback of its own."""

    def made(*arguments: Any, **named: Any) -> Any:
        try:
            door(Kind.PAGE, path).check(current_entitlement())
            with one_picture(flask.current_app.config[HOME]):
                return layout(*arguments, **named)
        except NotGranted as error:
            if flask.g.person is None:
                flask.g.status = 401  # which takes the browser to the sign-in
            return refusal(error)

    return made


def _not_opened(error: NotGranted) -> flask.typing.ResponseReturnValue | None:
    """To the sign-in, where nobody is signed in; else why not, which the record keeps."""
    request = flask.request
    page = request.endpoint in ("/", "/<path:path>")
    if flask.g.person is None:
        if page or request.accept_mimetypes.best == "text/html":
            to = request.full_path.rstrip("?")
            return flask.redirect(flask.url_for("signing_in.choose", to=to), code=303)
        return error.said, HTTPStatus.UNAUTHORIZED
    record(flask.current_app.config[HOME], who(), Deed.REFUSED, _asked_for(request))
    if page:
        flask.g.status = 403
        return None  # the page itself says it, in its frame
    return error.said, HTTPStatus.FORBIDDEN


def _asked_for(request: flask.Request) -> str:
    of = callback_named(_output(request)) if request.path == CALLBACKS else ""
    return of or f"{request.method} {request.path}"[:200]
