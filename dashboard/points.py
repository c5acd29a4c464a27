"""One number of an answer, and why it is as it is."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Unit(StrEnum):
    """What a count counts: a child in a referral, a distinct child, a sibling group."""

    REFERRALS = "referrals"
    CHILDREN = "children"
    INCIDENTS = "incidents"


class Status(StrEnum):
    """Why a point is as it is; `shown` and, of shares, `part` points are judged."""

    SHOWN = "shown"
    PART = "part"
    IMMATURE = "immature"
    NOT_SUBMITTED = "not_submitted"
    CLOSED = "closed"
    NOBODY = "nobody"
    FEW = "few"
    WITHHELD = "withheld"

    @property
    def in_words(self) -> str:
        return {
            "shown": "",
            "part": "part of the period",
            "immature": "still being decided",
            "not_submitted": "not sent",
            "closed": "nothing can happen then",
            "nobody": "none to count",
            "withheld": "few or none",
            "few": "too few filled in to show beyond their own team",
        }[self]


@dataclass(frozen=True)
class Point:
    """One number with what it was made from, of one place or value, in one period.

    `value`, `lower` and `upper` are a share between 0 and 1, a rate per 1,000, a count
    or days, as the measure's kind says; None where there is none to give. Of the rows
    with a case mix, `modelled` says how many, `modelled_numerator` what they came to and
    `expected` what the model has them come to. `bands` of a duration are (first day,
    outcome, rows).
    """

    key: str | None
    label: str
    period: date
    period_label: str
    status: Status
    numerator: float
    denominator: float
    value: float | None
    lower: float | None
    upper: float | None
    rows: int
    children: int | None
    incidents: int | None
    months: tuple[date, ...] = ()
    expected: float = 0.0
    modelled: int = 0
    modelled_numerator: float = 0.0
    bands: tuple[tuple[int, str, int], ...] = ()
