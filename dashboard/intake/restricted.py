"""Restricted records, which only named workers may open, are left out as a file is read.

A row that its own extract marks is set apart before any cell of it is shown, typed or
checked. What is kept of it is how many there were. A word in the column that nobody
knows counts as a mark; a blank cell does not.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import duckdb

from dashboard.errors import DefinitionError
from dashboard.intake.codes import CodeRows, meanings
from dashboard.intake.faults import listed, rows_of
from dashboard.intake.findings import Finding, Severity
from dashboard.intake.profiles import Column, Profile
from dashboard.intake.reading import Sheet, delete_rows
from dashboard.intake.recognise import Recognition
from dashboard.intake.words import header_key, tidy
from dashboard.settings import Settings
from dashboard.warehouse.arrivals import Arrival
from dashboard.warehouse.engine import quoted

OPEN = "open"
_LEFT_OUT, _TAKEN_IN = "left_out", "taken_in"
_SOUNDS_LIKE_IT = re.compile("restrict|sensitiv")


@dataclass(frozen=True)
class SetApart:
    """The marked rows of one sheet, still as text; None where there are none.

    `rows` were left out of the sheet.
    """

    rows: int = 0
    sheet: Sheet | None = None
    findings: tuple[Finding, ...] = ()


NOTHING_APART = SetApart()


def takes_restricted(settings: Settings) -> bool:
    """Whether the partnership has decided to take restricted records in.

    Raises DefinitionError where the setting is neither of its two words.
    """
    said = settings.values.get("restricted_records", _LEFT_OUT)
    if said not in (_LEFT_OUT, _TAKEN_IN):
        raise DefinitionError(
            f"settings.toml: restricted_records is {said!r}, and must be "
            f"{_LEFT_OUT!r} or {_TAKEN_IN!r}"
        )
    return bool(said == _TAKEN_IN)


def set_apart(
    connection: duckdb.DuckDBPyConnection,
    sheet: Sheet,
    recognition: Recognition,
    codes: Mapping[str, CodeRows],
    *,
    taken_in: bool,
) -> SetApart:
    """Take the marked rows off the sheet, into a table beside it.

    Where they are `taken_in` they stay, and are only counted.
    """
    marks = _marks(sheet, recognition)
    if not marks:
        asked = () if taken_in else _ask_of_headers(sheet, recognition)
        return SetApart(findings=tuple(asked))
    apart = replace(sheet, table=f"{sheet.table}_restricted")
    rows = _mark(connection, sheet, apart, marks, codes)
    told = _told(sheet, marks, rows, taken_in=taken_in)
    if taken_in or not rows:
        connection.execute(f"drop table {quoted(apart.table)}")
        return SetApart(findings=told)
    delete_rows(
        connection,
        sheet,
        f"row_number in (select marked_row from {quoted(apart.table)})",
    )
    unknown = _unknown(connection, apart, marks, codes)
    return SetApart(rows, replace(apart, rows=rows), (*told, *unknown))


def findings_of_source(arrival: Arrival, file: str) -> Iterator[Finding]:
    """What was held of records that are marked only now."""
    if arrival.restricted:
        are = "is" if arrival.restricted == 1 else "are"
        yield Finding(
            check="restricted_now",
            severity=Severity.FOR_INFORMATION,
            file=file,
            title=f"{rows_of(arrival.restricted)} of what we hold {are} restricted now",
            fix="Say yes to the rows that are gone, and they are taken out. Pictures of "
            "before hold them until they are no longer kept.",
            count=arrival.restricted,
        )


def of_marked_records(file: str, count: int) -> Finding:
    """Rows without a mark that say the same record again as one with it."""
    are = "says" if count == 1 else "say"
    return Finding(
        check="restricted_record_again",
        severity=Severity.FOR_INFORMATION,
        file=file,
        title=f"{rows_of(count)} without the mark {are} again what a restricted row says, and "
        f"{'is' if count == 1 else 'are'} left out too",
        fix="Nothing to do.",
        count=count,
    )


def _marks(sheet: Sheet, recognition: Recognition) -> dict[int, Column]:
    """Every column that holds the mark; by its name also where it was said to be another.

    There may be two of them, and leaving the mark unread is not for one officer to say.
    """
    by_name = {
        index: found
        for index, cell in enumerate(sheet.header)
        if (found := recognition.profile.by_alias.get(header_key(cell)))
    }
    both = [*by_name.items(), *recognition.columns.items()]
    return {index: column for index, column in both if column.type == "restricted"}


def _mark(
    connection: duckdb.DuckDBPyConnection,
    sheet: Sheet,
    apart: Sheet,
    marks: Mapping[int, Column],
    codes: Mapping[str, CodeRows],
) -> int:
    """The table of marked rows; how many there are."""
    said = [
        f"unguarded(c{index}) is not null "
        f"and not list_contains(?::varchar[], tidy(unguarded(c{index})))"
        for index in marks
    ]
    found = connection.execute(
        f"""
        create or replace temp table {quoted(apart.table)} as
        select *, row_number as marked_row from {quoted(sheet.table)}
        where {" or ".join(said)}
        """,
        [_words(column, codes, only=OPEN) for column in marks.values()],
    ).fetchone()
    return int(found[0]) if found else 0


def _words(
    column: Column, codes: Mapping[str, CodeRows], *, only: str = ""
) -> list[str]:
    known = meanings(codes.get(column.codes, [])) | dict(column.map)
    return [word for word, code in known.items() if only in ("", code)]


def _told(
    sheet: Sheet, marks: Mapping[int, Column], rows: int, *, taken_in: bool
) -> tuple[Finding, ...]:
    if not rows:
        return ()
    records = "restricted record is" if rows == 1 else "restricted records are"
    done = "taken in" if taken_in else "left out"
    return (
        Finding(
            check="restricted_records",
            severity=Severity.FOR_INFORMATION,
            file=sheet.file,
            title=f"{rows:,} {records} {done}, as the partnership's settings say",
            fix="Nothing to do.",
            column=", ".join(sheet.header[index] for index in marks),
            count=rows,
            why=next(iter(marks.values())).why,
        ),
    )


def _unknown(
    connection: duckdb.DuckDBPyConnection,
    apart: Sheet,
    marks: Mapping[int, Column],
    codes: Mapping[str, CodeRows],
) -> Iterator[Finding]:
    """Words of the mark that nobody knows; of the rows they are in, only how many."""
    for index, column in marks.items():
        rows = connection.execute(
            f"""
            select unguarded(c{index}) as word, count(*)
            from {quoted(apart.table)}
            where word is not null and not list_contains(?::varchar[], tidy(word))
            group by word order by count(*) desc, word
            """,
            [_words(column, codes)],
        ).fetchall()
        words = tuple((str(word), int(count)) for word, count in rows)
        if words:
            yield _word_not_known(apart, index, column, words)


def _word_not_known(
    sheet: Sheet, index: int, column: Column, words: tuple[tuple[str, int], ...]
) -> Finding:
    header = sheet.header[index]
    return Finding(
        check="restricted_word_not_known",
        severity=Severity.SHOULD_LOOK,
        file=sheet.file,
        title=f"{header} holds words we have not met, which count as restricted: {listed(words)}",
        fix=f"Say what each means, or add it to the code list {column.codes}.csv.",
        column=header,
        count=sum(count for _, count in words),
        why="Until somebody says otherwise, the safe side is to leave these rows out.",
        words=words,
        codes=column.codes,
    )


def _ask_of_headers(sheet: Sheet, recognition: Recognition) -> Iterator[Finding]:
    """A column that sounds like the mark, in an extract that may carry it, and is not read."""
    if not _may_carry_it(recognition.profile):
        return
    for index, header in enumerate(sheet.header):
        if index not in recognition.columns and _SOUNDS_LIKE_IT.search(tidy(header)):
            yield Finding(
                check="restricted_perhaps",
                severity=Severity.NEEDS_YES,
                file=sheet.file,
                title=f"{header} may mark restricted records, and is not read as such",
                fix="If it does, choose “Restricted” for this column. If it does not, say yes.",
                column=header,
                count=1,
                why="Records that only named workers may open would be taken in.",
            )


def _may_carry_it(profile: Profile) -> bool:
    return any(column.type == "restricted" for column in profile.columns)
