"""What people take away is remembered, so that they can be told if it is withdrawn.

POST /taken  {"snapshot": …, "what": "link", "of": …}
GET  /record.csv?words=  the record of who did what, for the administrator
"""

import csv
import io
from http import HTTPStatus

import flask

from dashboard.access.audit import COLUMNS, Deed, entries
from dashboard.answers import home_of
from dashboard.components.viewing import (
    current_settings,
    current_viewer,
    name_for,
    recorded,
)
from dashboard.errors import NoSnapshot
from dashboard.warehouse.taken import What, record_taken

_LONGEST = 200

routes = flask.Blueprint("taking", __name__)


@routes.post("/taken")
def taken() -> tuple[str, int]:
    """A link was copied: the picture it points to is kept from now on."""
    given = flask.request.get_json()
    try:
        snapshot = home_of(current_viewer().home).snapshots.manifest(given["snapshot"])
        what = What(given["what"])
    except (KeyError, TypeError, ValueError, NoSnapshot):
        return "", HTTPStatus.BAD_REQUEST
    of = str(given.get("of", ""))[:_LONGEST]
    recorded(Deed.TOOK, f"{what}: {of}", snapshot.id)
    record_taken(current_viewer().home, snapshot.id, what, name_for(), of)
    return "", HTTPStatus.NO_CONTENT


@routes.get("/record.csv")
def record_as_csv() -> flask.Response:
    """The entries of the record in which each of the words is found; that is one too."""
    words = flask.request.args.get("words", "")[:_LONGEST]
    recorded(Deed.TOOK, f"the record of who did what: {words}")
    text = io.StringIO()
    found = entries(current_settings().home, words)
    csv.writer(text).writerows([COLUMNS, *(entry.row for entry in found)])
    answer: flask.Response = flask.send_file(
        io.BytesIO(text.getvalue().encode("utf-8-sig")),
        mimetype="text/csv",
        as_attachment=True,
        download_name="who-did-what.csv",
    )
    return answer
