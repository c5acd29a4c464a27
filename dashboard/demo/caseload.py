"""What reaches social work over the years, in the order in which it happens."""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import count

import numpy as np

from dashboard.demo.area import Area
from dashboard.demo.children import opening
from dashboard.demo.contacts import Contact, Families, concerns
from dashboard.demo.decisions import Course
from dashboard.demo.desk import Desk
from dashboard.demo.partnership import Chance, Partnership, Real
from dashboard.demo.planted import Planted
from dashboard.demo.register import Register, Registration
from dashboard.demo.schooling import Schooling
from dashboard.demo.window import YEAR, last_of_month, months_between

SATURDAY = 5


@dataclass(frozen=True)
class Caseload:
    contacts: list[Contact]
    registrations: list[Registration]


@dataclass(frozen=True, order=True)
class Arrival:
    """Something due to reach social work on a day; the number breaks ties."""

    day: int
    number: int
    kind: str = field(compare=False)  # new, wellbeing, again or transfer
    children: tuple[int, ...] = field(compare=False, default=())


class Intake:
    """Takes arrivals one by one; what happens to a family decides when it is back."""

    def __init__(self, area: Area, desk: Desk) -> None:
        self.area = area
        self.settings = area.settings["contacts"]
        self.desk = desk
        self.chance = area.chance("caseload")
        self.families = Families(area)
        self.register = Register(area)
        self.contacts: list[Contact] = []
        self.waiting: list[Arrival] = []
        self.numbers = count(1)
        self.returned = 0  # families back again, who take the place of new ones

    def run(self) -> Caseload:
        for day, kind in sorted(_arrivals(self.area.partnership)):
            self._expect(day, kind)
        while self.waiting:
            self._take(heapq.heappop(self.waiting))
        return Caseload(self.contacts, self.register.entries)

    def _expect(self, day: int, kind: str, children: tuple[int, ...] = ()) -> None:
        if day < self.area.window.taken:
            arrival = Arrival(day, next(self.numbers), kind, children)
            heapq.heappush(self.waiting, arrival)

    def _take(self, arrival: Arrival) -> None:
        match arrival.kind:
            case "transfer":
                self._transfer_in(arrival.day)
            case "wellbeing":
                self._wellbeing(arrival.day)
            case "again":
                self._again(arrival)
            case "new" if self.returned:
                self.returned -= 1
            case _:
                self._child_protection(arrival.day, self.families.choose(arrival.day))

    def _wellbeing(self, day: int) -> None:
        if named := self.families.choose(day):
            self._record(self.desk.wellbeing(next(self.numbers), day, named))

    def _again(self, arrival: Arrival) -> None:
        if named := self.families.again(arrival.children, arrival.day):
            self.returned += 1
            self._child_protection(arrival.day, named)

    def _child_protection(self, day: int, named: tuple[int, ...]) -> None:
        if not named:
            return
        contact = self.desk.child_protection(next(self.numbers), day, named)
        self._record(contact)
        self._expect_again(contact)

    def _record(self, contact: Contact) -> None:
        self.contacts.append(contact)
        for child, course in zip(contact.children, contact.courses, strict=True):
            self.families.busy_until[child] = _in_process_until(contact, course)
        self._follow(self.register.enter(contact))

    def _follow(self, entries: list[Registration]) -> None:
        """Off the register when it ends, and perhaps referred again later."""
        for entry in entries:
            self.families.busy_until[entry.child] = entry.ends
        if entries and self.chance.random() < self.settings["back_after_register"]:
            last = max(entry.ends for entry in entries)
            later = last + int(self.chance.integers(20, round(2.5 * YEAR)))
            self._expect(later, "again", tuple(entry.child for entry in entries))

    def _expect_again(self, contact: Contact) -> None:
        luck = self.chance.random()
        if luck < self.settings["repeat_within_90"]:
            later = contact.day + int(self.chance.integers(10, 91))
        elif luck < self.settings["repeat_within_365"]:
            later = contact.day + int(self.chance.integers(91, 366))
        else:
            return
        self._expect(later, "again", contact.children)

    def _transfer_in(self, day: int) -> None:
        """A family that has just arrived, with a child on the register elsewhere."""
        children, of = self.area.children, self.families.somewhere()
        came = (children.arrives[of] > day - 90) & (children.born[of] <= day)
        new = came & self.families.available(day, of)
        if not new.any():
            return
        child = of.start + int(self.chance.choice(np.flatnonzero(new)))
        team = self.area.home(child).team
        about = concerns(self.chance, self.settings)
        self._follow([self.register.transfer_in(child, day, team, about)])


def take_referrals(area: Area, schooling: Schooling, planted: Planted) -> Caseload:
    return Intake(area, Desk(area, schooling, planted)).run()


def _in_process_until(contact: Contact, course: Course) -> int:
    timing = contact.timing
    if course.reaches_meeting:
        return timing.met
    if course.discussion:
        return timing.investigated
    return timing.screened


def _arrivals(partnership: Partnership) -> Iterator[tuple[int, str]]:
    """Days on which something new arrives, from the opening to the extract."""
    contacts = partnership.settings["contacts"]
    chance = partnership.chance("arrivals")
    start = date.fromordinal(opening(partnership))
    for month in months_between(start, partnership.window.as_at):
        for kind, rate in (
            ("new", contacts["children_per_month"]),
            ("wellbeing", contacts["wellbeing_children_per_month"]),
        ):
            mean = rate / contacts["children_in_a_family"] * partnership.scale
            mean *= contacts["season"][month.month - 1]
            for day in _days(chance, month, mean, contacts):
                yield day, kind
        moves = partnership.settings["register"]["transfers_in_a_year"]
        for _ in range(chance.poisson(moves / 12 * partnership.scale)):
            yield month.toordinal() + int(chance.integers(28)), "transfer"


def _days(
    chance: Chance, month: date, mean: float, contacts: dict[str, float]
) -> list[int]:
    """A negative binomial number of days in the month, fewer at weekends."""
    spread = contacts["dispersion"]
    number = chance.negative_binomial(spread, spread / (spread + mean))
    days = np.arange(month.toordinal(), last_of_month(month).toordinal() + 1)
    weights: Real = np.where((days - 1) % 7 < SATURDAY, 1.0, contacts["weekend"])
    chosen = chance.choice(days, size=number, p=weights / weights.sum())
    return [int(day) for day in chosen]
