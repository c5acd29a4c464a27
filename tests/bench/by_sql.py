"""The same numbers by raw SQL, asked of the rows in DuckDB.

The rows are the measure's facts: each with its places, month and values on it already,
so that nothing is joined. That is the best that rows can be kept for it.
"""

from pathlib import Path

import duckdb

from dashboard.warehouse.engine import reading
from tests.bench.panels import WHOLE, Click, Numbers, Panel

LISTS = ("concern", "zone", "zone_on_day")
_WHOLE = ("rows", "children", "incidents")


def opened(exact: Path) -> duckdb.DuckDBPyConnection:
    """As the product opens it: one database a process, so that its memory is shared."""
    return duckdb.connect(str(exact), read_only=True, config=reading())


class BySql:
    """One connection to the file that has the rows; read alone, as ours is."""

    def __init__(self, exact: Path) -> None:
        self._connection = opened(exact)

    def a_query_a_panel(self, click: Click) -> Numbers:
        told: Numbers = {}
        for panel in click:
            sql, values = _grouped(panel)
            rows = self._connection.execute(sql, values).fetchall()
            told[panel.name] = _told(panel, rows)
        return told

    def one_query(self, click: Click) -> Numbers:
        """Panels that share their filters by grouping sets, what is left beside them."""
        sql, values = _at_once(click)
        found: dict[str, list[tuple[object, int]]] = {p.name: [] for p in click}
        told: Numbers = {}
        for name, key, rows, children, incidents in self._connection.execute(
            sql, values
        ).fetchall():
            if name == WHOLE:
                told[WHOLE] = dict(
                    zip(_WHOLE, (rows, children, incidents), strict=True)
                )
            else:
                found[name].append((key, rows))
        for panel in click:
            if panel.name != WHOLE:
                told[panel.name] = _told(panel, found[panel.name])
        return told


def _told(panel: Panel, rows: list[tuple[object, ...]]) -> dict[str, int]:
    if panel.name == WHOLE:
        return {k: int(str(v)) for k, v in zip(_WHOLE, rows[0], strict=True)}
    return {str(key): int(str(number)) for key, number in rows}


def _where(panel: Panel) -> tuple[str, list[object]]:
    where = ["month between ? and ?", *(f'"{d}" = ?' for d, _ in panel.clauses)]
    return " and ".join(where), [
        panel.first,
        panel.last,
        *(v for _, v in panel.clauses),
    ]


def _grouped(panel: Panel) -> tuple[str, list[object]]:
    where, values = _where(panel)
    table = f'fact."{panel.measure}"'
    if panel.by is None:
        return (
            f"select count(*), count(distinct child), count(distinct incident) from {table} where {where}",
            values,
        )
    key = f'unnest("{panel.by}")' if panel.by in LISTS else f'"{panel.by}"'
    return (
        f"select {key} as key, count(*) from {table} where {where} group by 1",
        values,
    )


def _at_once(click: Click) -> tuple[str, list[object]]:
    together = _together(click)
    parts, values = [], []
    for panel in click:
        if panel in together:
            continue
        sql, bound = _grouped(panel)
        parts.append(_named(panel, sql))
        values += bound
    where, bound = _where(together[0])
    keys = [f'"{panel.by}"' for panel in together]
    names = " ".join(
        f"when grouping({key}) = 0 then '{panel.name}'"
        for key, panel in zip(keys, together, strict=True)
    )
    chosen = " ".join(f"when grouping({key}) = 0 then {key}" for key in keys)
    parts.append(
        f"""
        select case {names} end, case {chosen} end, count(*), 0, 0
        from fact."{together[0].measure}" where {where}
        group by grouping sets ({", ".join(f"({key})" for key in keys)})
        """
    )
    return " union all ".join(parts), values + bound


def _together(click: Click) -> list[Panel]:
    """The panels of one value a row that share filters, months and measure."""
    single = [p for p in click if p.by and p.by not in LISTS and p.by != "month"]
    first = next(p for p in single if p.name == "area")
    return [
        p
        for p in single
        if (p.measure, p.clauses, p.first)
        == (first.measure, first.clauses, first.first)
    ]


def _named(panel: Panel, sql: str) -> str:
    if panel.by is None:
        return f"select '{panel.name}', null, * from ({sql})"
    return f"select '{panel.name}', cast(key as varchar), \"count_star()\", 0, 0 from ({sql})"
