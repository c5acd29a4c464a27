"""What is left of a whole is never surely small, judged apart by integer programming."""

from datetime import date
from itertools import product
from typing import Any

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from dashboard.disclosure import LEAST
from dashboard.remainders import held_back, rows_of
from dashboard.statistics.bounds import Shown, prove
from dashboard.statistics.noise_row import BOUND
from dashboard.warehouse.offering import Offered, Shape

YEAR = date(2025, 8, 1)
SIDES = ("sex", "team")
VALUES = {"sex": ("female", "male"), "team": ("A", "B", "C")}
SHAPE = Shape(
    [Offered(c, "school_year") for c in ((), ("sex",), ("team",), SIDES)],
    VALUES,
    {"school_year": {YEAR: frozenset({YEAR})}},
)
Cells = dict[tuple[str | None, str | None], float]
BY_SEX: Cells = {("female", None): 20.0, ("male", None): 20.0}


def _held_back(shown: Cells) -> Cells:
    """By sex and team; None is all of them."""
    frame = pd.DataFrame([_place(*cell) for cell in shown])
    kept, _ = held_back(SHAPE, rows_of(SHAPE, frame), np.array(list(shown.values())))
    return dict(zip(shown, kept, strict=True))


def _place(sex: str | None, team: str | None) -> dict[str, Any]:
    keys = [value for value in (sex, team) if value]
    names = [name for name, v in zip(SIDES, (sex, team), strict=True) if v]
    return {
        "combination": ",".join(names),
        "period_kind": "school_year",
        "period": pd.Timestamp(YEAR),
        "key1": keys[0] if keys else None,
        "key2": keys[1] if len(keys) > 1 else None,
        "band": np.nan,
    }


def test_the_smallest_part_goes_where_the_others_fill_the_whole() -> None:
    """Three teams, one of them withheld: 30 at most less 13 and 13 at least leaves 4."""
    kept = _held_back(BY_SEX | {(None, None): 25, (None, "A"): 18, (None, "B"): 18.5})
    assert np.isnan(kept[None, "A"])
    assert kept[None, None] == 25
    assert kept[None, "B"] == 18.5


def test_nothing_goes_where_enough_is_left_or_nothing_is_withheld() -> None:
    enough = BY_SEX | {(None, None): 27.0, (None, "A"): 18.0, (None, "B"): 18.0}
    assert _held_back(enough) == enough
    every = BY_SEX | {(None, None): 35.0, (None, "A"): 13.0}
    every |= {(None, "B"): 13.0, (None, "C"): 13.0}
    assert _held_back(every) == every


# Small beside large, and the noise at its ends: there the parts fill the whole.
counts = st.lists(st.sampled_from((0, 1, 3, 9, 15, 30)), min_size=6, max_size=6)
noises = st.lists(st.sampled_from((-BOUND, 0, BOUND)), min_size=12, max_size=12)


@settings(max_examples=300)
@given(counts, noises)
def test_no_sum_says_that_a_withheld_number_is_small(
    true: list[int], noise: list[int]
) -> None:
    inner = list(product(*VALUES.values()))
    rows = {
        (sex, team): [
            float(sex in {None, its_sex} and team in {None, its_team})
            for its_sex, its_team in inner
        ]
        for sex in (None, *VALUES["sex"])
        for team in (None, *VALUES["team"])
    }
    told = {
        cell: float(np.dot(row, true)) + more
        for (cell, row), more in zip(rows.items(), noise, strict=True)
    }
    shown = {cell: number for cell, number in told.items() if number >= LEAST}
    kept = _held_back(shown) if shown else {}
    low, high = [], []
    for cell in rows:
        number = kept.get(cell, np.nan)
        aside = cell in shown and np.isnan(number)
        low.append(0.0 if np.isnan(number) else max(0.0, number - BOUND))
        withheld = np.inf if aside else LEAST + BOUND - 1
        high.append(withheld if np.isnan(number) else number + BOUND)
    known = Shown(
        csr_array(np.array(list(rows.values()))), np.array(low), np.array(high)
    )
    hidden = [cell for cell in rows if np.isnan(kept.get(cell, np.nan))]
    if not hidden:
        return
    proved = prove(known, [rows[cell] for cell in hidden], whole=True)
    for cell, most in zip(hidden, proved.high, strict=True):
        assert most >= BOUND or not _sums_told(cell, kept)


def _sums_told(cell: tuple[str | None, str | None], kept: Cells) -> bool:
    """Whether any number beside it is shown that could be withheld for it."""
    sex, team = cell
    beside = [(s, team) for s in VALUES["sex"] if sex] + [
        (sex, t) for t in VALUES["team"] if team
    ]
    return any(other in kept and not np.isnan(kept[other]) for other in beside)
