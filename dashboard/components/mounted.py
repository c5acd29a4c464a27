"""The path that the application is served under, such as `/sightline/`, on its way in and out.

Inside, an address is the application's own, `/referrals?team=T01`: so are kept what is in
a meeting, what people follow, and what a link in a mail leads to, wherever a server stands
today or next year. The path goes on where an address leaves (a part of a page becomes JSON,
a redirect; assets/00-mounted.js in the browser), and off where a request comes in. No page
and no part knows of it.
"""

from collections.abc import Callable, Iterable
from typing import Any

import flask
from dash.development.base_component import Component
from werkzeug.wrappers import Response

# Of a part, what a browser goes to by itself; what a script goes to, it places itself.
_ADDRESSES = ("href", "action")
# Asked of the server itself, by what watches over it: no proxy stands between.
WATCHED = ("/healthz",)

_Environ = dict[str, Any]
_Wsgi = Callable[..., Iterable[bytes]]


def placed(address: str) -> str:
    """An address of the application, as a browser that asks now has to go to it.

    One of another server, and one within a page, is left as it is.
    """
    own = address.startswith("/") and not address.startswith("//")
    if not own or not flask.has_request_context():
        return address
    return flask.request.script_root + address


def own_path(path: str) -> str:
    """The application's own path of one that a browser has; "" of what is not below it."""
    root = flask.request.script_root
    return path.removeprefix(root) if path.startswith(f"{root}/") else ""


def go_to(address: str) -> Response:
    """Send the browser on to an address of the application."""
    return flask.redirect(placed(address), code=303)


class Mounted:
    """What is asked below a path is answered; and nothing beside it, but for who watches.

    `path` begins and ends with a slash. A proxy may pass the path on or, if it is trusted
    to say so (X-Forwarded-Prefix), take it off.
    """

    def __init__(self, application: _Wsgi, path: str) -> None:
        self._application = application
        self._root = path.rstrip("/")

    def __call__(self, environ: _Environ, start: Callable[..., Any]) -> Iterable[bytes]:
        taken_off, path = environ.get("SCRIPT_NAME", ""), environ.get("PATH_INFO", "")
        below = path.startswith(f"{self._root}/")
        if self._root and path == self._root and not taken_off:
            return Response(status=308, headers={"Location": f"{self._root}/"})(
                environ, start
            )
        if self._root and taken_off.rstrip("/") != self._root:
            if not below and path not in WATCHED:
                return Response("There is nothing here.", 404)(environ, start)
            path = path.removeprefix(self._root) if below else path
        return self._application(
            environ | {"SCRIPT_NAME": self._root, "PATH_INFO": path}, start
        )


def _place_addresses(as_json: Callable[[Component], dict[str, Any]]) -> Any:
    def with_addresses_placed(part: Component) -> dict[str, Any]:
        made = as_json(part)
        props = made["props"]
        for name in _ADDRESSES:
            if isinstance(address := props.get(name), str):
                props[name] = placed(address)
        return made

    return with_addresses_placed


# The one point that every part of a page goes through, whether it is of a layout or of a
# callback, of Dash itself or of Bootstrap: there are a hundred addresses in the pages.
Component.to_plotly_json = _place_addresses(Component.to_plotly_json)
