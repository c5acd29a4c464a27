"""A question as protected numbers can answer it: the next coarser one where it is too fine.

Rolling periods are not offered (their differences would be single months): the last
twelve months become the latest whole school year, and longer ones all that is held.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from dashboard.dates import school_year_of
from dashboard.filters import ROLLING, Filters, Period
from dashboard.measures import Measure
from dashboard.questions import Question
from dashboard.warehouse.combinations import combination_name
from dashboard.warehouse.contents import Contents

# A view or panel of which more is withheld gives way to a coarser one.
MOST_WITHHELD = 1 / 3
# A measure, its dimensions and its kind of period.
Table = tuple[str, str, str]
_COARSER = ("month", "quarter", "school_year")


def as_offered(question: Question, measure: Measure, held: Contents) -> Question:
    """The question itself where the file answers any; else the finest that is offered."""
    if held.offered is None:
        return question
    offered = (q for q in _ways(question, measure, held) if is_offered(q, held))
    return next(offered, question)


def in_whole_years(question: Question, measure: Measure, held: Contents) -> Question:
    """The question itself; of what is counted once a school year, by that year."""
    if not measure.yearly:
        return question
    period = _in_years(question.filters.period, measure, held)
    filters = question.filters.over(period)
    return replace(question, filters=filters, grain=question.grain and "school_year")


def _in_years(period: Period, measure: Measure, held: Contents) -> Period:
    """The year a day is in; of the last twelve months the latest year, of more all."""
    if period.start:
        return Period("school_year", school_year_of(period.start))
    years = held.periods.get((measure.name, "school_year"), {})
    if period.kind == "last12" and years:
        return Period("school_year", max(years))
    return Period("all")


def is_offered(question: Question, held: Contents) -> bool:
    """Whether it is among the questions that the file answers."""
    return held.offered is None or _table(question) in held.offered


def is_useful(question: Question, measure: Measure, held: Contents) -> bool:
    """Whether it is offered, and no more than a third of its table is withheld."""
    if held.offered is None:
        return True
    table = _table(as_offered(question, measure, held))
    return held.offered.get(table, 1.0) <= MOST_WITHHELD


def for_publication(
    offered: Mapping[Table, float], breakdowns: Sequence[str]
) -> dict[Table, float]:
    """Of what is offered, the fixed set that anybody may ask: one breakdown at a time."""
    allowed = {"", *breakdowns}
    return {table: share for table, share in offered.items() if table[1] in allowed}


def _table(question: Question) -> Table:
    used = {*question.filters.dimensions, *([question.by] if question.by else [])}
    kind = question.grain or question.filters.period.kind
    return (question.measure, combination_name(used), kind)


def _ways(question: Question, measure: Measure, held: Contents) -> Iterator[Question]:
    """The question and coarser ones, the finest first."""
    yield question
    if question.grain:
        finer = _COARSER.index(question.grain) if question.grain in _COARSER else 0
        for grain in _COARSER[finer + 1 :]:
            yield replace(question, grain=grain)
        return
    for period in _periods(question.filters, measure, held):
        yield replace(question, filters=question.filters.over(period))


def _periods(filters: Filters, measure: Measure, held: Contents) -> Iterator[Period]:
    if filters.period.kind in ROLLING:
        years = held.periods.get((measure.name, "school_year"), {})
        # Schools are closed in some months: a whole year is as long as the longest.
        longest = max(map(len, years.values()), default=0)
        latest = max((y for y, m in years.items() if len(m) == longest), default=None)
        if latest and filters.period.kind == "last12":
            yield Period("school_year", latest)
    yield Period("all")
