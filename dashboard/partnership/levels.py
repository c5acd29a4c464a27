"""New levels: from which month a chart's median and limits are reckoned anew, and why.

A person decides it, never a rule: each has a date, a reason and a name, and what is
taken back stays on record. It holds for one measure and one choice of filters.
"""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from dashboard.errors import ForTheUser
from dashboard.filters import Clauses
from dashboard.partnership.records import Records, now
from dashboard.partnership.tables import LEVEL
from dashboard.warehouse.history import OFFICER


@dataclass(frozen=True)
class Level:
    """`start` is the first month of the new level; `clauses` the filters it holds for."""

    id: str
    measure: str
    clauses: Clauses
    start: date
    reason: str
    who: str
    at: datetime


def record_level(
    home: Path,
    *,
    measure: str,
    clauses: Clauses,
    start: date,
    reason: str,
    who: str = "",
) -> Level:
    """Keep a new level; one of the same start gives way. ForTheUser without a reason."""
    if not reason.strip():
        raise ForTheUser(
            "A new level needs a reason.",
            what_to_do="Say what changed that month, so that others can follow it.",
        )
    row = {
        "id": uuid4().hex,
        "measure": measure,
        "clauses": [list(pair) for pair in clauses],
        "start": start,
        "reason": " ".join(reason.split()),
        "who": " ".join(who.split()) or OFFICER,
        "at": now(),
    }
    for level in levels_of(home):
        if (level.measure, level.clauses, level.start) == (measure, clauses, start):
            take_back_level(home, level, who)
    Records(home).put(LEVEL, [row])
    return _level(row)


def take_back_level(home: Path, level: Level, who: str = "") -> None:
    """The level no longer holds; that it did, and who ended it, stays on record."""
    gone = {"gone_at": now(), "gone_by": " ".join(who.split()) or OFFICER}
    Records(home).write(LEVEL.update().where(LEVEL.c.id == level.id).values(gone))


def levels_of(home: Path) -> tuple[Level, ...]:
    """The levels that hold, the earliest first."""
    standing = (
        LEVEL.select()
        .where(LEVEL.c.gone_at.is_(None))
        .order_by("start", "measure", "at", "id")
    )
    return tuple(_level(row) for row in Records(home).rows(standing))


def _level(row: dict[str, Any]) -> Level:
    return Level(
        id=row["id"],
        measure=row["measure"],
        clauses=tuple((str(name), str(value)) for name, value in row["clauses"]),
        start=row["start"],
        reason=row["reason"],
        who=row["who"],
        at=datetime.fromisoformat(row["at"]),
    )
