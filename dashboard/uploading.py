"""The road that files come in by: plain HTTP beside Dash, streamed to the disk.

POST /uploads                     begins a batch
POST /uploads/<batch>/files?name= a file, as the body of the request
POST /uploads/<batch>/read?as_at= reads what has arrived, in a process of its own
GET  /uploads/<batch>             how far the reading is

Each POST carries the header `X-Sightline`, which another site cannot send.
"""

from datetime import date
from http import HTTPStatus
from pathlib import Path
from typing import Any

import flask

from dashboard.components.viewing import current_viewer
from dashboard.errors import ForTheUser
from dashboard.intake.batch import Batch
from dashboard.intake.reader_process import is_reading, start_reading

OURS = "X-Sightline"

routes = flask.Blueprint("uploads", __name__, url_prefix="/uploads")


def _home() -> Path:
    home: Path = current_viewer().home
    return home


@routes.before_request
def only_from_our_own_pages() -> tuple[dict[str, str], int] | None:
    if flask.request.method == "POST" and OURS not in flask.request.headers:
        return _refusal("Files are sent from Sightline's own page."), 403
    return None


@routes.errorhandler(ForTheUser)
def refused(error: ForTheUser) -> tuple[dict[str, str], int]:
    return _refusal(f"{error.title} {error.message}".strip(), error.what_to_do), 422


@routes.post("")
def begin() -> dict[str, str]:
    return {"batch": Batch.begin(_home()).id}


@routes.post("/<batch>/files")
def receive(batch: str) -> dict[str, Any]:
    size = flask.request.content_length
    if size is None:
        return flask.abort(HTTPStatus.LENGTH_REQUIRED)
    name = flask.request.args.get("name", "file")
    kept = Batch.of(_home(), batch).receive(name, flask.request.stream, size)
    return {"name": kept.name, "size": size}


@routes.post("/<batch>/read")
def read(batch: str) -> dict[str, str]:
    found = Batch.of(_home(), batch)
    found.set_as_at(_day(flask.request.args.get("as_at", "")))
    start_reading(found)
    return {"batch": batch}


@routes.get("/<batch>")
def progress(batch: str) -> dict[str, Any]:
    found = Batch.of(_home(), batch)
    return {"reading": is_reading(found), "progress": found.progress}


def _refusal(title: str, what_to_do: str = "") -> dict[str, str]:
    return {"title": title, "what_to_do": what_to_do}


def _day(words: str) -> date:
    try:
        return date.fromisoformat(words) if words else date.today()
    except ValueError:
        raise ForTheUser(
            "The day of the picture is not a date.", what_to_do="Choose it again."
        ) from None
