"""What the partnership records itself and cubes are made of: zones, and tools' items."""

from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, field
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
class ToolItem:
    """One item of one form that a team or a school filled in. `counted` is 0 or 1 of a
    share, else the number."""

    tool: str
    form: str
    about_on: date
    team: str | None
    school: str | None
    item: str
    section: str | None
    answered_by: str | None
    answer_given: str
    counted: int


@dataclass(frozen=True)
class ToolLabel:
    """What a value of a tool's dimension is called, and where it stands."""

    dimension: str
    code: str
    label: str
    position: int


@dataclass(frozen=True)
class Recorded:
    """`zones` are all that were ever recorded, those taken back too: of them, an
    extract's rows no longer count."""

    zones: Sequence[str] = field(default_factory=tuple)
    members: Sequence[RecordedMember] = field(default_factory=tuple)
    items: Sequence[ToolItem] = field(default_factory=tuple)
    labels: Sequence[ToolLabel] = field(default_factory=tuple)


def create_recorded(connection: duckdb.DuckDBPyConnection, recorded: Recorded) -> None:
    """Make the tables `recorded.…`, for the canonical tables."""
    connection.execute(
        """
        create schema if not exists recorded;
        create or replace table recorded.zone (name varchar);
        create or replace table recorded.zone_member (
            zone varchar, aim varchar, member_kind varchar, member varchar,
            from_on date, to_on date
        );
        create or replace table recorded.tool_item (
            source varchar, tool varchar, form varchar, about_on date, team varchar,
            school varchar, item varchar, section varchar, answered_by varchar,
            answer_given varchar, counted integer
        );
        create or replace table recorded.tool_label (
            dimension varchar, code varchar, label varchar, position integer
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
    _fill(
        connection,
        "tool_item",
        ([f"tool_{i.tool}", *astuple(i)] for i in recorded.items),
    )
    _fill(connection, "tool_label", (astuple(label) for label in recorded.labels))


def _fill(
    connection: duckdb.DuckDBPyConnection, table: str, rows: Iterable[Sequence[object]]
) -> None:
    """Many rows at once: lists by column are a hundred times faster than row by row."""
    columns = [list(column) for column in zip(*rows, strict=True)]
    if columns:
        values = ", ".join(f"unnest(${n})" for n in range(1, len(columns) + 1))
        connection.execute(f"insert into recorded.{table} select {values}", columns)
