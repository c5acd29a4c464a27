"""Short tools: their answers, links to them, and tools that are made on a page.

POST /records/answer | answer/<word> | answers | answer/out | forms | link | link/back | tool
"""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

import flask

from dashboard.access.viewer import Viewer
from dashboard.answers import contents, home_of
from dashboard.components.tool_form import given_of
from dashboard.components.tool_page import results_address
from dashboard.components.viewing import (
    current_viewer,
    name_for,
    viewer_by_link,
)
from dashboard.errors import ForTheUser
from dashboard.intake.batch import safe_name
from dashboard.intake.preview import read_as_text
from dashboard.partnership.forms_export import FormRows, read_forms_export
from dashboard.partnership.tool_answers import Giver, checked, leave_out, receive
from dashboard.partnership.tool_links import link_of, make_link, take_back_link
from dashboard.partnership.tool_making import make_tool
from dashboard.partnership.tools import Tool, tool_named
from dashboard.recording.road import Given, given, home, needed_day, road, text_of

routes = road("tools")


@routes.post("/answer")
def answer() -> dict[str, str]:
    told = given()
    giver = Giver.read(text_of(told, "of"))
    return {
        "href": results_address(
            _taken_in(told, giver, "form", current_viewer()), str(giver), sent="1"
        )
    }


@routes.post("/answer/<word>")
def answer_by_link(word: str) -> dict[str, str]:
    """By a link, which says whose it is; a form for another team is not taken."""
    told = given()
    link = link_of(home(), word, text_of(told, "filled_at"))
    if text_of(told, "of") not in ("", str(link.giver)):
        raise ForTheUser(
            "This link is of another team.",
            what_to_do="Open the link that you were sent, and fill it in there.",
        )
    viewer = viewer_by_link(link.giver.dimension, link.giver.code)
    _taken_in({**told, "tool": link.tool}, link.giver, "link", viewer)
    return {"href": f"/answer/{word}?sent=1"}


def _taken_in(told: Given, giver: Giver, via: str, viewer: Viewer) -> Tool:
    tool = _tool(told)
    receive(
        home(),
        tool,
        answer=text_of(told, "id"),
        giver=_known(giver, viewer),
        about_on=needed_day(told, "about_on", "The day"),
        given=given_of(dict(told)),
        via=via,
        filled_at=text_of(told, "filled_at"),
    )
    return tool


def _tool(told: Given) -> Tool:
    return tool_named(home_of(home()).settings, text_of(told, "tool"))


def _known(giver: Giver, viewer: Viewer) -> Giver:
    """A team or school of the picture, and one that the viewer was given."""
    if (giver.dimension, giver.code) not in contents(viewer).labels:
        raise ForTheUser(
            f"There is no {giver.dimension} {giver.code}.",
            what_to_do="Choose it again.",
        )
    return giver


@routes.post("/answers")
def answers() -> dict[str, str]:
    """Many forms from paper: all of them, or none."""
    told = given()
    tool, giver = _tool(told), _known(Giver.read(text_of(told, "of")), current_viewer())
    rows = told.get("forms")
    forms = [
        row for row in (rows if isinstance(rows, list) else []) if row.get("about_on")
    ]
    if not forms:
        raise ForTheUser("No form has a day.", what_to_do="Fill in at least one.")
    ready = [
        (needed_day(row, "about_on", "The day"), checked(tool, given_of(row)))
        for row in forms
    ]
    for number, (about_on, filled) in enumerate(ready):
        receive(
            home(),
            tool,
            answer=f"{text_of(told, 'id')}-{number}",
            giver=giver,
            about_on=about_on,
            given=filled,
            via="grid",
            filled_at=text_of(told, "filled_at"),
        )
    return {"href": results_address(tool, str(giver), sent="1")}


@routes.post("/answer/out")
def answer_out() -> dict[str, str]:
    told = given()
    leave_out(home(), text_of(told, "answer"))
    return {"href": results_address(_tool(told), text_of(told, "of"))}


@routes.post("/forms")
def forms() -> dict[str, str]:
    """A file that Microsoft Forms exported: every row of it, or none."""
    told = flask.request.form
    tool, giver = _tool(told), _known(Giver.read(text_of(told, "of")), current_viewer())
    sent = flask.request.files.get("file")
    if sent is None or not sent.filename:
        raise ForTheUser("There is no file.", what_to_do="Choose the exported file.")
    with TemporaryDirectory() as folder:
        path = Path(folder) / safe_name(sent.filename)
        sent.save(path)
        table = list(read_as_text(path, home_of(home()).settings))
    found = read_forms_export(tool, table)
    for row in found.rows:
        checked(tool, row.given)
    new = [
        receive(
            home(),
            tool,
            answer=row.id,
            giver=giver,
            about_on=row.about_on,
            given=row.given,
            via="forms",
        )
        for row in found.rows
    ]
    return {"said": _brought(new, found)}


def _brought(new: Sequence[bool], found: FormRows) -> str:
    said = f"{sum(new)} forms are taken in"
    said += f", {new.count(False)} were here already." if new.count(False) else "."
    if found.missing:
        said += f" No column holds: {'; '.join(found.missing)}."
    return said


@routes.post("/link")
def link() -> dict[str, str]:
    told = given()
    tool, giver = _tool(told), _known(Giver.read(text_of(told, "of")), current_viewer())
    ends = needed_day(told, "expires_on", "The day it ends")
    word = make_link(home(), tool.name, giver, ends, name_for(text_of(told, "who")))
    return {"href": "/tools/link?" + urlencode({"tool": tool.name, "word": word})}


@routes.post("/link/back")
def link_back() -> dict[str, str]:
    told = given()
    take_back_link(home(), text_of(told, "link"))
    return {"href": "/tools/link?" + urlencode({"tool": text_of(told, "tool")})}


@routes.post("/tool")
def tool() -> dict[str, str]:
    told = given()
    rows = told.get("questions")
    names = (
        "title",
        "kind",
        "filled_in_by",
        "how_often",
        "forms_a_month",
        "minutes",
        "aim",
    )
    make_tool(
        home_of(home()).settings,
        {name: text_of(told, name) for name in names},
        [
            {name: text_of(row, name) for name in ("text", "kind", "scale")}
            for row in (rows if isinstance(rows, list) else [])
        ],
        name_for(text_of(told, "who")),
    )
    return {"href": "/tools"}
