"""A CSV of a million invented referrals: how long it takes to be read, typed and checked,
and how long DuckDB takes to copy it. Each in a process of its own, for its memory."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb

ROWS = 1_000_000

MEASURED = """
import json, sys, time
from datetime import date
from pathlib import Path
import duckdb
from dashboard.intake.arriving import Arriving
from dashboard.intake.decisions import Decisions
from dashboard.intake.publish import open_detail
from dashboard.intake.rules import Rules
from dashboard.settings import read_settings

path, home = Path(sys.argv[1]), Path(sys.argv[2])
home.mkdir()
settings = read_settings(home)
rules = Rules.of(settings)
steps = []
connection = open_detail(home, settings, rules, date(2026, 11, 14), None)
arriving = Arriving(
    connection, home / "scratch", rules, Decisions(), date(2026, 11, 14),
    lambda *step: steps.append(step),
)
began = time.perf_counter()
[arrived] = arriving.read_again(path)
took = time.perf_counter() - began
# Of this program alone: getrusage would tell of the process that it was forked from.
status = Path("/proc/self/status").read_text().splitlines()
[peak] = [int(line.split()[1]) for line in status if line.startswith("VmHWM:")]
print(json.dumps({
    "took": took,
    "rows": arrived.rows,
    "checks": [finding.check for finding in arrived.findings],
    "steps": len({step[1:] for step in steps}),
    "peak": peak * 1024,
}))
"""


def write_million(path: Path) -> None:
    """A million invented referrals, with the columns that a Mosaic report has."""
    duckdb.execute(
        f"""
        copy (
            select
                1000000 + i * 7 % 800000 as PERSON_ID,
                'R' || lpad(cast(i as varchar), 8, '0') as REFERRAL_ID,
                'Forename' || i % 977 as Forename,
                'Surname' || i % 1979 as Surname,
                strftime(date '2010-01-01' + cast(i % 5800 as integer), '%d/%m/%Y') as DOB,
                ['Female', 'Male'][1 + i % 2] as Gender,
                'ZZ' || 1 + i % 9 || ' ' || i % 10 || 'AA' as Postcode,
                strftime(date '2021-08-01' + cast(i % 1900 as integer), '%d/%m/%Y') as "Referral Date",
                ['Police', 'Education', 'Health', 'Social Work'][1 + i % 4] as "Source of Referral",
                ['Child Protection', 'Wellbeing Concern'][1 + i % 2] as "Contact Type",
                ['Neglect; Domestic abuse', 'Sexual abuse', 'Neglect'][1 + i % 3] as "Areas of Concern",
                'Proceed to IRD' as "Screening Outcome",
                strftime(date '2021-08-02' + cast(i % 1900 as integer), '%d/%m/%Y') as "Screening Date",
                'Wellbeing Concern' as "Current Classification",
                'Team Around the Child' as "Support Offered",
                '' as "Date Closed",
                'SWT0' || 1 + i % 6 as "Responsible Team"
            from range({ROWS}) as t(i)
        ) to '{path}' (header)
        """
    )


def read_by_ours(path: Path, home: Path) -> dict[str, Any]:
    """What was found, and `took` in seconds and `peak` in bytes."""
    out = subprocess.run(
        [sys.executable, "-c", MEASURED, str(path), str(home)],
        check=True,
        capture_output=True,
        text=True,
    )
    found: dict[str, Any] = json.loads(out.stdout.splitlines()[-1])
    return found


def seconds_to_copy(path: Path, database: Path) -> float:
    """The better of two: what is left is the reader, and not the disk waking up."""
    program = (
        "import duckdb, sys, time; c = duckdb.connect(sys.argv[2]); c.execute('set enable_progress_bar = false'); t = time.perf_counter();"
        "c.execute('create table t as select * from read_csv(?)', [sys.argv[1]]);"
        "print(time.perf_counter() - t)"
    )
    times = []
    for attempt in range(2):
        out = subprocess.run(
            [sys.executable, "-c", program, str(path), f"{database}{attempt}"],
            check=True,
            capture_output=True,
            text=True,
        )
        times.append(float(out.stdout))
    return min(times)
