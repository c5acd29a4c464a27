"""Reviews and core groups of children on the register: which were held in time."""

from collections import defaultdict
from itertools import pairwise

from tests.slow.extracts import NOT_KNOWN, Codes, day, read_rows
from tests.slow.months import last_day, month_of, months_on
from tests.slow.referrals import read_timescales

KINDS = ("initial", "pre_birth", "review", "transfer")


class Held:
    """One child at one meeting, and whether what was due was held in time."""


def read_review_meetings(folder, registrations, places):
    codes, held = Codes(), defaultdict(list)
    for row in read_rows(folder, "mosaic_meetings"):
        kind = codes.of("meeting_type", row["Meeting Type"])
        if kind in KINDS:
            meeting = (day(row["Meeting Date"]), kind, row["Responsible Team"])
            held[row["PERSON_ID"]].append(meeting)
    spells = defaultdict(list)
    for spell in registrations:
        spells[spell.child].append(spell)
    found = []
    for person, meetings in held.items():
        ordered = sorted(meetings)
        for before, this in pairwise(ordered):
            if this[1] == "review":
                child = ("Mosaic ID", person)
                found.append(_review(child, before, this, spells[child], places))
    return found


def read_core_groups(folder, registrations, places):
    """Children registered at a first meeting, since core groups are in the extract."""
    codes, core, first = Codes(), defaultdict(list), set()
    for row in read_rows(folder, "mosaic_meetings"):
        kind = codes.of("meeting_type", row["Meeting Type"])
        on, person = day(row["Meeting Date"]), row["PERSON_ID"]
        outcome = codes.of("meeting_outcome", row["Outcome"])
        if kind == "core_group":
            core[person].append(on)
        elif kind in ("initial", "pre_birth") and outcome == "registered":
            first.add((on, person, row["Responsible Team"]))
    begun = min(on for days in core.values() for on in days)
    spells = defaultdict(list)
    for spell in registrations:
        spells[spell.child].append(spell)
    limits = read_timescales("first_core_group")
    found = []
    for on, person, team in sorted(first):
        if on >= begun:
            one = Held()
            one.child, one.on = ("Mosaic ID", person), on
            limit = next(days for start, end, days in limits if start <= on < end)
            one.in_time = any(on <= held <= on + limit for held in core[person])
            one.dimensions = _dimensions(_spell_on(spells[one.child], on), team, places)
            found.append(one)
    return found


def _review(child, before, this, spells, places):
    on, _, team = this
    one = Held()
    one.child, one.on = child, on
    one.in_time = on <= _months_after(before[0], 3 if before[1] == "pre_birth" else 6)
    one.dimensions = _dimensions(_spell_on(spells, on), team, places)
    return one


def _months_after(on, months):
    """The same day so many months on, or the last there is: 31 August, 28 February."""
    month = months_on(month_of(on), months)
    return month.replace(day=min(on.day, last_day(month).day))


def _spell_on(spells, on):
    there = [
        s
        for s in spells
        if s.registered_on <= on
        and (s.deregistered_on is None or on <= s.deregistered_on)
    ]
    return max(there, key=lambda s: s.registered_on, default=None)


def _dimensions(spell, team, places):
    names = (
        *("council", "locality", "ward", "intermediate_zone"),
        *("concern", "age_band", "sex", "simd_quintile"),
    )
    dimensions = {n: spell.dimensions[n] if spell else (NOT_KNOWN,) for n in names}
    dimensions["team"] = (team or NOT_KNOWN,)
    dimensions["zone"] = places.zones(dimensions)
    return dimensions
