"""What is asked: to and from an address, in words, and levels that replace each other."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.errors import UnknownName
from dashboard.filters import PERIOD_KINDS, ROLLING, Filters, Period, period_in_words

DIMENSIONS = ("locality", "ward", "council", "school", "team", "source_agency", "zone")

periods = st.one_of(
    st.sampled_from(ROLLING).map(Period),
    st.builds(
        Period,
        st.sampled_from([kind for kind in PERIOD_KINDS if kind not in ROLLING]),
        st.dates(date(1990, 1, 1), date(2040, 12, 1)).map(
            lambda day: day.replace(day=1)
        ),
    ),
)
values = st.text(min_size=1, max_size=20).filter(lambda text: text.strip() == text)


@given(st.dictionaries(st.sampled_from(DIMENSIONS), values), periods)
def test_filters_survive_the_address(clauses: dict[str, str], period: Period) -> None:
    filters = Filters.of(clauses).over(period)
    assert Filters.from_address("?" + filters.to_address(), DIMENSIONS) == filters


@given(st.dictionaries(st.sampled_from(DIMENSIONS), values))
def test_there_is_one_value_a_dimension_and_one_level_a_place(
    clauses: dict[str, str],
) -> None:
    filters = Filters.of(clauses)
    levels = [d for d in filters.dimensions if d in ("locality", "ward", "council")]
    assert len(levels) <= 1
    assert list(filters.dimensions) == sorted(set(filters.dimensions))


def test_another_level_of_the_same_place_replaces_it() -> None:
    filters = Filters.of({"locality": "L1", "team": "T1"}).having("ward", "W2")
    assert filters.clauses == (("team", "T1"), ("ward", "W2"))


def test_what_is_no_filter_is_left_in_the_address_alone() -> None:
    assert Filters.from_address("?measure=referrals&team=T1", DIMENSIONS) == Filters.of(
        {"team": "T1"}
    )


@pytest.mark.parametrize(
    "text",
    ["lastyear", "month", "last12:2024-01", "month:2024-13", "school_year:soon", ""],
)
def test_a_period_that_does_not_exist_is_said(text: str) -> None:
    with pytest.raises(UnknownName):
        Period.from_text(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("school_year:2024-08", "school year 2024/25"),
        ("financial_year:2024-04", "financial year 2024/25"),
        ("calendar_year:2024-01", "calendar year 2024"),
        ("quarter:2024-11", "Nov 2024 to Jan 2025"),
        ("month:2024-02", "February 2024"),
        ("last12", "last 12 months"),
    ],
)
def test_the_calendar_is_named_wherever_a_year_is(text: str, words: str) -> None:
    period = Period.from_text(text)
    assert period_in_words(period.kind, period.start) == words
