"""The school year: mid-August to late June, about 190 days."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from dashboard.demo.partnership import Partnership, Settings, Truth, Whole

STAGES = [f"P{year}" for year in range(1, 8)] + [f"S{year}" for year in range(1, 7)]
FIRST_SECONDARY = STAGES.index("S1")
AUGUST = 8
SATURDAY = 5


@dataclass(frozen=True)
class SchoolYear:
    settings: Settings
    first_day: int
    running: Whole  # school days so far, for each day from the first

    def opens(self, session: int) -> int:
        """The first day of the session that begins in August of the year."""
        first = _on(session, self.settings["first_day_on_or_after"])
        weekday: int = self.settings["first_weekday"]
        return first + (weekday - _weekday(first)) % 7

    def closes(self, session: int) -> int:
        last = _on(session + 1, self.settings["last_day_on_or_before"])
        weekday: int = self.settings["last_weekday"]
        return last - (_weekday(last) - weekday) % 7

    def days(self, begins: Whole, ends: Whole) -> Whole:
        """School days from one day to another, both counted."""
        before = self.running[np.maximum(begins - self.first_day - 1, 0)]
        until = self.running[np.maximum(ends - self.first_day, 0)]
        return np.asarray(np.maximum(until - before, 0))

    def is_open(self, day: int) -> bool:
        place = day - self.first_day
        return bool(self.running[place] > self.running[place - 1])

    def next_open(self, day: int) -> int:
        """The day itself, or the start of the next session in the summer."""
        session = session_of(day)
        if day > self.closes(session):
            return self.opens(session + 1)
        return max(day, self.opens(session))


def session_of(day: int) -> int:
    """The year in whose August the session began."""
    when = date.fromordinal(day)
    return when.year if when.month >= AUGUST else when.year - 1


def school_year(partnership: Partnership) -> SchoolYear:
    settings = partnership.settings["schooling"]
    window = partnership.window
    first = date(window.opens.year - 1, AUGUST, 1).toordinal()
    last = date(window.as_at.year + 1, AUGUST, 1).toordinal()
    blank = SchoolYear(settings, first, np.zeros(0, dtype=np.int64))
    is_open: Truth = np.zeros(last - first, dtype=bool)
    for session in range(window.opens.year - 1, window.as_at.year + 1):
        for day in _open_days(blank, session):
            is_open[day - first] = True
    return SchoolYear(settings, first, np.cumsum(is_open))


def _open_days(year: SchoolYear, session: int) -> set[int]:
    weekdays = {
        day
        for day in range(year.opens(session), year.closes(session) + 1)
        if _weekday(day) < SATURDAY
    }
    for closure in year.settings["closures"]:
        weekdays -= set(_closed(session, closure))
    return weekdays


def _closed(session: int, closure: Settings) -> list[int]:
    """So many school days from the first Monday on or after a date."""
    in_autumn = int(closure["after"][:2]) >= AUGUST
    first = _on(session if in_autumn else session + 1, closure["after"])
    monday = first + (-_weekday(first)) % 7
    return [monday + day + 2 * (day // 5) for day in range(closure["days"])]


def _on(year: int, month_and_day: str) -> int:
    return date.fromisoformat(f"{year}-{month_and_day}").toordinal()


def _weekday(day: int) -> int:
    """Monday is 0, as in ``datetime``: day 1 of the calendar was a Monday."""
    return (day - 1) % 7
