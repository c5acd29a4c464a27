"""Forty million attendance rows: taken in, and counted as the product's own measure.

A process of its own, for its memory. Prints one line of JSON: how many `rows`, seconds to
take them in (`read`) and of DuckDB's copy of the file (`copied`), seconds of a processor
to build tables, facts and cells of the measure (`built`), how many `facts`, and the `peak`
of its memory in bytes.
"""

import json
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import duckdb

from dashboard.demo import build as build_demo
from dashboard.intake.arriving import Arriving
from dashboard.intake.decisions import Decisions
from dashboard.intake.publish import open_detail, silent
from dashboard.intake.rules import Rules
from dashboard.partnership.carrying import import_records
from dashboard.settings import read_settings
from dashboard.warehouse import build as building
from dashboard.warehouse.build import build
from tests.bench.apart import measured_apart, peak_memory
from tests.bench.measured import Part, Row
from tests.bench.rows import FOLDER, plan_of

# As many as have forty million rows in five years.
CHILDREN = 300_000
MEASURE = "attendance"
ROWS = "seemis_attendance.csv"
PLACES = (
    *("geography_lookup.csv", "organisation.csv", "postcode_lookup.csv"),
    *("simd_ranks.csv", "population.csv", "zones.csv", "seemis_pupils.csv"),
)


def attendance() -> Part:
    found = measured_apart("tests.bench.attendance")
    rows = f"{found['rows'] / 1e6:.0f} million attendance rows"
    read = Row(
        "attendance_read",
        f"{rows}, one CSV: read, typed, checked and taken in",
        (found["read"],),
        "DuckDB's `create table as select * from read_csv`",
        (found["copied"],),
    )
    built = Row(
        "attendance_built",
        f"canonical tables, {found['facts']:,} facts and cells of {rows}",
        (found["built"],),
        note=f"Attendance rows took {found['peak'] / 2**20:,.0f} MiB at most.",
    )
    return Part([read, built])


def _extracts() -> Path:
    folder = FOLDER / "attendance"
    if not (folder / "truth.json").exists():
        build_demo(folder, children=CHILDREN)
    return folder


def _measured(extracts: Path, home: Path) -> dict[str, Any]:
    import_records(home, (extracts / "records.json").read_text(encoding="utf-8"))
    truth = json.loads((extracts / "truth.json").read_text(encoding="utf-8"))
    as_at = date.fromisoformat(truth["as_at"])
    settings = read_settings(home)
    rules = Rules.of(settings)
    place = home / "place"
    place.mkdir()
    connection = open_detail(place, settings, rules, as_at, None)
    taking = Arriving(
        connection, place / "scratch", rules, Decisions(yes=True), as_at, silent
    )
    taking.take_in([extracts / name for name in PLACES])
    began = perf_counter()
    [arrived] = taking.take_in([extracts / ROWS])
    read = perf_counter() - began
    assert arrived.arrival and arrived.rows
    plan = replace(plan_of(rules, settings.area_level, [MEASURE]), protect=None)
    building.AT_ONCE = 1
    exact = place / "exact.duckdb"
    began = process_time()
    build(connection, exact, plan, silent)
    built = process_time() - began
    connection.close()
    with duckdb.connect(str(exact), read_only=True) as made:
        counted = made.execute(f"select count(*) from fact.{MEASURE}").fetchone()
    assert counted is not None
    return {"rows": arrived.rows, "read": read, "built": built, "facts": counted[0]}


def _copied(path: Path, database: Path) -> float:
    with duckdb.connect(str(database)) as connection:
        connection.execute("set enable_progress_bar = false")
        began = perf_counter()
        connection.execute("create table t as select * from read_csv(?)", [str(path)])
        return perf_counter() - began


def main() -> None:
    extracts = _extracts()
    with tempfile.TemporaryDirectory(dir=FOLDER) as name:
        folder = Path(name)
        found = _measured(extracts, folder)
        found |= {
            "peak": peak_memory(),
            "copied": _copied(extracts / ROWS, folder / "copy"),
        }
    print(json.dumps(found))


if __name__ == "__main__":
    main()
