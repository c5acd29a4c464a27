"""The desk that takes a contact: whose it is, what is decided for each child named."""

from dataclasses import replace

from dashboard.demo.area import Area
from dashboard.demo.contacts import (
    Contact,
    ContactType,
    concerns,
    responsible_team,
    source,
)
from dashboard.demo.decisions import (
    Course,
    Discussion,
    Draws,
    Investigation,
    Screening,
    decide,
    decide_wellbeing,
    draw,
)
from dashboard.demo.partnership import Settings
from dashboard.demo.planted import Planted
from dashboard.demo.schooling import Schooling
from dashboard.demo.timing import timetable
from dashboard.demo.window import YEAR


class Desk:
    def __init__(self, area: Area, schooling: Schooling, planted: Planted) -> None:
        self.area = area
        self.settings = area.settings
        self.chance = area.chance("desk")
        self.schooling = schooling
        self.planted = planted

    def child_protection(
        self, number: int, day: int, named: tuple[int, ...]
    ) -> Contact:
        kind = ContactType.CHILD_PROTECTION
        return self._contact(number, day, kind, named, self._draws(len(named)))

    def wellbeing(self, number: int, day: int, named: tuple[int, ...]) -> Contact:
        is_welfare = self.chance.random() < self.settings["contacts"]["welfare"]
        kind = ContactType.WELFARE if is_welfare else ContactType.WELLBEING
        return self._contact(number, day, kind, named, self._draws(len(named)))

    def _draws(self, siblings: int) -> list[Draws]:
        """Siblings share their draws, unless they are decided one by one."""
        drawn = [draw(self.chance) for _ in range(siblings)]
        apart = self.settings["decisions"]["siblings_apart"]
        return drawn if self.chance.random() < apart else drawn[:1] * siblings

    def _contact(
        self,
        number: int,
        day: int,
        kind: ContactType,
        named: tuple[int, ...],
        draws: list[Draws],
    ) -> Contact:
        chance, settings = self.chance, self.settings
        team = responsible_team(chance, settings, self.area.home(named[0]).team)
        decisions = settings["decisions"]
        cancelled = bool(chance.random() < decisions["ird_cancelled"])
        dropped = cancelled and bool(chance.random() >= decisions["ird_restarted"])
        lost = chance.random() if kind == ContactType.CHILD_PROTECTION else 0.5
        courses = [
            _as_recorded(decisions, self._course(kind, child, day, team, its), lost)
            for child, its in zip(named, draws, strict=True)
        ]
        oldest = (day - int(self.area.children.born[list(named)].min())) / YEAR
        return Contact(
            referral_id=str(4_100_000 + number),
            day=day,
            kind=kind,
            source=source(chance, settings["contacts"], oldest),
            concerns=concerns(chance, settings["contacts"]),
            team=team,
            timing=timetable(chance, decisions, day),
            children=named,
            courses=tuple(_dropped(c) if dropped else c for c in courses),
            discussion_cancelled=cancelled,
            discussion_dropped=dropped,
        )

    def _course(
        self, kind: ContactType, child: int, day: int, team: str, draws: Draws
    ) -> Course:
        decisions = self.settings["decisions"]
        school = self.schooling.school_of(child, day)
        odds = self.planted.odds(decisions, team, school, day)
        if kind == ContactType.CHILD_PROTECTION:
            return decide(decisions, odds, draws)
        return decide_wellbeing(decisions, odds, draws)


def _as_recorded(decisions: Settings, course: Course, lost: float) -> Course:
    """A few are never screened; a few were reclassified and the outcome is lost."""
    if lost > 1 - decisions["never_screened"]:
        return Course(Screening.NOT_DECIDED)
    by_screening = (Screening.NAMED_PERSON, Screening.TEAM_AROUND_CHILD)
    if course.screening in by_screening and lost < decisions["wellbeing_overwritten"]:
        return Course(Screening.NOT_DECIDED, overwritten=True)
    return course


def _dropped(course: Course) -> Course:
    """The discussion was cancelled and nobody took it up again."""
    return replace(
        course,
        discussion=Discussion.NOT_HELD,
        investigation=Investigation.NOT_HELD,
        registered=False,
    )
