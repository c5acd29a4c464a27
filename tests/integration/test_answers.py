"""Cubes and facts give one answer; sums agree; gaps are gaps."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.access.viewer import Viewer, named_staff
from dashboard.answers import (
    GRAINS,
    Question,
    ask,
    ask_all,
    catalogue,
    contents,
    home_of,
)
from dashboard.errors import NoSnapshot, UnknownName
from dashboard.filters import PLACE_LEVELS, Filters, Period
from dashboard.points import Status, Unit
from dashboard.sentences import sentence
from dashboard.warehouse.engine import open_reader
from dashboard.warehouse.lookup import Cell, FactsPass, Lookup, look_up

WITH_EXAMPLES = settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
)


def lookups(viewer: Viewer) -> st.SearchStrategy[Lookup]:
    """Any question to a cube: measure, up to three dimensions, a period kind."""
    held, measures = contents(viewer), list(catalogue(viewer).values())

    @st.composite
    def one(draw: st.DrawFn) -> Lookup:
        measure = draw(
            st.sampled_from([m for m in measures if held.months.get(m.name)])
        )
        chosen: list[str] = []
        for dimension in draw(
            st.lists(st.sampled_from(measure.dimensions), max_size=3, unique=True)
        ):
            rivals = {
                level
                for group in PLACE_LEVELS.values()
                if dimension in group
                for level in group
            }
            if not rivals & set(chosen):
                chosen.append(dimension)
        by = chosen.pop() if chosen and draw(st.booleans()) else None
        clauses = tuple(
            sorted(
                (d, draw(st.sampled_from(held.values[measure.name, d]))) for d in chosen
            )
        )
        kind = draw(st.sampled_from([k for m, k in held.periods if m == measure.name]))
        return Lookup(measure, clauses, by, kind, None)

    return one()


@given(st.data())
@WITH_EXAMPLES
def test_the_facts_give_what_the_cube_gives(
    viewer: Viewer, data: st.DataObject
) -> None:
    one = data.draw(lookups(viewer))
    home = home_of(viewer.home)
    exact = home.snapshots.exact(home.snapshots.current_id())
    from_cube = look_up(exact, home.settings.area_level, [one])[0]
    from_facts = FactsPass(one, [])
    sql, values = from_facts.sql(modelled=True)
    for row in open_reader(exact).rows(sql, values):
        from_facts.take(row)
    assert in_order(from_cube) == in_order(from_facts.cells)


@given(st.data())
@WITH_EXAMPLES
def test_look_ups_that_are_one_pass_are_each_as_alone(
    viewer: Viewer, data: st.DataObject
) -> None:
    several = data.draw(st.lists(lookups(viewer), min_size=2, max_size=5))
    # the same combination asked in another way: its rows are of both
    several += [
        replace(one, clauses=one.clauses[1:], by=one.clauses[0][0])
        for one in several
        if one.clauses and not one.by
    ]
    home = home_of(viewer.home)
    exact = home.snapshots.exact(home.snapshots.current_id())
    together = look_up(exact, home.settings.area_level, several)
    for one, cells in zip(several, together, strict=True):
        [alone] = look_up(exact, home.settings.area_level, [one])
        assert in_order(cells) == in_order(alone)


def in_order(cells: Sequence[Cell]) -> list[Cell]:
    order = lambda cell: (str(cell.key), cell.period, cell.band or 0, str(cell.outcome))  # noqa: E731
    return sorted(map(rounded, cells), key=order)


def rounded(cell: Cell) -> Cell:
    """Probabilities are added in another order, and differ in the last digit."""
    return replace(cell, expected=round(cell.expected, 6))


def test_four_dimensions_are_asked_of_the_facts(viewer: Viewer) -> None:
    clauses = {"team": "SWT03", "source_agency": "police", "sex": "female"}
    answer = ask(
        Question("referrals", Filters.of(clauses, "all"), by="age_band"), viewer
    )
    assert answer.whole is not None
    assert sum(point.rows for point in answer.points) == answer.whole.rows > 0


@pytest.mark.parametrize(
    "by", ["locality", "school", "sector", "team", "source_agency", "age_band", "zone"]
)
def test_a_breakdown_adds_up_to_the_whole(viewer: Viewer, by: str) -> None:
    answer = ask(Question("reclassified", Filters.of({}, "all"), by=by), viewer)
    assert answer.whole is not None
    assert sum(p.numerator for p in answer.points) == answer.whole.numerator
    assert sum(p.denominator for p in answer.points) == answer.whole.denominator


def test_the_stages_of_reclassification_add_up(viewer: Viewer) -> None:
    names = (
        "reclassified_at_screening",
        "reclassified_at_ird",
        "reclassified_after_investigation",
    )
    period = Filters.of({}, "school_year:2024-08")
    parts = [ask(Question(name, period), viewer).whole for name in names]
    whole = ask(Question("reclassified", period), viewer).whole
    assert whole is not None
    assert sum(p.numerator for p in parts if p) == whole.numerator


def test_a_month_that_was_not_sent_is_a_gap_and_never_a_nought(viewer: Viewer) -> None:
    months = {
        p.period: p for p in ask(Question("referrals", grain="month"), viewer).points
    }
    gap = months[date(2023, 8, 1)]
    assert gap.status is Status.NOT_SUBMITTED
    assert gap.value is None
    assert months[date(2026, 11, 1)].status is Status.IMMATURE


def test_a_longer_period_names_the_months_it_lacks(viewer: Viewer) -> None:
    answer = ask(Question("referrals", Filters.of({}, "calendar_year:2023-01")), viewer)
    assert date(2023, 8, 1) not in answer.months
    assert (date(2023, 8, 1), "not_submitted") in answer.left_out_months
    quarter = ask(Question("referrals", grain="quarter"), viewer)
    part = {p.period: p.status for p in quarter.points}
    assert part[date(2023, 8, 1)] is Status.PART
    assert part[date(2024, 2, 1)] is Status.SHOWN


def test_july_is_closed_and_is_no_gap(viewer: Viewer) -> None:
    months = {
        p.period: p.status
        for p in ask(Question("attendance", grain="month"), viewer).points
    }
    assert months[date(2025, 7, 1)] is Status.CLOSED
    assert months[date(2024, 2, 1)] is Status.NOT_SUBMITTED
    years = {
        p.period: p.status
        for p in ask(Question("attendance", grain="school_year"), viewer).points
    }
    assert years[date(2024, 8, 1)] is Status.SHOWN
    assert years[date(2023, 8, 1)] is Status.PART


def test_a_rate_divides_by_those_who_live_there(viewer: Viewer) -> None:
    year = Filters.of({}, "calendar_year:2025-01")
    rate = ask(Question("referral_rate", year, by="locality"), viewer)
    people = ask(Question("population", year, by="locality"), viewer)
    persons = {p.key: p.value for p in people.points}
    for point in rate.points:
        if point.key != "not_known":
            assert point.denominator == pytest.approx(persons[point.key])
            assert point.value == pytest.approx(
                point.numerator / point.denominator * 1000
            )


def test_a_team_has_no_population_and_shows_counts(viewer: Viewer) -> None:
    answer = ask(Question("referral_rate", by="team"), viewer)
    assert answer.counts_only
    assert all(p.value == p.numerator for p in answer.points)


def test_a_source_narrows_the_numerator_alone_and_says_so(viewer: Viewer) -> None:
    answer = ask(
        Question("referral_rate", Filters.of({"source_agency": "police"})), viewer
    )
    everyone = ask(Question("referral_rate"), viewer)
    assert answer.whole is not None
    assert everyone.whole is not None
    assert answer.whole.denominator == everyone.whole.denominator
    assert answer.not_in_population == ("source",)


def test_nobody_is_no_share(viewer: Viewer) -> None:
    filters = Filters.of(
        {"team": "SWT01", "age_band": "unborn", "concern": "sexual_abuse"},
        "month:2022-01",
    )
    whole = ask(Question("reclassified", filters), viewer).whole
    assert whole is not None
    assert (whole.value, whole.lower, whole.status) == (None, None, Status.NOBODY)


def test_units_count_children_and_incidents_once(viewer: Viewer) -> None:
    every = Filters.of({}, "all")
    values = [
        ask(Question("referrals", every, unit=unit), viewer).whole
        for unit in (Unit.INCIDENTS, Unit.CHILDREN, Unit.REFERRALS)
    ]
    counts = [point.value for point in values if point and point.value]
    assert counts == sorted(counts)
    assert len(set(counts)) == 3


@pytest.mark.parametrize(
    "question",
    [
        Question("no_such_measure"),
        Question("attendance", by="team"),
        Question("referrals", Filters.of({"team": "no such team"})),
        Question("referrals", grain="fortnight"),
        Question("referrals", Filters.of({"locality": "LOC1"}), by="ward"),
    ],
)
def test_what_does_not_exist_is_said(viewer: Viewer, question: Question) -> None:
    with pytest.raises(UnknownName) as said:
        ask(question, viewer)
    assert str(said.value).endswith(".")


def test_an_empty_home_says_what_to_do(empty_home: Path) -> None:
    with pytest.raises(NoSnapshot, match="Nothing has been published yet"):
        ask(Question("referrals"), named_staff(empty_home))
    with pytest.raises(NoSnapshot):
        contents(named_staff(empty_home), "../../etc")


def test_every_measure_answers_every_shape_in_a_sentence(viewer: Viewer) -> None:
    """Every measure, by every dimension it has and through every grain: none falls over."""
    questions = []
    for measure in catalogue(viewer).values():
        questions += [
            Question(measure.name, by=by) for by in (None, *measure.dimensions)
        ]
        questions += [Question(measure.name, grain=grain) for grain in GRAINS]
    for answer in ask_all(questions, viewer):
        said = sentence(answer)
        assert said.endswith((".", "?"))
        assert "None" not in said
        assert "nan" not in said.split()


def test_periods_are_whole(viewer: Viewer) -> None:
    held = contents(viewer)
    for (measure, kind), periods in held.periods.items():
        statuses = held.months[measure]
        for months in periods.values():
            allowed = {"mature"} if kind != "month" else {"mature", "immature"}
            assert {statuses[month] for month in months} <= allowed
    assert Period() == Period.from_text("last12")


def test_a_rate_has_its_population_whatever_is_chosen(viewer: Viewer) -> None:
    clauses = {"age_band": "5_11", "sex": "female", "simd_quintile": "1"}
    for level in PLACE_LEVELS["area"]:
        answer = ask(
            Question("referral_rate", Filters.of(clauses, "all"), by=level), viewer
        )
        assert answer.whole is not None
        total = sum(p.denominator for p in answer.points)
        assert total == pytest.approx(answer.whole.denominator)
        assert total > 0
