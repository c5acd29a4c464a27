"""One screen for a leader of a zone, worked out: four kinds of data on the same months.

Done as intended, able to keep it going, how the work flows, what it does for children;
what is not collected, what collecting costs, and when each chart could show the aim.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dashboard.access.viewer import Viewer
from dashboard.answers import (
    Answer,
    Question,
    ask_all,
    catalogue,
    contents,
    home_of,
    usual_grain,
)
from dashboard.charts.quadrant import FEWEST_PLACES, Placed
from dashboard.components.view import beside_of
from dashboard.disclosure import noise_variance
from dashboard.filters import Filters
from dashboard.joining import Joining, joining_of
from dashboard.knowing import Knowing, when_could_we_know
from dashboard.measures import Family, Measure
from dashboard.partnership.cycles import Cycle, cycles_of
from dashboard.partnership.tools import Tool, read_tools
from dashboard.partnership.zones import Member, Zone
from dashboard.warehouse.contents import Contents

SIDES = (Family.FIDELITY, Family.CAPACITY, Family.PROCESS, Family.OUTCOME)
# A tool that nobody has filled in for so many months is not being collected.
_FRESH = 3


@dataclass(frozen=True)
class Side:
    """A kind of data: the measure drawn, with the rest and everyone `beside` it through
    the same months; others said in a sentence; tools without data."""

    family: Family
    drawn: Answer | None
    beside: Mapping[str, Answer]
    others: tuple[Answer, ...]
    not_collected: tuple[Tool, ...]


@dataclass(frozen=True)
class Aimed:
    """A measure with a size aimed at, and when its chart could show it."""

    series: Answer
    target: float
    knowing: Knowing


@dataclass(frozen=True)
class Quadrant:
    """Places with both values; None of the page where there are fewer than six."""

    placed: tuple[Placed, ...]
    across: Answer
    up: Answer


@dataclass(frozen=True)
class ZoneView:
    """Everything the page of one zone shows."""

    zone: Zone
    held: Contents
    cycles: tuple[Cycle, ...]
    sides: tuple[Side, ...]
    worse: tuple[Answer, ...]
    joinings: tuple[Joining, ...]
    quadrant: Quadrant | None
    aimed: tuple[Aimed, ...]
    minutes: float
    span: tuple[date, date] | None

    @property
    def next_question(self) -> str:
        """Of the latest cycle that asks one."""
        asked = [cycle.next_question for cycle in self.cycles if cycle.next_question]
        return asked[-1] if asked else ""


def zone_view(zone: Zone, viewer: Viewer) -> ZoneView:
    held, measures = contents(viewer), catalogue(viewer)
    tools = read_tools(home_of(viewer.home).settings)
    cycles = tuple(c for c in cycles_of(viewer.home) if c.scope == zone.name)
    shown = _shown(zone, cycles, measures, held, viewer)
    series = _series(zone, shown, held, viewer)
    sides = tuple(
        _with_beside(_side(f, series, tools.values(), held), viewer) for f in SIDES
    )
    main = [side.drawn for side in sides if side.drawn]
    fidelity, outcome = sides[0].drawn, sides[-1].drawn
    return ZoneView(
        zone=zone,
        held=held,
        cycles=cycles,
        sides=sides,
        worse=tuple(a for a in series.values() if a.measure.family is Family.BALANCING),
        joinings=tuple(
            joining
            for answer in (fidelity, outcome)
            if answer and (joining := _joining(zone, answer.measure, held, viewer))
        ),
        quadrant=_quadrant(zone, fidelity, outcome, held, viewer),
        aimed=tuple(_aimed(zone, series, viewer)),
        minutes=sum(t.minutes * t.forms_a_month for t in tools.values())
        * len(zone.members),
        span=_span(main),
    )


def _shown(
    zone: Zone,
    cycles: Sequence[Cycle],
    measures: Mapping[str, Measure],
    held: Contents,
    viewer: Viewer,
) -> list[Measure]:
    """Measures of the page: those aimed at first, then the settings', then the tools'."""
    settings = home_of(viewer.home).settings
    wanted = [target.measure for target in zone.targets]
    wanted += settings.zone_measures
    wanted += [cycle.measure for cycle in reversed(cycles)]
    wanted += [name for name in measures if name.startswith("tool_")]
    return [
        measures[name]
        for name in dict.fromkeys(wanted)
        if name in measures and zone.name in held.values.get((name, "zone"), ())
    ]


def _series(
    zone: Zone, shown: Sequence[Measure], held: Contents, viewer: Viewer
) -> dict[str, Answer]:
    """Of the places that have ever joined, those with something to draw."""
    filters = Filters.of({"zone": zone.name})
    questions = [
        Question(m.name, filters, grain=usual_grain(m, filters, held)) for m in shown
    ]
    answers = ask_all(questions, viewer)
    return {
        measure.name: answer
        for measure, answer in zip(shown, answers, strict=True)
        if any(point.value is not None for point in answer.points)
    }


def _side(
    family: Family,
    series: Mapping[str, Answer],
    tools: Iterable[Tool],
    held: Contents,
) -> Side:
    ours = [answer for answer in series.values() if answer.measure.family is family]
    not_collected = tuple(
        tool
        for tool in tools
        if tool.kind is family and not _is_fresh(series.get(tool.measure), held)
    )
    return Side(family, ours[0] if ours else None, {}, tuple(ours[1:]), not_collected)


def _with_beside(side: Side, viewer: Viewer) -> Side:
    if side.drawn is None:
        return side
    question = side.drawn.question
    beside = beside_of(question.filters, viewer)
    answers = ask_all(
        [replace(question, filters=filters) for filters in beside.values()], viewer
    )
    return replace(side, beside=dict(zip(beside, answers, strict=True)))


def _is_fresh(answer: Answer | None, held: Contents) -> bool:
    if answer is None:
        return False
    with_data = [point.period for point in answer.points if point.rows]
    newest = max(with_data, default=date.min)
    months = (held.as_at.year - newest.year) * 12 + held.as_at.month - newest.month
    # A year's quarter begins up to two months before its last form.
    return months <= _FRESH + 3


def _span(answers: Sequence[Answer]) -> tuple[date, date] | None:
    """The months that all the charts share."""
    periods = [point.period for answer in answers for point in answer.drawn]
    return (min(periods), max(periods)) if periods else None


def _joining(
    zone: Zone, measure: Measure, held: Contents, viewer: Viewer
) -> Joining | None:
    known: list[Member] = [
        member
        for member in zone.members
        if member.code in held.values.get((measure.name, member.kind), ())
    ]
    # Of practice, a month of one place is mostly too few forms to show.
    grain = "quarter" if measure.least_incidents > 1 else "month"
    questions = [
        Question(measure.name, Filters.of({m.kind: m.code}), grain=grain) for m in known
    ]
    answers = ask_all(questions, viewer) if questions else ()
    return joining_of(
        [(answer, m.from_on) for answer, m in zip(answers, known, strict=True)]
    )


def _quadrant(
    zone: Zone,
    fidelity: Answer | None,
    outcome: Answer | None,
    held: Contents,
    viewer: Viewer,
) -> Quadrant | None:
    """Teams where the zone has teams, else schools, over the last twelve months."""
    if fidelity is None or outcome is None:
        return None
    by = "team" if any(m.kind == "team" for m in zone.members) else "school"
    if any(by not in a.measure.dimensions for a in (fidelity, outcome)):
        return None
    across, up = ask_all(
        [Question(a.measure.name, by=by) for a in (fidelity, outcome)], viewer
    )
    inside = {member.code for member in zone.members if member.kind == by}
    placed = [
        Placed(point.label, point.value, other.value, point.key in inside)
        for point in across.points
        if (other := up.point(point.key))
        and point.value is not None
        and other.value is not None
        and point.key not in ("not_known", "not_at_school")
    ]
    if len(placed) < FEWEST_PLACES:
        return None
    return Quadrant(tuple(placed), across, up)


def _aimed(zone: Zone, series: Mapping[str, Answer], viewer: Viewer) -> list[Aimed]:
    found = []
    for target in zone.targets:
        answer = series.get(target.measure)
        if answer is not None:
            level = target.target / 100 if answer.measure.is_share else target.target
            noise = noise_variance(answer.audience)
            found.append(Aimed(answer, level, when_could_we_know(answer, level, noise)))
    return found
