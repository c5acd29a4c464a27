"""A few measures of a published home built once more, as they would have been earlier."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import duckdb

from dashboard.answers import home_of
from dashboard.intake.publish import open_detail, silent
from dashboard.intake.rules import Rules
from dashboard.settings import read_settings
from dashboard.warehouse.build import RELEASE, build

# Of the latest month so many in a hundred are recorded only after the snapshot.
LATE = 6


@dataclass(frozen=True)
class Again:
    """What a publish makes, of a few measures; `connection` still has their tables."""

    connection: duckdb.DuckDBPyConnection
    exact: Path
    release: Path


@contextmanager
def built_again(
    home: Path, place: Path, measures: Sequence[str], as_at: date | None = None
) -> Iterator[Again]:
    """From the rows that the home holds, or those that it held on a day."""
    settings = read_settings(home)
    rules = Rules.of(settings)
    snapshots = home_of(home).snapshots
    served = snapshots.current_id()
    day = as_at or snapshots.manifest(served).as_at
    place.mkdir()
    connection = open_detail(place, settings, rules, day, served)
    try:
        if as_at:
            _forget_what_came_later(connection, as_at)
        plan = rules.plan(settings.area_level)
        some = {name: plan.catalogue[name] for name in measures}
        exact = place / "exact.duckdb"
        build(connection, exact, replace(plan, catalogue=some), silent)
        yield Again(connection, exact, exact.with_name(RELEASE))
    finally:
        connection.close()


def _forget_what_came_later(connection: duckdb.DuckDBPyConnection, day: date) -> None:
    """Referrals, their screening and their steps, as if nobody knew of them yet."""
    given = {"day": day, "late": LATE}
    for sql in (
        "delete from extract.referral where received_on > $day",
        "delete from extract.referral where received_on > $day - 31"
        " and hash(referral_key) % 100 < $late",
        "update extract.referral set screening_outcome = null, screened_on = null"
        " where screened_on > $day",
        "delete from extract.step where coalesce(started_on, incoming_on) > $day",
        "update extract.step set completed_on = null, outcome = null, status = 'started'"
        " where completed_on > $day",
    ):
        connection.execute(sql, {k: v for k, v in given.items() if f"${k}" in sql})
