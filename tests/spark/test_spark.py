"""The cubes that Spark makes are those that DuckDB makes: every measure, row for row.

`make spark` runs this, in Spark's local mode: a thousand invented children, two years,
two dimensions at once.
"""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from dashboard.__main__ import main
from dashboard.demo import build
from dashboard.intake.decisions import Decisions
from dashboard.intake.publish import publish_extracts
from dashboard.intake.rules import Rules
from dashboard.partnership.carrying import import_records
from dashboard.partnership.tool_measures import whole_catalogue
from dashboard.settings import read_settings
from dashboard.warehouse import combinations
from dashboard.warehouse.build import BuildPlan
from dashboard.warehouse.elsewhere import Compared, Elsewhere
from dashboard.warehouse.engine import open_reader
from dashboard.warehouse.snapshots import Snapshots
from tests.conftest import extract_files
from tests.spark.rare import write_rare

# Some four minutes on two cores that do nothing else.
pytestmark = [pytest.mark.spark, pytest.mark.timeout(1800)]

CHILDREN, YEARS, DEPTH = 1_000, 2, 2
# Forms of tools are as many however few the children: some of them are enough.
FORMS = 400


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The partnership, published: without a release, and no cube more than two deep."""
    folder = tmp_path_factory.mktemp("spark")
    extracts, home = folder / "extracts", folder / "home"
    build(extracts, children=CHILDREN, years=YEARS)
    home.mkdir()
    import_records(home, _fewer_forms(extracts))
    truth = json.loads((extracts / "truth.json").read_text(encoding="utf-8"))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(combinations, "FEW", 10**9)
        patched.setattr(Rules, "plan", _without_release(Rules.plan))
        publish_extracts(
            [*extract_files(extracts), *write_rare(folder)],
            read_settings(home),
            as_at=date.fromisoformat(truth["as_at"]),
            decisions=Decisions(yes=True),
        )
    return home


def _fewer_forms(extracts: Path) -> str:
    """Of each tool some forms, spread over its time."""
    records = json.loads((extracts / "records.json").read_text(encoding="utf-8"))
    forms = records["tool_answer"]
    records["tool_answer"] = forms[:: max(1, len(forms) // FORMS)]
    return json.dumps(records)


def _without_release(plan):  # type: ignore[no-untyped-def]
    def planned(rules: Rules, area_level: str) -> BuildPlan:
        return replace(plan(rules, area_level), protect=None)

    return planned


def elsewhere_of(home: Path, folder: Path) -> Elsewhere:
    snapshots = Snapshots(home)
    picture = snapshots.current_id()
    return Elsewhere(
        snapshots.detail(picture),
        snapshots.exact(picture),
        whole_catalogue(read_settings(home)),
        folder,
        DEPTH,
    )


@pytest.fixture(scope="module")
def made(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cubes by the command, as a body of many councils would have them made."""
    folder = tmp_path_factory.mktemp("cubes") / "made"
    words = ["cubes", "build", "--engine", "local[2]", "--depth", str(DEPTH)]
    assert main(["--home", str(home), *words, "--to", str(folder)]) == 0
    return folder


@pytest.fixture(scope="module")
def compared(home: Path, made: Path) -> list[Compared]:
    return list(elsewhere_of(home, made).compare())


def test_every_measure_has_the_same_cube_row_for_row(
    home: Path, compared: list[Compared]
) -> None:
    for one in compared:
        print(f"{one.measure:34} {one.cells:>9,} {one.elsewhere:>9,}")
    rows = sum(one.cells for one in compared)
    print(f"{len(compared)} measures, {rows:,} rows")
    assert {one.measure for one in compared} == set(
        whole_catalogue(read_settings(home))
    )
    assert not [one for one in compared if not one.same]


def test_every_measure_has_rows_to_compare(compared: list[Compared]) -> None:
    assert not [one.measure for one in compared if not one.cells]


def test_models_and_bands_are_among_what_is_compared(home: Path) -> None:
    snapshots = Snapshots(home)
    reader = open_reader(snapshots.exact(snapshots.current_id()))
    for sql in (
        "select count(*) from cube.days_to_decision where band is not null",
        "select count(*) from cube.sdq_bands_parent where combination = 'sdq_score'",
        "select count(*) from cube.referrals where children > 1 and incidents > 0",
    ):
        assert reader.rows(sql)[0][0] > 0, sql


def test_a_cell_that_is_not_the_same_is_found(home: Path, made: Path) -> None:
    """What compares is tried on a cube with one number and one row changed."""
    elsewhere = elsewhere_of(home, made)
    [file] = sorted((made / "referrals").glob("*.parquet"))[:1]
    kept = file.read_bytes()
    import duckdb

    with duckdb.connect() as connection:
        connection.execute(
            f"create table cells as from read_parquet('{file}');"
            "update cells set children = children + 1 where rowid = 0;"
            "delete from cells where rowid = 1;"
            f"copy cells to '{file}' (format parquet)"
        )
    try:
        [found] = [one for one in elsewhere.compare() if one.measure == "referrals"]
    finally:
        file.write_bytes(kept)
    assert not found.same
    assert found.differing == 2
    assert found.elsewhere == found.cells - 1


def test_nothing_of_the_children_stays(made: Path) -> None:
    assert not list(made.glob(".*"))
