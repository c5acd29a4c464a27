"""The child protection register: spells, and who is on it at a month's end."""

from tests.slow.children import age_band
from tests.slow.extracts import NOT_KNOWN, Codes, day, read_rows
from tests.slow.months import last_day


class Registration:
    """One spell of one child on the register."""


def read_registrations(folder, places):
    codes = Codes()
    rows = read_rows(folder, "mosaic_registrations")
    return [_registration(row, codes, places) for row in rows]


def _registration(row, codes, places):
    spell = Registration()
    spell.child = ("Mosaic ID", row["PERSON_ID"])
    spell.key = row["REGISTRATION_ID"]
    spell.registered_on = day(row["REGISTRATION_START_DATE"])
    spell.deregistered_on = day(row["DEREGISTRATION_DATE"])
    spell.band = age_band(day(row["DOB"]), spell.registered_on)
    data_zone = places.data_zone(row["Postcode"])
    spell.reason = codes.of(
        "deregistration_reason", row["Deregistration Reason"], NOT_KNOWN
    )
    spell.dimensions = {
        **places.area(data_zone),
        "team": (row["Responsible Team"] or NOT_KNOWN,),
        "concern": codes.many("concern", row["Areas of Concern"]),
        "age_band": (spell.band,),
        "sex": (codes.of("sex", row["Gender"], NOT_KNOWN),),
        "simd_quintile": places.simd_quintile(data_zone),
    }
    spell.dimensions["zone"] = places.zones(spell.dimensions)
    return spell


def open_spells(spells, month):
    """Every spell that is open at the month's end, unborn children's too."""
    on = last_day(month)
    return [
        s
        for s in spells
        if s.registered_on <= on
        and (s.deregistered_on is None or on < s.deregistered_on)
    ]


def off_before(spell, spells):
    """The last day on which the same child came off the register before."""
    ended = [
        s.deregistered_on
        for s in spells
        if s.child == spell.child
        and s.registered_on < spell.registered_on
        and s.deregistered_on
    ]
    return max(ended, default=None)


def on_register(spells, month):
    """The latest open spell of each child at the month's end, unborn ones aside."""
    on = last_day(month)
    latest = {}
    for spell in sorted(spells, key=lambda s: (s.registered_on, s.key)):
        left = spell.deregistered_on
        if spell.registered_on <= on and (left is None or on < left):
            latest[spell.child] = spell
    return [spell for spell in latest.values() if spell.band != "unborn"]
