"""Zones, what happened, and cycles.

POST /records/zone | zone/back | event | event/back | cycle | cycle/back
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

from dashboard.answers import contents
from dashboard.components.viewing import (
    current_viewer,
    name_for,
)
from dashboard.errors import ForTheUser
from dashboard.intake.rebuilding import make_anew
from dashboard.partnership.cycles import Act, Cycle, save_cycle, take_back_cycle
from dashboard.partnership.happenings import (
    EVERYWHERE,
    Happening,
    record_happening,
    take_back_happening,
)
from dashboard.partnership.zones import (
    Member,
    Target,
    Zone,
    put_back_zone,
    save_zone,
    take_back_zone,
    zones_of,
)
from dashboard.recording.road import (
    Given,
    day_of,
    given,
    home,
    needed_day,
    road,
    text_of,
)

routes = road("zones")


# Zones


@routes.post("/zone")
def zone() -> dict[str, str]:
    """Keep a zone, and begin to make the picture anew of it."""
    told = given()
    rows = told.get("members")
    saved = save_zone(
        home(),
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
    make_anew(home(), f"the zone “{saved.name}” was saved", saved.who)
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
        put_back_zone(home(), text_of(told, "zone"))
        what = "put back"
    else:
        take_back_zone(home(), _kept(text_of(told, "zone"), name, who))
        what = "taken back"
    make_anew(home(), f"the zone “{name}” was {what}", who)
    return {"href": "/zones?" + urlencode({"saved": name})}


def _kept(zone: str, name: str, who: str) -> str:
    """The id of a zone; one that only an extract holds is recorded first."""
    if zone:
        return zone
    return save_zone(home(), zone_of_extract(name, who)).id


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
    recorded = (zone for zone in zones_of(home()) if zone.name == name)
    return next(recorded, None) or zone_of_extract(name)


# Events and cycles


@routes.post("/event")
def event() -> dict[str, str]:
    told = given()
    record_happening(
        home(),
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
        home(),
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
    take_back(home(), text_of(told, "what"))
    return _back_to(told)


def _back_to(told: Given) -> dict[str, str]:
    """To the zone's own page where it is about a zone, else to all of them."""
    scope = text_of(told, "scope")
    if scope in contents(current_viewer()).zones:
        return {"href": f"/zone/{quote(scope, safe='')}?done=1"}
    return {"href": "/zones?done=1"}
