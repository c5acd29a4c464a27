"""A measure's values in a few steps, each a shade of blue: pale is low, dark is high.

Few enough to be told apart; each is written out beside its shade, with how many it is of.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

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


@dataclass(frozen=True)
class Step:
    """Values from `least` on and below `under`, as the axis would show them."""

    least: float
    under: float
    words: str
    colour: str

    def holds(self, value: float | None) -> bool:
        return value is not None and self.least - _SLACK <= value < self.under - _SLACK


def steps_of(answer: Answer, points: Sequence[Point]) -> list[Step]:
    """The steps of what these points show, the lowest first; those of none are left out."""
    values = sorted(
        {v for p in points if (v := drawn(answer.measure, p.value)) is not None}
    )
    if len(values) <= _FEW:
        return _one_each(answer, points, values)
    size = _size(values, whole=not _is_fine(answer))
    first = floor(values[0] / size + _SLACK)
    last = floor(values[-1] / size + _SLACK)
    edges = [(n * size, (n + 1) * size) for n in range(first, last + 1)]
    shades = _shades(len(edges))
    made = [
        Step(least, under, _words(answer, least, under), shade)
        for (least, under), shade in zip(edges, shades, strict=True)
    ]
    return [step for step in made if any(step.holds(value) for value in values)]


def _one_each(
    answer: Answer, points: Sequence[Point], values: Sequence[float]
) -> list[Step]:
    words = {
        drawn(answer.measure, p.value): value_in_words(
            answer.measure, p.value, counts_only=answer.counts_only
        )
        for p in points
    }
    following = [*values[1:], float("inf")]
    return [
        Step(value, under, words[value], shade)
        for value, under, shade in zip(
            values, following, _shades(len(values)), strict=True
        )
    ]


def _size(values: Sequence[float], *, whole: bool) -> float:
    """The smallest of 1, 2, 5, 10, 20 … that makes no more steps than there are shades."""
    least = (values[-1] - values[0]) / (len(BLUES) - 1)
    power = 10.0 ** floor(log10(least))
    size = next(nice * power for nice in _NICE if nice * power >= least - _SLACK)
    return max(1.0, ceil(size)) if whole else size


def _is_fine(answer: Answer) -> bool:
    """Whether its values are told more finely than in whole numbers."""
    return bool(answer.measure.population and not answer.counts_only)


def _shades(number: int) -> list[str]:
    """So many shades, from the palest to the darkest."""
    if number == 1:
        return [BLUES[2]]
    return [BLUES[round(n * (len(BLUES) - 1) / (number - 1))] for n in range(number)]


def _words(answer: Answer, least: float, under: float) -> str:
    ends = f"{least:,.6g} to under {under:,.6g}"
    if answer.measure.is_share:
        return f"{ends} %" if under <= 100 else f"{least:,.6g} to 100 %"
    if answer.measure.kind is Kind.DURATION:
        return f"{ends} days"
    return f"{ends} per 1,000" if _is_fine(answer) else ends


def steps_in_words(answer: Answer, points: Sequence[Point], many: str) -> str:
    """“Of 72 data zones, 54 are at 0 % and 18 are at 100 %.”"""
    counted = counted_of(answer, points)
    shown = sum(number for _, number in counted)
    said = [
        f"{number:,} {'is' if number == 1 else 'are'} at {step.words}"
        for step, number in counted
    ]
    if len(points) > shown:
        rest = len(points) - shown
        said.append(f"{rest:,} {'is' if rest == 1 else 'are'} not shown")
    if not said:
        return ""
    *first, last = said
    listed = f"{', '.join(first)} and {last}" if first else last
    return f"Of {len(points):,} {many}, {listed}."


def counted_of(answer: Answer, points: Sequence[Point]) -> list[tuple[Step, int]]:
    """Each step with how many of the points are of it."""
    return [
        (step, sum(step.holds(drawn(answer.measure, p.value)) for p in points))
        for step in steps_of(answer, points)
    ]
