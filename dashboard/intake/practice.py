"""The picture of one tool, at once: what a team filled in is on its chart a moment later.

Outside snapshots, and for the team that gave it; on publish the same numbers enter the
next snapshot for everyone. A file for each state of the answers, so none ever changes.
"""

import hashlib
import secrets
from dataclasses import replace
from datetime import date
from pathlib import Path

from dashboard.intake.rules import tool_coverage
from dashboard.partnership.recorded import recorded_of
from dashboard.partnership.records import Records
from dashboard.partnership.tables import TOOL_ANSWER, TOOL_VERSION
from dashboard.partnership.tool_measures import measure_of
from dashboard.partnership.tools import Tool
from dashboard.settings import Settings
from dashboard.statistics.case_mix import fit_case_mix
from dashboard.warehouse.build import BuildPlan, build_practice, set_run
from dashboard.warehouse.engine import open_building
from dashboard.warehouse.recorded import create_recorded
from dashboard.warehouse.snapshots import PRACTICE, Snapshots

# Older states that somebody may still be looking at.
_KEPT = 3


def practice_picture(settings: Settings, tool: Tool) -> str:
    """The id of the picture of a tool's answers as they are now, made where it is not.

    Raises NoSnapshot where nothing has been published: names come from what is served.
    """
    snapshots = Snapshots(settings.home)
    served = snapshots.current_id()
    picture = f"{PRACTICE}{tool.name}-{_state(settings.home, tool, served)}"
    path = snapshots.practice(picture)
    if not path.exists():
        names = snapshots.exact(served)
        if not names.exists():  # a server that holds only the release
            names = snapshots.release(served)
        _make(settings, tool, path, names)
        _let_go(path.parent, tool)
    return picture


def _state(home: Path, tool: Tool, served: str) -> str:
    """A digest of everything the picture is made of."""
    records = Records(home)
    answers = TOOL_ANSWER.select().where(TOOL_ANSWER.c.tool == tool.name)
    versions = TOOL_VERSION.select().where(TOOL_VERSION.c.tool == tool.name)
    digest = hashlib.sha256(f"{served} {date.today()} {tool.definition}".encode())
    for row in records.rows(answers.order_by("id")):
        digest.update(f"{row['id']} {row['left_out']}".encode())
    for row in records.rows(versions.order_by("version")):
        digest.update(str(row["definition"]).encode())
    return digest.hexdigest()[:16]


def _make(settings: Settings, tool: Tool, path: Path, served: Path) -> None:
    """Made beside its place and put there whole: two requests may make it at once."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    building = path.with_name(f".{secrets.token_hex(6)}")
    connection = open_building(Path(":memory:"), scratch=path.parent)
    try:
        recorded = recorded_of(settings, [tool])
        create_recorded(connection, replace(recorded, zones=(), members=()))
        set_run(connection, date.today())
        plan = BuildPlan(
            catalogue={tool.measure: measure_of(tool)},
            coverage=tuple(tool_coverage([tool.measure])),
            area_level=settings.area_level,
            table_of_source={tool.measure: tool.measure},
            fit=fit_case_mix,
        )
        build_practice(connection, building, plan, served)
    finally:
        connection.close()
    building.replace(path)


def _let_go(folder: Path, tool: Tool) -> None:
    found = sorted(
        folder.glob(f"{PRACTICE}{tool.name}-*.duckdb"),
        key=lambda path: path.stat().st_mtime,
        reverse=True,
    )
    for path in found[_KEPT:]:
        path.unlink(missing_ok=True)
