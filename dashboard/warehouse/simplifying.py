"""Outlines of fewer points, in which neighbours still meet.

Outlines are cut where more than two lines meet, into arcs, and simplified by Douglas and
Peucker's rule. What is left out of a border is left out of both areas that share it, so
that no gap opens between them. How far a point may be left out is worked out for each; the
points that matter most stay, as many as a page may carry.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from math import cos, inf, radians

import numpy as np
from numpy.typing import NDArray

Position = tuple[float, float]
# A ring without its last position, which is its first again.
Ring = Sequence[Position]
Polygons = Sequence[Sequence[Ring]]
# Finer than half of a screen's points across the whole map is never seen.
_FINEST = 1 / 1_500


def simplified(areas: Mapping[str, Polygons], most: int) -> dict[str, list[list[Ring]]]:
    """The same areas of about `most` points; small ones keep three of a ring at least."""
    rings = [ring for polygons in areas.values() for one in polygons for ring in one]
    if not rings:
        return {}
    weights = _weights(rings)
    least = max(_least(rings, weights, most), _FINEST * _extent(rings))
    return {
        code: _fewer(polygons, weights, least)
        for code, polygons in areas.items()
        if polygons
    }


def _fewer(
    polygons: Polygons, weights: Mapping[Position, float], least: float
) -> list[list[Ring]]:
    """An area's polygons: an island that vanishes is left out, unless it is the last."""
    found: list[list[Ring]] = []
    for one in polygons:
        outer, *holes = ([p for p in ring if weights[p] >= least] for ring in one)
        if len(outer) >= 3:
            found.append([outer, *(hole for hole in holes if len(hole) >= 3)])
    return found or [[_three(max((one[0] for one in polygons), key=len), weights)]]


def _three(ring: Ring, weights: Mapping[Position, float]) -> Ring:
    """The three positions of a ring that matter most, in their order."""
    kept = set(sorted(ring, key=lambda p: (-weights[p], p))[:3])
    return [position for position in ring if position in kept]


def _least(
    rings: Sequence[Ring], weights: Mapping[Position, float], most: int
) -> float:
    """The weight from which on there are no more than `most` positions."""
    every = sorted((weights[p] for ring in rings for p in ring), reverse=True)
    if len(every) <= most:
        return 0.0
    return float(np.nextafter(every[most], inf)) if every[most] < inf else inf


def _extent(rings: Sequence[Ring]) -> float:
    flat = _on_a_plane([position for ring in rings for position in ring], rings)
    return float((flat.max(axis=0) - flat.min(axis=0)).max())


def _weights(rings: Sequence[Ring]) -> dict[Position, float]:
    """How far the outline moves, in degrees of latitude, where a position is left out.

    A position has one weight for every area whose outline it is on.
    """
    meet = _meeting_points(rings)
    weights: dict[Position, float] = {}
    for ring in rings:
        for arc in _arcs(ring, meet):
            flat = _on_a_plane(arc, rings)
            for position, weight in zip(arc, _of_arc(flat), strict=True):
                weights[position] = max(weight, weights.get(position, 0.0))
    return weights


def _on_a_plane(
    positions: Sequence[Position], rings: Sequence[Ring]
) -> NDArray[np.float64]:
    """A degree of longitude is as long as the latitude makes it."""
    flat = np.array(positions, dtype=np.float64)
    flat[:, 0] *= cos(radians(rings[0][0][1]))
    return flat


def _meeting_points(rings: Sequence[Ring]) -> frozenset[Position]:
    """Where more than two lines meet: the ends of arcs."""
    beside: dict[Position, set[Position]] = defaultdict(set)
    for ring in rings:
        for here, there in zip(ring, [*ring[1:], ring[0]], strict=True):
            beside[here].add(there)
            beside[there].add(here)
    return frozenset(position for position, others in beside.items() if len(others) > 2)


def _arcs(ring: Ring, meet: frozenset[Position]) -> Iterator[list[Position]]:
    """A ring's lines between meeting points; one that meets nothing is cut at two of its own."""
    ends = [place for place, position in enumerate(ring) if position in meet]
    if len(ends) < 2:
        start = ends[0] if ends else min(range(len(ring)), key=lambda n: ring[n])
        ends = sorted({start, _farthest(ring, start)})
    turned = [*ring[ends[0] :], *ring[: ends[0]]]
    cuts = [place - ends[0] for place in ends] + [len(ring)]
    closed = [*turned, turned[0]]
    for first, last in pairwise(cuts):
        yield closed[first : last + 1]


def _farthest(ring: Ring, start: int) -> int:
    away = np.array(ring, dtype=np.float64) - np.array(ring[start])
    return int(np.hypot(away[:, 0], away[:, 1]).argmax())


def _of_arc(flat: NDArray[np.float64]) -> list[float]:
    """Douglas and Peucker's distance of each position; of the ends it has no end.

    None is larger than that of the one by whose leaving out it would be reached.
    """
    weights = [inf, *([0.0] * (len(flat) - 2)), inf]
    waiting = [(0, len(flat) - 1, inf)]
    while waiting:
        first, last, most = waiting.pop()
        if last - first < 2:
            continue
        away = _away(flat[first + 1 : last], flat[first], flat[last])
        place = int(away.argmax())
        weight = min(most, float(away[place]))
        middle = first + 1 + place
        weights[middle] = weight
        waiting += [(first, middle, weight), (middle, last, weight)]
    return weights


def _away(
    points: NDArray[np.float64], start: NDArray[np.float64], end: NDArray[np.float64]
) -> NDArray[np.float64]:
    """How far points are from the line between two others."""
    along, to = end - start, points - start
    length = float(along @ along)
    share = np.clip(to @ along / length, 0, 1) if length else np.zeros(len(points))
    left = to - share[:, None] * along
    return np.asarray(np.hypot(left[:, 0], left[:, 1]), dtype=np.float64)
