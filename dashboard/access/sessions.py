"""Who is signed in, kept on the server: a cookie holds a word that stands for it, no more.

So that signing out, a time-out and a group taken away take effect at once, wherever the
cookie has got to.
"""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import delete, insert, select, update

from dashboard.access.access import Access
from dashboard.access.person import Person
from dashboard.partnership.records import Records
from dashboard.partnership.tables import FOLLOW, SIGNED_IN

# Being there is written down no more often than this.
_SEEN_EVERY = timedelta(seconds=20)
# By so much the clocks of two servers over one database may differ.
_CLOCKS_DIFFER = timedelta(minutes=2)


@dataclass(frozen=True)
class Session:
    """`tokens` are what the provider gave: to ask it again, and to sign out there."""

    id: str
    person: Person
    begun_at: datetime
    seen_at: datetime
    checked_at: datetime
    tokens: Mapping[str, Any]

    def has_ended(self, access: Access, at: datetime) -> bool:
        """Too long without a click, or too long in any case.

        One that was seen in the future is of before the clock was put back: how long ago
        that is nobody can know, and it would live for as long again.
        """
        absolute = timedelta(hours=access.absolute_hours)
        idle = timedelta(minutes=access.idle_minutes)
        if self.seen_at - at > _CLOCKS_DIFFER:
            return True
        return at - self.begun_at > absolute or at - self.seen_at > idle

    def must_be_checked(self, access: Access, at: datetime) -> bool:
        """Whether the provider is to be asked again what groups somebody is in."""
        of_provider = access.provider(self.person.provider) is not None
        return of_provider and at - self.checked_at > timedelta(
            minutes=access.check_minutes
        )


def begin_session(home: Path, person: Person, tokens: Mapping[str, Any]) -> str:
    """Begin one: the word for the cookie, which is kept nowhere else."""
    word, at = secrets.token_urlsafe(32), _text(datetime.now(UTC))
    Records(home).write(
        insert(SIGNED_IN).values(
            id=_hash(word),
            provider=person.provider,
            subject=person.subject,
            name=person.name,
            groups=sorted(person.groups),
            begun_at=at,
            seen_at=at,
            checked_at=at,
            tokens=dict(tokens),
        )
    )
    _tell_follows(home, person)
    return word


def _tell_follows(home: Path, person: Person) -> None:
    """What somebody follows is told to them by the groups that they are in now."""
    Records(home).write(
        update(FOLLOW)
        .where(FOLLOW.c.provider == person.provider, FOLLOW.c.subject == person.subject)
        .values(groups=sorted(person.groups), seen_at=_text(datetime.now(UTC)))
    )


def session_of(home: Path, word: str) -> Session | None:
    """The session that a cookie's word stands for, ended or not."""
    if not word:
        return None
    rows = Records(home).rows(select(SIGNED_IN).where(SIGNED_IN.c.id == _hash(word)))
    if not rows:
        return None
    row = rows[0]
    person = Person(
        row["provider"], row["subject"], row["name"], frozenset(row["groups"])
    )
    moments = (
        datetime.fromisoformat(row[name])
        for name in ("begun_at", "seen_at", "checked_at")
    )
    begun_at, seen_at, checked_at = moments
    return Session(row["id"], person, begun_at, seen_at, checked_at, row["tokens"])


def seen(home: Path, session: Session, at: datetime) -> None:
    """Somebody clicked: the time without a click begins anew."""
    if at - session.seen_at > _SEEN_EVERY:
        _change(home, session, seen_at=_text(at))


def checked(
    home: Path, session: Session, groups: frozenset[str], tokens: Mapping[str, Any]
) -> Session:
    """The provider was asked again: the groups that it now tells of, and when."""
    at = datetime.now(UTC)
    _change(
        home,
        session,
        groups=sorted(groups),
        tokens=dict(tokens),
        checked_at=_text(at),
    )
    person = replace(session.person, groups=groups)
    _tell_follows(home, person)
    return replace(session, person=person, checked_at=at, tokens=tokens)


def end_session(home: Path, session: Session) -> None:
    Records(home).write(delete(SIGNED_IN).where(SIGNED_IN.c.id == session.id))


def end_sessions_of(home: Path, provider: str, subject: str) -> None:
    """Somebody is signed out wherever they are."""
    Records(home).write(
        delete(SIGNED_IN).where(
            SIGNED_IN.c.provider == provider, SIGNED_IN.c.subject == subject
        )
    )


def end_old_sessions(home: Path, access: Access) -> None:
    """Forget those that can no longer be used."""
    oldest = datetime.now(UTC) - timedelta(hours=access.absolute_hours)
    Records(home).write(delete(SIGNED_IN).where(SIGNED_IN.c.begun_at < _text(oldest)))


def _change(home: Path, session: Session, **values: Any) -> None:
    Records(home).write(
        update(SIGNED_IN).where(SIGNED_IN.c.id == session.id).values(**values)
    )


def _text(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds")


def _hash(word: str) -> str:
    return hashlib.sha256(word.encode()).hexdigest()
