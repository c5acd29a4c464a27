"""What is asked of a measure: frozen, hashable, to and from an address, and in words.

`Filters` is what is asked (which places, which children, which period). How it is
shown (which level a panel draws, chart or table) is not a filter and lives with the
page. One value a dimension; levels of one place (council, locality, ward …) replace
each other, because they are groupings of the same data zones and are never crossed.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import parse_qsl, urlencode

from dashboard.errors import UnknownName

PERIOD_KINDS = (
    "month",
    "quarter",
    "school_year",
    "financial_year",
    "calendar_year",
    "last12",
    "last24",
    "last36",
    "all",
)
ROLLING = ("last12", "last24", "last36", "all")
# Groupings of one place: asked one at a time, never crossed.
PLACE_LEVELS = {
    "area": ("council", "locality", "ward", "intermediate_zone"),
    "school": ("school", "cluster", "sector"),
    "zone": ("zone", "zone_on_day"),
    # of what is published of a data zone alone: of children it would be too fine
    "data_zone": ("data_zone", "council", "locality", "ward", "intermediate_zone"),
}
# What stands before a zone's name for those outside it who could have been in it.
REST = "rest:"
# Dimension and value, of each filter, sorted.
Clauses = tuple[tuple[str, str], ...]
_DIMENSION = re.compile(r"[a-z][a-z0-9_]{1,60}\Z")
_PERIOD = re.compile(r"(?P<kind>[a-z_0-9]+?)(?::(?P<start>\d{4}-\d{2}))?\Z")


@dataclass(frozen=True, order=True)
class Period:
    """A stretch of whole months: its kind, and its first month unless it is rolling."""

    kind: str = "last12"
    start: date | None = None

    @classmethod
    def from_text(cls, text: str) -> "Period":
        """Read `last12` or `school_year:2024-08`; UnknownName where it is neither."""
        match = _PERIOD.match(text)
        if match is None or match["kind"] not in PERIOD_KINDS:
            raise UnknownName(
                f"There is no period {text!r}.", what_to_do=_PERIOD_ADVICE
            )
        start = _first_of_month(match["start"]) if match["start"] else None
        if (start is None) != (match["kind"] in ROLLING):
            raise UnknownName(
                f"{text!r} is not a whole period.", what_to_do=_PERIOD_ADVICE
            )
        return cls(match["kind"], start)

    def __str__(self) -> str:
        return self.kind if self.start is None else f"{self.kind}:{self.start:%Y-%m}"

    @property
    def in_words(self) -> str:
        return period_in_words(self.kind, self.start)


_PERIOD_ADVICE = "Use for example last12, all, month:2026-03, quarter:2026-02 or school_year:2025-08."


def _first_of_month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise UnknownName(
            f"{text!r} is not a month.", what_to_do=_PERIOD_ADVICE
        ) from None


def period_in_words(kind: str, start: date | None) -> str:
    """A period as a person says it; the calendar is always named with a year."""
    rolling = {
        "all": "all months held",
        "last12": "last 12 months",
        "last24": "last 24 months",
        "last36": "last 36 months",
    }
    if kind in rolling:
        return rolling[kind]
    if start is None:
        raise UnknownName(f"A {kind} needs its first month.")
    if kind == "month":
        return f"{start:%B %Y}"
    if kind == "quarter":
        last = _months_on(start, 2)
        return f"{start:%b %Y} to {last:%b %Y}"
    following = f"{start.year}/{(start.year + 1) % 100:02d}"
    return {
        "school_year": f"school year {following}",
        "financial_year": f"financial year {following}",
        "calendar_year": f"calendar year {start.year}",
    }[kind]


def _months_on(start: date, months: int) -> date:
    index = start.year * 12 + start.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def rivals(dimension: str) -> tuple[str, ...]:
    """The levels that are groupings of the same places; the dimension itself if none."""
    groups = (levels for levels in PLACE_LEVELS.values() if dimension in levels)
    return max(groups, key=len, default=(dimension,))


@dataclass(frozen=True)
class Filters:
    """The clauses (dimension → one value) and the period of a question."""

    clauses: Clauses = ()
    period: Period = field(default_factory=Period)

    @classmethod
    def of(
        cls, clauses: Mapping[str, str] | None = None, period: str = "last12"
    ) -> "Filters":
        made = cls(period=Period.from_text(period))
        for dimension, value in (clauses or {}).items():
            made = made.having(dimension, value)
        return made

    @classmethod
    def from_address(cls, search: str | None, dimensions: Iterable[str]) -> "Filters":
        """Read the part of an address after `?`; what is not a filter is left alone.

        Raises UnknownName for a period that does not exist.
        """
        known = set(dimensions)
        given = dict(parse_qsl((search or "").lstrip("?")))
        clauses = {name: value for name, value in given.items() if name in known}
        return cls.of(clauses, given.get("period", "last12"))

    def to_address(self) -> str:
        given = dict(self.clauses)
        if self.period != Period():
            given["period"] = str(self.period)
        return urlencode(given)

    def having(self, dimension: str, value: str) -> "Filters":
        """These filters with one more clause; another level of the same place goes."""
        if not _DIMENSION.match(dimension):
            raise UnknownName(f"There is no filter called {dimension!r}.")
        kept = [pair for pair in self.clauses if pair[0] not in rivals(dimension)]
        return replace(self, clauses=tuple(sorted([*kept, (dimension, value)])))

    def without(self, *dimensions: str) -> "Filters":
        """These filters less the clauses on the dimensions and other levels of them."""
        gone = {rival for dimension in dimensions for rival in rivals(dimension)}
        return replace(
            self, clauses=tuple(pair for pair in self.clauses if pair[0] not in gone)
        )

    def over(self, period: str | Period) -> "Filters":
        return replace(
            self,
            period=period if isinstance(period, Period) else Period.from_text(period),
        )

    def value(self, dimension: str) -> str | None:
        return dict(self.clauses).get(dimension)

    def on_day(self) -> "Filters":
        """The same, a zone read as its members on the day: how it is counted.

        Through time a zone is the places that have ever joined it, else a new member
        would look like change.
        """
        zone = self.value("zone")
        return self.having("zone_on_day", zone) if zone is not None else self

    @property
    def dimensions(self) -> tuple[str, ...]:
        return tuple(dimension for dimension, _ in self.clauses)
