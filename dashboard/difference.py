"""Which places differ from the whole by more than chance usually gives.

Exact tails against the whole's own share or rate, wider where places differ from each
other more than children explain, and after Benjamini and Hochberg: the more places are
looked at, the more it takes to be named.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dashboard.arithmetic import as_array
from dashboard.measures import Kind, Measure
from dashboard.points import Point
from dashboard.statistics.funnel import (
    Funnel,
    NoFunnel,
    proportion_funnel,
    rate_funnel,
)


@dataclass(frozen=True, eq=False)
class Difference:
    """The keys of places judged, and which of them are high or low.

    `funnel` has one element for each of `keys`; None where nothing could be judged,
    and then `reason` says why, unless there is nothing to divide by.
    """

    keys: tuple[str, ...] = ()
    high: tuple[str, ...] = ()
    low: tuple[str, ...] = ()
    funnel: Funnel | None = None
    reason: NoFunnel | None = None

    @property
    def judged(self) -> int:
        return len(self.keys)

    @property
    def unusual(self) -> tuple[str, ...]:
        return (*self.high, *self.low)


def difference_of(
    measure: Measure,
    points: Sequence[Point],
    whole: Point | None,
    *,
    noise_variance: float = 0.0,
) -> Difference:
    """Judge the places of a breakdown against their whole, in one period."""
    named = _judged(points)
    if whole is None or not measure.compares_places:
        return Difference()
    if not whole.denominator:
        return Difference(reason=NoFunnel.NOBODY)
    observed = as_array(p.numerator for p in named)
    sizes = as_array(p.denominator for p in named)
    share = whole.numerator / whole.denominator
    judge = proportion_funnel if measure.kind is Kind.PROPORTION else rate_funnel
    return _told(
        named, judge(observed, sizes, target=share, noise_variance=noise_variance)
    )


def _judged(points: Sequence[Point]) -> list[Point]:
    return [
        p
        for p in points
        if p.status == "shown"
        and p.denominator > 0
        and p.key not in (None, "not_known")
    ]


def _told(named: Sequence[Point], funnel: Funnel) -> Difference:
    if funnel.reason is not None:
        return Difference(reason=funnel.reason)
    return Difference(
        keys=tuple(p.key or "" for p in named),
        high=_keys(named, funnel.side > 0),
        low=_keys(named, funnel.side < 0),
        funnel=funnel,
    )


def _keys(
    points: Sequence[Point], chosen: "np.ndarray[tuple[int], np.dtype[np.bool_]]"
) -> tuple[str, ...]:
    return tuple(
        p.key
        for p, is_chosen in zip(points, chosen, strict=True)
        if is_chosen and p.key
    )
