"""Two signs beside a chart: is its last point more than chance, and is the aim in reach.

They follow NHS Making Data Count in meaning; how they look belongs to the page.
"""

from enum import StrEnum

import numpy as np

from dashboard.statistics.controlchart import ControlChart


class Variation(StrEnum):
    """What the last point shows: high or low is where it lies or the way it goes."""

    CANNOT_SAY = "cannot say"
    COMMON = "common"
    IMPROVEMENT_HIGH = "improvement high"
    IMPROVEMENT_LOW = "improvement low"
    CONCERN_HIGH = "concern high"
    CONCERN_LOW = "concern low"
    NEUTRAL_HIGH = "neutral high"
    NEUTRAL_LOW = "neutral low"


class Assurance(StrEnum):
    """Whether an aim lies beyond what the process gives by chance alone."""

    PASS = "consistent pass"  # noqa: S105
    FAIL = "consistent fail"
    HIT_OR_MISS = "inconsistent"
    NONE = "none"


def variation(side: int, better: int) -> Variation:
    """The sign for the last point: `side` of its signal (0: none), `better` is up (1) or down.

    `better` 0 is a measure that is neither: then nothing is an improvement or a concern.
    """
    if side == 0:
        return Variation.COMMON
    high = side > 0
    if better == 0:
        return Variation.NEUTRAL_HIGH if high else Variation.NEUTRAL_LOW
    if side * better > 0:
        return Variation.IMPROVEMENT_HIGH if better > 0 else Variation.IMPROVEMENT_LOW
    return Variation.CONCERN_LOW if better > 0 else Variation.CONCERN_HIGH


def assurance(chart: ControlChart, target: float | None, better: int) -> Assurance:
    """Whether `target` is passed, failed, or hit and missed, by the last phase's limits.

    NONE without a target, without limits, or for a measure that is neither.
    """
    if target is None or better == 0 or not chart.values.size:
        return Assurance.NONE
    lower, upper = float(chart.lower[-1]), float(chart.upper[-1])
    if np.isnan(lower) or np.isnan(upper):
        return Assurance.NONE
    if lower <= target <= upper:
        return Assurance.HIT_OR_MISS
    return Assurance.FAIL if (target > upper) is (better > 0) else Assurance.PASS
