"""How soon referrals are decided, each way, from a duration's bands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboard.disclosure import LEAST
from dashboard.measures import Measure
from dashboard.points import Point
from dashboard.statistics.incidence import FEWEST_AT_RISK, incidence_of_bands

ENDINGS = ("reclassified", "went_on", "closed")
# The days that are spoken of, each the last of a band: a week, two, four, six, a quarter.
DAYS = (0, 1, 3, 7, 14, 28, 42, 91)


@dataclass(frozen=True)
class Soon:
    """By each of `days`: the share decided each way, and how many were still open.

    `around` is the 95 % interval of the share reclassified; None where it is 0.
    Days stop where fewer than ten were still open and watched at the day before. How
    many were open is None where it may not be told.
    """

    days: tuple[int, ...]
    shares: Mapping[str, tuple[float, ...]]
    around: tuple[tuple[float, float] | None, ...]
    open: tuple[float | None, ...]
    referrals: int


def soon_of(measure: Measure, point: Point | None) -> Soon:
    """What a point of a duration with outcomes says of how soon."""
    parts: Sequence[tuple[int, str, int]] = point.bands if point else ()
    causes = {ending: number for number, ending in enumerate(ENDINGS, start=1)}
    found = incidence_of_bands(
        [first for first, _, _ in parts],
        [causes.get(outcome, 0) for _, outcome, _ in parts],
        [rows for _, _, rows in parts],
        measure.bands,
        report=tuple(causes.values()),
    )
    days, shares, around = [], [], []
    still_open: list[float | None] = []
    watched = sum(rows for _, _, rows in parts)
    # In the middle of a wide band it is not known who was still waiting.
    for day in (day for day in DAYS if day + 1 in measure.bands):
        if watched < FEWEST_AT_RISK or day > found.last:
            break
        watched = sum(rows for first, _, rows in parts if first > day)
        days.append(day)
        shares.append(found.at(day))
        around.append(found.around(causes[ENDINGS[0]], day))
        told = not measure.released or watched >= LEAST
        still_open.append(float(watched) if told else None)
    return Soon(
        days=tuple(days),
        shares={
            ending: tuple(float(at[place]) for at in shares)
            for place, ending in enumerate(ENDINGS)
        },
        around=tuple(around),
        open=tuple(still_open),
        referrals=sum(rows for _, _, rows in parts),
    )
