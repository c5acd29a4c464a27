"""The road of every form: into the record first, then kept; what is refused, in words.

The answer of a route says where to go (`href`) or what is wrong; nothing half-recorded
stays.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import flask

from dashboard.access.audit import Deed
from dashboard.components.viewing import HOME, recorded
from dashboard.errors import ForTheUser

_LONGEST = 4_000
Given = Mapping[str, Any]


def road(name: str) -> flask.Blueprint:
    """Routes below /records that are of one kind of thing."""
    made = flask.Blueprint(name, __name__, url_prefix="/records")
    made.before_request(_into_the_record)
    made.register_error_handler(ForTheUser, _refused)
    return made


def _into_the_record() -> None:
    """Which form was sent, and of what: before anything is done."""
    told = given()
    of = (
        text_of(told, name)
        for name in ("title", "name", "zone", "tool", "scope", "of", "measure")
    )
    kind = flask.request.path.removeprefix("/records/").partition("/")[0]
    recorded(Deed.RECORDED, ": ".join([kind, *filter(None, of)]))


def _refused(error: ForTheUser) -> tuple[dict[str, str], int]:
    return error.said, 422


def home() -> Path:
    """The home of this server: by a link to a form nobody is signed in."""
    folder: Path = flask.current_app.config[HOME]
    return folder


def given() -> Given:
    found = flask.request.get_json(silent=True)
    return found if isinstance(found, dict) else {}


def text_of(given: Given, name: str) -> str:
    """What was typed: at most a page of it, and never anything but text."""
    value = given.get(name, "")
    return str(value)[:_LONGEST].strip() if isinstance(value, str | int | float) else ""


def day_of(given: Given, name: str, words: str) -> date | None:
    """A day that was typed; None where none was. ForTheUser where it is not one."""
    typed = text_of(given, name)
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError:
        raise ForTheUser(
            f"{words} is not a day.", what_to_do="Write it as 31/12/2026, or choose it."
        ) from None


def needed_day(given: Given, name: str, words: str) -> date:
    found = day_of(given, name, words)
    if found is None:
        raise ForTheUser(f"{words} is missing.", what_to_do="Choose the day.")
    return found
