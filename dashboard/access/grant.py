"""How far exact numbers may be shown, and to whom: a recorded decision, and its end.

`[[grant]]` in access.toml says which role's exact numbers reach how far, who agreed to
it and when it is looked at again; without one, or past that day, numbers are protected
(STATISTICS §9.3 A).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dashboard.access.roles import Role
from dashboard.errors import DefinitionError
from dashboard.filters import Clauses

EVERYTHING, WHOLE = "everything", "partnership"
# Each of the places that the role is held for.
OWN = "own"
PLACES = ("school", "team", "zone", "zone_on_day")
_SAID = (
    *("role", "exact", "approved_by", "approved_on"),
    *("agreement", "risk_assessment", "review_on"),
)


@dataclass(frozen=True)
class Grain:
    """How far exact numbers reach: everything, the whole partnership, or one place.

    `word` is as in access.toml: `everything`, `partnership` (exact for the whole,
    protected below), `own` (each place that the role is held for), or one place such as
    `school:5712345`.
    """

    word: str = EVERYTHING

    def __post_init__(self) -> None:
        place, _, value = self.word.partition(":")
        if self.word not in (EVERYTHING, WHOLE, OWN) and not (
            place in PLACES and value
        ):
            raise DefinitionError(
                f"access.toml: a [[grant]]'s exact is {EVERYTHING}, {WHOLE}, {OWN}, or a"
                f" place such as school:5712345 ({', '.join(PLACES)}), not {self.word!r}"
            )

    def covers(self, clauses: Clauses, by: str | None) -> bool:
        """Whether a question with these filters and breakdown is within it."""
        if self.word == EVERYTHING:
            return True
        if self.word == WHOLE:
            return not clauses and by is None
        place, _, value = self.word.partition(":")
        return (place, value) in clauses

    @property
    def in_words(self) -> str:
        place, _, value = self.word.partition(":")
        return {
            EVERYTHING: "all numbers are exact",
            WHOLE: "exact for the whole partnership, protected below",
        }.get(self.word, f"exact for one {place.partition('_')[0]} ({value}) alone")


@dataclass(frozen=True)
class Grant:
    """A decision that whoever holds a role may see exact numbers: how far, on what paper.

    Never beyond the places that the role is held for.
    """

    role: Role
    grain: Grain
    approved_by: str
    approved_on: date
    agreement: str
    risk_assessment: str
    review_on: date

    def stands(self, on: date) -> bool:
        return self.approved_on <= on <= self.review_on

    @property
    def in_words(self) -> str:
        """As the record has it: for whom, how far, by whom, on what paper, until when."""
        return (
            f"{self.role}, {self.grain.word}, approved by {self.approved_by} on"
            f" {self.approved_on} ({self.agreement}, {self.risk_assessment}), looked at"
            f" again on {self.review_on}"
        )


def grant_of(said: Mapping[str, Any]) -> Grant:
    """A decision as access.toml records it. DefinitionError where a part is missing."""
    missing = [name for name in _SAID if not said.get(name)]
    if missing:
        raise DefinitionError(
            f"access.toml: a [[grant]] does not say {', '.join(missing)}: without all of"
            " it no exact number may be shown"
        )
    if said["role"] not in set(Role):
        raise DefinitionError(
            f"access.toml: a role is one of {', '.join(Role)}, not {said['role']!r}"
        )
    dates = [said[name] for name in ("approved_on", "review_on")]
    if not all(type(day) is date for day in dates):
        raise DefinitionError(
            "access.toml: approved_on and review_on of a [[grant]] are dates, as in"
            " 2026-11-30"
        )
    return Grant(
        Role(said["role"]),
        Grain(str(said["exact"])),
        str(said["approved_by"]),
        said["approved_on"],
        str(said["agreement"]),
        str(said["risk_assessment"]),
        said["review_on"],
    )
