"""Aims and limits that a partnership sets on its measures: kept by the forms' road.

POST /records/line | line/back
"""

from collections.abc import Sequence

from dashboard.access.viewer import Viewer
from dashboard.answers import catalogue, contents, lines_held
from dashboard.components.viewing import current_viewer, name_for
from dashboard.errors import ForTheUser, UnknownName
from dashboard.filters import Clauses, Filters
from dashboard.measures import Kind, Measure, measure_named
from dashboard.partnership.lines import (
    Line,
    LineKind,
    Side,
    set_line,
    take_back_line,
)
from dashboard.recording.road import Given, given, needed_day, road, text_of
from dashboard.since.change import address_of

routes = road("lines")
_GRAINS = ("month", "quarter", "school_year")


@routes.post("/line")
def line() -> dict[str, str]:
    """Set an aim or a limit on a measure, for the filters that the page was narrowed to."""
    told, viewer = given(), current_viewer()
    measure = measure_named(catalogue(viewer), text_of(told, "measure"))
    clauses = _clauses(told, measure, viewer)
    kept = set_line(
        viewer.home,
        Line(
            measure=measure.name,
            value=_value(told, measure),
            from_on=needed_day(told, "from_on", "The day it holds from"),
            kind=LineKind(_one_of(told, "kind", list(LineKind))),
            side=Side(_one_of(told, "side", list(Side))),
            clauses=clauses,
            grain=_one_of(told, "grain", _GRAINS) if measure.kind is Kind.COUNT else "",
            reason=text_of(told, "reason"),
            who=name_for(text_of(told, "who")),
        ),
    )
    return {"href": _address(kept)}


@routes.post("/line/back")
def line_back() -> dict[str, str]:
    told, viewer = given(), current_viewer()
    wanted = text_of(told, "line")
    found = next((one for one in lines_held(viewer) if one.id == wanted), None)
    if found is None:
        raise UnknownName("There is no such line.", what_to_do="Load the page again.")
    take_back_line(viewer.home, found.id, name_for(text_of(told, "who")))
    return {"href": _address(found)}


def _address(kept: Line) -> str:
    return address_of(kept.measure, **dict(kept.clauses), grain=kept.grain or None)


def _one_of(told: Given, name: str, known: Sequence[str]) -> str:
    """The first where what was sent is none of them."""
    said = text_of(told, name)
    return said if said in known else known[0]


def _clauses(told: Given, measure: Measure, viewer: Viewer) -> Clauses:
    """The filters it is for. ForTheUser where the measure has none of them here."""
    clauses = Filters.from_address(text_of(told, "filters"), measure.dimensions).clauses
    held = contents(viewer)
    for dimension, value in clauses:
        if value not in held.values.get((measure.name, dimension), ()):
            raise UnknownName(f"There is no {held.title(dimension).one} {value!r}.")
    unplaced = measure.over.unplaced if measure.over else frozenset()
    if unplaced & {dimension for dimension, _ in clauses}:
        raise ForTheUser(
            "For this choice the measure is a count, and no rate.",
            what_to_do="Set the line for the whole partnership, or for an area.",
        )
    return clauses


def _value(told: Given, measure: Measure) -> float:
    """As the measure has it; a share was typed in per cent."""
    typed = text_of(told, "value").replace(",", "").removesuffix("%").strip()
    try:
        number = float(typed)
    except ValueError:
        raise ForTheUser(
            "A line needs a number.", what_to_do="Write what it should come to."
        ) from None
    if not measure.is_share:
        return number
    if not 0 <= number <= 100:
        raise ForTheUser("A share lies between 0 and 100 %.")
    return number / 100
