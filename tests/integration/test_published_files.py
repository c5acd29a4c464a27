"""Published files, as they were published, through the real intake and `ask`.

Each number here is one that its publisher gives too.
"""

import csv
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from dashboard.__main__ import main
from dashboard.access.viewer import named_staff
from dashboard.answers import Answer, Question, ask, contents
from dashboard.filters import Filters
from dashboard.intake.decisions import Decisions
from dashboard.intake.findings import Severity
from dashboard.intake.publish import NOTHING_DECIDED, publish_extracts
from dashboard.settings import read_settings
from dashboard.warehouse.coverage import Said
from dashboard.warehouse.engine import open_reader
from dashboard.warehouse.snapshots import Snapshots

pytestmark = pytest.mark.samples

SCHOOLS = "scotland_schools"
WORKBOOKS = {
    2019: "School+level+summary+statistics+2019.xlsx",
    2021: "School+level+summary+statistics+2021.xlsx",
    2022: "School+level+summary+statistics+2022+V4.xlsx",
}
WITHOUT_2020 = Decisions().with_month(
    "school_roll", date(2020, 9, 1), Said.NOT_SUBMITTED
)
SECTORS = ("primary", "secondary", "special")
CENSUS = "england_childrens_services/school_census_fake"


class Published(NamedTuple):
    """A home in which files have been published, and what was said of them."""

    home: Path
    findings: Sequence[tuple[str, Severity]]

    def ask(self, measure: str, by: str | None = None, **how: str) -> Answer:
        period = how.pop("period", "all")
        grain = how.pop("grain", None)
        question = Question(measure, Filters.of(how, period), by=by, grain=grain)
        return ask(question, named_staff(self.home))

    def values(self, measure: str, by: str, **how: str) -> Mapping[str, float | None]:
        return {p.label: p.value for p in self.ask(measure, by, **how).points}

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        """Rows of the picture's detail, which no page reads."""
        snapshots = Snapshots(self.home)
        return open_reader(snapshots.detail(snapshots.current_id())).rows(sql)


def published(
    home: Path,
    files: Sequence[Path],
    as_at: date,
    decisions: Decisions = NOTHING_DECIDED,
) -> Published:
    _, arrived = publish_extracts(
        files, read_settings(home), as_at=as_at, decisions=decisions
    )
    told = [(f.check, f.severity) for file in arrived for f in file.findings]
    return Published(home, told)


# School rolls


@pytest.fixture(scope="module")
def rolls(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Published:
    """2021 and 2022, and then 2019 as an officer would who found it later."""
    home = tmp_path_factory.mktemp("rolls")
    folder = samples / SCHOOLS / "school_level"
    later = [folder / WORKBOOKS[2021], folder / WORKBOOKS[2022]]
    published(home, later, date(2023, 8, 31))
    return published(home, [folder / WORKBOOKS[2019]], date(2023, 8, 31), WITHOUT_2020)


def expected_rolls(samples: Path, year: int) -> list[dict[str, str]]:
    path = samples / SCHOOLS / f"EXPECTED_rolls_by_council_{year}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def spelled(council: str) -> str:
    """A council by one of the ways in which its name is written."""
    name = council.lower().replace(" and ", " & ")
    return {
        "edinburgh city": "city of edinburgh",
        "eilean siar": "na h-eileanan siar",
    }.get(name, name)


@pytest.mark.parametrize("year", WORKBOOKS)
def test_rolls_are_those_published(rolls: Published, samples: Path, year: int) -> None:
    expected = expected_rolls(samples, year)
    assert len(expected) == 33
    for sector in ("total", *SECTORS):
        where = {} if sector == "total" else {"sector": sector}
        found = rolls.values(
            "school_roll", "council", period=f"month:{year}-09", **where
        )
        assert {spelled(council): value for council, value in found.items()} == {
            spelled(row["la"]): float(row[f"roll_{sector}"]) for row in expected
        }


def test_the_command_line_says_the_same(
    rolls: Published, samples: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--by", "council", "--period", "month:2022-09", "--as", "csv"]
    assert main(["--home", str(rolls.home), "ask", "school_roll", *words]) == 0
    rows = csv.DictReader(capsys.readouterr().out.splitlines())
    assert {spelled(row["place"]): row["value"] for row in rows} == {
        spelled(row["la"]): row["roll_total"] for row in expected_rolls(samples, 2022)
    }


def test_the_roll_of_scotland(rolls: Published) -> None:
    whole = rolls.ask("school_roll").whole
    assert whole is not None
    assert whole.value == 705_874
    years = rolls.ask("school_roll", grain="school_year").points
    assert [(point.period.year, point.value) for point in years] == [
        (2019, 697_989),
        (2021, 704_723),
        (2022, 705_874),
    ]


def test_a_seed_code_of_two_sectors_is_one_school_in_both(rolls: Published) -> None:
    of_two = rolls.rows(
        """
        select school, sum(pupils) from school_roll
        where month = date '2022-09-01' group by school having count(*) > 1
        """
    )
    assert len(of_two) in (25, 26)
    code, pupils = of_two[0]
    whole = rolls.ask("school_roll", school=str(code)).whole
    assert whole is not None
    assert whole.value == pupils
    assert " / " in contents(named_staff(rolls.home)).label("school", str(code))


def test_the_schools_of_scotland_are_no_places_of_the_partnership(
    rolls: Published,
) -> None:
    """A breakdown of referrals by school would list all of them, each with nought."""
    assert not rolls.ask("referrals", "school").points


def test_the_downloads_of_one_council_are_one_extract(
    samples: Path, tmp_path: Path
) -> None:
    folder = samples / SCHOOLS / "highland_primary_dashboard_downloads"
    files = sorted(folder.glob("*.csv"))
    assert len(files) == 165
    found = published(tmp_path, files, date(2023, 8, 31))
    assert not found.findings  # a yearly number is not late by the next summer
    assert found.values("school_roll", "council") == {"Highland": 16_311}
    years = found.ask("school_roll", grain="school_year").points
    assert years[0].value == 15_152  # 2009: every year of every file is there
    assert len(years) == 14


# The school census, both terms


def test_who_is_in_both_terms_is_one_child_and_who_left_was_there(
    samples: Path, tmp_path: Path
) -> None:
    autumn = samples / CENSUS / "2024_autumn_pupilonroll.csv"
    spring = samples / CENSUS / "2025_spring_pupilonroll.csv"
    published(tmp_path, [autumn], date(2025, 1, 31))
    found = published(tmp_path, [spring], date(2025, 1, 31))
    assert "rows_gone" not in [check for check, _ in found.findings]
    by_term = "select census_on, count(*) from extract.pupil group by 1 order by 1"
    assert [count for _, count in found.rows(by_term)] == [9_088, 9_498]
    assert found.rows(
        """
        select count(*) filter (terms = 2), count(*)
        from (select count(distinct census_on) as terms from extract.pupil group by scn_key)
        """
    ) == [(9_075, 9_511)]
    assert found.rows(
        """
        select count(distinct child_key),
            count(distinct child_key) filter (left_on > date '2025-01-01'),
            count(distinct child_key) filter (left_on > date '2024-12-31')
        from school_spell
        """
    ) == [(9_511, 9_498, 9_511)]


# Ready-made indicators


@pytest.fixture(scope="module")
def indicators(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Published:
    folder = samples / "scotland_child_outcomes"
    files = [
        folder / "lgbf_children_services_long_jan2022.csv",
        folder / "cpop_cpp_long.csv",
    ]
    return published(tmp_path_factory.mktemp("indicators"), files, date(2025, 8, 31))


def test_exclusions_of_a_census_are_its_known_answers(
    samples: Path, tmp_path: Path
) -> None:
    """Each term by category: for a time, for good, at lunchtime."""
    terms = ("2024_autumn", "2025_spring")
    files = [samples / CENSUS / f"{term}_termlyexclusionsonroll.csv" for term in terms]
    told = published(tmp_path / "home", files, date(2025, 12, 31))
    autumn, spring = "calendar_year:2024-01", "calendar_year:2025-01"
    for period, known in (
        (autumn, {"temporary": 4137, "removed": 4114, "lunchtime": 2122}),
        (spring, {"temporary": 4004, "removed": 4062, "lunchtime": 1998}),
    ):
        answer = told.ask("exclusions", "exclusion_kind", period=period)
        assert {p.key: p.value for p in answer.points} == known
        assert answer.whole is not None
        assert answer.whole.value == sum(known.values())


def test_attendance_of_a_census_is_that_of_its_own_columns(
    samples: Path, tmp_path: Path
) -> None:
    """Of the term that has absences; the other's file says nothing of attendance."""
    terms = ("2024_autumn", "2025_spring")
    files = [samples / CENSUS / f"{term}_pupilonroll.csv" for term in terms]
    told = published(tmp_path / "home", files, date(2025, 12, 31))
    for by, column, shown in (("school", "NativeId", 8), ("sex", "sex", 2)):
        expected = attendance_of(files[0], column)
        answer = told.ask("census_attendance", by)
        halves = [(p.numerator, p.denominator) for p in answer.points if p.denominator]
        assert len(halves) == shown
        assert sorted(halves) == sorted(expected.values())
        attended, possible = map(sum, zip(*expected.values(), strict=True))
        assert possible == 1_167_674
        assert answer.whole is not None
        assert (answer.whole.numerator, answer.whole.denominator) == (
            attended,
            possible,
        )


def attendance_of(census: Path, column: str) -> dict[str, tuple[float, float]]:
    """Half-days attended and possible by a column of a census's own file."""
    sums: dict[str, tuple[float, float]] = {}
    with census.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            possible, authorised, unauthorised = (
                float(row[f"termlysessions{kind}"] or 0)
                for kind in ("possible", "authorised", "unauthorised")
            )
            if possible:
                attended, every = sums.get(row[column], (0.0, 0.0))
                here = possible - authorised - unauthorised
                sums[row[column]] = (attended + here, every + possible)
    return sums


def test_re_registration_in_clackmannanshire(indicators: Published) -> None:
    years = indicators.ask(
        "chn22_re_registration", grain="financial_year", council="S12000005"
    ).points
    found = {p.period.year: round(p.value * 100, 2) for p in years if p.value}
    shares = (7.02, 8.70, 2.30, 4.00, 6.52, 6.90, 18.97, 12.86)
    assert found == dict(zip(range(2012, 2020), shares, strict=True))


@pytest.mark.parametrize(
    ("measure", "indicator", "of"),
    [
        ("chn17_milestones", "CHN17", 100),
        ("chn19a_attendance", "CHN19a", 100),
        ("chn20a_exclusions", "CHN20a", 1000),
        ("chn22_re_registration", "CHN22", 100),
    ],
)
def test_benchmarked_figures_are_those_of_every_council_and_year(
    indicators: Published, samples: Path, measure: str, indicator: str, of: int
) -> None:
    path = samples / "scotland_child_outcomes/EXPECTED_pivot_CHN17_19a_20a_22.csv"
    with path.open(encoding="utf-8", newline="") as file:
        expected = [
            row
            for row in csv.DictReader(file)
            if row["indicator"] == indicator and row["Local Authority"] != "Scotland"
        ]
    assert len(expected) == 32
    years = {year for row in expected for year, value in row.items() if value} - {
        *("indicator", "Local Authority")
    }
    assert len(years) >= 5
    for year in years:
        period = f"school_year:{year[:4]}-08"
        found = indicators.values(measure, "council", period=period)
        told = {spelled(k): round(v * of, 3) for k, v in found.items() if v is not None}
        assert told == pytest.approx(
            {
                spelled(row["Local Authority"]): float(row[year])
                for row in expected
                if row[year]
            },
            abs=0.0011,
        )


@pytest.mark.parametrize(
    ("measure", "indicator"),
    [
        ("child_poverty_published", "Child Poverty"),
        ("healthy_birthweight_published", "Healthy Birthweight"),
    ],
)
def test_outcomes_are_those_counted_and_none_that_was_filled_in(
    indicators: Published, samples: Path, measure: str, indicator: str
) -> None:
    path = samples / "scotland_child_outcomes" / "cpop_cpp_long.csv"
    with path.open(encoding="utf-8", newline="") as file:
        counted = {
            int(row["Year"][:4]): float(row["value"])
            for row in csv.DictReader(file)
            if row["Indicator"] == indicator
            and row["CPP"] == "Clackmannanshire"
            and row["Type"] == "Raw data"
        }
    years = indicators.ask(measure, grain="school_year", council="S12000005").points
    found = {p.period.year: p.value * 100 for p in years if p.value is not None}
    assert found == pytest.approx(counted)
    assert len(counted) >= 8


def test_a_council_of_three_spellings_is_one(indicators: Published) -> None:
    spelled = indicators.rows(
        "select source, count(distinct place) from published_indicator group by 1 order by 1"
    )
    assert spelled == [("cpop_indicators", 33), ("lgbf_indicators", 33)]
    edinburgh = "select count(distinct source) from published_indicator where place = 'S12000036'"
    assert indicators.rows(edinburgh) == [(2,)]


def test_what_was_not_published_is_no_nought(indicators: Published) -> None:
    given = "select count(*), count(value) from published_indicator where source = 'lgbf_indicators'"
    assert indicators.rows(given) == [(12_210, 11_495)]
