"""The table: every row with its ratio, the aims met or not, and the ratios recorded."""

import os
import platform
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median

import duckdb

from dashboard.settings import PROJECT
from tests.bench.measured import Row

PAGE = PROJECT / "docs" / "BENCHMARKS.md"
RECORDED = Path(__file__).with_name("recorded.toml")

# What must be known to read the figures.
HOW = (
    "- Clicks are turn about, side by side. SQL, pandas and polars read facts: the three in five",
    "  of the referral rows that are child protection, joined to their places already. They gave",
    "  the numbers of every panel as ours did before any was timed; they judge, word and draw nothing.",
    "- Loads of people are one run of four seconds each, ours and then the other, so that they",
    "  have no spread. The usual page's numbers were not compared with ours. People, starts, the",
    "  browser and packs are of 10,000 referral rows, which favours a frame in memory.",
)


@dataclass(frozen=True)
class Aim:
    """An aim of the design, what was found, and one sentence of why where it is not met."""

    what: str
    found: str
    met: bool | None
    why: str = ""


def write_page(
    rows: Sequence[Row],
    aims: Sequence[Aim],
    sizes: Sequence[str],
    people: Sequence[str],
    left: Sequence[str],
) -> None:
    """docs/BENCHMARKS.md: the machine, the rows, cost against size, aims, what is left."""
    said = [
        "# How fast it is",
        "",
        "Written by `make bench`. A ratio is ours over the other, the middle of all pairs, with",
        "their quartiles; below 1 ours is faster. Times are the middle of their runs.",
        "",
        *HOW,
        "",
        f"{_machine()}. {date.today():%d %B %Y}.",
        "",
        "| What | Ours | Beside it | Other | Ratio | Quartiles |",
        "|---|---|---|---|---|---|",
        *(_line(row) for row in rows),
        "",
        *_notes(rows),
        "## Cost against size",
        "",
        *sizes,
        "",
        "## People clicking at once",
        "",
        "Over HTTP on this machine, one process each, the client on the same processors.",
        "",
        *people,
        "",
        "## The aims of the design",
        "",
        "| Aim | Found | Met | Why |",
        "|---|---|---|---|",
        *(f"| {a.what} | {a.found} | {_met(a.met)} | {a.why} |" for a in aims),
        "",
        "## Not measured",
        "",
        *(f"- {what}" for what in left),
        "",
    ]
    PAGE.write_text("\n".join(said), encoding="utf-8")


def write_recorded(rows: Sequence[Row]) -> None:
    """The ratios that later runs are held to."""
    ratios = [f"{row.key} = {row.ratio:.4f}" for row in rows if row.ratio is not None]
    said = ["# Written by `make bench`: ours over the other, by row.", *ratios, ""]
    RECORDED.write_text("\n".join(said), encoding="utf-8")


def read_recorded() -> dict[str, float]:
    if not RECORDED.exists():
        return {}
    return dict(tomllib.loads(RECORDED.read_text(encoding="utf-8")))


def in_words(seconds: float) -> str:
    return f"{seconds * 1000:,.0f} ms" if seconds < 2 else f"{seconds:,.1f} s"


def _line(row: Row) -> str:
    ours = in_words(median(row.ours))
    if row.ratio is None or row.spread is None:
        return f"| {row.what} | {ours} | {row.beside} | | | |"
    low, high = row.spread
    spread = f"{low:.2f} to {high:.2f}" if len(row.ours) > 1 else "one run"
    return (
        f"| {row.what} | {ours} | {row.beside} | {in_words(median(row.theirs))} "
        f"| {row.ratio:.2f} | {spread} |"
    )


def _notes(rows: Sequence[Row]) -> list[str]:
    notes = dict.fromkeys(row.note for row in rows if row.note)
    return [line for note in notes for line in (note, "")]


def _met(met: bool | None) -> str:
    return {True: "yes", False: "no", None: "not measured"}[met]


def _machine() -> str:
    pages = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    busy = os.getloadavg()[2]
    return (
        f"{len(os.sched_getaffinity(0))} processors ({platform.machine()}), {pages / 2**30:.0f} GiB of memory, "
        f"Python {platform.python_version()}, DuckDB {duckdb.__version__}; other work was on "
        f"the machine, {busy:.1f} processes wanting a processor in the last quarter of an hour"
    )
