"""Writes truth.json: what was planted, to compare with what is found."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from dashboard.demo.area import Area
from dashboard.demo.decisions import expected_reclassified
from dashboard.demo.linkage import Known
from dashboard.demo.partnership import Chance, Settings
from dashboard.demo.planted import plant
from dashboard.demo.tools import planted_in_tools

SAMPLE = 200
FLAT = (
    "child protection contacts a month",
    "wellbeing contacts a month",
    "share of wellbeing contacts that proceed to IRD",
    "share of referrals that proceed to IRD, in each team",
    "share of IRDs that lead to an investigation, in each team",
    "share of investigations that lead to a CPPM, in each team",
    "share of CPPMs that register",
    "share of CPPMs within 28 days",
    "children on the register",
    "share of referrals reclassified, outside the zone",
    "repeat referrals within 90 and 365 days",
    "attendance at every other school",
    "exclusions per 1,000 pupils",
    "coverage of each child health review",
    "any concern at each child health review",
    "meetings as intended, outside the zone",
    "answers of children and of parents about the meeting",
    "children living in the area",
    "what wellbeing tools say of pupils who are asked about, and asked about again",
)


def write_truth(directory: Path, area: Area, known: Known) -> None:
    settings, window = area.settings, area.window
    truth = {
        "as_at": window.as_at.isoformat(),
        "last_month": _month(settings["last_month"]),
        "first_month": _month(window.opens),
        "seed": area.partnership.seed,
        "children": area.partnership.children,
        **_planted(settings),
        **planted_in_tools(settings),
        "flat": list(FLAT),
        "identifiers": _identifiers(area, known),
    }
    text = json.dumps(truth, indent=2, ensure_ascii=False)
    (directory / "truth.json").write_text(text + "\n", encoding="utf-8", newline="\n")


def _planted(settings: Settings) -> dict[str, Any]:
    planted, zone = settings["planted"], settings["zone"]
    return {
        "reclassification_step": {
            "zone": zone["name"],
            "zone_from": zone["from"].isoformat(),
            "event_date": planted["guidance_on"].isoformat(),
            "before": planted["zone_reclassified_before"],
            "after": planted["zone_reclassified_after"],
            "elsewhere": planted["usual_reclassified"],
            "schools": zone["schools"],
            "teams": zone["teams"],
            "joining_on": zone["grows_on"].isoformat(),
            "schools_joining": zone["schools_joining"],
            "teams_joining": zone["teams_joining"],
            "joining_before": planted["usual_reclassified"],
        },
        "team_threshold": {
            "team": planted["threshold_team"],
            "step": "ird",
            "probability": planted["threshold_to_ird"],
            "others": planted["usual_to_ird"],
            "reclassified_in_consequence": _reclassified_by_threshold_team(settings),
        },
        "school_attendance": {
            "school": planted["attendance_school"],
            "from_month": _month(planted["attendance_from"]),
            "before": planted["attendance_usual"],
            "after": planted["attendance_usual"] - planted["attendance_fall"],
            "fall": planted["attendance_fall"],
        },
        "not_submitted": {
            "mosaic_referrals": _month(planted["referrals_not_submitted"]),
            "seemis_attendance": _month(planted["attendance_not_submitted"]),
        },
    }


def _reclassified_by_threshold_team(settings: Settings) -> float:
    """Lower than the usual: fewer of its referrals stop where most are reclassified."""
    planted = plant(settings)
    team, day = planted.planted["threshold_team"], settings["as_at"].toordinal()
    odds = planted.odds(settings["decisions"], team, "", day)
    return round(expected_reclassified(settings["decisions"], odds), 2)


def _identifiers(area: Area, known: Known) -> dict[str, list[str]]:
    """Some that must never be seen where only numbers of children belong."""
    chance = area.chance("truth")
    children = known.scn.keys() | known.chi.keys() | known.mosaic.keys()
    surnames = {area.children.surname[child] for child in children}
    surnames.discard(area.settings["names"]["null_surname"])
    return {
        "chi": _sample(chance, list(known.chi.values())),
        "scn": _sample(chance, list(known.scn.values())),
        "mosaic": _sample(chance, list(known.mosaic.values())),
        "surname": _sample(chance, sorted(surnames)),
    }


def _sample(chance: Chance, values: list[str]) -> list[str]:
    chosen = chance.permutation(len(values))[:SAMPLE]
    return sorted(values[place] for place in chosen)


def _month(day: date) -> str:
    return f"{day:%Y-%m}"
