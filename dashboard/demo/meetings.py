"""Writes mosaic_meetings.csv: child protection planning meetings, a row per child."""

from collections.abc import Iterator
from datetime import date
from itertools import count, groupby
from pathlib import Path
from typing import NamedTuple

from dashboard.demo.contacts import Contact
from dashboard.demo.partnership import Chance
from dashboard.demo.register import ELSEWHERE, Registration
from dashboard.demo.social_work import SocialWork
from dashboard.demo.window import uk_date
from dashboard.demo.writing import write_csv

HEADER = (
    "MEETING_ID",
    "PERSON_ID",
    "REFERRAL_ID",
    "Meeting Type",
    "Meeting Date",
    "Outcome",
    "Responsible Team",
)
RENAMED = date(2022, 7, 1).toordinal()  # case conferences became planning meetings
SHORT = 45  # days before the last review in which no other is held
SOON = 0.85  # of first core groups are held within three weeks


class Meeting(NamedTuple):
    """Sorts by day; siblings at one meeting share the day, family and type."""

    day: int
    family: int
    kind: str
    child: int
    referral_id: str
    outcome: str
    team: str


def write_meetings(directory: Path, work: SocialWork) -> None:
    window = work.window
    meetings = sorted(
        meeting
        for meeting in _meetings(work)
        if window.first_day <= meeting.day <= window.taken
    )
    numbers = count(73_000_001)
    rows = []
    for _, siblings in groupby(meetings, key=lambda meeting: meeting[:3]):
        number = next(numbers)
        rows += [_row(work, number, meeting) for meeting in siblings]
    write_csv(directory / "mosaic_meetings.csv", HEADER, rows)


def _row(work: SocialWork, number: int, meeting: Meeting) -> tuple[str, ...]:
    return (
        str(number),
        work.children.person_id[meeting.child],
        meeting.referral_id,
        meeting.kind,
        uk_date(meeting.day),
        meeting.outcome,
        meeting.team,
    )


def _meetings(work: SocialWork) -> Iterator[Meeting]:
    for contact in work.caseload.contacts:
        yield from _first_meetings(work, contact)
    chance = work.area.chance("reviews")
    core_groups = work.area.chance("core groups")
    families = groupby(work.registrations, key=lambda entry: _family(work, entry))
    for _, entries in families:
        together = list(entries)
        reviews = _reviews(chance, work, together[0])
        days = _core_groups(core_groups, together[0])
        for entry in together:
            yield from _later_meetings(work, entry, reviews)
            for day in days:
                yield _meeting(work, entry, day, "Core Group", "")


def _family(work: SocialWork, entry: Registration) -> tuple[int, int, int]:
    household = int(work.children.household[entry.child])
    return household, entry.begins, entry.ends


def _first_meetings(work: SocialWork, contact: Contact) -> Iterator[Meeting]:
    for child, course in zip(contact.children, contact.courses, strict=True):
        if course.reaches_meeting:
            day = contact.timing.met
            registered = (contact.referral_id, child) in work.registered
            kind = "Initial" if work.is_born(child, day) else "Pre-birth"
            yield Meeting(
                day=day,
                family=int(work.children.household[child]),
                kind=_spelled(kind, day),
                child=child,
                referral_id=work.referral_id(contact),
                outcome="Registered" if registered else "Not registered",
                team=contact.team,
            )


def _reviews(chance: Chance, work: SocialWork, entry: Registration) -> list[int]:
    """Every six months or a little less; three after a pre-birth meeting."""
    born = work.is_born(entry.child, entry.begins)
    day = entry.begins + int(chance.integers(140, 184) if born else 85)
    days = []
    while day < entry.ends - SHORT:
        days.append(day)
        day += int(chance.integers(150, 184))
    return days


def _core_groups(chance: Chance, entry: Registration) -> list[int]:
    """The first mostly within three weeks, then every four to six."""
    soon = chance.random() < SOON
    day = entry.begins + int(
        chance.integers(6, 22) if soon else chance.integers(22, 40)
    )
    days = []
    while day < entry.ends:
        days.append(day)
        day += int(chance.integers(28, 43))
    return days


def _later_meetings(
    work: SocialWork, entry: Registration, reviews: list[int]
) -> Iterator[Meeting]:
    if entry.transferred_from:
        yield _meeting(work, entry, entry.begins, "Transfer", "Registered")
    for day in reviews:
        yield _meeting(work, entry, day, "Review", "Remains on register")
    if entry.reason == ELSEWHERE:
        yield _meeting(work, entry, entry.ends, "Transfer", "De-registered")
    elif entry.ends_at_review:
        yield _meeting(work, entry, entry.ends, "Review", "De-registered")


def _meeting(
    work: SocialWork, entry: Registration, day: int, kind: str, outcome: str
) -> Meeting:
    return Meeting(
        day=day,
        family=int(work.children.household[entry.child]),
        kind=_spelled(kind, day),
        child=entry.child,
        referral_id="",
        outcome=outcome,
        team=entry.team,
    )


def _spelled(kind: str, day: int) -> str:
    if kind == "Core Group":
        return kind
    old = day < RENAMED and kind in ("Initial", "Review")
    return f"{kind} {'CPCC' if old else 'CPPM'}"
