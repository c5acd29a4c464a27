"""Protection: the noise row, what is withheld, and the closed set of questions."""

import csv

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.disclosure import (
    LEAST,
    Audience,
    Table,
    protected_count,
    protected_share,
)
from dashboard.settings import DATA
from dashboard.statistics.cell_key import perturbed
from dashboard.statistics.noise_row import BOUND, KEYS, VARIANCE, noise_row
from dashboard.warehouse.offering import AVERAGE_CELL, offered_tables, on_ladder


def test_the_noise_row_is_what_it_says_and_what_is_checked_in() -> None:
    row = np.array(noise_row())
    assert row.size == KEYS
    assert row.sum() == 0
    assert (row**2).mean() == VARIANCE
    assert np.abs(row).max() == BOUND
    counts = np.bincount(row + BOUND)
    assert (counts == counts[::-1]).all()
    assert (np.diff(counts[BOUND:]) <= 0).all(), "the likelier the nearer to nought"
    with (DATA / "codes" / "noise.csv").open(encoding="utf-8", newline="") as file:
        kept = [(int(r["key"]), int(r["noise"])) for r in csv.DictReader(file)]
    assert kept == list(enumerate(noise_row()))


@given(
    st.lists(
        st.tuples(st.integers(0, 60), st.integers(0, 10**6), st.integers(0, 255)),
        min_size=1,
        max_size=40,
    )
)
def test_a_shown_count_is_near_never_small_and_the_same_for_the_same_children(
    cells: list[tuple[int, int, int]],
) -> None:
    counts, keys, salts = (np.array(column) for column in zip(*cells, strict=True))
    shown = protected_count(counts, keys, salts)
    there = ~np.isnan(shown)
    assert (shown[there] >= LEAST).all()
    assert (np.abs(shown[there] - counts[there]) <= BOUND).all()
    assert (counts[~there] < LEAST + BOUND).all()
    again = protected_count(counts[::-1], keys[::-1], salts[::-1])[::-1]
    np.testing.assert_array_equal(shown, again)


def test_the_noise_is_that_of_the_published_method() -> None:
    """The same as adding by the method ONS applies, with our one row for every count."""
    row = noise_row()
    table = {(count, key): row[key] for count in range(200) for key in range(KEYS)}
    chance = np.random.default_rng(3)
    counts, keys = chance.integers(0, 200, 500), chance.integers(0, KEYS, 500)
    ours = protected_count(counts, keys, np.zeros(500, dtype=np.int64))
    theirs = perturbed(counts, keys, table).astype(float)
    np.testing.assert_array_equal(ours, np.where(theirs < LEAST, np.nan, theirs))


@pytest.mark.parametrize(
    ("numerator", "denominator", "shown"),
    [
        (20.0, 40.0, 20.0),
        (31.0, 40.0, None),  # nine left
        (40.0, 40.0, None),  # all of them
        (44.0, 40.0, None),  # noise above all of them
        (30.0, 40.0, 30.0),  # ten left
        (float("nan"), 40.0, None),
        (20.0, float("nan"), None),
    ],
)
def test_a_share_that_says_it_of_each_is_withheld(
    numerator: float, denominator: float, shown: float | None
) -> None:
    kept, _ = protected_share(np.array([numerator]), np.array([denominator]))
    assert (None if np.isnan(kept[0]) else kept[0]) == shown


def test_salts_differ_by_table_and_period_and_not_by_measure() -> None:
    salts = {Table("team", f"month:2026-{m:02}").salt for m in range(1, 13)}
    assert len(salts) > 6
    assert Table("team", "month:2026-01").salt == Table("team", "month:2026-01").salt


@pytest.mark.parametrize(
    ("size", "step"), [(0.4, 0), (1, 1), (4.9, 2), (5, 5), (99, 50), (240, 200)]
)
def test_sizes_are_rounded_down_to_a_ladder(size: float, step: float) -> None:
    assert on_ladder(size) == step


def test_a_table_is_offered_where_its_average_cell_is_large_enough() -> None:
    """240 referrals a year, as in Clackmannanshire; 200 on the ladder."""
    values = {"team": 6, "school": 22, "cluster": 4, "zone": 2}
    offered = {
        (one.combination, one.period_kind)
        for one in offered_tables(values, 240, 5, stock=False)
    }
    assert ((), "month") in offered
    assert (("team",), "quarter") in offered
    assert (("team",), "month") not in offered
    assert (("school",), "school_year") in offered
    assert (("school",), "quarter") not in offered
    assert (("team", "zone"), "school_year") in offered
    assert (("cluster", "school"), "all") not in offered, "levels are never crossed"
    assert all(len(combination) <= 2 for combination, _ in offered)
    assert AVERAGE_CELL == 6


def test_named_staff_alone_see_exact_numbers() -> None:
    assert [audience.protected for audience in Audience] == [False, True, True]
