"""Which children which system knows; writes identity_lookup.csv from it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dashboard.demo.area import Area
from dashboard.demo.schooling import Schooling
from dashboard.demo.writing import Row, write_csv

HEADER = ("SCN", "CHI", "Mosaic ID")


@dataclass(frozen=True)
class Known:
    """The numbers of the children in each system's extracts."""

    scn: dict[int, str]
    chi: dict[int, str]
    mosaic: dict[int, str]


def known(
    area: Area, schooling: Schooling, in_health: set[int], in_social_work: set[int]
) -> Known:
    children = area.children
    return Known(
        scn=schooling.scn,
        chi={child: children.chi[child] for child in sorted(in_health)},
        mosaic={child: children.person_id[child] for child in sorted(in_social_work)},
    )


def write_lookup(directory: Path, area: Area, known: Known) -> None:
    """One row for each child known to two systems or more, but for a few missed."""
    rows = list(_linked(area, known))
    area.chance("order of the lookup").shuffle(rows)
    write_csv(directory / "identity_lookup.csv", HEADER, rows)


def _linked(area: Area, known: Known) -> Iterator[Row]:
    luck = area.chance("linkage").random(len(area.children))
    unlinked = luck < area.settings["linkage"]["unlinked"]
    born = area.children.born <= area.window.taken
    for child in range(len(area.children)):
        numbers = (
            known.scn.get(child, ""),
            known.chi.get(child, ""),
            known.mosaic.get(child, ""),
        )
        known_twice = sum(number != "" for number in numbers) > 1
        if known_twice and born[child] and not unlinked[child]:
            yield numbers
