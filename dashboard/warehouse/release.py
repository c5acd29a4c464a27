"""The release: all that the protected audiences are served from, protected on publish.

Beside the exact file, from the same facts and by one function: a cell of the closed set
of questions with what may be shown of it. What is not in it cannot be asked. A cell that
is not there is *few or none*, whether or not there was anything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from dashboard.measures import About, Kind, Measure
from dashboard.warehouse.cell_keys import create_cell_keys, released_band
from dashboard.warehouse.combinations import combination_name
from dashboard.warehouse.cubes import create_empty_cube
from dashboard.warehouse.engine import quoted
from dashboard.warehouse.facts import NOT_KNOWN
from dashboard.warehouse.offering import DEPTH, Offered, Shape, offered_tables
from dashboard.warehouse.periods import YEARLY

if TYPE_CHECKING:
    import pandas as pd

# A frame of keyed cells and what tables they are of → the same cells as they may be
# shown; some are gone.
Protect = Callable[[Measure, "pd.DataFrame", Shape], "pd.DataFrame"]
COLUMNS = (
    *("combination", "period_kind", "period", "key1", "key2", "key3", "band"),
    *("outcome", "rows", "children", "incidents", "numerator", "denominator"),
    *("expected", "modelled", "modelled_numerator"),
)
# What travels with the cubes and says nothing of a child.
_CARRIED = (
    *("run", "month", "place", "label", "event", "dimension", "measure", "value"),
    *(
        "zone_member",
        "school_level",
        "measure_month",
        "period_month",
        "usual",
        "outline",
    ),
    *("population_cube", "person_months", "school_days"),
)


@dataclass(frozen=True)
class Sizes:
    """How large a measure is: rows a year, years held, and values of each dimension."""

    rows_a_year: float
    years: float
    values: Mapping[str, Sequence[str]]

    @property
    def number(self) -> dict[str, int]:
        return {dimension: len(values) for dimension, values in self.values.items()}


def begin_release(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Attach a new release file as `release`."""
    file = str(path).replace("'", "''")
    connection.execute(f"attach '{file}' as release")
    connection.execute("create schema release.cube")
    connection.execute(
        "create table release.main.offered ("
        "measure varchar, combination varchar, period_kind varchar, withheld double)"
    )
    connection.execute(
        "create table release.main.band (measure varchar, days integer[])"
    )


def release_measure(
    connection: duckdb.DuckDBPyConnection,
    measure: Measure,
    protect: Protect,
    facts: int,
) -> None:
    """Write what may be shown of a measure; its facts and exact cube are there already."""
    connection.execute(
        "insert into release.main.band values (?, ?)",
        [measure.name, list(measure.released_bands or measure.bands)],
    )
    if not facts:
        offered = _offered(measure, _nothing(measure))
        _write_offered(connection, measure, offered, [1.0] * len(offered))
        create_empty_cube(connection, measure, "release.cube")
        return
    sizes = _sizes(connection, measure)
    offered = _offered(measure, sizes)
    cells = _keyed(connection, measure, offered)
    shape = Shape(offered, sizes.values, _periods(connection, measure))
    shown = protect(measure, cells, shape)[list(COLUMNS)]
    withheld = _withheld(measure, shape, sizes, shown)
    _write_offered(connection, measure, offered, withheld)
    _write_shown(connection, measure, shown)


def _write_offered(
    connection: duckdb.DuckDBPyConnection,
    measure: Measure,
    offered: Sequence[Offered],
    withheld: Sequence[float],
) -> None:
    connection.execute(
        "insert into release.main.offered select ?, unnest(?), unnest(?), unnest(?)",
        [
            measure.name,
            [combination_name(o.combination) for o in offered],
            [o.period_kind for o in offered],
            withheld,
        ],
    )


def _write_shown(
    connection: duckdb.DuckDBPyConnection, measure: Measure, shown: pd.DataFrame
) -> None:
    connection.register("shown", shown)
    connection.execute(
        f"""
        create table release.cube.{quoted(measure.name)} as
        select
            combination::varchar as combination, period_kind::varchar as period_kind,
            period::date as period, key1::varchar as key1, key2::varchar as key2,
            key3::varchar as key3, band::integer as band, outcome::varchar as outcome,
            rows::bigint as rows, children::bigint as children,
            incidents::bigint as incidents, numerator::double as numerator,
            denominator::double as denominator, expected::double as expected,
            modelled::bigint as modelled, modelled_numerator::double as modelled_numerator
        from shown
        order by combination, period_kind, period, key1, key2, band
        """
    )
    connection.unregister("shown")


def finish_release(connection: duckdb.DuckDBPyConnection) -> None:
    """Names, months and populations; of coverage which months, not how many rows."""
    for table in _CARRIED:
        connection.execute(
            f"create table release.main.{quoted(table)} as from exact.main.{quoted(table)}"
        )
    connection.execute(
        "create table release.main.coverage as"
        " select * replace (cast(null as bigint) as rows) from exact.main.coverage"
    )
    # Of rates, what a rate is over need be no finer than they are.
    connection.execute(
        "create table release.main.roll as"
        " select * replace (cast(5 * round(pupils / 5.0) as bigint) as pupils)"
        " from exact.main.roll"
    )
    connection.execute("detach release")


def _periods(
    connection: duckdb.DuckDBPyConnection, measure: Measure
) -> dict[str, dict[date, frozenset[date]]]:
    """The months of each period of each kind."""
    found: dict[str, dict[date, set[date]]] = defaultdict(lambda: defaultdict(set))
    for kind, period, month in connection.execute(
        "select period_kind, period, month from exact.main.period_month where measure = ?",
        [measure.name],
    ).fetchall():
        found[kind][period].add(month)
    return {
        kind: {period: frozenset(months) for period, months in periods.items()}
        for kind, periods in found.items()
    }


def _withheld(
    measure: Measure, shape: Shape, sizes: Sizes, shown: pd.DataFrame
) -> list[float]:
    """Of each offered table the share of cells of which nothing is shown.

    A cell is each value (or pair of values that occurs) in each period there is. Of a
    duration that is told whose bands are: without them nothing says how long.
    """
    told = shown[shown["band"].isna() & shown["numerator"].notna()]
    if measure.kind is Kind.DURATION:
        place = ["combination", "period_kind", "period", "key1", "key2"]
        told = shown[shown["band"].notna()].drop_duplicates(place)
    counts = told.groupby(["combination", "period_kind"]).size().to_dict()
    found = []
    for one in shape.offered:
        periods = len(shape.periods.get(one.period_kind, ()))
        cells = prod(sizes.number[d] for d in one.combination) * periods
        here = counts.get((combination_name(one.combination), one.period_kind), 0)
        found.append(1 - min(1.0, here / cells) if cells else 1.0)
    return found


def _offered(measure: Measure, sizes: Sizes) -> list[Offered]:
    """Of practice and of published figures no table is too fine: least numbers hold."""
    if measure.about is not About.CHILDREN:
        return offered_tables(sizes.number, float("1e9"), sizes.years, stock=True)
    once = measure.kind is Kind.STOCK or measure.yearly
    found = offered_tables(sizes.number, sizes.rows_a_year, sizes.years, stock=once)
    if measure.yearly:
        return [table for table in found if table.period_kind in YEARLY]
    return found


def _nothing(measure: Measure) -> Sizes:
    """Of a measure without a row."""
    children = measure.about is About.CHILDREN
    return Sizes(0.0, 0.0, {} if children else dict.fromkeys(measure.dimensions, ()))


def _sizes(connection: duckdb.DuckDBPyConnection, measure: Measure) -> Sizes:
    months, rows = _one(
        connection,
        f"""
        select
            (select count(distinct month) from exact.main.period_month
             where measure = $measure and period_kind = 'all'),
            (select {_size_of(measure)} from exact.cube.{quoted(measure.name)}
             where combination = '' and period_kind = $shortest and band is null)
        """,
        {
            "measure": measure.name,
            "shortest": "school_year" if measure.yearly else "month",
        },
    )
    values = connection.execute(
        f"""
        select
            combination, list_sort(list(distinct key1)),
            count(distinct key1) filter (key1 <> $unknown) > 1
        from exact.cube.{quoted(measure.name)}
        where key1 is not null and key2 is null
        group by 1
        """,
        {"unknown": NOT_KNOWN},
    ).fetchall()
    years = (months or 0) / 12
    once = measure.kind is Kind.STOCK or measure.yearly
    a_year = (rows or 0.0) * (1 if once else 12)
    if measure.about is About.CHILDREN:
        # By the one council of a partnership is everything again, with other noise.
        known = {name: found for name, found, several in values if several}
    else:
        known = {dimension: [] for dimension in measure.dimensions}
        known |= {name: found for name, found, _ in values}
    return Sizes(float(a_year), years, known)


def _size_of(measure: Measure) -> str:
    """Rows of a usual month; of a ratio its children, not their half-days, and of rows
    that hang together not the several of each child.

    Of what comes in one month of the year (pupils are admitted in August) no more than
    twice the middle month: the others would be told as finely as that one can be.
    """
    several = measure.kind is Kind.RATIO or measure.clusters
    return "median(children)" if several else "least(avg(rows), 2 * median(rows))"


def _one(
    connection: duckdb.DuckDBPyConnection, sql: str, values: Mapping[str, object]
) -> tuple[float | None, ...]:
    found = connection.execute(sql, dict(values)).fetchone()
    assert found is not None
    return tuple(found)


def _in_released_bands(measure: Measure) -> str:
    """SQL: the exact cells that are wanted, those of bands that are told as one added up.

    A child may be in two of them: of how many children a band is, nothing is told.
    """
    cube = f"""
        exact.cube.{quoted(measure.name)} as e
        semi join wanted
            on wanted.name = e.combination and wanted.period_kind = e.period_kind
    """
    if not measure.released_bands:
        return f"select * from {cube}"
    return f"""
        select
            * exclude (band, rows, children, incidents, numerator, denominator),
            {released_band(measure, "band")} as band,
            sum(rows) as rows,
            max(children) as children,
            max(incidents) as incidents,
            sum(numerator) as numerator,
            sum(denominator) as denominator
        from {cube}
        group by all
    """


def _keyed(
    connection: duckdb.DuckDBPyConnection, measure: Measure, offered: Sequence[Offered]
) -> pd.DataFrame:
    """The cells of the offered tables, with their children's keys where they are used."""
    wanted = sorted({o.combination for o in offered})
    assert all(len(combination) <= DEPTH for combination in wanted)
    keyed = measure.about is About.CHILDREN and measure.kind is not Kind.RATIO
    create_cell_keys(connection, measure, wanted if keyed else ())
    place = {combination: number for number, combination in enumerate(wanted)}
    return connection.execute(
        f"""
        with
            wanted as (
                select unnest($1) as name, unnest($2) as period_kind, unnest($3) as number
            )
        select
            c.*,
            coalesce(k.numerator_key, 0) as numerator_key,
            coalesce(k.denominator_key, 0) as denominator_key
        from ({_in_released_bands(measure)}) as c
        join wanted on wanted.name = c.combination and wanted.period_kind = c.period_kind
        left join cell_key as k
            on k.combination = wanted.number
            and k.period_kind = c.period_kind
            and k.period = c.period
            and k.key1 is not distinct from c.key1
            and k.key2 is not distinct from c.key2
            and k.band is not distinct from c.band
            and k.outcome is not distinct from c.outcome
        """,
        [
            [combination_name(o.combination) for o in offered],
            [o.period_kind for o in offered],
            [place[o.combination] for o in offered],
        ],
    ).df()
