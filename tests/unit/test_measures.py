"""A measure's file is valid as a whole, or stops the start with its name and reason."""

from pathlib import Path

import pytest

from dashboard.errors import DefinitionError
from dashboard.measures import Kind, read_catalogue, read_measure
from dashboard.settings import QUERIES

MEASURES = sorted((QUERIES / "measures").glob("*.sql"))
HEADER = """/*
title = "T"
question = "Q"
kind = "{kind}"
about = "children"
numerator = "N"
denominator = "D"
unit = "things"
family = "process"
sources = ["mosaic_referrals"]
counts = "c"
does_not_count = "d"
why = "w"
{more}
*/
"""
GOOD = "select child_key, received_on as event_on, team, 1 as numerator, 1 as denominator from referral"


DAYS = (
    "select child_key, received_on as event_on, 1 as days, 'x' as outcome from referral"
)


def write(folder: Path, sql: str, kind: str = "proportion", more: str = "") -> Path:
    path = folder / "made_up.sql"
    path.write_text(HEADER.format(kind=kind, more=more) + sql)
    return path


@pytest.mark.parametrize("path", MEASURES, ids=lambda path: path.stem)
def test_every_measure_says_what_a_reader_needs(path: Path) -> None:
    measure = read_measure(path)
    for words in (
        measure.title,
        measure.question,
        measure.counts,
        measure.does_not_count,
    ):
        assert words
    assert measure.why
    assert measure.caveats
    assert measure.scrutiny
    assert measure.question.endswith("?")


def test_every_measure_is_in_the_catalogue() -> None:
    assert set(read_catalogue([QUERIES / "measures"])) == {
        path.stem for path in MEASURES
    }


@pytest.mark.parametrize(
    ("sql", "reason"),
    [
        ("select 1", "needs the columns"),
        (
            "select child_key, event_on, numerator / 2 as numerator, 1 as denominator from t",
            "divides",
        ),
        ("select * from referral", "names its columns"),
        ("drop table referral", "one select"),
        (f"{GOOD}; {GOOD}", "one select"),
        ("select from where", ""),
    ],
)
def test_a_measure_that_is_not_one_is_refused_by_name(
    tmp_path: Path, sql: str, reason: str
) -> None:
    with pytest.raises(DefinitionError, match=r"made_up\.sql") as refused:
        read_measure(write(tmp_path, sql))
    assert reason in str(refused.value)


def test_no_header_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bare.sql"
    path.write_text(GOOD)
    with pytest.raises(DefinitionError, match=r"bare\.sql"):
        read_measure(path)


def test_a_rate_needs_a_population_and_a_duration_its_bands(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match="population"):
        read_measure(write(tmp_path, GOOD, kind="rate"))
    with pytest.raises(DefinitionError, match="bands"):
        read_measure(write(tmp_path, DAYS, kind="duration"))
    assert (
        read_measure(write(tmp_path, DAYS, "duration", "bands = [0, 7]")).kind
        is Kind.DURATION
    )


def test_places_become_levels_and_a_zone(tmp_path: Path) -> None:
    sql = GOOD.replace("team", "area, school")
    assert read_measure(write(tmp_path, sql)).dimensions == (
        "cluster", "council", "intermediate_zone", "locality", "school", "sector", "ward", "zone", "zone_on_day",
    )  # fmt: skip


@pytest.mark.parametrize("released", ["[0, 5]", "[7]", "[7, 0]"])
def test_released_bands_are_some_of_the_bands(tmp_path: Path, released: str) -> None:
    words = f"bands = [0, 7]\nreleased_bands = {released}"
    with pytest.raises(DefinitionError, match="released_bands"):
        read_measure(write(tmp_path, DAYS, "duration", words))


def test_what_clusters_is_a_column(tmp_path: Path) -> None:
    assert read_measure(write(tmp_path, GOOD, more='clusters = "team"')).clusters
    with pytest.raises(DefinitionError, match="clusters names a column"):
        read_measure(write(tmp_path, GOOD, more='clusters = "domain"'))
