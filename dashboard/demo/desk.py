"""The desk that takes a contact: whose it is, what is decided for each child named."""

from dataclasses import replace

from dashboard.demo.children import Children
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
    chances,
    decide,
    decide_wellbeing,
    draw,
    draw_back_after_register,
)
from dashboard.demo.partnership import Partnership, Settings
from dashboard.demo.places import Places
from dashboard.demo.planted import Planted
from dashboard.demo.schooling import Schooling
from dashboard.demo.timing import timetable
from dashboard.demo.window import YEAR


class Desk:
    def __init__(
        self,
        partnership: Partnership,
        places: Places,
        children: Children,
        schooling: Schooling,
        planted: Planted,
    ) -> None:
        self.settings = partnership.settings
        self.chance = partnership.chance("desk")
        self.places = places
        self.children = children
        self.schooling = schooling
        self.planted = planted

    def child_protection(
        self, number: int, day: int, named: tuple[int, ...], *, back: bool
    ) -> Contact:
        """A child protection contact; `back` if the family has left the register."""
        new_draws = draw_back_after_register if back else draw
        draws = self._draws(len(named), [new_draws(self.chance) for _ in (0, *named)])
        return self._contact(number, day, ContactType.CHILD_PROTECTION, named, draws)

    def wellbeing(self, number: int, day: int, named: tuple[int, ...]) -> Contact:
        is_welfare = self.chance.random() < 0.5
        kind = ContactType.WELFARE if is_welfare else ContactType.WELLBEING
        draws = self._draws(len(named), [draw(self.chance) for _ in (0, *named)])
        return self._contact(number, day, kind, named, draws)

    def _draws(self, siblings: int, drawn: list[Draws]) -> list[Draws]:
        """Siblings share the first draws, unless they are decided one by one."""
        apart = self.settings["decisions"]["siblings_apart"]
        return drawn[1:] if self.chance.random() < apart else drawn[:1] * siblings

    def _contact(
        self,
        number: int,
        day: int,
        kind: ContactType,
        named: tuple[int, ...],
        draws: list[Draws],
    ) -> Contact:
        chance, settings = self.chance, self.settings
        home_team = self.places.zones[self.children.zone[named[0]]].team
        team = responsible_team(chance, settings, home_team)
        decisions = settings["decisions"]
        cancelled = bool(chance.random() < decisions["ird_cancelled"])
        dropped = cancelled and bool(chance.random() >= decisions["ird_restarted"])
        lost = chance.random() if kind == ContactType.CHILD_PROTECTION else 0.5
        courses = [
            _as_recorded(decisions, self._course(kind, child, day, team, its), lost)
            for child, its in zip(named, draws, strict=True)
        ]
        oldest = (day - int(self.children.born[list(named)].min())) / YEAR
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
        planted = self.planted
        school = self.schooling.school_of(child, day)
        odds = chances(
            self.settings["decisions"],
            to_ird=planted.to_ird(team),
            usual_to_ird=planted.planted["usual_to_ird"],
            reclassified=planted.reclassified(team, school, day),
        )
        decides = decide
        if kind != ContactType.CHILD_PROTECTION:
            decides = decide_wellbeing
        return decides(self.settings["decisions"], odds, draws)


def _as_recorded(decisions: Settings, course: Course, lost: float) -> Course:
    """A few are never screened; a few were reclassified and the outcome is lost."""
    if lost > 1 - decisions["never_screened"]:
        return Course(Screening.NOT_DECIDED)
    by_screening = (Screening.NAMED_PERSON, Screening.TEAM_AROUND_CHILD)
    if course.screening in by_screening and lost < decisions["overwritten"]:
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
