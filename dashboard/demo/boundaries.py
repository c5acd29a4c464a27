"""Writes the boundaries of the invented council: an island of its own in the North Sea.

Data zones are the cells of a crooked grid, small in the south, where the towns are, and
large in the north. Every larger area is what is left of its cells' sides once those that
two of them share are gone.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from dashboard.demo.area import Area
from dashboard.demo.partnership import Chance
from dashboard.demo.places import DataZone

Position = tuple[float, float]
Side = tuple[Position, Position]

# No land is near it.
_WEST, _SOUTH = 2.4, 56.4
_COLUMNS, _IN_A_BAND = 12, 3
_WIDTH = 0.045
_HEIGHTS = (0.016, 0.016, 0.018, 0.022, 0.034, 0.05, 0.07, 0.09)
# Of a cell's width and height; each corner and each side's middle is moved so far at most.
_CROOKED = 0.28
CodeAndName = Callable[[DataZone], tuple[str, str]]
_LEVELS: tuple[CodeAndName, ...] = (
    lambda zone: (zone.code, f"{zone.intermediate}, {zone.code[-2:]}"),
    lambda zone: (zone.intermediate_code, zone.intermediate),
    lambda zone: (zone.ward_code, zone.ward),
    lambda zone: (zone.locality_code, zone.locality),
)


def write_boundaries(directory: Path, area: Area) -> None:
    zones, council = area.places.zones, area.settings["council"]
    points = _points(area.chance("boundaries"), len(zones))
    cells = dict(zip(zones, _cells(len(zones), points), strict=True))
    features = [
        _feature(code, name, sides)
        for level in _LEVELS
        for (code, name), sides in _grouped(cells, level).items()
    ]
    every = [side for sides in cells.values() for side in sides]
    features.append(_feature(council["code"], council["name"], every))
    collection = {"type": "FeatureCollection", "features": features}
    text = json.dumps(collection, separators=(",", ":"))
    (directory / "boundaries.geojson").write_text(text, encoding="utf-8")


def _grouped(
    cells: Mapping[DataZone, Sequence[Side]], level: CodeAndName
) -> dict[tuple[str, str], list[Side]]:
    found: dict[tuple[str, str], list[Side]] = defaultdict(list)
    for zone, sides in cells.items():
        found[level(zone)] += sides
    return found


def _points(chance: Chance, zones: int) -> dict[tuple[int, int], Position]:
    """The grid at twice the cells' fineness, so that a side has a middle: each point moved."""
    rows = -(-zones // _COLUMNS)
    heights = [_HEIGHTS[min(row, len(_HEIGHTS) - 1)] for row in range(rows)]
    found = {}
    for row in range(2 * rows + 1):
        height = heights[min(row // 2, rows - 1)]
        south = _SOUTH + sum(heights[: row // 2]) + row % 2 * height / 2
        for column in range(2 * _COLUMNS + 1):
            east, north = chance.uniform(-_CROOKED, _CROOKED, 2)
            lon = _WEST + column * _WIDTH / 2 + east * _WIDTH / 2
            found[column, row] = round(lon, 5), round(south + north * height / 2, 5)
    return found


def _cells(
    zones: int, points: Mapping[tuple[int, int], Position]
) -> Iterator[list[Side]]:
    """The sides of each cell, against the clock, in the order of the data zones."""
    for column, row in _places(zones):
        x, y = 2 * column, 2 * row
        around = [
            *((x, y), (x + 1, y), (x + 2, y), (x + 2, y + 1)),
            *((x + 2, y + 2), (x + 1, y + 2), (x, y + 2), (x, y + 1)),
        ]
        corners = [points[place] for place in around]
        yield list(zip(corners, [*corners[1:], corners[0]], strict=True))


def _places(zones: int) -> Iterator[tuple[int, int]]:
    """Column and row of each cell: to and fro within bands, so that groups hang together."""
    for number in range(zones):
        band, place = divmod(number, _COLUMNS * _IN_A_BAND)
        column, step = divmod(place, _IN_A_BAND)
        up = step if column % 2 == 0 else _IN_A_BAND - 1 - step
        along = column if band % 2 == 0 else _COLUMNS - 1 - column
        yield along, band * _IN_A_BAND + up


def _feature(code: str, name: str, sides: Sequence[Side]) -> dict[str, object]:
    rings = [[[*position] for position in ring] for ring in _rings(sides)]
    return {
        "type": "Feature",
        "properties": {"code": code, "name": name},
        "geometry": {"type": "MultiPolygon", "coordinates": [[ring] for ring in rings]},
    }


def _rings(sides: Sequence[Side]) -> Iterator[list[Position]]:
    """The sides that no two cells share, joined end to end."""
    shared = set(sides)
    outer = [side for side in sides if side[::-1] not in shared]
    onward: dict[Position, list[Position]] = defaultdict(list)
    for start, end in outer:
        onward[start].append(end)
    for start, _ in outer:
        ring = [start]
        while onward[ring[-1]]:
            ring.append(onward[ring[-1]].pop())
        if len(ring) > 1:
            yield ring
