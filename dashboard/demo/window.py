"""The months the demonstration covers, and the days in them.

A day is a whole number (``date.toordinal``), so that numpy can add and compare days.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import cache

NEVER = date.max.toordinal()
YEAR = 365.25


@dataclass(frozen=True)
class Window:
    """From the first day of the first month to the day the extracts were taken."""

    opens: date
    closes: date
    as_at: date

    @property
    def months(self) -> list[date]:
        """The first day of each whole month covered."""
        return months_between(self.opens, self.closes)

    @property
    def first_day(self) -> int:
        return self.opens.toordinal()

    @property
    def last_day(self) -> int:
        return self.closes.toordinal()

    @property
    def taken(self) -> int:
        return self.as_at.toordinal()


def window_of(last_month: date, as_at: date, years: int) -> Window:
    return Window(
        opens=add_months(last_month, 1 - 12 * years),
        closes=last_of_month(last_month),
        as_at=as_at,
    )


def add_months(day: date, months: int) -> date:
    """The same day some months on, or the last day of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_of_month(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def months_between(first: date, last: date) -> list[date]:
    count = (last.year - first.year) * 12 + last.month - first.month
    return [add_months(first.replace(day=1), month) for month in range(count + 1)]


@cache
def uk_date(day: int) -> str:
    return date.fromordinal(day).strftime("%d/%m/%Y")


def birthday(born: int, age: int) -> int:
    """The day someone reaches an age."""
    return add_months(date.fromordinal(born), 12 * age).toordinal()
