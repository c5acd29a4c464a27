"""What people record of findings, barriers and the public update.

POST /records/finding | finding/close | finding/open | finding/back
     /records/barrier | barrier/answer | barrier/again | barrier/back
     /records/public | public/back
"""

from datetime import date

from dashboard.components.viewing import name_for, safe_path
from dashboard.partnership.barriers import (
    Barrier,
    answer_barrier,
    ask_again,
    raise_barrier,
    take_back_barrier,
)
from dashboard.partnership.finding_kinds import finding_kinds
from dashboard.partnership.findings import (
    Raised,
    close_finding,
    open_finding_again,
    record_finding,
    take_back_raised,
)
from dashboard.partnership.happenings import EVERYWHERE
from dashboard.partnership.public_words import keep_back, let_be_public
from dashboard.partnership.quality_indicators import quality_indicators
from dashboard.recording.road import (
    Given,
    day_of,
    given,
    home,
    needed_day,
    road,
    text_of,
)

routes = road("findings")
_FINDINGS = {"href": "/findings?done=1"}


# Findings


@routes.post("/finding")
def finding() -> dict[str, str]:
    """What was found: a new finding, or one that is open, raised once more."""
    told = given()
    kind = text_of(told, "kind")
    place = text_of(told, "place")
    indicator = text_of(told, "indicator")
    record_finding(
        home(),
        Raised(
            what=text_of(told, "what"),
            kind=kind if kind in finding_kinds(home()) else "",
            raised_on=needed_day(told, "raised_on", "The day it was raised on"),
            reference=text_of(told, "reference"),
            who=name_for(text_of(told, "who")),
        ),
        indicator=indicator if indicator in dict(quality_indicators(home())) else "",
        place="" if place == EVERYWHERE else place,
        before=text_of(told, "before"),
    )
    return _FINDINGS


@routes.post("/finding/close")
def finding_close() -> dict[str, str]:
    told = given()
    on = day_of(told, "closed_on", "The day it was put right") or date.today()
    close_finding(home(), text_of(told, "finding"), on, text_of(told, "closed_with"))
    return _FINDINGS


@routes.post("/finding/open")
def finding_open() -> dict[str, str]:
    open_finding_again(home(), text_of(given(), "finding"))
    return _FINDINGS


@routes.post("/finding/back")
def finding_back() -> dict[str, str]:
    """Take back one time that it was raised; with the last one goes the finding."""
    take_back_raised(home(), text_of(given(), "raised"))
    return _FINDINGS


# Barriers


@routes.post("/barrier")
def barrier() -> dict[str, str]:
    told = given()
    raise_barrier(
        home(),
        Barrier(
            scope=text_of(told, "scope"),
            what=text_of(told, "what"),
            asked_on=needed_day(told, "asked_on", "The day it was asked on"),
            who=name_for(text_of(told, "who")),
        ),
    )
    return _back(told)


@routes.post("/barrier/answer")
def barrier_answer() -> dict[str, str]:
    told = given()
    on = day_of(told, "answered_on", "The day of the answer") or date.today()
    answer_barrier(
        home(),
        text_of(told, "barrier"),
        on,
        text_of(told, "answer"),
        text_of(told, "owner"),
    )
    return _back(told)


@routes.post("/barrier/again")
def barrier_again() -> dict[str, str]:
    told = given()
    ask_again(home(), text_of(told, "barrier"))
    return _back(told)


@routes.post("/barrier/back")
def barrier_back() -> dict[str, str]:
    told = given()
    take_back_barrier(home(), text_of(told, "barrier"))
    return _back(told)


# The public update


@routes.post("/public")
def public() -> dict[str, str]:
    """A yes to words of one decision, action or answered barrier."""
    told = given()
    let_be_public(
        home(), text_of(told, "kind"), text_of(told, "record"), text_of(told, "words")
    )
    return _back(told)


@routes.post("/public/back")
def public_back() -> dict[str, str]:
    told = given()
    keep_back(home(), text_of(told, "kind"), text_of(told, "record"))
    return _back(told)


def _back(told: Given) -> dict[str, str]:
    """To the page that it was recorded on: a zone's, a meeting's, else what was agreed."""
    path = safe_path(text_of(told, "back"))
    return {"href": "/actions?done=1" if path == "/" else path}
