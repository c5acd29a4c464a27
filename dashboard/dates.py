"""Days as people read them, the same everywhere."""

from datetime import date


def day(value: date) -> str:
    """“3 Apr 2026”"""
    return f"{value.day} {value:%b %Y}"
