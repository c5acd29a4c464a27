"""Draws temporary exclusions and writes seemis_exclusions.csv.

Each lies within one month, so that attendance code 40 can hold the same half-days.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path

import numpy as np

from dashboard.demo.area import Area
from dashboard.demo.partnership import Chance, Real, Settings, Whole
from dashboard.demo.school_year import SchoolYear
from dashboard.demo.schooling import Schooling, Spell
from dashboard.demo.window import last_of_month, uk_date
from dashboard.demo.writing import write_csv

HEADER = (
    "RecordId",
    "SeedCode",
    "SCN",
    "StudentStage",
    "StartDate",
    "FinishDate",
    "LengthOfExclusion",
    "RemovedFromRegister",
)
SESSION_DAYS = 190


@dataclass(frozen=True, slots=True)
class Exclusion:
    spell: int
    begins: int
    ends: int
    half_days: int
    removed: bool

    @property
    def month(self) -> date:
        return date.fromordinal(self.begins).replace(day=1)


def exclude(area: Area, schooling: Schooling, year: SchoolYear) -> list[Exclusion]:
    chance = area.chance("exclusions")
    settings = area.settings["exclusions"]
    spells = schooling.spells
    begins = np.array([spell.begins for spell in spells])
    ends = np.array([spell.ends for spell in spells])
    rate = _daily_rate(area, schooling)
    excluded = []
    for month in area.window.months:
        open_days = _open_days(year, month)
        if not open_days:
            continue
        there = (begins <= open_days[0]) & (ends >= open_days[-1])
        expected = np.where(there, rate * len(open_days), 0.0)
        for spell in np.flatnonzero(chance.random(len(spells)) < expected):
            excluded.append(_exclusion(chance, settings, int(spell), open_days))
    return excluded


def _open_days(year: SchoolYear, month: date) -> list[int]:
    last = last_of_month(month).toordinal()
    return [day for day in range(month.toordinal(), last + 1) if year.is_open(day)]


def _daily_rate(area: Area, schooling: Schooling) -> Real:
    """The chance of an exclusion beginning on a school day, for each spell."""
    settings = area.settings["exclusions"]
    child: Whole = np.array([spell.child for spell in schooling.spells])
    sectors = [spell.school.sector.lower() for spell in schooling.spells]
    by_sector = np.array([settings["per_1000"][sector] for sector in sectors]) / 1000
    sex = np.where(area.children.girl[child], settings["girls"], settings["boys"])
    deprived = area.by_deprivation(settings["by_quintile"])[child]
    return np.asarray(by_sector * sex * deprived / SESSION_DAYS)


def _exclusion(
    chance: Chance, settings: Settings, spell: int, open_days: list[int]
) -> Exclusion:
    lengths = [int(length) for length in settings["half_days"]]
    half_days = int(chance.choice(lengths, p=list(settings["half_days"].values())))
    half_days = min(half_days, 2 * len(open_days))
    latest = len(open_days) - half_days // 2
    first = int(chance.integers(latest + 1))
    return Exclusion(
        spell=spell,
        begins=open_days[first],
        ends=open_days[first + half_days // 2 - 1],
        half_days=half_days,
        removed=bool(chance.random() < settings["removed_from_register"]),
    )


def half_days_excluded(exclusions: list[Exclusion]) -> Counter[tuple[int, date]]:
    """Half-days by spell and month."""
    total: Counter[tuple[int, date]] = Counter()
    for exclusion in exclusions:
        total[exclusion.spell, exclusion.month] += exclusion.half_days
    return total


def write_exclusions(
    directory: Path, schooling: Schooling, exclusions: list[Exclusion]
) -> None:
    numbers = count(30_000_001)
    spells = schooling.spells
    rows = (
        _row(schooling, next(numbers), spells[exclusion.spell], exclusion)
        for exclusion in sorted(exclusions, key=lambda e: (e.begins, e.spell))
    )
    write_csv(directory / "seemis_exclusions.csv", HEADER, rows)


def _row(
    schooling: Schooling, number: int, spell: Spell, exclusion: Exclusion
) -> tuple[str | int, ...]:
    return (
        number,
        spell.school.seed,
        schooling.scn[spell.child],
        spell.stage(exclusion.begins),
        uk_date(exclusion.begins),
        uk_date(exclusion.ends),
        exclusion.half_days,
        "Y" if exclusion.removed else "N",
    )
