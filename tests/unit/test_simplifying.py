"""Outlines of fewer points: neighbours still meet, and what matters most stays."""

from collections import Counter
from math import hypot

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dashboard.warehouse.outlines import middle_of
from dashboard.warehouse.simplifying import Polygons, Position, Ring, simplified

Sides = Counter[tuple[Position, Position]]
_BETWEEN = 9


def grid(size: int, seed: int) -> dict[str, Polygons]:
    """Cells of a grid with crooked sides that each two share."""
    chance = np.random.default_rng(seed)
    moved: dict[Position, Position] = {}

    def point(x: float, y: float) -> Position:
        place = (round(x, 4), round(y, 4))
        if place not in moved:
            east, north = chance.uniform(-0.04, 0.04, 2)
            moved[place] = (round(x + east, 6), round(56 + y + north, 6))
        return moved[place]

    def side(start: Position, end: Position) -> Ring:
        steps = np.linspace(0, 1, _BETWEEN + 1)[:-1]
        return [
            point(
                start[0] + (end[0] - start[0]) * s, start[1] + (end[1] - start[1]) * s
            )
            for s in steps
        ]

    def cell(x: int, y: int) -> Ring:
        corners = [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1)]
        around = zip(corners, [*corners[1:], corners[0]], strict=True)
        return [position for start, end in around for position in side(start, end)]

    return {f"{x},{y}": [[cell(x, y)]] for x in range(size) for y in range(size)}


def sides_of(areas: dict[str, list[list[Ring]]]) -> Sides:
    return Counter(
        pair
        for polygons in areas.values()
        for one in polygons
        for ring in one
        for pair in zip(ring, [*ring[1:], ring[0]], strict=True)
    )


def points_of(areas: dict[str, list[list[Ring]]]) -> int:
    return sum(sides_of(areas).values())


@given(st.integers(2, 4), st.integers(0, 10_000), st.integers(40, 400))
def test_no_gap_opens_between_neighbours(size: int, seed: int, most: int) -> None:
    areas = grid(size, seed)
    outside = {p for (p, _) in unshared(sides_of(areas))}
    fewer = simplified(areas, most)
    assert fewer.keys() == areas.keys()
    # A side that no two areas share is on the coast, as it was before.
    assert {p for side in unshared(sides_of(fewer)) for p in side} <= outside


def unshared(sides: Sides) -> list[tuple[Position, Position]]:
    return [side for side in sides if side[::-1] not in sides]


@given(st.integers(0, 10_000), st.integers(120, 500))
def test_there_are_no_more_points_than_a_page_may_carry(seed: int, most: int) -> None:
    assert points_of(simplified(grid(3, seed), most)) <= most


def test_with_room_for_all_only_what_cannot_be_seen_is_gone() -> None:
    areas = grid(3, 1)
    fewer = simplified(areas, 10_000)
    assert points_of(fewer) > 0.9 * points_of(areas)


def test_the_point_that_matters_most_stays() -> None:
    line = [(x / 10, 56 + (0.3 if x == 4 else 0.001 * (x % 2))) for x in range(11)]
    ring = [*line, (1.0, 55.0), (0.0, 55.0)]
    (fewer,) = simplified({"a": [[ring]]}, 5)["a"]
    assert len(fewer[0]) <= 5
    assert (0.4, 56.3) in fewer[0]


def test_an_area_too_small_to_be_seen_keeps_three_points_and_an_islet_goes() -> None:
    def round_of(x: float, size: float) -> Ring:
        return [
            (x + size * np.cos(t), 56 + size * np.sin(t)) for t in np.linspace(0, 6, 20)
        ]

    areas = {"large": [[round_of(0, 1)], [round_of(5, 1e-5)]], "tiny": [[round_of(3, 1e-5)]]}  # fmt: skip
    fewer = simplified(areas, 1_000)
    assert len(fewer["large"]) == 1
    assert [len(ring) for one in fewer["tiny"] for ring in one] == [3]


@given(st.floats(-8, 2), st.floats(54, 61), st.floats(0.01, 1))
def test_the_middle_is_that_of_the_largest_part(
    lon: float, lat: float, size: float
) -> None:
    square = [
        (lon, lat),
        (lon + size, lat),
        (lon + size, lat + size),
        (lon, lat + size),
    ]
    islet = [(x + 3 * size, y) for x, y in ((lon, lat), (lon + size / 9, lat), (lon, lat + size / 9))]  # fmt: skip
    x, y = middle_of([[islet], [square]])
    assert hypot(x - lon - size / 2, y - lat - size / 2) < 1e-6
