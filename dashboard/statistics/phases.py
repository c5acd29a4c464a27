"""Where a new level might start: suggestions for a person, never a rebase by themselves.

When to reckon limits anew is judgement: it needs a date, a reason and a name. What
follows only says where the points look like a level of their own.
"""

import itertools
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dashboard.statistics.attribute import D2
from dashboard.statistics.counts import FloatArray
from dashboard.statistics.xmr import moving_range

PERIOD = 21
LONG_RUN = 8
MOST_EXCLUDED = 3
BASELINE = 13
SUSTAINED = 9

Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Lines:
    """Centre and limits of every point, from the points of one period."""

    centre: FloatArray
    lower: FloatArray
    upper: FloatArray


# From the points a period is reckoned from to its lines, over all points.
Fit = Callable[[Mask], Lines]


@dataclass(frozen=True, eq=False)
class Level:
    """A level from `start` on: its lines, and the points left out of its limits."""

    start: int
    lines: Lines
    excluded: tuple[int, ...]


def xmr_lines(values: FloatArray) -> Fit:
    """Lines of single values, as an XmR chart has them, screened as by its authors."""

    def fit(used: Mask) -> Lines:
        base = values[used]
        sigma = np.full(values.size, moving_range(base).screened / D2)
        centre = np.full(values.size, base.mean())
        return Lines(centre, centre - 3 * sigma, centre + 3 * sigma)

    return fit


def stable_shift(
    values: ArrayLike, fit: Fit, *, no_regrets: bool = True
) -> tuple[Level, ...]:
    """The levels of a series by the Stable Shift Algorithm; one where it never shifts.

    Limits come from 21 points, up to three of them left out as outside (the furthest
    first, reckoned anew each time). From the end of such a period on, the next run of
    eight on one side may start a new level; it does unless eight in a row on the other
    side of its own centre follow within its period (its first run aside), or, with
    `no_regrets`, its last run might still become that. Empty below 21 points.

    Woodcock and others, BMJ Qual Saf 2025, doi 10.1136/bmjqs-2025-019263.
    """
    series = np.asarray(values, dtype=np.float64)
    if series.size < PERIOD:
        return ()
    levels = [_level(series, fit, 0)]
    place = PERIOD
    while True:
        found = _next_level(series, fit, levels[-1], place, no_regrets=no_regrets)
        if found is None:
            return tuple(levels)
        levels.append(found)
        place = found.start + PERIOD


def _level(series: FloatArray, fit: Fit, start: int) -> Level:
    used = np.zeros(series.size, dtype=np.bool_)
    used[start : start + PERIOD] = True
    excluded: list[int] = []
    lines = fit(used)
    while len(excluded) < MOST_EXCLUDED:
        beyond = np.maximum(series - lines.upper, lines.lower - series)
        beyond = np.where(used, beyond, -np.inf)
        furthest = int(np.argmax(beyond))
        if beyond[furthest] <= 0:
            break
        used[furthest] = False
        excluded.append(furthest)
        lines = fit(used)
    return Level(start, lines, tuple(sorted(excluded)))


def _next_level(
    series: FloatArray, fit: Fit, level: Level, place: int, *, no_regrets: bool
) -> Level | None:
    sides = _sides(series, level.lines.centre)
    while (start := _start_of_run(sides, place)) is not None:
        if start + PERIOD > series.size:
            return None
        candidate = _level(series, fit, start)
        if _is_stable(series, candidate, int(sides[start]), no_regrets=no_regrets):
            return candidate
        place = start + 1
    return None


def _sides(series: FloatArray, centre: FloatArray) -> NDArray[np.int_]:
    return np.sign(series - centre).astype(np.int_)


def _start_of_run(sides: NDArray[np.int_], place: int) -> int | None:
    """The first point from `place` on from which eight in a row lie on one side."""
    for start in range(place, sides.size - LONG_RUN + 1):
        window = sides[start : start + LONG_RUN]
        if window[0] and (window == window[0]).all():
            return start
    return None


def _is_stable(
    series: FloatArray, level: Level, side: int, *, no_regrets: bool
) -> bool:
    sides = _sides(series, level.lines.centre)[level.start :]
    end = min(PERIOD, sides.size)
    back = [run for run in _runs(sides[:end])[1:] if run[2] == -side]
    if any(last - first >= LONG_RUN for first, last, _ in back):
        return False
    if not no_regrets or not back or back[-1][1] < end:
        return True
    return not _may_become_long(sides, back[-1][0], end)


def _may_become_long(sides: NDArray[np.int_], first: int, end: int) -> bool:
    """Whether the run from `first` goes on after the period to eight, or to the end."""
    others = np.flatnonzero(sides[end:] != sides[first])
    last = end + int(others[0]) if others.size else sides.size
    return last == sides.size or last - first >= LONG_RUN


def _runs(sides: NDArray[np.int_]) -> list[tuple[int, int, int]]:
    edges = [0, *(np.flatnonzero(np.diff(sides)) + 1).tolist(), sides.size]
    return [(a, b, int(sides[a])) for a, b in itertools.pairwise(edges)]


@dataclass(frozen=True)
class Median:
    """A median from the points `start` to `end`, both included."""

    median: float
    start: int
    end: int


def sustained_runs(values: ArrayLike, *, side: int = 0) -> tuple[Median, ...]:
    """The medians of a run chart that starts anew at each sustained run.

    The first is of the first 13 points. After it nine in a row on one side (`side` 1 or
    -1; either when 0), points on the median left out, start a new one, which is the
    median of those nine; and so on from their end. NaN is left out. Empty below 13
    points.
    """
    series = np.asarray(values, dtype=np.float64)
    known = np.flatnonzero(~np.isnan(series))
    if known.size < BASELINE:
        return ()
    first = known[:BASELINE]
    found = [Median(float(np.median(series[first])), int(first[0]), int(first[-1]))]
    while True:
        later = known[known > found[-1].end]
        run = _sustained(series, later, found[-1].median, side)
        if run is None:
            return tuple(found)
        found.append(Median(float(np.median(series[run])), int(run[0]), int(run[-1])))


def _sustained(
    series: FloatArray, places: NDArray[np.int_], median: float, side: int
) -> NDArray[np.int_] | None:
    """The first nine in a row on one side of the median, those on it left out."""
    off = np.sign(series[places] - median).astype(np.int_)
    useful, sides = places[off != 0], off[off != 0]
    for start, end, sign in _runs(sides) if sides.size else ():
        if end - start >= SUSTAINED and side in (0, sign):
            return np.asarray(useful[start : start + SUSTAINED])
    return None
