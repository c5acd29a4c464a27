"""The front door: `create_app()` and `main`, nothing else."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import dash
import flask
from dash.exceptions import DashException
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

from dashboard.access.access import access_of
from dashboard.access.reached_at import reached_at
from dashboard.access.starting import secret_for
from dashboard.access.viewer import audience_of
from dashboard.answers import can_be_read, home_of
from dashboard.components.mounted import Mounted, placed
from dashboard.components.shell import error_message, shell
from dashboard.components.viewing import HOME, ON_THIS_MACHINE
from dashboard.components.viewing import routes as looking
from dashboard.errors import ForTheUser, NotRecorded, SightlineError, reference_for
from dashboard.gauges import Gauges, add_metrics
from dashboard.guarding import CALLBACKS, guard, page_of
from dashboard.headers import add_headers
from dashboard.intake.tidying import tidy
from dashboard.intake.watching import start_watching
from dashboard.limiting import limit
from dashboard.machine import keep_to_owner
from dashboard.packing import routes as packing
from dashboard.partnership.copies import start_copying
from dashboard.partnership.records import one_connection
from dashboard.posting import start_posting
from dashboard.recording import ROADS
from dashboard.request_log import log_as_json, log_requests
from dashboard.serving import HOST, LOOPBACK, serve_wsgi
from dashboard.settings import PACKAGE, PROJECT, read_settings
from dashboard.shared_files import add_shared_files
from dashboard.signing_in import routes as signing_in
from dashboard.taking import routes as taking
from dashboard.uploading import routes as uploading
from dashboard.uploading import templates

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

INDEX = """<!DOCTYPE html>
<html lang="en-GB">
  <head>
    {%metas%}
    <title>{%title%}</title>
    {%favicon%}
    {%css%}
  </head>
  <body>
    {%app_entry%}
    <div hidden>{%config%}{%scripts%}{%renderer%}</div>
  </body>
</html>"""


def create_app(home: Path | str | None = None, host: str = HOST) -> dash.Dash:
    """The application for one home. Measures and profiles that are not valid stop it.

    One application a process: Dash's page callbacks attach to the first that is made.
    """
    settings = read_settings(home)
    access = access_of(settings.home)
    secret = secret_for(access, host)
    reached_at(settings)
    home_of(settings.home)
    tidy(settings, starting=True)
    server = flask.Flask("sightline", static_folder=None)
    server.config.update(
        {
            HOME: settings.home,
            ON_THIS_MACHINE: host in LOOPBACK,
            "SECRET_KEY": secret,
            "APPLICATION_ROOT": settings.path,
            "SESSION_COOKIE_NAME": "sightline",
            "SESSION_COOKIE_SECURE": not access.demo_user,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "TRUSTED_HOSTS": [
                *LOOPBACK,
                *filter(None, [urlsplit(access.address).hostname]),
            ],
        }
    )
    gauges = Gauges(settings.home)
    log_requests(server, gauges, logged=settings.request_log)
    server.wsgi_app = _reading_once(server.wsgi_app)  # type: ignore[method-assign]
    _place(server, settings.path, access.proxies)
    app = dash.Dash(
        "sightline",
        server=server,
        requests_pathname_prefix=settings.path,
        routes_pathname_prefix="/",
        use_pages=True,
        pages_folder=str(PACKAGE / "pages"),
        assets_folder=str(PROJECT / "assets"),
        assets_ignore="plotly",  # it is asked for by a page that has a chart
        title="Sightline",
        update_title="",
        on_error=_say_sorry,
        # A page's parts depend on what is published: none can be held to at the start.
        suppress_callback_exceptions=True,
        enable_mcp=False,
        index_string=INDEX,
        meta_tags=[
            {"name": "viewport", "content": "width=device-width, initial-scale=1"}
        ],
    )
    roads = (looking, signing_in, uploading, templates, taking, packing)
    for road in (*roads, *ROADS):
        server.register_blueprint(road)
    with server.app_context():
        app.layout = shell
    _add_health(server, settings.home)
    add_metrics(server, gauges, on=settings.metrics)
    guard(app)
    limit(server)
    _say_not_found(server)
    _say_sorry_of_routes(server)
    add_shared_files(server)
    add_headers(server, app.csp_hashes)
    return app


def _reading_once(answer: WSGIApplication) -> WSGIApplication:
    """What a page reads of the partnership's records is read over one connection."""

    def answer_over_one(environ: WSGIEnvironment, start: StartResponse) -> Any:
        with one_connection():
            return answer(environ, start)

    return answer_over_one


def _place(server: flask.Flask, path: str, proxies: int) -> None:
    """Under its path; and what so many proxies say of a request is believed, no more."""
    placed = Mounted(server.wsgi_app, path)
    fixed = ProxyFix(
        placed, x_for=proxies, x_proto=proxies, x_host=proxies, x_prefix=proxies
    )
    server.wsgi_app = fixed if proxies else placed  # type: ignore[method-assign]


def _add_health(server: flask.Flask, home: Path) -> None:
    """`/healthz` is 200 only where a snapshot can be read: Dash's own is always 200."""

    @server.get("/healthz")
    def healthz() -> tuple[str, int]:
        with suppress(SightlineError, OSError, RuntimeError):
            if can_be_read(home):
                return "ok", 200
        return "no picture can be read", 503


def _say_not_found(server: flask.Flask) -> None:
    """Dash answers every path with its page; an unknown one is a 404 all the same.

    And one that is refused is a 401 or a 403, whatever it says on the page.
    """

    @server.after_request
    def unknown_is_404(response: flask.Response) -> flask.Response:
        if refused := flask.g.get("status"):
            response.status_code = refused
        elif flask.request.endpoint == "/<path:path>" and not page_of(
            flask.request.path
        ):
            response.status_code = 404
        return response


def _say_sorry_of_routes(server: flask.Flask) -> None:
    """The same of what a route did not foresee; what is refused in words is said in them."""

    @server.errorhandler(ForTheUser)
    def refused(error: ForTheUser) -> flask.typing.ResponseReturnValue:
        status = 503 if isinstance(error, NotRecorded) else 422
        if flask.request.accept_mimetypes.best == "text/html":  # a link was clicked
            page = flask.render_template("refused.html", said=error.said, placed=placed)
            return page, status
        return error.said, status

    @server.errorhandler(Exception)
    def unforeseen(error: Exception) -> flask.typing.ResponseReturnValue:
        if isinstance(error, HTTPException):
            return error
        if isinstance(error, DashException):  # what no page of ours asks for
            asked = flask.request.method == "GET"
            return "There is no such thing.", 404 if asked else 400
        # What a callback itself raises is said on its page: this was not one of ours.
        forged = flask.request.path == CALLBACKS
        return {
            "title": "Sorry, something went wrong that nobody foresaw.",
            "what_to_do": f"If it happens again, quote {reference_for(error)}.",
        }, 400 if forged else 500


def _say_sorry(error: Exception) -> None:
    """What a callback did not foresee, as a message with a number; never a traceback."""
    if isinstance(error, ForTheUser):
        message = error_message(
            error.title, f"{error.message} {error.what_to_do}".strip()
        )
    else:
        message = error_message(
            "Sorry, something went wrong that nobody foresaw.",
            f"If it happens again, quote {reference_for(error)}.",
        )
    dash.set_props("shell-errors", {"children": message})


def serve(home: Path, port: int, host: str = HOST) -> None:
    """Serve one home until interrupted; anywhere but on this machine only with a sign-in."""
    access = access_of(home)
    secret_for(access, host)  # what is not valid stops the start, here
    settings = home_of(home).settings
    audience_of(settings)
    log_as_json()
    address = reached_at(settings) or f"http://{host}:{port}{settings.path.rstrip('/')}"
    print(f"Sightline is at {address}/  (Ctrl+C ends it)", flush=True)
    if access.demo_user:
        print("Whoever is at this machine is signed in as the demo user.", flush=True)
    serve_wsgi(lambda: _watching(create_app(home, host)).server, port, host)


def _watching(app: dash.Dash) -> dash.Dash:
    """Started in the process that serves: a thread does not live through a fork."""
    settings = read_settings(app.server.config[HOME])
    start_watching(settings)
    start_posting(settings)
    start_copying(settings.home)
    return app


def main() -> int:
    """`python app.py` serves the home that SIGHTLINE_HOME names, or data/local."""
    keep_to_owner()
    port = int(os.environ.get("PORT", "8050"))
    try:
        serve(read_settings().home, port, os.environ.get("SIGHTLINE_HOST", HOST))
    except SightlineError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
