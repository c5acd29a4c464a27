"""Which combinations of dimensions a cube has.

A combination is up to three dimensions, sorted by name. Levels of one place are never
crossed; the less used levels go two deep, and so does a measure of few facts. What is
finer goes to the facts.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import combinations

from dashboard.filters import PLACE_LEVELS
from dashboard.measures import Measure

DEPTH = 3
# Levels and dimensions that are asked for less go two deep.
SECOND_DEPTH = 2
# So few facts are themselves read as quickly as their cells, and a third dimension would
# be more cells than there are facts.
FEW = 5_000
SECOND = (
    *("ended", "offer", "stage", "health_team", "involvement", "decided_as"),
    *("review", "domain", "reason", "term", "exclusion_kind"),
    *("item", "section", "answered_by", "answer_given"),
    *("sdq_score", "low_indicator"),
)


def combination_name(dimensions: Iterable[str]) -> str:
    return ",".join(sorted(dimensions))


def cube_depth(measure: Measure, facts: int) -> int:
    """How many dimensions at most a cube has at once.

    What is counted once a year is of every pupil, and yet few enough to be asked.
    """
    return SECOND_DEPTH if measure.yearly or facts <= FEW else DEPTH


def cube_combinations(
    measure: Measure, area_level: str, deepest: int = DEPTH
) -> list[tuple[str, ...]]:
    """Every combination the cube holds, the empty one first."""
    return [
        combination
        for depth in range(deepest + 1)
        for combination in combinations(sorted(measure.dimensions), depth)
        if holds_combination(combination, area_level, deepest)
    ]


def holds_combination(
    combination: Sequence[str], area_level: str, deepest: int = DEPTH
) -> bool:
    """Whether a cube so deep has this combination of its measure's dimensions."""
    for levels in PLACE_LEVELS.values():
        if len(set(levels) & set(combination)) > 1:
            return False
    second = _second(area_level) & set(combination)
    return len(combination) <= (SECOND_DEPTH if second else deepest)


@cache
def _second(area_level: str) -> frozenset[str]:
    first = {area_level, "school", "zone"}
    every = {level for levels in PLACE_LEVELS.values() for level in levels}
    return frozenset((every - first) | set(SECOND))
