"""A measure's values in a few steps, each a shade of blue: pale is low, dark is high.

Few enough to be told apart; each is written out beside its shade, with how many it is of.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, inf, log10

from dashboard.answers import Answer
from dashboard.charts.scale import drawn
from dashboard.measures import Kind
from dashboard.points import Point
from dashboard.wording import value_in_words

# The palette's dark blue and what is between it and white, evenly to the eye.
BLUES = ("#dce6ef", "#a5bdd3", "#6d93b5", "#386890", "#002d54")
# With so few different values each has a shade of its own.
_FEW = 3
_NICE = (1, 2, 5, 10)
_SLACK = 1e-9
_WHOLE = 100


@dataclass(frozen=True)
class Step:
    """Values from `least` on and below `under`, as they are told."""

    least: float
    under: float
    words: str
    colour: str

    def holds(self, value: float | None) -> bool:
        return value is not None and self.least - _SLACK <= value < self.under - _SLACK


def told(answer: Answer, point: Point) -> float | None:
    """The value as finely as it is told: what reads the same has the same shade."""
    value = drawn(answer.measure, point.value)
    return None if value is None else round(value, 1 if _is_fine(answer) else 0)


def steps_of(answer: Answer, points: Sequence[Point]) -> list[Step]:
    """The steps of what these points show, the lowest first; those of none are left out."""
    values = sorted({v for p in points if (v := told(answer, p)) is not None})
    if len(values) <= _FEW:
        return _one_each(answer, points, values)
    edges = _edges(values, fine=_is_fine(answer), share=answer.measure.is_share)
    made = [
        Step(least, under, _words(answer, least, under), shade)
        for (least, under), shade in zip(edges, _shades(len(edges)), strict=True)
    ]
    return [step for step in made if any(step.holds(value) for value in values)]


def _one_each(
    answer: Answer, points: Sequence[Point], values: Sequence[float]
) -> list[Step]:
    words = {
        told(answer, p): value_in_words(
            answer.measure, p.value, counts_only=answer.counts_only
        )
        for p in points
    }
    following = [*values[1:], inf]
    return [
        Step(value, under, words[value], shade)
        for value, under, shade in zip(
            values, following, _shades(len(values)), strict=True
        )
    ]


def _edges(
    values: Sequence[float], *, fine: bool, share: bool
) -> list[tuple[float, float]]:
    """Where each step begins and ends: at multiples of 1, 2, 5, 10, 20 …

    No more steps than there are shades. Of shares the last one ends with all of them.
    """
    least = (values[-1] - values[0]) / (len(BLUES) - 1)
    power = 10.0 ** floor(log10(least))
    size = next(nice * power for nice in _NICE if nice * power >= least - _SLACK)
    size = size if fine else max(1.0, size)
    first, last = (floor(values[end] / size + _SLACK) for end in (0, -1))
    if share and last * size >= _WHOLE - _SLACK:
        last -= 1
    edges = [(n * size, (n + 1) * size) for n in range(first, last + 1)]
    if share and edges[-1][1] >= _WHOLE - _SLACK:
        edges[-1] = (edges[-1][0], inf)
    return edges


def _is_fine(answer: Answer) -> bool:
    """Whether its values are told to a tenth, and not in whole numbers."""
    measure = answer.measure
    if measure.kind is Kind.RATIO:
        return not measure.released
    return bool(measure.population and not answer.counts_only)


def _shades(number: int) -> list[str]:
    """So many shades, from the palest to the darkest."""
    if number == 1:
        return [BLUES[2]]
    return [BLUES[round(n * (len(BLUES) - 1) / (number - 1))] for n in range(number)]


def _words(answer: Answer, least: float, under: float) -> str:
    measure = answer.measure
    if under == inf:
        return f"{least:,.6g} to {_WHOLE} %"
    ends = f"{least:,.6g} to under {under:,.6g}"
    if measure.is_share:
        return f"{ends} %"
    if measure.kind is Kind.DURATION:
        return f"{ends} days"
    return f"{ends} per 1,000" if _is_fine(answer) else ends


def steps_in_words(answer: Answer, points: Sequence[Point], many: str) -> str:
    """“Of 72 data zones, 54 are at 0 % and 18 are at 100 %.”"""
    counted = counted_of(answer, points)
    said = [f"{_are(number)} at {step.words}" for step, number in counted]
    left = len(points) - sum(number for _, number in counted)
    if left:
        said.append(f"{_are(left)} not shown")
    if not said:
        return ""
    *first, last = said
    listed = f"{', '.join(first)} and {last}" if first else last
    return f"Of {len(points):,} {many}, {listed}."


def _are(number: int) -> str:
    return "1 is" if number == 1 else f"{number:,} are"


def counted_of(answer: Answer, points: Sequence[Point]) -> list[tuple[Step, int]]:
    """Each step with how many of the points are of it."""
    return [
        (step, sum(step.holds(told(answer, point)) for point in points))
        for step in steps_of(answer, points)
    ]
