"""Where the partnership's children live, go to school and are looked after from."""

from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any

from dashboard.demo.partnership import Chance, Partnership, Settings

LETTERS = "ABDEFGHJLNPQRSTUWXYZ"  # no postcode unit ends in C, I, K, M, O or V
DATA_ZONES_IN_SCOTLAND = 6976


@dataclass(frozen=True)
class DataZone:
    code: str
    intermediate_code: str
    intermediate: str
    ward_code: str
    ward: str
    locality_code: str
    locality: str
    quintile: int
    rank: int
    size: float  # relative to the usual data zone
    primary: str
    team: str
    health_team: str
    postcodes: tuple[str, ...]


@dataclass(frozen=True)
class School:
    seed: str
    name: str
    sector: str
    cluster: str  # the secondary that heads it; blank for a special school
    postcode: str


@dataclass(frozen=True)
class Team:
    code: str
    name: str
    locality: str
    begins: date | None
    ends: date | None


@dataclass(frozen=True)
class Places:
    zones: tuple[DataZone, ...]
    schools: dict[str, School]
    teams: tuple[Team, ...]

    def in_sector(self, sector: str) -> list[School]:
        return [school for school in self.schools.values() if school.sector == sector]


def lay_out(partnership: Partnership) -> Places:
    zones = _data_zones(partnership)
    schools = _schools(partnership.settings, zones, partnership.chance("schools"))
    return Places(zones, schools, tuple(_teams(partnership.settings)))


def _data_zones(partnership: Partnership) -> tuple[DataZone, ...]:
    settings = partnership.settings
    chance = partnership.chance("data zones")
    postcodes = _postcodes(settings["geography"]["postcodes_per_data_zone"])
    zones = []
    for number, row in enumerate(_zone_rows(settings), start=1):
        locality, intermediate_code, intermediate, quintile = row
        ward = _covering(settings["wards"], number)
        primary = settings["primaries"][(number - 1) // 4]
        zones.append(
            DataZone(
                code=f"X01{number:06d}",
                intermediate_code=intermediate_code,
                intermediate=intermediate,
                ward_code=ward["code"],
                ward=ward["name"],
                locality_code=locality["code"],
                locality=locality["name"],
                quintile=quintile,
                rank=_rank(chance, quintile),
                size=_size(chance, settings, primary),
                primary=primary["seed"],
                team=_covering(settings["teams"], number)["code"],
                health_team=locality["health_team"],
                postcodes=tuple(next(postcodes)),
            )
        )
    return tuple(zones)


def _zone_rows(settings: Settings) -> list[tuple[Any, str, str, int]]:
    """Locality, intermediate zone's code and name, and quintile of each data zone."""
    numbers = count(1)
    return [
        (locality, code, intermediate["name"], quintile)
        for locality in settings["localities"]
        for intermediate in locality["intermediate_zones"]
        for code in [f"X02{next(numbers):06d}"]
        for quintile in intermediate["quintiles"]
    ]


def _covering(groups: list[Settings], number: int) -> Settings:
    return next(
        group
        for group in groups
        if group["data_zones"][0] <= number <= group["data_zones"][1]
    )


def _rank(chance: Chance, quintile: int) -> int:
    """A rank whose quintile by count is the one given."""
    lowest = (quintile - 1) * DATA_ZONES_IN_SCOTLAND // 5 + 1
    return int(chance.integers(lowest, quintile * DATA_ZONES_IN_SCOTLAND // 5 + 1))


def _size(chance: Chance, settings: Settings, primary: Settings) -> float:
    varies = settings["geography"]["data_zone_size_varies"]
    return float(primary.get("size", 1.0) * chance.uniform(1 - varies, 1 + varies))


def _postcodes(per_zone: int) -> Any:
    """Endless groups of postcodes in ZZ, an area that does not exist."""
    serial = count()
    units = len(LETTERS) ** 2
    while True:
        group = []
        for number in (next(serial) for _ in range(per_zone)):
            sector, unit = divmod(number * 37, units)
            district, digit = divmod(sector, 9)
            first, second = divmod(unit, len(LETTERS))
            letters = LETTERS[first] + LETTERS[second]
            group.append(f"ZZ{district + 1} {digit + 1}{letters}")
        yield group


def _schools(
    settings: Settings, zones: tuple[DataZone, ...], chance: Chance
) -> dict[str, School]:
    def school(row: Settings, sector: str, cluster: str, zone: int) -> School:
        postcode = zones[zone].postcodes[chance.integers(len(zones[zone].postcodes))]
        return School(row["seed"], row["name"], sector, cluster, postcode)

    schools = [
        school(row, "Primary", row["secondary"], 4 * place)
        for place, row in enumerate(settings["primaries"])
    ]
    schools += [
        school(row, "Secondary", row["seed"], row["data_zone"] - 1)
        for row in settings["secondaries"]
    ]
    special = settings["special_school"]
    schools.append(school(special, "Special", "", special["data_zone"] - 1))
    return {school.seed: school for school in schools}


def _teams(settings: Settings) -> list[Team]:
    screening = settings["screening_team"]
    teams = [Team(screening["code"], screening["name"], "", None, None)]
    for row in settings["teams"]:
        code, name, locality = row["code"], row["name"], row["locality"]
        if "renamed" not in row:
            teams.append(Team(code, name, locality, None, None))
            continue
        changed: date = row["renamed_on"]
        day_before = date.fromordinal(changed.toordinal() - 1)
        teams.append(Team(code, name, locality, None, day_before))
        teams.append(Team(code, row["renamed"], locality, changed, None))
    return teams
