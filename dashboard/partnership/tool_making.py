"""A tool made on a page: from what was typed to a definition like a file's."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from dashboard.errors import ForTheUser
from dashboard.partnership.records import Records, now
from dashboard.partnership.tables import TOOL
from dashboard.partnership.tools import SUM, Kind, Tool, read_tools, tool_of
from dashboard.settings import Settings
from dashboard.warehouse.history import OFFICER

_NOT_NAME = re.compile(r"[^a-z0-9]+")


def make_tool(
    settings: Settings,
    told: Mapping[str, str],
    questions: Sequence[Mapping[str, str]],
    who: str = "",
) -> Tool:
    """Keep a new tool. ForTheUser says what is missing; what was typed is not lost."""
    name = _named(told["title"], read_tools(settings))
    try:
        definition = _definition(told, questions)
        tool = tool_of(name, definition)
    except ValueError as error:
        raise ForTheUser(
            "The tool is not whole yet.",
            f"{error}.".capitalize(),
            "Put it right, and save again.",
        ) from None
    _keep(settings.home, tool, who)
    return tool


def _keep(home: Path, tool: Tool, who: str) -> None:
    row = {
        "name": tool.name,
        "definition": dict(tool.definition),
        "who": who or OFFICER,
        "at": now(),
    }
    Records(home).put(TOOL, [row])


def _named(title: str, taken: Mapping[str, Tool]) -> str:
    plain = _NOT_NAME.sub("_", title.casefold()).strip("_")[:30]
    base = plain if plain[:1].isalpha() else f"tool_{plain}".rstrip("_")
    name, number = base, 2
    while name in taken:
        name, number = f"{base}_{number}", number + 1
    return name


def _definition(
    told: Mapping[str, str], questions: Sequence[Mapping[str, str]]
) -> dict[str, Any]:
    asked = [
        _question(number, question)
        for number, question in enumerate(questions, start=1)
        if question.get("text")
    ]
    if not asked:
        raise ValueError("a tool needs at least one question")
    adds = any(question.get("counts") == SUM for question in asked)
    if adds and any(question["kind"] not in ("number", "text") for question in asked):
        raise ValueError("numbers are added up: ask for them in a tool of their own")
    return {
        "title": told["title"],
        "question": f"{told['title']}: how much of it is as intended?",
        "kind": told["kind"],
        "filled_in_by": told["filled_in_by"],
        "how_often": told["how_often"],
        "forms_a_month": float(told.get("forms_a_month") or 1),
        "minutes": float(told.get("minutes") or 1),
        "better": "higher",
        "numerator": "Added up" if adds else "Items answered as hoped for",
        **({} if adds else {"denominator": "Items that applied"}),
        "unit": "items",
        **({"aim": float(told["aim"])} if told.get("aim") else {}),
        "shared_as": "Others see it once five forms have been filled in.",
        "questions": asked,
    }


def _question(number: int, told: Mapping[str, str]) -> dict[str, Any]:
    kind = Kind(told.get("kind") or "yes_no")
    made: dict[str, Any] = {
        "name": f"q{number}_{_NOT_NAME.sub('_', told['text'].casefold()).strip('_')[:24]}".rstrip(
            "_"
        ),
        "text": told["text"],
        "kind": kind.value,
    }
    if kind is Kind.SCALE:
        made["scale"] = [
            word.strip() for word in told.get("scale", "").split(",") if word.strip()
        ]
        made["counts"] = made["scale"][-1:]
    if kind is Kind.NUMBER:
        made["counts"] = SUM
    if kind is Kind.TEXT:
        made |= {"optional": True, "help": "Do not name a child or a member of staff."}
    return made
