"""The quality indicators that a position statement is by: a list that ships, editable.

Its numbers and titles are from memory of the framework of 2019, to be checked with it:
whatever shows them says so.
"""

import csv
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from dashboard.settings import read_settings

UNCHECKED = (
    "Numbers and titles are to be checked with the Care Inspectorate’s framework"
    " before they are quoted."
)


def quality_indicators(home: Path) -> Sequence[tuple[str, str]]:
    """(number, “number title”), in their order; a home's own list stands instead."""
    return _read(read_settings(home).code_folders)


@lru_cache(maxsize=4)
def _read(folders: Sequence[Path]) -> Sequence[tuple[str, str]]:
    paths = [folder / "quality_indicator.csv" for folder in folders]
    path = next(path for path in reversed(paths) if path.exists())
    with path.open(encoding="utf-8", newline="") as file:
        return [
            (row["number"], f"{row['number']} {row['title']}")
            for row in csv.DictReader(file)
        ]
