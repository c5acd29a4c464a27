"""Where a finding can have come from: a list that ships, editable."""

import csv
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from dashboard.settings import read_settings


def finding_kinds(home: Path) -> Mapping[str, str]:
    """Code → words, in their order; a home's own list stands instead."""
    return _read(read_settings(home).code_folders)


@lru_cache(maxsize=4)
def _read(folders: Sequence[Path]) -> Mapping[str, str]:
    paths = [folder / "finding_kind.csv" for folder in folders]
    path = next(path for path in reversed(paths) if path.exists())
    with path.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["title"] for row in csv.DictReader(file)}
