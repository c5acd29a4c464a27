"""The cells of cubes, as SQL."""

from collections.abc import Sequence

from dashboard.warehouse.meeting import BANDED, Meeting
from dashboard.warehouse.returning import Portion, again_sql

_SUMS = ("numerator", "denominator", "expected", "modelled", "modelled_numerator")
_PARTS = ("rows", "children", "incidents", *_SUMS)
_CELL = "number, banded, key1, key2, key3, band, outcome"
# Dimensions of a combination stand in a row's list of values from 1: that it is a whole
# number must be said, or SQLGlot does not count from 0 for engines that do.
_KEY = (
    "c.measure, c.number, c.banded, r.value[cast(c.place1 as integer)] as key1, "
    "r.value[cast(c.place2 as integer)] as key2, "
    "r.value[cast(c.place3 as integer)] as key3, "
    "case when c.banded then r.band end as band, "
    "case when c.banded then r.outcome end as outcome"
)


def cube_sql(mets: Sequence[Meeting], apart: bool = False) -> str:
    """Every cell of the cubes of these measures, in one statement: planning one takes as
    long as a small measure's cells. `measure` is a cell's measure by its place.

    Cells are of months first, and those of longer periods are theirs added up. Each row
    meets each combination once, and is counted as though it were of another child (and
    incident); then those that were in the same cell before are taken off each period that
    began no later: `returned`, which is a table already where it was made `apart`. That is
    exact, as a period has every month that counts between its first and its last.

    The text is one for every engine (`dashboard.portable`): so it names what it groups
    by and the columns of a union, and joins on conditions.
    """
    return f"""
        with
            month_period as materialized ({_month_periods(mets)}),
            asked as materialized ({_asked(mets)}),
            {"" if apart else f"{again_sql(mets)}, returned as ({_RETURNED}),"}
            month_part as (
                select
                    measure, {_CELL}, month, cast(null as date) as since,
                    cast(count(*) as double) as rows,
                    cast(count(met.child) as double) as children,
                    cast(count(met.incident) as double) as incidents,
                    cast(sum(met.numerator) as double) as numerator,
                    cast(sum(met.denominator) as double) as denominator,
                    cast(sum(met.expected) as double) as expected,
                    cast(count(met.expected) as double) as modelled,
                    cast(
                        sum(case when met.expected is not null then met.numerator end)
                        as double
                    ) as modelled_numerator
                from (
                    select
                        {_KEY}, r.month, r.child, r.incident, r.numerator, r.denominator,
                        r.expected
                    from ({_rows(mets)}) as r
                    join asked as c on c.meeting = r.meeting
                ) as met
                group by measure, {_CELL}, month
                union all
                select
                    measure, {_CELL}, month, since, cast(null as double) as rows,
                    0 - children as children, 0 - incidents as incidents,
                    {", ".join(f"cast(null as double) as {one}" for one in _SUMS)}
                from returned
            ),
            cell as (
                select
                    {", ".join(f"m.{one}" for one in _CELL.split(", "))},
                    p.number as period_number, {_summed("m")}
                from month_part as m
                join month_period as p on p.measure = m.measure and p.month = m.month
                where m.since is null or p.first_month <= m.since
                group by
                    {", ".join(f"m.{one}" for one in _CELL.split(", "))}, p.number
            )
        select
            measure, name as combination, period_kind, period,
            cast(key1 as varchar) as key1, cast(key2 as varchar) as key2,
            cast(key3 as varchar) as key3, band, outcome,
            cast(rows as bigint) as rows, cast(children as bigint) as children,
            cast(incidents as bigint) as incidents, numerator, denominator, expected,
            cast(modelled as bigint) as modelled, modelled_numerator
        from (
            select c.measure, c.name, p.period_kind, p.period, cell.*
            from cell
            join asked as c on c.number = cell.number and c.banded = cell.banded
            join (
                select distinct number, period_kind, period from month_period
            ) as p on p.number = cell.period_number
            order by
                cell.number, cell.period_number, cell.key1, cell.key2, cell.key3, cell.band
        ) as sorted
    """


def returned_sql(mets: Sequence[Meeting], portion: Portion) -> str:
    """Rows of `returned` of one portion of the children and incidents: (measure, a cell,
    month, since, children, incidents), how many stood in the cell of a month before, and
    so are no more of a period that began by `since`."""
    return f"""
        with
            month_period as materialized ({_month_periods(mets)}),
            asked as materialized ({_asked(mets)}),
            {again_sql(mets, portion)}
        {_RETURNED}"""


_RETURNED = f"""
        select
            measure, {_CELL}, month, since, cast(sum(child) as double) as children,
            cast(sum(1 - child) as double) as incidents
        from (
            select
                {_KEY}, r.month, r.since, case when r.of_child then 1 else 0 end as child
            from again as r
            join asked as c on c.meeting = r.meeting and (r.mask & c.mask) = c.mask
            where
                r.nearer is null
                or array_length(
                    list_filter(r.nearer, lambda n: (n & c.mask) = c.mask)
                ) = 0
        ) as met
        group by measure, {_CELL}, month, since"""


def _month_periods(mets: Sequence[Meeting]) -> str:
    """The months of each period, with its first; periods are numbered in their order."""
    each = " union all ".join(
        f"select {met.place} as measure, p.period_kind, p.period, p.month"
        f" from exact.main.period_month as p where p.measure = $measure{met.place}"
        for met in mets
    )
    return f"""
        select
            p.measure, p.period_kind, p.period, p.month,
            min(p.month) over (partition by p.measure, p.period_kind, p.period)
                as first_month,
            dense_rank() over (order by p.measure, p.period_kind, p.period) as number
        from ({each}) as p"""


def _asked(mets: Sequence[Meeting]) -> str:
    """The combinations, and of a duration each again by band and outcome."""
    columns = "c.measure, c.number, c.name, c.meeting, c.place1, c.place2, c.place3"
    banded = "".join(
        f" union all select {columns}, c.mask + {BANDED} as mask, true as banded"
        f" from combination as c where c.measure = {met.place}"
        for met in mets
        if met.banded
    )
    return f"select {columns}, c.mask, false as banded from combination as c{banded}"


def _rows(mets: Sequence[Meeting]) -> str:
    """The facts of every meeting of every measure."""
    return " union all ".join(
        met.rows(
            unnested,
            f"{number} as meeting, f.month, f.child, f.incident, f.numerator,"
            " f.denominator, f.expected, f.band, f.outcome",
            f"where {met.counts}",
        )
        for met in mets
        for number, unnested in met.meetings
    )


def _summed(of: str) -> str:
    return ", ".join(f"sum({of}.{part}) as {part}" for part in _PARTS)
