"""A million-row CSV taken in, step by step, each beside DuckDB's own floor for it.

A process of its own, for its memory. Prints one line of JSON: seconds of `ours` and of
the `floor` by step, and the `peak` of its memory in bytes, the floors not counted.
"""

import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

import duckdb

from dashboard.intake import arriving
from dashboard.intake.arriving import Arriving
from dashboard.intake.decisions import Decisions
from dashboard.intake.publish import open_detail
from dashboard.intake.rules import Rules
from dashboard.settings import read_settings
from tests.bench.apart import peak_memory

AS_AT = date(2026, 11, 14)
# Each step, and the function of `arriving` that does it.
STEPS = {
    "read": "read_tables",
    "type": "stage",
    "check": "run_checks",
    "load": "take_in",
}
DAYS = ("DOB", "Referral Date", "Screening Date")


def steps_of_ours(path: Path, home: Path) -> dict[str, float]:
    """Seconds of each step of the product's own intake."""
    took = dict.fromkeys(STEPS, 0.0)
    for step, name in STEPS.items():
        setattr(arriving, name, _timed(getattr(arriving, name), took, step))
    home.mkdir()
    settings = read_settings(home)
    rules = Rules.of(settings)
    connection = open_detail(home, settings, rules, AS_AT, None)
    taking = Arriving(
        connection, home / "scratch", rules, Decisions(yes=True), AS_AT, lambda *_: None
    )
    [arrived] = taking.take_in([path])
    assert arrived.arrival and arrived.rows
    connection.close()
    return took


def _timed(
    step: Callable[..., Any], took: dict[str, float], name: str
) -> Callable[..., Any]:
    def timing(*given: Any, **named: Any) -> Any:
        began = perf_counter()
        try:
            return step(*given, **named)
        finally:
            took[name] += perf_counter() - began

    return timing


def floors(path: Path, database: Path) -> dict[str, float]:
    """Seconds of the least that DuckDB could be asked for each step: a copy of the file
    as text; its days as days; one pass that counts what is empty, what repeats and what is
    out of order; a copy of the table."""
    with duckdb.connect(str(database)) as connection:
        connection.execute("set enable_progress_bar = false")

        def seconds(sql: str, *values: str) -> float:
            began = perf_counter()
            connection.execute(sql, list(values)).fetchall()
            return perf_counter() - began

        days = ", ".join(
            f'strptime("{day}", \'%d/%m/%Y\')::date as "{day}"' for day in DAYS
        )
        read = seconds(
            "create table raw as from read_csv(?, all_varchar = true)", str(path)
        )
        typed = seconds(f"create table typed as select * replace ({days}) from raw")
        names = [str(row[0]) for row in connection.execute("describe typed").fetchall()]
        empty = ", ".join(f'count(*) filter ("{name}" is null)' for name in names)
        checked = seconds(
            f"""
            select
                {empty}, count(distinct "REFERRAL_ID"),
                count(*) filter ("Screening Date" < "Referral Date" or "DOB" > "Referral Date")
            from typed
            """
        )
        loaded = seconds("create table loaded as from typed")
    return {"read": read, "type": typed, "check": checked, "load": loaded}


def main() -> None:
    path, folder = Path(sys.argv[1]), Path(sys.argv[2])
    ours = steps_of_ours(path, folder / "home")
    peak = peak_memory()
    told = {"ours": ours, "peak": peak, "floor": floors(path, folder / "floor.duckdb")}
    print(json.dumps(told))


if __name__ == "__main__":
    main()
