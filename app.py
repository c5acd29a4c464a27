"""The front door: `create_app()` and `main`, nothing else."""

import logging
import os
import sys
from pathlib import Path

import dash
import flask

from dashboard.access.viewer import viewer_of
from dashboard.answers import contents, home_of
from dashboard.components.shell import error_message, shell
from dashboard.components.viewing import HOME
from dashboard.components.viewing import routes as looking
from dashboard.errors import ForTheUser, SightlineError, reference_for
from dashboard.intake.tidying import tidy
from dashboard.intake.watching import start_watching
from dashboard.recording import routes as recording
from dashboard.serving import serve_wsgi
from dashboard.settings import PROJECT, read_settings
from dashboard.taking import routes as taking
from dashboard.uploading import routes as uploading
from dashboard.uploading import templates

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
    <footer>{%config%}{%scripts%}{%renderer%}</footer>
  </body>
</html>"""


def create_app(home: Path | str | None = None) -> dash.Dash:
    """The application for one home. Measures and profiles that are not valid stop it.

    One application a process: Dash's page callbacks attach to the first that is made.
    """
    settings = read_settings(home)
    home_of(settings.home)
    tidy(settings, starting=True)
    app = dash.Dash(
        "sightline",
        use_pages=True,
        pages_folder=str(PROJECT / "dashboard" / "pages"),
        assets_folder=str(PROJECT / "assets"),
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
    app.server.config[HOME] = settings.home
    app.server.register_blueprint(looking)
    app.server.register_blueprint(uploading)
    app.server.register_blueprint(templates)
    app.server.register_blueprint(taking)
    app.server.register_blueprint(recording)
    with app.server.app_context():
        app.layout = shell
    _add_health(app.server, settings.home)
    _say_not_found(app.server)
    return app


def _add_health(server: flask.Flask, home: Path) -> None:
    """`/healthz` is 200 only where a snapshot can be read: Dash's own is always 200."""

    @server.get("/healthz")
    def healthz() -> tuple[str, int]:
        try:
            contents(viewer_of(home_of(home).settings))
        except (SightlineError, OSError, RuntimeError):
            return "no picture can be read", 503
        return "ok", 200


def _say_not_found(server: flask.Flask) -> None:
    """Dash answers every path with its page; an unknown one is a 404 all the same."""

    @server.after_request
    def unknown_is_404(response: flask.Response) -> flask.Response:
        if flask.request.endpoint == "/<path:path>" and not _is_page(
            flask.request.path
        ):
            response.status_code = 404
        return response


def _is_page(path: str) -> bool:
    from dash._pages import _path_to_page  # the router's own rule, so the two agree

    page, _ = _path_to_page(path.strip("/"))
    return bool(page)


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


def serve(home: Path, port: int) -> None:
    """Serve one home on 127.0.0.1 until interrupted."""
    viewer_of(home_of(home).settings)  # what is not valid stops the start, here
    print(f"Sightline is at http://127.0.0.1:{port}/  (Ctrl+C ends it)", flush=True)
    serve_wsgi(lambda: _watching(create_app(home)).server, port)


def _watching(app: dash.Dash) -> dash.Dash:
    """Started in the process that serves: a thread does not live through a fork."""
    start_watching(read_settings(app.server.config[HOME]))
    return app


def main() -> int:
    """`python app.py` serves the home that SIGHTLINE_HOME names, or data/local."""
    logging.basicConfig(
        level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s"
    )
    serve(read_settings().home, int(os.environ.get("PORT", "8050")))
    return 0


if __name__ == "__main__":
    sys.exit(main())
