"""The record of who did what: added to, never changed, and it shows if it was.

Each entry is sealed with a key together with the seal of the one before, and a head says
which is the last: an entry that is altered, taken away, put in or moved is found
(`verify`). Who holds the database without the key cannot make it whole again. Who puts
back an old copy of all of it is found by the last seal, which `audit verify` prints.

Entries name people of the partnership, places and pictures; never a child, and no number.
"""

import hashlib
import hmac
import json
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import astuple, dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from sqlalchemy import Connection, delete, func, insert, or_, select, update
from sqlalchemy.exc import SQLAlchemyError

from dashboard.errors import NotRecorded
from dashboard.partnership.mending import PutBack, RecordsBroken
from dashboard.partnership.records import Records
from dashboard.partnership.tables import AUDIT, AUDIT_HEAD
from dashboard.partnership.trouble import RecordsTrouble
from dashboard.warehouse.pseudonyms import key_path, read_or_make_key

KEY = "audit"
COLUMNS = ("number", "at", "who", "what", "of", "picture")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_LONGEST = 20_000
_MOST = 1 << 62
# Eight digits or more are an identifier, or a date of birth; no code of ours is so long.
_NUMBERS = re.compile(r"\d{8,}")
_START = "0" * 64


class Deed(StrEnum):
    """What somebody did, as the record says it."""

    SIGNED_IN = "signed in"
    NOT_LET_IN = "was not let in"
    SIGNED_OUT = "signed out"
    ASKED = "asked for exact numbers"
    REFUSED = "was refused"
    TOOK = "took away"
    SENT = "sent files"
    PUBLISHED = "published"
    WENT_BACK = "went back to an earlier picture"
    DECIDED = "decided what words mean"
    TRACED = "asked which rows"
    RECORDED = "recorded"
    ERASED = "took one child out"
    GIVEN = "access was given"
    TAKEN_AWAY = "access was taken away"
    COMMANDED = "gave a command"
    MAILED = "sent a digest"
    NOT_MAILED = "could not send a digest"
    LET_GO = "old entries were let go"
    MENDED = "the records were put back from a copy"
    RESTORED = "put a backup back"
    BACKED_UP = "made a backup"


@dataclass(frozen=True)
class Entry:
    """`of` says of what: places, a page, a file's name; `snapshot` of which picture."""

    number: int
    at: str
    who: str
    what: str
    of: str = ""
    snapshot: str = ""
    seal: str = ""

    @property
    def row(self) -> tuple[str, ...]:
        """As it is exported: what a spreadsheet would take for a formula is text."""
        cells = (str(self.number), self.at, self.who, self.what, self.of, self.snapshot)
        return tuple(
            f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in cells
        )

    @property
    def _said(self) -> str:
        return json.dumps(astuple(self)[:-1], ensure_ascii=False)

    def sealed(self, key: bytes, before: str) -> str:
        """The seal of this entry after the one whose seal is `before` (RFC 2104)."""
        return _seal(key, f"{before} {self._said}")


@dataclass(frozen=True)
class _Head:
    """The last entry, and the one before the first that is kept, each with its seal."""

    number: int = 0
    last: str = _START
    base_number: int = 0
    base: str = _START

    def sealed(self, key: bytes) -> str:
        return _seal(key, json.dumps(astuple(self)))


def record(home: Path, who: str, what: Deed, of: str = "", snapshot: str = "") -> None:
    """Add an entry. NotRecorded where that cannot be: then nothing else may happen.

    Long numbers go: a file's name, or what was typed into a form, may hold a child's.
    So does the character 0, which PostgreSQL does not keep: what is sealed must be kept.
    """
    who, of = who.replace("\0", ""), _NUMBERS.sub("…", of.replace("\0", ""))[:_LONGEST]
    try:
        _record(home, who, what, of, snapshot)
    except (SQLAlchemyError, OSError, RecordsTrouble, RecordsBroken) as error:
        raise NotRecorded(
            "This cannot be written into the record of who did what.",
            "So it is not done, and nothing is shown.",
            "Tell whoever looks after Sightline for you: its disk may be full.",
        ) from error


def _record(home: Path, who: str, what: Deed, of: str, snapshot: str) -> None:
    """Once more where the file was broken: it has been put back."""
    with suppress(PutBack):
        return _record_once(home, who, what, of, snapshot)
    return _record_once(home, who, what, of, snapshot)


def _record_once(home: Path, who: str, what: Deed, of: str, snapshot: str) -> None:
    key = _key(home)
    with Records(home).writing() as connection:
        _add(connection, key, who, what, of, snapshot)


def entries(home: Path, words: str = "", most: int | None = None) -> list[Entry]:
    """The newest first; with `words`, those in which each of them is found."""
    every = select(AUDIT).order_by(AUDIT.c.number.desc())
    for word in words.split():
        columns = (AUDIT.c.at, AUDIT.c.who, AUDIT.c.what, AUDIT.c.of, AUDIT.c.snapshot)
        every = every.where(
            or_(*(column.icontains(word, autoescape=True) for column in columns))
        )
    return [Entry(**row) for row in Records(home).rows(every.limit(most))]


@dataclass(frozen=True)
class Verdict:
    """What `verify` found: the faults in words, how many entries, the last one's seal."""

    faults: tuple[str, ...]
    entries: int
    last: str


def verify(home: Path, newest: int | None = None) -> Verdict:
    """Whether every entry since the record began, or was last let go of, is as written.

    Or the `newest` so many of them, from the one before on.
    """
    begun = key_path(home, KEY).exists()
    key = _key(home)
    records = Records(home)
    every = select(AUDIT).order_by(AUDIT.c.number.desc()).limit(newest and newest + 1)
    found = [Entry(**row) for row in records.rows(every)][::-1]
    heads = records.rows(select(AUDIT_HEAD))
    since = found.pop(0) if newest and len(found) > newest else None
    faults = list(_faults(found, heads, key, since))
    if begun and not found and not heads:
        faults = ["The record is gone: it has a key, and not one entry."]
    elif found and len(faults) >= len(found):
        faults = [
            "No entry has its seal: keys/audit.key is not the one they were made with."
        ]
    return Verdict(
        tuple(faults),
        len(found),
        found[-1].seal if found else _START,
    )


def _faults(
    found: list[Entry],
    heads: list[dict[str, object]],
    key: bytes,
    since: Entry | None,
) -> Iterator[str]:
    """What is wrong of entries, from the one `since` on; of all of them, if that is None."""
    if len(heads) > 1 or (found and not heads):
        yield "What says which entry is the last is gone, or there are several."
        return
    said = dict(heads[0]) if heads else {}
    seal = said.pop("seal", None)
    head = _Head(**said)  # type: ignore[arg-type]
    if heads and seal != head.sealed(key):
        yield "What says which entry is the last was altered."
    before, number = head.base, head.base_number
    if since is not None:
        before, number = since.seal, since.number
    for entry in found:
        number += 1
        if entry.number != number:
            yield f"Before entry {entry.number} one is missing, or was put in."
            number = entry.number
        elif entry.seal != entry.sealed(key, before):
            yield f"Entry {entry.number} was altered, or the one before it."
        before = entry.seal
    if (number, before) != (head.number, head.last):
        yield f"The last entry is not number {head.number}, as it was written."


def blot(home: Path, blotted: Callable[[str], str], *, write: bool) -> int:
    """Take out of entries what `blotted` takes out, sealed anew: how many held any.

    One child's number may stand in the name of a file that was sent. It is the only way
    in which what was written is changed, and it is an entry itself.
    """
    found = [entry for entry in entries(home) if blotted(entry.of) != entry.of]
    if not found or not write:
        return len(found)
    key = _key(home)
    with Records(home).writing() as connection:
        head = _taken_head(connection)
        rows = connection.execute(select(AUDIT).order_by(AUDIT.c.number)).mappings()
        last = head.base
        for entry in [Entry(**row) for row in rows]:
            clean = replace(entry, of=blotted(entry.of))
            last = clean.sealed(key, last)
            changed = update(AUDIT).where(AUDIT.c.number == entry.number)
            connection.execute(changed.values(of=clean.of, seal=last))
        _put_head(connection, key, replace(head, last=last))
        said = f"and out of {len(found)} entries, which are sealed anew"
        _add(connection, key, "Sightline itself", Deed.ERASED, said, "")
    return len(found)


def let_go(home: Path, before: datetime) -> int:
    """Let go of entries of before a moment: how many. That is an entry of its own."""
    records = Records(home)
    moment = before.astimezone(UTC).isoformat(timespec="seconds")
    # A clock that was wrong once dates one entry long ago: those before it are young.
    young = select(func.min(AUDIT.c.number)).where(AUDIT.c.at >= moment)
    old = select(AUDIT).where(
        AUDIT.c.number < func.coalesce(young.scalar_subquery(), _MOST)
    )
    last = records.rows(old.order_by(AUDIT.c.number.desc()).limit(1))
    if not last:
        return 0
    key, kept = _key(home), last[0]
    with records.writing() as connection:
        head = _taken_head(connection)
        gone: int = kept["number"] - head.base_number
        connection.execute(delete(AUDIT).where(AUDIT.c.number <= kept["number"]))
        moved = _Head(head.number, head.last, kept["number"], kept["seal"])
        _put_head(connection, key, moved)
        said = (
            f"{gone} entries of before {moment}, by the rule of how long they are kept"
        )
        _add(connection, key, "Sightline itself", Deed.LET_GO, said, "")
    return gone


def _add(
    connection: Connection, key: bytes, who: str, what: Deed, of: str, snapshot: str
) -> None:
    head = _taken_head(connection)
    at = datetime.now(UTC).isoformat(timespec="seconds")
    entry = Entry(head.number + 1, at, who, what.value, of, snapshot)
    seal = entry.sealed(key, head.last)
    values = dict(zip(AUDIT.c.keys(), astuple(entry), strict=True)) | {"seal": seal}
    connection.execute(insert(AUDIT).values(values))
    _put_head(connection, key, _Head(entry.number, seal, head.base_number, head.base))


def _taken_head(connection: Connection) -> _Head:
    """The head, held until the transaction ends: writing first makes others wait."""
    held = update(AUDIT_HEAD).values(number=AUDIT_HEAD.c.number)
    if not connection.execute(held).rowcount:
        connection.execute(insert(AUDIT_HEAD).values(_row(_Head(), "")))
    row = connection.execute(select(AUDIT_HEAD)).mappings().one()
    return _Head(row["number"], row["last"], row["base_number"], row["base"])


def _put_head(connection: Connection, key: bytes, head: _Head) -> None:
    connection.execute(update(AUDIT_HEAD).values(_row(head, head.sealed(key))))


def _row(head: _Head, seal: str) -> dict[str, object]:
    return dict(zip(AUDIT_HEAD.c.keys(), (*astuple(head), seal), strict=True))


def _seal(key: bytes, said: str) -> str:
    return hmac.new(key, said.encode(), hashlib.sha256).hexdigest()


@lru_cache(maxsize=8)
def _key(home: Path) -> bytes:
    """The key of the record's seals, in a file of its own that its owner alone reads."""
    return read_or_make_key(home, KEY)
