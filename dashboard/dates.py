"""Days as people read them, the same everywhere."""

from datetime import date


def day(value: date) -> str:
    """“3 Apr 2026”"""
    return f"{value.day} {value:%b %Y}"


def school_year_of(value: date) -> date:
    """The first of the August that the school year of a day began in."""
    return date(value.year - (value.month < 8), 8, 1)
