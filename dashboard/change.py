"""Has a series changed by more than chance usually gives? One answer, whatever the rules.

A run chart and a control chart say it differently; here both become signals with a
place, a side and a length, and lines to draw. Only points that are old enough and were
sent are judged. Nothing is claimed that the rules cannot judge, and why is kept.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby, pairwise

import numpy as np

from dashboard.arithmetic import as_array
from dashboard.measures import Kind, Measure
from dashboard.method import RECENT_POINTS, Method, Rules
from dashboard.points import Point, Status
from dashboard.statistics.attribute import c_chart, p_chart, u_chart
from dashboard.statistics.autocorrelation import is_autocorrelated
from dashboard.statistics.choice import Reason, choose_chart
from dashboard.statistics.controlchart import Chart, ControlChart, Note
from dashboard.statistics.counts import FloatArray
from dashboard.statistics.phases import stable_shift, sustained_runs, xmr_lines
from dashboard.statistics.runchart import (
    POINTS_IN_A_SHIFT,
    Direction,
    NoRules,
    Run,
    RunChart,
    Side,
    SixAndFive,
    run_chart,
    six_and_five,
)
from dashboard.statistics.special_causes import Cause
from dashboard.statistics.xmr import xmr_chart

Mask = np.ndarray[tuple[int], np.dtype[np.bool_]]


class SignalKind(StrEnum):
    """What was found. Crossings are found of a whole level, not of its points."""

    RUN = "run"
    OUTSIDE = "outside"
    TREND = "trend"
    TWO_IN_THREE = "two in three"
    CROSSINGS = "crossings"


@dataclass(frozen=True)
class Signal:
    """More than chance usually gives: `start` and `end` are positions in the series.

    `side` is +1 above or rising, -1 below or falling; `length` counts the points it is
    made of. Of crossings it is the latest run, and `crossings` and `fewest` say how
    often the median is crossed and how often chance would at the least.
    """

    kind: SignalKind
    start: int
    end: int
    side: int
    length: int
    crossings: int = 0
    fewest: int = 0

    @property
    def stands(self) -> bool:
        """Whether its points lie where the level is now: few crossings alone do not say."""
        return self.kind is not SignalKind.CROSSINGS or self.length >= POINTS_IN_A_SHIFT


@dataclass(frozen=True, eq=False)
class Change:
    """A series as its rules read it; the lines have one element for each of its points.

    `first` is the position from which points are drawn and judged. `reason` says why
    nothing was judged, `choice` why this control chart was chosen; `positions` are the
    points that were judged. `suggested` is where a new level might start, if a person
    knows why: never more than that.
    """

    rules: Rules
    first: int = 0
    judged: int = 0
    last: int | None = None
    centre: tuple[float | None, ...] = ()
    lower: tuple[float | None, ...] = ()
    upper: tuple[float | None, ...] = ()
    signals: tuple[Signal, ...] = ()
    reason: NoRules | Note | None = None
    chart: Chart | None = None
    choice: Reason | None = None
    notes: frozenset[Note] = frozenset()
    starts: tuple[int, ...] = ()
    positions: frozenset[int] = frozenset()
    suggested: int | None = None

    @property
    def signal(self) -> bool:
        return bool(self.signals)

    @property
    def marked(self) -> dict[int, int]:
        """Positions of the points in a signal, and the side of it."""
        return {
            position: signal.side
            for signal in reversed(self.signals)
            if signal.kind is not SignalKind.CROSSINGS
            for position in self._points_of(signal)
        }

    def _points_of(self, signal: Signal) -> Sequence[int]:
        inside = range(signal.start, signal.end + 1)
        return [position for position in inside if position in self.positions]

    @property
    def told(self) -> Signal | None:
        """The signal to speak of: one that still holds, else the latest; long runs first."""
        return min(self.signals, key=self._standing, default=None)

    def _standing(self, signal: Signal) -> tuple[bool, int, int]:
        return (
            signal.end != self.last,
            -signal.end,
            list(SignalKind).index(signal.kind),
        )


def change_of(
    measure: Measure,
    points: Sequence[Point],
    method: Method,
    *,
    rules: Rules,
    noise_variance: float = 0.0,
) -> Change:
    """Read one series of points in the order of time, gaps included."""
    counted = np.array([_counts(measure, point) for point in points], dtype=bool)
    first = 0 if method.every else _first_of_recent(counted)
    recent = points[first:]
    starts = _positions(recent, method)
    read = _run_chart if rules.draws_median else _control_chart
    series = _Series(
        measure, recent, counted[first:], starts, method, rules, noise_variance
    )
    found = _cautioned(read(series), series)
    if found.signal and not starts:
        found = replace(found, suggested=_suggested(series))
    return _placed(found, first, len(points))


def _suggested(series: "_Series") -> int | None:
    """Where the latest level of its own seems to start, by the rules' own algorithm."""
    judged = series.judged
    values = series.values[judged]
    if series.rules.draws_median:
        starts = [found.start for found in sustained_runs(values)[1:]]
    else:
        starts = [found.start for found in stable_shift(values, xmr_lines(values))[1:]]
    return judged[starts[-1]] if starts else None


def _cautioned(change: Change, series: "_Series") -> Change:
    """Of a stock most children are those of the month before, so chance moves it slowly."""
    values = series.values[series.judged]
    if series.measure.kind is Kind.STOCK and is_autocorrelated(values):
        return replace(change, notes=change.notes | {Note.AUTOCORRELATED})
    return change


def _counts(measure: Measure, point: Point) -> bool:
    """Part of a quarter is a smaller denominator of a share, and too small a count."""
    if point.status is Status.PART:
        return measure.kind not in (Kind.COUNT, Kind.STOCK) and point.denominator > 0
    return point.status is Status.SHOWN


def _first_of_recent(counted: Mask) -> int:
    positions = np.flatnonzero(counted)
    return int(positions[-RECENT_POINTS]) if positions.size > RECENT_POINTS else 0


def _positions(points: Sequence[Point], method: Method) -> tuple[int, ...]:
    """Where new levels start: the first point on or after each month."""
    found = (
        next((n for n, point in enumerate(points) if point.period >= start), None)
        for start in method.starts or ()
    )
    return tuple(sorted({position for position in found if position}))


def _placed(change: Change, first: int, size: int) -> Change:
    """The same, in positions of the whole series."""
    blank: tuple[None, ...] = (None,) * first
    assert first + len(change.centre) == size
    return replace(
        change,
        first=first,
        last=None if change.last is None else change.last + first,
        centre=blank + change.centre,
        lower=blank + change.lower,
        upper=blank + change.upper,
        starts=tuple(start + first for start in change.starts),
        positions=frozenset(position + first for position in change.positions),
        suggested=None if change.suggested is None else change.suggested + first,
        signals=tuple(
            replace(s, start=s.start + first, end=s.end + first) for s in change.signals
        ),
    )


@dataclass(frozen=True, eq=False)
class _Series:
    """The points that are drawn, which of them count, and how they are to be read."""

    measure: Measure
    points: Sequence[Point]
    counted: Mask
    starts: tuple[int, ...]
    method: Method
    rules: Rules
    noise_variance: float

    @property
    def values(self) -> FloatArray:
        return as_array(point.value for point in self.points)

    @property
    def levels(self) -> list[range]:
        edges = [0, *self.starts, len(self.points)]
        return [range(a, b) for a, b in pairwise(edges)]

    @property
    def judged(self) -> list[int]:
        return np.flatnonzero(self.counted & ~np.isnan(self.values)).tolist()

    def change(self, lines: "_Lines", signals: Sequence[Signal]) -> Change:
        positions = self.judged
        return Change(
            rules=self.rules,
            judged=len(positions),
            last=positions[-1] if positions else None,
            centre=lines.centre,
            lower=lines.lower,
            upper=lines.upper,
            signals=tuple(signals),
            starts=self.starts,
            positions=frozenset(positions),
        )


@dataclass(frozen=True)
class _Lines:
    centre: tuple[float | None, ...]
    lower: tuple[float | None, ...]
    upper: tuple[float | None, ...]


# -- run charts: each level has a median of its own ----------------------------------


def _run_chart(series: _Series) -> Change:
    centre: list[float | None] = []
    signals: list[Signal] = []
    reason: NoRules | None = NoRules.NO_POINTS
    for level in series.levels:
        within = slice(level.start, level.stop)
        values, include = series.values[within], series.counted[within]
        if series.rules is Rules.SIX_AND_FIVE:
            found: RunChart | SixAndFive = six_and_five(values, include=include)
        else:
            found = run_chart(values, include=include)
        centre += [None if np.isnan(found.median) else found.median] * len(level)
        signals += _found_by_runs(found, level.start, values, include)
        reason = found.reason
    nothing = (None,) * len(series.points)
    change = series.change(_Lines(tuple(centre), nothing, nothing), signals)
    return replace(change, reason=reason)


def _found_by_runs(
    chart: RunChart | SixAndFive, begin: int, values: FloatArray, include: Mask
) -> list[Signal]:
    if isinstance(chart, SixAndFive):
        return [_run(run, begin) for run in chart.shifts] + [
            Signal(
                SignalKind.TREND,
                begin + trend.start,
                begin + trend.end,
                1 if trend.direction is Direction.RISING else -1,
                trend.length,
            )
            for trend in chart.trends
        ]
    if chart.shift is not None:
        return [_run(chart.shift, begin)]
    return [_few_crossings(chart, begin, values, include)] if chart.signal else []


def _run(run: Run, begin: int) -> Signal:
    side = 1 if run.side is Side.ABOVE else -1
    return Signal(SignalKind.RUN, begin + run.start, begin + run.end, side, run.length)


def _few_crossings(
    chart: RunChart, begin: int, values: FloatArray, include: Mask
) -> Signal:
    """The latest run is what a reader sees of a level that has moved."""
    off = values - chart.median
    useful = np.flatnonzero(include & ~np.isnan(off) & (off != 0))
    side = int(np.sign(off[useful[-1]]))
    others = np.flatnonzero(np.sign(off[useful]) == -side)
    run = useful[others[-1] + 1 :] if others.size else useful
    return Signal(
        SignalKind.CROSSINGS,
        begin + int(run[0]),
        begin + int(run[-1]),
        side,
        run.size,
        crossings=chart.crossings,
        fewest=chart.crossings_limit or 0,
    )


# -- control charts: limits, and the four rules of Making Data Count -------------------


def _control_chart(series: _Series) -> Change:
    chart, choice = _chosen(series)
    if chart is None:
        run = _run_chart(replace(series, rules=Rules.ANHOEJ))
        return replace(run, rules=series.rules, choice=choice)
    drawn, scale = _drawn(series, chart)
    lines = _Lines(
        *(
            tuple(None if np.isnan(v) else float(v) * scale for v in line)
            for line in (drawn.centre, drawn.lower, drawn.upper)
        )
    )
    change = series.change(lines, _found_by_limits(drawn))
    too_few = next((note for note in _NOTHING if note in drawn.notes), None)
    return replace(
        change, chart=chart, choice=choice, notes=drawn.notes, reason=too_few
    )


_NOTHING = (Note.NO_POINTS, Note.TOO_FEW_POINTS)


def _chosen(series: _Series) -> tuple[Chart | None, Reason | None]:
    if series.method.chart is not None:
        return series.method.chart, None
    if series.rules is Rules.MAKING_DATA_COUNT:
        return Chart.XMR, None
    counted = series.judged
    choice = choose_chart(
        _kind_drawn(series),
        x=as_array(series.points[n].numerator for n in counted),
        n=as_array(series.points[n].denominator for n in counted),
    )
    return choice.chart, choice.reason


def _kind_drawn(series: _Series) -> str:
    """A rate that has nobody to divide by is shown, and so judged, as a count."""
    kind = series.measure.kind
    if kind is Kind.RATE and not any(point.denominator for point in series.points):
        return Kind.COUNT
    return kind


def _drawn(series: _Series, chart: Chart) -> tuple[ControlChart, float]:
    """The chart, and by what its values are to be multiplied to be those of the points."""
    include, starts = series.counted, series.starts
    noise = series.noise_variance
    if chart is Chart.XMR:
        return xmr_chart(series.values, include=include, starts=starts), 1.0
    if chart is Chart.C:
        values = series.values
        return c_chart(
            values, include=include, starts=starts, noise_variance=noise
        ), 1.0
    x = as_array(point.numerator for point in series.points)
    n = as_array(point.denominator for point in series.points)
    of_shares = chart in (Chart.P, Chart.P_PRIME)
    drawn = (p_chart if of_shares else u_chart)(
        x,
        n,
        include=include,
        starts=starts,
        prime=chart in (Chart.P_PRIME, Chart.U_PRIME),
        noise_variance=noise,
    )
    over = series.measure.over
    return drawn, 1.0 if of_shares or over is None else float(over.per)


def _found_by_limits(chart: ControlChart) -> list[Signal]:
    """Neighbours of one cause in one phase are one signal.

    A point has the first cause that holds; a run or trend is told at its full length,
    whatever else some of its points are.
    """
    found = []
    for (cause, phase), neighbours in _neighbours(chart):
        kind = _KINDS.get(cause)
        if kind is None:
            continue
        places = neighbours
        if kind in (SignalKind.RUN, SignalKind.TREND):
            places = _whole_stretch(chart, kind, cause.direction, phase, neighbours)
        found.append(Signal(kind, places[0], places[-1], cause.direction, len(places)))
    return list(dict.fromkeys(found))


def _neighbours(chart: ControlChart) -> Iterator[tuple[tuple[Cause, int], list[int]]]:
    causes = list(zip(chart.causes, chart.phases.tolist(), strict=True))
    for cause, group in groupby(range(len(causes)), key=causes.__getitem__):
        yield cause, list(group)


def _whole_stretch(
    chart: ControlChart, kind: SignalKind, side: int, phase: int, places: list[int]
) -> list[int]:
    off = chart.values - chart.centre
    if kind is SignalKind.TREND:
        off = np.diff(chart.values, prepend=np.nan)
    alike = (np.sign(off) == side) & (chart.phases == phase)
    start, end = places[0], places[-1]
    while start > 0 and alike[start if kind is SignalKind.TREND else start - 1]:
        start -= 1
    while end + 1 < alike.size and alike[end + 1]:
        end += 1
    return list(range(start, end + 1))


_KINDS = {
    Cause.ABOVE_LIMIT: SignalKind.OUTSIDE,
    Cause.BELOW_LIMIT: SignalKind.OUTSIDE,
    Cause.RISING: SignalKind.TREND,
    Cause.FALLING: SignalKind.TREND,
    Cause.TWO_IN_THREE_ABOVE: SignalKind.TWO_IN_THREE,
    Cause.TWO_IN_THREE_BELOW: SignalKind.TWO_IN_THREE,
    Cause.SHIFT_ABOVE: SignalKind.RUN,
    Cause.SHIFT_BELOW: SignalKind.RUN,
}
