"""How measured times become a ratio, and when one is worse than was recorded."""

import pytest

from tests.bench.measured import Row, at_share, worsened


def row(ours: tuple[float, ...], theirs: tuple[float, ...]) -> Row:
    return Row("click", "a click", ours, "SQL", theirs)


def test_the_ratio_is_the_middle_of_pairs_and_not_of_sums() -> None:
    """One slow moment of the machine is one pair of them, not the whole."""
    found = row((1.0, 2.0, 90.0), (2.0, 4.0, 10.0))
    assert found.ratio == 0.5
    assert found.spread == (0.5, pytest.approx(4.75))


def test_a_row_with_nothing_beside_it_has_no_ratio() -> None:
    assert row((1.0,), ()).ratio is None
    assert worsened([row((1.0,), ())], {"click": 0.1}) == {}


@pytest.mark.parametrize(
    ("share", "value"), [(0.0, 1.0), (0.5, 2.5), (0.95, 3.85), (1.0, 4.0)]
)
def test_a_share_of_values_is_read_between_neighbours(
    share: float, value: float
) -> None:
    assert at_share([4.0, 1.0, 3.0, 2.0], share) == pytest.approx(value)


def test_a_ratio_worse_by_half_fails_and_no_sooner() -> None:
    recorded = {"click": 1.0}
    assert worsened([row((1.5,), (1.0,))], recorded) == {}
    [said] = worsened([row((1.6,), (1.0,))], recorded).values()
    assert "1.600" in said and "1.000" in said


def test_what_was_never_recorded_is_said() -> None:
    [said] = worsened([row((0.1,), (1.0,))], {"other": 1.0}).values()
    assert "nothing was recorded" in said


def test_numbers_that_differ_are_named() -> None:
    from tests.bench.panels import same

    assert same({"team": {"a": 1}}, {"team": {"a": 1, "b": 0}})
    with pytest.raises(AssertionError, match="team: a: 1 and 2"):
        same({"team": {"a": 1}}, {"team": {"a": 2}})
