"""The partnership to invent: its settings, its months, and its sources of chance."""

import tomllib
from dataclasses import dataclass
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from dashboard.demo.shipped import DATA
from dashboard.demo.window import Window, window_of

Settings = dict[str, Any]
Chance = np.random.Generator
Whole = NDArray[np.int64]
Real = NDArray[np.float64]
Truth = NDArray[np.bool_]

SETTINGS_FILE = DATA / "demo" / "partnership.toml"


@dataclass(frozen=True)
class Partnership:
    settings: Settings
    window: Window
    children: int
    seed: int

    def chance(self, purpose: str) -> Chance:
        """A stream of its own for each purpose, so that none disturbs another."""
        draw = self.settings["draw"]
        return np.random.default_rng([self.seed, draw, crc32(purpose.encode())])

    @property
    def scale(self) -> float:
        """Settings that count things are written for 10,000 children."""
        return self.children / 10_000


def read_partnership(children: int, years: int, seed: int) -> Partnership:
    settings = tomllib.loads(SETTINGS_FILE.read_text(encoding="utf-8"))
    window = window_of(settings["last_month"], settings["as_at"], years)
    return Partnership(settings, window, children, seed)


def pick(chance: Chance, shares: dict[str, float]) -> str:
    """One of the names, as often as its share says."""
    return pick_many(chance, shares, 1)[0]


def pick_many(chance: Chance, shares: dict[str, float], count: int) -> list[str]:
    weights = np.array(list(shares.values()), dtype=float)
    limits = np.cumsum(weights / weights.sum())
    names = list(shares)
    places = np.searchsorted(limits, chance.random(count), side="right")
    return [names[min(place, len(names) - 1)] for place in places]
