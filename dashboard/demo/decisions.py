"""How far a referral goes: screening, discussion, investigation, planning meeting.

At each step a referral goes on, is passed to the wellbeing route, or is closed.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from dashboard.demo.partnership import Chance, Real, Settings


class Screening(StrEnum):
    TO_IRD = "Proceed to IRD"
    NAMED_PERSON = "Wellbeing Concern - Named Person"
    TEAM_AROUND_CHILD = "Wellbeing Concern – TATC"
    SINGLE_AGENCY = "Single agency response"
    NO_ACTION = "No further action"
    NOT_DECIDED = ""


class Discussion(StrEnum):
    JOINT = "CP investigation - joint"
    SINGLE = "CP investigation - single agency"
    CHILDS_PLAN = "Wellbeing Concern - Child's Plan"
    NAMED_PERSON = "Wellbeing Concern - Named Person"
    NO_ACTION = "No further action"
    NOT_HELD = ""


class Investigation(StrEnum):
    TO_MEETING = "CPPM required"
    WELLBEING = "CPPM not required - Wellbeing Concern"
    NO_ACTION = "CPPM not required - no further action"
    NOT_HELD = ""


class Classification(StrEnum):
    CHILD_PROTECTION = "Child Protection"
    WELLBEING = "Wellbeing Concern"
    CLOSED = "Closed - other"


INVESTIGATED = (Discussion.JOINT, Discussion.SINGLE)
WELLBEING = (
    Screening.NAMED_PERSON,
    Screening.TEAM_AROUND_CHILD,
    Discussion.CHILDS_PLAN,
    Discussion.NAMED_PERSON,
    Investigation.WELLBEING,
)


@dataclass(frozen=True, slots=True)
class Course:
    """How far one child's referral went."""

    screening: Screening
    discussion: Discussion = Discussion.NOT_HELD
    investigation: Investigation = Investigation.NOT_HELD
    registered: bool = False
    overwritten: bool = False  # the class was changed and the outcome lost

    @property
    def last(self) -> str:
        return self.investigation or self.discussion or self.screening

    @property
    def ends_as(self) -> Classification:
        if self.overwritten or self.last in WELLBEING:
            return Classification.WELLBEING
        if self.last in (Screening.NOT_DECIDED, Investigation.TO_MEETING):
            return Classification.CHILD_PROTECTION
        return Classification.CLOSED

    @property
    def goes_to_discussion(self) -> bool:
        return self.screening == Screening.TO_IRD

    @property
    def reaches_meeting(self) -> bool:
        return self.investigation == Investigation.TO_MEETING


@dataclass(frozen=True)
class Chances:
    """For one child's referral: to go on, and to be reclassified if it stops."""

    to_ird: float
    wellbeing_at_screening: float
    wellbeing_at_discussion: float
    wellbeing_after_investigation: float


@dataclass(frozen=True)
class Draws:
    """One number from 0 to 1 for each decision; high ones go on."""

    screening: float
    discussion: float
    investigation: float
    registration: float
    kind: float

    @classmethod
    def of(cls, numbers: Real) -> "Draws":
        return cls(*(float(number) for number in numbers))


def draw(chance: Chance) -> Draws:
    return Draws.of(chance.random(5))


def chances(
    decisions: Settings, *, to_ird: float, usual_to_ird: float, reclassified: float
) -> Chances:
    """Scale the usual shares so that so many are reclassified, and no more go on."""
    usual = Chances(
        usual_to_ird,
        decisions["wellbeing_of_stopped_at_screening"],
        decisions["wellbeing_of_stopped_at_ird"],
        decisions["wellbeing_of_stopped_after_investigation"],
    )
    factor = reclassified / expected_reclassified(decisions, usual)
    return Chances(
        to_ird,
        usual.wellbeing_at_screening * factor,
        usual.wellbeing_at_discussion * factor,
        usual.wellbeing_after_investigation * factor,
    )


def expected_reclassified(decisions: Settings, odds: Chances) -> float:
    """The share that becomes a wellbeing concern at one of the three stages."""
    discussed, investigated = odds.to_ird, odds.to_ird * decisions["to_investigation"]
    at_screening = (1 - discussed) * odds.wellbeing_at_screening
    at_discussion = (discussed - investigated) * odds.wellbeing_at_discussion
    not_needed = investigated * (1 - decisions["to_meeting"])
    after = not_needed * odds.wellbeing_after_investigation
    return float(at_screening + at_discussion + after)


def decide(decisions: Settings, odds: Chances, draws: Draws) -> Course:
    """Follow a child protection referral to its end."""
    screening = _screened(decisions, odds, draws)
    if screening != Screening.TO_IRD:
        return Course(screening)
    return _decide_from_discussion(decisions, odds, draws)


def _decide_from_discussion(decisions: Settings, odds: Chances, draws: Draws) -> Course:
    discussion = _discussed(decisions, odds, draws)
    course = Course(Screening.TO_IRD, discussion)
    if discussion not in INVESTIGATED:
        return course
    investigation = _investigated(decisions, odds, draws)
    registered = (
        investigation == Investigation.TO_MEETING
        and draws.registration >= 1 - decisions["registered"]
    )
    return replace(course, investigation=investigation, registered=registered)


def decide_wellbeing(decisions: Settings, odds: Chances, draws: Draws) -> Course:
    """A wellbeing contact: most stay one, some turn out to be child protection."""
    if draws.screening >= 1 - decisions["up_classified"]:
        return _decide_from_discussion(decisions, odds, draws)
    closed = decisions["wellbeing_closed"]
    if draws.screening < closed:
        return Course(Screening.NO_ACTION)
    if draws.screening < closed + decisions["wellbeing_single_agency"]:
        return Course(Screening.SINGLE_AGENCY)
    return Course(_wellbeing_route(decisions, draws))


def _screened(decisions: Settings, odds: Chances, draws: Draws) -> Screening:
    stopped = 1 - odds.to_ird
    if draws.screening >= stopped:
        return Screening.TO_IRD
    if draws.screening < stopped * odds.wellbeing_at_screening:
        return _wellbeing_route(decisions, draws)
    single = draws.kind < decisions["single_agency_of_closed"]
    return Screening.SINGLE_AGENCY if single else Screening.NO_ACTION


def _wellbeing_route(decisions: Settings, draws: Draws) -> Screening:
    if draws.kind < decisions["named_person_of_wellbeing"]:
        return Screening.NAMED_PERSON
    return Screening.TEAM_AROUND_CHILD


def _discussed(decisions: Settings, odds: Chances, draws: Draws) -> Discussion:
    stopped = 1 - decisions["to_investigation"]
    if draws.discussion >= stopped:
        joint = draws.kind < decisions["joint_investigation"]
        return Discussion.JOINT if joint else Discussion.SINGLE
    if draws.discussion < stopped * odds.wellbeing_at_discussion:
        named = draws.kind < decisions["named_person_of_wellbeing"]
        return Discussion.NAMED_PERSON if named else Discussion.CHILDS_PLAN
    return Discussion.NO_ACTION


def _investigated(decisions: Settings, odds: Chances, draws: Draws) -> Investigation:
    stopped = 1 - decisions["to_meeting"]
    if draws.investigation >= stopped:
        return Investigation.TO_MEETING
    if draws.investigation < stopped * odds.wellbeing_after_investigation:
        return Investigation.WELLBEING
    return Investigation.NO_ACTION
