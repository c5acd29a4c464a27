"""What changed: the order of a list, and that noise alone never makes an amount."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from dashboard.followed import Digest
from dashboard.measures import Kind, Measure
from dashboard.points import Point, Status
from dashboard.since.change import Change, ChangeKind, address_of, in_order
from dashboard.since.places import listed
from dashboard.since.records import DueAction, actions_due
from dashboard.since.revisions import by_noise
from dashboard.statistics.noise_row import BOUND
from dashboard.what_changed import WhatChanged
from tests.unit.statistics.test_false_alarms import measure

MET = date(2026, 2, 20)


# ---- the order


@given(some.lists(some.sampled_from(ChangeKind)))
def test_the_most_important_kind_is_first_and_the_rest_as_they_came(
    kinds: list[ChangeKind],
) -> None:
    given_ = [Change(kind, str(place), "/") for place, kind in enumerate(kinds)]
    ordered = in_order(given_)
    every = list(ChangeKind)
    assert sorted(given_, key=lambda c: (every.index(c.kind), int(c.sentence))) == list(
        ordered
    )


def test_a_withdrawn_picture_then_claims_then_figures_then_months_then_people() -> None:
    every = list(ChangeKind)
    assert every[0] is ChangeKind.WITHDRAWN
    claims = [every.index(kind) for kind in every if kind.is_of_chance]
    figures = [every.index(kind) for kind in every if kind.is_revision]
    assert max(claims) < min(figures)
    assert max(figures) < every.index(ChangeKind.NOT_SENT)
    assert every.index(ChangeKind.NOT_SENT) < every.index(ChangeKind.ARRIVED)
    assert every[-2:] == [ChangeKind.ACTION_LATE, ChangeKind.ACTION_DUE]
    assert all(kind.in_words for kind in every)


def test_an_address_holds_what_was_chosen_and_nothing_empty() -> None:
    assert address_of("referrals") == "/measure/referrals"
    assert address_of("referrals", team="A & B", as_at=None) == (
        "/measure/referrals?team=A+%26+B"
    )


# ---- the line


def test_the_line_says_what_it_comes_to() -> None:
    found = WhatChanged(
        MET, (), changed=1, unchanged=11, cannot_be_said=2, actions_due=3
    )
    assert found.summary == (
        "Since you met on 20 Feb 2026: 1 thing changed · 11 did not"
        " · 2 cannot be said · 3 actions due."
    )
    assert WhatChanged(MET, (), unchanged=1).summary == (
        "Since you met on 20 Feb 2026: nothing changed by more than chance usually gives"
        " · 1 is as it was."
    )
    assert WhatChanged(MET, (), compared=False).summary == (
        "There is no newer picture than that of 20 Feb 2026: no actions due."
    )


def test_actions_are_due_by_the_day_and_the_longest_late_is_first() -> None:
    actions = [
        DueAction("Ask the police.", "Chair", date(2026, 4, 3), "/a"),
        DueAction("Count again", "", date(2026, 3, 1), "/b"),
        DueAction("Later", "Chair", date(2026, 4, 4), "/c"),
    ]
    assert list(actions_due(actions, date(2026, 4, 3))) == [
        Change(ChangeKind.ACTION_LATE, "Was due on 1 Mar 2026: Count again.", "/b"),
        Change(
            ChangeKind.ACTION_DUE, "Due on 3 Apr 2026, Chair: Ask the police.", "/a"
        ),
    ]


def test_a_mail_says_nothing_in_its_subject() -> None:
    change = Change(ChangeKind.NEW_SIGNAL, "Referrals doubled", "/")
    assert Digest((change,)).subject == "A change in what you follow"
    assert Digest((change, change)).subject == "Changes in what you follow"
    assert Digest().subject == ""


@pytest.mark.parametrize(
    ("words", "said"), [("A", "A"), ("AB", "A and B"), ("ABC", "A, B and C")]
)
def test_places_are_listed_as_people_do(words: str, said: str) -> None:
    assert listed(words) == said


# ---- noise alone makes no amount

noises = some.integers(-BOUND, BOUND)


def shown(part: float, whole: float, of: Measure) -> Point:
    value = part / whole if of.kind is Kind.PROPORTION else part
    return Point(
        key=None,
        label="",
        period=MET,
        period_label="",
        status=Status.SHOWN,
        numerator=part,
        denominator=whole,
        value=value,
        lower=None,
        upper=None,
        rows=0,
        children=None,
        incidents=None,
    )


@given(some.integers(10, 400), some.integers(10, 400), noises, noises, noises, noises)
def test_of_a_share_that_is_the_same_no_two_noises_make_an_amount(
    part: int, rest: int, first: int, second: int, third: int, fourth: int
) -> None:
    share = measure(Kind.PROPORTION)
    was = shown(part + first, part + rest + second, share)
    now = shown(part + third, part + rest + fourth, share)
    most = sum(by_noise(share, point, BOUND) for point in (was, now))
    assert abs(was.value - now.value) <= most + 1e-12


@given(some.integers(10, 400), noises, noises)
def test_of_a_count_that_is_the_same_no_two_noises_make_an_amount(
    true: int, first: int, second: int
) -> None:
    count = measure(Kind.COUNT)
    points = [shown(true + noise, 0.0, count) for noise in (first, second)]
    most = sum(by_noise(count, point, BOUND) for point in points)
    assert most == 2 * BOUND
    assert abs(first - second) <= most


def test_of_days_protected_numbers_tell_no_amount_and_exact_ones_any() -> None:
    days = measure(Kind.DURATION)
    assert by_noise(days, shown(4.0, 0.0, days), BOUND) == float("inf")
    assert by_noise(days, shown(4.0, 0.0, days), 0) == 0.0
