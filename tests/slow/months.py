"""Months, periods, and which months of which source a measure may use.

A month is the date of its first day.
"""

from collections import namedtuple
from datetime import date, timedelta

Sent = namedtuple("Sent", "first last months closed")

# The months that periods of a kind start in, and how many months they have.
STARTS = {
    "month": range(1, 13),
    "quarter": (2, 5, 8, 11),
    "school_year": (8,),
    "financial_year": (4,),
    "calendar_year": (1,),
}
LENGTHS = {
    "month": 1,
    "quarter": 3,
    "school_year": 12,
    "financial_year": 12,
    "calendar_year": 12,
}


def month_of(on):
    return on.replace(day=1)


def months_on(month, number):
    """The month so many months later."""
    index = month.year * 12 + month.month - 1 + number
    return date(index // 12, index % 12 + 1, 1)


def last_day(month):
    return months_on(month, 1) - timedelta(days=1)


def months_between(first, last):
    """Every month from the first to the last, both included."""
    months = []
    while first <= last:
        months.append(first)
        first = months_on(first, 1)
    return months


def whole_months(start, end):
    """Whole months from one day to another, as age is counted."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return months - (end.day < start.day)


def sent_when_rows(months, closed=()):
    """A source that sent the months it has rows of, closed ones aside."""
    months = set(months)
    first, last = min(months), max(months)
    silent = set(months_between(first, last)) - months
    return Sent(first, last, months, {m for m in silent if m.month in closed})


def sent_throughout(first, as_at):
    """A source with few rows: no rows in a month means that nothing happened."""
    last = month_of(as_at)
    return Sent(first, last, set(months_between(first, last)), set())


def span(sources):
    """The months that lie between the first and the last month of every source."""
    return months_between(max(s.first for s in sources), min(s.last for s in sources))


def sent_months(sources):
    """The months of the span that every source sent."""
    return [m for m in span(sources) if all(m in s.months for s in sources)]


def used_months(sources, matures_after_days, as_at):
    """The sent months old enough to be part of a longer period."""
    ripe = timedelta(days=matures_after_days)
    return [m for m in sent_months(sources) if last_day(m) + ripe <= as_at]


def in_period(period, used):
    """Those of the used months that a period like `school_year:2024-08` holds."""
    if period == "all" or not used:
        return set(used)
    if period == "last12":
        start, length = months_on(used[-1], -11), 12
    else:
        kind, _, start = period.partition(":")
        start, length = date.fromisoformat(f"{start}-01"), LENGTHS[kind]
    return set(months_between(start, months_on(start, length - 1))) & set(used)


def period_starts(kind, months):
    """The first months of the periods of a kind that touch some months."""
    return sorted({_period_start(kind, month) for month in months})


def _period_start(kind, month):
    while month.month not in STARTS[kind]:
        month = months_on(month, -1)
    return month
