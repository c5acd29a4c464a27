"""`python -m tests.bench`: measure, compare, write. `--smoke` holds a few rows to what was
recorded and writes nothing; `--large` goes on to ten million rows."""

import argparse
import json
import subprocess
import sys
from statistics import median
from typing import Any

from dashboard.settings import PROJECT
from tests.bench.measured import Row, worsened
from tests.bench.table import in_words, read_recorded, write_page, write_recorded

SIZES = (10_000, 100_000)
LARGE = (1_000_000, 10_000_000)
BESIDE = {
    "sql_panels": "raw DuckDB SQL on the rows, a query a panel",
    "sql_once": "the same in one query with grouping sets",
    "pandas": "pandas, the frame in memory",
    "polars": "polars, the frame in memory",
    "floor": "the bare look-ups in the cubes, prepared",
}


def clicks(rows: int, rounds: int) -> dict[str, Any]:
    """One size, in a process of its own so that its memory is its own."""
    out = subprocess.run(
        [sys.executable, "-m", "tests.bench.click", str(rows), str(rounds)],
        cwd=PROJECT,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    found: dict[str, Any] = json.loads(out.stdout.splitlines()[-1])
    return found


def click_rows(found: dict[str, Any]) -> list[Row]:
    seconds = {name: tuple(times) for name, times in found["seconds"].items()}
    return [
        Row(
            f"click_{found['rows']}_{name}",
            f"a click, {found['rows']:,} referral rows",
            seconds["ours"],
            beside,
            seconds[name],
        )
        for name, beside in BESIDE.items()
    ]


def cost_against_size(measured: list[dict[str, Any]]) -> list[str]:
    names = ("ours", "protected", *BESIDE)
    heads = ("exact numbers", "protected numbers", *(BESIDE[n] for n in BESIDE))
    lines = [
        "| Referral rows | Cells | " + " | ".join(heads) + " |",
        "|---" * (len(names) + 2) + "|",
    ]
    for found in measured:
        times = [in_words(median(found["seconds"][name])) for name in names]
        lines.append(
            f"| {found['rows']:,} | {found['cells']:,} | " + " | ".join(times) + " |"
        )
    return lines


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--smoke", action="store_true")
    asked.add_argument("--large", action="store_true")
    chosen = asked.parse_args()
    if chosen.smoke:
        return smoke()
    sizes = (*SIZES, *LARGE) if chosen.large else SIZES
    measured = [clicks(size, 3) for size in sizes]
    rows = [row for found in measured for row in click_rows(found)]
    write_page(rows, [], cost_against_size(measured), [])
    write_recorded(rows)
    return 0


def smoke() -> int:
    """A few rows at the smallest size, against what was recorded."""
    rows = click_rows(clicks(SIZES[0], 2))
    for row in rows:
        print(f"{row.what}, {row.beside}: {row.ratio:.3f}")
    failed = worsened(rows, read_recorded())
    for sentence in failed:
        print(f"Worse by half: {sentence}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
