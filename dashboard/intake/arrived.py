"""One table of one file as it was read: what it was recognised as, what was found."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from dashboard.errors import ForTheUser
from dashboard.intake.findings import LEFT_OUT, Finding, Severity
from dashboard.intake.reading import Unreadable
from dashboard.intake.recognise import Recognition
from dashboard.intake.stage import Staged
from dashboard.warehouse.arrivals import Arrival


@dataclass(frozen=True)
class Arrived:
    """`number` is the file's place among those given; `sheet` the worksheet or member.

    `arrival` is what the whole source changed, and `empty_months` are the months of it
    that have no rows and no word on them; both are told with its first table.
    `restricted` rows were left out by the partnership's settings.
    """

    path: Path
    number: int
    findings: tuple[Finding, ...]
    sheet: str = ""
    recognition: Recognition | None = None
    staged: Staged | None = None
    header: tuple[str, ...] = ()
    header_row: int = 0
    notes: tuple[str, ...] = ()
    examples: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    repeated: int = 0
    restricted: int = 0
    arrival: Arrival | None = None
    empty_months: tuple[date, ...] = ()

    @property
    def name(self) -> str:
        """The file's name, with the worksheet's where it has several."""
        return f"{self.path.name}, {self.sheet}" if self.sheet else self.path.name

    @property
    def rows(self) -> int:
        return self.staged.rows if self.staged else 0

    @property
    def mapped(self) -> tuple[tuple[str, str], ...]:
        """(header, column of ours) of every column that was read."""
        columns = self.recognition.columns if self.recognition else {}
        return tuple(
            (self.header[index], column.name)
            for index, column in columns.items()
            if index < len(self.header)
        )

    @property
    def left_out(self) -> int:
        """Rows that the officer decided not to take in."""
        return sum(
            finding.count
            for finding in self.findings
            if finding.title.startswith(LEFT_OUT)
        )


def refusal(file: str, error: ForTheUser) -> Finding:
    """A file that cannot be read, or is not known, as the finding that stops it."""
    return Finding(
        check="unreadable" if isinstance(error, Unreadable) else "not_recognised",
        severity=Severity.MUST_FIX,
        file=file,
        title=error.title.rstrip("."),
        fix=" ".join(part for part in (error.message, error.what_to_do) if part),
        count=1,
    )
