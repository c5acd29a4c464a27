"""Check extracts, and publish them: all of them as one new picture, or none.

A publish keeps the other sources' rows; within a source the latest row of a key wins.
What must be put right stops it, and what was served before is still served.
"""

import hashlib
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb

from dashboard.access.access import access_of
from dashboard.access.viewer import grains_in_force
from dashboard.intake.arrived import Arrived
from dashboard.intake.arriving import Arriving, Progress
from dashboard.intake.codes import load_codes
from dashboard.intake.decisions import Decisions
from dashboard.intake.findings import ExtractsRefused, Finding, stops
from dashboard.intake.meanings import give_meanings, mark_recording
from dashboard.intake.rules import Rules
from dashboard.intake.signing import Examined, SignOffNeeded, examine, signed
from dashboard.intake.tidying import tidy
from dashboard.partnership.copies import Why, copy_records
from dashboard.partnership.recorded import recorded_of
from dashboard.settings import Settings
from dashboard.warehouse.build import build, set_run
from dashboard.warehouse.coverage import create_said_months
from dashboard.warehouse.engine import open_building
from dashboard.warehouse.history import OFFICER
from dashboard.warehouse.pseudonyms import give_key, read_or_make_key
from dashboard.warehouse.recorded import create_recorded
from dashboard.warehouse.rewriting import write_anew
from dashboard.warehouse.snapshots import Manifest, Snapshots, SourceFile, new_id
from dashboard.warehouse.tables import create_extract_tables

NOTHING_DECIDED = Decisions()


def silent(what: str, done: int, of: int) -> None:
    """A progress that nobody watches."""


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
    snapshots = Snapshots(settings.home)
    with snapshots.building() as place:
        connection = open_detail(
            place, settings, rules, as_at, snapshots.current_or_none()
        )
        try:
            arriving = Arriving(
                connection, place / "scratch", rules, decisions, as_at, progress
            )
            return arriving.take_in(paths)
        finally:
            connection.close()


@dataclass(frozen=True)
class Prepared:
    """What was read of the files and, where nothing stops them, the picture they make.

    `manifest` is None where something must be put right, or agreed to, first. The
    picture waits in its place until `Snapshots.publish` serves it. `release` is what was
    found of its release, where the partnership asks for a sign-off.
    """

    arrived: tuple[Arrived, ...]
    manifest: Manifest | None
    release: Examined | None = None

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
    who: str = OFFICER,
    rules: Rules | None = None,
    marked: str = "",
    why: str = "",
) -> Prepared:
    """Read the files and build their picture beside the one that is served.

    `rules` are those in force unless others are to be tried. `marked` is drawn on the
    charts as something that happened on the day of the picture. `why` says of one that
    no file comes in with why it is made anew.
    """
    rules = rules or Rules.of(settings)
    snapshots = Snapshots(settings.home)
    tidy(settings)
    with snapshots.building([path.name for path in paths], who) as place:
        begun_on = snapshots.current_or_none()
        connection = open_detail(place, settings, rules, as_at, begun_on)
        try:
            arriving = Arriving(
                connection, place / "scratch", rules, decisions, as_at, progress
            )
            arrived = tuple(arriving.take_in(paths))
            prepared = Prepared(arrived, None)
            if stops(prepared.findings, yes=True):
                return prepared
            if marked:
                mark_recording(connection, as_at, marked)
            plan = rules.plan(settings.area_level)
            build(connection, place / "exact.duckdb", plan, progress)
            connection.execute("checkpoint")
        finally:
            connection.close()
        if any(file.arrival and file.arrival.restricted for file in arrived):
            write_anew(place / "detail.duckdb", place / "scratch")
        manifest = _manifest(begun_on, as_at, arrived, decisions, who, why)
        shutil.rmtree(place / "scratch")
        snapshots.let_wait(place, manifest)
    return Prepared(arrived, manifest, _examined(settings, manifest, rules, progress))


def _examined(
    settings: Settings, manifest: Manifest, rules: Rules, progress: Progress
) -> Examined | None:
    if not settings.sign_off:
        return None
    progress("What could be worked out", 1, 1)
    snapshots = Snapshots(settings.home)
    before = snapshots.release(manifest.before) if manifest.before else None
    return examine(
        snapshots.exact(manifest.id),
        snapshots.release(manifest.id),
        before if before and before.exists() else None,
        rules.catalogue,
        grains_in_force(access_of(settings.home)),
    )


def publish_extracts(
    paths: Sequence[Path],
    settings: Settings,
    *,
    as_at: date,
    progress: Progress = silent,
    decisions: Decisions = NOTHING_DECIDED,
    who: str = OFFICER,
) -> tuple[Manifest, list[Arrived]]:
    """Publish the files as one new snapshot.

    Raises ExtractsRefused with every finding where something must be put right, or
    needs a yes that the decisions do not hold; SignOffNeeded where its release does.
    """
    prepared = prepare_extracts(
        paths, settings, as_at=as_at, progress=progress, decisions=decisions, who=who
    )
    snapshots = Snapshots(settings.home)
    if prepared.manifest is None:
        raise ExtractsRefused(prepared.findings)
    if stops(prepared.findings, yes=decisions.yes):
        snapshots.withdraw(prepared.manifest.id, who)
        raise ExtractsRefused(prepared.findings)
    try:
        signed(prepared.release, decisions.signed_by)
    except SignOffNeeded:
        snapshots.withdraw(prepared.manifest.id, who)
        raise
    by = decisions.signed_by if prepared.release else ""
    manifest = serve(snapshots, prepared.manifest.id, who, by)
    return manifest, list(prepared.arrived)


def serve(snapshots: Snapshots, picture: str, who: str, by: str = "") -> Manifest:
    """Publish a picture that waits, with a copy of the records as they were before it."""
    copy_records(snapshots.home, Why.PUBLISH)
    return snapshots.publish(picture, who, by)


def open_detail(
    place: Path, settings: Settings, rules: Rules, as_at: date, snapshot: str | None
) -> duckdb.DuckDBPyConnection:
    """A copy of a picture's detail to build on, or a new one where there is none yet.

    Rows of text stay outside it, in the folder `scratch` of the place.
    """
    (place / "scratch").mkdir(mode=0o700)
    if snapshot:
        served = Snapshots(settings.home).detail(snapshot)
        shutil.copyfile(served, place / "detail.duckdb")
    connection = open_building(place / "detail.duckdb", scratch=place / "scratch")
    give_key(connection, read_or_make_key(settings.home))
    create_extract_tables(connection, rules.tables.values())
    create_said_months(connection)
    load_codes(connection, rules.codes)
    give_meanings(connection, rules.profiles.values(), rules.codes)
    create_recorded(connection, recorded_of(settings))
    set_run(connection, as_at)
    return connection


def _manifest(
    before: str | None,
    as_at: date,
    arrived: Sequence[Arrived],
    decisions: Decisions,
    who: str,
    why: str,
) -> Manifest:
    return Manifest(
        id=new_id(as_at),
        as_at=as_at,
        published_at=datetime.now(UTC),
        before=before,
        who=who,
        why=why,
        files=tuple(
            SourceFile(
                name=file.name,
                profile=file.staged.profile.name,
                sha256=_sha256(file.path),
                rows=file.rows,
                repeated=file.repeated,
                left_out=file.left_out,
                columns=file.mapped,
                left_out_for=tuple(sorted(decisions.of(file.number).left_out)),
                restricted=file.restricted,
            )
            for file in arrived
            if file.staged
        ),
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
