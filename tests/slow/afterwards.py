"""What came before a referral, and what followed the decision on it."""

from collections import defaultdict
from datetime import date, timedelta

from tests.slow.extracts import NOT_KNOWN

YEAR = timedelta(days=365)
DECIDED_AS = {
    "welfare": "reclassified",
    "child_protection": "went_on",
    "other": "closed",
}


def add_what_came_before(referrals, registrations):
    """Earlier involvement: on the register, referred, none; or not to be known."""
    spells, received = _spells(registrations), _received(referrals)
    known_from = min(r.received_on for r in referrals).replace(day=1) + YEAR
    for referral in referrals:
        found = _involvement(referral, spells, received, known_from)
        referral.dimensions["involvement"] = (found,)


def _spells(registrations):
    spells = defaultdict(list)
    for spell in registrations:
        ended = spell.deregistered_on or date.max
        spells[spell.child].append((spell.registered_on, ended))
    return spells


def _received(referrals):
    """The days on which each child was referred as child protection."""
    days = defaultdict(set)
    for referral in referrals:
        if referral.received == "child_protection":
            days[referral.child].add(referral.received_on)
    return days


def _involvement(referral, spells, received, known_from):
    on = referral.received_on
    for begun, ended in spells[referral.child]:
        if begun < on and ended > on - YEAR:
            return "registered"
    if any(on - YEAR <= day < on for day in received[referral.child]):
        return "referred"
    return "none" if on >= known_from else NOT_KNOWN


def add_what_followed(referrals, registrations):
    """The next referral, IRD and registration after the day of the decision."""
    received = _received(referrals)
    spells, held = _spells(registrations), defaultdict(list)
    for referral in referrals:
        if referral.ird_on:
            held[referral.child].append((referral.received_on, referral.ird_on))
    for r in referrals:
        on = r.decided_on
        if on is None:
            continue
        r.next_referral_on = _first(day for day in received[r.child] if day > on)
        r.next_ird_on = _first(
            ird for day, ird in held[r.child] if day > r.received_on and ird > on
        )
        r.next_registration_on = _first(
            begun for begun, _ in spells[r.child] if begun >= on
        )


def _first(days):
    return min(days, default=None)


def has_dated_decision(referral):
    on = referral.decided_on
    return referral.decided and on is not None and on >= referral.received_on


def followed(referral, by, days):
    """Whether what is looked for came within so many days of the decision."""
    on = getattr(referral, by)
    return on is not None and on <= referral.decided_on + timedelta(days=days)
