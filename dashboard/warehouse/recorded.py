"""What the partnership records itself and cubes are made of: its zones."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import duckdb


@dataclass(frozen=True)
class RecordedMember:
    """A place in a zone from a day, and perhaps to one: on that day it is in it no more."""

    zone: str
    aim: str
    kind: str
    code: str
    from_on: date
    to_on: date | None


@dataclass(frozen=True)
class Recorded:
    """`zones` are all that were ever recorded, those taken back too: of them, an
    extract's rows no longer count."""

    zones: Sequence[str] = field(default_factory=tuple)
    members: Sequence[RecordedMember] = field(default_factory=tuple)


def create_recorded(connection: duckdb.DuckDBPyConnection, recorded: Recorded) -> None:
    """Make `recorded.zone` and `recorded.zone_member`, for the canonical tables."""
    connection.execute(
        """
        create schema if not exists recorded;
        create or replace table recorded.zone (name varchar);
        create or replace table recorded.zone_member (
            zone varchar, aim varchar, member_kind varchar, member varchar,
            from_on date, to_on date
        );
        """
    )
    for name in recorded.zones:
        connection.execute("insert into recorded.zone values (?)", [name])
    for one in recorded.members:
        connection.execute(
            "insert into recorded.zone_member values (?, ?, ?, ?, ?, ?)",
            [one.zone, one.aim, one.kind, one.code, one.from_on, one.to_on],
        )
