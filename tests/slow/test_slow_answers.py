"""What the product answers is what the slow second implementation answers.

Every measure, over no filter, one of each dimension, pairs and triples; over all
months, a year, quarters and month by month; and broken down by each dimension.
"""

import json
from datetime import date
from math import isclose
from pathlib import Path

import pytest
from slow_answers import MEASURES, SlowAnswers

from dashboard.access.viewer import Viewer
from dashboard.answers import Question, Unit, ask
from dashboard.filters import Filters

HEADERS = Path(__file__).parents[2] / "queries" / "measures"
NAMES = sorted(path.stem for path in HEADERS.glob("*.sql"))

# The second quarter and year hold a month that was not sent.
PERIODS = (
    "all",
    "last12",
    "school_year:2024-08",
    "school_year:2023-08",
    "quarter:2025-05",
    "quarter:2023-08",
)
PAIRS = (
    ("locality", "concern"),
    ("locality", "sex"),
    ("team", "source_agency"),
    ("team", "concern"),
    ("school", "age_band"),
    ("school", "stage"),
    ("sector", "sex"),
    ("zone", "concern"),
    ("zone", "sex"),
    ("age_band", "simd_quintile"),
    ("health_team", "sex"),
    ("intermediate_zone", "simd_quintile"),
)
TRIPLES = (
    ("locality", "team", "concern"),
    ("locality", "school", "sex"),
    ("cluster", "team", "source_agency"),
    ("zone", "source_agency", "age_band"),
    ("ward", "sex", "simd_quintile"),
    ("sector", "stage", "sex"),
    ("concern", "age_band", "sex"),
)
BREAKDOWNS = ("locality", "school", "team", "concern")


@pytest.fixture(scope="session")
def slow(demo_extracts):
    truth = json.loads((demo_extracts / "truth.json").read_text(encoding="utf-8"))
    return SlowAnswers(demo_extracts, date.fromisoformat(truth["as_at"]))


@pytest.fixture(scope="session")
def viewer(demo_home):
    return Viewer(demo_home)


def test_every_measure_has_a_slow_twin():
    assert sorted(MEASURES) == NAMES


@pytest.mark.parametrize("measure", NAMES)
def test_whole_periods(measure, slow, viewer):
    compared = Comparison(measure, slow, viewer)
    for filters in filters_of(slow, measure):
        for period in PERIODS:
            compared.whole(filters, period)
    compared.assert_equal()


@pytest.mark.parametrize("measure", NAMES)
def test_months(measure, slow, viewer):
    compared = Comparison(measure, slow, viewer)
    for filters in filters_of(slow, measure):
        compared.month_by_month(filters)
    compared.assert_equal()


@pytest.mark.parametrize("measure", NAMES)
def test_breakdowns(measure, slow, viewer):
    compared = Comparison(measure, slow, viewer)
    for by in MEASURES[measure].dimensions:
        for period in ("all", "school_year:2024-08", "quarter:2023-08"):
            compared.breakdown(by, {}, period)
    for by in BREAKDOWNS:
        for filters in filters_beside(slow, measure, by):
            compared.breakdown(by, filters, "all")
    compared.assert_equal()


@pytest.mark.parametrize("measure", [n for n in NAMES if MEASURES[n].kind == "count"])
def test_children_and_incidents(measure, slow, viewer):
    compared = Comparison(measure, slow, viewer)
    for filters in filters_of(slow, measure):
        for period in PERIODS:
            compared.people(filters, period)
    compared.assert_equal()


# What is asked


def filters_of(slow, measure):
    """None; each dimension's commonest and rarest value; pairs; triples."""
    dimensions = MEASURES[measure].dimensions
    asked = [{}]
    for dimension in dimensions:
        values = slow.values(measure, dimension)
        asked += [{dimension: value} for value in dict.fromkeys((values[0], values[-1]))]
    for several in PAIRS + TRIPLES:
        if set(several) <= set(dimensions):
            asked.append(_first_values(slow, measure, several))
    return asked


def filters_beside(slow, measure, by):
    """A single filter and a pair that leave the dimension itself free."""
    dimensions = MEASURES[measure].dimensions
    if by not in dimensions:
        return []
    several = [
        one
        for one in (("sex",), ("zone",), ("team", "source_agency"), ("ward", "sex"))
        if set(one) <= set(dimensions) and not _same_place(by, one)
    ]
    return [_first_values(slow, measure, one) for one in several]


def _same_place(by, dimensions):
    return by in dimensions or (by == "locality" and "ward" in dimensions)


def _first_values(slow, measure, dimensions):
    """The commonest value of the first, and of the next among the rows with it."""
    chosen = {}
    for dimension in dimensions:
        counts = {}
        for row in slow.matching(measure, chosen):
            for value in row.dimensions[dimension]:
                counts[value] = counts.get(value, 0) + 1
        known = slow.values(measure, dimension)
        chosen[dimension] = max(known, key=lambda value: counts.get(value, 0))
    return chosen


# How it is compared


class Comparison:
    """Asks both, and keeps what differs."""

    asked = 0

    def __init__(self, measure, slow, viewer):
        self.measure, self.slow, self.viewer = measure, slow, viewer
        self.differences = []

    def whole(self, filters, period):
        point = self._ask(filters, period).whole
        self._compare(point, filters, self.slow.months(self.measure, period), period)

    def month_by_month(self, filters):
        points = self._ask(filters, "all", grain="month").points
        span = self.slow.span(self.measure)
        self._expect("the months", [point.period for point in points], span, filters)
        sent = set(self.slow.sent_months(self.measure))
        for point in points:
            months = {point.period} & sent
            self._compare(point, filters, months, f"{point.period:%Y-%m}")

    def breakdown(self, by, filters, period):
        months = self.slow.months(self.measure, period)
        points = self._ask(filters, period, by=by).points
        expected = self.slow.breakdown(self.measure, by, filters, months)
        missing = set(expected) - {point.key for point in points}
        self._expect(f"values of {by} left out", missing, set(), filters, period)
        for point in points:
            self._compare(point, {**filters, by: point.key}, months, f"{period} by {by}")

    def people(self, filters, period):
        months = self.slow.months(self.measure, period)
        expected = self.slow.answer(self.measure, filters, months)
        for unit in (Unit.CHILDREN, Unit.INCIDENTS):
            point = self._ask(filters, period, unit=unit).whole
            number = getattr(expected, unit.value)
            self._expect(f"value in {unit.value}", point.value, number, filters, period)

    def _ask(self, filters, period, **how):
        question = Question(self.measure, Filters.of(filters, period), **how)
        return ask(question, self.viewer)

    def _compare(self, point, filters, months, when):
        expected = self.slow.answer(self.measure, filters, months)
        self._expect("the months", set(point.months), months, filters, when)
        for name in self._counts():
            found, number = getattr(point, name), getattr(expected, name)
            self._expect(name, found, number, filters, when)
        if months:
            value = self.slow.value(self.measure, filters, months)
            self._expect("value", point.value, value, filters, when)

    def _counts(self):
        return Answer_fields

    def _expect(self, what, found, expected, *where):
        Comparison.asked += 1
        if not _same(found, expected):
            self.differences.append(f"{what}: {found} for {expected}, {where}")

    def assert_equal(self):
        shown = "\n".join(self.differences[:20])
        number = len(self.differences)
        assert not number, f"{number} differences in {self.measure}:\n{shown}"

Answer_fields = ("numerator", "denominator", "rows", "children", "incidents")

def _same(found, expected):
    if isinstance(found, float) and isinstance(expected, int | float):
        return isclose(found, expected, rel_tol=1e-9, abs_tol=1e-9)
    return found == expected

def test_zz_count():
    print("COMPARED", Comparison.asked)
