"""Links that open one tool for one team or school, without an account, until a day.

Only a hash of the word in the address is kept.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from dashboard.dates import day
from dashboard.errors import ForTheUser
from dashboard.partnership.records import Records, now
from dashboard.partnership.tables import TOOL_LINK
from dashboard.partnership.tool_answers import Giver
from dashboard.warehouse.history import OFFICER

# A form that was filled in before the link ended may arrive so much later.
LATE = timedelta(days=7)


class LinkEnded(ForTheUser):
    """The link is not, or no longer, good."""


@dataclass(frozen=True)
class ToolLink:
    id: str
    tool: str
    giver: Giver
    expires_on: date


def make_link(
    home: Path, tool: str, giver: Giver, expires_on: date, who: str = ""
) -> str:
    """The word that opens the tool; it is shown once. ForTheUser for a day gone by."""
    if expires_on < date.today():
        raise ForTheUser(
            f"The link would have ended on {day(expires_on)}.",
            what_to_do="Choose a day that is still to come.",
        )
    word = secrets.token_urlsafe(18)
    row = {
        "id": uuid4().hex,
        "hash": _hash(word),
        "tool": tool,
        "team": giver.team,
        "school": giver.school,
        "expires_on": expires_on,
        "who": who or OFFICER,
        "at": now(),
    }
    Records(home).put(TOOL_LINK, [row])
    return word


def link_of(home: Path, word: str, filled_at: str = "") -> ToolLink:
    """What a word opens. LinkEnded where it is unknown, taken back or past its day.

    `filled_at` (ISO 8601) lets in what was filled in while the link was good and could
    not be sent at once.
    """
    held = TOOL_LINK.select().where(TOOL_LINK.c.hash == _hash(word))
    rows = Records(home).rows(held)
    if not rows or rows[0]["gone_at"]:
        raise LinkEnded(
            "This link is not known, or was taken back.",
            what_to_do="Ask whoever sent it to you for a new one.",
        )
    row = rows[0]
    link = ToolLink(
        row["id"], row["tool"], Giver(row["team"], row["school"]), row["expires_on"]
    )
    if date.today() > link.expires_on and not _in_time(link, filled_at):
        raise LinkEnded(
            f"This link ended on {day(link.expires_on)}.",
            what_to_do="What you typed is kept on this device. Ask for a new link, and it can be sent.",
        )
    return link


def _in_time(link: ToolLink, filled_at: str) -> bool:
    if not filled_at or date.today() > link.expires_on + LATE:
        return False
    try:
        filled = datetime.fromisoformat(filled_at).astimezone(UTC).date()
    except ValueError:
        return False
    return filled <= link.expires_on


def take_back_link(home: Path, link: str) -> None:
    Records(home).write(
        TOOL_LINK.update().where(TOOL_LINK.c.id == link).values(gone_at=now())
    )


def links_of(home: Path, tool: str) -> list[ToolLink]:
    """The links that are good today, the first to end first."""
    held = TOOL_LINK.select().where(
        TOOL_LINK.c.tool == tool,
        TOOL_LINK.c.gone_at.is_(None),
        TOOL_LINK.c.expires_on >= date.today(),
    )
    return [
        ToolLink(r["id"], r["tool"], Giver(r["team"], r["school"]), r["expires_on"])
        for r in Records(home).rows(held.order_by("expires_on", "at", "id"))
    ]


def _hash(word: str) -> str:
    return hashlib.sha256(word.encode()).hexdigest()
