"""What may be claimed of an answer: did it change, does a place differ, or is it chance.

Through time: a run chart by Anhøj's rules on mature, submitted points. Between places:
exact tails against the whole, after Benjamini and Hochberg. Nothing is claimed of what
the rules cannot judge, and the reason is kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dashboard.arithmetic import as_array
from dashboard.measures import Kind, Measure
from dashboard.points import Point
from dashboard.statistics.funnel import benjamini_hochberg, proportion_tails, rate_tails
from dashboard.statistics.runchart import RunChart, run_chart


@dataclass(frozen=True, eq=False)
class Judgement:
    """`run_chart` of a series; `unusual` keys of a breakdown, high and low."""

    run_chart: RunChart | None = None
    high: tuple[str, ...] = ()
    low: tuple[str, ...] = ()
    judged: int = 0


def judge(
    measure: Measure,
    points: Sequence[Point],
    whole: Point | None,
    *,
    through_time: bool,
) -> Judgement:
    """Judge a series (one place through time) or a breakdown (places in one period)."""
    if through_time:
        if len({point.key for point in points}) > 1:
            return Judgement()
        return Judgement(run_chart=_run_chart(points))
    if whole is None or len(points) < 2:
        return Judgement()
    return _between(measure, points, whole)


def _run_chart(points: Sequence[Point]) -> RunChart:
    return run_chart(
        as_array(point.value for point in points),
        include=np.array([point.status == "shown" for point in points], dtype=bool),
    )


def _between(measure: Measure, points: Sequence[Point], whole: Point) -> Judgement:
    named = [
        p
        for p in points
        if p.status == "shown" and p.denominator > 0 and p.key != "not_known"
    ]
    if len(named) < 2 or whole.value is None or not whole.denominator:
        return Judgement()
    observed = as_array(p.numerator for p in named)
    sizes = as_array(p.denominator for p in named)
    share = whole.numerator / whole.denominator
    if measure.kind is Kind.PROPORTION:
        if not 0 < share < 1:
            return Judgement(judged=len(named))
        tails = proportion_tails(observed, sizes, share)
    elif measure.kind is Kind.RATE and share > 0:
        tails = rate_tails(observed, sizes * share)
    else:
        return Judgement()
    found = benjamini_hochberg(tails.mid_p).found
    values = observed / sizes
    return Judgement(
        high=_keys(named, found & (values > share)),
        low=_keys(named, found & (values < share)),
        judged=len(named),
    )


def _keys(
    points: Sequence[Point], chosen: "np.ndarray[tuple[int], np.dtype[np.bool_]]"
) -> tuple[str, ...]:
    return tuple(
        p.key
        for p, is_chosen in zip(points, chosen, strict=True)
        if is_chosen and p.key
    )
