"""What people record on the pages: plain HTTP beside Dash, one road for every form.

POST /records/zone | zone/back | event | event/back | cycle | cycle/back
     /records/answer | answer/<word> | answers | answer/out | forms
     /records/link | link/back | tool
     The answer says where to go (`href`) or what is wrong, in words; nothing
     half-recorded stays.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote, urlencode

import flask

from dashboard.access.audit import Deed
from dashboard.access.viewer import Viewer
from dashboard.answers import contents, home_of
from dashboard.components.tool_form import given_of
from dashboard.components.tool_page import results_address
from dashboard.components.viewing import (
    HOME,
    current_viewer,
    name_for,
    recorded,
    viewer_by_link,
)
from dashboard.errors import ForTheUser
from dashboard.intake.batch import safe_name
from dashboard.intake.preview import read_as_text
from dashboard.intake.rebuilding import make_anew
from dashboard.partnership.cycles import Act, Cycle, save_cycle, take_back_cycle
from dashboard.partnership.forms_export import FormRows, read_forms_export
from dashboard.partnership.happenings import (
    EVERYWHERE,
    Happening,
    record_happening,
    take_back_happening,
)
from dashboard.partnership.tool_answers import Giver, checked, leave_out, receive
from dashboard.partnership.tool_links import link_of, make_link, take_back_link
from dashboard.partnership.tool_making import make_tool
from dashboard.partnership.tools import Tool, tool_named
from dashboard.partnership.zones import (
    Member,
    Target,
    Zone,
    put_back_zone,
    save_zone,
    take_back_zone,
    zones_of,
)

_LONGEST = 4_000

routes = flask.Blueprint("recording", __name__, url_prefix="/records")
Given = Mapping[str, Any]


@routes.before_request
def into_the_record() -> None:
    """Which form was sent, and of what: before anything is done."""
    told = given()
    of = (
        text_of(told, name)
        for name in ("title", "name", "zone", "tool", "scope", "of", "measure")
    )
    road = flask.request.path.removeprefix("/records/").partition("/")[0]
    recorded(Deed.RECORDED, ": ".join([road, *filter(None, of)]))


@routes.errorhandler(ForTheUser)
def refused(error: ForTheUser) -> tuple[dict[str, str], int]:
    return error.said, 422


def _home() -> Path:
    home: Path = flask.current_app.config[HOME]
    return home


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


# Zones


@routes.post("/zone")
def zone() -> dict[str, str]:
    """Keep a zone, and begin to make the picture anew of it."""
    told = given()
    rows = told.get("members")
    saved = save_zone(
        _home(),
        Zone(
            name=text_of(told, "name"),
            members=tuple(
                _member(row)
                for row in (rows if isinstance(rows, list) else [])
                if isinstance(row, dict) and row.get("place")
            ),
            aim=text_of(told, "aim"),
            how_much=text_of(told, "how_much"),
            by_when=day_of(told, "by_when", "“By when”"),
            for_whom=text_of(told, "for_whom"),
            targets=tuple(_targets(told.get("targets"))),
            id=text_of(told, "zone"),
            who=name_for(text_of(told, "who")),
        ),
    )
    make_anew(_home(), f"the zone “{saved.name}” was saved", saved.who)
    return {"href": "/zones?" + urlencode({"saved": saved.name})}


def _targets(rows: object) -> Iterator[Target]:
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, dict) and text_of(row, "measure"):
            try:
                yield Target(text_of(row, "measure"), float(text_of(row, "target")))
            except ValueError:
                raise ForTheUser(
                    "A measure's aim is not a number.",
                    what_to_do="Write what it should come to, for example 30.",
                ) from None


def _member(row: Given) -> Member:
    kind, _, code = text_of(row, "place").partition(":")
    return Member(
        kind=kind,
        code=code,
        from_on=needed_day(row, "from_on", "The day a place joined"),
        to_on=day_of(row, "to_on", "The day a place left"),
    )


@routes.post("/zone/back")
def zone_back() -> dict[str, str]:
    """Take a zone back, or put it back where it was taken back."""
    told = given()
    name = text_of(told, "name")
    who = name_for(text_of(told, "who"))
    if text_of(told, "undo"):
        put_back_zone(_home(), text_of(told, "zone"))
        what = "put back"
    else:
        take_back_zone(_home(), _kept(text_of(told, "zone"), name, who))
        what = "taken back"
    make_anew(_home(), f"the zone “{name}” was {what}", who)
    return {"href": "/zones?" + urlencode({"saved": name})}


def _kept(zone: str, name: str, who: str) -> str:
    """The id of a zone; one that only an extract holds is recorded first."""
    if zone:
        return zone
    return save_zone(_home(), zone_of_extract(name, who)).id


def zone_of_extract(name: str, who: str = "") -> Zone:
    """A zone as the newest picture has it. ForTheUser where it has none of that name."""
    members = [m for m in contents(current_viewer()).zone_members if m.zone == name]
    if not members:
        raise ForTheUser(f"There is no zone called “{name}”.")
    return Zone(
        name=name,
        members=tuple(Member(m.kind, m.code, m.from_on, m.to_on) for m in members),
        aim=members[0].aim,
        who=who,
    )


def zone_named(name: str) -> Zone:
    """A zone as it is recorded, else as the newest picture has it."""
    recorded = (zone for zone in zones_of(_home()) if zone.name == name)
    return next(recorded, None) or zone_of_extract(name)


# Events and cycles


@routes.post("/event")
def event() -> dict[str, str]:
    told = given()
    record_happening(
        _home(),
        Happening(
            happened_on=needed_day(told, "happened_on", "The day"),
            title=text_of(told, "title"),
            kind=text_of(told, "kind") or "other",
            scope=text_of(told, "scope") or EVERYWHERE,
            note=text_of(told, "note"),
            who=name_for(text_of(told, "who")),
        ),
    )
    return _back_to(told)


@routes.post("/event/back")
def event_back() -> dict[str, str]:
    return _taken_back(take_back_happening)


@routes.post("/cycle")
def cycle() -> dict[str, str]:
    told = given()
    act = text_of(told, "act")
    save_cycle(
        _home(),
        Cycle(
            title=text_of(told, "title"),
            begun_on=needed_day(told, "begun_on", "The day it began"),
            ended_on=day_of(told, "ended_on", "The day it ended"),
            scope=text_of(told, "scope") or EVERYWHERE,
            measure=text_of(told, "measure"),
            act=Act(act) if act in list(Act) else Act.NOT_YET,
            follows=text_of(told, "follows") or None,
            id=text_of(told, "cycle"),
            **{name: text_of(told, name) for name in _WORDS},
            who=name_for(text_of(told, "who")),
        ),
    )
    return _back_to(told)


_WORDS = (
    "aim",
    "prediction",
    "plan",
    "do",
    "study",
    "result",
    "next_question",
    "owner",
)


@routes.post("/cycle/back")
def cycle_back() -> dict[str, str]:
    return _taken_back(take_back_cycle)


def _taken_back(take_back: Callable[[Path, str], None]) -> dict[str, str]:
    told = given()
    take_back(_home(), text_of(told, "what"))
    return _back_to(told)


def _back_to(told: Given) -> dict[str, str]:
    """To the zone's own page where it is about a zone, else to all of them."""
    scope = text_of(told, "scope")
    if scope in contents(current_viewer()).zones:
        return {"href": f"/zone/{quote(scope, safe='')}?done=1"}
    return {"href": "/zones?done=1"}


# Tools


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
    link = link_of(_home(), word, text_of(told, "filled_at"))
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
        _home(),
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
    return tool_named(home_of(_home()).settings, text_of(told, "tool"))


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
            _home(),
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
    leave_out(_home(), text_of(told, "answer"))
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
        table = list(read_as_text(path, home_of(_home()).settings))
    found = read_forms_export(tool, table)
    for row in found.rows:
        checked(tool, row.given)
    new = [
        receive(
            _home(),
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
    word = make_link(_home(), tool.name, giver, ends, name_for(text_of(told, "who")))
    return {"href": "/tools/link?" + urlencode({"tool": tool.name, "word": word})}


@routes.post("/link/back")
def link_back() -> dict[str, str]:
    told = given()
    take_back_link(_home(), text_of(told, "link"))
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
        home_of(_home()).settings,
        {name: text_of(told, name) for name in names},
        [
            {name: text_of(row, name) for name in ("text", "kind", "scale")}
            for row in (rows if isinstance(rows, list) else [])
        ],
        name_for(text_of(told, "who")),
    )
    return {"href": "/tools"}
