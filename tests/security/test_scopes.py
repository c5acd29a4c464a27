"""For any places given and any question: nothing outside them, and always the whole.

Hypothesis makes up who was given what, and what they ask; each answer is compared with the
same question of somebody who was given everything.
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from dashboard.access.scope import PLACE_DIMENSIONS, Place, Scope
from dashboard.access.viewer import Viewer, named_staff
from dashboard.answers import Answer, Question, ask, catalogue, contents, home_of
from dashboard.components.panels import REFERRAL_PANELS
from dashboard.components.view import view_of
from dashboard.disclosure import Audience
from dashboard.errors import ForTheUser, NotGranted
from dashboard.filters import Filters
from dashboard.warehouse.contents import Contents

GIVEN = ("team", "school", "locality", "zone")
EVERY = settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@cache
def everybody(home: Path, audience: Audience) -> Viewer:
    return replace(named_staff(home), audience=audience)


@cache
def held(home: Path) -> Contents:
    return contents(named_staff(home))


def places(home: Path) -> st.SearchStrategy[list[Place]]:
    there = sorted(
        {
            (d, v)
            for (_, d), values in held(home).values.items()
            if d in GIVEN
            for v in values
            if v != "not_known" and not v.startswith("rest:")
        }
    )
    systems = st.sampled_from([(), (), ("mosaic",), ("seemis",), ("mosaic", "chsp")])
    one = st.tuples(st.sampled_from(there), systems)
    return st.lists(one, max_size=3).map(
        lambda given: [Place(d, v, of) for (d, v), of in given]
    )


def questions(home: Path) -> st.SearchStrategy[Question]:
    names = held(home)
    measures = sorted(names.measures)

    def of(measure: str) -> st.SearchStrategy[Question]:
        known = sorted(d for m, d in names.values if m == measure and d != "item")
        known = known or ["none"]
        clauses = st.dictionaries(
            st.sampled_from(known), st.integers(0, 50), max_size=2
        )
        return st.builds(
            lambda chosen, by, grain, everyone: Question(
                measure,
                Filters.of(
                    {
                        d: _pick(names.values.get((measure, d), ()), n)
                        for d, n in chosen.items()
                    }
                ),
                by=by,
                grain=grain,
                everyone=everyone,
            ),
            clauses,
            st.none() | st.sampled_from(known),
            st.sampled_from([None, None, "quarter", "school_year"]),
            st.booleans(),
        )

    return st.sampled_from(measures).flatmap(of)


def _pick(values: Sequence[str], number: int) -> str:
    return sorted(values)[number % len(values)] if values else "none"


def answered(question: Question, viewer: Viewer) -> Answer | None:
    try:
        return ask(question, viewer)
    except NotGranted:
        return None


@pytest.mark.parametrize("audience", [Audience.OPERATIONAL, Audience.PARTNERSHIP])
@EVERY
@given(data=st.data())
def test_no_answer_goes_beyond_what_was_given(
    demo_home: Path, audience: Audience, data: st.DataObject
) -> None:
    scope = Scope.of(data.draw(places(demo_home)))
    question = data.draw(questions(demo_home))
    whole = everybody(demo_home, audience)
    viewer = replace(whole, scope=scope)
    try:
        plain = ask(question, whole)
    except ForTheUser:
        assume(False)
    try:
        answer = ask(question, viewer)
    except ForTheUser as error:
        event(type(error).__name__)
        return
    event("answered")
    assert scope.places
    measure = answer.measure
    named = [c for c in answer.question.filters.clauses if c[0] in PLACE_DIMENSIONS]
    ours = {(p.dimension, p.code) for p in scope.named if p.tells(measure.sources)}
    assert all((_one(d), v) in ours for d, v in named)
    if question.by in PLACE_DIMENSIONS:
        assert {(_one(question.by), p.key) for p in answer.points} <= ours
    else:
        assert named or question.everyone
    # What is told is what everybody is told, of those places; nothing is made up of it.
    if answer.question.filters == plain.question.filters and not named:
        told = {(p.key, p.period): p.value for p in plain.points}
        assert all(told[p.key, p.period] == p.value for p in answer.points)
        assert (answer.whole is None) == (plain.whole is None)


@EVERY
@given(data=st.data())
def test_the_partnerships_own_figure_is_always_there(
    demo_home: Path, data: st.DataObject
) -> None:
    given = data.draw(places(demo_home).filter(bool))
    scope = Scope.of(given)
    whole = everybody(demo_home, Audience.PARTNERSHIP)
    viewer = replace(whole, scope=scope)
    measures = catalogue(whole)
    name = data.draw(st.sampled_from(sorted(held(demo_home).measures)))
    question = Question(name, everyone=True)
    answer = answered(question, viewer)
    if any(place.tells(measures[name].sources) for place in given):
        assert answer is not None
        assert answer.points == ask(question, whole).points
    else:
        assert answer is None


@EVERY
@given(data=st.data())
def test_what_there_is_to_ask_names_no_other_place(
    demo_home: Path, data: st.DataObject
) -> None:
    given = data.draw(places(demo_home))
    scope = Scope.of(given)
    names = contents(replace(everybody(demo_home, Audience.PARTNERSHIP), scope=scope))
    ours = {(place.dimension, place.code) for place in scope.named}
    for dimension, code in {*names.labels, *names.positions, *names.ended}:
        assert dimension not in PLACE_DIMENSIONS or (_one(dimension), code) in ours
    for (_, dimension), values in names.values.items():
        if dimension in PLACE_DIMENSIONS:
            assert {(_one(dimension), value) for value in values} <= ours
    assert set(names.zones) <= {code for dimension, code in ours if dimension == "zone"}


@pytest.mark.parametrize("audience", [Audience.OPERATIONAL, Audience.PARTNERSHIP])
@pytest.mark.parametrize(
    "given", [["team:SWT05"], ["school"], ["locality"], ["team:SWT04", "team:SWT05"]]
)
def test_a_page_has_the_name_of_no_other_place(
    demo_home: Path, audience: Audience, given: list[str]
) -> None:
    """Every word and number that the linked page is handed: headline, charts, store."""
    names = held(demo_home)
    chosen = [_first(names, word) for word in given]
    scope = Scope.of(chosen)
    viewer = replace(everybody(demo_home, audience), scope=scope)
    ours = {(place.dimension, place.code) for place in scope.named}
    others = {
        label
        for (dimension, code), label in names.labels.items()
        if dimension in ("team", "school", "locality", "zone", "ward")
        and (dimension, code) not in ours
        # A team may be called after its area.
        and not any(label in names.label(*place) for place in ours)
        and code != "not_known"
    }
    for measure in ("referrals", "reclassified"):
        view = view_of(f"?measure={measure}", REFERRAL_PANELS, viewer, "referrals")
        said = json.dumps(
            [
                view.headline,
                view.change,
                view.foot,
                view.notes,
                view.store,
                *view.figures.values(),
            ],
            default=str,
            ensure_ascii=False,
        )
        assert [
            name for name in others if f'"{name}"' in said or f" {name}" in said
        ] == []
        assert names.label(scope.at.dimension, scope.at.code) in said
        assert "everyone" in said


def _first(names: Contents, word: str) -> Place:
    dimension, _, code = word.partition(":")
    values = sorted(
        value
        for (measure, d), found in names.values.items()
        if d == dimension and measure == "referrals"
        for value in found
        if not value.startswith("not_")
    )
    return Place(dimension, code or values[0])


def test_a_filter_of_another_place_is_refused_and_not_left_out(demo_home: Path) -> None:
    viewer = replace(
        everybody(demo_home, Audience.PARTNERSHIP),
        scope=Scope.of([Place("team", "SWT05")]),
    )
    assert home_of(demo_home)
    for search in ("?team=SWT04", "?school=9900101", "?zone=x", "?ward=W1&team=SWT05"):
        with pytest.raises(NotGranted):
            view_of(search, REFERRAL_PANELS, viewer, "referrals")


def _one(dimension: str) -> str:
    return "zone" if dimension == "zone_on_day" else dimension
