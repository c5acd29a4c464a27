"""Small numbers: who a number is shown to, and how it is protected for them.

Written to be read aloud. Everything shown to the protected audiences has passed
`protected_count` and, where it is a share, `protected_share`, once, on publish
(STATISTICS §9.3); nothing else is on their server's disk.
"""

import hashlib
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from dashboard.statistics.cell_key import KEYS
from dashboard.statistics.noise_row import BOUND, VARIANCE, noise_row

# What would be shown as less is not shown: true noughts with it.
LEAST = 10
# The most that a number withheld so can truly be.
MOST_WITHHELD = LEAST + BOUND - 1

Counts = NDArray[np.int64]
Shown = NDArray[np.float64]


class Audience(StrEnum):
    """Exact for named staff under an agreement; protected; protected and rounded to 5."""

    OPERATIONAL = "operational"
    PARTNERSHIP = "partnership"
    PUBLIC = "public"

    @property
    def protected(self) -> bool:
        return self is not Audience.OPERATIONAL


@dataclass(frozen=True)
class Table:
    """A table of a release by its dimensions and period, and what it counts: the salt.

    Not by measure or snapshot: equal sets of children get equal noise in all of them.
    """

    combination: str
    period: str
    unit: str = ""

    @property
    def salt(self) -> int:
        words = f"{self.combination}|{self.period}|{self.unit}"
        return hashlib.sha256(words.encode()).digest()[0]


def protected_count(counts: Counts, keys: Counts, salts: Counts) -> Shown:
    """Each count with the noise of its children's keys; NaN where it is withheld.

    `keys` are sums over the cell's distinct children, `salts` of the cell's table.
    """
    noise = np.array(noise_row(), dtype=np.int64)
    shown = counts + noise[(keys + salts) % KEYS]
    return np.where(shown < LEAST, np.nan, shown.astype(np.float64))


def protected_share(numerators: Shown, denominators: Shown) -> tuple[Shown, Shown]:
    """Group disclosure, judged on shown numbers alone: numerators and denominators.

    Withheld are both where the denominator is, and the numerator where nearly all or
    all of them have it, or few: the number itself would say it of each of them.
    """
    capped = np.minimum(numerators, denominators)
    rest = denominators - capped
    telling = np.isnan(capped) | np.isnan(denominators) | (rest < LEAST)
    return np.where(telling, np.nan, capped), denominators


def rounded(shown: Shown) -> Shown:
    """For numbers that anybody may see: to the nearest 5."""
    return np.round(shown / 5) * 5


def protection_in_words(audience: Audience) -> str:
    """What a page says of the numbers on it."""
    return {
        Audience.OPERATIONAL: "exact numbers: for named staff only",
        Audience.PARTNERSHIP: "protected numbers",
        Audience.PUBLIC: "numbers for publication",
    }[audience]


def noise_variance(audience: Audience) -> float:
    """By how much protection scatters a count: limits and ranges are wider by it."""
    return float(VARIANCE) if audience.protected else 0.0


def most_noise(audience: Audience) -> int:
    """How far a shown count may lie from the true one."""
    return BOUND if audience.protected else 0
