"""When could we know: the first day on which a chart could show a change of a size.

Of a change that begins now and lasts. Half of such charts would show it by then; the
other half would not yet, or not at all.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np

from dashboard.answers import Answer
from dashboard.measures import Kind
from dashboard.method import RECENT_POINTS
from dashboard.statistics.when import Baseline, BaselineKind, Showing, when_shown

MONTHS = {"month": 1, "quarter": 3, "school_year": 12}
# Further ahead than this is not worth waiting for.
YEARS_AHEAD = 5
FEWEST_POINTS = 10
# Above this share of charts that claim a change where there is none, a date would mislead.
MOST_BY_CHANCE = 0.2


@dataclass(frozen=True)
class Knowing:
    """`on` is the first day of the point that could show it; None where none could.

    `reason` says why there is no day: `shown` already, `few` points yet, `none` to
    measure by, `never` within five years.
    """

    on: date | None
    points: int | None = None
    reason: str = ""


def when_could_we_know(series: Answer, target: float, noise_variance: float) -> Knowing:
    """For a series through time and what it should come to, in the measure's own units."""
    change = series.judgement.change
    if change is None or series.measure.kind not in (Kind.PROPORTION, Kind.COUNT):
        return Knowing(None, reason="none")
    if change.signal:
        return Knowing(None, reason="shown")
    judged = [series.points[place] for place in sorted(change.positions)]
    if len(judged) < FEWEST_POINTS:
        return Knowing(None, reason="few")
    numerators = np.array([p.numerator for p in judged])
    denominators = np.array([p.denominator for p in judged])
    months = MONTHS[series.question.grain or "month"]
    baseline = _baseline(series, numerators, denominators, len(judged))
    if baseline is None:
        return Knowing(None, reason="none")
    horizon = YEARS_AHEAD * 12 // months
    found = _shown(baseline, target, horizon, noise_variance)
    if found.points is None or found.by_chance > MOST_BY_CHANCE:
        return Knowing(None, reason="never")
    return Knowing(_on(judged[-1].period, found.points * months), found.points)


@lru_cache(maxsize=256)
def _shown(
    baseline: Baseline, target: float, horizon: int, noise_variance: float
) -> Showing:
    return when_shown(
        baseline,
        target,
        horizon=horizon,
        noise_variance=noise_variance,
        recent=RECENT_POINTS,
    )


def _baseline(
    series: Answer, numerators: np.ndarray, denominators: np.ndarray, points: int
) -> Baseline | None:
    """The level so far, how large a point usually is, and how much more it scatters."""
    if series.measure.kind is Kind.COUNT:
        mean = float(numerators.mean())
        if mean <= 0:
            return None
        spread = float(numerators.var(ddof=1)) / mean
        return Baseline(BaselineKind.COUNT, mean, 0, points, max(1.0, spread))
    cases = float(denominators.sum())
    level = float(numerators.sum()) / cases if cases else 0.0
    if not 0 < level < 1:
        return None
    expected = denominators * level * (1 - level)
    spread = float(((numerators - denominators * level) ** 2 / expected).mean())
    size = max(1.0, float(np.median(denominators)))
    return Baseline(BaselineKind.SHARE, level, size, points, max(1.0, spread))


def _on(last: date, months: int) -> date:
    index = last.year * 12 + last.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)
