"""Publishing, step by step, each beside DuckDB's own floor; and what tries the release."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from time import process_time
from typing import Any

from dashboard.answers import home_of
from dashboard.attack.attack import attack
from dashboard.attack.collecting import Files
from tests.bench.apart import measured_apart
from tests.bench.cubing import cells, every_measure
from tests.bench.measured import Part, Row
from tests.bench.rows import (
    FOLDER,
    RELEASED,
    Partnership,
    page_measures,
    partnership,
)
from tests.performance.million import read_by_ours, seconds_to_copy, write_million

PAIRS = 2
MANY = 1_000_000
# What each step is beside.
FLOORS = {
    "read": "DuckDB's copy of the file as text",
    "type": "three columns of it turned into days",
    "check": "one pass for what is empty, repeated or out of order",
    "load": "a copy of the table",
}
WHAT = {
    "read": "a million-row CSV: recognised and read",
    "type": "the same: typed, codes turned",
    "check": "the same: every check",
    "load": "the same: taken in, beside what was there",
}


def taking_in() -> Part:
    """A million rows, from the file to the table."""
    with tempfile.TemporaryDirectory(dir=FOLDER) as name:
        folder = Path(name)
        path = folder / "mosaic_referrals.csv"
        write_million(path)
        return Part([_reading(path, folder), *_steps(path, folder)])


def building(sizes: Sequence[int]) -> Part:
    """Cells beside their floor, at sizes of which that takes seconds; builds at every one."""
    rows = [cells(partnership(size)) for size in sizes if size < MANY]
    rows += [_built(size, partnership(size).seconds) for size in sizes]
    return Part([*rows, every_measure()])


def attacking(made: Partnership) -> Part:
    return Part([_attacked(made)])


def _reading(path: Path, folder: Path) -> Row:
    """What the aim of the design is about."""
    ours, theirs = [], []
    for pair in range(PAIRS):
        ours.append(read_by_ours(path, folder / f"home-{pair}")["took"])
        theirs.append(seconds_to_copy(path, folder / f"copy-{pair}"))
    return Row(
        "reading",
        "a million-row CSV read, typed and checked",
        tuple(ours),
        "DuckDB's `create table as select * from read_csv`",
        tuple(theirs),
    )


def _steps(path: Path, folder: Path) -> list[Row]:
    found = [_taken_in(path, folder / f"steps-{pair}") for pair in range(PAIRS)]
    peak = max(one["peak"] for one in found)
    return [
        Row(
            f"step_{step}",
            WHAT[step],
            tuple(one["ours"][step] for one in found),
            FLOORS[step],
            tuple(one["floor"][step] for one in found),
            f"Taking in a million rows took {peak / 2**20:,.0f} MiB at most.",
        )
        for step in FLOORS
    ]


def _taken_in(path: Path, folder: Path) -> dict[str, Any]:
    folder.mkdir()
    return measured_apart("tests.bench.taking_in", path, folder)


def _built(size: int, seconds: float) -> Row:
    released = " and release" if size <= RELEASED else ""
    return Row(
        f"building_{size}",
        f"canonical tables, facts, cubes{released} of two measures, {size:,} referral rows",
        (seconds,),
        note="Partnerships are built one measure at a time on one thread, to stay within 2 GiB (ten million rows: 4 GB and the disk), and timed by that processor; a publish builds as many at a time as there are processors, up to four.",
    )


def _attacked(made: Partnership) -> Row:
    catalogue = home_of(made.home).catalogue
    began = process_time()
    attack(Files.of(made.home), {name: catalogue[name] for name in page_measures()})
    took = process_time() - began
    return Row(
        "attack",
        f"the attacker, the release of two measures, {made.rows:,} referral rows",
        (took,),
        "building them",
        (made.seconds,),
    )
