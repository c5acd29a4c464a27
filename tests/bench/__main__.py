"""`python -m tests.bench`: measure, compare, write docs/BENCHMARKS.md.

`--only PART` measures one part and keeps what it found for the next page; `--write` makes
the page of what is kept. `--smoke` holds a few rows to the recorded ratios and writes
nothing; `--large` goes on to ten million referral rows and forty million of attendance.
"""

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from statistics import median

from tests.bench.aims import aims
from tests.bench.apart import measured_apart
from tests.bench.attendance import attendance
from tests.bench.cubing import cells
from tests.bench.drawing import drawing
from tests.bench.measured import Part, Row, worsened
from tests.bench.people_rows import clicking
from tests.bench.publishing import attacking, building, taking_in
from tests.bench.rows import FOLDER, partnership
from tests.bench.start import packing, starting
from tests.bench.table import (
    in_words,
    read_recorded,
    write_page,
    write_recorded,
)

SIZES = (10_000, 100_000, 1_000_000)
LARGE = (10_000_000,)
BESIDE = {
    "sql_panels": "raw DuckDB SQL on the rows, a query a panel",
    "sql_once": "the same in one query with grouping sets",
    "pandas": "pandas, the frame in memory",
    "polars": "polars, the frame in memory",
    "floor": "the bare look-ups in the cubes, prepared",
}
KEPT = FOLDER / "measured"
# What is said of a part that was not measured.
LEFT_OF = {
    "click-10000000": "Ten million referral rows: `make bench-large`, which takes two hours.",
    "attendance": "Forty million attendance rows, taken in and counted: `make bench-large`."
    " A million children, of 138 million such rows, were made in 1,809 MiB and 19 minutes.",
}
LEFT = (
    "The soak and the faults: [steady.md](steady.md), `make soak`, `make faults`.",
    "Protected numbers above ten thousand rows, of which no release is made here.",
)


def clicked(size: int, rounds: int = 2) -> Part:
    """One size, in a process of its own so that its memory is its own."""
    found = measured_apart("tests.bench.click", size, rounds)
    seconds = {name: tuple(times) for name, times in found["seconds"].items()}
    rows = [
        Row(
            f"click_{size}_{name}",
            f"a click, {size:,} referral rows",
            seconds["ours"],
            beside,
            seconds[name],
        )
        for name, beside in BESIDE.items()
    ]
    times = [
        in_words(median(seconds[name])) if name in seconds else ""
        for name in ("ours", "protected", *BESIDE)
    ]
    built = in_words(partnership(size).seconds)
    line = f"| {size:,} | {found['cells']:,} | {built} | " + " | ".join(times) + " |"
    return Part(rows, [line])


def parts(sizes: Sequence[int]) -> Mapping[str, Callable[[], Part]]:
    """What is measured, by name, in the order of the page."""
    small = SIZES[0]
    return {
        **{f"click-{size}": _one_size(size) for size in sizes},
        "people": lambda: clicking(partnership(small)),
        "start": lambda: starting(partnership(small)),
        "browser": lambda: drawing(partnership(small)),
        "pack": lambda: packing(partnership(small)),
        "taking-in": taking_in,
        "building": lambda: building(sizes),
        "attack": lambda: attacking(partnership(small)),
        **({"attendance": attendance} if set(LARGE) <= set(sizes) else {}),
    }


def _one_size(size: int) -> Callable[[], Part]:
    return lambda: clicked(size)


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--smoke", action="store_true")
    asked.add_argument("--large", action="store_true")
    asked.add_argument("--only", default="")
    asked.add_argument("--write", action="store_true")
    chosen = asked.parse_args()
    if chosen.smoke:
        return smoke()
    known = parts((*SIZES, *LARGE) if chosen.large else SIZES)
    wanted = [chosen.only] if chosen.only else [] if chosen.write else list(known)
    for name in wanted:
        print(f"Measuring: {name}", flush=True)
        _keep(name, known[name]())
    if not chosen.only:
        write({name: part for name in known if (part := _kept(name))})
    return 0


def _keep(name: str, part: Part) -> None:
    KEPT.mkdir(parents=True, exist_ok=True)
    (KEPT / f"{name}.json").write_text(json.dumps(asdict(part)), encoding="utf-8")


def _kept(name: str) -> Part | None:
    path: Path = KEPT / f"{name}.json"
    if not path.exists():
        return None
    return Part.from_values(json.loads(path.read_text(encoding="utf-8")))


def write(measured: Mapping[str, Part]) -> None:
    rows = [row for part in measured.values() for row in part.rows]
    sizes = [p.lines[0] for name, p in measured.items() if name.startswith("click-")]
    heads = ("exact numbers", "protected numbers", *BESIDE.values())
    write_page(
        rows,
        aims({row.key: row for row in rows}, measured["people"].found),
        [
            "| Referral rows | Cells | Built | " + " | ".join(heads) + " |",
            "|---" * (len(heads) + 3) + "|",
            *sizes,
        ],
        measured["people"].lines,
        [*(said for part, said in LEFT_OF.items() if part not in measured), *LEFT],
    )
    write_recorded(rows)


def smoke() -> int:
    """A few rows at the smallest size, against what was recorded.

    One that is worse is measured once more: another program may have had the machine.
    """
    recorded = read_recorded()
    failed = worsened(_smoked(), recorded)
    if failed:
        again = worsened(_smoked(), recorded)
        failed = {key: again[key] for key in failed.keys() & again.keys()}
    for sentence in failed.values():
        print(f"Worse by half: {sentence}", file=sys.stderr)
    return 1 if failed else 0


def _smoked() -> list[Row]:
    small = partnership(SIZES[0])
    rows = [*clicked(SIZES[0]).rows, *starting(small).rows, cells(small)]
    for row in rows:
        print(f"{row.what}, {row.beside}: {row.ratio:.3f}")
    return rows


if __name__ == "__main__":
    sys.exit(main())
