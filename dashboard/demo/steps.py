"""Writes mosaic_steps.csv: one row for each child in each step of the workflow."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import count
from pathlib import Path

from dashboard.demo.contacts import Contact, ContactType
from dashboard.demo.decisions import INVESTIGATED, Course, Screening
from dashboard.demo.social_work import SocialWork
from dashboard.demo.window import YEAR
from dashboard.demo.writing import (
    UNICODE_MARKED,
    Row,
    date_if_by,
    with_repeats,
    write_csv,
)

HEADER = (
    "WORKFLOW_STEP_ID",
    "PERSON_ID",
    "REFERRAL_ID",
    "Step Type",
    "STEP_STATUS",
    "INCOMING_ON",
    "STARTED_ON",
    "COMPLETED_ON",
    "Outcome",
    "RESPONSIBLE_TEAM",
)
NEW_FORM = date(2023, 1, 1).toordinal()
YOUNG_PERSON = 12


class StepType(StrEnum):
    SCREENING = "CP Screening"
    DISCUSSION = "Inter-agency Referral Discussion (IRD)"
    OLD_DISCUSSION = "ZZ Initial Referral Discussion"
    INVESTIGATION = "Child Protection Investigation"
    YOUNG_PERSON = "ZZ Vulnerable Young Person Protocol"


class Status(StrEnum):
    INCOMING = "INCOMING"
    STARTED = "STARTED"
    COMPLETED = "COMPLETED"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True)
class Step:
    kind: StepType
    incoming: int
    started: int
    completed: int
    outcome: str
    cancelled: bool = False

    def status(self, taken: int) -> Status:
        if self.started > taken:
            return Status.INCOMING
        if self.cancelled:
            return Status.CANCELLED
        if self.completed > taken or not self.outcome:
            return Status.STARTED
        return Status.COMPLETED


Siblings = dict[int, Step]  # one workflow step, which siblings share


def write_steps(directory: Path, work: SocialWork) -> None:
    chance = work.area.chance("step extract")
    numbers = count(82_000_001)
    rows: list[Row] = []
    for contact in work.contacts:
        for steps in _workflow(work, contact, float(chance.random())):
            number = next(numbers)
            rows += [
                _row(work, contact, number, child, step)
                for child, step in steps.items()
            ]
    share = work.area.settings["repeated_rows"]["share"]
    write_csv(
        directory / "mosaic_steps.csv",
        HEADER,
        with_repeats(chance, rows, share),
        encoding=UNICODE_MARKED,
    )


def _workflow(work: SocialWork, contact: Contact, luck: float) -> Iterator[Siblings]:
    """The steps of a contact that have begun, each with the children it covers."""
    timing, taken = contact.timing, work.window.taken
    courses = dict(zip(contact.children, contact.courses, strict=True))
    stages = [_screenings(work, contact, courses)]
    if timing.recorded <= taken:
        stages += [
            _cancelled_discussions(contact, courses),
            _discussions(contact, courses),
            _young_person_steps(work, contact, courses, luck),
        ]
    if timing.recorded <= taken and contact.discussed <= taken:
        stages.append(_investigations(contact, courses))
    return (stage for stage in stages if stage)


def _screenings(
    work: SocialWork, contact: Contact, courses: dict[int, Course]
) -> Siblings:
    day, timing = contact.day, contact.timing
    recorded = timing.recorded <= work.window.taken
    return {
        child: Step(
            StepType.SCREENING,
            day,
            timing.screened,
            timing.screened,
            course.screening if recorded else Screening.NOT_DECIDED,
            course.overwritten,
        )
        for child, course in courses.items()
        if contact.kind == ContactType.CHILD_PROTECTION
        or course.screening == Screening.TO_IRD
    }


def _cancelled_discussions(contact: Contact, courses: dict[int, Course]) -> Siblings:
    if not contact.discussion_cancelled:
        return {}
    timing = contact.timing
    begins = timing.discussion_begins
    step = Step(_discussion(begins), timing.screened, begins, begins, "", True)
    return {child: step for child, c in courses.items() if c.goes_to_discussion}


def _discussions(contact: Contact, courses: dict[int, Course]) -> Siblings:
    timing = contact.timing
    cancelled = contact.discussion_cancelled
    begins = timing.restarted if cancelled else timing.discussion_begins
    return {
        child: Step(
            _discussion(begins),
            begins if cancelled else timing.screened,
            begins,
            contact.discussed,
            course.discussion,
        )
        for child, course in courses.items()
        if course.discussion
    }


def _discussion(begins: int) -> StepType:
    return StepType.DISCUSSION if begins >= NEW_FORM else StepType.OLD_DISCUSSION


def _investigations(contact: Contact, courses: dict[int, Course]) -> Siblings:
    return {
        child: Step(
            StepType.INVESTIGATION,
            contact.discussed,
            contact.discussed + 1,
            contact.timing.investigated,
            course.investigation,
        )
        for child, course in courses.items()
        if course.discussion in INVESTIGATED
    }


def _young_person_steps(
    work: SocialWork, contact: Contact, courses: dict[int, Course], luck: float
) -> Siblings:
    share = work.area.settings["decisions"]["vulnerable_young_person"]
    oldest_birth = contact.day - YOUNG_PERSON * YEAR
    if luck >= share:
        return {}
    begins = contact.discussed
    step = Step(StepType.YOUNG_PERSON, begins, begins + 1, begins + 9, "Completed")
    return {
        child: step
        for child, course in courses.items()
        if course.discussion and work.children.born[child] <= oldest_birth
    }


def _row(
    work: SocialWork, contact: Contact, number: int, child: int, step: Step
) -> Row:
    taken = work.window.taken
    status = step.status(taken)
    done = status == Status.COMPLETED
    return (
        number,
        work.children.person_id[child],
        contact.referral_id,
        step.kind,
        status,
        date_if_by(step.incoming, taken),
        date_if_by(step.started, taken),
        date_if_by(step.completed, taken) if done else "",
        step.outcome if done else "",
        contact.team,
    )
