"""Accounts of this server, for a partnership without an identity provider.

They are made on the command line; there is none to begin with. A password is kept as
argon2id makes it, with the settings that the library recommends (RFC 9106).
"""

import secrets
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import delete, insert, select, update

from dashboard.access.person import LOCAL, Person
from dashboard.errors import ForTheUser
from dashboard.partnership.records import Records, now
from dashboard.partnership.tables import ACCOUNT

LEAST = 14
# After so many wrong passwords in a row an account is locked, for so long.
MOST_WRONG, LOCKED = 5, timedelta(minutes=15)
_HASHER = PasswordHasher()


class NotLetIn(ForTheUser):
    """A sign-in that is refused; the same words whether there is such an account or not."""


def make_account(home: Path, name: str, password: str) -> None:
    """Make an account, or give it another password; a lock is taken away."""
    name = " ".join(name.split())
    if not name or len(name) > 60:
        raise ForTheUser("An account needs a name of at most 60 letters.")
    if len(password) < LEAST or len(set(password)) < 5:
        raise ForTheUser(
            f"The password is shorter than {LEAST} characters, or the same one repeated.",
            what_to_do="Four words that have nothing to do with each other are a good one.",
        )
    made = {"name": name, "password": _HASHER.hash(password), "failed": 0, "at": now()}
    Records(home).write(
        delete(ACCOUNT).where(ACCOUNT.c.name == name), insert(ACCOUNT).values(made)
    )


def remove_account(home: Path, name: str) -> None:
    if name not in account_names(home):
        raise ForTheUser(f"There is no account called {name}.")
    Records(home).write(delete(ACCOUNT).where(ACCOUNT.c.name == name))


def account_names(home: Path) -> list[str]:
    rows = Records(home).rows(select(ACCOUNT.c.name).order_by(ACCOUNT.c.name))
    return [row["name"] for row in rows]


def signed_in_with(home: Path, name: str, password: str) -> Person:
    """Whose account it is. NotLetIn where name and password are not of one, or it is locked."""
    rows = Records(home).rows(select(ACCOUNT).where(ACCOUNT.c.name == name))
    account = rows[0] if rows else None
    locked = bool(account and (account["locked_until"] or "") > now())
    matches = _matches(account["password"] if account else _nobodys(), password)
    if account is None or locked or not matches:
        if account and not locked:
            _count_wrong(home, name, account["failed"] + 1)
        raise NotLetIn(
            "The name or the password is not right, or the account is locked.",
            what_to_do=f"After {MOST_WRONG} wrong passwords it is locked for"
            f" {LOCKED.seconds // 60} minutes.",
        )
    Records(home).write(
        update(ACCOUNT)
        .where(ACCOUNT.c.name == name)
        .values(failed=0, locked_until=None)
    )
    return Person(LOCAL, name, name)


@lru_cache(maxsize=1)
def _nobodys() -> str:
    """Verified where there is no such account: it must take as long to be refused."""
    return _HASHER.hash(secrets.token_hex())


def _matches(kept: str, password: str) -> bool:
    try:
        return _HASHER.verify(kept, password)
    except (VerifyMismatchError, InvalidHashError):
        return False


def _count_wrong(home: Path, name: str, failed: int) -> None:
    until = (datetime.now(UTC) + LOCKED).isoformat(timespec="seconds")
    locked = failed >= MOST_WRONG
    Records(home).write(
        update(ACCOUNT)
        .where(ACCOUNT.c.name == name)
        .values(failed=0 if locked else failed, locked_until=until if locked else None)
    )
