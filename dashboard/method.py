"""How a series is read: under which published rules, from where, with which new limits.

A partnership sets its usual rules; an analyst may ask for others, and the answer then
says so. Sets of rules are never mixed on one chart.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dashboard.statistics.controlchart import Chart

# More points than this find signals in almost any series (STATISTICS: false alarms).
RECENT_POINTS = 36


class Rules(StrEnum):
    """Whose rules: three that are published and one that chooses its chart."""

    ANHOEJ = "anhoej"
    SIX_AND_FIVE = "six_and_five"
    MAKING_DATA_COUNT = "making_data_count"
    CONTROL = "control"

    @property
    def draws_median(self) -> bool:
        return self in (Rules.ANHOEJ, Rules.SIX_AND_FIVE)


@dataclass(frozen=True)
class Method:
    """What was chosen for one chart; `rules` None leaves it to the partnership's own.

    `chart` is a control chart chosen by hand. `starts` are the months from which a new
    level, with limits of its own, is reckoned; None takes those that are recorded.
    `every` point is drawn and judged, not only the latest three years of months.
    """

    rules: Rules | None = None
    chart: Chart | None = None
    starts: tuple[date, ...] | None = None
    every: bool = False
