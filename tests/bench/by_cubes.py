"""The floor: only the look-ups in the cubes that a click makes, prepared beforehand."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from dashboard.warehouse.engine import Reader
from tests.bench.by_sql import opened

Query = tuple[str, list[Any]]


@contextmanager
def overheard() -> Iterator[list[Query]]:
    """The statements that are asked of pictures meanwhile, with what is bound to them."""
    asked: list[Query] = []
    rows = Reader.rows

    def listening(self: Reader, sql: str, values: Any = None) -> list[tuple[Any, ...]]:
        asked.append((sql, list(values or [])))
        return rows(self, sql, values)

    Reader.rows = listening  # type: ignore[method-assign]
    try:
        yield asked
    finally:
        Reader.rows = rows  # type: ignore[method-assign]


class ByCubes:
    """One connection to the picture, with the statements of each click prepared."""

    def __init__(self, exact: Path) -> None:
        self._connection = opened(exact)
        self._prepared = 0

    def prepare(self, queries: list[Query]) -> list[str]:
        """Statements that run them again; nothing is left to be planned or bound."""
        made = []
        for sql, values in queries:
            self._prepared += 1
            name = f"asked_{self._prepared}"
            self._connection.execute(f"prepare {name} as {sql}")
            bound = ", ".join(_literal(value) for value in values)
            made.append(f"execute {name}({bound})" if values else f"execute {name}")
        return made

    def run(self, prepared: list[str]) -> int:
        return sum(len(self._connection.execute(sql).fetchall()) for sql in prepared)

    def ask(self, queries: list[Query]) -> int:
        """The same as the click asks them: planned and bound each time."""
        return sum(
            len(self._connection.execute(sql, values).fetchall())
            for sql, values in queries
        )


def _literal(value: Any) -> str:
    if isinstance(value, date):
        return f"date '{value}'"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return str(value)
