"""Records in PostgreSQL as `records` in settings.toml names it: several hosts over one
database, what it says when it cannot, and what a database of another kind does not keep.
"""

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select, text

from dashboard.access.accounts import account_names, make_account
from dashboard.access.audit import Deed, entries, record, verify
from dashboard.doctor import Asked, Health, Told, records
from dashboard.partnership.blotting import blot_records
from dashboard.partnership.carrying_over import records_from, records_into
from dashboard.partnership.happenings import Happening, happenings_of, record_happening
from dashboard.partnership.levels import levels_of, record_level
from dashboard.partnership.records import Records, engine_of, forget_engine
from dashboard.partnership.tables import METADATA
from dashboard.partnership.trouble import RecordsTrouble
from dashboard.partnership.zones import Member, Target, Zone, save_zone, zones_of
from dashboard.settings import PROJECT, read_settings
from tests.postgres.server import Server

pytestmark = pytest.mark.postgres
DAY = date(2026, 1, 1)
TEAM, TARGET = Member("team", "T01", DAY), Target("m", 0.5)


def home_over(address: str, folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / "settings.toml").write_text(f'records = "{address}"', encoding="utf-8")
    return folder


@pytest.fixture(autouse=True)
def nothing_stays_connected() -> Iterator[None]:
    yield
    forget_engine()


@pytest.fixture
def home(postgres: Server, tmp_path: Path) -> Path:
    return home_over(postgres.empty_database(), tmp_path / "home")


@pytest.fixture
def other_host(home: Path, tmp_path: Path) -> Path:
    """Another home over the same database, and with the same keys."""
    record(home, "local:0", Deed.SIGNED_IN)
    shutil.copytree(home, tmp_path / "other")
    return tmp_path / "other"


def told(home: Path) -> Told:
    return records(Asked(read_settings(home), "127.0.0.1", 0))


# -- several over one ---------------------------------------------------------------------

FIRST_WRITE = """
import sys, time
from pathlib import Path
from datetime import date
from dashboard.partnership.levels import record_level
home, at = Path(sys.argv[1]), float(sys.argv[2])
time.sleep(max(0.0, at - time.time()))
record_level(home, measure="m", clauses=(), start=date(2026, 1, 1), reason=home.name)
"""


def test_processes_that_make_the_tables_at_once_all_come_up(
    postgres: Server, tmp_path: Path
) -> None:
    address = postgres.empty_database()
    at = str(time.time() + 5)
    begun = [
        subprocess.Popen(
            [
                sys.executable,
                "-c",
                FIRST_WRITE,
                home_over(address, tmp_path / name),
                at,
            ],
            cwd=PROJECT,
            stderr=subprocess.PIPE,
            text=True,
        )
        for name in ("one", "two", "three")
    ]
    said = [process.communicate(timeout=60)[1] for process in begun]
    assert [process.returncode for process in begun] == [0, 0, 0], said
    written = Records(tmp_path / "one").rows(METADATA.tables["level"].select())
    assert sorted(row["reason"] for row in written) == ["one", "three", "two"]


def test_the_first_entries_of_two_hosts_are_one_chain(
    postgres: Server, tmp_path: Path
) -> None:
    """Both find that there is none before theirs."""
    for turn in range(3):
        one = home_over(postgres.empty_database(), tmp_path / f"one{turn}")
        levels_of(one)  # the tables are there, and no entry
        two = tmp_path / f"two{turn}"
        verify(one)  # and a key
        shutil.copytree(one, two)
        levels_of(two)
        with ThreadPoolExecutor(4) as pool:
            done = [
                pool.submit(record, home, "local:1", Deed.ASKED)
                for home in (one, two) * 4
            ]
            for entry in done:
                entry.result()
        assert (verify(two).faults, verify(one).entries) == ((), 8)


def test_what_one_host_records_the_other_has(home: Path, other_host: Path) -> None:
    make_account(home, "a viewer", "four unlike words here")
    save_zone(home, Zone("Calm", (TEAM,), targets=(TARGET,)))
    assert account_names(other_host) == ["a viewer"]
    [zone] = zones_of(other_host)
    assert (zone.name, zone.targets) == ("Calm", (TARGET,))
    record(other_host, "local:1", Deed.SIGNED_IN)
    assert verify(home).entries == 2
    assert not list(home.parent.rglob("*.sqlite"))


def test_who_waits_for_another_is_told_so(
    home: Path, other_host: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboard.partnership.records.WAITED", 0.3)
    forget_engine()
    with Records(home).writing() as connection:
        connection.execute(select(1))
        assert levels_of(other_host) == ()  # who reads does not wait
        with pytest.raises(RecordsTrouble, match="Somebody else is recording"):
            new_level(other_host)
    new_level(other_host)
    assert len(levels_of(home)) == 1


def new_level(home: Path, reason: str = "Because") -> None:
    record_level(home, measure="m", clauses=(), start=DAY, reason=reason)


# -- in trouble ---------------------------------------------------------------------------


def test_a_connection_that_was_cut_is_made_again(home: Path, postgres: Server) -> None:
    new_level(home)
    postgres.do(
        "select pg_terminate_backend(pid) from pg_stat_activity"
        " where pid <> pg_backend_pid() and usename = 'sightline'"
    )
    assert len(levels_of(home)) == 1


def test_a_server_that_is_away_is_told_in_words(tmp_path: Path) -> None:
    nobody = "postgresql+psycopg://sightline@127.0.0.1:1/records"
    home = home_over(nobody, tmp_path / "home")
    with pytest.raises(RecordsTrouble, match="cannot be reached"):
        levels_of(home)
    assert told(home).health is Health.WRONG


def test_one_that_may_not_be_written_to_is_told_in_words(
    home: Path, postgres: Server
) -> None:
    new_level(home)
    name = engine_of(home).url.database
    forget_engine()
    postgres.do(f"alter database {name} set default_transaction_read_only = on")
    with pytest.raises(RecordsTrouble, match="cannot be written to"):
        new_level(home)
    assert len(levels_of(home)) == 1


# -- what a database of another kind does not keep ------------------------------------------


def test_the_character_0_is_left_out_and_the_chain_holds(home: Path) -> None:
    record(home, "local:\x001", Deed.REFUSED, "/pages\x00/secret")
    record_happening(home, Happening(DAY, "A form", note="new\x00 one"))
    assert entries(home, "nobody\x00") == []
    assert verify(home).faults == ()
    [entry] = entries(home)
    assert (entry.who, entry.of) == ("local:1", "/pages/secret")
    assert [one.event.note for one in happenings_of(home)] == ["new one"]


@pytest.mark.parametrize("word", ["50%", "a_b", "C:\\files"])
def test_what_is_looked_for_is_found_as_it_is_written(home: Path, word: str) -> None:
    record(home, "local:1", Deed.SENT, word.upper())
    record(home, "local:1", Deed.SENT, "500 aab C:files")
    assert [entry.of for entry in entries(home, word)] == [word.upper()]


def test_all_of_it_goes_over_from_sqlite_and_back(
    home: Path, tmp_path: Path, postgres: Server
) -> None:
    first, again = tmp_path / "first.sqlite", tmp_path / "again.sqlite"
    write_some(home)
    before = everything(home)
    assert {name for name, rows in before.items() if rows} > {"zone", "level", "audit"}
    assert records_into(home, first)
    new = home_over(postgres.empty_database(), tmp_path / "new")
    assert not records_from(first, new)
    assert everything(new) == before
    assert records_into(new, again)
    assert held_by_sqlite(first) == held_by_sqlite(again) == before


def write_some(home: Path) -> None:
    save_zone(home, Zone("Calm", (TEAM,), targets=(TARGET,)))
    save_zone(home, Zone("Åse’s", (Member("school", "1", DAY, date(2026, 3, 1)),)))
    record_level(
        home, measure="m", clauses=(("team", "A"),), start=DAY, reason="“Both” – 1/3"
    )
    record_happening(home, Happening(DAY, "A form", note="In two\nlines"))
    make_account(home, "a viewer", "four unlike words here")
    record(home, "local:1", Deed.SIGNED_IN)


def everything(home: Path) -> dict[str, list[object]]:
    return {
        table.name: Records(home).rows(table.select().order_by(*table.primary_key))
        for table in METADATA.sorted_tables
    }


def held_by_sqlite(path: Path) -> dict[str, list[object]]:
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        held = {
            table.name: [
                dict(row)
                for row in connection.execute(
                    table.select().order_by(*table.primary_key)
                ).mappings()
            ]
            for table in METADATA.sorted_tables
        }
    engine.dispose()
    return held


def test_what_is_taken_out_is_in_no_page_of_a_table(
    home: Path, postgres: Server
) -> None:
    child = "1204417731"
    record_happening(home, Happening(DAY, "A form", note=f"of {child}"))
    assert postgres.holds(child)
    assert blot_records(home, lambda said: said.replace(child, "…"), write=True) == 1
    assert not postgres.holds(child)
    assert [one.event.note for one in happenings_of(home)] == ["of …"]


def test_doctor_finds_them(home: Path) -> None:
    new_level(home)
    assert told(home).health is Health.RIGHT
    with engine_of(home).begin() as connection:
        connection.execute(text("update alembic_version set version_num = '0001'"))
    assert "older version (0001)" in told(home).said
