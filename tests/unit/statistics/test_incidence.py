"""Properties of cumulative incidence, and its equality with a library and by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.statistics.incidence import (
    cumulative_incidence,
    incidence_of_bands,
)

pytestmark = pytest.mark.filterwarnings("error")

ROWS = st.lists(
    st.tuples(st.integers(0, 40), st.integers(0, 3)), min_size=0, max_size=60
)


def split(rows: list[tuple[int, int]]) -> tuple[list[int], list[int]]:
    return [t for t, _ in rows], [c for _, c in rows]


@given(ROWS)
def test_shares_rise_and_leave_room_for_those_still_open(
    rows: list[tuple[int, int]],
) -> None:
    found = cumulative_incidence(*split(rows), causes=(1, 2, 3))
    assert np.all(np.diff(found.share, axis=1) >= -1e-12)
    assert np.all(found.share.sum(axis=0) <= 1 + 1e-9)
    known = ~np.isnan(found.lower)
    assert np.all(found.lower[known] <= found.share[known] + 1e-9)
    assert np.all(found.share[known] <= found.upper[known] + 1e-9)


@given(ROWS, st.randoms(use_true_random=False))
def test_order_does_not_matter(rows: list[tuple[int, int]], shuffle) -> None:
    one = cumulative_incidence(*split(rows), causes=(1, 2, 3))
    mixed = list(rows)
    shuffle.shuffle(mixed)
    other = cumulative_incidence(*split(mixed), causes=(1, 2, 3))
    assert np.array_equal(one.share, other.share)


@given(ROWS)
def test_with_nothing_open_it_is_the_share_itself(rows: list[tuple[int, int]]) -> None:
    ended = [(t, c) for t, c in rows if c]
    found = cumulative_incidence(*split(ended), causes=(1, 2, 3))
    for day in (0, 7, 40):
        if ended and day <= found.last:
            theirs = [sum(t <= day and c == k for t, c in ended) for k in (1, 2, 3)]
            assert found.at(day) == pytest.approx(np.array(theirs) / len(ended))


def test_equal_to_a_library_on_tied_days() -> None:
    from statsmodels.duration.survfunc import CumIncidenceRight

    drawn = np.random.default_rng(2)
    time, cause = drawn.integers(1, 25, 300), drawn.integers(0, 4, 300)
    ours = cumulative_incidence(time, cause, causes=(1, 2, 3))
    theirs = CumIncidenceRight(time, cause)
    places = np.searchsorted(theirs.times, ours.times)
    for row in range(3):
        assert ours.share[row] == pytest.approx(theirs.cinc[row][places], rel=1e-12)
        assert ours.se[row] == pytest.approx(theirs.cinc_se[row][places], rel=1e-9)


def test_late_entry_by_hand() -> None:
    """Watched from day 2, so not at risk on days 1 and 2: 2 at risk, then 3."""
    found = cumulative_incidence(
        [2, 3, 5, 6], [1, 2, 1, 0], entry=[0, 0, 2, 4], causes=(1, 2)
    )
    assert found.at_risk.tolist() == [2, 2, 2]
    assert found.share[0].tolist() == pytest.approx([0.5, 0.5, 0.5 + 0.25 * 0.5])
    assert found.share[1].tolist() == pytest.approx([0, 0.25, 0.25])
    with pytest.raises(ValueError, match="ended"):
        cumulative_incidence([3], [1], entry=[3])


def test_weights_are_so_many_rows() -> None:
    one = cumulative_incidence([1, 2, 2, 3, 3, 3], [1, 2, 2, 0, 0, 0])
    other = cumulative_incidence([1, 2, 3], [1, 2, 0], weights=[1, 2, 3])
    assert one.share == pytest.approx(other.share)
    assert one.at_risk == pytest.approx(other.at_risk)


def test_bands() -> None:
    """Days 0 and 1 alone, then 2 to 4: of two still open there, one counts as watched."""
    found = incidence_of_bands(
        [0, 1, 2, 2], [1, 2, 1, 0], [2, 2, 4, 2], [0, 1, 2, 5], report=(1, 2)
    )
    assert found.at(0) == pytest.approx([0.2, 0])
    assert found.at(1) == pytest.approx([0.2, 0.2])
    # Six left on day 2; one of them is gone before: four of five end.
    assert found.at(4) == pytest.approx([0.2 + 0.6 * 4 / 5, 0.2])


@pytest.mark.parametrize("rows", [[], [(4, 0)], [(0, 1)], [(3, 0)] * 5, [(3, 2)] * 5])
def test_nothing_falls_over(rows: list[tuple[int, int]]) -> None:
    found = cumulative_incidence(*split(rows), causes=(1, 2))
    assert found.share.shape == (2, found.times.size)
    assert found.at(0).shape == (2,)
    assert np.isnan(found.at(99)).all()
    assert found.quantile(1, 0.5) in (None, 0)
    empty = incidence_of_bands([], [], [], [0, 1, 7], report=(1,))
    assert not empty.times.size
