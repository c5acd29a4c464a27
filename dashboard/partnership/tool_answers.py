"""What was filled in: received once, checked against the tool, never about one child.

An answer has the id that was made where it was filled in: sent twice, it is kept once.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from dashboard.dates import day
from dashboard.errors import ForTheUser
from dashboard.partnership.records import Records, now
from dashboard.partnership.tables import TOOL_ANSWER
from dashboard.partnership.tool_versions import version_of
from dashboard.partnership.tools import Kind, Tool

Given = Mapping[str, str]
_LONGEST_TEXT = 500
# An answer about a day longer ago than this is more likely a slip of the year.
OLDEST = timedelta(days=3 * 366)
# Ten digits: a CHI number, or a phone's. No question needs one.
_IDENTIFIER = re.compile(r"\b\d{10}\b|\b\d{3}\s?\d{3}\s?\d{4}\b")


@dataclass(frozen=True)
class Giver:
    """The team or the school that an answer is of: one of the two."""

    team: str | None = None
    school: str | None = None

    @property
    def dimension(self) -> str:
        return "team" if self.team else "school"

    @property
    def code(self) -> str:
        return self.team or self.school or ""

    @classmethod
    def read(cls, text: str) -> "Giver":
        """From `team:SWT01` or `school:9900101`. ForTheUser where it is neither."""
        kind, _, code = text.partition(":")
        if kind not in ("team", "school") or not code:
            raise ForTheUser(
                "Which team or school this is from is not said.",
                what_to_do="Choose it.",
            )
        return cls(**{kind: code})

    def __str__(self) -> str:
        return f"{self.dimension}:{self.code}"


@dataclass(frozen=True)
class ToolAnswer:
    """One form. `given` has the answer of each question by its name."""

    id: str
    tool: str
    version: int
    giver: Giver
    about_on: date
    given: Given
    via: str


def receive(
    home: Path,
    tool: Tool,
    *,
    answer: str,
    giver: Giver,
    about_on: date,
    given: Given,
    via: str,
    filled_at: str = "",
    today: date | None = None,
) -> bool:
    """Keep a form; False where it was kept before. ForTheUser says what is wrong."""
    _check_day(about_on, today or date.today())
    row = {
        "id": answer,
        "tool": tool.name,
        "version": version_of(home, tool),
        "team": giver.team,
        "school": giver.school,
        "about_on": about_on,
        "filled_at": _moment(filled_at),
        "received_at": now(),
        "via": via,
        "given": checked(tool, given),
        "left_out": False,
    }
    if not re.fullmatch(r"[0-9a-zA-Z-]{8,64}", answer):
        raise ForTheUser(
            "This form has no number of its own.", what_to_do="Open it again."
        )
    if Records(home).rows(TOOL_ANSWER.select().where(TOOL_ANSWER.c.id == answer)):
        return False
    Records(home).put(TOOL_ANSWER, [row])
    return True


def _check_day(about_on: date, today: date) -> None:
    if about_on > today:
        raise ForTheUser(
            f"{day(about_on)} has not been yet.",
            what_to_do="Put the day right, and send it again.",
        )
    if about_on < today - OLDEST:
        raise ForTheUser(
            f"{day(about_on)} is more than three years ago.",
            what_to_do="Put the day right, and send it again.",
        )


def _moment(text: str) -> str:
    """When it was filled in, by the clock of the device; now where that cannot be read."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return now()
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def checked(tool: Tool, given: Given) -> dict[str, str]:
    """The answers of the tool's questions, each what it can be. ForTheUser where not."""
    kept = {}
    for asked in tool.questions:
        answer = str(given.get(asked.name, "")).strip()
        if not answer:
            if not asked.optional and asked.kind is not Kind.TEXT:
                raise ForTheUser(
                    f"“{asked.text}” has no answer.",
                    what_to_do="Answer it, and send it again.",
                )
            continue
        if not asked.accepts(answer):
            raise ForTheUser(
                f"“{asked.text}” cannot be answered with “{answer[:60]}”.",
                what_to_do="Choose one of its answers, and send it again.",
            )
        kept[asked.name] = _plain_words(answer) if asked.kind is Kind.TEXT else answer
    return kept


def _plain_words(text: str) -> str:
    if _IDENTIFIER.search(text):
        raise ForTheUser(
            "The words hold what looks like a number of a child or a telephone.",
            what_to_do="Take it out: no child and no member of staff is named here.",
        )
    return text[:_LONGEST_TEXT]


def leave_out(home: Path, answer: str, *, left_out: bool = True) -> None:
    """A form that was sent by mistake counts no more; it is still kept."""
    here = TOOL_ANSWER.c.id == answer
    Records(home).write(TOOL_ANSWER.update().where(here).values(left_out=left_out))


def answers_of(home: Path, tools: Iterable[str]) -> list[ToolAnswer]:
    """The forms that count, of these tools, by the day they are about."""
    held = TOOL_ANSWER.select().where(
        TOOL_ANSWER.c.tool.in_(list(tools)), TOOL_ANSWER.c.left_out.is_(False)
    )
    return [
        ToolAnswer(
            row["id"],
            row["tool"],
            row["version"],
            Giver(row["team"], row["school"]),
            row["about_on"],
            row["given"],
            row["via"],
        )
        for row in Records(home).rows(held.order_by("about_on", "id"))
    ]
