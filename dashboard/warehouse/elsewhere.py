"""The cubes of a picture made on another engine, and set beside those that DuckDB made.

What it is asked for is the picture's own: its rows, its months, its zones, and what its
models expect. So the two must be the same, cell for cell.
"""

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from dashboard.errors import ForTheUser
from dashboard.measures import Catalogue, Measure
from dashboard.warehouse.build import Progress
from dashboard.warehouse.combinations import DEPTH
from dashboard.warehouse.engine import quoted
from dashboard.warehouse.parquet import open_picture
from dashboard.warehouse.spark import check_spark, make_cubes, spark_on

_WHERE = ("combination", "period_kind", "period", "key1", "key2", "key3", "band")
_COUNTS = ("rows", "children", "incidents", "modelled")
# Engines add up in another order, and so end in other last figures.
_SUMS = ("numerator", "denominator", "expected", "modelled_numerator")
_AS_GOOD_AS = "1e-9"


@dataclass(frozen=True)
class Compared:
    """A measure's cube by DuckDB and by another engine: how many cells each has, and
    how many the other has not, or with other numbers."""

    measure: str
    cells: int
    elsewhere: int
    differing: int

    @property
    def same(self) -> bool:
        return not self.differing and self.cells == self.elsewhere


@dataclass(frozen=True)
class Elsewhere:
    """Cubes of a picture as another engine makes them, in a folder of their own.

    `deepest` is how many dimensions at most they have at once; never more than the
    picture's.
    """

    detail: Path
    exact: Path
    catalogue: Catalogue
    folder: Path
    deepest: int = DEPTH

    def build(self, engine: str, area_level: str, progress: Progress) -> None:
        """Make them on Spark. ForTheUser where that cannot be, and nothing is left."""
        check_spark(engine)
        self._make_folder()
        try:
            with (
                open_picture(self.detail, self.exact) as picture,
                spark_on(engine, self.folder / ".scratch") as spark,
            ):
                depths = self._depths(picture)
                make_cubes(spark, picture, depths, area_level, self.folder, progress)
        except BaseException:
            # Spark takes its own away at the same time.
            shutil.rmtree(self.folder, ignore_errors=True)
            raise

    def compare(self) -> Iterator[Compared]:
        """Each measure's cube beside DuckDB's."""
        with open_picture(self.detail, self.exact) as picture:
            for measure, depth in self._depths(picture).items():
                yield _compared(picture, measure, depth, self.folder / measure.name)

    def _make_folder(self) -> None:
        if self.folder.exists() and (
            not self.folder.is_dir() or any(self.folder.iterdir())
        ):
            raise ForTheUser(
                f"There is something in {self.folder} already.",
                what_to_do="Name a folder that is empty, or not there yet.",
            )
        self.folder.mkdir(parents=True, exist_ok=True)

    def _depths(self, picture: duckdb.DuckDBPyConnection) -> Mapping[Measure, int]:
        """The picture's measures as it counted them, and how deep their cubes are."""
        rows = picture.execute(
            "select m.name, m.sql, d.depth from exact.main.measure as m"
            " join exact.main.cube_depth as d on d.measure = m.name order by m.name"
        ).fetchall()
        others = [name for name, sql, _ in rows if not self._is(name, sql)]
        if others:
            raise ForTheUser(
                "This picture was counted by other definitions than those of today: "
                + ", ".join(others)
                + ".",
                what_to_do="Publish once more, and make the cubes of the new picture.",
            )
        return {
            self.catalogue[name]: min(depth, self.deepest) for name, _, depth in rows
        }

    def _is(self, name: str, sql: str) -> bool:
        return name in self.catalogue and self.catalogue[name].sql == sql


def _compared(
    picture: duckdb.DuckDBPyConnection, measure: Measure, depth: int, folder: Path
) -> Compared:
    held = f"""
        select * from exact.cube.{quoted(measure.name)}
        where combination = '' or len(string_split(combination, ',')) <= {depth:d}
    """
    made = f"select * from read_parquet({_text(folder / '*.parquet')})"
    if not any(folder.glob("*.parquet")):
        made = f"{held} limit 0"
    where = " and ".join(
        f"d.{name} is not distinct from e.{name}" for name in (*_WHERE, "outcome")
    )
    found = picture.execute(
        f"""
        select
            (select count(*) from ({held})), (select count(*) from ({made})),
            count(*) filter (not ({_same()}))
        from ({held}) as d
        full join ({made}) as e on {where}
        """
    ).fetchone()
    assert found is not None
    return Compared(measure.name, *found)


def _same() -> str:
    """SQL: whether a cell of each has the same numbers; one without the other has not."""
    counts = [f"d.{name} is not distinct from e.{name}" for name in _COUNTS]
    sums = [
        f"(d.{name} is not distinct from e.{name} or coalesce(abs(d.{name} - e.{name})"
        f" <= {_AS_GOOD_AS} * greatest(1, abs(d.{name})), false))"
        for name in _SUMS
    ]
    both = "d.combination is not null and e.combination is not null"
    return " and ".join((both, *counts, *sums))


def _text(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
