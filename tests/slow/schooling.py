"""Half-days attended and possible, one row for each pupil, school and month."""

import csv
from collections import defaultdict

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
    """(child, month, dimensions, attended, possible) of each with possible half-days.

    The file has over a million rows and is gone through once.
    """
    attended, possible, stages = _half_days(folder, children)
    homes = _homes(folder, children, places)
    dimensions = {}
    rows = []
    for key, half_days in possible.items():
        if half_days > 0:
            child, seed, month = key
            seen = (seed, stages[key], *homes[child, seed])
            if seen not in dimensions:
                dimensions[seen] = _dimensions(places, *seen)
            rows.append((child, month, dimensions[seen], attended[key], half_days))
    return rows


def _half_days(folder, children):
    """Half-days attended and possible, and the largest stage, by pupil and month."""
    treatments = code_list("attendance", "treatment")
    attended, possible, stages = defaultdict(int), defaultdict(int), {}
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
        stages[key] = max(stages.get(key, ""), stage)
    return attended, possible, stages


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
