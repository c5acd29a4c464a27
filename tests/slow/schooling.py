"""Half-days attended, missed and possible, by pupil, school and month, and by school year."""

import csv
from collections import defaultdict
from datetime import date

from tests.slow.extracts import (
    DIGITS,
    NOT_KNOWN,
    Codes,
    code_list,
    day,
    read_rows,
    same_words,
)


def read_attendance(folder, children, places):
    """(child, month, dimensions, attended, possible, missed) of each with possible half-days;
    missed are the authorised and unauthorised ones.

    The file has over a million rows and is gone through once.
    """
    attended, possible, missed, stages = _half_days(folder, children)
    homes = _homes(folder, children, places)
    dimensions = {}
    rows = []
    for key, half_days in possible.items():
        if half_days > 0:
            child, seed, month = key
            seen = (seed, stages[key], *homes[child, seed])
            if seen not in dimensions:
                dimensions[seen] = _dimensions(places, *seen)
            absent = (missed["authorised"][key], missed["unauthorised"][key])
            rows.append(
                (child, month, dimensions[seen], attended[key], half_days, absent)
            )
    return rows


def _half_days(folder, children):
    """Half-days attended, possible and missed, and the largest stage, by pupil and month."""
    treatments = code_list("attendance", "treatment")
    attended, possible, stages = defaultdict(int), defaultdict(int), {}
    missed = {"authorised": defaultdict(int), "unauthorised": defaultdict(int)}
    months, keys = {}, {}
    for scn, seed, stage, text, code, half_days in _repeats_once(folder):
        if text not in months:
            months[text] = day(text).replace(day=1)
        if scn not in keys:
            keys[scn] = children.key("SCN", scn)
        key = (keys[scn], seed, months[text])
        treatment = treatments[code]
        if treatment == "possible":
            possible[key] += half_days
        elif treatment == "present":
            attended[key] += half_days
        elif treatment in missed:
            missed[treatment][key] += half_days
        stages[key] = max(stages.get(key, ""), stage)
    return attended, possible, missed, stages


def _repeats_once(folder):
    """The rows of the file, the last of those with the same key."""
    codes = code_list("attendance")
    kept = {}
    path = folder / "seemis_attendance.csv"
    with open(path, encoding="utf-8-sig", newline="") as f:
        lines = csv.reader(f)
        at = {column: place for place, column in enumerate(next(lines))}
        order = "SCN", "SeedCode", "StudentStage", "Month", "AttendanceCode", "HalfDays"
        places = [at[column] for column in order]
        for line in lines:
            scn, seed, stage, month, code, half_days = [line[p] for p in places]
            scn, code = scn.zfill(DIGITS["SCN"]), codes[same_words(code)]
            kept[scn, seed, month, code] = (stage, int(half_days))
    for (scn, seed, month, code), (stage, half_days) in kept.items():
        yield scn, seed, stage, month, code, half_days


def _homes(folder, children, places):
    """Data zone and sex of a pupil at a school: the largest code of several."""
    codes = Codes()
    homes = defaultdict(lambda: ("", ""))
    for row in read_rows(folder, "seemis_pupils"):
        key = (children.key("SCN", row["SCN"]), row["SeedCode"])
        data_zone = places.data_zone(row["PostCode"]) or ""
        sex = codes.of("sex", row["Gender"], "")
        homes[key] = (max(homes[key][0], data_zone), max(homes[key][1], sex))
    return homes


def _dimensions(places, seed, stage, data_zone, sex):
    dimensions = {
        **places.area(data_zone),
        **places.school(seed),
        "stage": (stage or NOT_KNOWN,),
        "sex": (sex or NOT_KNOWN,),
    }
    dimensions["zone"] = places.zones(dimensions)
    return dimensions


class Session:
    """One pupil at one school in one school year."""


def read_sessions(folder, children, places, attendance):
    """Every pupil with half-days at a school in a school year, from the months of it."""
    records, sessions = _records(folder, children), {}
    excluded = {(e.child, e.school, e.year) for e in read_exclusions(folder, children)}
    for child, month, dimensions, attended, possible, absent in attendance:
        year = school_year(month)
        (seed,) = dimensions["school"]
        key = (child, seed, year)
        if key not in sessions:
            sessions[key] = _session(key, records, excluded)
        one = sessions[key]
        one.possible += possible
        one.attended += attended
        one.authorised += absent[0]
        one.unauthorised += absent[1]
        one.on_roll |= month.month == SEPTEMBER
        if month >= one.latest:
            one.latest, one.dimensions = month, dimensions
    homes = _homes(folder, children, places)
    for (child, seed, _), one in sessions.items():
        quintile = places.simd_quintile(homes[child, seed][0])
        one.dimensions = {**one.dimensions, "simd_quintile": quintile}
    return list(sessions.values())


SEPTEMBER = 9


def school_year(on):
    """The first of the August that a day's school year began in."""
    return date(on.year - (on.month < 8), 8, 1)


def _session(key, records, excluded):
    one = Session()
    one.child, _, one.year = key
    one.possible = one.attended = one.authorised = one.unauthorised = 0
    one.on_roll, one.latest, one.dimensions = False, date.min, {}
    one.excluded = key in excluded
    one.support, one.meals, one.looked_after = records.get(key[:2], (None, None, None))
    return one


def _records(folder, children):
    """Needs, meals and care of a pupil at a school: true where any spell says so."""
    codes, found = Codes(), {}
    for row in read_rows(folder, "seemis_pupils"):
        key = (children.key("SCN", row["SCN"]), row["SeedCode"])
        care = codes.of("looked_after", row["StudentLookedAfter"])
        said = (
            _yes(row["ASN"]),
            _yes(row["FreeSchoolMealRegistered"]),
            care and care != "not_looked_after",
        )
        found[key] = tuple(map(_either, found.get(key, (None,) * 3), said))
    return found


def _yes(word):
    return None if not word else word.upper() in ("Y", "YES", "1", "01", "TRUE")


def _either(one, other):
    return other if one is None else one if other is None else one or other


class Exclusion:
    """One exclusion of one pupil."""


def read_exclusions(folder, children, places=None):
    """Every exclusion; with places, each with the dimensions of its pupil."""
    homes = _homes(folder, children, places) if places else {}
    found = []
    for row in read_rows(folder, "seemis_exclusions"):
        one = Exclusion()
        one.child, one.school = children.key("SCN", row["SCN"]), row["SeedCode"]
        one.on = day(row["StartDate"])
        one.year = school_year(one.on)
        if places:
            home = homes[one.child, one.school]
            one.dimensions = {
                **_dimensions(places, one.school, row["StudentStage"], *home),
                "exclusion_kind": (
                    "removed" if _yes(row["RemovedFromRegister"]) else "temporary",
                ),
            }
        found.append(one)
    return found
