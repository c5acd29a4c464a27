"""A contact about one family: who sent it, what about, which children it names."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from dashboard.demo.area import Area
from dashboard.demo.children import UNBORN_KNOWN_FOR
from dashboard.demo.decisions import Course
from dashboard.demo.partnership import (
    Chance,
    Real,
    Settings,
    Truth,
    Whole,
    pick,
)
from dashboard.demo.timing import Timing
from dashboard.demo.window import NEVER, YEAR

PRE_SCHOOL = 4.5
BORN_SOON = 14  # nearer the birth than this, nobody is referred as unborn


class ContactType(StrEnum):
    CHILD_PROTECTION = "Child Protection"
    WELFARE = "Welfare Concern"
    WELLBEING = "Wellbeing Concern"


@dataclass(frozen=True, slots=True)
class Contact:
    referral_id: str
    day: int
    kind: ContactType
    source: str
    concerns: tuple[str, ...]
    team: str
    timing: Timing
    children: tuple[int, ...]
    courses: tuple[Course, ...]
    discussion_cancelled: bool = False
    discussion_dropped: bool = False

    @property
    def discussed(self) -> int:
        """When the discussion that counts was completed."""
        timing = self.timing
        restarted = self.discussion_cancelled and not self.discussion_dropped
        return timing.restarted + 1 if restarted else timing.discussed

    def decided_on(self, course: Course) -> int:
        """When it was known how far one child's referral goes, short of a meeting."""
        timing = self.timing
        if course.investigation:
            return max(timing.investigated, timing.recorded)
        if course.goes_to_discussion:
            return max(self.discussed, timing.recorded)
        return timing.recorded if course.screening or course.overwritten else NEVER


class Families:
    """Chooses families: by age, by deprivation, and not those already in a process.

    Of a large area each choice looks at a part of it that is about as large as a
    partnership of 10,000 children: households live anywhere, so that one part is as
    another, and the time that a choice takes does not grow with the area.
    """

    def __init__(self, area: Area) -> None:
        self.settings = area.settings["contacts"]
        self.chance = area.chance("families referred")
        self.children = area.children
        self.busy_until: Whole = np.zeros(len(area.children), dtype=np.int64)
        self.deprivation = area.by_deprivation(self.settings["quintile_weights"])
        ages = self.settings["age_weights"]
        self.limits = np.array([0.0, 5.0, 11.0, 16.0])
        self.parts = _parts(self.children.household, area.partnership.scale)
        self.by_age = np.array(
            [ages[k] for k in ("unborn", "under_5", "under_11", "under_16", "older")]
        )

    def somewhere(self) -> slice:
        """Where to look for somebody: a part of the children."""
        if len(self.parts) == 1:
            return self.parts[0]
        return self.parts[int(self.chance.integers(len(self.parts)))]

    def available(self, day: int, of: slice | list[int]) -> Truth:
        """Which of these children can be referred that day."""
        children = self.children
        born = children.born[of]
        soonest = np.minimum(born, children.due[of])
        is_born = born <= day
        expected = (soonest >= day + BORN_SOON) & (born <= day + UNBORN_KNOWN_FOR)
        free = (self.busy_until[of] < day) & (day < children.adult[of] - 1)
        return np.asarray(children.present(day, of) & free & (is_born | expected))

    def choose(self, day: int) -> tuple[int, ...]:
        """The children of one family that a new contact names; none if none is free."""
        of = self.somewhere()
        weights = self._weights(day, of)
        if not weights.any():
            return ()
        household = self.children.household[of] - self.children.household[of.start]
        total = np.bincount(household, weights)
        number = np.bincount(household, weights > 0)
        wanted = self._size()
        while not total[number >= wanted].any():
            wanted -= 1
        total = np.where(number >= wanted, total, 0)
        limits = np.cumsum(total)
        family = np.searchsorted(limits, self.chance.random() * limits[-1], "right")
        members = np.flatnonzero((household == family) & (weights > 0))
        shares = weights[members] / weights[members].sum()
        named = self.chance.choice(members, size=wanted, replace=False, p=shares)
        return tuple(sorted(of.start + int(child) for child in named))

    def again(self, children: tuple[int, ...], day: int) -> tuple[int, ...]:
        """Those of a family known already who can be referred that day."""
        available = self.available(day, list(children))
        return tuple(
            child for child, can in zip(children, available, strict=True) if can
        )

    def _weights(self, day: int, of: slice) -> Real:
        ages = (day - self.children.born[of]) / YEAR
        bands = np.searchsorted(self.limits, ages, side="right")
        weights = self.by_age[bands] * self.deprivation[of]
        return np.where(self.available(day, of), weights, 0.0)

    def _size(self) -> int:
        sizes = self.settings["family_sizes"]
        size = int(self.chance.choice(np.arange(1, len(sizes) + 1), p=sizes))
        if size == len(sizes) and self.chance.random() < self.settings["five_or_more"]:
            size += 1
        return size


def _parts(household: Whole, scale: float) -> list[slice]:
    """The children in parts of whole households, one for each 10,000 who live here."""
    number = max(1, round(scale))
    places = [len(household) * part // number for part in range(number)]
    starts = [int(np.searchsorted(household, household[place])) for place in places]
    return [
        slice(*ends) for ends in zip(starts, [*starts[1:], len(household)], strict=True)
    ]


def concerns(chance: Chance, settings: Settings) -> tuple[str, ...]:
    counts = settings["concerns_counts"]
    how_many = int(chance.choice(np.arange(1, len(counts) + 1), p=counts))
    names = list(settings["concerns"])
    weights = np.array(list(settings["concerns"].values()), dtype=float)
    places = chance.choice(
        len(names), size=how_many, replace=False, p=weights / weights.sum()
    )
    return tuple(names[place] for place in places)


def source(chance: Chance, settings: Settings, oldest: float) -> str:
    """Schools do not refer families whose children are all too young for one."""
    chosen = pick(chance, settings["sources"])
    return "Health" if chosen == "Education" and oldest < PRE_SCHOOL else chosen


def responsible_team(chance: Chance, settings: Settings, home_team: str) -> str:
    """The team of the address, mostly."""
    luck = chance.random()
    screening = settings["contacts"]["screening_team"]
    if luck < screening:
        return str(settings["screening_team"]["code"])
    if luck < screening + settings["contacts"]["other_team"]:
        teams = settings["teams"]
        return str(teams[int(chance.integers(len(teams)))]["code"])
    return home_team
