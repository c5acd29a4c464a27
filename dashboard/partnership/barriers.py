"""Barriers: something in a zone's or a team's way that only the group can remove.

A barrier stands before the group until it is answered; both stay on record.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from uuid import uuid4

from dashboard.errors import ForTheUser, UnknownName
from dashboard.partnership.records import Records, now
from dashboard.partnership.tables import BARRIER
from dashboard.warehouse.history import OFFICER


@dataclass(frozen=True)
class Barrier:
    """`scope` is a zone's name, or a team's or a school's code; `owner` the role that
    answers. `public_words` is what the public update may say of it, "" for nothing."""

    scope: str
    what: str
    asked_on: date
    answer: str = ""
    owner: str = ""
    answered_on: date | None = None
    public_words: str = ""
    id: str = ""
    who: str = ""


def raise_barrier(home: Path, barrier: Barrier) -> Barrier:
    """Keep a barrier. ForTheUser where it does not say what is in the way, or of whom."""
    kept = replace(
        barrier,
        what=barrier.what.strip(),
        id=uuid4().hex,
        who=" ".join(barrier.who.split()) or OFFICER,
    )
    if not kept.what:
        raise ForTheUser(
            "Say what is in the way.",
            what_to_do="One thing, that the group could take out of the way.",
        )
    if not kept.scope:
        raise ForTheUser(
            "Say whose way it is in.", what_to_do="Choose a zone, a team or a school."
        )
    Records(home).put(BARRIER, [{**asdict(kept), "at": now()}])
    return kept


def answer_barrier(home: Path, barrier: str, on: date, answer: str, owner: str) -> None:
    """Answer a barrier. ForTheUser where the words or the role are missing."""
    words, role = answer.strip(), " ".join(owner.split())
    if not words or not role:
        raise ForTheUser(
            "An answer needs words, and whose it is.",
            what_to_do="A role is enough: “Head of education”. “No, because …” is an answer.",
        )
    _known(home, barrier)
    _change(home, barrier, answer=words, owner=role, answered_on=on)


def ask_again(home: Path, barrier: str) -> None:
    """Take an answer back: the barrier stands before the group again, out of any update."""
    _change(home, barrier, answer="", owner="", answered_on=None, public_words="")


def take_back_barrier(home: Path, barrier: str) -> None:
    _change(home, barrier, gone_at=now())


def barriers_of(home: Path) -> tuple[Barrier, ...]:
    """What stands, the first asked first."""
    names = Barrier.__dataclass_fields__
    standing = BARRIER.select().where(BARRIER.c.gone_at.is_(None))
    return tuple(
        Barrier(**{name: row[name] for name in names})
        for row in Records(home).rows(standing.order_by("asked_on", "at", "id"))
    )


def unanswered(home: Path) -> Sequence[Barrier]:
    return [one for one in barriers_of(home) if one.answered_on is None]


def _known(home: Path, barrier: str) -> None:
    if barrier not in {one.id for one in barriers_of(home)}:
        raise UnknownName(
            "There is no such barrier.", what_to_do="Choose one from the list."
        )


def _change(home: Path, barrier: str, **values: object) -> None:
    Records(home).write(
        BARRIER.update().where(BARRIER.c.id == barrier).values(**values)
    )
