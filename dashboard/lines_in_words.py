"""Lines in words: what was aimed at, whether the latest point keeps it, and if by chance."""

from collections.abc import Iterable

from dashboard.answers import Answer, crossing_on
from dashboard.crossing import Chance, Crossing
from dashboard.dates import day
from dashboard.filters import period_in_words
from dashboard.measures import Measure
from dashboard.partnership.lines import Line, LineKind, Side
from dashboard.wording import value_in_words

_PERIODS = {"month": "a month", "quarter": "a quarter", "school_year": "a school year"}
_KEPT = {
    (LineKind.AIM, True): "was met",
    (LineKind.AIM, False): "was not met",
    (LineKind.LIMIT, True): "was kept",
    (LineKind.LIMIT, False): "was passed",
}
_CHANCE = {
    Chance.MORE: "; that is more than chance usually gives.",
    Chance.WITHIN: "; that is within what chance alone gives.",
    Chance.TOO_FEW: ". Too few points to say whether that is more than chance gives.",
    Chance.NOT_KNOWN: (
        ". Each value carries on from the one before, so what chance alone gives cannot "
        "be said."
    ),
}


def line_in_words(line: Line, measure: Measure) -> str:
    """“aim of at least 80 %”, “limit of at most 20 a month”."""
    per = f" {_PERIODS[line.grain]}" if line.grain in _PERIODS else ""
    value = _value(line, measure)
    return f"{line.kind} of {line.side.in_words} {value}{per}"


def line_named(line: Line, measure: Measure) -> str:
    """What stands at its end on a chart: “aim 80 %”."""
    return f"{line.kind}<br>{_value(line, measure)}"


def _value(line: Line, measure: Measure) -> str:
    """As it was typed: a line at 12.5 % is not one at 12 %."""
    said = value_in_words(measure, line.value)
    shown = line.value * 100 if measure.is_share else line.value
    whole = f"{shown:,.1f}".removesuffix(".0")
    figure, space, unit = said.partition(" ")
    return f"{whole}{space}{unit}" if figure != whole else said


def lines_said(answer: Answer, lines: Iterable[Line]) -> list[str]:
    """A sentence for each line of a series."""
    return [line_said(answer, line, crossing_on(answer, line)) for line in lines]


def line_said(answer: Answer, line: Line, found: Crossing) -> str:
    """“The aim of at least 80 % was met in March 2026; that is within what chance alone
    gives.”"""
    words = line_in_words(line, answer.measure)
    if found.position is None:
        return (
            f"The {words}, from {day(line.from_on)}: nothing since is old enough yet."
        )
    point = answer.points[found.position]
    grain = answer.question.grain or "month"
    when = period_in_words(grain, point.period)
    when = f"the quarter {when}" if grain == "quarter" else when
    kept = _KEPT[line.kind, is_kept(line, found)]
    return f"The {words} {kept} in {when}{_by_chance(line, found)}"


def is_kept(line: Line, found: Crossing) -> bool:
    """Whether the latest point lies on the side that is meant, or on the line."""
    return found.side >= 0 if line.side is Side.AT_LEAST else found.side <= 0


def _by_chance(line: Line, found: Crossing) -> str:
    if found.chance is not Chance.OTHERWISE:
        return _CHANCE[found.chance]
    side = "below" if found.side > 0 else "above"
    return (
        f"; that is within what chance alone gives: all points of this level together lie "
        f"{side} it by more than chance usually gives."
    )
