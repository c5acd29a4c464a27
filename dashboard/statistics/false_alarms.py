"""How many charts of a page would show a change by chance alone.

The more charts are looked at, the more of them say something when nothing has happened.
"""

from collections.abc import Iterable

import numpy as np

# Shares of stable series (independent normal values) in which a set of rules finds
# anything at all, by the number of points; ours, simulated, and simulated again by a
# test. Series of rare counts, or that carry over from month to month, find more.
POINTS = (12, 24, 36, 60)
RATES = {
    "anhoej": (0.01, 0.02, 0.04, 0.04),
    "six_and_five": (0.11, 0.35, 0.55, 0.78),
    "making_data_count": (0.07, 0.20, 0.28, 0.48),
    "control": (0.04, 0.15, 0.27, 0.45),
}
FEWEST_POINTS = 10


def chance_of_a_signal(rules: str, points: int) -> float:
    """The share of stable charts of so many points that a set of rules would flag.

    Between the numbers simulated it is interpolated; 0 below ten points, of which
    nothing is claimed. Raises KeyError for rules that are not known.
    """
    if points < FEWEST_POINTS:
        return 0.0
    return float(np.interp(points, POINTS, RATES[rules]))


def expected_false_alarms(charts: Iterable[tuple[str, int]]) -> float:
    """How many of the charts, each (rules, points judged), chance alone would flag."""
    return sum(chance_of_a_signal(rules, points) for rules, points in charts)
