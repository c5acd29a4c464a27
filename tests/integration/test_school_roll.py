"""School rolls as they are published: the yearly workbook, and a download for each school."""

from datetime import date
from pathlib import Path

import pytest

from dashboard.access.viewer import named_staff
from dashboard.answers import Question, ask
from dashboard.filters import Filters
from dashboard.intake.findings import ExtractsRefused, Severity
from dashboard.intake.profiles import read_profiles
from dashboard.intake.publish import publish_extracts
from dashboard.intake.recognise import recognise
from dashboard.settings import read_settings

pytestmark = pytest.mark.usefixtures("few_measures")

WORKBOOK = """Local Authority,SeedCode,School Name,School Type,Pupil roll(1),Roll by sex [Note 2] Female
Clackmannanshire,5710001,Moorhead Primary School,Primary,120,60
Edinburgh City,5520002,Strand School,Primary,200,*
"Edinburgh, City of",5520002,Strand School,Secondary,300,c
Grant aided [ NOTE ],8570003,Hill School,Special,9,c
"""
DOWNLOAD = """year,seed_code,la_code,la_name,school_name,school_type,measure_category,measure,value,chart_label
2021,{seed},150,Clackmannanshire,{name},Primary,trend,Pupil Numbers,{roll},
2021,{seed},150,Clackmannanshire,{name},Primary,trend,Pupil Teacher Ratio,14.2,
2022,{seed},150,Clackmannanshire,{name},Primary,trend,Pupil Numbers,130,
2022,{seed},150,Clackmannanshire,{name},Primary,sex,Female,40-50%,
"""
AS_AT = date(2022, 10, 31)


def publish(home: Path, files: dict[str, str]) -> list[tuple[str, Severity]]:
    paths = [home / name for name in files]
    for path, text in zip(paths, files.values(), strict=True):
        path.write_text(text, encoding="utf-8")
    _, arrived = publish_extracts(paths, read_settings(home), as_at=AS_AT)
    return [(f.check, f.severity) for file in arrived for f in file.findings]


def download(seed: str, name: str, roll: str = "125") -> str:
    return DOWNLOAD.format(seed=seed, name=name, roll=roll)


def rolls(home: Path, by: str, period: str = "all") -> dict[str, float | None]:
    question = Question("school_roll", Filters.of({}, period), by=by)
    return {p.label: p.value for p in ask(question, named_staff(home)).points}


def test_a_workbook_is_read_by_council_sector_and_school(tmp_path: Path) -> None:
    assert not publish(tmp_path, {"school level 2022 V4.csv": WORKBOOK})
    assert rolls(tmp_path, "council") == {
        "City of Edinburgh": 500,
        "Clackmannanshire": 120,
        "Grant aided": 9,
    }
    assert sorted(rolls(tmp_path, "sector").values()) == [9, 300, 320]
    assert rolls(tmp_path, "school")["Strand School"] == 500


def test_its_other_columns_make_the_workbook_no_less_sure() -> None:
    profiles = read_profiles(read_settings().profile_folders)
    header = [*WORKBOOK.splitlines()[0].split(","), *(f"S{n}" for n in range(50))]
    found = recognise("2022.csv", header, profiles)
    assert (found.profile.name, found.sure, found.unread) == ("school_roll", 1, ())


def test_a_workbook_without_its_year_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExtractsRefused, match="year cannot be read from the file's"):
        publish(tmp_path, {"school level.csv": WORKBOOK})


def test_one_schools_download_takes_away_no_other_schools(tmp_path: Path) -> None:
    both = {
        "one.csv": download("5710001", "Moorhead Primary School"),
        "two.csv": download("5710004", "Brae Primary School"),
    }
    assert not publish(tmp_path, both)
    publish(tmp_path, {"new.csv": download("5710004", "Brae Primary School", "126")})
    assert rolls(tmp_path, "school", "month:2021-09") == {
        "Moorhead Primary School": 125,
        "Brae Primary School": 126,
    }


def test_the_workbook_goes_before_a_download_of_the_same_school(tmp_path: Path) -> None:
    publish(tmp_path, {"school level 2022.csv": WORKBOOK})
    publish(tmp_path, {"one.csv": download("5710001", "Moorhead Primary School")})
    assert rolls(tmp_path, "council")["Clackmannanshire"] == 120
    assert rolls(tmp_path, "council", "month:2021-09") == {
        "City of Edinburgh": 0,
        "Clackmannanshire": 125,
        "Grant aided": 0,
    }


def test_a_school_without_its_number_is_worth_a_look(tmp_path: Path) -> None:
    withheld = download("5710001", "Moorhead Primary School", "c")
    assert publish(tmp_path, {"one.csv": withheld}) == [
        ("school_roll_not_given", Severity.SHOULD_LOOK)
    ]
