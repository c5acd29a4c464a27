"""What is asked of one measure: frozen, so that an answer can be kept by it."""

from dataclasses import dataclass, field

from dashboard.filters import Filters
from dashboard.method import Method
from dashboard.points import Unit


@dataclass(frozen=True)
class Question:
    """What is asked of one measure. `grain` asks for every period of that kind.

    `everyone` asks for the partnership's own figure, whatever places its asker was given.
    """

    measure: str
    filters: Filters = field(default_factory=Filters)
    by: str | None = None
    grain: str | None = None
    unit: Unit = Unit.REFERRALS
    snapshot: str | None = None
    method: Method = field(default_factory=Method)
    everyone: bool = False

    @property
    def in_words(self) -> str:
        """The slice it is of, as the record of who asked has it."""
        of = self.filters.to_address()
        by = f" by {self.by}" if self.by else ""
        through = f" through {self.grain}s" if self.grain else ""
        return f"{self.measure}{by}{through}{' of ' if of else ''}{of}"
