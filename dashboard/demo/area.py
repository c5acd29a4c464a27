"""The invented area: its settings, its places, its children."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from dashboard.demo.children import Children, populate
from dashboard.demo.partnership import Chance, Partnership, Real, Settings, Whole
from dashboard.demo.places import DataZone, Places, lay_out
from dashboard.demo.window import Window


@dataclass(frozen=True)
class Area:
    partnership: Partnership
    places: Places
    children: Children

    @property
    def settings(self) -> Settings:
        return self.partnership.settings

    @property
    def window(self) -> Window:
        return self.partnership.window

    def chance(self, purpose: str) -> Chance:
        return self.partnership.chance(purpose)

    def home(self, child: int) -> DataZone:
        return self.places.zones[int(self.children.zone[child])]

    @cached_property
    def quintile(self) -> Whole:
        """Each child's quintile of deprivation, 1 the most deprived."""
        by_zone = np.array([zone.quintile for zone in self.places.zones])
        return by_zone[self.children.zone]

    def by_deprivation(self, factors: list[float]) -> Real:
        """One of five factors for each child."""
        return np.array(factors)[self.quintile - 1]


def settle(partnership: Partnership) -> Area:
    places = lay_out(partnership)
    return Area(partnership, places, populate(partnership, places))
