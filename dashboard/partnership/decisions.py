"""What a meeting decided beside a view: what is seen, how it is known, what will be done.

An action closes with what the data show; nothing of it is ever deleted.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from uuid import uuid4

from dashboard.errors import ForTheUser
from dashboard.partnership.records import Records, Row, now
from dashboard.partnership.tables import ACTION, DECISION
from dashboard.warehouse.history import OFFICER

CONFIDENCE = ("", "sure", "fairly sure", "not sure")


class Shows(StrEnum):
    """Whether what is seen is a strength, or something to improve; neither, unless said."""

    NEITHER = ""
    STRENGTH = "strength"
    TO_IMPROVE = "to_improve"

    @property
    def in_words(self) -> str:
        return {
            "": "Neither, or not said",
            "strength": "A strength",
            "to_improve": "Something to improve",
        }[self]


class Standing(StrEnum):
    """How an action stands on a day."""

    OPEN = "open"
    LATE = "late"
    DONE = "done"


@dataclass(frozen=True)
class Action:
    """What will be done: by which role, by when, and what should move to what.

    `measure` is the name of one, `target` what it should come to, as it was written;
    `public_words` what may be said of it in the public update, "" for nothing.
    """

    what: str
    owner: str
    due_on: date
    measure: str = ""
    target: str = ""
    priority: str = ""
    begun_on: date = field(default_factory=date.today)
    closed_on: date | None = None
    closed_with: str = ""
    decision: str = ""
    public_words: str = ""
    id: str = ""

    def standing(self, on: date) -> Standing:
        if self.closed_on:
            return Standing.DONE
        return Standing.LATE if self.due_on < on else Standing.OPEN


@dataclass(frozen=True)
class Decision:
    """`view` is the id of the meeting's view that was on the screen; "" of none.

    `joint` is evidence of several services together; `indicator` a quality indicator of
    data/codes/quality_indicator.csv; `public_words` as of an action.
    """

    meeting: str
    view: str
    seen: str
    known: str = ""
    confidence: str = ""
    joint: bool = False
    indicator: str = ""
    shows: Shows = Shows.NEITHER
    actions: tuple[Action, ...] = ()
    public_words: str = ""
    at: str = ""
    id: str = ""
    who: str = ""


def record_decision(home: Path, decision: Decision) -> Decision:
    """Keep a decision with its actions: all of it, or nothing.

    ForTheUser where it does not say what is seen, or an action is not whole.
    """
    kept = replace(
        decision,
        seen=decision.seen.strip(),
        known=decision.known.strip(),
        id=decision.id or uuid4().hex,
        at=now(),
        who=" ".join(decision.who.split()) or OFFICER,
    )
    if not kept.seen:
        raise ForTheUser(
            "Say what the group sees.",
            what_to_do="A sentence is enough: it stands beside the view from now on.",
        )
    actions = tuple(_whole(one, kept.id) for one in kept.actions)
    row = {**asdict(kept), "shows": kept.shows.value}
    del row["actions"]
    with Records(home).writing() as connection:
        connection.execute(DECISION.insert(), row)
        if actions:
            connection.execute(
                ACTION.insert(),
                [{**asdict(one), "who": kept.who, "at": kept.at} for one in actions],
            )
    return replace(kept, actions=actions)


def _whole(action: Action, decision: str) -> Action:
    kept = replace(
        action,
        what=action.what.strip(),
        owner=" ".join(action.owner.split()),
        id=action.id or uuid4().hex,
        decision=decision,
    )
    if not kept.what or not kept.owner:
        raise ForTheUser(
            "An action needs to say what is done, and whose it is.",
            what_to_do="A role is enough: “Team manager, screening”.",
        )
    return kept


def close_action(home: Path, action: str, on: date, with_words: str) -> None:
    """Close an action with what the data show. ForTheUser where that is not said."""
    words = with_words.strip()
    if not words:
        raise ForTheUser(
            "Say what the data show.",
            what_to_do="Also where they show nothing yet: “too early to say” is an answer.",
        )
    Records(home).write(
        ACTION.update()
        .where(ACTION.c.id == action)
        .values(closed_on=on, closed_with=words)
    )


def open_again(home: Path, action: str) -> None:
    Records(home).write(
        ACTION.update()
        .where(ACTION.c.id == action)
        .values(closed_on=None, closed_with="")
    )


def take_back_decision(home: Path, decision: str) -> None:
    """Out of the record's view, with its actions; the record keeps them."""
    gone = {"gone_at": now()}
    Records(home).write(
        DECISION.update().where(DECISION.c.id == decision).values(gone),
        ACTION.update().where(ACTION.c.decision == decision).values(gone),
    )


def decisions_of(home: Path) -> tuple[Decision, ...]:
    """What stands, the earliest first, each with its actions."""
    actions: dict[str, list[Action]] = {}
    for action in actions_of(home):
        actions.setdefault(action.decision, []).append(action)
    standing = DECISION.select().where(DECISION.c.gone_at.is_(None))
    return tuple(
        _decision(row, actions.get(row["id"], ()))
        for row in Records(home).rows(standing.order_by("at", "id"))
    )


def actions_of(home: Path) -> tuple[Action, ...]:
    """Every action that stands, the first due first."""
    standing = ACTION.select().where(ACTION.c.gone_at.is_(None))
    names = Action.__dataclass_fields__
    return tuple(
        Action(**{name: row[name] for name in names})
        for row in Records(home).rows(standing.order_by("due_on", "at", "id"))
    )


def due(actions: Iterable[Action], on: date) -> Sequence[Action]:
    """Those that are not done and were due by a day."""
    return [one for one in actions if not one.closed_on and one.due_on <= on]


def _decision(row: Row, actions: Iterable[Action]) -> Decision:
    names = set(Decision.__dataclass_fields__) - {"actions"}
    given = {name: row[name] for name in names} | {"shows": Shows(row["shows"])}
    return Decision(**given, actions=tuple(actions))
