"""Type the text of a sheet, turn codes into meanings and ids into pseudonyms.

The one visible step between text and typed rows. What cannot be typed is not guessed
and not dropped: it becomes a finding with its row and value. Names, addresses, ids and
dates of birth end here.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import duckdb

from dashboard.intake.codes import CodeRows, meanings
from dashboard.intake.findings import Finding, Severity, masked
from dashboard.intake.profiles import Column, Profile
from dashboard.intake.read import Sheet, Unreadable
from dashboard.intake.recognise import Recognition
from dashboard.intake.words import tidy
from dashboard.warehouse.engine import quoted

EXAMPLES = 5
SHOWN = 3
_NOT_READ = {
    "date": "is not a date",
    "birth_date": "is not a date",
    "month": "is not a month",
    "integer": "is not a whole number",
    "yes_no": "is neither yes nor no",
    "code": "is a word we have not met",
    "codes": "holds a word we have not met",
}
_PUT_RIGHT = {
    "date": "Write dates as 31/12/2025, then export again.",
    "birth_date": "Write dates as 31/12/2025, then export again.",
    "month": "Write months as 01/12/2025, then export again.",
    "integer": "Write whole numbers only, then export again.",
    "yes_no": "Write Y or N, then export again.",
}


@dataclass(frozen=True)
class Staged:
    """Typed rows of one file, in a temporary table; what was found while typing."""

    profile: Profile
    file: str
    table: str
    rows: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class _Typing:
    """How one column is read: its raw text, and the typed value, as SQL."""

    column: Column
    raw: str
    typed: str
    target: str


def stage(
    connection: duckdb.DuckDBPyConnection,
    sheet: Sheet,
    recognition: Recognition,
    codes: Mapping[str, CodeRows],
    left_out: frozenset[tuple[str, str]] = frozenset(),
) -> Staged:
    """Type a sheet as its profile says, into the temporary table `staged_<sheet>`.

    Rows at fault by a (check, column) in `left_out` are not taken in, and counted.

    The table has `row_number`, the columns of the extract table that the profile gives,
    and `birth_date` where the checks need it; it is never written to a snapshot.
    """
    profile = recognition.profile
    source = (
        _turned_wide(connection, sheet, profile)
        if profile.wide
        else quoted(sheet.table)
    )
    typings = [
        _typing(index, column, recognition, codes, sheet.header)
        for index, column in recognition.columns.items()
        if column.type != "ignored"
    ]
    typings += _wide_typings(profile)
    _set_maps(connection, typings, codes)
    gone = _leave_out(connection, sheet.file, source, typings, left_out)
    table = f"staged_{sheet.table}"
    connection.execute(_typed_sql(table, source, typings, profile, sheet.file))
    return Staged(
        profile=profile,
        file=sheet.file,
        table=table,
        rows=_count(connection, table),
        findings=(*gone, *_findings(connection, sheet.file, source, typings)),
    )


def _leave_out(
    connection: duckdb.DuckDBPyConnection,
    file: str,
    source: str,
    typings: Sequence[_Typing],
    left_out: frozenset[tuple[str, str]],
) -> list[Finding]:
    """Delete the rows that the officer leaves out; one finding for each decision."""
    told = []
    for typing in typings:
        for kind, sql in _tests(typing):
            found = _finding(connection, file, source, typing, kind, sql, 0)
            if (found.check, found.column) not in left_out:
                continue
            rows = connection.execute(f"delete from {source} where {sql}").fetchone()
            told.append(found.left_out(int(rows[0]) if rows else 0))
    return told


def examples_of(
    connection: duckdb.DuckDBPyConnection, sheet: Sheet, recognition: Recognition
) -> dict[int, tuple[str, ...]]:
    """Three different values of each column that is read, identifiers masked."""
    found = {}
    for index, column in recognition.columns.items():
        rows = connection.execute(
            f"""
            select distinct c{index} from (
                select c{index} from {quoted(sheet.table)}
                where c{index} is not null limit 200
            ) limit {SHOWN}
            """
        ).fetchall()
        hidden = column.type == "ignored"
        found[index] = tuple(
            "not read" if hidden else _shown(column, value) for (value,) in rows
        )
    return found


def _turned_wide(
    connection: duckdb.DuckDBPyConnection, sheet: Sheet, profile: Profile
) -> str:
    """Columns named by a value become rows; returns the turned table's name."""
    assert profile.wide is not None
    found = {
        index: match[1]
        for index, cell in enumerate(sheet.header)
        if (match := re.match(profile.wide.header, tidy(cell)))
    }
    names = "[" + ", ".join(f"'{int(value)}'" for value in found.values()) + "]"
    cells = "[" + ", ".join(f"c{index}" for index in found) + "]"
    connection.execute(
        f"""
        create or replace temp table {quoted(sheet.table + "_long")} as
        select *, unnest({names}) as wide_name, unnest({cells}) as wide_value
        from {quoted(sheet.table)}
        """
    )
    return quoted(sheet.table + "_long")


def _wide_typings(profile: Profile) -> list[_Typing]:
    if profile.wide is None:
        return []
    return [
        _Typing(Column(name, "integer", (name,)), raw, f"as_integer({raw})", name)
        for name, raw in (
            (profile.wide.name, "wide_name"),
            (profile.wide.value, "wide_value"),
        )
    ]


def _typing(
    index: int,
    column: Column,
    recognition: Recognition,
    codes: Mapping[str, CodeRows],
    header: Sequence[str],
) -> _Typing:
    raw = f"unguarded(c{index})"
    if column.type == "identifier":
        return _Typing(column, raw, _identifier(column, raw, header), column.name)
    if column.type == "postcode":
        key = f"keyed('postcode', replace({raw}, ' ', ''))"
        found = f"(select any_value(data_zone) from extract.postcode where postcode_key = {key})"
        return _Typing(column, raw, found, "data_zone")
    simple = {
        "date": "as_date",
        "birth_date": "as_date",
        "month": "as_month",
        "integer": "as_integer",
        "yes_no": "as_yes_no",
    }
    if column.type in simple:
        return _Typing(column, raw, f"{simple[column.type]}({raw})", column.name)
    if column.type == "text":
        return _Typing(column, raw, raw, column.name)
    return _Typing(column, raw, _coded(column, raw), column.name)


def _identifier(column: Column, raw: str, header: Sequence[str]) -> str:
    if column.parts:
        wanted = [tidy(part) for part in column.parts]
        cells = [
            f"unguarded(c{i})" for i, cell in enumerate(header) if tidy(cell) in wanted
        ]
        raw = " || '|' || ".join(cells)
    if column.system == "postcode":
        raw = f"replace({raw}, ' ', '')"
    if column.digits:
        raw = f"case when length({raw}) < {column.digits} then lpad({raw}, {column.digits}, '0') else {raw} end"
    return f"keyed('{column.system}', {raw})"


def _coded(column: Column, raw: str) -> str:
    lookup = f"map_extract_value(getvariable('map_{column.name}'), tidy({{}}))"
    if column.type == "code":
        typed = lookup.format(raw)
        return f"coalesce({typed}, '{column.otherwise}')" if column.otherwise else typed
    parts = f"list_filter(string_split({raw}, '{column.separator}'), lambda part: trim(part) <> '')"
    return (
        f"list_distinct(list_transform({parts}, lambda part: {lookup.format('part')}))"
    )


def _set_maps(
    connection: duckdb.DuckDBPyConnection,
    typings: Sequence[_Typing],
    codes: Mapping[str, CodeRows],
) -> None:
    for typing in typings:
        column = typing.column
        if column.type in ("code", "codes"):
            found = meanings(codes.get(column.codes, [])) | dict(column.map)
            connection.execute(
                f"set variable map_{column.name} = map(?::varchar[], ?::varchar[])",
                [list(found), list(found.values())],
            )


def _typed_sql(
    table: str, source: str, typings: Sequence[_Typing], profile: Profile, file: str
) -> str:
    columns = [f"{typing.typed} as {quoted(typing.target)}" for typing in typings]
    columns += [
        f"{_literal(value)} as {quoted(name)}"
        for name, value in profile.constants.items()
    ]
    columns += [
        f"{_from_name(rule, name, file)} as {quoted(name)}"
        for name, rule in profile.from_name.items()
    ]
    derived = "".join(
        f", {sql} as {quoted(name)}" for name, sql in profile.derived.items()
    )
    chosen = f"({profile.turning})" if profile.turning else "typed"
    return f"""
        create or replace temp table {quoted(table)} as
        with typed as (
            select *{derived} from (select row_number, {", ".join(columns)} from {source})
        )
        select * from {chosen}
    """


def _literal(value: str | int) -> str:
    return (
        str(value) if isinstance(value, int) else "'" + value.replace("'", "''") + "'"
    )


def _from_name(rule: str, name: str, file: str) -> str:
    match = re.search(rule, file, re.IGNORECASE)
    if match is None:
        raise Unreadable(
            f"{file}: the {name} cannot be read from the file's name.",
            what_to_do=f"Give it the name it was published with, or put the {name} into its name.",
        )
    found = match[1]
    return str(int(found)) if found.isdecimal() else _literal(found.lower())


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    found = connection.execute(f"select count(*) from {quoted(table)}").fetchone()
    return int(found[0]) if found else 0


def _findings(
    connection: duckdb.DuckDBPyConnection,
    file: str,
    source: str,
    typings: Sequence[_Typing],
) -> list[Finding]:
    tests = [(typing, kind, sql) for typing in typings for kind, sql in _tests(typing)]
    if not tests:
        return []
    counts = connection.execute(
        "select "
        + ", ".join(f"count(*) filter (where {sql})" for _, _, sql in tests)
        + f" from {source}"
    ).fetchone()
    assert counts is not None
    return [
        _finding(connection, file, source, typing, kind, sql, count)
        for (typing, kind, sql), count in zip(tests, counts, strict=True)
        if count
    ]


def _tests(typing: _Typing) -> list[tuple[str, str]]:
    column = typing.column
    tests = []
    if column.must_be_filled:
        tests.append(("blank", f"{typing.raw} is null"))
    if column.type in _NOT_READ:
        unread = f"{typing.typed} is null"
        if column.type == "codes":
            unread = f"list_contains(list_transform({typing.typed}, lambda code: code is null), true)"
        if column.type in ("date", "birth_date"):
            unread += f" and not is_no_date({typing.raw})"
        tests.append(("unread", f"{typing.raw} is not null and {unread}"))
    if column.type == "postcode":
        tests.append(
            ("nowhere", f"{typing.raw} is not null and {typing.typed} is null")
        )
    return tests


def _finding(
    connection: duckdb.DuckDBPyConnection,
    file: str,
    source: str,
    typing: _Typing,
    kind: str,
    sql: str,
    count: int,
) -> Finding:
    column = typing.column
    examples = tuple(
        (int(row), _shown(column, value))
        for row, value in connection.execute(
            f"select row_number, {typing.raw} from {source} where {sql} order by row_number limit {EXAMPLES}"
        ).fetchall()
    )
    header = column.aliases[0]
    if kind == "blank":
        check, severity = "needed_value_missing", Severity.MUST_FIX
        title = f"{header} is blank, and it is needed"
        fix = "Fill it in, or take the rows out, then export again."
    elif kind == "nowhere":
        check, severity = "postcode_not_found", Severity.SHOULD_LOOK
        title = f"{count:,} postcodes are not in the postcode look-up"
        fix = (
            "These rows are counted, with the area not known. Send a newer look-up, "
            "and this extract again."
        )
    else:
        check, severity = f"{column.type}_not_read", Severity.MUST_FIX
        title = f"{header} {_NOT_READ[column.type]}"
        fix = _PUT_RIGHT.get(
            column.type,
            f"Add the word and its meaning to the code list {column.codes or column.name}.csv.",
        )
    return Finding(
        check=check,
        severity=severity,
        file=file,
        title=title,
        fix=fix,
        column=header,
        count=count,
        examples=examples,
        why=column.why,
    )


def _shown(column: Column, value: str | date | None) -> str:
    if value is None:
        return ""
    text = str(value)
    private = column.type in ("identifier", "postcode", "birth_date")
    return masked(text) if private else text[:60]
