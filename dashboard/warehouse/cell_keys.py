"""The keys of cells: sums of the keys of the distinct children in each.

What the noise of a cell hangs on (STATISTICS §9.3 C); only the closed set of questions
has them.
"""

from collections.abc import Sequence
from itertools import combinations

import duckdb

from dashboard.measures import Kind, Measure
from dashboard.warehouse.cubes import Meeting
from dashboard.warehouse.engine import quoted
from dashboard.warehouse.facts import MANY_VALUED


def released_band(measure: Measure, band: str) -> str:
    """SQL: of a band the wider one that it is told in."""
    if not measure.released_bands:
        return band
    days = list(measure.released_bands)
    return f"list_max(list_filter({days}, lambda day: day <= {band}))"


def create_cell_keys(
    connection: duckdb.DuckDBPyConnection,
    measure: Measure,
    wanted: Sequence[tuple[str, ...]],
) -> None:
    """Make `cell_key`: the sums of the keys of each cell's distinct children.

    Of those the numerator counts, and of all, modulo 256; for these combinations, by
    their places in `wanted`. The cube of the measure was made just before.
    """
    connection.execute("drop table if exists cell_key")
    connection.execute(
        """
        create temp table cell_key (
            combination integer, period_kind varchar, period date, key1 cube_value,
            key2 cube_value, band integer, outcome varchar,
            numerator_key integer, denominator_key integer
        )
        """
    )
    held = list(enumerate(wanted))
    for size in range(len(MANY_VALUED) + 1):
        for unnested in combinations(MANY_VALUED, size):
            ours = [
                (n, c) for n, c in held if set(c) & set(MANY_VALUED) == set(unnested)
            ]
            for banded in (False, True) if measure.kind is Kind.DURATION else (False,):
                if ours:
                    connection.execute(
                        _keys_sql(measure, ours, unnested, banded=banded),
                        [measure.name],
                    )


def _keys_sql(
    measure: Measure,
    held: Sequence[tuple[int, tuple[str, ...]]],
    unnested: Sequence[str],
    *,
    banded: bool,
) -> str:
    """Each child meets each combination once; then its key is added once."""
    bands = (
        f"{released_band(measure, 'f.band')} as band, f.outcome"
        if banded
        else "null::integer as band, null::varchar as outcome"
    )
    met = Meeting.of(measure, unnested)
    return f"""
        insert into cell_key
        with
            child as materialized (
                select
                    p.period_kind, p.period, r.band, r.outcome, r.child, r.key, r.value,
                    bool_or(r.numerator > 0) as counted
                from (
                    select {", ".join(["f.month", "f.child", bands, "f.numerator", "k.key % 256 as key"])},
                        {met.values} as value
                    from exact.fact.{quoted(measure.name)} as f
                    join child_key as k on k.child = f.child{met.lists}
                ) as r
                join exact.main.period_month as p on p.measure = ? and p.month = r.month
                group by all
            ),
            combination (number, place1, place2, place3) as (values {met.places(held)}),
            met as (
                select
                    number, period_kind, period, value[place1] as key1,
                    value[place2] as key2, band, outcome, child, key,
                    bool_or(counted) as counted
                from child, combination
                group by all
            )
        select
            number, period_kind, period, key1, key2, band, outcome,
            coalesce(sum(key) filter (counted), 0) % 256, sum(key) % 256
        from met
        group by all
    """
