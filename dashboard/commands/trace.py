"""`extracts trace`: which rows of an uploaded file stand behind one figure."""

import argparse
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from dashboard.commands.terminal import at_the_terminal, say, say_json, user
from dashboard.errors import NotGranted
from dashboard.filters import Filters
from dashboard.settings import Settings


def add_trace(add: Callable[..., argparse.ArgumentParser]) -> None:
    action = add("trace", "which rows of a file are behind a figure", _trace)
    action.add_argument("file", type=Path, help="the file that was uploaded")
    action.add_argument("measure")
    action.add_argument("--period", default="last12", help="last12, month:2026-03 …")
    action.add_argument("--where", action="append", default=[], metavar="NAME=VALUE")
    action.add_argument("--of", metavar="ID", help="a picture; else the served one")
    action.add_argument("--who", default=user(), help="kept in the history")


def _trace(chosen: argparse.Namespace, settings: Settings) -> int:
    from dashboard.access.viewer import viewer_of
    from dashboard.intake.trace import trace

    if not viewer_of(at_the_terminal(), settings).sees_rows:
        raise NotGranted(
            "Rows are for whoever is granted exact numbers of everything.",
            "How many rows are behind a figure is its exact number.",
            "data/access.toml shows how that is decided.",
        )
    clauses = dict(clause.split("=", 1) for clause in chosen.where if "=" in clause)
    found = trace(
        chosen.file,
        settings,
        measure=chosen.measure,
        filters=Filters.of(clauses, chosen.period),
        snapshot=chosen.of,
        who=chosen.who,
    )
    if chosen.json:
        say_json([asdict(traced) for traced in found])
        return 0
    for traced in found:
        rows = ", ".join(str(row) for row in traced.rows) or "none"
        say(f"{traced.table} ({traced.kind}): {len(traced.rows):,} rows: {rows}")
    return 0
