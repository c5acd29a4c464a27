"""Invented partnerships of a size: the demo's referrals over and over, as other children's.

The demo's extracts are read by the product's own reader; inside DuckDB each row is then
copied with keys of its own, days moved by up to four weeks and one in four of its values
changed, so that cells fill up as they would. The product's own `build` makes the picture.
The same size is always the same rows.
"""

import hashlib
import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from time import process_time

import duckdb

from dashboard.components.listed_pages import listed_pages
from dashboard.components.view import FLOW_MEASURE
from dashboard.demo import build as build_demo
from dashboard.intake.arriving import Arriving
from dashboard.intake.decisions import Decisions
from dashboard.intake.publish import open_detail, silent
from dashboard.intake.rules import Rules
from dashboard.partnership.carrying import import_records
from dashboard.settings import DATA, read_settings
from dashboard.warehouse import build as building
from dashboard.warehouse.build import BuildPlan, build
from dashboard.warehouse.snapshots import Manifest, Snapshots, new_id
from tests.conftest import let_everything_be_exact

FOLDER = DATA / "local" / "bench"
# What a build may use, so that it stays under 2 GiB with what Python has of its own; the
# largest may use what the product lets it.
MEMORY = "1400MB"
LARGE = 10_000_000
# Of more rows no release is made: no click on exact numbers asks it.
RELEASED = 10_000
_READ = (
    *("geography_lookup.csv", "organisation.csv", "population.csv"),
    *("postcode_lookup.csv", "simd_ranks.csv", "zones.csv", "events.xlsx"),
    *("identity_lookup.csv", "seemis_pupils.csv", "mosaic_referrals.csv"),
    *("mosaic_steps.csv", "mosaic_meetings.csv", "mosaic_registrations.csv"),
)
_OF_REFERRALS = ("referral", "step", "meeting", "registration")
_KEYS = ("person_key", "referral_key", "step_key", "meeting_key", "registration_key")
_CHANGED = ("source_agency", "team", "age_band", "sex", "data_zone")


@dataclass(frozen=True)
class Partnership:
    """One that has been made: its home, how many referral rows, and how long it took.

    `seconds` of a processor are of the build alone (canonical tables, facts, cubes,
    release); `rowed` of copying the rows, which is no part of the product. Not by the
    clock: other programs would be in it, and one thread at a time builds.
    """

    home: Path
    rows: int
    seconds: float
    rowed: float

    @property
    def snapshot(self) -> str:
        return Snapshots(self.home).current_id()

    @property
    def exact(self) -> Path:
        return Snapshots(self.home).exact(self.snapshot)


def partnership(rows: int) -> Partnership:
    """The partnership of so many referral rows; made once, and again where a definition
    that it was made by has changed."""
    home = FOLDER / f"{rows}"
    told = home / "bench.json"
    stamp = _stamp()
    if told.exists():
        said = json.loads(told.read_text(encoding="utf-8"))
        if said["stamp"] == stamp:
            return Partnership(home, rows, said["seconds"], said["rowed"])
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(_seed(stamp), home)
    rowed, seconds = _make(home, rows)
    said = {"stamp": stamp, "seconds": seconds, "rowed": rowed}
    told.write_text(json.dumps(said), encoding="utf-8")
    return Partnership(home, rows, seconds, rowed)


def page_measures() -> tuple[str, ...]:
    """What the referrals page is about when it opens, and what its first panel shows.

    Not what else it can be about: the cubes of those are built in the same way, and a
    click asks none of them.
    """
    page = next(page for page in listed_pages() if page.path == "/referrals")
    return page.measures[0][0], FLOW_MEASURE


def plan_of(rules: Rules, area_level: str, measures: Sequence[str]) -> BuildPlan:
    """The product's own plan, of these measures alone."""
    chosen = {name: rules.catalogue[name] for name in measures}
    return replace(rules.plan(area_level), catalogue=chosen)


def demo_extracts() -> Path:
    """The extracts of the invented partnership at its default size."""
    folder = FOLDER / "extracts"
    if not (folder / "truth.json").exists():
        build_demo(folder)
    return folder


def as_at() -> date:
    truth = json.loads((demo_extracts() / "truth.json").read_text(encoding="utf-8"))
    return date.fromisoformat(truth["as_at"])


def _stamp() -> str:
    """Of everything that the rows and cubes hang on but the code that counts."""
    told = hashlib.sha256(duckdb.__version__.encode())
    for path in [Path(__file__), *sorted((DATA.parent / "queries").rglob("*.sql"))]:
        told.update(path.read_bytes())
    return told.hexdigest()


def _seed(stamp: str) -> Path:
    """A home with the demo's records, and its extracts as they were read."""
    home = FOLDER / "seed"
    told = home / "seed.txt"
    if told.exists() and told.read_text(encoding="utf-8") == stamp:
        return home
    shutil.rmtree(home, ignore_errors=True)
    let_everything_be_exact(home)
    extracts = demo_extracts()
    import_records(home, (extracts / "records.json").read_text(encoding="utf-8"))
    settings = read_settings(home)
    place = home / "read"
    place.mkdir()
    rules = Rules.of(settings)
    connection = open_detail(place, settings, rules, as_at(), None)
    decisions = Decisions(yes=True)
    Arriving(connection, place / "scratch", rules, decisions, as_at(), silent).take_in(
        [extracts / name for name in _READ]
    )
    _create_seeds(connection)
    connection.execute("checkpoint")
    connection.close()
    shutil.rmtree(place / "scratch")
    told.write_text(stamp, encoding="utf-8")
    return home


def _create_seeds(connection: duckdb.DuckDBPyConnection) -> None:
    """`seed`: what is copied, each row with the `place` of its referral from 0."""
    connection.execute("create schema seed")
    connection.execute(
        """
        create table seed.place as
        select
            row_number() over (order by referral_key, person_key) - 1 as place,
            person_key, referral_key
        from extract.referral
        """
    )
    for table in _OF_REFERRALS:
        connection.execute(
            f"""
            create table seed.{table} as
            select coalesce(p.place, 0) as place, t.*
            from extract.{table} as t
            left join seed.place as p using (person_key, referral_key)
            """
        )
    # Of pupils those who were referred, by their key in social work.
    connection.execute(
        """
        create table seed.pupil as
        select
            min(p.place) as place, any_value(p.person_key) as person_key,
            t.*
        from extract.pupil as t
        join extract.identity as i using (scn_key)
        join seed.place as p on p.person_key = i.person_key
        group by all
        """
    )
    for table in (*_OF_REFERRALS, "pupil", "identity"):
        connection.execute(f"truncate extract.{table}")


def _make(home: Path, rows: int) -> tuple[float, float]:
    """Rows, picture and pointer; how long the rows and the build took, in seconds."""
    settings = read_settings(home)
    rules = Rules.of(settings)
    snapshots = Snapshots(home)
    with snapshots.building() as place:
        shutil.move(home / "read" / "detail.duckdb", place / "detail.duckdb")
        (home / "read").rmdir()
        connection = open_detail(place, settings, rules, as_at(), None)
        if rows < LARGE:
            connection.execute(f"set memory_limit = '{MEMORY}'")
        began = process_time()
        _multiply(connection, rows)
        rowed = process_time() - began
        plan = plan_of(rules, settings.area_level, page_measures())
        if rows > RELEASED:
            plan = replace(plan, protect=None)
        building.AT_ONCE = 1  # a measure at a time, for the memory
        began = process_time()
        build(connection, place / "exact.duckdb", plan, silent)
        connection.execute("checkpoint")
        seconds = process_time() - began
        connection.close()
        shutil.rmtree(place / "scratch")
        manifest = Manifest(
            id=new_id(as_at()),
            as_at=as_at(),
            published_at=datetime.now(UTC),
            before=None,
            who="make bench",
            why="",
            files=(),
        )
        snapshots.let_wait(place, manifest)
    snapshots.publish(manifest.id)
    return rowed, seconds


def _multiply(connection: duckdb.DuckDBPyConnection, rows: int) -> None:
    """Fill the extract tables from the seeds until there are so many referrals."""
    connection.execute(_OTHER)
    found = connection.execute("select count(*) from seed.place").fetchone()
    assert found is not None
    held = int(found[0])
    for table in (*_OF_REFERRALS, "pupil"):
        kinds = {
            str(name): str(kind)
            for name, kind, *_ in connection.execute(
                f"describe seed.{table}"
            ).fetchall()
            if name != "place" and (table != "pupil" or name != "person_key")
        }
        columns = ", ".join(f"{_copied(c, k, table)} as {c}" for c, k in kinds.items())
        connection.execute(
            f"""
            insert into extract.{table} by name
            select {columns}
            from seed.{table} as s, range({-(-rows // held)}) as r (copy)
            where r.copy * {held} + s.place < {rows}
            """
        )
    connection.execute("drop schema seed cascade")


# One in four is another value of the same column, by the key of its row.
_OTHER = """
    create or replace temp macro drawn(key, copy, of) as
        md5_number_lower(key || '-' || copy || '-' || of);
"""


def _copied(column: str, kind: str, table: str) -> str:
    """A column of a copy, as SQL."""
    if column == "scn_key":  # as an approved look-up has it: one key in every system
        return "md5(s.person_key || '-' || r.copy)"
    if column in _KEYS:
        return f"md5(s.{column} || '-' || r.copy)"
    if table == "pupil":
        return f"s.{column}"
    if kind == "DATE":
        return f"cast(s.{column} - cast(drawn(s.person_key, r.copy, 'days') % 28 as integer) as date)"
    if table == "referral" and column in _CHANGED:
        drawn = f"drawn(s.person_key || s.referral_key, r.copy, '{column}')"
        values = f"(select list({column} order by {column}) from (select distinct {column} from seed.referral where {column} is not null))"
        return f"""case when {drawn} % 4 = 0
            then ({values})[cast(1 + {drawn} // 4 % len({values}) as integer)]
            else s.{column} end"""
    return f"s.{column}"
