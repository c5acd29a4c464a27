"""What the public update may say: words that somebody said yes to, one record at a time.

Nothing is public by itself. What is said yes to are the very words: of the record they
are about nothing else goes along.
"""

from pathlib import Path

from sqlalchemy import Table

from dashboard.errors import ForTheUser, UnknownName
from dashboard.partnership.records import Records
from dashboard.partnership.tables import ACTION, BARRIER, DECISION

_TABLES: dict[str, Table] = {
    "decision": DECISION,
    "action": ACTION,
    "barrier": BARRIER,
}


def let_be_public(home: Path, kind: str, record: str, words: str) -> None:
    """Let these words of a decision, an action or an answered barrier go into the update.

    ForTheUser where there are none; UnknownName where there is no such record, or it is
    a barrier that has not been answered.
    """
    said = " ".join(words.split())
    if not said:
        raise ForTheUser(
            "Say it in words that anybody may read.",
            what_to_do="To leave it out of the update, choose “Leave it out”.",
        )
    _say(home, kind, record, said)


def keep_back(home: Path, kind: str, record: str) -> None:
    """Leave a record out of the update. UnknownName where there is no such record."""
    _say(home, kind, record, "")


def _say(home: Path, kind: str, record: str, words: str) -> None:
    table = _TABLES.get(kind)
    if table is None:
        raise UnknownName("There is nothing of this kind in an update.")
    change = table.update().where(table.c.id == record, table.c.gone_at.is_(None))
    if table is BARRIER:
        change = change.where(BARRIER.c.answered_on.is_not(None))
    with Records(home).writing() as connection:
        if not connection.execute(change.values(public_words=words)).rowcount:
            raise UnknownName(
                "There is no such record, or it has not been answered yet.",
                what_to_do="Open the meeting again, and choose it there.",
            )
