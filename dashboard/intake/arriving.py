"""Files arrive: every one is read and recognised, then each source is taken in whole.

A file may hold several tables (worksheets, members of a zip), and many files may be of
one kind: together they are one extract.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import duckdb

from dashboard.intake.arrived import Arrived, refusal
from dashboard.intake.changes import findings_of, gaps_of
from dashboard.intake.checks import run_checks
from dashboard.intake.decisions import Decisions, FileDecisions
from dashboard.intake.findings import Finding, Severity, stops
from dashboard.intake.profiles import Profile, profile_named
from dashboard.intake.reading import Sheet, Unreadable, read_tables
from dashboard.intake.recognise import (
    HeaderScorer,
    NotRecognised,
    Recognition,
    as_profile,
    recognise,
)
from dashboard.intake.restricted import (
    NOTHING_APART,
    SetApart,
    findings_of_source,
    of_marked_records,
    set_apart,
)
from dashboard.intake.rules import Rules
from dashboard.intake.stage import examples_of, rows_of, stage
from dashboard.warehouse.arrivals import Arrival, take_in
from dashboard.warehouse.coverage import empty_months, say_of_month
from dashboard.warehouse.engine import followed

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Arriving:
    """One publish as it reads: where it builds, by which rules, what was decided."""

    connection: duckdb.DuckDBPyConnection
    scratch: Path
    rules: Rules
    decisions: Decisions
    as_at: date
    progress: Progress

    def take_in(self, paths: Sequence[Path]) -> list[Arrived]:
        """One result for each table, in the order in which the files were given."""
        opened = self._read(paths)
        by_kind: dict[str, list[_Opened]] = defaultdict(list)
        for table in opened:
            if table.recognition:
                by_kind[table.recognition.profile.name].append(table)
        results = {id(table): table.arrived for table in opened}
        ordered = sorted(by_kind, key=lambda name: self.rules.profiles[name].order)
        for done, name in enumerate(ordered):
            profile = self.rules.profiles[name]
            self.progress(f"Checking {profile.title}", done, len(ordered))
            tables = by_kind[name]
            for table, arrived in zip(tables, self._source(tables), strict=True):
                results[id(table)] = arrived
        return [results[id(table)] for table in opened]

    def read_again(self, path: Path) -> list[Arrived]:
        """The tables of a file, typed and not taken in: what `trace` looks rows up in."""
        return [
            self._staged(table) if table.recognition else table.arrived
            for table in self._read([path])
        ]

    def _read(self, paths: Sequence[Path]) -> list["_Opened"]:
        opened: list[_Opened] = []
        for number, path in enumerate(paths):
            self.progress(f"Reading {path.name}", number, len(paths))
            opened += self._opened(path, number)
        return opened

    def _opened(self, path: Path, number: int) -> Iterator["_Opened"]:
        what = f"Reading {path.name}"
        try:
            with self._followed(what):
                sheets = read_tables(
                    self.connection,
                    path,
                    table=f"file_{number}",
                    scratch=self.scratch,
                    score=HeaderScorer(self.rules.profiles),
                    progress=lambda done, of: self.progress(what, done, of),
                )
        except Unreadable as error:
            found = (refusal(path.name, error),)
            yield _Opened(Arrived(path, number, found), None)
            return
        for sheet in sheets:
            yield self._recognised(path, number, sheet)

    def _followed(self, what: str) -> AbstractContextManager[None]:
        return followed(
            self.connection, lambda percent: self.progress(what, percent, 100)
        )

    def _recognised(self, path: Path, number: int, sheet: Sheet) -> "_Opened":
        decided = self.decisions.of(number)
        arrived = Arrived(
            path,
            number,
            tuple(_note(sheet, words) for words in sheet.notes),
            sheet=sheet.sheet,
            header=sheet.header,
            header_row=sheet.header_row,
            notes=sheet.notes,
        )
        try:
            recognition = self._recognition(sheet, decided)
            if sheet.rows == 0:
                raise Unreadable(
                    f"{sheet.file} has column names but no rows.",
                    what_to_do="Export it again with its rows.",
                )
        except (Unreadable, NotRecognised) as error:
            found = (*arrived.findings, refusal(sheet.file, error))
            return _Opened(replace(arrived, findings=found), None)
        apart = set_apart(
            self.connection,
            sheet,
            recognition,
            self.rules.codes,
            taken_in=self.rules.takes_restricted,
        )
        arrived = replace(
            arrived,
            recognition=recognition,
            findings=(*arrived.findings, *apart.findings),
            examples=examples_of(self.connection, sheet, recognition),
            restricted=apart.rows,
        )
        return _Opened(arrived, sheet, apart)

    def _recognition(self, sheet: Sheet, decided: FileDecisions) -> Recognition:
        """As the officer has decided, else as last month's file of this shape."""
        rules = self.rules
        profiles = (
            [profile_named(rules.profiles, decided.profile)]
            if decided.profile
            else list(rules.profiles.values())
        )
        for profile in profiles:
            remembered = rules.mappings.of_shape(profile.name, sheet.header)
            if remembered or decided.profile:
                chosen = {**remembered, **decided.columns}
                return as_profile(sheet.file, sheet.header, profile, chosen)
        if decided.columns:
            found = recognise(sheet.file, sheet.header, rules.profiles).profile
            return as_profile(sheet.file, sheet.header, found, decided.columns)
        return recognise(sheet.file, sheet.header, rules.profiles)

    def _source(self, tables: Sequence["_Opened"]) -> list[Arrived]:
        """Type and check every table of a source; take them in if all of them may."""
        arrived = [self._staged(table) for table in tables]
        whole = [
            one.staged for one in arrived if one.staged and not stops(one.findings)
        ]
        if len(whole) < len(tables):
            return arrived
        profile = whole[0].profile
        arrival = take_in(
            self.connection,
            self.rules.tables[profile.table],
            [staged.table for staged in whole],
            profile.name,
            profile.coverage.column if profile.coverage else None,
            profile.speaks_of,
            self._restricted(tables),
        )
        arrived = list(_without_again(arrived, arrival))
        arrived[0] = self._told(arrived[0], arrival, profile)
        return arrived

    def _restricted(self, tables: Sequence["_Opened"]) -> list[str]:
        """The rows that were set apart, typed so that their records are known again."""
        return [
            stage(
                self.connection,
                table.apart.sheet,
                table.recognition,
                self.rules.codes,
            ).table
            for table in tables
            if table.recognition and table.apart.sheet
        ]

    def _staged(self, table: "_Opened") -> Arrived:
        arrived, sheet = table.arrived, table.sheet
        assert arrived.recognition and sheet
        left_out = self.decisions.of(arrived.number).left_out
        try:
            with self._followed(f"Checking {arrived.name}"):
                staged = stage(
                    self.connection,
                    sheet,
                    arrived.recognition,
                    self.rules.codes,
                    left_out,
                )
                findings = (*arrived.findings, *staged.findings)
                if not stops(findings):
                    findings += tuple(
                        run_checks(self.connection, staged, self.rules.checks, left_out)
                    )
        except Unreadable as error:
            found = (*arrived.findings, refusal(sheet.file, error))
            return replace(arrived, findings=found)
        left = rows_of(self.connection, staged.table)
        return replace(arrived, staged=replace(staged, rows=left), findings=findings)

    def _told(self, table: Arrived, arrival: Arrival, profile: Profile) -> Arrived:
        """The source's first table, with what the whole source changed."""
        found = [
            *findings_of(arrival, table.name),
            *findings_of_source(arrival, table.name),
        ]
        rule = self.rules.coverage_of(profile)
        empty: tuple[date, ...] = ()
        if rule:
            self._say_of_months(profile.name)
            empty = empty_months(self.connection, rule)
            found += gaps_of(arrival, rule, empty, self.as_at, table.name)
        return replace(
            table,
            findings=(*table.findings, *found),
            arrival=arrival,
            repeated=arrival.repeated,
            empty_months=empty,
        )

    def _say_of_months(self, source: str) -> None:
        for (said_of, month), said in self.decisions.months.items():
            if said_of == source:
                say_of_month(self.connection, source, month, said)


@dataclass(frozen=True)
class _Opened:
    """A table that was read; `sheet` is None where it cannot be taken in.

    `apart` are the rows that were taken off it because they are restricted.
    """

    arrived: Arrived
    sheet: Sheet | None
    apart: SetApart = NOTHING_APART

    @property
    def recognition(self) -> Recognition | None:
        return self.arrived.recognition


def _without_again(arrived: Sequence[Arrived], arrival: Arrival) -> Iterator[Arrived]:
    """The tables less the rows that say a restricted record again without its mark."""
    again = arrival.again or (0,) * len(arrived)
    for table, count in zip(arrived, again, strict=True):
        if not count or not table.staged:
            yield table
            continue
        yield replace(
            table,
            staged=replace(table.staged, rows=table.rows - count),
            restricted=table.restricted + count,
            findings=(*table.findings, of_marked_records(table.name, count)),
        )


def _note(sheet: Sheet, words: str) -> Finding:
    return Finding(
        check="reading",
        severity=Severity.FOR_INFORMATION,
        file=sheet.file,
        title=words.rstrip("."),
        fix="Nothing to do.",
    )
