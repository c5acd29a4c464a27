"""A million-row CSV read, typed and checked, beside DuckDB's own copy of it."""

import tempfile
from pathlib import Path

from tests.bench.measured import Part, Row
from tests.bench.rows import FOLDER, RELEASED, partnership
from tests.performance.million import read_by_ours, seconds_to_copy, write_million

PAIRS = 2


def publishing(sizes: tuple[int, ...]) -> Part:
    """Reading beside a copy; and what the builds of the partnerships took, alone."""
    with tempfile.TemporaryDirectory(dir=FOLDER) as name:
        folder = Path(name)
        path = folder / "mosaic_referrals.csv"
        write_million(path)
        ours, theirs, peak = [], [], 0
        for pair in range(PAIRS):
            read = read_by_ours(path, folder / f"home-{pair}")
            ours.append(read["took"])
            peak = max(peak, read["peak"])
            theirs.append(seconds_to_copy(path, folder / f"copy-{pair}"))
    rows = [
        Row(
            "reading",
            "a million-row CSV read, typed and checked",
            tuple(ours),
            "DuckDB's `create table as select * from read_csv`",
            tuple(theirs),
            f"Reading a million rows took {peak / 2**20:,.0f} MiB at most.",
        )
    ]
    for size in sizes:
        made = partnership(size)
        rows.append(
            Row(
                f"building_{size}",
                f"canonical tables, facts and cubes {'and release ' if size <= RELEASED else ''}of two measures, {size:,} referral rows",
                (made.seconds,),
                note="Cubes are built one measure at a time on one thread, to stay within 2 GiB; a publish builds two at a time.",
            )
        )
    return Part(rows)
