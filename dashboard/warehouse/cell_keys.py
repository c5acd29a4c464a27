"""The keys of cells: sums of the keys of the distinct children in each.

What the noise of a cell hangs on (STATISTICS §9.3 C); only the closed set of questions
has them.
"""

from collections.abc import Sequence

import duckdb

from dashboard.measures import Measure
from dashboard.warehouse.meeting import Meeting, create_combinations


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
    connection.execute(
        """
        create or replace temp table cell_key (
            combination integer, period_kind varchar, period date, key1 varchar,
            key2 varchar, band integer, outcome varchar,
            numerator_key integer, denominator_key integer
        )
        """
    )
    if wanted:
        met = Meeting(measure, wanted)
        create_combinations(connection, [met])
        connection.execute(_keys_sql(met), [measure.name])


def _keys_sql(met: Meeting) -> str:
    """Each child meets each combination once; then its key is added once."""
    bands = ["false as banded, cast(null as integer) as band, null as outcome"]
    if met.banded:
        band = released_band(met.measure, "f.band")
        bands.append(f"true as banded, {band} as band, f.outcome")
    facts = " union all ".join(
        met.rows(
            unnested,
            f"{number} as meeting, {banded}, f.month, f.child, f.numerator, k.key % 256 as key",
            "join child_key as k on k.child = f.child",
        )
        for number, unnested in met.meetings
        for banded in bands
    )
    return f"""
        insert into cell_key
        with
            child as materialized (
                select
                    r.meeting, r.banded, p.period_kind, p.period, r.band, r.outcome,
                    r.child, r.key, r.value, bool_or(r.numerator > 0) as counted
                from ({facts}) as r
                join exact.main.period_month as p on p.measure = ? and p.month = r.month
                group by all
            ),
            met as (
                select
                    number, banded, period_kind, period, value[place1] as key1,
                    value[place2] as key2, band, outcome, child, key,
                    bool_or(counted) as counted
                from child
                join combination using (meeting)
                group by all
            )
        select
            number, period_kind, period, key1::varchar, key2::varchar, band, outcome,
            coalesce(sum(key) filter (counted), 0) % 256, sum(key) % 256
        from met
        group by number, banded, period_kind, period, key1, key2, band, outcome
    """
