"""One thing that changed since a meeting: what kind of thing, its sentence, its link."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote, urlencode


class ChangeKind(StrEnum):
    """What a sentence is about, the most important first: it is the order of a list."""

    WITHDRAWN = "withdrawn"
    NEW_SIGNAL = "new_signal"
    SIGNAL_ENDED = "signal_ended"
    PLACE_OUTSIDE = "place_outside"
    PLACE_BACK = "place_back"
    LINE_CROSSED = "line_crossed"
    DEFINITION = "definition"
    REVISED_WITHDRAWN = "revised_withdrawn"
    REVISED_MEANING = "revised_meaning"
    REVISED_RECORDING = "revised_recording"
    REVISED_LATE = "revised_late"
    REVISED = "revised"
    NOT_SENT = "not_sent"
    NO_LONGER_SAID = "no_longer_said"
    FIRST_SAID = "first_said"
    MATURED = "matured"
    ARRIVED = "arrived"
    CYCLE_BEGUN = "cycle_begun"
    CYCLE_ENDED = "cycle_ended"
    ACTION_LATE = "action_late"
    ACTION_DUE = "action_due"

    @property
    def is_revision(self) -> bool:
        """Whether a figure that was shown then is another now."""
        return self in _REVISIONS

    @property
    def is_of_chance(self) -> bool:
        """Whether it is a change of what may be claimed: the only ones that are counted."""
        return self in _CLAIMS

    @property
    def in_words(self) -> str:
        """The mark before a sentence, in a word or two."""
        return _WORDS[self]


_CLAIMS = frozenset(
    {
        ChangeKind.NEW_SIGNAL,
        ChangeKind.SIGNAL_ENDED,
        ChangeKind.PLACE_OUTSIDE,
        ChangeKind.PLACE_BACK,
    }
)
_REVISIONS = frozenset(
    {
        ChangeKind.REVISED_WITHDRAWN,
        ChangeKind.REVISED_MEANING,
        ChangeKind.REVISED_RECORDING,
        ChangeKind.REVISED_LATE,
        ChangeKind.REVISED,
    }
)
_WORDS = {
    ChangeKind.WITHDRAWN: "Withdrawn",
    ChangeKind.NEW_SIGNAL: "Changed",
    ChangeKind.SIGNAL_ENDED: "Ended",
    ChangeKind.PLACE_OUTSIDE: "Differs",
    ChangeKind.PLACE_BACK: "Differs no more",
    ChangeKind.LINE_CROSSED: "Aim or limit",
    ChangeKind.DEFINITION: "Counted anew",
    ChangeKind.REVISED_WITHDRAWN: "Revised",
    ChangeKind.REVISED_MEANING: "Revised",
    ChangeKind.REVISED_RECORDING: "Revised",
    ChangeKind.REVISED_LATE: "Revised",
    ChangeKind.REVISED: "Revised",
    ChangeKind.NOT_SENT: "Not sent",
    ChangeKind.NO_LONGER_SAID: "Cannot be said",
    ChangeKind.FIRST_SAID: "Can be said",
    ChangeKind.MATURED: "Decided",
    ChangeKind.ARRIVED: "Arrived",
    ChangeKind.CYCLE_BEGUN: "Cycle begun",
    ChangeKind.CYCLE_ENDED: "Cycle ended",
    ChangeKind.ACTION_LATE: "Action late",
    ChangeKind.ACTION_DUE: "Action due",
}


@dataclass(frozen=True)
class Change:
    """`address` is where it is seen on the site; `measure` its name, where it is of one.

    `then` is the address of the same view as it was in the earlier picture. `followed`
    says that whoever reads it follows this.
    """

    kind: ChangeKind
    sentence: str
    address: str
    measure: str | None = None
    then: str | None = None
    followed: bool = False


def in_order(changes: Iterable[Change]) -> tuple[Change, ...]:
    """The most important kind first; within a kind as they came."""
    rank = {kind: place for place, kind in enumerate(ChangeKind)}
    return tuple(sorted(changes, key=lambda change: rank[change.kind]))


def address_of(measure: str, **given: str | None) -> str:
    """A measure's own page, with what was chosen on it."""
    asked = urlencode({name: value for name, value in given.items() if value})
    return f"/measure/{quote(measure, safe='')}{'?' if asked else ''}{asked}"
