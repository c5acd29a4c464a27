"""What is asked of one measure: frozen, so that an answer can be kept by it."""

from dataclasses import dataclass, field

from dashboard.filters import Filters
from dashboard.method import Method
from dashboard.points import Unit


@dataclass(frozen=True)
class Question:
    """What is asked of one measure. `grain` asks for every period of that kind."""

    measure: str
    filters: Filters = field(default_factory=Filters)
    by: str | None = None
    grain: str | None = None
    unit: Unit = Unit.REFERRALS
    snapshot: str | None = None
    method: Method = field(default_factory=Method)
