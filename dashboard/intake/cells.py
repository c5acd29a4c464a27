"""How the cells of one column are typed, as SQL.

Most columns repeat few words, so each different word is typed once, in a table of its
own (`words`), and the rows look it up. Identifiers are read row by row, but their keys
are looked up, too, where a file has each of them many times (a child's attendance by
month): a key takes longer to work out than all else of a row. The text of none outlives
the typing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import duckdb

from dashboard.intake.codes import CodeRows, deciding_lists, meanings
from dashboard.intake.profiles import Column
from dashboard.intake.words import tidy
from dashboard.warehouse.engine import quoted

# A word that decides a measure and that nobody has met: kept by its code alone, so that
# its rows can be given a meaning later, and nobody can read in a picture what it was.
AWAITING = "undecided:"
NUMBERS = frozenset({"integer", "number", "percent"})
DATES = frozenset({"date", "birth_date"})
# So often, on average, is an identifier in a file before its key is looked up.
_MANY_TIMES = 8
_MACROS = {
    "date": "as_date",
    "birth_date": "as_date",
    "month": "as_month",
    "integer": "as_integer",
    "number": "as_number",
    "percent": "as_percent",
    "band": "as_band",
    "yes_no": "as_yes_no",
}


@dataclass(frozen=True)
class Cells:
    """One column of the file: where its text is, and what it is read as.

    `cell` is the SQL of its text, `header` what the officer's own file calls it; an
    identifier is `keyed_once` where the file has it many times.
    """

    number: int
    column: Column
    header: str
    cell: str
    parts: tuple[str, ...] = ()
    keyed_once: bool = False

    @property
    def words(self) -> str:
        return f"words_{self.number}"

    @property
    def fault(self) -> str:
        """The staged column that says what is wrong with a row's cell, if anything."""
        return f"fault_{self.number}"

    @property
    def raw(self) -> str:
        return f"unguarded({self.cell})"

    @property
    def by_row(self) -> bool:
        """Whether it is read row by row: each of its texts is another."""
        return self.column.type in ("identifier", "text")

    @property
    def looked_up(self) -> bool:
        """Whether it has `words`."""
        return self.keyed_once or not self.by_row

    @property
    def target(self) -> str:
        return "data_zone" if self.column.type == "postcode" else self.column.name

    @property
    def id(self) -> str:
        """An identifier as it is known: without spaces, with its first zero."""
        raw = " || '|' || ".join(self.parts) if self.parts else self.raw
        if self.column.system == "postcode":
            raw = f"replace({raw}, ' ', '')"
        return f"padded({raw}, {self.column.digits})" if self.column.digits else raw


def cells_of(
    number: int, column: Column, header: Sequence[str], position: int
) -> Cells:
    wanted = {tidy(part) for part in column.parts}
    parts = [
        f"unguarded(c{i})" for i, cell in enumerate(header) if tidy(cell) in wanted
    ]
    return Cells(number, column, header[position], f"c{position}", tuple(parts))


def keyed_once(
    connection: duckdb.DuckDBPyConnection, source: str, cells: Cells
) -> Cells:
    """The same, to be keyed once where it is an identifier that repeats."""
    if cells.column.type != "identifier" or cells.parts:
        return cells
    found = connection.execute(
        f"select approx_count_distinct({cells.cell}) * {_MANY_TIMES} < count(*) from {source}"
    ).fetchone()
    return replace(cells, keyed_once=bool(found and found[0]))


def make_keys(connection: duckdb.DuckDBPyConnection, source: str, cells: Cells) -> None:
    """The table of a column's different identifiers: the key of each."""
    connection.execute(
        f"""
        create or replace temp table {cells.words} as
        select {cells.cell} as cell, {_row_typed(cells)} as typed
        from {source}
        where {cells.cell} is not null
        group by all
        """
    )


def make_words(
    connection: duckdb.DuckDBPyConnection,
    source: str,
    cells: Cells,
    codes: Mapping[str, CodeRows],
) -> None:
    """The table of a column's different words: typed, and what is wrong with each."""
    _set_map(connection, cells.column, codes)
    connection.execute(
        f"""
        create or replace temp table {cells.words} as
        with
            word as (
                select {cells.cell} as cell, {cells.raw} as raw
                from {source}
                where {cells.cell} is not null
                group by all
            ),
            typed as (select *, {_typed(cells.column)} as typed from word)
        select *, {_unmet(cells.column)} as unmet, {_mark(cells.column)} as mark
        from typed
        """
    )
    connection.execute(
        f"""
        alter table {cells.words} add column fault varchar;
        update {cells.words} set fault = {_word_fault(cells.column)} where raw is not null
        """
    )
    if cells.column.type in DATES:
        _refuse_american(connection, cells)
    if cells.column.type == "percent":
        _ask_of_shares(connection, cells)


def _typed(column: Column) -> str:
    if column.type in _MACROS:
        return f"{_MACROS[column.type]}(raw)"
    if column.type == "postcode":
        key = "keyed('postcode', replace(raw, ' ', ''))"
        return f"(select any_value(data_zone) from extract.postcode where postcode_key = {key})"
    lookup = "map_extract_value(getvariable('meanings'), tidy({}))"
    if column.type == "codes":
        return f"list_distinct(list_transform({_parts(column)}, lambda part: {lookup.format('part')}))"
    found = lookup.format("raw")
    if is_deciding(column):
        awaiting = f"'{AWAITING}' || keyed('word', tidy(raw))"
        return f"case when raw is not null then coalesce({found}, {awaiting}) end"
    if column.otherwise:
        return f"case when raw is not null then coalesce({found}, '{column.otherwise}') end"
    return found


def _parts(column: Column) -> str:
    return (
        f"list_transform(list_filter(string_split(raw, '{column.separator}'), "
        "lambda part: trim(part) <> ''), lambda part: trim(part))"
    )


def _unmet(column: Column) -> str:
    """The words of a cell that the code list does not have."""
    unknown = "map_extract_value(getvariable('meanings'), tidy({})) is null"
    if column.type == "codes":
        return f"list_filter({_parts(column)}, lambda part: {unknown.format('part')})"
    if column.type == "code":
        return f"case when {unknown.format('raw')} then [raw] end"
    return "cast(null as varchar[])"


def _mark(column: Column) -> str:
    """Withheld, not applicable and missing stay three things."""
    if column.type not in NUMBERS:
        return "cast(null as varchar)"
    return "case when typed is null then map_extract_value(getvariable('meanings'), tidy(raw)) end"


def _word_fault(column: Column) -> str:
    kind = column.type
    if kind in NUMBERS:
        withheld = "'withheld'" if column.must_be_filled else "null"
        return (
            "case when typed is not null then null "
            f"when mark is null then 'unread' else {withheld} end"
        )
    if kind in DATES:
        none = "blank" if column.must_be_filled else "no_date"
        return (
            f"case when is_no_date(raw) then '{none}' "
            "when typed is null then 'unread' end"
        )
    if kind == "code":
        return _code_fault(column)
    if kind == "codes":
        return "case when len(unmet) > 0 then 'unmet' end"
    fault = "nowhere" if kind == "postcode" else "unread"
    return f"case when typed is null then '{fault}' end"


def _code_fault(column: Column) -> str:
    if column.otherwise:
        return "null"
    fault = "awaits" if is_deciding(column) else "unmet"
    return f"case when unmet is not null then '{fault}' end"


def _refuse_american(connection: duckdb.DuckDBPyConnection, cells: Cells) -> None:
    """Where one date has the month first, no other of the column can be trusted."""
    found = connection.execute(
        f"select bool_or(is_month_first(raw)), bool_or(is_day_first(raw)) from {cells.words}"
    ).fetchone()
    month_first, day_first = found or (False, False)
    if month_first:
        kind = "mixed" if day_first else "american"
        connection.execute(
            f"update {cells.words} set fault = ? where is_month_first(raw) or is_day_first(raw)",
            [kind],
        )


def _ask_of_shares(connection: duckdb.DuckDBPyConnection, cells: Cells) -> None:
    """Where no percentage is above 1, 0.934 may have meant 93.4: it is not guessed."""
    connection.execute(
        f"""
        update {cells.words} set fault = 'shares'
        where
            typed between 0 and 1 and not contains(raw, '%')
            and (select max(typed) <= 1 and bool_or(typed > 0 and typed < 1) from {cells.words})
        """
    )


def _set_map(
    connection: duckdb.DuckDBPyConnection,
    column: Column,
    codes: Mapping[str, CodeRows],
) -> None:
    if column.type in NUMBERS:
        marks = {tidy(raw): code for raw, code in column.marks.items()}
        found = meanings(codes.get("marks", [])) | marks
    else:
        found = meanings(codes.get(column.codes, [])) | dict(column.map)
    connection.execute(
        "set variable meanings = map(?::varchar[], ?::varchar[])",
        [list(found), list(found.values())],
    )


def is_deciding(column: Column) -> bool:
    return column.type == "code" and column.codes in deciding_lists()


def row_columns(cells: Cells) -> list[str]:
    """The staged columns of one column of the file: typed, its mark, its fault."""
    if cells.by_row:
        typed = f"{cells.words}.typed" if cells.keyed_once else _row_typed(cells)
        return [f"{typed} as {quoted(cells.target)}"]
    typed = f"{cells.words}.typed"
    if cells.column.otherwise:
        typed = f"coalesce({typed}, '{cells.column.otherwise}')"
    columns = [f"{typed} as {quoted(cells.target)}"]
    if cells.column.type in NUMBERS:
        mark = f"nullif({cells.words}.mark, 'missing')"
        columns.append(f"{mark} as {quoted(cells.target + '_mark')}")
    return columns


def _row_typed(cells: Cells) -> str:
    if cells.column.type == "text":
        return cells.raw
    return f"keyed('{cells.column.system}', {cells.id})"
