"""Maps: shades that hold every value once, shapes that are right, nothing pale that is withheld."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.answers import Answer
from dashboard.charts.areas import areas
from dashboard.charts.circles import circles
from dashboard.charts.plane import Plane
from dashboard.charts.steps import BLUES, counted_of, steps_in_words, steps_of
from dashboard.charts.theme import ORANGE
from dashboard.disclosure import Audience
from dashboard.judgement import Judgement
from dashboard.measures import read_measure
from dashboard.points import Point, Status
from dashboard.questions import Question
from dashboard.settings import QUERIES
from dashboard.warehouse.contents import Outline

NUMBERS = {
    "referrals": st.integers(0, 5_000).map(float),
    "reclassified": st.floats(0, 1),
    "referral_rate": st.floats(0, 400),
    "time_to_decision": st.floats(0, 91),
}


def point(key: str, value: float | None) -> Point:
    status = Status.WITHHELD if value is None else Status.SHOWN
    return Point(
        key, f"Area {key}", date(2026, 1, 1), "", status, 0, 0, value, None, None, 1, 1, 1
    )  # fmt: skip


def answer(measure: str, values: Sequence[float | None]) -> Answer:
    return Answer(
        question=Question(measure, by="ward"),
        measure=read_measure(QUERIES / "measures" / f"{measure}.sql"),
        points=tuple(point(f"W{n}", value) for n, value in enumerate(values)),
        whole=None,
        judgement=Judgement(),
        snapshot="s",
        as_at=date(2026, 1, 1),
        filters_in_words="",
        period_in_words="",
        months=(),
        left_out_months=(),
        not_in_population=(),
        counts_only=False,
        audience=Audience.PARTNERSHIP,
    )


def square(west: float, south: float, size: float = 0.1) -> Outline:
    corners = [(0, 0), (size, 0), (size, size), (0, size)]
    ring = tuple((west + x, south + y) for x, y in corners)
    return Outline((ring,), (west + size / 2, south + size / 2))


def outlines(number: int) -> dict[str, Outline]:
    return {f"W{n}": square(-4 + n / 10, 56) for n in range(number)}


@pytest.mark.parametrize("measure", NUMBERS)
@given(data=st.data())
def test_every_value_has_one_shade_and_there_are_five_at_most(
    measure: str, data: st.DataObject
) -> None:
    values = data.draw(st.lists(NUMBERS[measure], min_size=1, max_size=40))
    asked = answer(measure, values)
    counted = counted_of(asked, asked.points)
    assert sum(number for _, number in counted) == len(values)
    assert all(number for _, number in counted)
    colours = [step.colour for step, _ in counted]
    assert len(set(colours)) == len(colours) <= len(BLUES)
    assert colours == sorted(colours, key=BLUES.index)
    assert [step.least for step, _ in counted] == sorted(s.least for s, _ in counted)


def test_steps_are_written_out_and_counted() -> None:
    shares = answer("reclassified", [0.21, 0.24, 0.55, 0.58, 0.99, None])
    assert [step.words for step in steps_of(shares, shares.points)] == [
        "20 to under 40 %",
        "40 to under 60 %",
        "80 to 100 %",
    ]
    assert steps_in_words(shares, shares.points, "wards") == (
        "Of 6 wards, 2 are at 20 to under 40 %, 2 are at 40 to under 60 %, "
        "1 is at 80 to 100 % and 1 is not shown."
    )
    two = answer("referrals", [3.0, 3.0, 8.0])
    assert steps_in_words(two, two.points, "wards") == (
        "Of 3 wards, 2 are at 3 and 1 is at 8."
    )


def test_north_is_up_and_shapes_are_right() -> None:
    """At 60 degrees north a degree of longitude is half as long as one of latitude."""
    held = [square(-4, 59.95), square(-4, 60.05)]
    plane = Plane.of([*held, square(-3.9, 59.95)])
    (west, south), (east, north) = plane.at((-4, 59.95)), plane.at((-3.9, 60.05))
    assert north > south
    assert east > west
    assert (north - south) / (east - west) == pytest.approx(2, rel=0.005)
    line = plane.line(Outline(held[0].rings + held[1].rings, (0, 0)))
    assert line["x"].count(None) == line["y"].count(None) == 1
    assert (line["x"][0], line["y"][0]) == (line["x"][4], line["y"][4])


def test_what_is_withheld_is_hatched_and_what_is_chosen_is_outlined() -> None:
    figure = areas(answer("reclassified", [0.2, 0.4, None]), outlines(3), "W1")
    drawn = {t["customdata"][0]: t for t in figure["data"] if "customdata" in t}
    assert drawn["W2"]["fillpattern"]["shape"] == "/"
    assert "fillcolor" not in drawn["W2"]
    assert "fillpattern" not in drawn["W0"]
    orange = [t for t in figure["data"] if t.get("line", {}).get("color") == ORANGE]
    assert [t["x"] for t in orange] == [drawn["W1"]["x"]]
    legend = [t["name"] for t in figure["data"] if "name" in t]
    assert legend == ["40 % (1)", "20 % (1)", "few or nearly all, or none to count (1)"]
    # Drawn by Plotly's own lines: a map type of its would fetch shapes or tiles.
    assert {t["type"] for t in figure["data"]} == {"scatter"}


def test_circles_are_as_the_people_are_and_none_hides_another() -> None:
    people = {"W0": 100.0, "W1": 400.0, "W2": 0.0}
    figure = circles(answer("reclassified", [0.2, 0.4, 0.5]), outlines(3), people, "W0")
    (drawn,) = [t for t in figure["data"] if "customdata" in t]
    assert drawn["customdata"] == ["W1", "W0"]
    large, small = drawn["marker"]["size"]
    assert large == 2 * small
    assert drawn["marker"]["line"]["color"][1] == ORANGE
    assert drawn["text"][1].endswith("100 children live there")


def test_where_nothing_can_be_drawn_the_figure_says_so() -> None:
    asked = answer("reclassified", [0.2])
    for figure in (areas(asked, {}), circles(asked, outlines(1), {})):
        assert figure["data"] == []
        assert figure["layout"]["annotations"][0]["text"].startswith("Nothing to show")


def test_what_is_unusual_is_named_on_the_map() -> None:
    asked = answer("reclassified", [0.2, 0.9])
    difference = replace(asked.judgement.difference, high=("W1",))
    judged = replace(asked, judgement=replace(asked.judgement, difference=difference))
    named = areas(judged, outlines(2))["layout"]["annotations"]
    assert [one["text"] for one in named] == ["Area W1"]
