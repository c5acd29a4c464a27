"""Which zones a row is in, by the places it has: two readings, and the rest like for like.

*Ever*: one of its places has at some time joined the zone; its whole history counts, so
that a new member does not look like change. *That day*: it was a member on the row's
day. The rest of a zone is what could have been in it: of a zone of schools, pupils of
other schools, and nobody who is at no school.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import duckdb

from dashboard.filters import PLACE_LEVELS, REST

PLACES = ("school", "team", *PLACE_LEVELS["area"])
# Values that are no place: who has them could not have been in a zone by that kind.
_NO_PLACE = ("not_known", "not_at_school")


@dataclass(frozen=True)
class _Member:
    kind: str
    code: str
    from_on: date
    to_on: date | None


def zone_columns(
    connection: duckdb.DuckDBPyConnection, dimensions: Iterable[str], row: str
) -> str:
    """The lists `zone` and `zone_on_day` of a row (an alias) as SQL columns."""
    kinds = [kind for kind in PLACES if kind in set(dimensions)]
    zones = _zones(connection)
    ever = [_one(zone, members, kinds, row, dated=False) for zone, members in zones]
    that_day = [_one(zone, members, kinds, row, dated=True) for zone, members in zones]
    return f"{_list(ever)} as zone, {_list(that_day)} as zone_on_day"


def _zones(
    connection: duckdb.DuckDBPyConnection,
) -> list[tuple[str, list[_Member]]]:
    found: dict[str, list[_Member]] = {}
    for zone, *member in connection.execute(
        "select zone, member_kind, member, from_on, to_on from zone_member order by all"
    ).fetchall():
        found.setdefault(zone, []).append(_Member(*member))
    return list(found.items())


def _list(values: Sequence[str]) -> str:
    inside = ", ".join(values)
    return f"list_filter(cast([{inside}] as varchar[]), lambda zone: zone is not null)"


def _one(
    zone: str,
    members: Sequence[_Member],
    kinds: Sequence[str],
    row: str,
    *,
    dated: bool,
) -> str:
    """The zone's name, or the rest's, or null where the row is like neither."""
    joins = [_joins(m, row, dated=dated) for m in members if m.kind in kinds]
    comparable = [
        f"coalesce({row}.{kind}, 'not_known') not in {_NO_PLACE}"
        for kind in kinds
        if any(m.kind == kind for m in members)
    ]
    if not joins:
        return "null"
    return f"""case
        when {" or ".join(joins)} then {_text(zone)}
        when {" or ".join(comparable)} then {_text(REST + zone)}
    end"""


def _joins(member: _Member, row: str, *, dated: bool) -> str:
    here = f"{row}.{member.kind} = {_text(member.code)}"
    if not dated:
        return here
    here += f" and {row}.event_on >= date '{member.from_on}'"
    if member.to_on:
        here += f" and {row}.event_on < date '{member.to_on}'"
    return f"({here})"


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
