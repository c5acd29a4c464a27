"""New levels: from which month a chart's median and limits are reckoned anew, and why.

A person decides it, never a rule: each has a date, a reason and a name, and what is
taken back stays on record. It holds for one measure and one choice of filters.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from dashboard.errors import ForTheUser
from dashboard.warehouse.history import OFFICER
from dashboard.warehouse.journal import Journal

Clauses = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Level:
    """`start` is the first month of the new level; `clauses` the filters it holds for."""

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
    """Keep a new level. ForTheUser where it has no reason."""
    if not reason.strip():
        raise ForTheUser(
            "A new level needs a reason.",
            what_to_do="Say what changed that month, so that others can follow it.",
        )
    level = Level(
        measure=measure,
        clauses=clauses,
        start=start,
        reason=" ".join(reason.split()),
        who=" ".join(who.split()) or OFFICER,
        at=datetime.now(UTC).replace(microsecond=0),
    )
    _journal(home).append(_entry(level, taken_back=False))
    return level


def take_back_level(home: Path, level: Level, who: str = "") -> None:
    """The level no longer holds; that it did, and who ended it, stays on record."""
    _journal(home).append(
        _entry(level, taken_back=True) | {"who": " ".join(who.split()) or OFFICER}
    )


def levels_of(home: Path) -> tuple[Level, ...]:
    """The levels that hold, the earliest first."""
    standing: dict[tuple[str, Clauses, date], Level] = {}
    for entry in _journal(home).read():
        level = _level(entry)
        key = (level.measure, level.clauses, level.start)
        if entry["taken_back"]:
            standing.pop(key, None)
        else:
            standing[key] = level
    return tuple(sorted(standing.values(), key=lambda level: level.start))


def _entry(level: Level, *, taken_back: bool) -> dict[str, object]:
    return {
        "measure": level.measure,
        "clauses": level.clauses,
        "start": level.start.isoformat(),
        "reason": level.reason,
        "who": level.who,
        "at": level.at.isoformat(),
        "taken_back": taken_back,
    }


def _level(entry: dict[str, object]) -> Level:
    clauses = entry["clauses"]
    assert isinstance(clauses, list)
    return Level(
        measure=str(entry["measure"]),
        clauses=tuple((str(name), str(value)) for name, value in clauses),
        start=date.fromisoformat(str(entry["start"])),
        reason=str(entry["reason"]),
        who=str(entry["who"]),
        at=datetime.fromisoformat(str(entry["at"])),
    )


def _journal(home: Path) -> Journal:
    return Journal(home / "levels.jsonl")
