"""How far exact numbers may be shown on this server: a recorded decision, and its end.

Until there is sign-in a server is one audience. `[grant]` in settings.toml says how far
that audience's exact numbers reach, who agreed to it and when it is looked at again;
without it, or past that day, numbers are protected (STATISTICS §9.3 A).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dashboard.errors import DefinitionError
from dashboard.filters import Clauses

EVERYTHING, WHOLE = "everything", "partnership"
PLACES = ("school", "team", "zone", "zone_on_day")
_SAID = ("approved_by", "approved_on", "agreement", "risk_assessment", "review_on")


@dataclass(frozen=True)
class Grain:
    """How far exact numbers reach: everything, the whole partnership, or one place.

    `word` is as in settings.toml: `everything`, `partnership` (exact for the whole,
    protected below), or a place such as `school:5712345`.
    """

    word: str = EVERYTHING

    def __post_init__(self) -> None:
        place, _, value = self.word.partition(":")
        if self.word not in (EVERYTHING, WHOLE) and not (place in PLACES and value):
            raise DefinitionError(
                f"settings.toml: [grant] exact is {EVERYTHING}, {WHOLE}, or a place such as"
                f" school:5712345 ({', '.join(PLACES)}), not {self.word!r}"
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
    """A decision that exact numbers may be shown: how far, by whom, on what paper."""

    grain: Grain
    approved_by: str
    approved_on: date
    agreement: str
    risk_assessment: str
    review_on: date

    def stands(self, on: date) -> bool:
        return self.approved_on <= on <= self.review_on


def grant_of(values: Mapping[str, Any]) -> Grant | None:
    """The grant that settings record, or None. DefinitionError where a part is missing."""
    said = values.get("grant")
    if not said:
        return None
    missing = [name for name in _SAID if not said.get(name)]
    if missing:
        raise DefinitionError(
            f"settings.toml: [grant] does not say {', '.join(missing)}: without all of it"
            " no exact number may be shown"
        )
    dates = [said[name] for name in ("approved_on", "review_on")]
    if not all(type(day) is date for day in dates):
        raise DefinitionError(
            "settings.toml: approved_on and review_on of [grant] are dates, as in 2026-11-30"
        )
    return Grant(
        Grain(str(said.get("exact", ""))),
        str(said["approved_by"]),
        said["approved_on"],
        str(said["agreement"]),
        str(said["risk_assessment"]),
        said["review_on"],
    )
