"""What an extract would change, as findings: rows that are gone, months that fell."""

from collections.abc import Iterator

from dashboard.intake.findings import Finding, Severity
from dashboard.warehouse.arrivals import Arrival, Change

# A month is only said to have fallen where it held enough rows for a half to mean much.
ENOUGH_ROWS = 10


def findings_of(arrival: Arrival, file: str) -> Iterator[Finding]:
    """Rows gone need a yes; months fallen by more than half are worth a look."""
    if arrival.gone:
        yield Finding(
            check="rows_gone",
            severity=Severity.NEEDS_YES,
            file=file,
            title=f"{_rows(arrival.gone)} of what we hold no longer in this extract",
            fix="If they were taken out on purpose, say yes. If not, export again with all of them.",
            count=arrival.gone,
            why="Numbers that were shown before will be lower.",
        )
    fallen = [change for change in arrival.changes if _has_fallen(change)]
    if fallen:
        months = ", ".join(f"{change.month:%b %Y}" for change in fallen[:6])
        yield Finding(
            check="month_fell",
            severity=Severity.SHOULD_LOOK,
            file=file,
            title=f"Fewer than half the rows we held before, in {months}",
            fix="Check with whoever ran the report that it was run for whole months.",
            count=len(fallen),
            why="A month sent in part looks like a fall.",
        )


def _has_fallen(change: Change) -> bool:
    enough = change.month is not None and change.before >= ENOUGH_ROWS
    return enough and change.after * 2 < change.before


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"
