"""A cell counts each child and incident once, whatever they did before: any facts, any
months that were not sent, beside plain sets."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import product

import duckdb
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dashboard.measures import Kind, read_measure
from dashboard.settings import QUERIES
from dashboard.warehouse.combinations import combination_name, cube_combinations
from dashboard.warehouse.cubes import create_cube

MEASURE = replace(
    read_measure(QUERIES / "measures" / "referrals.sql"),
    name="any",
    kind=Kind.DURATION,
    columns=("event_on", "sex", "source_agency", "concern"),
)
MONTHS = [date(2025, month, 1) for month in range(1, 9)]
DEPTH = 2


@dataclass(frozen=True)
class Fact:
    month: date
    child: int | None
    incident: int | None
    band: int
    sex: str
    concern: tuple[str, ...]


FACTS = st.lists(
    st.builds(
        Fact,
        month=st.sampled_from(MONTHS),
        child=st.none() | st.integers(1, 4),
        incident=st.none() | st.integers(1, 4),
        band=st.sampled_from([0, 5]),
        sex=st.sampled_from(["f", "m"]),
        concern=st.sampled_from([("a",), ("b",), ("a", "b")]),
    ),
    min_size=1,
    max_size=25,
)
# A gap may be anywhere: a period is of what was sent between its first month and its last.
SENT = st.lists(st.sampled_from(MONTHS), unique=True).map(sorted)
# Whoever comes again is looked for among all facts, or in several portions of the children.
AT_ONCE = st.sampled_from([5, 100])
Periods = list[tuple[str, date, date]]
Key = tuple[object, ...]


# None of whom comes again.
STRANGERS = [Fact(MONTHS[n], n, None, 0, "f", ("a", "b")) for n in range(8)]


@example(facts=STRANGERS, sent=MONTHS, at_once=5)
@example(facts=STRANGERS, sent=MONTHS, at_once=100)
@settings(max_examples=50, deadline=None)
@given(FACTS, SENT, AT_ONCE)
def test_a_cell_counts_each_child_and_incident_once(
    facts: list[Fact], sent: list[date], at_once: int
) -> None:
    periods = [
        *(("month", month, month) for month in sent),
        *(("half", date(2025, 1 + 4 * (m.month > 4), 1), m) for m in sent),
        *(("all", date(1900, 1, 1), month) for month in sent),
    ]
    assert _by_the_cube(facts, periods, at_once) == _by_sets(facts, periods)


def _by_the_cube(
    facts: Sequence[Fact], periods: Periods, at_once: int
) -> dict[Key, Key]:
    with duckdb.connect() as connection:
        connection.execute(
            """
            attach ':memory:' as exact;
            create schema exact.fact; create schema exact.cube;
            create table exact.period_month (
                measure varchar, period_kind varchar, period date, month date);
            create table exact.fact."any" (
                month date, child bigint, incident bigint, numerator double,
                denominator double, expected double, band integer, outcome varchar,
                sex varchar, source_agency varchar, concern varchar[])
            """
        )
        if periods:
            connection.executemany(
                "insert into exact.period_month values ('any', ?, ?, ?)", periods
            )
        if facts:
            connection.executemany(
                "insert into exact.fact.\"any\" values (?, ?, ?, 1, 0, null, ?, 'd', ?, 't', ?)",
                [
                    [f.month, f.child, f.incident, f.band, f.sex, list(f.concern)]
                    for f in facts
                ],
            )
        create_cube(connection, MEASURE, "locality", DEPTH, at_once)
        return {
            tuple(row[:6]): tuple(row[6:])
            for row in connection.execute(
                """
                select
                    combination, period_kind, period, key1, key2, band,
                    rows, children, incidents
                from exact.cube."any"
                """
            ).fetchall()
        }


def _by_sets(facts: Sequence[Fact], periods: Periods) -> dict[Key, Key]:
    met: dict[Key, list[Fact]] = defaultdict(list)
    for fact, (kind, period, month) in product(facts, periods):
        if fact.month == month:
            for name, keys in _cells(fact):
                for band in (None, fact.band):
                    met[name, kind, period, *keys, band].append(fact)
    return {
        cell: (
            len(rows),
            len({f.child for f in rows} - {None}),
            len({f.incident for f in rows} - {None}),
        )
        for cell, rows in met.items()
    }


def _cells(fact: Fact) -> list[tuple[str, Key]]:
    """Each combination's name with its keys: one cell for each value of a list."""
    values = {
        **dict.fromkeys(MEASURE.dimensions, ("not_known",)),
        "sex": (fact.sex,),
        "source_agency": ("t",),
        "concern": fact.concern,
    }
    return [
        (combination_name(held), (*keys, *[None] * (DEPTH - len(keys))))
        for held in cube_combinations(MEASURE, "locality", DEPTH)
        for keys in product(*(values[dimension] for dimension in held))
    ]
