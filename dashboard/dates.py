"""Days as people read them, the same everywhere."""

from datetime import date


def day(value: date) -> str:
    """“3 Apr 2026”"""
    return f"{value.day} {value:%b %Y}"


def school_year_of(value: date) -> date:
    """The first of the August that the school year of a day began in."""
    return date(value.year - (value.month < 8), 8, 1)


def ago(then: date, on: date) -> str:
    """How long before a day another was: “today”, “5 days ago”, “14 months ago”.

    Whole months, once two are over; a day to come is said as it is.
    """
    days = (on - then).days
    if days < 0:
        return f"on {day(then)}"
    if days < 2:
        return "yesterday" if days else "today"
    months = (on.year - then.year) * 12 + on.month - then.month - (on.day < then.day)
    return f"{months} months ago" if months >= 2 else f"{days} days ago"
