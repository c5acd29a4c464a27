"""The measures' SQL for other engines: whether it is in the part that they share, and
the same statement as they say it.

SQLGlot turns DuckDB's dialect into Spark's and Trino's, and passes what it does not know
(`asof join`, `group by all`, a column as a list's place) as it stands, or with another
meaning. So `data/portable_sql.toml` lists what a statement may be made of, and what is
not there is refused with what to write instead. What it cannot see, the run on Spark
does: that both engines count the same.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property
from typing import Any, NamedTuple

import sqlglot
from sqlglot import exp
from sqlglot.errors import ErrorLevel

from dashboard.errors import DefinitionError
from dashboard.settings import DATA

LIST = DATA / "portable_sql.toml"
# A column that is a day is named so, here and in queries/tables.
_DAYS = ("_on", "month", "as_at", "mid_year", "school_year")
_SHOWN = 60


class Engine(StrEnum):
    """The other engines, by SQLGlot's names of what they speak."""

    SPARK = "spark"
    TRINO = "trino"


class NotPortable(DefinitionError):
    """A statement has something that other engines do not have, or mean otherwise."""


@dataclass(frozen=True)
class _Allowed:
    """What a statement may be made of, and what to write instead of the rest."""

    nodes: Mapping[str, Mapping[str, frozenset[str]]]
    instead: Mapping[str, str]

    def fault(self, node: exp.Expr) -> str | None:
        """The name of what is not allowed here: a node, or one argument of it."""
        name = type(node).__name__
        if name not in self.nodes:
            return name
        arguments = self.nodes[name]
        for argument, value in node.args.items():
            if value in (None, False, []):
                continue
            values = arguments.get(argument)
            if values is None or (values and _said(value).casefold() not in values):
                return f"{name}.{argument}"
        return None

    def advice(self, fault: str) -> str:
        known = self.instead
        return known.get(fault) or known.get(fault.split(".", maxsplit=1)[0], "")


def _said(value: Any) -> str:
    """A value of an argument as the list writes it."""
    if isinstance(value, exp.DataType.Type):
        return value.name
    return value.name if isinstance(value, exp.Expr) else str(value)


@cache
def _allowed() -> _Allowed:
    held = tomllib.loads(LIST.read_text(encoding="utf-8"))
    return _Allowed(
        {node: _arguments(said) for node, said in held["allowed"].items()},
        held["instead"],
    )


def _arguments(said: str) -> dict[str, frozenset[str]]:
    """`kind=INNER|CROSS on` → which values `kind` may have; of `on`, any."""
    found = {}
    for one in said.split():
        argument, _, values = one.partition("=")
        found[argument] = (
            frozenset(values.casefold().split("|")) if values else frozenset()
        )
    return found


def check_portable(sql: str, name: str) -> None:
    """NotPortable with a sentence: of what is called `name`, what is DuckDB's own and
    what to write instead."""
    for fault in faults(sql):
        raise NotPortable(f"{name}: {fault}")


def faults(sql: str) -> Iterator[str]:
    """What other engines do not have of a statement, each as a sentence."""
    tree = sqlglot.parse_one(sql, read="duckdb")
    reading = _Reading(tree)
    for node in tree.walk():
        if fault := _allowed().fault(node):
            yield _sentence(node, fault, _allowed().advice(fault))
        for rule in _RULES:
            if advice := rule(reading, node):
                yield _sentence(node, type(node).__name__, advice)


def _sentence(node: exp.Expr, fault: str, instead: str) -> str:
    shown = " ".join(_shown(node).split())
    shown = shown if len(shown) <= _SHOWN else shown[: _SHOWN - 1] + "…"
    told = f" Write instead: {instead}." if instead else ""
    return f"“{shown}” is not in the SQL that other engines share ({fault}).{told}"


def _shown(node: exp.Expr) -> str:
    return node.sql(dialect="duckdb", unsupported_level=ErrorLevel.IGNORE)


# What no list of nodes can see


@dataclass(frozen=True)
class _Reading:
    """A statement that is looked through."""

    tree: exp.Expr

    @cached_property
    def tables(self) -> frozenset[str]:
        """What may stand before a column's dot."""
        found = {table.alias_or_name for table in self.tree.find_all(exp.Table)}
        named = self.tree.find_all(exp.Subquery, exp.Unnest, exp.CTE)
        return frozenset(found | {one.alias for one in named})

    def of_a_day(self, node: exp.Expr) -> str | None:
        """Days less days are days in DuckDB alone; days and a number, in some others."""
        if not isinstance(node, exp.Add | exp.Sub):
            return None
        sides = (node.this, node.expression)
        if any(isinstance(side, exp.Interval) for side in sides):
            return None
        if not any(_is_day(side) for side in sides):
            return None
        return "date_diff('day', a, b), or a day + interval '90' day"

    def of_a_place(self, node: exp.Expr) -> str | None:
        """SQLGlot counts a list's places anew where it knows that they are numbers."""
        if not isinstance(node, exp.Bracket):
            return None
        place = node.expressions[0]
        if place.find(exp.Column) and not place.find(exp.Cast):
            return "list[cast(place as integer)]"
        return None

    def of_nothing(self, node: exp.Expr) -> str | None:
        """A column of no type cannot be written elsewhere."""
        if not isinstance(node, exp.Select):
            return None
        if any(isinstance(one.unalias(), exp.Null) for one in node.expressions):
            return "cast(null as varchar), or of whichever type it is"
        return None

    def of_a_part(self, node: exp.Expr) -> str | None:
        """What stands before a dot and is no table is a struct."""
        if not isinstance(node, exp.Column) or not node.table:
            return None
        return None if node.table in self.tables else _allowed().advice("Dot")

    def of_a_list(self, node: exp.Expr) -> str | None:
        """A list becomes rows in a join of its own, and nowhere else."""
        if isinstance(node, exp.Unnest) and not isinstance(node.parent, exp.Join):
            return _allowed().advice("Explode")
        return None

    def of_all(self, node: exp.Expr) -> str | None:
        """`order by all` is read as a column of that name."""
        if isinstance(node, exp.Ordered) and node.this.name.lower() == "all":
            return _allowed().advice("Ordered")
        return None

    def of_a_file(self, node: exp.Expr) -> str | None:
        """A file in quotes is a table to DuckDB alone."""
        if isinstance(node, exp.Table) and not node.name.isidentifier():
            return "a table of queries/tables"
        return None

    def of_itself(self, node: exp.Expr) -> str | None:
        """A column that is made by the same select is known there to DuckDB alone."""
        if not isinstance(node, exp.Column) or node.table:
            return None
        select, of_the_result, made = _within(node)
        if select is None or of_the_result:
            return None
        for one in select.expressions:
            if one is not made and one.alias == node.name and one.this != node:
                return (
                    "what it is made of again, or the column with its table before it"
                )
        return None


_RULES = (
    _Reading.of_a_day,
    _Reading.of_a_place,
    _Reading.of_nothing,
    _Reading.of_a_part,
    _Reading.of_a_list,
    _Reading.of_all,
    _Reading.of_a_file,
    _Reading.of_itself,
)


def _is_day(node: exp.Expr) -> bool:
    """Whether a side of a sum is of a day, by the names of its columns."""
    if isinstance(node, exp.DateDiff):
        return False
    if isinstance(node, exp.Column):
        return node.name.endswith(_DAYS)
    return any(_is_day(child) for child in node.iter_expressions())


def _within(
    node: exp.Expr,
) -> tuple[exp.Select | None, bool, exp.Expr | None]:
    """The select a column stands in, whether in its order by, and in which column."""
    inside, ordered = node, False
    while inside.parent is not None:
        if isinstance(inside.parent, exp.Select):
            return inside.parent, ordered, inside
        ordered = ordered or isinstance(inside, exp.Order)
        inside = inside.parent
    return None, ordered, None


# The same statement as another engine says it


class Step(NamedTuple):
    """A part of a statement: what it is called, whether it is read more than once."""

    name: str
    kept: bool
    sql: str


def turned(sql: str, engine: Engine, values: Mapping[str, str] | None = None) -> str:
    """A portable statement as an engine says it.

    A name of several parts is one there (`exact.fact.referrals` → `exact_fact_referrals`),
    for engines have schemas of their own; $name is its value, as text.
    """
    return _in_words_of(engine, sqlglot.parse_one(sql, read="duckdb"), values or {})


def turned_in_steps(sql: str, engine: Engine, values: Mapping[str, str]) -> list[Step]:
    """The same, each `with` a step of its own, the statement itself the last, unnamed.

    What is `materialized` is kept: an engine that keeps nothing within a statement
    works out as often as it is read what everything else is made of.
    """
    tree = sqlglot.parse_one(sql, read="duckdb")
    within = tree.args["with_"].expressions
    tree.set("with_", None)
    steps = [
        (cte.alias, bool(cte.args.get("materialized")), cte.this) for cte in within
    ]
    return [
        Step(name, kept, _in_words_of(engine, part, values))
        for name, kept, part in [*steps, ("", True, tree)]
    ]


def _in_words_of(engine: Engine, tree: exp.Expr, values: Mapping[str, str]) -> str:
    found = tree.transform(_elsewhere, values)
    return str(found.sql(dialect=engine.value, unsupported_level=ErrorLevel.RAISE))


def _elsewhere(node: exp.Expr, values: Mapping[str, str]) -> exp.Expr:
    if isinstance(node, exp.Table):
        node.set("this", exp.to_identifier(_one_name(node), quoted=True))
        node.set("db", None)
        node.set("catalog", None)
    elif isinstance(node, exp.CTE):
        node.set("materialized", None)
    elif isinstance(node, exp.Subquery):
        # DuckDB keeps the order of a subquery; elsewhere it is work for nothing.
        node.this.set("order", None)
    elif isinstance(node, exp.DataType) and node.this is exp.DataType.Type.USERDEFINED:
        # An ENUM, for DuckDB to compare numbers; elsewhere its text.
        return exp.DataType.build("varchar", dialect="duckdb")
    elif isinstance(node, exp.Placeholder):
        return exp.Literal.string(values[node.name])
    return node


def tables_elsewhere(sql: str) -> dict[str, str]:
    """What the tables that a statement reads are called elsewhere, and here."""
    tree = sqlglot.parse_one(sql, read="duckdb")
    return {
        _one_name(table): ".".join(part.sql(dialect="duckdb") for part in table.parts)
        for table in tree.find_all(exp.Table)
    }


def _one_name(table: exp.Table) -> str:
    return "_".join(part.name for part in table.parts)
