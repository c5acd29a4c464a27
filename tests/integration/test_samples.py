"""Real public files through their profiles, against their published answers."""

from datetime import date
from pathlib import Path

import pytest

from dashboard.__main__ import main
from tests.conftest import let_everything_be_exact

pytestmark = pytest.mark.samples


@pytest.fixture(scope="module")
def census_home(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The English census and Scotland's population, published on the command line."""
    home = tmp_path_factory.mktemp("census") / "home"
    let_everything_be_exact(home)
    files = [
        samples
        / "england_childrens_services/cin_census_fake/fake_CIN_data_referrals_flat.csv",
        samples
        / "scotland_geography/nrs_mid2020_population_dz11_single_year_age_sex.csv",
        samples / "scotland_geography/lookup_dz11_iz11_ltla20.csv",
        samples / "scotland_geography/simd2020v2_dz11_ranks_deciles.csv",
    ]
    publish = ["--home", str(home), "extracts", "publish", *map(str, files)]
    assert main([*publish, "--as-at", "2030-12-31", "--yes"]) == 0
    return home


def asked(
    home: Path, capsys: pytest.CaptureFixture[str], *words: str
) -> list[dict[str, str]]:
    capsys.readouterr()
    assert main(["--home", str(home), "ask", *words, "--as", "csv"]) == 0
    header, *rows = capsys.readouterr().out.splitlines()
    import csv

    return list(csv.DictReader([header, *rows]))


def test_the_census_has_its_known_answers(
    census_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert asked(census_home, capsys, "referrals")[0]["value"] == "402"
    assert (
        asked(census_home, capsys, "referrals", "--unit", "children")[0]["value"]
        == "332"
    )
    assert asked(census_home, capsys, "repeat_within_365_days")[0]["numerator"] == "20"


def test_the_population_has_its_published_answers(
    census_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert asked(census_home, capsys, "population")[0]["value"] == "1026922"
    councils = {
        r["place"]: r["value"]
        for r in asked(census_home, capsys, "population", "--by", "council")
    }
    assert councils["Clackmannanshire"] == "10010"
    assert len([value for value in councils.values() if value != "0"]) == 32


def test_a_referral_in_the_future_is_refused_by_an_earlier_day(
    samples: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    census = (
        samples
        / "england_childrens_services/cin_census_fake/fake_CIN_data_referrals_flat.csv"
    )
    publish = ["--home", str(tmp_path), "extracts", "publish", str(census), "--yes"]
    assert main([*publish, "--as-at", str(date(2027, 1, 1))]) == 1
    assert "Received after the day of this picture" in capsys.readouterr().err
