"""What the panels of one click ask, as anybody could ask it of the rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dashboard.answers import Answer
from dashboard.components.view import View

TREND = "trend"
# Rows by panel and value: what each side of a comparison gives.
Numbers = dict[str, dict[str, int]]
WHOLE = "whole"


@dataclass(frozen=True)
class Panel:
    """One panel's question: rows of a measure, by a dimension or by month.

    `first` and `last` are the months it is of. The whole has no `by`: it counts rows,
    children and incidents.
    """

    name: str
    measure: str
    by: str | None
    clauses: tuple[tuple[str, str], ...]
    first: date
    last: date


Click = tuple[Panel, ...]


def asked_by(view: View, first: date, last: date) -> Click:
    """The panels of a view that was worked out; `first` and `last` months are held."""
    answers = {name: behind.answers[""] for name, behind in view.behind.items()}
    return tuple(
        _panel(name, answer, first, last)
        for name, answer in {**answers, WHOLE: view.whole}.items()
    )


def _panel(name: str, answer: Answer, first: date, last: date) -> Panel:
    question = answer.question
    by = "month" if question.grain else question.by
    months = (first, last) if question.grain else (answer.months[0], answer.months[-1])
    return Panel(name, question.measure, by, tuple(question.filters.clauses), *months)


def numbers_of(view: View) -> Numbers:
    """What a view says, as the other sides say it: no noughts, months as text."""
    told: Numbers = {}
    for name, behind in view.behind.items():
        answer = behind.answers[""]
        told[name] = {
            (str(point.period) if question_is_trend(answer) else str(point.key)): (
                point.rows
            )
            for point in answer.points
            if point.rows
        }
    whole = view.whole.whole
    assert whole is not None
    told[WHOLE] = {
        "rows": whole.rows,
        "children": whole.children or 0,
        "incidents": whole.incidents or 0,
    }
    return told


def question_is_trend(answer: Answer) -> bool:
    return answer.question.grain is not None


def same(ours: Numbers, theirs: Mapping[str, Mapping[str, int]]) -> bool:
    """Whether both say the same; AssertionError with the first panel that differs."""
    for name, told in ours.items():
        found = {key: n for key, n in theirs[name].items() if n}
        assert told == found, f"{name}: {_differing(told, found)}"
    return ours.keys() == theirs.keys()


def _differing(one: Mapping[str, int], other: Mapping[str, int]) -> str:
    keys = [k for k in {*one, *other} if one.get(k) != other.get(k)]
    return ", ".join(f"{k}: {one.get(k)} and {other.get(k)}" for k in keys[:3])
