"""What is left of a whole: no sum of shown numbers may say that a withheld one is small.

A shown number bounds the true one, five either way. A whole less the parts that are shown
bounds what is withheld; where that comes to less than five at most, whoever knows a child
in it has worked it out. Then the smallest shown part is withheld too, and so on until no
sum says so. Judged on shown numbers alone, as everything here (STATISTICS §9.3 E), to the
fixed point an attacker goes to: by each further dimension and by shorter periods.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from dashboard.disclosure import MOST_WITHHELD, Shown
from dashboard.statistics.noise_row import BOUND
from dashboard.warehouse.combinations import combination_name
from dashboard.warehouse.facts import MANY_VALUED
from dashboard.warehouse.offering import Offered, Shape
from dashboard.warehouse.periods import MADE_OF

if TYPE_CHECKING:
    import pandas as pd

# The least that a sum may leave at most.
_LEFT = BOUND
# What is withheld for another's sake can be anything: so large that no sum says less.
_ANYTHING = 1e9
_PASSES = 40

Mask = NDArray[np.bool_]
Rows = NDArray[np.int64]
Name = tuple[tuple[str, ...], str]


@dataclass(frozen=True, eq=False)
class Bounds:
    """Of every cell of every table, told or not: the least and the most it can be.

    An array for each table, by period and then by the value of each dimension; `rows`
    are the numbers' places among those that were given, -1 where there is none.
    """

    shape: Shape
    rows: dict[Name, Rows]
    told: dict[Name, Mask]
    low: dict[Name, Shown]
    high: dict[Name, Shown]

    def tighten(self) -> Bounds:
        """To where nothing moves: a whole is within its parts, a part within the rest."""
        by_dimension = list(_by_dimension(self.rows))
        by_period = list(_by_period(self.shape, self.rows))
        low, high = self.low, self.high
        for _ in range(_PASSES):
            before = self._width()
            for whole, part, axis in by_dimension:
                _meet(low[whole], high[whole], low[part], high[part], axis)
            for whole, part, owner in by_period:
                _meet_in_groups(low[whole], high[whole], low[part], high[part], owner)
            if before == self._width():
                break
        return self

    def _width(self) -> float:
        return sum(float((self.high[n] - low).sum()) for n, low in self.low.items())


def held_back(
    shape: Shape, rows: Mapping[Name, Rows], shown: Shown, most: Bounds | None = None
) -> tuple[Shown, Bounds]:
    """`shown` with what must be withheld besides, and the bounds of all of them.

    `rows` say where each number stands; `most` bounds those that they are some of.
    """
    kept = shown.copy()
    aside = np.zeros(len(shown), dtype=bool)
    while True:
        bounds = _bounds(shape, rows, kept, aside, most).tighten()
        beside = set(_beside(bounds, kept))
        if not beside:
            return kept, bounds
        kept[list(beside)] = np.nan
        aside[list(beside)] = True


def rows_of(shape: Shape, cells: pd.DataFrame) -> dict[Name, Rows]:
    """Where in the cells each cell of each offered table is; bands of days are left out."""
    import pandas as pd  # takes longer than a server's other modules, which need none of it

    whole = np.flatnonzero(cells["band"].isna())
    ours = cells.iloc[whole]
    periods, dates = pd.factorize(ours["period"])
    days = [date.date() for date in dates]
    keys = [pd.factorize(ours[key]) for key in ("key1", "key2")]
    tables = ours.groupby(["combination", "period_kind"]).indices
    found = {}
    for one in shape.offered:
        rows = np.full(_size(shape, one), -1)
        here = tables.get((combination_name(one.combination), one.period_kind))
        if here is not None:
            at = [_places(sorted(shape.periods[one.period_kind]), days)[periods[here]]]
            for dimension, (codes, values) in zip(one.combination, keys, strict=False):
                at.append(_places(shape.values[dimension], values)[codes[here]])
            rows[tuple(at)] = whole[here]
        found[one.combination, one.period_kind] = rows
    return found


def _places(known: Sequence[Any], values: Iterable[Any]) -> Rows:
    """Of each value its place among the known ones; of one that is none, one too far."""
    places = {value: place for place, value in enumerate(known)}
    return np.array([places.get(value, len(known)) for value in values])


def _size(shape: Shape, one: Offered) -> list[int]:
    return [
        len(shape.periods.get(one.period_kind, ())),
        *(len(shape.values[dimension]) for dimension in one.combination),
    ]


def _bounds(
    shape: Shape,
    rows: Mapping[Name, Rows],
    kept: Shown,
    aside: Mask,
    most: Bounds | None,
) -> Bounds:
    """By its own number alone. What is withheld for another's sake can be anything."""
    bounds = Bounds(shape, dict(rows), {}, {}, {})
    with_none = np.append(kept, np.nan)
    anything = np.append(aside, False)
    for name, found in rows.items():
        shown = with_none[found]
        told = ~np.isnan(shown)
        least = np.where(told, np.maximum(shown - BOUND, 0), 0.0)
        largest = np.where(anything[found], _ANYTHING, MOST_WITHHELD)
        if most:
            largest = most.high[name]
        bounds.told[name], bounds.low[name] = told, least
        bounds.high[name] = np.where(told, shown + BOUND, largest)
    return bounds


def _by_dimension(rows: Mapping[Name, Rows]) -> Iterator[tuple[Name, Name, int]]:
    """A table, the same by one more dimension, and where in it that is."""
    for name in rows:
        combination, kind = name
        for place, dimension in enumerate(combination, start=1):
            fewer = (tuple(d for d in combination if d != dimension), kind)
            if fewer in rows and dimension not in MANY_VALUED:
                yield fewer, name, place


def _by_period(
    shape: Shape, rows: Mapping[Name, Rows]
) -> Iterator[tuple[Name, Name, Rows]]:
    """A table, the same by shorter periods, and of each of those which it is added to."""
    owners = {
        (kind, shorter): _owner(shape, kind, shorter)
        for kind, made_of in MADE_OF.items()
        for shorter in made_of
    }
    for combination, kind in rows:
        for shorter in MADE_OF.get(kind, ()):
            if (combination, shorter) in rows:
                owner = owners[kind, shorter]
                yield (combination, kind), (combination, shorter), owner


def _owner(shape: Shape, kind: str, shorter: str) -> Rows:
    """Of each shorter period the place of the one it is part of, -1 where that is not
    all of it."""
    held = shape.periods.get(shorter, {})
    months = [held[p] for p in sorted(held)]
    owner = np.full(len(months), -1)
    wholes = shape.periods.get(kind, {})
    for place, period in enumerate(sorted(wholes)):
        wanted = wholes[period]
        places = [n for n, held in enumerate(months) if held <= wanted]
        if sum(len(months[n]) for n in places) == len(wanted):
            owner[places] = place
    return owner


def _meet(
    whole_low: Shown, whole_high: Shown, low: Shown, high: Shown, axis: int
) -> None:
    least = low.sum(axis=axis, keepdims=True)
    most = high.sum(axis=axis, keepdims=True)
    # The wholes with an axis of one where the parts have theirs: the same numbers.
    at_least, at_most = whole_low.reshape(least.shape), whole_high.reshape(least.shape)
    np.maximum(at_least, least, out=at_least)
    np.minimum(at_most, most, out=at_most)
    lower, higher = at_least - (most - high), at_most - (least - low)
    np.maximum(low, lower, out=low)
    np.minimum(high, higher, out=high)


def _meet_in_groups(
    whole_low: Shown, whole_high: Shown, low: Shown, high: Shown, owner: Rows
) -> None:
    ours = np.flatnonzero(owner >= 0)
    to, lows, highs = owner[ours], low[ours], high[ours]
    least, most = _totals(lows, to, whole_low), _totals(highs, to, whole_low)
    reached = np.unique(to)
    whole_low[reached] = np.maximum(whole_low, least)[reached]
    whole_high[reached] = np.minimum(whole_high, most)[reached]
    low[ours] = np.maximum(lows, whole_low[to] - (most[to] - highs))
    high[ours] = np.minimum(highs, whole_high[to] - (least[to] - lows))


def _totals(parts: Shown, to: Rows, wholes: Shown) -> Shown:
    found = np.zeros_like(wholes)
    np.add.at(found, to, parts)
    return found


def _beside(bounds: Bounds, kept: Shown) -> Iterator[int]:
    """Of each sum that says so of a withheld cell: the smallest number in it."""
    telling = {
        name
        for name, told in bounds.told.items()
        if (~told & (bounds.high[name] < _LEFT)).any()
    }
    for whole, part, axis in _by_dimension(bounds.rows):
        if part in telling:
            most = bounds.high[whole]
            yield from _smallest(bounds, kept, most, part, slice(None), axis)
    for whole, part, owner in _by_period(bounds.shape, bounds.rows):
        for place in np.unique(owner[owner >= 0]) if part in telling else ():
            most = bounds.high[whole][place]
            places = np.flatnonzero(owner == place)
            yield from _smallest(bounds, kept, most, part, places, 0)


def _smallest(
    bounds: Bounds,
    kept: Shown,
    whole_high: Shown,
    part: Name,
    places: slice | Rows,
    axis: int,
) -> Iterator[int]:
    low, told = bounds.low[part][places], bounds.told[part][places]
    others = np.expand_dims(low.sum(axis=axis), axis) - low
    left = np.expand_dims(whole_high, axis) - others
    says = (~told & (left < _LEFT)).any(axis=axis) & told.any(axis=axis)
    if says.any():
        rows = bounds.rows[part][places]
        shown = np.where(told, np.append(kept, np.nan)[rows], np.inf)
        first = np.expand_dims(shown.argmin(axis=axis), axis)
        chosen = np.take_along_axis(rows, first, axis).squeeze(axis)
        yield from chosen[says].tolist()
