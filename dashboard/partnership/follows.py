"""What people follow: a measure in a scope, each their own, and where they are written to.

An address for mail is given by the person and kept here alone. What is stopped is
deleted, address and all: it is of use to nobody else.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import uuid4

from sqlalchemy import delete, update

from dashboard.access.person import Person
from dashboard.errors import ForTheUser
from dashboard.filters import Clauses
from dashboard.partnership.records import Records, Row, now
from dashboard.partnership.tables import FOLLOW

_MOST = 50
# What every mail address has; whether there is such a one is for the mail server to say.
_ADDRESS = re.compile(r"[^@\s<>\",;:]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


@dataclass(frozen=True)
class Follow:
    """`filters` are as an address has them; `snapshot` the picture that it began with."""

    measure: str
    filters: str = ""
    snapshot: str = ""
    id: str = ""


@dataclass(frozen=True)
class Follower:
    """Somebody with all that they follow, as known when they were last here."""

    person: Person
    mail: str
    seen_at: datetime
    follows: tuple[Follow, ...]


def filters_of(clauses: Clauses) -> str:
    """The one way in which a scope is written: the same filters are the same scope."""
    return urlencode(sorted(clauses))


def clauses_of(filters: str) -> Clauses:
    return tuple(parse_qsl(filters))


def follow(home: Path, person: Person, measure: str, filters: str, at: str) -> None:
    """Begin to follow, from the picture `at` on; once, however often it is asked.

    ForTheUser where it is one too many.
    """
    known = follower(home, person)
    follows = known.follows if known else ()
    if any((one.measure, one.filters) == (measure, filters) for one in follows):
        return
    if len(follows) >= _MOST:
        raise ForTheUser(
            f"You follow {_MOST} measures already.",
            what_to_do="Stop following one of them first.",
        )
    row = {
        "id": uuid4().hex,
        "provider": person.provider,
        "subject": person.subject,
        "name": person.name,
        "groups": sorted(person.groups),
        "seen_at": now(),
        "mail": known.mail if known else "",
        "measure": measure,
        "filters": filters,
        "snapshot": at,
        "at": now(),
    }
    Records(home).put(FOLLOW, [row])


def stop_following(home: Path, person: Person, measure: str, filters: str) -> None:
    Records(home).write(
        delete(FOLLOW).where(
            *_of(person), FOLLOW.c.measure == measure, FOLLOW.c.filters == filters
        )
    )


def set_mail(home: Path, person: Person, mail: str, domains: Sequence[str]) -> None:
    """Where somebody is written to; "" is nowhere. ForTheUser where it is no address, or
    one outside the `domains` that the partnership writes to (none said is any)."""
    address = mail.strip()
    if address and not _ADDRESS.fullmatch(address):
        raise ForTheUser(
            "This is no mail address.", what_to_do="Write it as name@example.gov.uk."
        )
    domain = address.rpartition("@")[2].lower()
    if address and domains and domain not in domains:
        raise ForTheUser(
            "Mail is sent to addresses of the partnership alone.",
            what_to_do=f"Write one that ends in {' or '.join(domains)}.",
        )
    Records(home).write(update(FOLLOW).where(*_of(person)).values(mail=address))


def follower(home: Path, person: Person) -> Follower | None:
    """Somebody with what they follow; None where that is nothing."""
    found = _followers(Records(home).rows(_standing().where(*_of(person))))
    return found[0] if found else None


def followers(home: Path) -> list[Follower]:
    return _followers(Records(home).rows(_standing()))


def _followers(rows: Iterable[Row]) -> list[Follower]:
    by_person: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        by_person.setdefault((row["provider"], row["subject"]), []).append(row)
    return [_follower(of_one) for of_one in by_person.values()]


def _follower(rows: Sequence[Row]) -> Follower:
    last = max(rows, key=lambda row: row["seen_at"])
    groups = frozenset(last["groups"])
    return Follower(
        Person(last["provider"], last["subject"], last["name"], groups),
        last["mail"],
        datetime.fromisoformat(last["seen_at"]).astimezone(UTC),
        tuple(
            Follow(row["measure"], row["filters"], row["snapshot"], row["id"])
            for row in rows
        ),
    )


def _standing() -> Any:
    return FOLLOW.select().order_by("at", "measure", "filters")


def _of(person: Person) -> tuple[Any, ...]:
    return (FOLLOW.c.provider == person.provider, FOLLOW.c.subject == person.subject)
