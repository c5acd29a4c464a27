"""Rates that can be compared: as if every place had the same children, or its own.

Directly standardised rates weight each group alike; observed over expected asks what a
place's own children would have had at the rates of all.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from dashboard.statistics.counts import FloatArray, non_negative
from dashboard.statistics.intervals import Interval, byar, poisson_interval

# A directly standardised rate of fewer events is not worth its digits.
FEWEST_EVENTS = 10


@dataclass(frozen=True)
class Standardised:
    """A rate per one person with its interval; None throughout below ten events."""

    events: float
    value: float | None
    lower: float | None
    upper: float | None


def direct_rate(
    x: ArrayLike,
    n: ArrayLike,
    weights: ArrayLike,
    *,
    frequency: ArrayLike | None = None,
    level: float = 0.95,
) -> Standardised:
    """The rate if each group (an age band, say) had its weight in a standard population.

    `v = Σ wx/n / Σw`, variance `Σ w²x/n² / (Σw)²`, interval `v + √(var/X) (Byar(X) - X)`:
    Dobson and others, Stat Med 1991; 10:457. Where one child can have several events,
    `frequency` gives with x, n and weights a row for each number of events a child had,
    x then counting children: variances are summed as `Σ f² var`, so that the interval
    does not take them for independent. A missing x is 0.

    Raises ValueError unless every n is above 0.
    """
    events = np.nan_to_num(non_negative(x, "x"))
    people, weight = non_negative(n, "n"), non_negative(weights, "weights")
    if np.any(people <= 0):
        message = "every group needs people in it"
        raise ValueError(message)
    times = np.ones_like(events) if frequency is None else non_negative(frequency, "f")
    total = float(np.sum(events * times))
    if total < FEWEST_EVENTS:
        return Standardised(total, None, None, None)
    whole = _whole_weight(weight, times)
    value = float(np.sum(weight * events * times / people)) / whole
    variance = float(np.sum(times**2 * weight**2 * events / people**2)) / whole**2
    around = byar(total, level)
    scale = np.sqrt(variance / total)
    return Standardised(
        total,
        value,
        value + float(scale * (around.lower - total)),
        value + float(scale * (around.upper - total)),
    )


def _whole_weight(weight: FloatArray, times: FloatArray) -> float:
    """Each group once, though it has a row for each number of events a child had."""
    return float(np.sum(weight[times == times.flat[0]]))


@dataclass(frozen=True, eq=False)
class Ratio:
    """Observed over expected events, 1 where a place is like the rest; NaN for none."""

    value: FloatArray
    interval: Interval


def expected_events(
    n: ArrayLike, reference_events: ArrayLike, reference_people: ArrayLike
) -> float:
    """What n people a group would have had at the reference's rates, summed."""
    people = non_negative(n, "n")
    rate = non_negative(reference_events, "events") / non_negative(
        reference_people, "people"
    )
    return float(np.sum(people * rate))


def observed_over_expected(
    observed: ArrayLike, expected: ArrayLike, level: float = 0.95
) -> Ratio:
    """The indirectly standardised ratio with the interval of its events.

    Exact below ten events, Byar's from ten. NaN where nothing is expected. Raises
    ValueError when either is negative or infinite.
    """
    events, mean = np.broadcast_arrays(
        non_negative(observed, "observed"), non_negative(expected, "expected")
    )
    mean = np.where(mean > 0, mean, np.nan)
    around = poisson_interval(events, level)
    return Ratio(events / mean, Interval(around.lower / mean, around.upper / mean))
