"""What rates are over: who lives here, who goes to school here, and days of school."""

from dataclasses import dataclass

from dashboard.filters import PLACE_LEVELS

_SCHOOLS = ("school", "cluster", "sector")


@dataclass(frozen=True)
class Population:
    """One thing to divide by, and how its rates are said.

    It is known by `dimensions`: a clause on another narrows the numerator alone. What it
    cannot be counted in (`unplaced`: nobody lives in a team) shows counts. A rate is per
    so many of it; `words` stand after a value, `of` after those in a sentence, `size`
    along an axis, and `why_counts` says why a place has counts. Places can be `compared`
    where each has a population of its own.
    """

    dimensions: tuple[str, ...]
    unplaced: frozenset[str]
    per: int
    decimals: int
    words: str
    of: str
    size: str
    why_counts: str = ""
    compared: bool = True


POPULATIONS = {
    "lives_in": Population(
        dimensions=(*PLACE_LEVELS["area"], "age_band", "sex", "simd_quintile"),
        unplaced=frozenset((*_SCHOOLS, "team", *PLACE_LEVELS["zone"])),
        per=1_000,
        decimals=1,
        words=" per 1,000",
        of=" children",
        size="children who live there, a year",
        why_counts="the number of children who live somewhere says nothing of a school, team or zone",
    ),
    "attends": Population(
        dimensions=_SCHOOLS,
        unplaced=frozenset((*PLACE_LEVELS["area"], "team", *PLACE_LEVELS["zone"])),
        per=1_000,
        decimals=1,
        words=" per 1,000",
        of=" pupils",
        size="pupils in September, a school year",
        why_counts="pupils are counted at their schools, not where they live",
    ),
    "school_days": Population(
        dimensions=(),
        unplaced=frozenset(),
        per=1,
        decimals=2,
        words=" a school day",
        of="",
        size="school days",
        compared=False,
    ),
}
