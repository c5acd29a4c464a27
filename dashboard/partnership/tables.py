"""The tables of what a partnership records itself, as they are now.

Migrations make them; a test holds that the two agree. Nothing here is about one child.
"""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Integer,
    MetaData,
    Table,
    Text,
)

METADATA = MetaData()


def _told() -> list[Column[str]]:
    """Who recorded it and when (UTC, ISO 8601)."""
    return [Column("who", Text, nullable=False), Column("at", Text, nullable=False)]


def _public() -> Column[str]:
    """The words of it that may go into the public update; "" until somebody says yes."""
    return Column("public_words", Text, nullable=False)


def _gone() -> Column[str]:
    """When it was taken back; nothing is ever deleted."""
    return Column("gone_at", Text)


ZONE = Table(
    "zone",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("aim", Text, nullable=False),
    Column("how_much", Text, nullable=False),
    Column("by_when", Date),
    Column("for_whom", Text, nullable=False),
    *_told(),
    _gone(),
)
ZONE_MEMBER = Table(
    "zone_member",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("zone", Text, ForeignKey("zone.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("from_on", Date, nullable=False),
    Column("to_on", Date),
)
ZONE_TARGET = Table(
    "zone_target",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("zone", Text, ForeignKey("zone.id"), nullable=False),
    Column("measure", Text, nullable=False),
    Column("target", Float, nullable=False),
)
HAPPENING = Table(
    "happening",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("happened_on", Date, nullable=False),
    Column("title", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("scope", Text, nullable=False),
    Column("note", Text, nullable=False),
    *_told(),
    _gone(),
)
CYCLE = Table(
    "cycle",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("title", Text, nullable=False),
    Column("aim", Text, nullable=False),
    Column("prediction", Text, nullable=False),
    Column("plan", Text, nullable=False),
    Column("do", Text, nullable=False),
    Column("study", Text, nullable=False),
    Column("act", Text, nullable=False),
    Column("result", Text, nullable=False),
    Column("next_question", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("begun_on", Date, nullable=False),
    Column("ended_on", Date),
    Column("scope", Text, nullable=False),
    Column("measure", Text, nullable=False),
    Column("follows", Text),
    *_told(),
    _gone(),
)
LEVEL = Table(
    "level",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("measure", Text, nullable=False),
    Column("clauses", JSON, nullable=False),
    Column("start", Date, nullable=False),
    Column("reason", Text, nullable=False),
    *_told(),
    _gone(),
    Column("gone_by", Text),
)
TOOL = Table(
    "tool",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("definition", JSON, nullable=False),
    *_told(),
    _gone(),
)
TOOL_VERSION = Table(
    "tool_version",
    METADATA,
    Column("tool", Text, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("definition", JSON, nullable=False),
    Column("at", Text, nullable=False),
)
TOOL_LINK = Table(
    "tool_link",
    METADATA,
    Column("id", Text, primary_key=True),
    # Of the word in the address only its hash is kept: a copy of this table opens nothing.
    Column("hash", Text, nullable=False, unique=True),
    Column("tool", Text, nullable=False),
    Column("team", Text),
    Column("school", Text),
    Column("expires_on", Date, nullable=False),
    *_told(),
    _gone(),
)
TOOL_ANSWER = Table(
    "tool_answer",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("tool", Text, nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Column("team", Text),
    Column("school", Text),
    Column("about_on", Date, nullable=False),
    Column("filled_at", Text, nullable=False),
    Column("received_at", Text, nullable=False),
    Column("via", Text, nullable=False),
    Column("given", JSON, nullable=False),
    Column("left_out", Boolean, nullable=False),
)
MEETING = Table(
    "meeting",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("held_on", Date, nullable=False),
    # The picture that its papers are of, and whom the screen in the room is for.
    Column("snapshot", Text, nullable=False),
    Column("audience", Text, nullable=False),
    Column("follows", Text),
    *_told(),
    _gone(),
)
MEETING_VIEW = Table(
    "meeting_view",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("meeting", Text, ForeignKey("meeting.id"), nullable=False),
    Column("place", Integer, nullable=False),
    Column("address", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("note", Text, nullable=False),
    *_told(),
    _gone(),
)
DECISION = Table(
    "decision",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("meeting", Text, ForeignKey("meeting.id"), nullable=False),
    Column("view", Text, nullable=False),
    Column("seen", Text, nullable=False),
    Column("known", Text, nullable=False),
    Column("confidence", Text, nullable=False),
    Column("joint", Boolean, nullable=False),
    Column("indicator", Text, nullable=False),
    Column("shows", Text, nullable=False),
    _public(),
    *_told(),
    _gone(),
)
ACTION = Table(
    "action",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("decision", Text, ForeignKey("decision.id"), nullable=False),
    Column("what", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("measure", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("priority", Text, nullable=False),
    Column("begun_on", Date, nullable=False),
    Column("closed_on", Date),
    Column("closed_with", Text, nullable=False),
    _public(),
    *_told(),
    _gone(),
)
FINDING = Table(
    "finding",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("indicator", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("closed_on", Date),
    Column("closed_with", Text, nullable=False),
    *_told(),
    _gone(),
)
# Each time that somebody found it, in the words of that time.
FINDING_RAISED = Table(
    "finding_raised",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("finding", Text, ForeignKey("finding.id"), nullable=False),
    Column("what", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("raised_on", Date, nullable=False),
    *_told(),
    _gone(),
)
BARRIER = Table(
    "barrier",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("scope", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("asked_on", Date, nullable=False),
    Column("answer", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("answered_on", Date),
    _public(),
    *_told(),
    _gone(),
)
LINE = Table(
    "line",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("measure", Text, nullable=False),
    Column("clauses", JSON, nullable=False),
    Column("kind", Text, nullable=False),
    Column("side", Text, nullable=False),
    # As the measure itself has it: a share is between 0 and 1.
    Column("value", Float, nullable=False),
    # What a count is of: month, quarter, school_year; "" of what hangs on no period.
    Column("grain", Text, nullable=False),
    Column("from_on", Date, nullable=False),
    Column("reason", Text, nullable=False),
    *_told(),
    _gone(),
    Column("gone_by", Text),
)
FOLLOW = Table(
    "follow",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("provider", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("name", Text, nullable=False),
    # As the provider last told them, and when: what is sent is theirs to see by these.
    Column("groups", JSON, nullable=False),
    Column("seen_at", Text, nullable=False),
    Column("mail", Text, nullable=False),
    Column("measure", Text, nullable=False),
    Column("filters", Text, nullable=False),
    # The picture that was served when it began: what was so by then is no news.
    Column("snapshot", Text, nullable=False),
    Column("at", Text, nullable=False),
)
DIGEST = Table(
    "digest",
    METADATA,
    Column("provider", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("snapshot", Text, primary_key=True),
    Column("state", Text, nullable=False),
    Column("at", Text, nullable=False),
)
ACCOUNT = Table(
    "account",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("password", Text, nullable=False),
    Column("failed", Integer, nullable=False),
    Column("locked_until", Text),
    Column("at", Text, nullable=False),
)
SIGNED_IN = Table(
    "signed_in",
    METADATA,
    # Of the word in the cookie only its hash is kept: a copy of this table opens nothing.
    Column("id", Text, primary_key=True),
    Column("provider", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("groups", JSON, nullable=False),
    Column("begun_at", Text, nullable=False),
    Column("seen_at", Text, nullable=False),
    Column("checked_at", Text, nullable=False),
    Column("tokens", JSON, nullable=False),
)
# Who may come in, who did what, and who wants to be told of what: no records of the
# partnership's own, and nobody else's business.
OF_ACCESS = frozenset(
    {"account", "signed_in", "audit", "audit_head", "follow", "digest"}
)
# The record of who did what: added to, never changed. See dashboard/access/audit.py.
AUDIT = Table(
    "audit",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("of", Text, nullable=False),
    Column("snapshot", Text, nullable=False),
    Column("seal", Text, nullable=False),
)
AUDIT_HEAD = Table(
    "audit_head",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("last", Text, nullable=False),
    Column("base_number", Integer, nullable=False),
    Column("base", Text, nullable=False),
    Column("seal", Text, nullable=False),
)
