"""Read a file as text, all of it, without guessing types.

Typing happens later, in one visible step (`stage`).
"""

from dashboard.intake.reading.loading import delete_rows
from dashboard.intake.reading.sheet import HeaderScore, Sheet
from dashboard.intake.reading.tables import read_tables
from dashboard.intake.reading.unreadable import Unreadable

__all__ = ["HeaderScore", "Sheet", "Unreadable", "delete_rows", "read_tables"]
