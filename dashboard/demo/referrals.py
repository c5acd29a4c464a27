"""Writes mosaic_referrals.csv: one row for each child in each contact."""

from pathlib import Path

from dashboard.demo.contacts import Contact, ContactType
from dashboard.demo.decisions import Classification, Course, Screening
from dashboard.demo.partnership import Chance, Settings
from dashboard.demo.social_work import SocialWork
from dashboard.demo.window import NEVER, uk_date
from dashboard.demo.writing import WINDOWS, Row, date_if_by, with_repeats, write_csv

HEADER = (
    "PERSON_ID",
    "REFERRAL_ID",
    "Forename",
    "Surname",
    "DOB",
    "Gender",
    "Postcode",
    "Referral Date",
    "Source of Referral",
    "Contact Type",
    "Areas of Concern",
    "Screening Outcome",
    "Screening Date",
    "Current Classification",
    "Support Offered",
    "Support Offered Date",
    "Date Closed",
    "Responsible Team",
)
TEAM_AROUND_CHILD = "Team Around the Child"
CHILDS_PLAN = "Child's Plan"
SINGLE_AGENCY = "Single agency support"
ADVICE = "Advice"


def write_referrals(directory: Path, work: SocialWork) -> None:
    chance = work.area.chance("referral extract")
    rows: list[Row] = [
        _row(chance, work, contact, child, course)
        for contact in work.contacts
        for child, course in zip(contact.children, contact.courses, strict=True)
    ]
    share = work.area.settings["repeated_rows"]["share"]
    write_csv(
        directory / "mosaic_referrals.csv",
        HEADER,
        with_repeats(chance, rows, share),
        encoding=WINDOWS,
        title="Child protection and wellbeing contacts. "
        f"Extracted {uk_date(work.window.taken)}",
    )


def _row(
    chance: Chance, work: SocialWork, contact: Contact, child: int, course: Course
) -> Row:
    taken = work.window.taken
    screened = course.screening and contact.timing.recorded <= taken
    support, support_on = _support(chance, work, contact, course)
    closed = _closed(work, contact, child, course)
    closed = max(closed, support_on) if support else closed
    return (
        work.children.person_id[child],
        contact.referral_id,
        work.forename_as_known(child, contact.day),
        work.children.surname[child],
        work.born_as_known(child, contact.day),
        work.gender_as_known(child, contact.day),
        work.postcode(chance, child),
        uk_date(contact.day),
        contact.source,
        contact.kind,
        "; ".join(contact.concerns),
        course.screening if screened else Screening.NOT_DECIDED,
        uk_date(contact.timing.screened) if screened else "",
        _classification(work, contact, course),
        support,
        uk_date(support_on) if support else "",
        date_if_by(closed, taken),
        contact.team,
    )


def _classification(work: SocialWork, contact: Contact, course: Course) -> str:
    if contact.decided_on(course) <= work.window.taken:
        return course.ends_as
    if contact.kind == ContactType.CHILD_PROTECTION:
        return Classification.CHILD_PROTECTION
    screened = contact.timing.recorded <= work.window.taken
    if screened and course.screening == Screening.TO_IRD:
        return Classification.CHILD_PROTECTION
    return Classification.WELLBEING


def _support(
    chance: Chance, work: SocialWork, contact: Contact, course: Course
) -> tuple[str, int]:
    """What the family was offered, for those who do not go on to a meeting."""
    support = work.area.settings["support"]
    recorded = chance.random() < support["recorded"]
    kind, day = chance.random(), contact.day + int(chance.integers(3, 41))
    decided = contact.decided_on(course) <= work.window.taken
    if course.reaches_meeting or not (recorded and decided):
        return "", NEVER
    if day > work.window.taken:
        return "", NEVER
    return _offer(support, course, kind), day


def _offer(support: Settings, course: Course, kind: float) -> str:
    if course.screening == Screening.TEAM_AROUND_CHILD:
        return TEAM_AROUND_CHILD
    if course.screening == Screening.SINGLE_AGENCY:
        return SINGLE_AGENCY
    if course.ends_as == Classification.WELLBEING:
        return CHILDS_PLAN if kind < support["childs_plan"] else TEAM_AROUND_CHILD
    if kind < support["single_agency"]:
        return SINGLE_AGENCY
    return ADVICE if kind < support["single_agency"] + support["advice"] else ""


def _closed(work: SocialWork, contact: Contact, child: int, course: Course) -> int:
    """When the case closes: after the last decision, meeting or registration."""
    decided = contact.decided_on(course)
    if decided == NEVER:
        return NEVER
    entry = work.registered.get((contact.referral_id, child))
    last = entry.ends if entry else decided
    if course.reaches_meeting:
        last = max(last, contact.timing.met)
    return last + contact.timing.closes_after
