"""The page that says what is held says what the profiles and tables do."""

import pytest

from dashboard.__main__ import main
from dashboard.intake.profiles import Profile, read_profiles
from dashboard.reports.held import (
    CODED,
    KEPT,
    LEFT,
    USED,
    becomes,
    held_in_words,
    worked_out,
)
from dashboard.settings import DATA, PROJECT
from dashboard.warehouse.tables import read_extract_tables

PROFILES = read_profiles([DATA / "profiles"])
TABLES = read_extract_tables()
PAGE = PROJECT / "docs" / "what-is-held.md"


def test_the_page_is_what_the_profiles_say_now() -> None:
    """Where this fails: python -m dashboard held > docs/what-is-held.md"""
    assert PAGE.read_text(encoding="utf-8") == held_in_words(PROFILES, TABLES)


def test_the_command_prints_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["held"]) == 0
    assert capsys.readouterr().out == held_in_words(PROFILES, TABLES)


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_every_column_of_a_table_is_told_of(profile: Profile) -> None:
    """Nothing is kept of a file that its section does not name."""
    table = TABLES[profile.table]
    told = {
        column.name
        for column in profile.columns
        if becomes(column, table) in (KEPT, CODED)
    }
    could = {column.name for column in profile.columns if column.type != "ignored"}
    filled = set(table.columns) & (could | {"data_zone"})
    assert filled - {"data_zone"} <= told | set(worked_out(profile, table))


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_names_births_and_postcodes_are_in_no_table(profile: Profile) -> None:
    table = TABLES[profile.table]
    for column in profile.columns:
        what = becomes(column, table)
        if column.type in ("birth_date", "postcode"):
            assert what == USED
        if column.type == "ignored":
            assert what == LEFT
        if column.type == "identifier":
            assert what == CODED
        if what in (USED, LEFT):
            assert column.name not in table.columns, column.name


def test_what_is_read_says_why() -> None:
    lacking = [
        f"{profile.name}.{column.name}"
        for profile in PROFILES.values()
        for column in profile.columns
        if column.type != "ignored" and not column.why
    ]
    assert lacking == []
