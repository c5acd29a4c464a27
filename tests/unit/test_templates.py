"""Every kind of extract can be asked for: it says why, gives examples, has a template."""

from pathlib import Path

import duckdb
import pytest

from dashboard.intake.profiles import Profile, read_profiles
from dashboard.intake.reading import read_tables
from dashboard.intake.recognise import HeaderScorer, recognise
from dashboard.reports.templates import asked_columns, blank_template
from dashboard.settings import DATA

PROFILES = read_profiles([DATA / "profiles"])


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_each_needed_column_says_why_and_gives_an_example(profile: Profile) -> None:
    assert profile.grain
    assert profile.makes_visible
    lacking = [
        column.name
        for column in profile.columns
        if column.needed and not (column.why and column.example)
    ]
    assert lacking == []


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_a_blank_template_is_read_as_its_own_kind(
    profile: Profile, tmp_path: Path
) -> None:
    path = tmp_path / f"{profile.name}.xlsx"
    path.write_bytes(blank_template(profile))
    with duckdb.connect() as connection:
        sheet = read_tables(
            connection,
            path,
            table="file",
            scratch=tmp_path,
            score=HeaderScorer(PROFILES),
        )[0]
    assert sheet.rows == 0
    asked = [column.aliases[0] for column in asked_columns(profile)]
    assert list(sheet.header) == asked
    assert recognise(path.name, sheet.header, PROFILES).profile.name == profile.name
