"""What audits, inspections and surveys found: open until somebody says what was done.

The same found again is one finding, raised once more: a person says that it is the same.
No words are ever compared.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from uuid import uuid4

from dashboard.dates import ago, day
from dashboard.errors import ForTheUser, UnknownName
from dashboard.partnership.records import Records, Row, now
from dashboard.partnership.tables import FINDING, FINDING_RAISED
from dashboard.warehouse.history import OFFICER


@dataclass(frozen=True)
class Raised:
    """One time that something was found: in which words, by what, and on which day.

    `kind` is of data/codes/finding_kind.csv; `reference` says in words which one it was.
    """

    what: str
    kind: str
    raised_on: date
    reference: str = ""
    finding: str = ""
    id: str = ""
    who: str = ""


@dataclass(frozen=True)
class Finding:
    """What was found, each time that it was, the earliest first.

    `indicator` is a quality indicator; `place` a zone's name or the code of a team or
    school, "" of everywhere.
    """

    raised: tuple[Raised, ...]
    indicator: str = ""
    place: str = ""
    closed_on: date | None = None
    closed_with: str = ""
    id: str = ""

    @property
    def what(self) -> str:
        return self.raised[0].what

    @property
    def first_on(self) -> date:
        return self.raised[0].raised_on

    @property
    def times(self) -> int:
        return len(self.raised)

    def how_often(self, on: date) -> str:
        """“Raised 3 times, first on 3 Sep 2025, 14 months ago”, as it is on a day."""
        often = {1: "once", 2: "twice"}.get(self.times, f"{self.times} times")
        first = "" if self.times == 1 else "first "
        when = f"{first}on {day(self.first_on)}"
        age = ago(self.first_on, on)
        return f"Raised {often}, {when}" + ("" if age.startswith("on ") else f", {age}")


def record_finding(
    home: Path,
    raised: Raised,
    *,
    indicator: str = "",
    place: str = "",
    before: str = "",
) -> Finding:
    """Keep what was found; `before` is the id of the open finding that it is again.

    ForTheUser where it is not said what was found, or on which day it cannot have been.
    UnknownName where the finding that it is said to be is not open.
    """
    kept = replace(
        raised,
        what=raised.what.strip(),
        reference=" ".join(raised.reference.split()),
        id=uuid4().hex,
        finding=before or uuid4().hex,
        who=" ".join(raised.who.split()) or OFFICER,
    )
    _check(kept)
    if before:
        _open_one(home, before)
    at = now()
    with Records(home).writing() as connection:
        if not before:
            connection.execute(
                FINDING.insert(), _new(kept, indicator=indicator, place=place, at=at)
            )
        connection.execute(FINDING_RAISED.insert(), {**asdict(kept), "at": at})
    return finding_named(home, kept.finding)


def _new(raised: Raised, *, indicator: str, place: str, at: str) -> Row:
    return {
        "id": raised.finding,
        "indicator": indicator,
        "place": place,
        "closed_on": None,
        "closed_with": "",
        "who": raised.who,
        "at": at,
    }


def _check(raised: Raised) -> None:
    if not raised.what:
        raise ForTheUser(
            "Say what was found.",
            what_to_do="A sentence is enough, in words that anybody understands.",
        )
    if not raised.kind:
        raise ForTheUser(
            "Say what it was found by.",
            what_to_do="Choose an audit, an inspection, a survey or what else it was.",
        )
    if raised.raised_on > date.today():
        raise ForTheUser(
            f"{day(raised.raised_on)} is still to come.",
            what_to_do="Choose the day that it was raised on.",
        )


def finding_named(home: Path, finding: str) -> Finding:
    """UnknownName, in words, where there is none."""
    found = next((one for one in findings_of(home) if one.id == finding), None)
    if found is None:
        raise UnknownName(
            "There is no such finding.", what_to_do="Choose one from the list."
        )
    return found


def _open_one(home: Path, finding: str) -> Finding:
    found = finding_named(home, finding)
    if found.closed_on:
        raise UnknownName(
            f"This finding was closed on {day(found.closed_on)}.",
            what_to_do="Open it again first, or record what was found as a new one.",
        )
    return found


def close_finding(home: Path, finding: str, on: date, with_words: str) -> None:
    """Close a finding with what was done. ForTheUser where that is not said."""
    words = with_words.strip()
    if not words:
        raise ForTheUser(
            "Say what was done.",
            what_to_do="It stands beside the finding from then on.",
        )
    _open_one(home, finding)
    _change(home, finding, closed_on=on, closed_with=words)


def open_finding_again(home: Path, finding: str) -> None:
    _change(home, finding, closed_on=None, closed_with="")


def take_back_raised(home: Path, raised: str) -> None:
    """Take back one time that something was found; with the last one goes the finding."""
    Records(home).write(
        FINDING_RAISED.update()
        .where(FINDING_RAISED.c.id == raised)
        .values(gone_at=now())
    )


def findings_of(home: Path) -> tuple[Finding, ...]:
    """What stands: open first, the oldest first, of one age the most often raised."""
    times: dict[str, list[Raised]] = {}
    for one in _raised(home):
        times.setdefault(one.finding, []).append(one)
    standing = FINDING.select().where(FINDING.c.gone_at.is_(None))
    found = [
        _finding(row, times[row["id"]])
        for row in Records(home).rows(standing.order_by("at", "id"))
        if row["id"] in times
    ]
    return tuple(sorted(found, key=_weight))


def _weight(finding: Finding) -> tuple[bool, date, int]:
    return finding.closed_on is not None, finding.first_on, -finding.times


def open_findings(home: Path, indicator: str = "") -> Sequence[Finding]:
    """Those that are not closed, the ones of an indicator first."""
    still = [one for one in findings_of(home) if one.closed_on is None]
    return sorted(still, key=lambda one: one.indicator != indicator)


def _change(home: Path, finding: str, **values: object) -> None:
    Records(home).write(
        FINDING.update().where(FINDING.c.id == finding).values(**values)
    )


def _raised(home: Path) -> Iterable[Raised]:
    names = Raised.__dataclass_fields__
    standing = FINDING_RAISED.select().where(FINDING_RAISED.c.gone_at.is_(None))
    for row in Records(home).rows(standing.order_by("raised_on", "at", "id")):
        yield Raised(**{name: row[name] for name in names})


def _finding(row: Row, raised: Iterable[Raised]) -> Finding:
    names = set(Finding.__dataclass_fields__) - {"raised"}
    return Finding(tuple(raised), **{name: row[name] for name in names})
