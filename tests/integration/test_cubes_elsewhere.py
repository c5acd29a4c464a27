"""Making cubes on another engine: what it says where it cannot, and what it finds
different. The cubes themselves: `tests/spark`."""

import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from dashboard.__main__ import main
from dashboard.errors import ForTheUser
from dashboard.measures import Measure, read_measure
from dashboard.settings import QUERIES
from dashboard.warehouse import spark
from dashboard.warehouse.cubes import CUBE_COLUMNS
from dashboard.warehouse.elsewhere import Compared, Elsewhere
from dashboard.warehouse.spark import check_spark

MEASURE = read_measure(QUERIES / "measures" / "referrals.sql")
CELLS = """
    ('', 'month', date '2026-01-01', null, null, null, 5, 4, 3, 5.0, 2.5),
    ('team', 'month', date '2026-01-01', 'T1', null, null, 3, 3, 2, 3.0, 1.5),
    ('team', 'month', date '2026-01-01', 'T2', null, null, 2, 1, 1, 2.0, null),
    ('sex,team', 'month', date '2026-01-01', 'female', 'T1', null, 3, 3, 2, 3.0, 0.1)
"""


@pytest.fixture
def elsewhere(tmp_path: Path) -> Elsewhere:
    """A picture with one small cube, and the folder of what another engine made."""
    picture(tmp_path / "exact.duckdb", MEASURE)
    duckdb.connect(str(tmp_path / "detail.duckdb")).close()
    return Elsewhere(
        tmp_path / "detail.duckdb",
        tmp_path / "exact.duckdb",
        {MEASURE.name: MEASURE},
        tmp_path / "made",
    )


def picture(path: Path, measure: Measure) -> None:
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            f"""
            create schema cube;
            create table cube.referrals ({CUBE_COLUMNS});
            insert into cube.referrals by name
            select
                *, rows as modelled, numerator as modelled_numerator,
                null as denominator, null as band, null as outcome
            from (values {CELLS}) as cells (
                combination, period_kind, period, key1, key2, key3, rows, children,
                incidents, numerator, expected
            );
            create table measure (name varchar, sql varchar);
            create table cube_depth as select 'referrals' as measure, 3 as depth;
            """
        )
        connection.execute(
            "insert into measure values (?, ?)", [measure.name, measure.sql]
        )


def compared(elsewhere: Elsewhere, made: str) -> Compared:
    """What is found where the other engine made of the cube what `made` selects."""
    folder = elsewhere.folder / MEASURE.name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with duckdb.connect(str(elsewhere.exact), read_only=True) as connection:
        connection.execute(
            f"copy ({made}) to '{folder / 'part.parquet'}' (format parquet)"
        )
    [found] = elsewhere.compare()
    return found


@pytest.mark.parametrize(
    ("made", "cells", "differing"),
    [
        ("from cube.referrals", 4, 0),
        ("from cube.referrals order by key1 desc", 4, 0),
        ("select * replace (expected + 1e-12 as expected) from cube.referrals", 4, 0),
        ("select * replace (expected + 1e-6 as expected) from cube.referrals", 4, 3),
        ("select * replace (children + 1 as children) from cube.referrals", 4, 4),
        (
            "select * replace (coalesce(expected, 0) as expected) from cube.referrals",
            4,
            1,
        ),
        ("select * replace (coalesce(key2, '') as key2) from cube.referrals", 4, 6),
        ("from cube.referrals where key1 is distinct from 'T2'", 3, 1),
        ("from cube.referrals limit 0", 0, 4),
        ("from cube.referrals union all (from cube.referrals limit 1)", 5, 0),
    ],
)
def test_what_is_not_the_same_is_found(
    elsewhere: Elsewhere, made: str, cells: int, differing: int
) -> None:
    """Last figures of sums apart, which hang on the order of adding up."""
    found = compared(elsewhere, made)
    assert found == Compared("referrals", 4, cells, differing)
    assert found.same is (cells == 4 and not differing)


def test_less_deep_is_compared_with_as_deep(elsewhere: Elsewhere) -> None:
    shallow = Elsewhere(
        elsewhere.detail, elsewhere.exact, elsewhere.catalogue, elsewhere.folder, 1
    )
    made = "from cube.referrals where combination in ('', 'team')"
    assert compared(shallow, made) == Compared("referrals", 3, 3, 0)


def test_a_measure_that_wrote_nothing_has_no_cells(elsewhere: Elsewhere) -> None:
    [found] = elsewhere.compare()
    assert found == Compared("referrals", 4, 0, 4)


def test_a_picture_of_other_definitions_is_refused(elsewhere: Elsewhere) -> None:
    with duckdb.connect(str(elsewhere.exact)) as connection:
        connection.execute("update measure set sql = 'select 1'")
    with pytest.raises(ForTheUser, match="other definitions than those of today"):
        list(elsewhere.compare())


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Takes away what Spark needs: `pyspark`, or `java`."""
    missing: set[str] = set()
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setattr(spark, "find_spec", lambda name: name not in missing or None)
    monkeypatch.setattr(
        spark.shutil, "which", lambda name: None if name in missing else f"/bin/{name}"
    )
    return missing.add


@pytest.mark.parametrize(
    ("engine", "missing", "said", "to_do"),
    [
        ("trino://here", "", "no engine", "spark://HOST:PORT"),
        ("local[2]", "pyspark", "Spark is not installed here", "pip install"),
        ("spark://here:7077", "java", "Spark needs Java 17", "openjdk-17-jre-headless"),
    ],
)
def test_it_says_in_plain_words_what_is_missing(
    elsewhere: Elsewhere,
    installed: Callable[[str], None],
    engine: str,
    missing: str,
    said: str,
    to_do: str,
) -> None:
    installed(missing)
    with pytest.raises(ForTheUser, match=said) as told:
        elsewhere.build(engine, "locality", lambda what, done, of: None)
    assert to_do in told.value.what_to_do
    assert not elsewhere.folder.exists()


def test_nothing_is_written_over(
    elsewhere: Elsewhere, installed: Callable[[str], None]
) -> None:
    check_spark("local[2]")
    elsewhere.folder.mkdir()
    (elsewhere.folder / "minutes.docx").touch()
    with pytest.raises(ForTheUser, match="There is something in"):
        elsewhere.build("local[2]", "locality", lambda what, done, of: None)
    assert (elsewhere.folder / "minutes.docx").exists()


def test_cubes_do_not_go_into_the_home(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Erasing a child looks for nothing there."""
    home = tmp_path / "home"
    words = ["cubes", "build", "--engine", "local[2]", "--to", str(home / "cubes")]
    assert main(["--home", str(home), *words, "--picture", "any"]) == 1
    assert "outside of it" in capsys.readouterr().err
    assert not (home / "cubes").exists()
