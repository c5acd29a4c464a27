"""Small numbers: who a number is shown to, and how it is protected for them.

Until a snapshot has a protected release every audience reads the exact file, and every
page says so: `ask` already passes all that it looks up through here, before dividing.
"""

from collections.abc import Sequence
from enum import StrEnum

from dashboard.warehouse.lookup import Cell


class Audience(StrEnum):
    OPERATIONAL = "operational"
    PARTNERSHIP = "partnership"
    PUBLIC = "public"


def protect(cells: Sequence[Cell], audience: Audience) -> list[Cell]:
    """The cells as the audience may see them: exact, as no release exists yet."""
    return list(cells)


def protection_in_words(audience: Audience) -> str:
    """What a page says of the numbers on it."""
    return "exact numbers, not yet protected: for named staff only"


def noise_variance(audience: Audience) -> float:
    """By how much protection scatters a count: limits and ranges are wider by it."""
    return 0.0
