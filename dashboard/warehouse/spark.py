"""The cubes of a picture made on Spark, from Parquet: the statements that DuckDB runs,
turned by `dashboard.portable`.

Spark is an optional extra: nothing here is imported before it is asked for.
"""

import shutil
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from os import environ
from pathlib import Path
from typing import Any

import duckdb

from dashboard.errors import ForTheUser
from dashboard.measures import Measure
from dashboard.portable import Engine, tables_elsewhere, turned, turned_in_steps
from dashboard.warehouse.build import Progress
from dashboard.warehouse.cells import cube_sql
from dashboard.warehouse.combinations import combination_name, cube_combinations
from dashboard.warehouse.engine import quoted
from dashboard.warehouse.facts import fact_sql
from dashboard.warehouse.meeting import Meeting, create_combinations, names_of
from dashboard.warehouse.parquet import write_parquet

# Most of a statement's time on Spark is its planning, whatever it counts.
AT_ONCE = 24
_LOOKED_UP = ("area_level", "school_level", "exact.main.period_month")
_SETTINGS = {
    "spark.app.name": "Sightline",
    "spark.sql.session.timeZone": "UTC",
    "spark.log.level": "ERROR",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    # A plan in words can be larger than what it counts.
    "spark.sql.maxPlanStringLength": "0",
}
# In one process on this computer. A statement is planned for longer than it runs: few
# parts, nothing compiled for one statement alone, and the planner itself compiled well.
# A hundred small tables are joined at once: each is held in a page of a megabyte, where
# Spark would take up to 64 for it, and run out of room.
_HERE = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.memory": "2g",
    "spark.driver.extraJavaOptions": "-XX:+UseSerialGC -Xss16m",
    "spark.buffer.pageSize": "1m",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.shuffle.partitions": "2",
    "spark.sql.files.minPartitionNum": "1",
    "spark.sql.adaptive.enabled": "false",
}


class Spark:
    """A session on an engine. What it takes in is in files of `scratch`, which every
    worker must be able to read."""

    def __init__(self, session: Any, scratch: Path) -> None:
        self._session = session
        self._scratch = scratch
        self._files = 0

    def take_in(
        self, connection: duckdb.DuckDBPyConnection, name: str, sql: str
    ) -> None:
        """A table from what a statement gives in DuckDB."""
        self._files += 1
        path = self._scratch / f"{self._files}.parquet"
        write_parquet(connection, sql, path)
        self._session.read.parquet(str(path)).createOrReplaceTempView(name)

    def view(self, name: str, sql: str) -> None:
        """A table that is worked out whenever it is read."""
        self._session.sql(sql).createOrReplaceTempView(name)

    def keep(self, name: str, sql: str) -> None:
        """A table that is worked out now, and of which nothing is known but its rows: a
        plan that has in it how each of its tables was made grows beyond what it counts."""
        self._session.sql(sql).localCheckpoint().createOrReplaceTempView(name)

    def write(self, sql: str, folder: Path, by: str) -> None:
        """Write what a statement gives, a folder for each value of a column."""
        self._session.sql(sql).write.partitionBy(by).parquet(str(folder))


@contextmanager
def spark_on(engine: str, scratch: Path) -> Iterator[Spark]:
    """A session on `local[2]`, `spark://…`. ForTheUser where there is no Spark here."""
    check_spark(engine)
    scratch.mkdir(parents=True)
    session = _session_on(engine, scratch)
    try:
        yield Spark(session, scratch)
    finally:
        session.stop()
        shutil.rmtree(scratch)


def _session_on(engine: str, scratch: Path) -> Any:
    with warnings.catch_warnings():
        # Of pandas, which nothing here uses.
        warnings.simplefilter("ignore", FutureWarning)
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession

        building = SparkSession.builder.master(engine)
        for name, value in _settings(engine, scratch).items():
            building = building.config(name, value)
        try:
            return building.getOrCreate()
        except (Py4JError, PySparkException) as error:
            raise ForTheUser(
                f"Spark did not start on {engine}.",
                what_to_do="Whoever runs it can say whether it is there, and whether it"
                " and this computer can reach each other.",
            ) from error


def _settings(engine: str, scratch: Path) -> dict[str, str]:
    if not engine.startswith("local"):
        return _SETTINGS
    return _SETTINGS | _HERE | {"spark.local.dir": str(scratch)}


def check_spark(engine: str) -> None:
    """ForTheUser where the engine is none of Spark's, or something of it is missing."""
    if not engine.startswith(("local", "spark://")):
        raise ForTheUser(
            f"{engine!r} is no engine that cubes can be made on.",
            what_to_do="Say where Spark is, spark://HOST:PORT, or local[2] for two cores"
            " of this computer.",
        )
    if find_spec("pyspark") is None:
        raise ForTheUser(
            "Spark is not installed here.",
            what_to_do="Install it beside Sightline: pip install 'pyspark>=4.1,<5', or in a"
            " clone uv sync --extra spark. It is of 500 MB, and needs Java 17.",
        )
    if not (shutil.which("java") or environ.get("JAVA_HOME")):
        raise ForTheUser(
            "Spark needs Java 17, and there is none here.",
            what_to_do="Install it, on Debian: apt-get install openjdk-17-jre-headless.",
        )


def make_cubes(
    spark: Spark,
    picture: duckdb.DuckDBPyConnection,
    depths: Mapping[Measure, int],
    area_level: str,
    to: Path,
    progress: Progress,
) -> None:
    """Make the cubes of these measures, each so many dimensions deep, in Parquet files
    of the folder `to`, one folder a measure. `picture`: see `open_picture`."""
    _take_in_tables(spark, picture, depths)
    measures = list(depths)
    for first in range(0, len(measures), AT_ONCE):
        mets: list[Meeting] = []
        for number, measure in enumerate(measures[first : first + AT_ONCE], first + 1):
            progress(measure.title, number, len(measures))
            _make_facts(spark, picture, measure)
            held = sorted(
                cube_combinations(measure, area_level, depths[measure]),
                key=combination_name,
            )
            mets.append(
                mets[-1].next(measure, held) if mets else Meeting(measure, held)
            )
        _make_cells(spark, mets, to)


def _take_in_tables(
    spark: Spark, picture: duckdb.DuckDBPyConnection, measures: Mapping[Measure, int]
) -> None:
    read = [measure.sql for measure in measures]
    read += [f"select 1 from {table}" for table in _LOOKED_UP]
    tables = {k: v for sql in read for k, v in tables_elsewhere(sql).items()}
    for name, table in sorted(tables.items()):
        spark.take_in(picture, name, f"from {table}")


def _make_facts(
    spark: Spark, picture: duckdb.DuckDBPyConnection, measure: Measure
) -> None:
    spark.view("counted", turned(measure.sql, Engine.SPARK))
    facts = turned(fact_sql(picture, measure), Engine.SPARK)
    if measure.case_mix:
        spark.view("fact", facts)
        spark.take_in(picture, "case_mix", _model(measure))
        facts = turned(_with_expected(measure), Engine.SPARK)
    spark.keep(f"exact_fact_{measure.name}", facts)


def _model(measure: Measure) -> str:
    """What the picture's model expects of each mix that a row may have."""
    mix = ", ".join(quoted(name) for name in measure.case_mix)
    return (
        f"select {mix}, min(expected) as expected from exact.fact.{quoted(measure.name)}"
        f" where expected is not null group by {mix}"
    )


def _with_expected(measure: Measure) -> str:
    """The facts with what the picture's model expects of them: it was fitted on publish."""
    names = (
        "month",
        "child",
        "incident",
        "numerator",
        "denominator",
        "band",
        "outcome",
    )
    columns = ", ".join(f"f.{quoted(n)}" for n in (*names, *measure.dimensions))
    same = " and ".join(f"m.{quoted(n)} = f.{quoted(n)}" for n in measure.case_mix)
    return (
        f"select {columns}, m.expected from fact as f left join case_mix as m on {same}"
    )


def _make_cells(spark: Spark, mets: Sequence[Meeting], to: Path) -> None:
    with duckdb.connect() as connection:
        create_combinations(connection, mets)
        spark.take_in(connection, "combination", "from combination")
    *steps, cells = turned_in_steps(cube_sql(mets), Engine.SPARK, names_of(mets))
    for step in steps:
        (spark.keep if step.kept else spark.view)(step.name, step.sql)
    made = to / ".made"
    spark.write(cells.sql, made, by="measure")
    for met in mets:
        folder = made / f"measure={met.place}"
        # Of one without a cell there is nothing to write.
        folder.mkdir(exist_ok=True)
        folder.rename(to / met.measure.name)
    shutil.rmtree(made)
