"""What an extract would change, as findings: rows gone, months fallen, empty or late."""

from collections.abc import Iterator, Sequence
from datetime import date

from dashboard.intake.findings import Finding, Severity
from dashboard.warehouse.arrivals import Arrival, Change
from dashboard.warehouse.coverage import CoverageRule

# A month is only said to have fallen where it held enough rows for a half to mean much.
ENOUGH_ROWS = 10
# Whole months without a row, before the day of the picture, after which a source may
# have stopped. One is ordinary: reports are run early in a month.
LATE_MONTHS = 2
_NAMED = 6


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
        months = _months([change.month for change in fallen if change.month])
        yield Finding(
            check="month_fell",
            severity=Severity.SHOULD_LOOK,
            file=file,
            title=f"Fewer than half the rows we held before, in {months}",
            fix="Check with whoever ran the report that it was run for whole months.",
            count=len(fallen),
            why="A month sent in part looks like a fall.",
        )
    if arrival.repeated:
        yield Finding(
            check="rows_repeated",
            severity=Severity.FOR_INFORMATION,
            file=file,
            title=f"{arrival.repeated:,} rows repeat another row and were read once",
            fix="Nothing to do.",
            count=arrival.repeated,
        )


def gaps_of(
    arrival: Arrival,
    rule: CoverageRule,
    empty: Sequence[date],
    as_at: date,
    file: str,
) -> Iterator[Finding]:
    """Months in the middle without rows need a word; months missing at the end a look."""
    if empty:
        yield _empty_months(file, empty)
    last = max((c.month for c in arrival.changes if c.month), default=None)
    if last is None or rule.sparse or rule.column == "year":
        return
    if _behind(last, as_at, rule.closed_months) > LATE_MONTHS:
        yield _late_source(file, last, as_at)


def _empty_months(file: str, months: Sequence[date]) -> Finding:
    """Months between the first and last without rows: what they mean must be said."""
    return Finding(
        check="months_empty",
        severity=Severity.NEEDS_YES,
        file=file,
        title=f"No rows at all in {_months(months)}",
        fix="Say of each month whether nothing happened, or it was not sent.",
        count=len(months),
        why="A month that was not sent is a gap on every chart; one in which nothing happened is a nought.",
    )


def _behind(last: date, as_at: date, closed: Sequence[int]) -> int:
    """Months from `last` to the day of the picture in which there could be rows."""
    # Counted from nought, so that a month's number is the remainder and one.
    months = range(last.year * 12 + last.month, as_at.year * 12 + as_at.month)
    return sum(1 for month in months if month % 12 + 1 not in closed)


def _late_source(file: str, last: date, as_at: date) -> Finding:
    """A source whose newest row is months before the day of the picture."""
    return Finding(
        check="source_late",
        severity=Severity.SHOULD_LOOK,
        file=file,
        title=f"Nothing after {last:%b %Y}, and the picture is as at {as_at:%d %b %Y}",
        fix="Check that the report was run to the end of last month.",
        count=1,
        why="Charts stop where the extract stops, and say so.",
    )


def _months(months: Sequence[date]) -> str:
    named = ", ".join(f"{month:%b %Y}" for month in months[:_NAMED])
    more = len(months) - _NAMED
    return f"{named} and {more} more" if more > 0 else named


def _has_fallen(change: Change) -> bool:
    enough = change.month is not None and change.before >= ENOUGH_ROWS
    return enough and change.after * 2 < change.before


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"
