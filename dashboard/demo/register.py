"""The child protection register: who is on it, from when, until when and why."""

from dataclasses import dataclass

import numpy as np

from dashboard.demo.area import Area
from dashboard.demo.contacts import Contact
from dashboard.demo.partnership import pick
from dashboard.demo.window import NEVER

SHORTEST = 40  # days
REACHED_18 = "Reached 18"
ELSEWHERE = "Transferred to another LA"
MOVED = "Moved away"
TAKEN_INTO_CARE = "Child taken into care"


@dataclass(frozen=True, slots=True)
class Registration:
    child: int
    begins: int
    ends: int
    reason: str
    team: str
    concerns: tuple[str, ...]
    contact: Contact | None = None
    temporary: bool = False
    transferred_from: str = ""

    @property
    def ends_at_review(self) -> bool:
        return self.reason not in (REACHED_18, MOVED)


class Register:
    def __init__(self, area: Area) -> None:
        self.settings = area.settings["register"]
        self.elsewhere: list[str] = area.settings["names"]["councils_elsewhere"]
        self.chance = area.chance("register")
        self.children = area.children
        self.entries: list[Registration] = []

    def enter(self, contact: Contact) -> list[Registration]:
        """Register those children of a contact whose meeting decided so."""
        length, reason = self._length(), self._reason()
        entries = []
        for child, course in zip(contact.children, contact.courses, strict=True):
            if not (course.registered and self._can_be_registered(child, contact)):
                continue
            if self._happens("siblings_end_apart"):
                length, reason = self._length(), self._reason()
            begins = contact.timing.met
            ends, why = self._end(child, begins, begins + length, reason)
            temporary = self._happens("temporary")
            team, about = contact.team, contact.concerns
            entries.append(
                Registration(child, begins, ends, why, team, about, contact, temporary)
            )
        self.entries += entries
        return entries

    def transfer_in(
        self, child: int, day: int, team: str, concerns: tuple[str, ...]
    ) -> Registration:
        """A child registered elsewhere whose family has moved here."""
        ends, reason = self._end(child, day, day + self._length(), self._reason())
        council = self.elsewhere[int(self.chance.integers(len(self.elsewhere)))]
        temporary = self._happens("temporary_after_transfer")
        entry = Registration(
            child, day, ends, reason, team, concerns, None, temporary, council
        )
        self.entries.append(entry)
        return entry

    def _can_be_registered(self, child: int, contact: Contact) -> bool:
        met = contact.timing.met
        still_here = bool(self.children.present(met, child))
        return still_here and met < int(self.children.adult[child]) - SHORTEST

    def _happens(self, what: str) -> bool:
        return bool(self.chance.random() < self.settings[what])

    def _length(self) -> int:
        typical, spread = np.log(self.settings["median_days"]), self.settings["spread"]
        return max(int(self.chance.lognormal(typical, spread)), SHORTEST)

    def _reason(self) -> str:
        return pick(self.chance, self.settings["reasons"])

    def _end(self, child: int, begins: int, ends: int, reason: str) -> tuple[int, str]:
        """The end as planned, unless the child moves away or grows up first."""
        leaves, adult = (
            int(self.children.leaves[child]),
            int(self.children.adult[child]),
        )
        first = min(ends, leaves, adult)
        if first == ends:
            return ends, reason
        if first == adult:
            return adult, REACHED_18
        known = leaves < NEVER and self._happens("transferred_when_moving")
        return max(leaves, begins + 1), ELSEWHERE if known else MOVED
