"""A page of the screen taken away: plain HTTP beside Dash.

GET /pack.pptx?of=   slides whose charts can be edited
GET /pack.pdf?of=    pages with a table under each chart
GET /pack.xlsx?of=   a workbook, a sheet a view
GET /pack.csv?of=    the numbers of every chart

`of` is the address of the page, as the browser has it. What is taken is in the record
before it is given, and kept in mind so that it can be said if its picture is withdrawn.
"""

import io
from collections.abc import Sequence

import flask

from dashboard.access.audit import Deed
from dashboard.components.packing import PackItem, check_doors, pack_of
from dashboard.components.viewing import (
    current_entitlement,
    current_viewer,
    name_for,
    recorded,
)
from dashboard.reports.written import FORMS, file_name
from dashboard.warehouse.taken import What, record_taken

_LONGEST = 2_000

routes = flask.Blueprint("packing", __name__)


@routes.get("/pack.pptx")
def slides() -> flask.Response:
    return _taken("pptx")


@routes.get("/pack.pdf")
def paper() -> flask.Response:
    return _taken("pdf")


@routes.get("/pack.xlsx")
def workbook() -> flask.Response:
    return _taken("xlsx")


@routes.get("/pack.csv")
def numbers() -> flask.Response:
    return _taken("csv")


def _taken(form: str) -> flask.Response:
    return taken([PackItem(flask.request.args.get("of", "")[:_LONGEST])], form)


def taken(items: Sequence[PackItem], form: str, title: str = "") -> flask.Response:
    """A pack of some views as a file, recorded first. ForTheUser where it cannot be made."""
    check_doors(items, current_entitlement())
    viewer = current_viewer()
    pack = pack_of(items, viewer, title)
    written = FORMS[form]
    content = written.make(pack)
    of = f"pack.{form}: {'; '.join(item.address for item in items)}"
    for snapshot in pack.snapshots:
        recorded(Deed.TOOK, of, snapshot)
        record_taken(viewer.home, snapshot, What.FILE, name_for(), of)
    answer: flask.Response = flask.send_file(
        io.BytesIO(content),
        mimetype=written.mimetype,
        as_attachment=True,
        download_name=file_name(pack, form),
    )
    return answer
