"""One line of JSON for each request, and the number by which it is found again.

A line has no address with a query, no name and nothing that anybody typed: what was asked
for by whom is in the sealed record alone. The number is in the answer (`X-Request-ID`),
and in each line that is logged while it is made, that of an unforeseen error among them.
"""

import json
import logging
import re
import secrets
import time
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import flask

from dashboard.access.access import access_of
from dashboard.components.viewing import HOME
from dashboard.errors import DefinitionError
from dashboard.gauges import Gauges
from dashboard.guarding import route_of

HEADER = "X-Request-ID"
# What a proxy may send: nothing that could be a word, or a number of somebody's.
_GIVEN = re.compile(r"[0-9a-f]{4,12}(-[0-9a-f]{4,12}){3,4}|[0-9a-f]{32}")
log = logging.getLogger("sightline.requests")


def log_requests(server: flask.Flask, gauges: Gauges, *, logged: bool) -> None:
    """Number every request, measure it and log it.

    It comes before the guard, so that what is refused is logged too; what comes first is
    done last with an answer.
    """

    @server.before_request
    def begun() -> None:
        flask.g.begun = time.perf_counter()
        flask.g.request_id = _id(server)

    @server.after_request
    def answered(answer: flask.Response) -> flask.Response:
        answer.headers[HEADER] = flask.g.request_id
        took = time.perf_counter() - flask.g.begun
        route = route_of(flask.request)
        gauges.answered(route, answer.status_code, took)
        if logged:
            log.info(
                "answered",
                extra={
                    "told": {
                        "route": route,
                        "status": answer.status_code,
                        "ms": round(took * 1000, 1),
                    }
                },
            )
        return answer


def _id(server: flask.Flask) -> str:
    """The proxy's own number of the request, where one stands before; else a new one."""
    given = flask.request.headers.get(HEADER, "")
    if _GIVEN.fullmatch(given):
        with suppress(DefinitionError):
            if access_of(server.config[HOME]).behind_proxy:
                return given
    return secrets.token_hex(16)


class JsonLines(logging.Formatter):
    """A log record as one line of JSON; with the number of the request it was made in."""

    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(
                timespec="milliseconds"
            ),
            "level": record.levelname.lower(),
            "of": record.name,
            "said": record.getMessage(),
        }
        if flask.has_request_context() and "request_id" in flask.g:
            told["request"] = flask.g.request_id
        if record.exc_info and record.exc_info[0]:
            # The kind alone: its words may hold a value from an extract.
            told["error"] = record.exc_info[0].__name__
        return json.dumps(told | getattr(record, "told", {}), ensure_ascii=False)


def log_as_json() -> None:
    """What this process logs from here on, one JSON object a line, on standard error."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    log.setLevel(logging.INFO)
