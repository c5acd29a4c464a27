"""The road that files come in by: plain HTTP beside Dash, streamed to the disk.

POST /uploads                     begins a batch
POST /uploads/<batch>/files?name= a file, as the body of the request
POST /uploads/<batch>/read?as_at= reads what has arrived, in a process of its own
POST /uploads/<batch>/stop        ends that process
GET  /uploads/<batch>             how far the reading is
GET  /uploads/<batch>/repair/<n>.xlsx  the rows of its file n that must be put right
GET  /data/template/<kind>.xlsx   a blank workbook for a kind of extract
"""

import io
from datetime import date
from http import HTTPStatus
from pathlib import Path
from typing import Any

import flask

from dashboard.access.audit import Deed
from dashboard.components.viewing import current_viewer, recorded
from dashboard.errors import ForTheUser
from dashboard.intake.batch import Batch
from dashboard.intake.profiles import read_profiles
from dashboard.intake.reader_process import is_reading, start_reading, stop_reading
from dashboard.reports.repair import repair_report
from dashboard.reports.templates import blank_template
from dashboard.settings import read_settings

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

routes = flask.Blueprint("uploads", __name__, url_prefix="/uploads")
templates = flask.Blueprint("templates", __name__, url_prefix="/data/template")


def _home() -> Path:
    home: Path = current_viewer().home
    return home


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
    recorded(Deed.SENT, f"batch {batch}, {size:,} bytes: {name}")
    kept = Batch.of(_home(), batch).receive(name, flask.request.stream, size)
    return {"name": kept.name, "size": size}


@routes.post("/<batch>/read")
def read(batch: str) -> dict[str, str]:
    found = Batch.of(_home(), batch)
    found.set_as_at(_day(flask.request.args.get("as_at", "")))
    start_reading(found)
    return {"batch": batch}


@routes.post("/<batch>/stop")
def stop(batch: str) -> dict[str, str]:
    stop_reading(Batch.of(_home(), batch))
    return {"batch": batch}


@routes.get("/<batch>")
def progress(batch: str) -> dict[str, Any]:
    found = Batch.of(_home(), batch)
    return {"reading": is_reading(found), "progress": found.progress}


@routes.get("/<batch>/repair/<int:place>.xlsx")
def repair(batch: str, place: int) -> flask.Response:
    settings = read_settings(_home())
    recorded(Deed.TOOK, f"rows to put right of batch {batch}, file {place}")
    name, workbook = repair_report(Batch.of(_home(), batch), place, settings)
    return _workbook(workbook, name)


@templates.get("/<kind>.xlsx")
def template(kind: str) -> flask.Response:
    profiles = read_profiles(read_settings(_home()).profile_folders)
    if kind not in profiles:
        return flask.abort(HTTPStatus.NOT_FOUND)
    return _workbook(blank_template(profiles[kind]), f"{kind}.xlsx")


def _workbook(content: bytes, name: str) -> flask.Response:
    answer: flask.Response = flask.send_file(
        io.BytesIO(content), mimetype=XLSX, as_attachment=True, download_name=name
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _refusal(title: str, what_to_do: str = "") -> dict[str, str]:
    return {"title": title, "what_to_do": what_to_do}


def _day(words: str) -> date:
    try:
        return date.fromisoformat(words) if words else date.today()
    except ValueError:
        raise ForTheUser(
            "The day of the picture is not a date.", what_to_do="Choose it again."
        ) from None
