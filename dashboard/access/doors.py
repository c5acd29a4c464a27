"""What opens each page, route, callback and command: data/doors.csv.

What is not in it opens for nobody; a page, for those who see everything.
"""

import csv
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from dashboard.access.access import EVERYTHING
from dashboard.access.roles import IN_WORDS, Right
from dashboard.access.viewer import Entitlement
from dashboard.errors import NotGranted
from dashboard.settings import DATA


class Kind(StrEnum):
    PAGE = "page"
    ROUTE = "route"
    CALLBACK = "callback"
    COMMAND = "command"


# In place of a right: for whoever comes, and for whoever is signed in.
ANYBODY, SIGNED_IN = "anybody", "signed_in"


@dataclass(frozen=True)
class Door:
    """A way in, the right it needs, and of how much: some places, or everything.

    `scope` is empty where it is about no place.
    """

    kind: Kind
    name: str
    right: str
    scope: str = ""

    @property
    def for_anybody(self) -> bool:
        return self.right == ANYBODY

    def opens_for(self, entitled: Entitlement | None) -> bool:
        """Whether it opens for somebody; None is somebody who is not signed in."""
        if self.for_anybody:
            return True
        if entitled is None:
            return False
        if self.right == SIGNED_IN:
            return True
        return entitled.may(Right(self.right), self.scope)

    def check(self, entitled: Entitlement | None) -> None:
        """NotGranted, in words, where it does not open."""
        if self.opens_for(entitled):
            return
        if entitled is None:
            raise NotGranted(
                "You are not signed in.", what_to_do="Sign in, and try again."
            )
        what = IN_WORDS[Right(self.right)]
        if entitled.may(Right(self.right)):
            given = "single places" if entitled.scope().places else "none of it yet"
            raise NotGranted(
                f"This is about the whole partnership, and you have been given {given}.",
                what_to_do="Ask the administrator if you need it.",
            )
        raise NotGranted(
            f"Your role here does not {what}.",
            what_to_do="Ask the administrator if you need it.",
        )


@lru_cache(maxsize=1)
def doors() -> dict[tuple[Kind, str], Door]:
    """Every door by its kind and name."""
    with (DATA / "doors.csv").open(encoding="utf-8", newline="") as file:
        made = [
            Door(
                Kind(row["kind"]),
                row["door"],
                row["right"],
                row["scope"],
            )
            for row in csv.DictReader(file)
        ]
    return {(door.kind, door.name): door for door in made}


def door(kind: Kind, name: str) -> Door:
    """One of them. NotGranted where the list does not have it: it opens for nobody.

    A page that is dropped in as a file of its own is for whoever sees everything.
    """
    found = doors().get((kind, name))
    if found is not None:
        return found
    if kind is Kind.PAGE:
        return Door(kind, name, Right.SEE.value, EVERYTHING)
    raise NotGranted("This is not open to anybody.")
