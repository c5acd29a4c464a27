"""Who was told of which picture: one row for each, so that nobody is told twice.

A row is taken before a mail is sent and let go of where it could not be: two processes
that send at once do not send the same.
"""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from dashboard.access.person import Person
from dashboard.partnership.records import Records, now
from dashboard.partnership.tables import DIGEST

# A process that was ended while it sent has let go of nothing: this long after, others may.
_SENDING = timedelta(hours=1)


class Told(StrEnum):
    """`NOTHING` is a picture in which there was nothing to tell."""

    SENDING = "sending"
    SENT = "sent"
    NOTHING = "nothing"


def take(home: Path, person: Person, snapshot: str) -> bool:
    """Begin to tell somebody of a picture; False where that was done, or is being done."""
    oldest = (datetime.now(UTC) - _SENDING).isoformat(timespec="seconds")
    Records(home).write(
        delete(DIGEST).where(
            *_of(person), DIGEST.c.state == Told.SENDING, DIGEST.c.at < oldest
        )
    )
    row = {
        "provider": person.provider,
        "subject": person.subject,
        "snapshot": snapshot,
        "state": Told.SENDING.value,
        "at": now(),
    }
    try:
        Records(home).put(DIGEST, [row])
    except IntegrityError:
        return False
    return True


def told(home: Path, person: Person, snapshot: str, state: Told) -> None:
    """Say how it ended."""
    Records(home).write(
        update(DIGEST)
        .where(*_of(person), DIGEST.c.snapshot == snapshot)
        .values(state=state.value, at=now())
    )


def let_go(home: Path, person: Person, snapshot: str) -> None:
    """It could not be sent: what it would have told is still to be told."""
    Records(home).write(
        delete(DIGEST).where(*_of(person), DIGEST.c.snapshot == snapshot)
    )


def told_of(home: Path, person: Person) -> list[str]:
    """The pictures that somebody was told of, the latest first."""
    ended = DIGEST.select().where(*_of(person), DIGEST.c.state != Told.SENDING)
    rows = Records(home).rows(ended.order_by(DIGEST.c.at.desc()))
    return [row["snapshot"] for row in rows]


def _of(person: Person) -> tuple[Any, ...]:
    return (DIGEST.c.provider == person.provider, DIGEST.c.subject == person.subject)
