"""How often somebody may try to sign in, or take numbers away."""

from typing import Any

import flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from dashboard import packing, signing_in, taking
from dashboard.components.viewing import current_person

TRIES = "20 per minute"
# A council's buildings often share one address, and all sign in at nine o'clock.
SIGN_IN = "600 per minute"
EXPORT = "60 per minute"
# The workbook of rows to put right: the one file of rows that anybody can take away.
REPAIR = "uploads.repair"


def limit(server: flask.Flask) -> None:
    """Hold the roads of signing in and of taking away to so many requests a minute."""
    limiter = Limiter(
        _who_asks, app=server, storage_uri="memory://", strategy="moving-window"
    )
    limiter.limit(SIGN_IN)(signing_in.routes)
    limiter.limit(EXPORT)(taking.routes)
    limiter.limit(EXPORT)(packing.routes)
    for endpoint, often in (("signing_in.local", TRIES), (REPAIR, EXPORT)):
        limited: Any = limiter.limit(often)(server.view_functions[endpoint])
        server.view_functions[endpoint] = limited

    @server.errorhandler(429)
    def too_often(_: Exception) -> flask.typing.ResponseReturnValue:
        return "That was too often. Wait a minute, and try again.", 429


def _who_asks() -> str:
    person = current_person()
    return person.id if person else get_remote_address()
