"""The children: one population, kept in balance by births, moves and birthdays.

Households are drawn first, so that brothers and sisters share a surname and an address.
A household that leaves is replaced by another like it, which keeps the numbers steady.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from dashboard.demo.identifiers import chi_numbers
from dashboard.demo.names import forenames, surnames
from dashboard.demo.partnership import (
    Chance,
    Partnership,
    Real,
    Settings,
    Truth,
    Whole,
)
from dashboard.demo.places import DataZone, Places
from dashboard.demo.window import NEVER, YEAR, birthday

CHILDHOOD = 18
UNBORN_KNOWN_FOR = 170  # days before birth that a pregnancy may be referred


# Some children, by their places.
Of = int | slice | list[int]


@dataclass(frozen=True)
class Children:
    """Parallel columns, one place per child."""

    household: Whole
    born: Whole
    due: Whole
    girl: Truth
    arrives: Whole
    leaves: Whole
    zone: Whole
    postcode: list[str]
    forename: list[str]
    surname: list[str]
    chi: list[str]
    person_id: list[str]

    def __len__(self) -> int:
        return len(self.born)

    @cached_property
    def adult(self) -> Whole:
        return np.array([birthday(int(day), CHILDHOOD) for day in self.born])

    def present(self, day: int, of: Of = slice(None)) -> Truth:
        """Born or not, in a household that lives here that day: all, or these of them."""
        return np.asarray((self.arrives[of] <= day) & (day < self.leaves[of]))

    def resident(self, day: int) -> Truth:
        """Counted in the population aged 0 to 17 that day."""
        alive = (self.born <= day) & (day < self.adult)
        return np.asarray(self.present(day) & alive)


@dataclass(frozen=True)
class Households:
    births: Whole  # one row per household; 0 where there is no further child
    arrives: Whole
    leaves: Whole
    zone: Whole


def populate(partnership: Partnership, places: Places) -> Children:
    chance = partnership.chance("households")
    households = _with_arrivals(chance, partnership, _households(partnership, places))
    mothers, order = _kept(partnership, households)
    born = households.births[mothers, order]
    return _children(partnership, places, households, mothers, born)


def opening(partnership: Partnership) -> int:
    """The day the simulation begins, some years before the window."""
    years: int = partnership.settings["register"]["years_before"]
    return partnership.window.first_day - round(years * YEAR)


def _households(partnership: Partnership, places: Places) -> Households:
    chance = partnership.chance("families")
    settings = partnership.settings["population"]
    sizes = np.array(settings["family_sizes"])
    earliest = opening(partnership) - round((CHILDHOOD + 15) * YEAR)
    latest = partnership.window.taken + UNBORN_KNOWN_FOR
    mean_size = float(sizes @ np.arange(1, len(sizes) + 1))
    births_a_day = partnership.children / CHILDHOOD / YEAR
    count = round((latest - earliest) * births_a_day / mean_size)
    size = chance.choice(np.arange(1, len(sizes) + 1), size=count, p=sizes)
    first = chance.uniform(earliest, latest, count)
    leaves = opening(partnership) + chance.exponential(
        YEAR / settings["households_leaving"], count
    )
    leaves[leaves > partnership.window.taken] = NEVER
    return Households(
        births=_births(chance, settings, first, size),
        arrives=np.zeros(count, dtype=np.int64),
        leaves=leaves.astype(np.int64),
        zone=_zones(chance, places, count),
    )


def _births(chance: Chance, settings: Settings, first: Real, size: Whole) -> Whole:
    """The days on which each household's children are born, 0 after the last."""
    most = len(settings["family_sizes"])
    gaps = settings["shortest_gap"] + chance.gamma(
        2.0, settings["usual_gap"] / 2, (len(first), most)
    )
    gaps[:, 0] = 0
    days = np.rint(first[:, None] + np.cumsum(gaps, axis=1) * YEAR)
    return np.where(np.arange(most) < size[:, None], days, 0).astype(np.int64)


def _zones(chance: Chance, places: Places, count: int) -> Whole:
    sizes = np.array([zone.size for zone in places.zones])
    return chance.choice(len(sizes), size=count, p=sizes / sizes.sum())


def _with_arrivals(
    chance: Chance, partnership: Partnership, settled: Households
) -> Households:
    """Add, for each household that leaves, one of the same kind that arrives."""
    gone = np.flatnonzero(settled.leaves < NEVER)
    births = settled.births[gone]
    births = np.where(births, births + chance.integers(-60, 61, births.shape), 0)
    return Households(
        births=np.concatenate([settled.births, births]),
        arrives=np.concatenate([settled.arrives, settled.leaves[gone]]),
        leaves=np.concatenate([settled.leaves, np.full(len(gone), NEVER)]),
        zone=np.concatenate([settled.zone, settled.zone[gone]]),
    )


def _kept(partnership: Partnership, households: Households) -> tuple[Whole, Whole]:
    """Households and birth orders of those who live here as children at some time."""
    earliest = opening(partnership) - round(CHILDHOOD * YEAR)
    latest = partnership.window.taken + UNBORN_KNOWN_FOR
    births = households.births
    adult = births + round(CHILDHOOD * YEAR)
    here = (births < households.leaves[:, None]) & (adult > households.arrives[:, None])
    kept = (births >= earliest) & (births <= latest) & here
    mothers, order = np.nonzero(kept)
    return mothers, order


def _children(
    partnership: Partnership,
    places: Places,
    households: Households,
    mothers: Whole,
    born: Whole,
) -> Children:
    chance = partnership.chance("people")
    count = len(born)
    girl: Truth = chance.random(count) < partnership.settings["population"]["girls"]
    zone = households.zone[mothers]
    return Children(
        household=mothers,
        born=born,
        due=born + np.rint(chance.normal(0, 8, count)).astype(np.int64),
        girl=girl,
        arrives=households.arrives[mothers],
        leaves=households.leaves[mothers],
        zone=zone,
        postcode=_postcodes(chance, places.zones, mothers, zone),
        forename=forenames(chance, partnership.settings, count),
        surname=_family_names(chance, partnership, households, mothers, born),
        chi=chi_numbers(chance, born, girl),
        person_id=_person_ids(chance, count),
    )


def _postcodes(
    chance: Chance, zones: tuple[DataZone, ...], mothers: Whole, zone: Whole
) -> list[str]:
    addresses = chance.integers(len(zones[0].postcodes), size=int(mothers.max()) + 1)
    return [
        zones[place].postcodes[addresses[household]]
        for place, household in zip(zone, mothers, strict=True)
    ]


def _family_names(
    chance: Chance,
    partnership: Partnership,
    households: Households,
    mothers: Whole,
    born: Whole,
) -> list[str]:
    names = surnames(chance, partnership.settings, len(households.zone))
    names[_null_household(partnership, households, mothers, born)] = (
        partnership.settings["names"]["null_surname"]
    )
    return [names[household] for household in mothers]


def _null_household(
    partnership: Partnership, households: Households, mothers: Whole, born: Whole
) -> int:
    """One that never moves and has a child at school throughout the window."""
    at_school = (born > partnership.window.taken - 13 * YEAR) & (
        born < partnership.window.first_day - 6 * YEAR
    )
    stays = (households.leaves == NEVER) & (households.arrives == 0)
    found = np.flatnonzero(at_school & stays[mothers])
    return int(mothers[found[0]]) if len(found) else 0


def _person_ids(chance: Chance, count: int) -> list[str]:
    numbers = 61_000_000 + chance.choice(9_000_000, size=count, replace=False)
    return [str(number) for number in numbers]
