"""Every version a tool has had: a changed tool keeps its past.

A version is given by itself: the first answer to a changed tool makes a new one.
"""

from collections.abc import Mapping
from pathlib import Path

from dashboard.partnership.records import Records, now
from dashboard.partnership.tables import TOOL_VERSION
from dashboard.partnership.tools import Asked, Tool, tool_of

Versions = Mapping[int, Tool]


def versions_of(home: Path, tool: Tool) -> dict[int, Tool]:
    """The versions that answers were given to, by number."""
    held = TOOL_VERSION.select().where(TOOL_VERSION.c.tool == tool.name)
    return {
        row["version"]: tool_of(tool.name, row["definition"])
        for row in Records(home).rows(held.order_by("version"))
    }


def version_of(home: Path, tool: Tool) -> int:
    """The number of the tool as it is now; a new one where it was changed."""
    versions = versions_of(home, tool)
    for number, earlier in versions.items():
        if earlier.questions == tool.questions:
            return number
    number = max(versions, default=0) + 1
    row = {
        "tool": tool.name,
        "version": number,
        "definition": dict(tool.definition),
        "at": now(),
    }
    Records(home).put(TOOL_VERSION, [row])
    return number


def ever_asked(tool: Tool, versions: Versions) -> list[Asked]:
    """Every question that was ever asked, those of today first, in their order."""
    found = {asked.name: asked for asked in tool.questions}
    for version in reversed(list(versions.values())):
        for asked in version.questions:
            found.setdefault(asked.name, asked)
    return list(found.values())
