"""Extracts of referrals and the steps after them, as small or as planted as a test needs."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

REFERRALS = (
    "PERSON_ID",
    "REFERRAL_ID",
    "DOB",
    "Gender",
    "Referral Date",
    "Source of Referral",
    "Contact Type",
    "Areas of Concern",
    "Screening Outcome",
    "Screening Date",
    "Current Classification",
    "Responsible Team",
)
STEPS = (
    "WORKFLOW_STEP_ID",
    "PERSON_ID",
    "REFERRAL_ID",
    "Step Type",
    "STEP_STATUS",
    "INCOMING_ON",
    "STARTED_ON",
    "COMPLETED_ON",
    "Outcome",
)
WELFARE, TO_IRD = "Wellbeing Concern - Named Person", "Proceed to IRD"


@dataclass(frozen=True)
class Contact:
    """One child in one referral; `outcome` is that of screening, None while open."""

    person: int
    received_on: date
    team: str
    source: str = "Police"
    concern: str = "Neglect"
    born_on: date = date(2015, 6, 1)
    outcome: str | None = WELFARE


def write_social_work(folder: Path, contacts: Iterable[Contact]) -> list[Path]:
    """Write the two extracts; a referral that proceeds has an IRD that ended it."""
    folder.mkdir(parents=True, exist_ok=True)
    referrals, steps = [], []
    for number, contact in enumerate(contacts, start=1):
        screened = contact.received_on + timedelta(days=2)
        referrals.append(_referral(number, contact, screened))
        steps += _steps(number, contact, screened)
    return [
        _write(folder / "mosaic_referrals.csv", REFERRALS, referrals),
        _write(folder / "mosaic_steps.csv", STEPS, steps),
    ]


def _referral(number: int, contact: Contact, screened: date) -> tuple[str, ...]:
    return (
        str(60_000_000 + contact.person),
        str(4_000_000 + number),
        _day(contact.born_on),
        "Female",
        _day(contact.received_on),
        contact.source,
        "Child Protection",
        contact.concern,
        contact.outcome or "",
        _day(screened) if contact.outcome else "",
        "Wellbeing Concern" if contact.outcome == WELFARE else "Child Protection",
        contact.team,
    )


def _steps(number: int, contact: Contact, screened: date) -> list[tuple[str, ...]]:
    kinds = [("CP Screening", contact.outcome or "")]
    if contact.outcome == TO_IRD:
        kinds.append(("Inter-agency Referral Discussion (IRD)", "No further action"))
    return [
        (
            str(80_000_000 + number * 10 + place),
            str(60_000_000 + contact.person),
            str(4_000_000 + number),
            kind,
            "COMPLETED" if contact.outcome else "STARTED",
            _day(contact.received_on),
            _day(contact.received_on),
            _day(screened) if contact.outcome else "",
            outcome,
        )
        for place, (kind, outcome) in enumerate(kinds)
    ]


def _day(on: date) -> str:
    return f"{on:%d/%m/%Y}"


def _write(path: Path, header: Sequence[str], rows: Sequence[Sequence[str]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *rows])
    return path
