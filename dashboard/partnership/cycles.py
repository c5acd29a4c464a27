"""PDSA cycles: aim, prediction, plan, do, study, act; one may follow another.

A cycle is drawn where it began, on every chart it touches; it never moves a median.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from uuid import uuid4

from dashboard.dates import day
from dashboard.errors import ForTheUser
from dashboard.partnership.happenings import EVERYWHERE
from dashboard.partnership.records import Records, now
from dashboard.partnership.tables import CYCLE
from dashboard.warehouse.contents import Event
from dashboard.warehouse.history import OFFICER

KIND = "cycle"


class Act(StrEnum):
    """What came of a cycle; nothing while it still runs."""

    NOT_YET = ""
    ADOPT = "adopt"
    ADAPT = "adapt"
    ABANDON = "abandon"

    @property
    def in_words(self) -> str:
        return {
            "": "not decided yet",
            "adopt": "adopted",
            "adapt": "adapted",
            "abandon": "abandoned",
        }[self]


@dataclass(frozen=True)
class Cycle:
    """`scope` is a zone's name, a team's or a school's code, or Everywhere; `measure`
    what it is about; `follows` the id of the cycle before it."""

    title: str
    begun_on: date
    ended_on: date | None = None
    scope: str = EVERYWHERE
    measure: str = ""
    aim: str = ""
    prediction: str = ""
    plan: str = ""
    do: str = ""
    study: str = ""
    act: Act = Act.NOT_YET
    result: str = ""
    next_question: str = ""
    owner: str = ""
    follows: str | None = None
    id: str = ""
    who: str = ""

    @property
    def event(self) -> Event:
        ending = f" ({self.act.in_words})" if self.act else ""
        return Event(
            self.begun_on, f"Cycle: {self.title}{ending}", KIND, self.scope, self.aim
        )


def save_cycle(home: Path, cycle: Cycle) -> Cycle:
    """Keep a cycle, new or changed. ForTheUser says what is wrong with it."""
    kept = replace(
        cycle,
        title=" ".join(cycle.title.split()),
        id=cycle.id or uuid4().hex,
        who=" ".join(cycle.who.split()) or OFFICER,
    )
    _check(kept, cycles_of(home))
    row = {**asdict(kept), "act": kept.act.value, "at": now(), "gone_at": None}
    with Records(home).writing() as connection:
        changed = connection.execute(
            CYCLE.update().where(CYCLE.c.id == kept.id).values(row)
        )
        if not changed.rowcount:
            connection.execute(CYCLE.insert(), row)
    return kept


def _check(cycle: Cycle, others: Sequence[Cycle]) -> None:
    if not cycle.title:
        raise ForTheUser("A cycle needs a name.", what_to_do="A few words are enough.")
    if not cycle.prediction.strip():
        raise ForTheUser(
            "A cycle needs a prediction.",
            what_to_do="Say what you think will happen; it stands beside what did.",
        )
    if cycle.ended_on and cycle.ended_on < cycle.begun_on:
        raise ForTheUser(
            f"The cycle ends on {day(cycle.ended_on)}, before it begins on "
            f"{day(cycle.begun_on)}.",
            what_to_do="One of the two days is wrong: put it right, and save again.",
        )
    if cycle.id in followed(cycle, others):
        raise ForTheUser(
            "The cycle would follow itself.", what_to_do="Choose another to follow."
        )


def followed(cycle: Cycle, others: Iterable[Cycle]) -> list[str]:
    """The ids of the cycles before it, the nearest first."""
    before = {other.id: other.follows for other in others}
    found: list[str] = []
    step = cycle.follows
    while step and step not in found:
        found.append(step)
        step = before.get(step)
    return found


def take_back_cycle(home: Path, cycle: str) -> None:
    Records(home).write(CYCLE.update().where(CYCLE.c.id == cycle).values(gone_at=now()))


def cycles_of(home: Path) -> tuple[Cycle, ...]:
    """The cycles that stand, the earliest first."""
    standing = CYCLE.select().where(CYCLE.c.gone_at.is_(None))
    rows = Records(home).rows(standing.order_by("begun_on", "title", "at", "id"))
    return tuple(_cycle(row) for row in rows)


def _cycle(row: dict[str, object]) -> Cycle:
    given = {name: row[name] for name in Cycle.__dataclass_fields__}
    return Cycle(**given | {"act": Act(str(row["act"]))})  # type: ignore[arg-type]
