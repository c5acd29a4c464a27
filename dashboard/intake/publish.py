"""Check extracts, and publish them: all of them as one new snapshot, or none.

A publish keeps the other sources' rows; within a source the new extract replaces the
old. What must be put right stops it, and what was served before is still served.
"""

import hashlib
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb

from dashboard.errors import NoSnapshot
from dashboard.intake.changes import findings_of
from dashboard.intake.checks import Check, read_checks, run_checks
from dashboard.intake.codes import CodeRows, load_codes, read_codes
from dashboard.intake.decisions import NOTHING_DECIDED as NOTHING_DECIDED_OF_A_FILE
from dashboard.intake.decisions import Decisions, FileDecisions
from dashboard.intake.findings import (
    LEFT_OUT,
    ExtractsRefused,
    Finding,
    Severity,
    stops,
)
from dashboard.intake.mappings import Mappings
from dashboard.intake.profiles import (
    Profile,
    Profiles,
    profile_named,
    read_profiles,
)
from dashboard.intake.read import Unreadable, read_sheet
from dashboard.intake.recognise import (
    HeaderScorer,
    NotRecognised,
    Recognition,
    as_profile,
    recognise,
)
from dashboard.intake.stage import Staged, examples_of, stage
from dashboard.measures import Catalogue, read_catalogue
from dashboard.settings import Settings
from dashboard.warehouse.arrivals import Arrival, take_in
from dashboard.warehouse.build import BuildPlan, build, set_run
from dashboard.warehouse.coverage import CoverageRule
from dashboard.warehouse.engine import open_building
from dashboard.warehouse.pseudonyms import give_key, read_or_make_key
from dashboard.warehouse.snapshots import Manifest, Snapshots, SourceFile, new_id
from dashboard.warehouse.tables import (
    ExtractTable,
    create_extract_tables,
    read_extract_tables,
)

Progress = Callable[[str, int, int], None]
NOTHING_DECIDED = Decisions()


def silent(what: str, done: int, of: int) -> None:
    """A progress that nobody watches."""


@dataclass(frozen=True)
class Arrived:
    """One file as it was read: what it was recognised as, and what was found."""

    path: Path
    recognition: Recognition | None
    staged: Staged | None
    findings: tuple[Finding, ...]
    repeated: int = 0
    arrival: Arrival | None = None
    header: tuple[str, ...] = ()
    examples: Mapping[int, tuple[str, ...]] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        return self.staged.rows if self.staged else 0

    @property
    def left_out(self) -> int:
        """Rows that the officer decided not to take in."""
        return sum(
            finding.count
            for finding in self.findings
            if finding.title.startswith(LEFT_OUT)
        )


@dataclass(frozen=True)
class Rules:
    """Everything that says how extracts are read, from files, once a publish."""

    profiles: Profiles
    codes: dict[str, CodeRows]
    checks: tuple[Check, ...]
    tables: dict[str, ExtractTable]
    catalogue: Catalogue
    mappings: Mappings

    @classmethod
    def of(cls, settings: Settings) -> "Rules":
        return cls(
            profiles=read_profiles(settings.profile_folders),
            codes=read_codes(settings.code_folders),
            checks=read_checks(settings.check_folders),
            tables=read_extract_tables(),
            catalogue=read_catalogue(settings.measure_folders),
            mappings=Mappings.of(settings.home),
        )

    def plan(self, area_level: str) -> BuildPlan:
        return BuildPlan(
            catalogue=self.catalogue,
            coverage=tuple(_coverage_rules(self.profiles.values())),
            area_level=area_level,
            table_of_source={
                name: profile.table for name, profile in self.profiles.items()
            },
        )


def _coverage_rules(profiles: Iterable[Profile]) -> Iterable[CoverageRule]:
    for profile in profiles:
        if profile.coverage:
            rule = profile.coverage
            yield CoverageRule(
                source=profile.name,
                table=profile.table,
                column=rule.column,
                sparse=rule.sparse,
                closed_months=rule.closed_months,
                from_column=rule.from_column,
                starts_with=rule.starts_with,
            )


def check_extracts(
    paths: Sequence[Path],
    settings: Settings,
    *,
    as_at: date,
    progress: Progress = silent,
    decisions: Decisions = NOTHING_DECIDED,
) -> list[Arrived]:
    """Read, type and check the files; publish nothing. One result for each file."""
    rules = Rules.of(settings)
    with Snapshots(settings.home).building() as place:
        connection = _open_detail(place, settings, rules, as_at)
        try:
            return _take_in_all(connection, paths, rules, place, progress, decisions)
        finally:
            connection.close()


@dataclass(frozen=True)
class Prepared:
    """What was read of the files and, where nothing stops them, the picture they make.

    `manifest` is None where something must be put right, or agreed to, first. The
    picture waits in its place until `Snapshots.publish` serves it.
    """

    arrived: tuple[Arrived, ...]
    manifest: Manifest | None

    @property
    def findings(self) -> tuple[Finding, ...]:
        return tuple(finding for file in self.arrived for finding in file.findings)


def prepare_extracts(
    paths: Sequence[Path],
    settings: Settings,
    *,
    as_at: date,
    progress: Progress = silent,
    decisions: Decisions = NOTHING_DECIDED,
) -> Prepared:
    """Read the files and build their picture beside the one that is served."""
    rules = Rules.of(settings)
    snapshots = Snapshots(settings.home)
    with snapshots.building() as place:
        connection = _open_detail(place, settings, rules, as_at)
        try:
            arrived = tuple(
                _take_in_all(connection, paths, rules, place, progress, decisions)
            )
            prepared = Prepared(arrived, None)
            if stops(prepared.findings, yes=True):
                return prepared
            build(
                connection,
                place / "exact.duckdb",
                rules.plan(settings.area_level),
                progress,
            )
            connection.execute("checkpoint")
        finally:
            connection.close()
        manifest = _manifest(snapshots, as_at, arrived)
        shutil.rmtree(place / "scratch")
        snapshots.let_wait(place, manifest)
    return Prepared(arrived, manifest)


def publish_extracts(
    paths: Sequence[Path],
    settings: Settings,
    *,
    as_at: date,
    progress: Progress = silent,
    decisions: Decisions = NOTHING_DECIDED,
) -> tuple[Manifest, list[Arrived]]:
    """Publish the files as one new snapshot.

    Raises ExtractsRefused with every finding where something must be put right, or
    needs a yes that the decisions do not hold.
    """
    prepared = prepare_extracts(
        paths, settings, as_at=as_at, progress=progress, decisions=decisions
    )
    snapshots = Snapshots(settings.home)
    if prepared.manifest is None:
        raise ExtractsRefused(prepared.findings)
    if stops(prepared.findings, yes=decisions.yes):
        snapshots.withdraw(prepared.manifest.id)
        raise ExtractsRefused(prepared.findings)
    snapshots.publish(prepared.manifest.id)
    return prepared.manifest, list(prepared.arrived)


def _open_detail(
    place: Path, settings: Settings, rules: Rules, as_at: date
) -> duckdb.DuckDBPyConnection:
    """A copy of the served detail to build on, or a new one; rows of text stay outside."""
    (place / "scratch").mkdir(mode=0o700)
    snapshots = Snapshots(settings.home)
    with suppress(NoSnapshot):
        shutil.copyfile(
            snapshots.detail(snapshots.current_id()), place / "detail.duckdb"
        )
    connection = open_building(place / "detail.duckdb", scratch=place / "scratch")
    give_key(connection, read_or_make_key(settings.home))
    create_extract_tables(connection, rules.tables.values())
    load_codes(connection, rules.codes)
    set_run(connection, as_at)
    return connection


def _take_in_all(
    connection: duckdb.DuckDBPyConnection,
    paths: Sequence[Path],
    rules: Rules,
    place: Path,
    progress: Progress,
    decisions: Decisions,
) -> list[Arrived]:
    """Recognise every file first, then take the sources in, in their order."""
    opened = [
        _open(connection, path, number, rules, place, decisions.of(number))
        for number, path in enumerate(paths)
    ]
    by_profile: dict[str, list[_Opened]] = defaultdict(list)
    results: dict[Path, Arrived] = {}
    for file in opened:
        if file.recognition is None:
            results[file.path] = Arrived(
                file.path, None, None, file.findings, header=file.header
            )
        else:
            by_profile[file.recognition.profile.name].append(file)
    ordered = sorted(by_profile, key=lambda name: rules.profiles[name].order)
    for number, name in enumerate(ordered, start=1):
        progress(f"Reading {rules.profiles[name].title}", number, len(ordered))
        for arrived in _take_in_source(connection, by_profile[name], rules):
            results[arrived.path] = arrived
    return [results[path] for path in paths]


@dataclass(frozen=True)
class _Opened:
    path: Path
    table: str
    recognition: Recognition | None
    findings: tuple[Finding, ...] = ()
    stage: Callable[[], Staged] | None = None
    header: tuple[str, ...] = ()
    examples: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    decided: FileDecisions = NOTHING_DECIDED_OF_A_FILE


def _open(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    number: int,
    rules: Rules,
    place: Path,
    decided: FileDecisions,
) -> _Opened:
    table = f"file_{number}"
    header: tuple[str, ...] = ()
    try:
        sheet = read_sheet(
            connection,
            path,
            table=table,
            scratch=place / "scratch",
            score=HeaderScorer(rules.profiles),
        )
        header = sheet.header
        recognition = _recognised(path.name, sheet.header, rules, decided)
    except (Unreadable, NotRecognised) as error:
        return _Opened(path, table, None, (_refusal(path, error),), header=header)
    if sheet.rows == 0:
        no_rows = Unreadable(
            f"{path.name} has column names but no rows.",
            what_to_do="Export it again with its rows.",
        )
        return _Opened(path, table, None, (_refusal(path, no_rows),))
    return _Opened(
        path,
        table,
        recognition,
        stage=lambda: stage(
            connection, sheet, recognition, rules.codes, decided.left_out
        ),
        header=sheet.header,
        examples=examples_of(connection, sheet, recognition),
        decided=decided,
    )


def _recognised(
    file: str, header: Sequence[str], rules: Rules, decided: FileDecisions
) -> Recognition:
    """As the officer has decided, else as last month's file of this shape was mapped."""
    if decided.profile:
        profile = profile_named(rules.profiles, decided.profile)
        remembered = rules.mappings.of_shape(profile.name, header)
        return as_profile(file, header, profile, {**remembered, **decided.columns})
    for profile in rules.profiles.values():
        if remembered := rules.mappings.of_shape(profile.name, header):
            return as_profile(file, header, profile, {**remembered, **decided.columns})
    return recognise(file, header, rules.profiles)


def _refusal(path: Path, error: Unreadable | NotRecognised) -> Finding:
    return Finding(
        check="unreadable" if isinstance(error, Unreadable) else "not_recognised",
        severity=Severity.MUST_FIX,
        file=path.name,
        title=error.title.rstrip("."),
        fix=" ".join(part for part in (error.message, error.what_to_do) if part),
        count=1,
    )


def _take_in_source(
    connection: duckdb.DuckDBPyConnection, files: Sequence[_Opened], rules: Rules
) -> list[Arrived]:
    arrived = []
    for file in files:
        assert file.stage is not None
        try:
            staged = file.stage()
        except Unreadable as error:
            arrived.append(
                Arrived(file.path, None, None, (_refusal(file.path, error),))
            )
            continue
        findings = staged.findings
        if not stops(findings):
            findings += tuple(
                run_checks(connection, staged, rules.checks, file.decided.left_out)
            )
        arrived.append(
            Arrived(
                file.path,
                file.recognition,
                staged,
                findings,
                header=file.header,
                examples=file.examples,
            )
        )
    whole = [
        file.staged for file in arrived if file.staged and not stops(file.findings)
    ]
    if whole and len(whole) == len(files):
        profile = whole[0].profile
        arrival = take_in(
            connection,
            rules.tables[profile.table],
            [s.table for s in whole],
            profile.name,
            profile.coverage.column if profile.coverage else None,
        )
        arrived[0] = _with_arrival(arrived[0], arrival)
    return arrived


def _with_arrival(file: Arrived, arrival: Arrival) -> Arrived:
    """What the whole source changed is told with its first file."""
    repeated = arrival.repeated
    found = (*file.findings, *findings_of(arrival, file.path.name))
    if not repeated:
        return replace(file, findings=found, arrival=arrival)
    told = Finding(
        check="rows_repeated",
        severity=Severity.FOR_INFORMATION,
        file=file.path.name,
        title=f"{repeated:,} rows repeat another row and were read once",
        fix="Nothing to do.",
        count=repeated,
    )
    return replace(file, findings=(*found, told), repeated=repeated, arrival=arrival)


def _manifest(
    snapshots: Snapshots, as_at: date, arrived: Sequence[Arrived]
) -> Manifest:
    try:
        before = snapshots.current_id()
    except NoSnapshot:
        before = None
    return Manifest(
        id=new_id(as_at),
        as_at=as_at,
        published_at=datetime.now(UTC),
        before=before,
        files=tuple(
            SourceFile(
                name=file.path.name,
                profile=file.staged.profile.name,
                sha256=_sha256(file.path),
                rows=file.rows,
                repeated=file.repeated,
                left_out=file.left_out,
            )
            for file in arrived
            if file.staged
        ),
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
