"""Lines that a partnership sets on a measure: an aim, or a limit, and from when.

A person decides it, never a rule: each has a day, a reason and a name, and what is taken
back stays on record. It holds for one measure and one choice of filters.
"""

from dataclasses import asdict, dataclass, replace
from datetime import date
from enum import StrEnum
from math import isfinite
from pathlib import Path
from uuid import uuid4

from dashboard.errors import ForTheUser
from dashboard.filters import Clauses
from dashboard.partnership.records import Records, Row, now
from dashboard.partnership.tables import LINE
from dashboard.warehouse.history import OFFICER


class LineKind(StrEnum):
    AIM = "aim"
    LIMIT = "limit"


class Side(StrEnum):
    """Which side of it is meant."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"

    @property
    def in_words(self) -> str:
        return self.value.replace("_", " ")

    def is_kept_by(self, value: float, line: float) -> bool:
        """Whether a value lies on the side that is meant, or on the line."""
        off = value - line
        return off >= -_SAME if self is Side.AT_LEAST else off <= _SAME


# Values reach us through divisions: closer than this is on the line.
_SAME = 1e-9


@dataclass(frozen=True)
class Line:
    """`value` is as the measure has it: a share is between 0 and 1. A count is of a
    `grain` (month, quarter, school_year); "" is of what hangs on no period."""

    measure: str
    value: float
    from_on: date
    kind: LineKind = LineKind.AIM
    side: Side = Side.AT_LEAST
    clauses: Clauses = ()
    grain: str = ""
    reason: str = ""
    who: str = ""
    at: str = ""
    id: str = ""


def set_line(home: Path, line: Line) -> Line:
    """Keep a line; one of the same measure, filters, kind and period gives way.

    ForTheUser without a reason, or where its value is none.
    """
    kept = replace(
        line,
        reason=" ".join(line.reason.split()),
        who=" ".join(line.who.split()) or OFFICER,
        id=line.id or uuid4().hex,
        at=now(),
    )
    if not kept.reason:
        raise ForTheUser(
            "A line needs a reason.",
            what_to_do="Say who agreed to it and why, so that others can follow it.",
        )
    if not isfinite(kept.value) or kept.value < 0:
        raise ForTheUser(
            "A line needs a number.", what_to_do="Write what it should come to."
        )
    for known in lines_of(home):
        if _same(known, kept):
            take_back_line(home, known.id, kept.who)
    row = asdict(kept) | {"clauses": [list(pair) for pair in kept.clauses]}
    Records(home).put(LINE, [row])
    return kept


def _same(one: Line, other: Line) -> bool:
    return (one.measure, one.clauses, one.kind, one.grain) == (
        other.measure,
        other.clauses,
        other.kind,
        other.grain,
    )


def take_back_line(home: Path, line: str, who: str = "") -> None:
    """It no longer holds; that it did, and who ended it, stays on record."""
    gone = {"gone_at": now(), "gone_by": " ".join(who.split()) or OFFICER}
    Records(home).write(LINE.update().where(LINE.c.id == line).values(gone))


def lines_of(home: Path) -> tuple[Line, ...]:
    """The lines that hold, the earliest first."""
    standing = LINE.select().where(LINE.c.gone_at.is_(None))
    rows = Records(home).rows(standing.order_by("from_on", "measure", "kind", "id"))
    return tuple(_line(row) for row in rows)


def _line(row: Row) -> Line:
    given = {name: row[name] for name in Line.__dataclass_fields__}
    return Line(
        **given
        | {
            "kind": LineKind(row["kind"]),
            "side": Side(row["side"]),
            "clauses": tuple((str(n), str(v)) for n, v in row["clauses"]),
        }
    )
