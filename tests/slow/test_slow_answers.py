"""What the product answers is what the slow second implementation answers.

Every measure, over no filter, one of each dimension, pairs, triples and more; over
all months, years, quarters and month by month; and broken down by each dimension.
"""

import json
from datetime import date
from math import isclose
from pathlib import Path

import pytest

from dashboard.access.viewer import named_staff
from dashboard.answers import Question, ask_all, manifests
from dashboard.filters import Filters
from dashboard.measures import read_measure
from dashboard.points import Unit
from tests.slow.months import period_starts
from tests.slow.slow_answers import MEASURES, YEARLY, Answer, SlowAnswers

HEADERS = Path(__file__).parents[2] / "queries" / "measures"
# Of files that the invented partnership has none of. What they come to is held to the
# files themselves (tests/integration/test_published_files.py).
OF_OTHER_FILES = {
    *("chn17_milestones", "chn19a_attendance", "chn20a_exclusions"),
    *("chn22_re_registration", "child_poverty_published", "census_attendance"),
    *("healthy_birthweight_published", "concern_27_30_reported", "school_roll"),
}
NAMES = sorted({path.stem for path in HEADERS.glob("*.sql")} - OF_OTHER_FILES)
COUNTS = [name for name in NAMES if name in MEASURES and MEASURES[name].kind == "count"]

# The last quarter and year hold a month that was not sent.
PERIODS = (
    "all",
    "last12",
    "school_year:2024-08",
    "quarter:2025-05",
    "school_year:2023-08",
    "quarter:2023-08",
)
YEARS_AND_QUARTERS = ("quarter", "school_year", "financial_year", "calendar_year")

# Filters together; a measure is asked those that it has every dimension of.
TOGETHER = (
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
    ("locality", "team", "concern"),
    ("locality", "school", "sex"),
    ("cluster", "team", "source_agency"),
    ("zone", "source_agency", "age_band"),
    ("zone", "team", "concern"),
    ("locality", "age_band", "sex"),
    ("ward", "sex", "simd_quintile"),
    ("sector", "stage", "sex"),
    ("concern", "age_band", "sex"),
    ("ward", "age_band", "sex", "simd_quintile"),
    ("locality", "team", "age_band", "sex"),
    ("zone", "concern", "source_agency", "sex"),
)
BREAKDOWNS = ("locality", "school", "team", "concern", "zone")
BESIDE = (
    ("sex",),
    ("zone",),
    ("concern",),
    ("team", "source_agency"),
    ("ward", "sex"),
    ("age_band", "sex", "simd_quintile"),
)
AREAS = {"council", "locality", "ward", "intermediate_zone"}
SCHOOLS = {"school", "cluster", "sector"}


@pytest.fixture(scope="session")
def slow(demo_extracts):
    truth = json.loads((demo_extracts / "truth.json").read_text(encoding="utf-8"))
    return SlowAnswers(demo_extracts, date.fromisoformat(truth["as_at"]))


@pytest.fixture
def compared(measure, slow, demo_home):
    return Comparison(measure, slow, named_staff(demo_home))


def test_every_measure_has_a_slow_twin():
    assert sorted(MEASURES) == NAMES


def test_only_what_the_invented_partnership_has_no_file_of_has_none(demo_home):
    newest = manifests(named_staff(demo_home))[0]
    loaded = {file.profile for file in newest.files}
    assert "mosaic_referrals" in loaded
    for name in OF_OTHER_FILES:
        assert not loaded & set(read_measure(HEADERS / f"{name}.sql").sources)


@pytest.mark.parametrize("measure", NAMES)
def test_periods(measure, slow, compared):
    for filters in filters_of(slow, measure)[::3]:
        for period in PERIODS:
            compared.whole(filters, period)
        for grain in YEARS_AND_QUARTERS:
            compared.through_time(filters, grain)
    compared.assert_equal()


@pytest.mark.parametrize("measure", NAMES)
def test_months(measure, slow, compared):
    for filters in filters_of(slow, measure):
        compared.whole(filters, "all")
        compared.through_time(filters, "month")
    compared.assert_equal()


@pytest.mark.parametrize("measure", NAMES)
def test_breakdowns(measure, slow, compared):
    for by in MEASURES[measure].dimensions:
        for period in ("all", "school_year:2024-08", "quarter:2023-08"):
            compared.breakdown(by, {}, period)
    for by in BREAKDOWNS:
        for filters in filters_beside(slow, measure, by):
            compared.breakdown(by, filters, "all")
    compared.assert_equal()


@pytest.mark.parametrize("measure", COUNTS)
def test_children_and_incidents(measure, slow, compared):
    for filters in filters_of(slow, measure):
        for period in ("all", "quarter:2025-05"):
            compared.people(filters, period)
    compared.assert_equal()


# What is asked


def filters_of(slow, measure):
    """None; one of each dimension; the rest of the zone; several together."""
    dimensions = MEASURES[measure].dimensions
    asked = [{}]
    asked += [commonest(slow, measure, (dimension,)) for dimension in dimensions]
    if "zone" in dimensions:
        asked += [{"zone": value} for value in slow.values(measure, "zone")[1:]]
    for together in TOGETHER:
        if set(together) <= set(dimensions):
            asked.append(commonest(slow, measure, together))
    return asked


def filters_beside(slow, measure, by):
    """Filters that leave a dimension, and other levels of it, free."""
    dimensions = set(MEASURES[measure].dimensions)
    if by not in dimensions:
        return []
    level = next((places for places in (AREAS, SCHOOLS) if by in places), {by})
    return [
        commonest(slow, measure, beside)
        for beside in BESIDE
        if set(beside) <= dimensions and not level & set(beside)
    ]


def commonest(slow, measure, dimensions):
    """The commonest value of the first, and of the next among the rows with it."""
    filters = {}
    for dimension in dimensions:
        filters[dimension] = slow.values(measure, dimension, filters)[0]
    return filters


# How it is compared


class Comparison:
    """Asks the product, all at once as a page does, and its slow twin; keeps what differs."""

    def __init__(self, measure, slow, viewer):
        self.measure, self.slow, self.viewer = measure, slow, viewer
        self.asked, self.differences = [], []

    def whole(self, filters, period):
        def compare(answer):
            months = self.slow.months(self.measure, period)
            self._compare(answer.whole, filters, months, period)

        self._ask(compare, filters, period)

    def through_time(self, filters, grain):
        """Every month of the span; the longer periods with a month that is used."""
        if self.measure in YEARLY:
            grain = "school_year"

        def compare(answer):
            span = self.slow.span(self.measure)
            sent = set(self.slow.sent_months(self.measure))
            held = span if grain == "month" else self.slow.used_months(self.measure)
            found = [point.period for point in answer.points]
            self._expect(f"each {grain}", found, period_starts(grain, held), filters)
            for point in answer.points:
                period = f"{grain}:{point.period:%Y-%m}"
                months = self.slow.months(self.measure, period)
                if grain == "month":
                    months = {point.period} & sent
                self._compare(point, filters, months, period)

        self._ask(compare, filters, "all", grain=grain)

    def breakdown(self, by, filters, period):
        def compare(answer):
            months = self.slow.months(self.measure, period)
            expected = self.slow.breakdown(self.measure, by, filters, months)
            left_out = set(expected) - {point.key for point in answer.points}
            self._expect(f"{by} left out", left_out, set(), filters, period)
            for point in answer.points:
                narrowed = {**filters, by: point.key}
                numbers = expected.get(point.key)
                self._compare(point, narrowed, months, f"{period} by {by}", numbers)

        self._ask(compare, filters, period, by=by)

    def people(self, filters, period):
        for unit in (Unit.CHILDREN, Unit.INCIDENTS):
            self._people(filters, period, unit)

    def _people(self, filters, period, unit):
        def compare(answer):
            months = self.slow.months(self.measure, period)
            expected = self.slow.answer(self.measure, filters, months)
            number = getattr(expected, unit.value)
            self._expect(unit.value, answer.whole.value, number, filters, period)

        self._ask(compare, filters, period, unit=unit)

    def _ask(self, compare, filters, period, **how):
        filters_asked = Filters.of(filters, period)
        self.asked.append((Question(self.measure, filters_asked, **how), compare))

    def _compare(self, point, filters, months, when, numbers=None):
        self._expect("the months", set(point.months), months, filters, when)
        expected, value = numbers or self.slow.answer_and_value(
            self.measure, filters, months
        )
        for name in Answer._fields:
            found = getattr(point, name)
            self._expect(name, found, getattr(expected, name), filters, when)
        if months:
            self._expect("the value", point.value, value, filters, when)

    def _expect(self, what, found, expected, *where):
        if not same(found, expected):
            self.differences.append(f"{what}: {found}, not {expected}, {where}")

    def assert_equal(self):
        """Every question has an answer, and it is the twin's."""
        answers = ask_all([question for question, _ in self.asked], self.viewer)
        for (_, compare), answer in zip(self.asked, answers, strict=True):
            compare(answer)
        number = len(self.differences)
        first = "\n".join(self.differences[:20])
        assert not number, f"{number} differences in {self.measure}:\n{first}"


def same(found, expected):
    """Counts alike exactly; shares, rates and medians to 1e-9."""
    if isinstance(found, float) and isinstance(expected, int | float):
        return isclose(found, expected, rel_tol=1e-9, abs_tol=1e-9)
    return found == expected
