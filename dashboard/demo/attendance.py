"""Draws attendance month by month and writes seemis_attendance.csv.

Each pupil has a usual absence, drawn once; a month is that, times the season, times a
gamma for illness that comes in bursts. Half-days absent are then shared among codes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from dashboard.demo.area import Area
from dashboard.demo.exclusions import Exclusion, half_days_excluded
from dashboard.demo.partnership import Chance, Real, Settings, Truth, Whole
from dashboard.demo.planted import Planted
from dashboard.demo.school_year import SchoolYear, school_year
from dashboard.demo.schooling import Schooling
from dashboard.demo.window import last_of_month, uk_date
from dashboard.demo.writing import Row, write_csv

HEADER = ("SeedCode", "SCN", "StudentStage", "Month", "AttendanceCode", "HalfDays")
POSSIBLE, PRESENT, LATE, ILL_WITH_WORK, EXCLUDED = "01", "10", "11", "13", "40"
HALF_DAYS_A_DAY = 2
MOST_ABSENCE = 0.97


@dataclass(frozen=True)
class Attendances:
    """One column per spell at a school."""

    begins: Whole
    ends: Whole
    absence: Real  # the usual share of half-days missed
    seeds: list[str]


def attendances(area: Area, schooling: Schooling) -> Attendances:
    """A child absent a lot in primary is absent a lot in secondary."""
    chance = area.chance("usual absence")
    settings = area.settings["attendance"]
    spells = schooling.spells
    child: Whole = np.array([spell.child for spell in spells])
    standing = chance.random(len(area.children))[child]
    usual: Real = np.zeros(len(spells))
    for sector in ("Primary", "Secondary", "Special"):
        here: Truth = np.array([spell.school.sector == sector for spell in spells])
        low, high = settings[sector.lower()]
        drawn = chance.beta(low, high, size=20_000)
        usual[here] = np.quantile(drawn, standing[here])
    deprived = area.by_deprivation(settings["by_quintile"])[child]
    return Attendances(
        begins=np.array([spell.begins for spell in spells]),
        ends=np.array([spell.ends for spell in spells]),
        absence=usual * deprived,
        seeds=[spell.school.seed for spell in spells],
    )


def write_attendance(
    directory: Path,
    area: Area,
    schooling: Schooling,
    planted: Planted,
    exclusions: list[Exclusion],
) -> None:
    chance = area.chance("attendance")
    settings = area.settings["attendance"]
    year = school_year(area.partnership)
    pupils = attendances(area, schooling)
    excluded = half_days_excluded(exclusions)
    codes = _codes(settings)

    def rows() -> Iterator[Row]:
        for month in area.window.months:
            if planted.attendance_is_missing(month):
                continue
            possible = _possible(year, pupils, month)
            out = np.array([excluded[spell, month] for spell in range(len(possible))])
            absence = _absence(chance, settings, pupils, month)
            absence += [planted.extra_absence(seed, month) for seed in pupils.seeds]
            counts = _counts(chance, settings, possible, out, absence)
            yield from _rows(schooling, month, codes, counts)

    write_csv(directory / "seemis_attendance.csv", HEADER, rows())


def _possible(year: SchoolYear, pupils: Attendances, month: date) -> Whole:
    first, last = month.toordinal(), last_of_month(month).toordinal()
    begins, ends = np.maximum(pupils.begins, first), np.minimum(pupils.ends, last)
    days = np.where(begins <= ends, year.days(begins, ends), 0)
    return HALF_DAYS_A_DAY * days


def _absence(
    chance: Chance, settings: Settings, pupils: Attendances, month: date
) -> Real:
    episodes = settings["episodes"]
    bursts = chance.gamma(episodes, 1 / episodes, len(pupils.absence))
    season: float = settings["season"][month.month - 1]
    schools, place = np.unique(pupils.seeds, return_inverse=True)
    outbreaks = chance.normal(1, settings["outbreaks"], len(schools))[place]
    return pupils.absence * season * bursts * outbreaks


def _codes(settings: Settings) -> list[str]:
    absent = list(settings["absence_codes"])
    return [POSSIBLE, PRESENT, LATE, ILL_WITH_WORK, *absent, EXCLUDED]


def _counts(
    chance: Chance, settings: Settings, possible: Whole, excluded: Whole, absence: Real
) -> Whole:
    """Half-days for each spell (rows) and code (columns)."""
    excluded = np.minimum(excluded, possible)
    rest = possible - excluded
    absent = chance.binomial(rest, np.clip(absence, 0, MOST_ABSENCE))
    attended = rest - absent
    late = chance.binomial(attended, settings["late"])
    ill = chance.binomial(attended - late, settings["ill_with_work"])
    shares = np.array(list(settings["absence_codes"].values()))
    by_code = chance.multinomial(absent, shares / shares.sum())
    present = attended - late - ill
    return np.column_stack([possible, present, late, ill, by_code, excluded])


def _rows(
    schooling: Schooling, month: date, codes: list[str], counts: Whole
) -> Iterator[Row]:
    label, day = uk_date(month.toordinal()), last_of_month(month).toordinal()
    pupils: dict[int, tuple[str, str, str]] = {}
    for spell in np.flatnonzero(counts[:, 0]).tolist():
        here = schooling.spells[spell]
        pupils[spell] = (here.school.seed, schooling.scn[here.child], here.stage(day))
    there, column = np.nonzero(counts)
    values = counts[there, column].tolist()
    for spell, code, value in zip(there.tolist(), column.tolist(), values, strict=True):
        seed, scn, stage = pupils[spell]
        yield seed, scn, stage, label, codes[code], value
