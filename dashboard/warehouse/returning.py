"""Children (and incidents) of several facts: of each fact, in which cells the same one
was before.

Two facts of a child stand in the same cells where their values agree, so a pair of them
is told by a mask: a bit for each dimension in which they agree. Of a child's facts one
after another those with the same values are a run (a row of `alike`): the fact before, in the same run,
stood in every cell of this one, so nothing earlier matters. The first fact of a run is
paired with the last of each run before it, the nearest first: in a cell, the nearest
that agrees is the one that counts.

So the pairs are few (runs of a child, not facts), and no row meets a combination but
where the child is in its cell again.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.warehouse.combinations import DEPTH
from dashboard.warehouse.engine import quoted
from dashboard.warehouse.facts import MANY_VALUED
from dashboard.warehouse.meeting import BANDED, Meeting, bit_of_list

_UNITS = ("child", "incident")
# Whose facts they are: of which measure, child or incident, which one.
_WHO = ("measure", "of_child", "unit")


@dataclass(frozen=True)
class Portion:
    """One in so many of the children, and of the incidents: which, from 0.

    Nobody is in two, so what is found of each is found of all. Told by a hash that only
    DuckDB has; the whole is told by nothing.
    """

    number: int = 0
    of: int = 1

    def holds(self, unit: str) -> str:
        """SQL: whether a fact `f` is one's of this portion."""
        return "true" if self.of == 1 else f"hash(f.{unit}) % {self.of} = {self.number}"


WHOLE = Portion()


def again_sql(mets: Sequence[Meeting], portion: Portion = WHOLE) -> str:
    """SQL: the table `again` of a statement's `with`, and those that it is made from.

    Rows (meeting, of_child, mask, nearer, value, band, outcome, month, since): the child
    (else the incident) of a fact of `month` was in the cells of `mask` before, unless one
    of the masks in `nearer` has them too; so it is one more of no period that began by
    `since`. `month_period` is there.
    """
    profile = ["band", "outcome", "single", *(quoted(d) for d in _lists(mets))]
    return f"""
            month_again as materialized ({_MONTH_AGAIN}),
            several as ({_several(mets, portion)}),
            fact_in_order as materialized ({_in_order(mets, profile, portion)}),
            alike as materialized ({_runs(profile)}),
            alike_value as materialized ({_alike_values(mets)}),
            pair as materialized ({_pairs(mets)}),
            again as ({_again(mets)})"""


# Of a month and an earlier one the latest beginning of a period that has both: to be
# counted before then or in the earlier month is the same to every period.
_MONTH_AGAIN = """
                select
                    later.measure, later.month, earlier.month as before,
                    max(later.first_month) as since
                from month_period as later
                join (select distinct measure, month from month_period) as earlier
                    on
                        earlier.measure = later.measure
                        and later.first_month <= earlier.month
                        and earlier.month <= later.month
                group by later.measure, later.month, earlier.month"""


def _lists(mets: Sequence[Meeting]) -> list[str]:
    """The many-valued dimensions of any of the measures."""
    return [d for d in MANY_VALUED if any(d in met.measure.dimensions for met in mets)]


def _most(mets: Sequence[Meeting]) -> int:
    return max(len(met.single) for met in mets)


def _in_order(mets: Sequence[Meeting], profile: Sequence[str], portion: Portion) -> str:
    """The facts of each one after another: `place`, `run`, and where a run goes on
    (`begins` is 0) the month of the fact before."""
    order = ", ".join(f"f.{name}" for name in ("month", *profile))
    window = f"over (partition by {_who('f')} order by {order})"
    last = {name: quoted("last_" + name.strip('"')) for name in ("month", *profile)}
    before = ", ".join(f"lag(f.{n}) {window} as {to}" for n, to in last.items())
    same = " and ".join(f"f.{n} is not distinct from f.{last[n]}" for n in profile)
    facts = " union all ".join(
        f"{_facts(met, unit, _lists(mets), _most(mets))} and {portion.holds(unit)}"
        for met in mets
        for unit in _UNITS
    )
    return f"""
                select f.*, sum(f.begins) {window} as run
                from (
                    select
                        f.*,
                        case when f.last_month is not null and {same} then 0 else 1 end
                            as begins
                    from (
                        select f.*, row_number() {window} as place, {before}
                        from ({facts}) as f
                        join several as s on {_same("s", "f")}
                    ) as f
                ) as f"""


def _several(mets: Sequence[Meeting], portion: Portion) -> str:
    """Who has several facts."""
    facts = " union all ".join(
        f"select {met.place} as measure, {unit == 'child'} as of_child, f.{unit} as unit"
        f" from {met.fact} as f where f.{unit} is not null and {portion.holds(unit)}"
        for met in mets
        for unit in _UNITS
    )
    return f"""
                select {_who("f")}
                from ({facts}) as f
                group by {_who("f")}
                having count(*) > 1"""


def _facts(met: Meeting, unit: str, lists: Sequence[str], most: int) -> str:
    """Facts with their single values as a list of `most`, and their lists."""
    values = [f"cast(f.{quoted(d)} as cube_value)" for d in met.single]
    single = ", ".join(values + ["null"] * (most - len(values)))
    many = "".join(
        f", cast({f'f.{quoted(d)}' if d in met.measure.dimensions else 'null'}"
        f" as cube_value[]) as {quoted(d)}"
        for d in lists
    )
    return f"""
        select
            {met.place} as measure, {unit == "child"} as of_child, f.{unit} as unit,
            f.month, f.band, f.outcome, cast([{single}] as cube_value[]) as single{many}
        from {met.fact} as f
        where {met.counts}"""


def _runs(profile: Sequence[str]) -> str:
    columns = ", ".join(f"f.{name}" for name in (*_WHO, "run", *profile))
    return f"""
                select
                    {columns}, min(f.place) as place, min(f.month) as first_month,
                    max(f.month) as last_month
                from fact_in_order as f
                group by {columns}"""


def _alike_values(mets: Sequence[Meeting]) -> str:
    """Each value of each list of a run; lists by their number."""
    return " union all ".join(
        f"select {_who('f')}, f.run, {MANY_VALUED.index(d)} as list, u.one as one"
        f" from alike as f cross join unnest(f.{quoted(d)}) as u (one)"
        for d in _lists(mets)
    ) or (
        "select f.measure, f.of_child, f.unit, f.run, 0 as list, f.single[1] as one"
        " from alike as f where false"
    )


def _pairs(mets: Sequence[Meeting]) -> str:
    """The first fact of a run with the last of each run before it; and each other fact of
    a run with the one before it, which agrees in everything."""
    columns = f"{_who('f')}, f.place, f.run"
    return f"""
                select
                    {columns}, e.run as earlier, {_agreeing(mets)} as mask, f.single,
                    f.band, f.outcome, f.first_month as month, e.last_month as before
                from alike as f
                join alike as e on {_same("e", "f")} and e.run < f.run
                union all
                select
                    {columns}, f.run as earlier, cast({2 * BANDED - 1} as bigint) as mask,
                    f.single, f.band, f.outcome, f.month, f.last_month as before
                from fact_in_order as f
                where f.begins = 0"""


def _agreeing(mets: Sequence[Meeting]) -> str:
    """The mask of two runs, by the values that they have one of."""
    bits = [
        f"case when f.single[{bit + 1}] = e.single[{bit + 1}] then {1 << bit} else 0 end"
        for bit in range(_most(mets))
    ]
    bits.append(
        "case when f.band is not distinct from e.band"
        f" and f.outcome is not distinct from e.outcome then {BANDED} else 0 end"
    )
    return f"cast({' + '.join(bits)} as bigint)"


def _again(mets: Sequence[Meeting]) -> str:
    shapes = sorted({unnested for met in mets for unnested in met.sets})
    met_in = " union all ".join(_in_meetings(mets, unnested) for unnested in shapes)
    ones = ", ".join(f"p.one{place}" for place in range(DEPTH))
    return f"""
                select
                    p.meeting, p.of_child, p.mask,
                    array_agg(p.mask) over (
                        partition by {_who("p")}, p.place, p.meeting, {ones}
                        order by p.earlier desc
                        rows between unbounded preceding and 1 preceding
                    ) as nearer,
                    list_concat([{ones}], p.single) as value,
                    p.band, p.outcome, p.month, m.since
                from ({met_in}) as p
                join month_again as m
                    on m.measure = p.measure and m.month = p.month and m.before = p.before"""


def _in_meetings(mets: Sequence[Meeting], unnested: tuple[str, ...]) -> str:
    """The pairs that agree in a value of each of these lists, once for each: in that
    meeting of every measure that has it."""
    number = {m.place: n for m in mets for n, lists in m.meetings if lists == unnested}
    meeting = " ".join(f"when p.measure = {m} then {n}" for m, n in number.items())
    ones = [f"u{place}.one as one{place}" for place in range(len(unnested))]
    ones += [
        f"cast(null as cube_value) as one{place}"
        for place in range(len(unnested), DEPTH)
    ]
    joins = " ".join(_values_of(place, d) for place, d in enumerate(unnested))
    bits = sum(bit_of_list(d) for d in unnested)
    return f"""
        select
            case {meeting} end as meeting, p.measure, p.of_child, p.unit, p.place,
            p.earlier, (p.mask | {bits}) as mask, p.single, {", ".join(ones)}, p.band,
            p.outcome, p.month, p.before
        from pair as p {joins}
        where p.measure in ({", ".join(map(str, number))})"""


def _values_of(place: int, dimension: str) -> str:
    number = MANY_VALUED.index(dimension)
    return f"""
        join alike_value as u{place}
            on {_same(f"u{place}", "p")} and u{place}.run = p.run
                and u{place}.list = {number}
        join alike_value as v{place}
            on {_same(f"v{place}", "p")} and v{place}.run = p.earlier
                and v{place}.list = {number} and v{place}.one = u{place}.one"""


def _who(table: str) -> str:
    return ", ".join(f"{table}.{name}" for name in _WHO)


def _same(one: str, other: str) -> str:
    return " and ".join(f"{one}.{name} = {other}.{name}" for name in _WHO)
