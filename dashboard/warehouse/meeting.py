"""How the facts of a measure meet the combinations of its cube."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import duckdb

from dashboard.measures import Kind, Measure
from dashboard.warehouse.combinations import DEPTH, combination_name
from dashboard.warehouse.engine import quoted
from dashboard.warehouse.facts import MANY_VALUED

# The bits of a mask: dimensions of one value by their order in the measure, then lists,
# the same in every measure, then band and outcome.
_FIRST_LIST = 40
BANDED = 1 << 50


def bit_of_list(dimension: str) -> int:
    return 1 << (_FIRST_LIST + MANY_VALUED.index(dimension))


@dataclass(frozen=True)
class Meeting:
    """How a measure's facts meet combinations: a row meets each of them once, but once
    for each value of a dimension that has many, where the combination has that.

    So the facts are there once for each set of many-valued dimensions (`meeting`), whose
    lists have a value once. A row's values stand in a list, those of its meeting's
    many-valued dimensions in the first places. A combination's `mask` has a bit for each
    of its dimensions. Where one statement counts several measures, it is the one at
    `place`, its meetings and combinations numbered on from the ones before.
    """

    measure: Measure
    held: Sequence[tuple[str, ...]]
    place: int = 0
    first_meeting: int = 0
    first_number: int = 0

    def next(self, measure: Measure, held: Sequence[tuple[str, ...]]) -> "Meeting":
        """That of another measure, to be counted in the same statement."""
        return Meeting(
            measure,
            held,
            self.place + 1,
            self.first_meeting + len(self.sets),
            self.first_number + len(self.held),
        )

    @property
    def fact(self) -> str:
        return f"exact.fact.{quoted(self.measure.name)}"

    @property
    def banded(self) -> bool:
        """Whether each cell is told by band and outcome, too."""
        return self.measure.kind is Kind.DURATION

    @cached_property
    def sets(self) -> list[tuple[str, ...]]:
        """The many-valued dimensions of each meeting."""
        return sorted({_many(combination) for combination in self.held})

    @property
    def meetings(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        """The number of each meeting, and its many-valued dimensions."""
        return enumerate(self.sets, self.first_meeting)

    @cached_property
    def single(self) -> list[str]:
        """The dimensions of which a row has one value."""
        return [d for d in self.measure.dimensions if d not in MANY_VALUED]

    @property
    def counts(self) -> str:
        """SQL: whether the month of a fact `f` is of any period; `month_period` is there."""
        return (
            "exists (select 1 from month_period as p"
            f" where p.measure = {self.place} and p.month = f.month)"
        )

    def bit(self, dimension: str) -> int:
        if dimension in MANY_VALUED:
            return bit_of_list(dimension)
        return 1 << self.single.index(dimension)

    def rows(self, unnested: Sequence[str], columns: str, joined: str = "") -> str:
        """SQL: the facts `f` of a meeting with these columns, and their values as a list."""
        return (
            f"select {columns}, {self._values(unnested)} as value"
            f" from {self.fact} as f{_lists(unnested)} {joined}"
        )

    def _values(self, unnested: Sequence[str]) -> str:
        many = [f"u{place}.{quoted(d)}" for place, d in enumerate(unnested)]
        many += ["null"] * (DEPTH - len(many))
        single = [f"f.{quoted(d)}" for d in self.single]
        inside = ", ".join(f"cast({one} as cube_value)" for one in (*many, *single))
        return f"cast([{inside}] as cube_value[])"

    def combinations(self) -> Iterator[tuple[int | str | None, ...]]:
        """Rows of the table `combination`."""
        for number, combination in enumerate(self.held, self.first_number):
            meeting = self.first_meeting + self.sets.index(_many(combination))
            name = combination_name(combination)
            mask = sum(self.bit(dimension) for dimension in combination)
            places = self._places(combination)
            yield (self.place, number, name, meeting, mask, *places)

    def _places(self, combination: tuple[str, ...]) -> list[int | None]:
        many = _many(combination)
        found = [
            1 + (many.index(d) if d in many else DEPTH + self.single.index(d))
            for d in combination
        ]
        return [*found, *[None] * (DEPTH - len(found))]


def create_combinations(
    connection: duckdb.DuckDBPyConnection, mets: Sequence[Meeting]
) -> None:
    """Make `combination`: rows (measure, number, name, meeting, mask, place1, place2,
    place3), the places being where its dimensions stand in a row's list of values, from 1.

    A table: as text in the statement, some two hundred take longer to read than a small
    measure's cells to count.
    """
    rows = [row for met in mets for row in met.combinations()]
    connection.execute(
        """
        create or replace temp table combination as
        select
            unnest(?::integer[]) as measure, unnest(?::integer[]) as number,
            unnest(?::varchar[]) as name, unnest(?::integer[]) as meeting,
            unnest(?::bigint[]) as mask, unnest(?::integer[]) as place1,
            unnest(?::integer[]) as place2, unnest(?::integer[]) as place3
        """,
        [list(column) for column in zip(*rows, strict=True)],
    )


def names_of(mets: Sequence[Meeting]) -> dict[str, str]:
    """The values that are bound in the statement of these measures' cubes."""
    return {f"measure{met.place}": met.measure.name for met in mets}


def _lists(unnested: Sequence[str]) -> str:
    """Each list is unnested by a join of its own: two in one select would be zipped."""
    return "".join(
        f" cross join unnest(f.{quoted(d)}) as u{place} ({quoted(d)})"
        for place, d in enumerate(unnested)
    )


def _many(combination: Sequence[str]) -> tuple[str, ...]:
    return tuple(d for d in MANY_VALUED if d in combination)
