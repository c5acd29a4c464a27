"""SDQ scores and bands against two published scoring scripts, which agree."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pytest
from numpy.typing import NDArray

from dashboard.settings import DATA
from dashboard.statistics.sdq import IMPACT, SCALES, Bands, impact, score

pytestmark = [pytest.mark.oracles, pytest.mark.filterwarnings("error")]

Rows: TypeAlias = list[dict[str, str]]
Compare: TypeAlias = Callable[..., None]
CASE = "17_sdq"
THEIRS = {
    "emotion": "emotion",
    "conduct": "conduct",
    "hyperactivity": "hyper",
    "peer": "peer",
    "prosocial": "prosoc",
}


def _rows(path: Path) -> Rows:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _numbers(rows: Rows, column: str) -> NDArray[np.float64]:
    return np.array([float(row[column] or "nan") for row in rows])


@pytest.fixture(scope="module")
def bands() -> Rows:
    return _rows(DATA / "codes" / "sdq_bands.csv")


def test_scores(oracles: Path, compare: Compare) -> None:
    given = _rows(oracles / CASE / "input.csv")
    rows = _rows(oracles / CASE / "expected.csv")
    assert json.loads((oracles / CASE / "agreement.json").read_text("utf-8"))[
        "A_equals_B"
    ]
    items = [item for scale in SCALES.values() for item in scale]
    ours = score({item: _numbers(given, item) for item in items})
    for scale, name in THEIRS.items():
        compare(CASE, name, ours.scales[scale], _numbers(rows, name), allowed=0)
    compare(CASE, "total", ours.total, _numbers(rows, "ebdtot"), allowed=0)
    compare(CASE, "external", ours.externalising, _numbers(rows, "external"), allowed=0)
    compare(CASE, "internal", ours.internalising, _numbers(rows, "internal"), allowed=0)


def test_bands_of_parents(oracles: Path, compare: Compare, bands: Rows) -> None:
    rows = _rows(oracles / CASE / "expected.csv")
    ours = Bands.of(bands, "four_band", "parent")
    names = {band.name for band in ours.bands}
    codes = {name: place for place, name in enumerate(sorted(names))} | {None: -1}
    for scale, name in {**THEIRS, "total": "ebdtot"}.items():
        found = [codes[ours.band(scale, v)] for v in _numbers(rows, name)]
        theirs = [codes[row[f"{name}_cat"] or None] for row in rows]
        compare(CASE, f"{name}, band", found, theirs, allowed=0)


def test_impact(oracles: Path, compare: Compare) -> None:
    given = _rows(oracles / CASE / "input.csv")
    rows = _rows(oracles / CASE / "expected_impact_stata_rule.csv")
    ours = impact(_numbers(given, "ebddiff"), {i: _numbers(given, i) for i in IMPACT})
    compare(CASE, "impact", ours, _numbers(rows, "impact"), allowed=0)
