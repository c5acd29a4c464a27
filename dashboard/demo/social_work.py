"""The social work extract as a whole: which contacts are in it, what it knows then."""

from dataclasses import dataclass
from functools import cached_property

from dashboard.demo.area import Area
from dashboard.demo.caseload import Caseload
from dashboard.demo.children import Children
from dashboard.demo.contacts import Contact
from dashboard.demo.partnership import Chance
from dashboard.demo.planted import Planted
from dashboard.demo.register import TAKEN_INTO_CARE, Registration
from dashboard.demo.window import Window, uk_date
from dashboard.demo.writing import untidy

UNBORN = "Unborn"
UNKNOWN = "Unknown"


@dataclass(frozen=True)
class SocialWork:
    area: Area
    caseload: Caseload
    planted: Planted

    @property
    def children(self) -> Children:
        return self.area.children

    @property
    def window(self) -> Window:
        return self.area.window

    @cached_property
    def contacts(self) -> list[Contact]:
        """Those in the referral extract, in the order they came."""
        return [c for c in self.caseload.contacts if self.includes(c)]

    @cached_property
    def registrations(self) -> list[Registration]:
        """On the register in the window, or until up to two years before it."""
        earliest, latest = self.window.first_day - 730, self.window.taken
        return sorted(
            (
                entry
                for entry in self.caseload.registrations
                if entry.ends >= earliest and entry.begins <= latest
            ),
            key=lambda entry: (entry.begins, entry.child),
        )

    @cached_property
    def registered(self) -> dict[tuple[str, int], Registration]:
        """Registrations by the referral and the child."""
        return {
            (entry.contact.referral_id, entry.child): entry
            for entry in self.caseload.registrations
            if entry.contact
        }

    @cached_property
    def known(self) -> set[int]:
        """The children with a row in any social work file."""
        named = {child for contact in self.contacts for child in contact.children}
        return named | {entry.child for entry in self.registrations}

    @property
    def in_care(self) -> set[int]:
        """The children who left the register because they were taken into care."""
        return {
            entry.child
            for entry in self.registrations
            if entry.reason == TAKEN_INTO_CARE and entry.ends <= self.window.taken
        }

    def includes(self, contact: Contact) -> bool:
        in_window = self.window.first_day <= contact.day < self.window.taken
        return in_window and not self.planted.referrals_are_missing(contact.day)

    def referral_id(self, contact: Contact | None) -> str:
        """Blank where the referral is not in the extract, so that nothing dangles."""
        return contact.referral_id if contact and self.includes(contact) else ""

    def born_as_known(self, child: int, day: int) -> str:
        """The date of birth; before the birth, the date it is expected."""
        born = int(self.children.born[child])
        return uk_date(born if born <= day else int(self.children.due[child]))

    def is_born(self, child: int, day: int) -> bool:
        return int(self.children.born[child]) <= day

    def gender_as_known(self, child: int, day: int) -> str:
        if not self.is_born(child, day):
            return UNKNOWN
        return "Female" if self.children.girl[child] else "Male"

    def forename_as_known(self, child: int, day: int) -> str:
        return self.children.forename[child] if self.is_born(child, day) else UNBORN

    def postcode(self, chance: Chance, child: int) -> str:
        share = self.area.settings["geography"]["untidy_postcodes"]
        return untidy(chance, self.children.postcode[child], share)
