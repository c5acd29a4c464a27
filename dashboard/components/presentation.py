"""How a linked view is shown: which measure, unit, grain and levels; from the address.

What is asked is a filter (`dashboard.filters`); all else that an address holds is here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from dashboard.answers import GRAINS
from dashboard.measures import Catalogue
from dashboard.points import Unit


@dataclass(frozen=True)
class Presentation:
    """`levels` says which level a panel is drawn by, where it was changed."""

    measure: str
    unit: Unit = Unit.REFERRALS
    grain: str | None = None
    levels: Mapping[str, str] = field(default_factory=dict, hash=False)
    snapshot: str | None = None

    @classmethod
    def from_address(
        cls, search: str | None, catalogue: Catalogue, default: str
    ) -> "Presentation":
        """What an old or mistyped address holds that does not exist is left out."""
        given = dict(parse_qsl((search or "").lstrip("?")))
        measure = given.get("measure", default)
        unit = given.get("unit", "")
        grain = given.get("grain")
        return cls(
            measure=measure if measure in catalogue else default,
            unit=Unit(unit) if unit in list(Unit) else Unit.REFERRALS,
            grain=grain if grain in GRAINS else None,
            levels={
                name.removeprefix("level_"): value
                for name, value in given.items()
                if name.startswith("level_")
            },
            snapshot=given.get("as_at"),
        )
