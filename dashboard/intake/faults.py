"""What typing found wrong with a column's cells, in words, with the rows at fault.

A staged row says of each cell what is wrong with it in one word, a *fault*; this is
what each of those words means to the officer.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

import duckdb

from dashboard.intake.cells import Cells
from dashboard.intake.findings import (
    EXAMPLES,
    ROWS_KEPT,
    Finding,
    Severity,
    masked,
)
from dashboard.intake.profiles import Column
from dashboard.warehouse.engine import quoted

SHOWN_LETTERS = 60
WORDS_LISTED = 10
_A_KIND_OF = {
    "date": "is not a date",
    "birth_date": "is not a date",
    "month": "is not a month",
    "integer": "is not a whole number",
    "number": "is not a number",
    "percent": "is not a percentage",
    "band": "is not a band",
    "yes_no": "is neither yes nor no",
}
_WRITE = {
    "date": "dates as 31/12/2025",
    "birth_date": "dates as 31/12/2025",
    "month": "months as 01/12/2025",
    "integer": "whole numbers only",
    "number": "numbers only",
    "percent": "percentages as 93.4 or 93.4%",
    "band": "bands as 0-10% or 90+%",
    "yes_no": "Y or N",
}


@dataclass(frozen=True)
class Fault:
    """`title` and `fix` are filled in with the column's header, its type and a count.

    `why`, where given, goes before what the column is for. A `whole` fault is of the
    column: leaving out the rows that prove it would keep others as wrong.
    """

    check: str
    severity: Severity
    title: str
    fix: str
    why: str = ""
    whole: bool = False


FAULTS = {
    "blank": Fault(
        "needed_value_missing",
        Severity.MUST_FIX,
        "{header} is blank, and it is needed",
        "Fill it in, or take the rows out, then export again.",
    ),
    "withheld": Fault(
        "needed_value_withheld",
        Severity.MUST_FIX,
        "{header} is withheld or not applicable, and it is needed",
        "Ask for an export with the numbers, or leave these rows out.",
    ),
    "unread": Fault(
        "{type}_not_read",
        Severity.MUST_FIX,
        "{header} {not_read}",
        "Write {write}, then export again.",
    ),
    "no_date": Fault(
        "no_date_given",
        Severity.FOR_INFORMATION,
        "{header} holds days that stand for no date, such as 01/01/1900",
        "Nothing to do: they are read as blank.",
    ),
    "mixed": Fault(
        "mixed_day_and_month",
        Severity.MUST_FIX,
        "In {header} some dates have the day first, others the month",
        "Export again with every date as 31/12/2025.",
        why="03/02/2026 could be either day, so none of the column can be read.",
        whole=True,
    ),
    "american": Fault(
        "month_before_day",
        Severity.MUST_FIX,
        "{header} looks American: its dates have the month first",
        "Export again with every date as 31/12/2025.",
        why="03/02/2026 would be read as 3 February, and it is 2 March.",
        whole=True,
    ),
    "shares": Fault(
        "shares_of_one",
        Severity.SHOULD_LOOK,
        "{header} holds nothing above 1: they may be shares of 1, not percentages",
        "They are read as they stand. If 0.934 means 93.4%, export again as percentages.",
    ),
    "unmet": Fault(
        "code_not_read",
        Severity.MUST_FIX,
        "{header} holds words we have not met: {words}",
        "Say what each means here, or add it to the code list {codes}.csv.",
    ),
    "awaits": Fault(
        "word_awaits_decision",
        Severity.SHOULD_LOOK,
        "“{word}” is a word we have not met ({rows}); until a named leader decides, "
        "these rows are counted as undecided",
        "Say what it means: a leader agrees before it counts.",
        why="What it means decides a measure.",
    ),
    "nowhere": Fault(
        "postcode_not_found",
        Severity.SHOULD_LOOK,
        "{count:,} postcodes are not in the postcode look-up",
        "These rows are counted, with the area not known. Send a newer look-up, "
        "and this extract again.",
    ),
    "rounded": Fault(
        "identifier_rounded",
        Severity.MUST_FIX,
        "{header} was rounded by Excel (as in 1.23457E+08): its last figures are lost",
        "Export again as CSV and do not open it in Excel, or make the column text first.",
        why="Different children would become one.",
        whole=True,
    ),
    "not_valid": Fault(
        "{system}_not_valid",
        Severity.SHOULD_LOOK,
        "{header} is not a number that could have been issued",
        "Correct it at its source. Until then the child is not joined to other records.",
        why="Its check digit, length or date does not fit: a figure was mistyped.",
    ),
    "born_differs": Fault(
        "chi_birth_date_differs",
        Severity.SHOULD_LOOK,
        "The date within the {header} is not the date of birth",
        "One of the two is wrong, or the number is another child's: ask at its source.",
    ),
    "sex_differs": Fault(
        "chi_sex_differs",
        Severity.SHOULD_LOOK,
        "The {header} is of another sex than the one recorded",
        "One of the two may be wrong, or both right: ask at its source.",
    ),
    "padded": Fault(
        "first_zero_put_back",
        Severity.FOR_INFORMATION,
        "{numbers} had lost the first zero; it was put back",
        "Nothing to do. Excel drops it where the column is not text.",
    ),
}


def row_fault(cells: Cells, of_name: dict[str, Cells]) -> str | None:
    """SQL: what is wrong with a row's cell; None where nothing can be."""
    blank = cells.column.must_be_filled
    if not cells.by_row:
        found = f"{cells.words}.fault"
        if not blank:
            return found
        return f"case when {cells.words}.raw is null then 'blank' else {found} end"
    empty = "'blank'" if blank else "null"
    tests = [f"when {cells.raw} is null then {empty}"]
    if cells.column.type == "identifier":
        tests += list(_identifier_faults(cells, of_name))
    return f"case {' '.join(tests)} end" if blank or len(tests) > 1 else None


def _identifier_faults(cells: Cells, of_name: dict[str, Cells]) -> Iterator[str]:
    yield (
        f"when contains({cells.raw}, 'E+') "
        rf"and regexp_full_match({cells.raw}, '\d(\.\d+)?E\+\d+') then 'rounded'"
    )
    if cells.column.system == "scn":
        yield f"when not is_scn({cells.id}) then 'not_valid'"
    if cells.column.system == "chi":
        yield f"when chi_class({cells.id}) <> 'Valid CHI' then 'not_valid'"
        if born := of_name.get("birth_date"):
            yield (
                f"when strftime({born.words}.typed, '%d%m%y') <> left({cells.id}, 6) "
                "then 'born_differs'"
            )
        if sex := of_name.get("sex"):
            yield f"when sex_from_chi({cells.id}) <> {sex.words}.typed then 'sex_differs'"
    if cells.column.digits:
        yield f"when {cells.id} <> {cells.raw} then 'padded'"


@dataclass(frozen=True)
class Faults:
    """The faults of one file's staged rows."""

    connection: duckdb.DuckDBPyConnection
    file: str
    source: str
    table: str

    def leave_out(
        self, all_cells: Iterable[Cells], left_out: frozenset[tuple[str, str]]
    ) -> list[Finding]:
        """Delete the rows that the officer leaves out; one finding for each decision."""
        told = []
        wanted = [cells for cells in all_cells if left_out]
        for cells in wanted:
            for kind, _ in self._counted(cells):
                fault = FAULTS[kind]
                check = fault.check.format(**_names(cells))
                if fault.whole or (check, cells.header) not in left_out:
                    continue
                found = self._of_kind(cells, kind, 0)
                rows = self.connection.execute(
                    f"delete from {quoted(self.table)} where {cells.fault} = ?", [kind]
                ).fetchone()
                told.append(found.left_out(int(rows[0]) if rows else 0))
        return told

    def findings(self, all_cells: Iterable[Cells]) -> list[Finding]:
        return [finding for cells in all_cells for finding in self._of_column(cells)]

    def _of_column(self, cells: Cells) -> Iterator[Finding]:
        for kind, count in self._counted(cells):
            if kind == "awaits":
                yield from self._of_words(cells)
            else:
                yield self._of_kind(cells, kind, count)

    def _counted(self, cells: Cells) -> list[tuple[str, int]]:
        return [
            (str(kind), int(count))
            for kind, count in self.connection.execute(
                f"""
                select {cells.fault}, count(*) from {quoted(self.table)}
                where {cells.fault} is not null group by all order by all
                """
            ).fetchall()
        ]

    def _of_kind(self, cells: Cells, kind: str, count: int) -> Finding:
        words = self._unmet(cells) if kind == "unmet" else ()
        found = _finding(self.file, cells, FAULTS[kind], count, words)
        return self._with_rows(found, cells, f"{cells.fault} = ?", [kind])

    def _of_words(self, cells: Cells) -> Iterator[Finding]:
        for word, count in self._awaiting(cells):
            found = _finding(
                self.file, cells, FAULTS["awaits"], count, ((word, count),)
            )
            yield self._with_rows(
                found, cells, f"{cells.fault} = 'awaits' and {cells.raw} = ?", [word]
            )

    def _with_rows(
        self, found: Finding, cells: Cells, sql: str, values: list[str]
    ) -> Finding:
        rows = self.connection.execute(
            f"""
            select row_number, {cells.raw}
            from {quoted(self.table)} join {self.source} as source using (row_number)
            where {sql} order by row_number limit {ROWS_KEPT}
            """,
            values,
        ).fetchall()
        return replace(
            found,
            rows=tuple(int(row) for row, _ in rows),
            examples=tuple(
                (int(row), shown(cells.column, value)) for row, value in rows[:EXAMPLES]
            ),
        )

    def _awaiting(self, cells: Cells) -> list[tuple[str, int]]:
        return self.connection.execute(
            f"""
            select {cells.raw} as word, count(*)
            from {quoted(self.table)} join {self.source} as source using (row_number)
            where {cells.fault} = 'awaits' group by word order by count(*) desc, word
            """
        ).fetchall()

    def _unmet(self, cells: Cells) -> tuple[tuple[str, int], ...]:
        rows = self.connection.execute(
            f"""
            select word, count(*) from (
                select unnest({cells.words}.unmet) as word
                from {quoted(self.table)} join {self.source} as source using (row_number)
                join {cells.words} on {cells.words}.cell = {cells.cell}
                where {cells.fault} = 'unmet'
            )
            group by word order by count(*) desc, word
            """
        ).fetchall()
        return tuple((str(word), int(count)) for word, count in rows)


def _finding(
    file: str,
    cells: Cells,
    fault: Fault,
    count: int,
    words: tuple[tuple[str, int], ...] = (),
) -> Finding:
    names = _names(cells) | {
        "count": count,
        "rows": rows_of(count),
        "numbers": f"{count:,} {cells.header}{'' if count == 1 else 's'}",
        "word": words[0][0] if words else "",
        "words": listed(words),
    }
    return Finding(
        check=fault.check.format(**names),
        severity=fault.severity,
        file=file,
        title=fault.title.format(**names),
        fix=fault.fix.format(**names),
        column=cells.header,
        count=count,
        why=" ".join(part for part in (fault.why, cells.column.why) if part),
        words=words,
        codes=cells.column.codes if words else "",
    )


def _names(cells: Cells) -> dict[str, str | int]:
    column = cells.column
    return {
        "header": cells.header,
        "type": column.type,
        "system": column.system,
        "codes": column.codes or column.name,
        "not_read": _A_KIND_OF.get(column.type, ""),
        "write": _WRITE.get(column.type, ""),
    }


def rows_of(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"


def listed(words: tuple[tuple[str, int], ...]) -> str:
    listed = [f"“{w[:SHOWN_LETTERS]}” ({rows_of(n)})" for w, n in words[:WORDS_LISTED]]
    more = len(words) - len(listed)
    return ", ".join(listed) + (f" and {more:,} more" if more else "")


def shown(column: Column, value: str | date | None) -> str:
    """A cell as it may be shown: of an identifier, its last two characters."""
    if value is None:
        return ""
    text = str(value)
    private = column.type in ("identifier", "postcode", "birth_date")
    return masked(text) if private else text[:SHOWN_LETTERS]
