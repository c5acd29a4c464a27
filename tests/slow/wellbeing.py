"""What wellbeing tools said of pupils: SDQ, Boxall Profiles, Wellbeing Wheels."""

import csv
from collections import defaultdict, namedtuple
from datetime import date
from math import floor

from tests.slow.extracts import CODES, NOT_KNOWN, Codes, day, read_rows

SCALES = {
    "emotion": ("somatic", "worries", "unhappy", "clingy", "afraid"),
    "conduct": ("tantrum", "obeys", "fights", "lies", "steals"),
    "hyperactivity": ("restles", "fidgety", "distrac", "reflect", "attends"),
    "peer": ("loner", "friend", "popular", "bullied", "oldbest"),
    "prosocial": ("consid", "shares", "caring", "kind", "helpout"),
}
TURNED = ("obeys", "reflect", "attends", "friend", "popular")
GIVEN = {
    "emotion": "Emotional Score",
    "conduct": "Conduct Score",
    "hyperactivity": "Hyperactivity Score",
    "peer": "Peer Score",
    "prosocial": "Prosocial Score",
}
DIFFICULTIES = ("emotion", "conduct", "hyperactivity", "peer")
IN_USE = "four_band"
SECTIONS = {"developmental": "ABCDEFGHIJ", "diagnostic": "QRSTUVWXYZ"}
SOONEST, LATEST = 60, 730

Filled = namedtuple("Filled", "child on informant scores dimensions earlier")
Wheel = namedtuple("Wheel", "child on dimensions better")


class Pupils:
    """Who is asked about: the child, and the dimensions of the day."""

    def __init__(self, folder, children, places):
        self._children, self._places, self._codes = children, places, Codes()
        self._spells = defaultdict(list)
        for row in read_rows(folder, "seemis_pupils"):
            self._spells[children.key("SCN", row["SCN"])].append(row)

    def child(self, row):
        return self._children.key("SCN", row["SCN"])

    def dimensions(self, row, on):
        spells = self._spells.get(self.child(row), [])
        latest = max(spells, key=_admitted, default=None)
        data_zone = self._places.data_zone(latest["PostCode"]) if latest else None
        sex = (
            self._codes.of("sex", latest["Gender"], NOT_KNOWN) if latest else NOT_KNOWN
        )
        seed = row.get("SeedCode") or _school_on(spells, on)
        dimensions = {
            **self._places.area(data_zone),
            **self._places.school(seed),
            "stage": (row["StudentStage"] or NOT_KNOWN,),
            "sex": (sex,),
        }
        dimensions["zone"] = self._places.zones(dimensions)
        return dimensions


def _admitted(row):
    return day(row["AdmissionDate"]), row["SeedCode"]


def _school_on(spells, on):
    there = [
        _admitted(row)
        for row in spells
        if day(row["AdmissionDate"]) <= on < (day(row["LeavingDate"]) or date.max)
    ]
    return max(there)[1] if there else NOT_KNOWN


# SDQ


def read_sdq(folder, pupils):
    """Every questionnaire, with its scores and the total of an earlier one."""
    bands = read_bands()
    found = [
        *_questionnaires(folder, "sdq_teachers", pupils, _score_answers),
        *_questionnaires(folder, "sdq_families", pupils, _score_given),
    ]
    return [
        one._replace(
            dimensions={**one.dimensions, "sdq_score": _scores_in_bands(one, bands)},
            earlier=_earlier(one, found, "total"),
        )
        for one in found
    ]


def _questionnaires(folder, extract, pupils, score):
    codes = Codes()
    for row in read_rows(folder, extract):
        on = day(row["Date Completed"])
        informant = codes.of("sdq_informant", row["Informant"])
        yield Filled(
            pupils.child(row),
            on,
            informant,
            score(row),
            pupils.dimensions(row, on),
            None,
        )


def _score_answers(row):
    scores = {scale: _scale(row, items) for scale, items in SCALES.items()}
    parts = [scores[scale] for scale in DIFFICULTIES]
    return {**scores, "total": None if None in parts else sum(parts)}


def _scale(row, items):
    """Five times the mean of the answers, from three on, a half upwards."""
    points = [
        2 - int(row[item]) if item in TURNED else int(row[item])
        for item in items
        if row[item]
    ]
    if len(points) < 3:
        return None
    return floor(5 * sum(points) / len(points) + 0.5)


def _score_given(row):
    scores = {scale: int(row[column]) for scale, column in GIVEN.items()}
    return {**scores, "total": int(row["Total Difficulties"])}


def read_bands():
    """(informant, scale) → its bands in use from the best: lowest and highest."""
    bands = defaultdict(list)
    with open(CODES / "sdq_bands.csv", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["version"] == IN_USE:
                ends = int(row["lowest"]), int(row["highest"])
                bands[row["informant"], row["scale"]].append(ends)
    return {
        (informant, scale): sorted(ends, reverse=scale == "prosocial")
        for (informant, scale), ends in bands.items()
    }


def severity(bands, informant, scale, score):
    """1 for the band close to average; None where there is no score."""
    for place, (lowest, highest) in enumerate(bands[informant, scale], start=1):
        if score is not None and lowest <= score <= highest:
            return place
    return None


def _scores_in_bands(one, bands):
    found = {
        scale: severity(bands, one.informant, scale, score)
        for scale, score in one.scores.items()
    }
    return tuple(
        f"{IN_USE}:{scale}:{place}" for scale, place in found.items() if place
    ) or (NOT_KNOWN,)


def _earlier(one, others, scale):
    """The latest score of the same child and informant, 60 to 730 days before."""
    found = [
        (other.on, other.scores[scale])
        for other in others
        if other.child == one.child
        and other.informant == one.informant
        and SOONEST <= (one.on - other.on).days <= LATEST
        and other.scores[scale] is not None
    ]
    return max(found)[1] if found else None


# Boxall Profiles


def read_boxall(folder, pupils):
    """Each section of each profile that has all of its ten strands."""
    profiles = defaultdict(dict)
    first_rows = {}
    for row in read_rows(folder, "boxall_profiles"):
        key = row["SCN"], row["Assessment Date"]
        profiles[key][row["Strand"]] = int(row["Strand Score"])
        first_rows[key] = row
    found = [
        _profile(first_rows[key], section, strands, pupils)
        for key, scores in profiles.items()
        for section, names in SECTIONS.items()
        if len(strands := [scores[n] for n in names if n in scores]) == len(names)
    ]
    return [one._replace(earlier=_earlier(one, found, "sum")) for one in found]


def _profile(row, section, strands, pupils):
    on = day(row["Assessment Date"])
    scores, dimensions = {"sum": sum(strands)}, pupils.dimensions(row, on)
    return Filled(pupils.child(row), on, section, scores, dimensions, None)


# Wellbeing Wheels


def read_wheels(folder, pupils):
    codes, wheels = Codes(), defaultdict(list)
    for row in read_rows(folder, "wellbeing_wheels"):
        wheels[row["SCN"], row["Completed On"]].append(row)
    return [_wheel(rows, pupils, codes) for rows in wheels.values()]


def _wheel(rows, pupils, codes):
    on = day(rows[0]["Completed On"])
    low = [
        codes.of("wellbeing_indicator", row["Indicator"])
        for row in rows
        if not _on_better_side(row, codes)
    ]
    dimensions = {
        **pupils.dimensions(rows[0], on),
        "low_indicator": tuple(low) or ("none",),
    }
    return Wheel(pupils.child(rows[0]), on, dimensions, len(low) < len(rows) / 2)


def _on_better_side(row, codes):
    middle = (float(row["Scale Min"]) + float(row["Scale Max"])) / 2
    above = float(row["Indicator Score"]) - middle
    lower = codes.of("wellbeing_direction", row["Direction"]) == "lower"
    return above < 0 if lower else above > 0
