"""The outlines that a map is drawn of: a picture's own, small enough for a page.

Boundaries are published and no secret: they travel with every picture and its release.
"""

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

import duckdb

from dashboard.warehouse.simplifying import Polygons, Position, Ring, simplified

# Of one level: a page then carries about 50 kB of outlines.
MOST_POINTS = 3_000
# More areas than the data zones of any one council are no picture of a partnership.
MOST_AREAS = 800
_COLUMNS = "area_level varchar, area_code varchar, rings double[][][], middle double[]"


def create_no_outlines(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(f"create or replace table outline ({_COLUMNS})")


def create_outlines(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `outline` of `boundary`: each area's rings, and its middle.

    Outer rings run against the clock and holes with it, so that a hole is left white.
    """
    create_no_outlines(connection)
    held: dict[str, dict[str, Polygons]] = defaultdict(dict)
    for level, code, polygons in connection.execute(
        "select area_level, area_code, polygons from boundary order by all"
    ).fetchall():
        if drawn := _whole(polygons):
            held[level][code] = drawn
    rows = [
        [level, code, _rings(polygons), middle_of(polygons)]
        for level, areas in held.items()
        if len(areas) <= MOST_AREAS
        for code, polygons in simplified(areas, MOST_POINTS).items()
    ]
    if rows:
        connection.executemany("insert into outline values (?, ?, ?, ?)", rows)


def _whole(polygons: Sequence[Sequence[Sequence[Sequence[float]]]]) -> Polygons:
    """The polygons, rings opened, without what is no area at all."""
    opened = [[_opened(ring) for ring in one] for one in polygons]
    whole = [[ring for ring in one if len(set(ring)) >= 3] for one in opened]
    return [kept for kept, one in zip(whole, opened, strict=True) if one[0] in kept]


def _opened(ring: Sequence[Sequence[float]]) -> Ring:
    """A ring without its last position, which is its first, and without one twice running."""
    positions: list[Position] = [(lon, lat) for lon, lat in ring]
    return [here for here, there in pairwise(positions) if here != there]


def _rings(polygons: Polygons) -> list[list[Position]]:
    return [
        _turned(ring, outer=place == 0)
        for one in polygons
        for place, ring in enumerate(one)
    ]


def _turned(ring: Ring, *, outer: bool) -> list[Position]:
    against_the_clock = _area(ring) > 0
    return list(ring) if against_the_clock == outer else list(reversed(ring))


def _area(ring: Ring) -> float:
    """Positive where the ring runs against the clock (the shoelace formula)."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in _sides(ring)) / 2


def _sides(ring: Ring) -> list[tuple[Position, Position]]:
    return list(zip(ring, [*ring[1:], ring[0]], strict=True))


def middle_of(polygons: Polygons) -> Position:
    """The middle of an area's largest part: the centroid of its outer ring."""
    ring = max((one[0] for one in polygons), key=lambda ring: abs(_area(ring)))
    # Reckoned from its first position: degrees are large beside an area.
    x, y = ring[0]
    near = [(lon - x, lat - y) for lon, lat in ring]
    area = _area(near)
    if not area:
        return ring[0]
    turns = [(a, b, a[0] * b[1] - b[0] * a[1]) for a, b in _sides(near)]
    return (
        x + sum((a[0] + b[0]) * turn for a, b, turn in turns) / (6 * area),
        y + sum((a[1] + b[1]) * turn for a, b, turn in turns) / (6 * area),
    )
