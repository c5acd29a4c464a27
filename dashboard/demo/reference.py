"""Writes the files about places: organisation, geography, postcodes, SIMD."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from dashboard.demo.area import Area
from dashboard.demo.partnership import Settings
from dashboard.demo.places import Places
from dashboard.demo.window import uk_date
from dashboard.demo.writing import Row, write_csv

ORGANISATION = ("Kind", "Code", "Name", "Parent", "Sector", "From", "To", "Postcode")
GEOGRAPHY = (
    "DataZone",
    "Intermediate Zone Code",
    "Intermediate Zone",
    "Ward Code",
    "Ward",
    "Locality Code",
    "Locality",
    "Council Code",
    "Council",
)
POSTCODES = ("Postcode", "DataZone")
RANKS = ("DataZone", "SIMD Rank")


def write_reference(directory: Path, area: Area) -> None:
    settings, places = area.settings, area.places
    write_csv(
        directory / "organisation.csv", ORGANISATION, _organisation(settings, places)
    )
    write_csv(
        directory / "geography_lookup.csv", GEOGRAPHY, _geography(settings, places)
    )
    postcodes = [(code, zone.code) for zone in places.zones for code in zone.postcodes]
    write_csv(directory / "postcode_lookup.csv", POSTCODES, postcodes)
    ranks = [(zone.code, zone.rank) for zone in places.zones]
    write_csv(directory / "simd_ranks.csv", RANKS, ranks)


def _organisation(settings: Settings, places: Places) -> Iterator[Row]:
    for area in settings["localities"]:
        yield "area", area["code"], area["name"], "", "", "", "", ""
    for school in places.schools.values():
        name, cluster, sector = school.name, school.cluster, school.sector
        yield "school", school.seed, name, cluster, sector, "", "", school.postcode
    for team in places.teams:
        begins, ends = _date(team.begins), _date(team.ends)
        yield "team", team.code, team.name, team.locality, "", begins, ends, ""
    for team in settings["health_teams"]:
        yield "health_team", team["code"], team["name"], "", "", "", "", ""


def _date(day: date | None) -> str:
    return uk_date(day.toordinal()) if day else ""


def _geography(settings: Settings, places: Places) -> Iterator[Row]:
    council = settings["council"]
    for zone in places.zones:
        yield (
            zone.code,
            zone.intermediate_code,
            zone.intermediate,
            zone.ward_code,
            zone.ward,
            zone.locality_code,
            zone.locality,
            council["code"],
            council["name"],
        )
