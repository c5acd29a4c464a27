"""How soon: the share that has ended in each way by so many days, others still open.

Ways of ending compete: a referral that was closed can no longer be reclassified, so one
minus a survival curve that takes the others for unfinished would overstate each of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from dashboard.statistics.counts import FloatArray, non_negative, tail_of

# Where fewer than this are still watched, a curve is of a handful and is not drawn.
FEWEST_AT_RISK = 10


@dataclass(frozen=True, eq=False)
class Incidence:
    """Steps of one cumulative incidence for each cause.

    `times` are the days on which something ended, rising. `share`, `se`, `lower` and
    `upper` have a row for each cause and a column for each time; shares are between 0
    and 1, and with those still open sum to 1. `at_risk` are watched just before a time,
    `ended` how many ended then, a row a cause.
    """

    causes: tuple[int, ...]
    times: FloatArray
    share: FloatArray
    se: FloatArray
    lower: FloatArray
    upper: FloatArray
    at_risk: FloatArray
    ended: FloatArray
    last: float

    def at(self, day: float) -> FloatArray:
        """The share of each cause by the end of a day; NaN after the last day watched."""
        if day > self.last:
            return np.full(len(self.causes), np.nan)
        place = int(np.searchsorted(self.times, day, side="right")) - 1
        return self.share[:, place] if place >= 0 else np.zeros(len(self.causes))

    def around(self, cause: int, day: float) -> tuple[float, float] | None:
        """The interval of a cause's share by the end of a day; None where it is 0 or 1."""
        place = int(np.searchsorted(self.times, day, side="right")) - 1
        row = self.causes.index(cause)
        if place < 0 or np.isnan(self.lower[row, place]):
            return None
        return float(self.lower[row, place]), float(self.upper[row, place])

    def quantile(self, cause: int, share: float) -> float | None:
        """The first day by which a cause has that share of all; None if never reached."""
        row = self.share[self.causes.index(cause)]
        # Shares are sums of quotients: one that is reached may be a hair below.
        reached = np.flatnonzero(row >= share - 1e-12)
        return float(self.times[reached[0]]) if reached.size else None

    def days_lost(self, cause: int, until: float) -> float:
        """The mean of the days until `until` spent ended by a cause: the area under it."""
        row = self.share[self.causes.index(cause)]
        inside = self.times < until
        edges = np.append(self.times[inside], until)
        return float(np.sum(row[inside] * np.diff(edges)))


def cumulative_incidence(
    time: ArrayLike,
    cause: ArrayLike,
    *,
    entry: ArrayLike | None = None,
    weights: ArrayLike | None = None,
    causes: Sequence[int] | None = None,
    level: float = 0.95,
) -> Incidence:
    """Aalen and Johansen's estimate of each way of ending, the others competing.

    `time` is the day each was last seen, `cause` how it ended then (0: still open, and
    watched to the end of that day), `entry` the day it began to be watched (a spell that
    ran before the data begin; 0 when None), `weights` how many are alike. `causes` to
    report, those that occur when None.

    `F(t) = Σ S(s-) d(s) / n(s)`, S with all causes: Aalen and Johansen, Scand J Stat
    1978; 5:141. Standard errors as by the infinitesimal jackknife, which for one stratum
    is Dinse and Larson's (Biometrika 1986; 73:379). Intervals on the log-minus-log
    scale. statsmodels has the same without late entry, and a test holds the two equal.

    Raises ValueError for a negative time, or an entry that is not before its time.
    """
    seen = non_negative(time, "time")
    how = np.broadcast_to(np.asarray(cause, dtype=np.int_), seen.shape)
    since = np.zeros_like(seen) if entry is None else non_negative(entry, "entry")
    count = np.ones_like(seen) if weights is None else non_negative(weights, "weights")
    if np.any((since > 0) & (since >= seen)):
        message = "nothing is watched after it has ended"
        raise ValueError(message)
    known = (
        tuple(sorted({int(c) for c in how} - {0})) if causes is None else tuple(causes)
    )
    times = np.unique(seen[(how != 0) & (count > 0)])
    at_risk = _at_risk(times, seen, since, count, late=entry is not None)
    ended = np.array(
        [[count[(seen == t) & (how == c)].sum() for t in times] for c in known]
    ).reshape(len(known), times.size)
    share = _shares(ended, at_risk)
    se = _errors(ended, at_risk, share)
    lower, upper = _log_log(share, se, level)
    last = float(seen.max()) if seen.size else 0.0
    return Incidence(known, times, share, se, lower, upper, at_risk, ended, last)


def _at_risk(
    times: FloatArray,
    seen: FloatArray,
    since: FloatArray,
    count: FloatArray,
    *,
    late: bool,
) -> FloatArray:
    there = seen[None, :] >= times[:, None]
    if late:
        there &= (since[None, :] < times[:, None]) | (since[None, :] == 0)
    return np.asarray(there @ count)


def _before(ended: FloatArray, at_risk: FloatArray) -> FloatArray:
    """The share still open just before each time."""
    left = np.cumprod(1 - ended.sum(axis=0) / at_risk)
    return np.concatenate(([1.0], left[:-1])) if left.size else left


def _shares(ended: FloatArray, at_risk: FloatArray) -> FloatArray:
    steps = _before(ended, at_risk) * ended / at_risk
    return np.asarray(np.cumsum(steps, axis=1))


def _errors(ended: FloatArray, at_risk: FloatArray, share: FloatArray) -> FloatArray:
    """Dinse and Larson's: what all causes, this cause, and both together add up to."""
    every = ended.sum(axis=0)
    left = at_risk - every
    # When all that are left end, nobody is there whose share could still vary.
    of_all = np.divide(every, at_risk * left, out=np.zeros_like(every), where=left > 0)
    step = _before(ended, at_risk) / at_risk
    of_one = step**2 * (at_risk - ended) * ended / at_risk
    of_both = step * ended / at_risk
    variance = (
        share**2 * np.cumsum(of_all)
        - 2 * share * np.cumsum(share * of_all, axis=1)
        + np.cumsum(share**2 * of_all, axis=1)
        + np.cumsum(of_one, axis=1)
        - 2 * share * np.cumsum(of_both, axis=1)
        + 2 * np.cumsum(share * of_both, axis=1)
    )
    # Differences of sums leave a hair below 0 where there is no variance.
    return np.asarray(np.sqrt(np.maximum(variance, 0)))


def _log_log(
    share: FloatArray, se: FloatArray, level: float
) -> tuple[FloatArray, FloatArray]:
    """`F ^ exp(∓ z se / (F log F))`; NaN where the share is 0 or 1."""
    z = -special.ndtri(tail_of(level))
    inside = (share > 0) & (share < 1)
    some = np.where(inside, share, 0.5)
    width = z * se / (some * np.log(some))
    lower = np.where(inside, some ** np.exp(-width), np.nan)
    upper = np.where(inside, some ** np.exp(width), np.nan)
    return lower, upper


def incidence_of_bands(
    first_days: Sequence[int],
    causes: Sequence[int],
    counts: Sequence[float],
    bands: Sequence[int],
    *,
    report: Sequence[int],
) -> Incidence:
    """The same from counts by band of days: `first_days` are the bands' first days.

    What ended in a band is known by its last day. Of those still open (cause 0) in a
    band wider than a day, half count as watched to its end and half as not at all, as
    life tables do (Cutler and Ederer, J Chronic Dis 1958; 8:699); in a band of one day
    all are. `bands` are the first days of all bands, the last of them without an end:
    what ends in it counts as open until its first day.
    """
    end = dict(zip(bands, [later - 1 for later in bands[1:]], strict=False))
    rows: list[tuple[float, int, float]] = []
    for first, cause, count in zip(first_days, causes, counts, strict=True):
        if first not in end:
            rows.append((float(first), 0, count))
        elif cause or end[first] == first:
            rows.append((float(end[first]), cause, count))
        else:
            rows += [(float(end[first]), 0, count / 2), (first - 0.5, 0, count / 2)]
    times, how, weights = zip(*rows, strict=True) if rows else ((), (), ())
    return cumulative_incidence(
        np.maximum(np.array(times, dtype=np.float64), 0),
        np.array(how, dtype=np.int_),
        weights=np.array(weights, dtype=np.float64),
        causes=report,
    )
