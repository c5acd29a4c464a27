"""A page of the screen taken away: plain HTTP beside Dash.

GET /pack.pptx?of=   slides whose charts can be edited
GET /pack.pdf?of=    pages with a table under each chart
GET /pack.xlsx?of=   a workbook, a sheet a view
GET /pack.csv?of=    the numbers of every chart
GET /pack/<meeting>.<form>  every view of a meeting, as its own group sees it
GET /position.docx   the position statement, in the words of its page

`of` is the address of the page, as the browser has it. What is taken is in the record
before it is given, and kept in mind so that it can be said if its picture is withdrawn.
"""

import io
from collections.abc import Sequence
from datetime import date

import flask

from dashboard.access.audit import Deed
from dashboard.access.viewer import seen_by
from dashboard.components.addressed import is_view
from dashboard.components.packing import PackItem, check_doors, look_of, pack_of
from dashboard.components.places import places_in_words
from dashboard.components.viewing import (
    current_entitlement,
    current_settings,
    current_viewer,
    name_for,
    recorded,
)
from dashboard.dates import day
from dashboard.disclosure import Audience
from dashboard.errors import UnknownName
from dashboard.partnership.meetings import meeting_named
from dashboard.position import statement_of
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


@routes.get("/pack/<meeting>.<form>")
def of_meeting(meeting: str, form: str) -> flask.Response:
    """The papers of a meeting: its views of its own picture, those that can be drawn."""
    if form not in FORMS:
        raise UnknownName(
            "There is no such file.", what_to_do="Choose one from the page."
        )
    found = meeting_named(current_viewer().home, meeting)
    items = [
        PackItem(
            view.on(found.snapshot),
            view.title,
            view.note,
            in_the_room=form != "xlsx",
        )
        for view in found.views
        if is_view(view.address)
    ]
    title = f"{found.name}, {day(found.held_on)}"
    return taken(items, form, title, found.audience)


def taken(
    items: Sequence[PackItem],
    form: str,
    title: str = "",
    audience: Audience = Audience.OPERATIONAL,
) -> flask.Response:
    """A pack of some views as a file, recorded first; its numbers are no finer than an
    audience's. ForTheUser where it cannot be made."""
    check_doors(items, current_entitlement())
    viewer = seen_by(current_viewer(), audience)
    pack = pack_of(items, viewer, title, flask.request.url_root)
    written = FORMS[form]
    content = written.make(pack)
    of = f"pack.{form}: {'; '.join(item.address for item in items)}"
    _record(of, pack.snapshots)
    return _sent(content, written.mimetype, file_name(pack, form))


@routes.get("/position.docx")
def position() -> flask.Response:
    """The position statement as it is today, of the pictures that its evidence is of."""
    from dashboard.reports.statement import MIMETYPE, as_docx

    viewer, on = current_viewer(), date.today()
    statement = statement_of(viewer.home, on, places_in_words(viewer))
    content = as_docx(statement, look_of(current_settings()), on)
    _record("position.docx", statement.pictures or ("",))
    return _sent(content, MIMETYPE, f"position-statement-{on.isoformat()}.docx")


def _record(of: str, snapshots: Sequence[str]) -> None:
    """In the record before it is given; and kept in mind with each of its pictures."""
    for snapshot in snapshots:
        recorded(Deed.TOOK, of, snapshot)
        if snapshot:
            record_taken(current_viewer().home, snapshot, What.FILE, name_for(), of)


def _sent(content: bytes, mimetype: str, name: str) -> flask.Response:
    answer: flask.Response = flask.send_file(
        io.BytesIO(content), mimetype=mimetype, as_attachment=True, download_name=name
    )
    return answer
