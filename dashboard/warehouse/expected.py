"""What the case-mix model expects of each row of a measure, worked out on publish.

The model comes in as an argument: the warehouse knows nothing of statistics.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import duckdb
import numpy as np

from dashboard.measures import Measure
from dashboard.warehouse.engine import quoted
from dashboard.warehouse.facts import MANY_VALUED, NOT_KNOWN


class Fitted(Protocol):
    """What is kept of a model; `expected` has one element a row, NaN for none."""

    @property
    def expected(self) -> Any: ...
    @property
    def reason(self) -> str | None: ...
    @property
    def used(self) -> int: ...
    @property
    def unusable(self) -> int: ...
    @property
    def events(self) -> int: ...
    @property
    def coefficients(self) -> Sequence[Any]: ...
    @property
    def tenths(self) -> Sequence[Any]: ...
    @property
    def concordance(self) -> float: ...


Fit = Callable[[Sequence[float], Mapping[str, Any], Sequence[bool]], Fitted]


def create_case_mix_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """`case_mix`: a model a measure. `case_mix_odds`, `case_mix_tenth`: its parts."""
    connection.execute(
        """
        create or replace table exact.main.case_mix (
            measure varchar, reason varchar, used bigint, unusable bigint,
            events bigint, concordance double
        );
        create or replace table exact.main.case_mix_odds (
            measure varchar, "column" varchar, level varchar, odds_ratio double,
            lower double, upper double
        );
        create or replace table exact.main.case_mix_tenth (
            measure varchar, number integer, rows bigint, expected double,
            observed double
        );
        """
    )


def add_expected(
    connection: duckdb.DuckDBPyConnection, measure: Measure, fit: Fit
) -> None:
    """Fit the measure's model on its mature months; write what it expects of each row."""
    rows = connection.execute(
        f"""
        select f.rowid, f.numerator, coalesce(m.status = 'mature', false),
            {", ".join(f"f.{quoted(name)}" for name in measure.case_mix)}
        from exact.fact.{quoted(measure.name)} as f
        left join exact.main.measure_month as m on m.measure = ? and m.month = f.month
        order by f.rowid
        """,
        [measure.name],
    ).fetchall()
    columns = {
        name: [_known(name, row[3 + place]) for row in rows]
        for place, name in enumerate(measure.case_mix)
    }
    model = fit([row[1] for row in rows], columns, [row[2] for row in rows])
    _write_expected(connection, measure, [row[0] for row in rows], model)
    _write_model(connection, measure, model)


def _known(name: str, value: Any) -> Any:
    if name in MANY_VALUED:
        return [each for each in value if each != NOT_KNOWN]
    return None if value == NOT_KNOWN else value


def _write_expected(
    connection: duckdb.DuckDBPyConnection,
    measure: Measure,
    numbers: Sequence[int],
    model: Fitted,
) -> None:
    if model.reason is not None or not numbers:
        return
    modelled = {"number": np.array(numbers), "expected": np.asarray(model.expected)}
    connection.register("modelled", modelled)
    connection.execute(
        f"""
        update exact.fact.{quoted(measure.name)} as f
        set expected = m.expected
        from modelled as m
        where m.number = f.rowid and not isnan(m.expected)
        """
    )
    connection.unregister("modelled")


def _write_model(
    connection: duckdb.DuckDBPyConnection, measure: Measure, model: Fitted
) -> None:
    connection.execute(
        "insert into exact.main.case_mix values (?, ?, ?, ?, ?, ?)",
        [
            measure.name,
            None if model.reason is None else str(model.reason),
            model.used,
            model.unusable,
            model.events,
            model.concordance,
        ],
    )
    for odds in model.coefficients:
        connection.execute(
            "insert into exact.main.case_mix_odds values (?, ?, ?, ?, ?, ?)",
            [
                measure.name,
                odds.column,
                odds.level,
                odds.odds_ratio,
                odds.lower,
                odds.upper,
            ],
        )
    for number, tenth in enumerate(model.tenths, start=1):
        connection.execute(
            "insert into exact.main.case_mix_tenth values (?, ?, ?, ?, ?)",
            [measure.name, number, tenth.rows, tenth.expected, tenth.observed],
        )
