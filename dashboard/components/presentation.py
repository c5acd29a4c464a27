"""How a linked view is shown: which measure, unit, grain, levels, rules; from the address.

What is asked is a filter (`dashboard.filters`); all else that an address holds is here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from urllib.parse import parse_qsl

from dashboard.answers import GRAINS
from dashboard.errors import UnknownName
from dashboard.filters import Period
from dashboard.measures import Catalogue
from dashboard.method import Method, Rules
from dashboard.points import Unit
from dashboard.statistics.controlchart import Chart


class Mapped(StrEnum):
    """How areas are drawn on a map: each in its outline, or as large as who lives there."""

    AREAS = "areas"
    CIRCLES = "circles"


@dataclass(frozen=True)
class Presentation:
    """`levels` says which level a panel is drawn by, where it was changed.

    `method` is how the chart through time is read. With `bars` places are rows in the
    order of the alphabet, not points by their size. `mapped` is how areas are drawn on a
    map, where they are: as areas or as circles.
    """

    measure: str
    unit: Unit = Unit.REFERRALS
    grain: str | None = None
    levels: Mapping[str, str] = field(default_factory=dict, hash=False)
    snapshot: str | None = None
    method: Method = field(default_factory=Method)
    bars: bool = False
    mapped: Mapped | None = None

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
            method=_method(given),
            bars=given.get("places") == "bars",
            mapped=_mapped(given.get("map", "")),
        )


def _mapped(word: str) -> Mapped | None:
    return Mapped(word) if word in list(Mapped) else None


def _method(given: Mapping[str, str]) -> Method:
    rules, chart = given.get("rules", ""), given.get("chart", "")
    return Method(
        rules=Rules(rules) if rules in list(Rules) else None,
        chart=Chart(chart) if chart in DRAWN and rules == Rules.CONTROL else None,
        starts=_months(given["levels"]) if "levels" in given else None,
        every=given.get("span") == "all",
    )


# Charts of numbers by month; times between events need their dates.
DRAWN = (Chart.XMR, Chart.P, Chart.P_PRIME, Chart.U, Chart.U_PRIME, Chart.C)


def _months(text: str) -> tuple[date, ...]:
    """The months of an address, `2025-06,2026-01`; what is no month is left out."""
    found = []
    for part in text.split(","):
        try:
            found.append(Period.from_text(f"month:{part}").start)
        except UnknownName:
            continue
    return tuple(sorted(month for month in found if month))
