"""The cells of one measure, beside the least that DuckDB could be asked for them; and the
facts and cubes of every measure of the invented partnership.

The floor is rows of a month by every combination, in one pass of `grouping sets`: no
child is told apart, no list is unnested, no longer period is added up.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from time import perf_counter

import duckdb

from dashboard.intake.arriving import Arriving
from dashboard.intake.decisions import Decisions
from dashboard.intake.publish import open_detail, silent
from dashboard.intake.rules import Rules
from dashboard.measures import Measure
from dashboard.partnership.carrying import import_records
from dashboard.settings import read_settings
from dashboard.warehouse.build import build
from dashboard.warehouse.combinations import cube_combinations, cube_depth
from dashboard.warehouse.cubes import create_cube
from tests.bench.measured import Row
from tests.bench.rows import FOLDER, MEMORY, Partnership, as_at, demo_extracts
from tests.conftest import extract_files

MEASURE = "referrals"
PAIRS = 3
DEMO = "facts and cubes of every measure of the invented partnership"


def cells(made: Partnership) -> Row:
    """One thread each, turn about."""
    settings = read_settings(made.home)
    measure = Rules.of(settings).catalogue[MEASURE]
    ours, theirs = [], []
    with _facts_of(made) as connection:
        depth = cube_depth(measure, _rows(connection))
        for _ in range(PAIRS):
            began = perf_counter()
            create_cube(connection, measure, settings.area_level, depth)
            ours.append(perf_counter() - began)
            began = perf_counter()
            connection.execute(_floor(measure, settings.area_level, depth))
            theirs.append(perf_counter() - began)
    return Row(
        f"cells_{made.rows}",
        f"the cells of one measure, {made.rows:,} referral rows",
        tuple(ours),
        "rows of a month by the same combinations, `grouping sets`",
        tuple(theirs),
    )


@contextmanager
def _facts_of(made: Partnership) -> Iterator[duckdb.DuckDBPyConnection]:
    """The facts of the measure in a file of its own, with room for its cube."""
    with tempfile.TemporaryDirectory(dir=FOLDER) as folder, duckdb.connect() as opened:
        opened.execute(
            f"set enable_progress_bar = false; set threads = 1; set memory_limit = '{MEMORY}'"
        )
        opened.execute(f"attach '{made.exact}' as made (read_only)")
        opened.execute(f"attach '{folder}/cells.duckdb' as exact")
        opened.execute(f"set temp_directory = '{folder}/scratch'")
        opened.execute("create schema exact.fact; create schema exact.cube")
        opened.execute(f"create table exact.fact.{MEASURE} as from made.fact.{MEASURE}")
        opened.execute("create table exact.period_month as from made.period_month")
        yield opened


def _rows(connection: duckdb.DuckDBPyConnection) -> int:
    found = connection.execute(f"select count(*) from exact.fact.{MEASURE}").fetchone()
    assert found is not None
    return int(found[0])


def _floor(measure: Measure, area_level: str, depth: int) -> str:
    sets = ", ".join(
        "(" + ", ".join(["month", *combination]) + ")"
        for combination in cube_combinations(measure, area_level, depth)
    )
    values = ", ".join(measure.dimensions)
    return (
        f"create or replace table exact.floor as select month, {values}, count(*) as rows"
        f" from exact.fact.{MEASURE} group by grouping sets ({sets})"
    )


def every_measure() -> Row:
    """The demo's extracts taken in (not timed), then its tables, facts and cubes."""
    with tempfile.TemporaryDirectory(dir=FOLDER) as name:
        home = Path(name)
        extracts = demo_extracts()
        import_records(home, (extracts / "records.json").read_text(encoding="utf-8"))
        settings = read_settings(home)
        rules = Rules.of(settings)
        place, scratch = home / "place", home / "scratch"
        for folder in (place, scratch):
            folder.mkdir()
        connection = open_detail(place, settings, rules, as_at(), None)
        Arriving(
            connection, scratch, rules, Decisions(yes=True), as_at(), silent
        ).take_in(extract_files(extracts))
        plan = replace(rules.plan(settings.area_level), protect=None)
        began = perf_counter()
        build(connection, place / "exact.duckdb", plan, silent)
        took = perf_counter() - began
        connection.close()
    return Row("every_measure", DEMO, (took,))
