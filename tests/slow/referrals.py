"""Referrals with all that followed them: screening, IRD, investigation, meeting."""

import csv
from collections import defaultdict
from datetime import date, timedelta

from tests.slow.children import age_band
from tests.slow.extracts import CODES, NOT_KNOWN, Codes, day, read_rows

WELFARE = {"screening": "welfare", "ird": "welfare", "investigation": "welfare"}
CLOSED = {"screening": "other", "ird": "none", "investigation": "none"}


class Referral:
    """One child in one referral. What followed is set by the functions below."""


def read_referrals(folder, places, spells):
    """Every referral of the extract with what followed it."""
    codes = Codes()
    steps = _by_referral(read_rows(folder, "mosaic_steps"))
    meetings = _by_referral(read_rows(folder, "mosaic_meetings"))
    referrals = []
    for row in read_rows(folder, "mosaic_referrals"):
        key = (row["PERSON_ID"], row["REFERRAL_ID"])
        referral = _received(row, codes)
        _add_steps(referral, steps[key], codes)
        _add_planning_meetings(referral, meetings[key], codes)
        _decide(referral)
        referral.dimensions = _dimensions(referral, row, codes, places, spells)
        referrals.append(referral)
    _add_next_referrals(referrals)
    return referrals


def _by_referral(rows):
    grouped = defaultdict(list)
    for row in rows:
        grouped[row["PERSON_ID"], row["REFERRAL_ID"]].append(row)
    return grouped


def _received(row, codes):
    referral = Referral()
    referral.child = ("Mosaic ID", row["PERSON_ID"])
    referral.incident = row["REFERRAL_ID"]
    referral.received_on = day(row["Referral Date"])
    referral.received = codes.of("referral_class", row["Contact Type"])
    referral.current = codes.of("referral_class", row["Current Classification"])
    referral.screening = codes.of("screening_outcome", row["Screening Outcome"])
    referral.screened_on = day(row["Screening Date"])
    referral.offer = codes.of("offer", row["Support Offered"], "nothing_recorded")
    referral.offered_on = day(row["Support Offered Date"])
    referral.band = age_band(day(row["DOB"]), referral.received_on)
    return referral


# What followed


def _add_steps(referral, rows, codes):
    steps = [_step(row, codes) for row in rows]
    ird = [s for s in steps if s["type"] == "ird"]
    investigation = [s for s in steps if s["type"] == "investigation"]
    referral.ird_on = _held_on(ird)
    referral.ird_outcome = _outcome(ird)
    referral.ird_completed_on = _completed_on(ird)
    referral.investigation_on = _held_on(investigation)
    referral.investigation_outcome = _outcome(investigation)


def _step(row, codes):
    return {
        "type": codes.of("step_type", row["Step Type"]),
        "status": codes.of("step_status", row["STEP_STATUS"]),
        "outcome": codes.of("step_outcome", row["Outcome"]),
        "held_on": day(row["STARTED_ON"]) or day(row["INCOMING_ON"]),
        "completed_on": day(row["COMPLETED_ON"]),
    }


def _held_on(steps):
    return min(
        (s["held_on"] for s in steps if s["status"] != "cancelled"), default=None
    )


def _completed(steps):
    return [s for s in steps if s["status"] == "completed"]


def _completed_on(steps):
    days = [s["completed_on"] for s in _completed(steps) if s["completed_on"]]
    return max(days, default=None)


def _outcome(steps):
    """The outcome of the step completed last; one without a date comes first."""
    outcomes = [
        (s["completed_on"] or date.min, s["outcome"])
        for s in _completed(steps)
        if s["outcome"]
    ]
    return max(outcomes)[1] if outcomes else None


def _add_planning_meetings(referral, rows, codes):
    held = [
        (day(row["Meeting Date"]), codes.of("meeting_outcome", row["Outcome"]))
        for row in rows
        if codes.of("meeting_type", row["Meeting Type"]) in ("initial", "pre_birth")
    ]
    referral.cppm_on = min((on for on, _ in held), default=None)
    referral.registered = any(outcome == "registered" for _, outcome in held)


def _add_next_referrals(referrals):
    """The next day on which the same child is referred as child protection."""
    days = defaultdict(set)
    for referral in referrals:
        if referral.received == "child_protection":
            days[referral.child].add(referral.received_on)
    for referral in referrals:
        later = [on for on in days[referral.child] if on > referral.received_on]
        referral.referred_again_on = min(later, default=None)


# What was decided


def _decide(referral):
    referral.welfare_stage = _stage(referral, WELFARE) or _overwritten(referral)
    referral.closed_stage = _stage(referral, CLOSED)
    referral.final_class = _final_class(referral)
    referral.decided = referral.final_class != "undecided"
    referral.decided_on = _decided_on(referral)
    referral.ended = _ended(referral)


def _stage(referral, ending):
    """The stage at which a referral ended in one way, by the outcome of each stage."""
    if referral.screening == ending["screening"]:
        return "screening"
    if referral.screening != "ird":
        return None
    if referral.ird_outcome == ending["ird"]:
        return "ird"
    investigated = referral.ird_outcome == "investigate"
    if investigated and referral.investigation_outcome == ending["investigation"]:
        return "investigation"
    return None


def _overwritten(referral):
    """Reclassified with no other trace than its present class."""
    was = (referral.received, referral.screening, referral.current)
    return "screening" if was == ("child_protection", None, "welfare") else None


def _final_class(referral):
    if referral.welfare_stage:
        return "welfare"
    if referral.closed_stage:
        return "other"
    if (referral.screening, referral.ird_outcome) == ("ird", "investigate"):
        return "child_protection"
    return "undecided"


def _decided_on(referral):
    if referral.screening in ("welfare", "other"):
        return referral.screened_on
    if referral.screening == "ird" and referral.decided:
        return referral.ird_completed_on
    return None


def _ended(referral):
    if referral.registered:
        return "registered"
    if referral.cppm_on:
        return "not_registered"
    if referral.welfare_stage:
        return f"welfare_{referral.welfare_stage}"
    if referral.closed_stage:
        return f"other_{referral.closed_stage}"
    return "in_progress" if referral.final_class == "child_protection" else "undecided"


# What a referral is counted by


def _dimensions(referral, row, codes, places, spells):
    data_zone = places.data_zone(row["Postcode"])
    seed = spells.school(referral.child, referral.received_on, referral.band)
    dimensions = {
        **places.area(data_zone),
        **places.school(seed),
        "team": (row["Responsible Team"] or NOT_KNOWN,),
        "source_agency": (
            codes.of("source_agency", row["Source of Referral"], NOT_KNOWN),
        ),
        "concern": codes.many("concern", row["Areas of Concern"]),
        "age_band": (referral.band,),
        "sex": (codes.of("sex", row["Gender"], NOT_KNOWN),),
        "simd_quintile": places.simd_quintile(data_zone),
        "ended": (referral.ended,),
    }
    dimensions["zone"] = places.zones(dimensions)
    return dimensions


# The timescale for a planning meeting


def read_timescales(name):
    """(from, to, days) of each guidance on a timescale."""
    with open(CODES / "timescales.csv", encoding="utf-8", newline="") as f:
        return [
            (
                date.fromisoformat(row["from_on"]),
                date.fromisoformat(row["to_on"]),
                timedelta(days=int(row["days"])),
            )
            for row in csv.DictReader(f)
            if row["timescale"] == name
        ]


def meeting_in_time(referral, timescales):
    """Within the days of the guidance in force on the day of the referral."""
    limit = next(d for f, t, d in timescales if f <= referral.received_on < t)
    return referral.cppm_on <= referral.received_on + limit
