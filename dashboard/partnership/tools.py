"""Short tools: what a team fills in about its own work, one TOML each or made on a page.

A tool's questions make its form, its measure and its charts; a new one needs no Python.
"""

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from dashboard.errors import DefinitionError, UnknownName
from dashboard.measures import Better, Family
from dashboard.partnership.records import Records
from dashboard.partnership.tables import TOOL
from dashboard.settings import Settings

_NAME = re.compile(r"[a-z][a-z0-9_]{1,40}\Z")
SUM = "sum"


class Kind(StrEnum):
    """How a question is answered."""

    YES_NO = "yes_no"
    SCALE3 = "scale3"
    SCALE = "scale"
    CHOICE = "choice"
    NUMBER = "number"
    DATE = "date"
    TEXT = "text"


_ANSWERS = {
    Kind.YES_NO: (("yes", "Yes"), ("no", "No"), ("na", "Does not apply")),
    Kind.SCALE3: (("0", "Not yet"), ("1", "Partly"), ("2", "In place")),
}
_USUALLY_COUNTS = {Kind.YES_NO: ("yes",), Kind.SCALE3: ("2",)}
NOT_APPLICABLE = "na"


@dataclass(frozen=True)
class Asked:
    """One question of a tool. `counts` are the answers that count towards the measure;
    "sum" adds a number up; empty: it is no part of the measure."""

    name: str
    text: str
    kind: Kind
    section: str = ""
    scale: tuple[str, ...] = ()
    counts: tuple[str, ...] = ()
    breakdown: bool = False
    optional: bool = False
    help: str = ""

    @property
    def options(self) -> tuple[tuple[str, str], ...]:
        """What can be answered, as (value, words), the lowest first."""
        fixed = _ANSWERS.get(self.kind)
        return fixed or tuple((word, word) for word in self.scale)

    def accepts(self, answer: str) -> bool:
        if self.options:
            return answer in dict(self.options)
        if self.kind is Kind.NUMBER:
            return answer.isdigit() and len(answer) < 6
        return True


@dataclass(frozen=True)
class Tool:
    """One tool as it is now. `definition` is what it was read from, as plain values."""

    name: str
    title: str
    question: str
    kind: Family
    filled_in_by: str
    how_often: str
    forms_a_month: float
    minutes: float
    better: Better
    numerator: str
    unit: str
    questions: tuple[Asked, ...]
    definition: Mapping[str, Any] = field(hash=False)
    denominator: str = ""
    aim: float | None = None
    least_respondents: int = 5
    about_children: bool = False
    why: str = ""
    scrutiny: tuple[str, ...] = ()
    shared_as: str = ""

    @property
    def measure(self) -> str:
        """The name of its measure."""
        return f"tool_{self.name}"

    @property
    def added_up(self) -> bool:
        """Whether it counts numbers, rather than the share of answers that count."""
        return any(SUM in asked.counts for asked in self.questions)

    def asked(self, name: str) -> Asked | None:
        return next((asked for asked in self.questions if asked.name == name), None)

    @property
    def breakdown(self) -> Asked | None:
        return next((asked for asked in self.questions if asked.breakdown), None)


def read_tools(settings: Settings) -> dict[str, Tool]:
    """Every tool, by name: those that ship, the home's own, and those made on a page.

    Raises DefinitionError naming the first that is not valid.
    """
    tools: dict[str, Tool] = {}
    for folder in settings.tool_folders:
        for path in sorted(folder.glob("*.toml")):
            tools[path.stem] = _read_file(path, path.stat().st_mtime_ns)
    standing = TOOL.select().where(TOOL.c.gone_at.is_(None)).order_by("name")
    for row in Records(settings.home).rows(standing):
        tools[row["name"]] = _read_row(row["name"], json.dumps(row["definition"]))
    return tools


def tool_named(settings: Settings, name: str) -> Tool:
    try:
        return read_tools(settings)[name]
    except KeyError:
        raise UnknownName(f"There is no tool called {name!r}.") from None


@lru_cache(maxsize=256)
def _read_file(path: Path, changed: int) -> Tool:
    """A tool's file, read once for each time it was `changed`."""
    try:
        definition = tomllib.loads(path.read_text(encoding="utf-8"))
        return tool_of(path.stem, definition)
    except (tomllib.TOMLDecodeError, ValueError) as error:
        raise DefinitionError(f"{path.name}: {error}") from error


@lru_cache(maxsize=256)
def _read_row(name: str, definition: str) -> Tool:
    """A tool that was made on a page, read once for each way it was."""
    return tool_of(name, json.loads(definition))


def tool_of(name: str, definition: Mapping[str, Any]) -> Tool:
    """A tool from plain values. ValueError says what is not right with it."""
    given = dict(definition)
    try:
        questions = tuple(_asked(entry) for entry in given.pop("questions"))
        tool = Tool(
            name=name,
            questions=questions,
            definition=definition,
            **given
            | {
                "kind": Family(given["kind"]),
                "better": Better(given.get("better", "neither")),
                "scrutiny": tuple(given.get("scrutiny", ())),
            },
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"a tool needs, or does not know, {error}") from error
    _check(tool)
    return tool


def _asked(entry: Mapping[str, Any]) -> Asked:
    given = dict(entry)
    kind = Kind(given.pop("kind"))
    counts = given.pop("counts", _USUALLY_COUNTS.get(kind, ()))
    return Asked(
        kind=kind,
        scale=tuple(given.pop("scale", ())),
        counts=(counts,) if isinstance(counts, str) else tuple(counts),
        **given,
    )


def _check(tool: Tool) -> None:
    if not _NAME.match(tool.name):
        raise ValueError("a tool's name is lower case letters, digits and _")
    names = [asked.name for asked in tool.questions]
    if len(set(names)) < len(names) or not all(_NAME.match(name) for name in names):
        raise ValueError("each question has a name of its own, lower case")
    if not any(asked.counts for asked in tool.questions):
        raise ValueError("no question counts towards the measure")
    if tool.about_children:
        raise ValueError(
            "tools about single children need keys of children, which forms do not ask for"
        )
    if not tool.added_up and not tool.denominator:
        raise ValueError("a tool says its denominator in words")
    for asked in tool.questions:
        _check_question(asked)
    if sum(asked.breakdown for asked in tool.questions) > 1:
        raise ValueError("at most one question breaks the measure down")


def _check_question(asked: Asked) -> None:
    if asked.kind in (Kind.SCALE, Kind.CHOICE) and len(asked.scale) < 2:
        raise ValueError(
            f"{asked.name}: a {asked.kind} has a scale of two words or more"
        )
    if asked.breakdown and asked.kind is not Kind.CHOICE:
        raise ValueError(f"{asked.name}: only a choice breaks the measure down")
    unknown = set(asked.counts) - {value for value, _ in asked.options} - {SUM}
    if unknown or (SUM in asked.counts and asked.kind is not Kind.NUMBER):
        raise ValueError(f"{asked.name}: counts names no answer of it")


def measured_by(tools: Iterable[Tool], kind: Family) -> list[Tool]:
    """The tools of a family."""
    return [tool for tool in tools if tool.kind is kind]
