"""What may be claimed of an answer: did it change, does a place differ, or is it chance."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from dashboard.change import Change, change_of
from dashboard.difference import Difference, difference_of
from dashboard.measures import Measure
from dashboard.method import Method, Rules
from dashboard.mix import Mix, mix_of
from dashboard.points import Point


@dataclass(frozen=True, eq=False)
class Judgement:
    """`change` of one place through time; `difference` between places in one period.

    `mix` has the places' shares with the mix of all, where a case-mix model is held.
    """

    change: Change | None = None
    difference: Difference = field(default_factory=Difference)
    mix: Mix | None = None


def judge_series(
    measure: Measure,
    points: Sequence[Point],
    method: Method,
    *,
    rules: Rules,
    noise_variance: float,
) -> Judgement:
    """Judge one place through time; several at once are drawn and not judged."""
    if len({point.key for point in points}) > 1:
        return Judgement()
    return Judgement(
        change=change_of(
            measure, points, method, rules=rules, noise_variance=noise_variance
        )
    )


def judge_places(
    measure: Measure,
    points: Sequence[Point],
    whole: Point | None,
    *,
    noise_variance: float,
) -> Judgement:
    """Judge the places of a breakdown against their whole."""
    return Judgement(
        difference=difference_of(measure, points, whole, noise_variance=noise_variance),
        mix=mix_of(points, whole, noise_variance=noise_variance),
    )
