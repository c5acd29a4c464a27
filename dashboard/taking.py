"""What people take away is remembered, so that they can be told if it is withdrawn.

POST /taken  {"snapshot": …, "what": "link", "of": …}, with the header `X-Sightline`.
"""

from http import HTTPStatus

import flask

from dashboard.answers import home_of
from dashboard.components.viewing import current_viewer
from dashboard.errors import NoSnapshot
from dashboard.warehouse.taken import What, record_taken

OURS = "X-Sightline"
_LONGEST = 200

routes = flask.Blueprint("taking", __name__, url_prefix="/taken")


@routes.post("")
def taken() -> tuple[str, int]:
    """A link was copied: the picture it points to is kept from now on."""
    if OURS not in flask.request.headers:
        return "", HTTPStatus.FORBIDDEN
    given = flask.request.get_json()
    try:
        snapshot = home_of(current_viewer().home).snapshots.manifest(given["snapshot"])
        what = What(given["what"])
    except (KeyError, TypeError, ValueError, NoSnapshot):
        return "", HTTPStatus.BAD_REQUEST
    of = str(given.get("of", ""))[:_LONGEST]
    record_taken(current_viewer().home, snapshot.id, what, of=of)
    return "", HTTPStatus.NO_CONTENT
