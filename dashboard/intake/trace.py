"""Which seven? Given the uploaded file again, the rows of it behind one figure.

Ids are not kept, so the file is read again and its ids are coded with the same key. Only
row numbers come back: the officer looks them up in a file that is the officer's own.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dashboard.errors import ForTheUser
from dashboard.filters import Filters
from dashboard.intake.arrived import Arrived
from dashboard.intake.arriving import Arriving
from dashboard.intake.decisions import Decisions
from dashboard.intake.publish import open_detail, silent
from dashboard.intake.rules import Rules
from dashboard.measures import measure_named
from dashboard.settings import Settings
from dashboard.warehouse.history import OFFICER, Happened
from dashboard.warehouse.lookup import ROLLING_START, Lookup
from dashboard.warehouse.snapshots import Snapshots
from dashboard.warehouse.tracing import rows_behind


@dataclass(frozen=True)
class Traced:
    """The rows of one table, numbered as in the officer's own file."""

    table: str
    kind: str
    rows: tuple[int, ...]


def trace(
    path: Path,
    settings: Settings,
    *,
    measure: str,
    filters: Filters,
    snapshot: str | None = None,
    who: str = OFFICER,
) -> list[Traced]:
    """The rows of a file behind a measure's numerator under the filters.

    That somebody looked is kept in the history. Raises ForTheUser where the file cannot be read or is of no known kind.
    """
    rules = Rules.of(settings)
    snapshots = Snapshots(settings.home)
    asked = snapshots.manifest(snapshot or snapshots.current_id())
    lookup = _lookup(rules, measure, filters)
    snapshots.history.say(
        Happened.TRACED,
        who=who,
        snapshot=asked.id,
        files=(path.name,),
        why=f"{lookup.measure.title}, {filters.period.in_words}",
    )
    with snapshots.building() as place:
        connection = open_detail(place, settings, rules, asked.as_at, asked.id)
        try:
            arriving = Arriving(
                connection,
                place / "scratch",
                rules,
                Decisions(yes=True),
                asked.as_at,
                silent,
            )
            return [
                _traced(arriving, snapshots.exact(asked.id), lookup, arrived)
                for arrived in arriving.read_again(path)
            ]
        finally:
            connection.close()


def _traced(arriving: Arriving, exact: Path, lookup: Lookup, table: Arrived) -> Traced:
    if table.staged is None:
        raise ForTheUser(
            f"{table.name} cannot be traced.",
            " ".join(str(finding) for finding in table.findings),
        )
    profile = table.staged.profile
    rows = rows_behind(
        arriving.connection,
        exact,
        lookup,
        table.staged.table,
        arriving.rules.tables[profile.table].key,
        profile.coverage.column if profile.coverage else None,
    )
    return Traced(table.name, profile.title, rows)


def _lookup(rules: Rules, measure: str, filters: Filters) -> Lookup:
    period = filters.period
    start: date = period.start or ROLLING_START
    found = measure_named(rules.catalogue, measure)
    return Lookup(found, filters.clauses, None, period.kind, start)
