"""Which control chart suits a measure, from its kind and the size of its numbers."""

from enum import StrEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from dashboard.statistics.attribute import p_chart, u_chart
from dashboard.statistics.controlchart import POINTS_ON_TRIAL, Chart
from dashboard.statistics.counts import non_negative

# Above this spread of standardised values, or this many children, limits from children
# alone are too narrow.
WIDER_THAN_CHILDREN = 1.25
MANY = 2_000


class Reason(StrEnum):
    """Why a chart was chosen."""

    FEW_POINTS = "few points"
    TOO_RARE = "too rare"
    SHARE = "share"
    SHARE_VARIES_MORE = "share varies more"
    RATE = "rate"
    RATE_VARIES_MORE = "rate varies more"
    COUNT = "count"
    COUNT_VARIES_MORE = "count varies more"
    SINGLE_VALUES = "single values"


class ChartChoice(NamedTuple):
    """The chart, None for a run chart, and why."""

    chart: Chart | None
    reason: Reason


def choose_chart(kind: str, x: ArrayLike, n: ArrayLike) -> ChartChoice:
    """The chart for a measure of `kind` whose points have numerators x and denominators n.

    `kind` is count, proportion, ratio, rate, stock or duration. Shares: p; rates: u;
    both prime where they vary more than their children explain (σz above 1.25) or rest
    on thousands. Counts: c, or XmR where they vary more than counts do. Stocks and days:
    XmR. Fewer than twelve points, or fewer than one event a point: a run chart.
    """
    events, sizes = non_negative(x, "x"), non_negative(n, "n")
    if events.size < POINTS_ON_TRIAL:
        return ChartChoice(None, Reason.FEW_POINTS)
    if kind in ("stock", "duration"):
        return ChartChoice(Chart.XMR, Reason.SINGLE_VALUES)
    if np.nanmean(events) < 1:
        return ChartChoice(None, Reason.TOO_RARE)
    if kind == "count":
        return _of_counts(u_chart(events, np.ones_like(events), prime=True).sigma_z)
    if kind == "rate":
        found = u_chart(events, sizes, prime=True)
        wider = _varies_more(found.sigma_z)
        return _prime(Chart.U, Chart.U_PRIME, wider, Reason.RATE)
    found = p_chart(events, sizes, prime=True)
    wider = _varies_more(found.sigma_z) or float(np.nanmedian(sizes)) >= MANY
    return _prime(Chart.P, Chart.P_PRIME, wider, Reason.SHARE)


def _varies_more(sigma_z: float | None) -> bool:
    return sigma_z is not None and sigma_z > WIDER_THAN_CHILDREN


def _of_counts(sigma_z: float | None) -> ChartChoice:
    if _varies_more(sigma_z):
        return ChartChoice(Chart.XMR, Reason.COUNT_VARIES_MORE)
    return ChartChoice(Chart.C, Reason.COUNT)


def _prime(plain: Chart, prime: Chart, wider: bool, reason: Reason) -> ChartChoice:
    if not wider:
        return ChartChoice(plain, reason)
    more = {
        Reason.SHARE: Reason.SHARE_VARIES_MORE,
        Reason.RATE: Reason.RATE_VARIES_MORE,
    }
    return ChartChoice(prime, more[reason])
