"""The database of the records is locked, full or away, and the clock is put back.

Nothing is half recorded, and whoever clicked is told in a sentence with a number.
"""

import os
import re
import resource
import shutil
import signal
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, event, select
from sqlalchemy.pool import NullPool

from dashboard.access.access import Access
from dashboard.access.audit import Deed, entries, let_go, record, verify
from dashboard.access.person import Person
from dashboard.access.sessions import begin_session, session_of
from dashboard.errors import NotRecorded
from dashboard.partnership import copies, records
from dashboard.partnership.copies import Why, copies_of, copy_records, start_copying
from dashboard.partnership.levels import levels_of, record_level
from dashboard.partnership.mending import RecordsBroken, last_mended, mend
from dashboard.partnership.records import Records, RecordsTooNew, forget_engine
from dashboard.partnership.sqlite import is_whole
from dashboard.partnership.tables import AUDIT, LEVEL
from dashboard.partnership.trouble import RecordsTrouble
from tests.faults.small_home import AS_AT

START = AS_AT[0]


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    record_level(tmp_path, measure="m", clauses=(), start=START, reason="Because")
    yield tmp_path
    forget_engine()


def another(home: Path) -> None:
    record_level(home, measure="another", clauses=(), start=START, reason="Because")


def measures(home: Path) -> list[str]:
    return [level.measure for level in levels_of(home)]


# -- locked -------------------------------------------------------------------------------


@contextmanager
def held_by_somebody(home: Path) -> Iterator[None]:
    """Another program has begun to write, and does not end."""
    with closing(sqlite3.connect(home / "records.sqlite")) as connection:
        connection.execute("begin immediate")
        yield


def test_locked_for_long_is_said_and_nothing_is_recorded(
    home: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(records, "WAITED", 0.2)
    forget_engine()
    with held_by_somebody(home):
        with pytest.raises(RecordsTrouble, match="takes long") as told:
            another(home)
        with pytest.raises(NotRecorded):
            record(home, "somebody", Deed.SIGNED_IN)
        assert measures(home) == ["m"]  # who reads does not wait
    [reference] = re.findall(r"Reference ([0-9a-f]{8})", str(told.value))
    assert reference in caplog.text
    another(home)
    assert measures(home) == ["another", "m"]


def test_locked_for_a_moment_is_waited_for(home: Path) -> None:
    done = threading.Thread(target=another, args=(home,))
    with held_by_somebody(home):
        done.start()
        time.sleep(0.5)
    done.join()
    assert measures(home) == ["another", "m"]


def test_whoever_waits_longest_comes_first(home: Path) -> None:
    """Many write one after the other: none of them is overtaken until it gives up."""
    waited: list[float] = []

    def write() -> None:
        for number in range(25):
            began = time.monotonic()
            record(home, f"somebody {number}", Deed.ASKED)
            waited.append(time.monotonic() - began)

    people = [threading.Thread(target=write) for _ in range(8)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert len(entries(home)) == 200
    assert verify(home).faults == ()
    assert max(waited) < 10


# -- full ---------------------------------------------------------------------------------


def forked(home: Path, do: Callable[[], object]) -> str:
    """What is raised by something that is done in a process of its own, by its words."""
    receiving, sending = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            do()
            said = ""
        except BaseException as error:
            said = f"{type(error).__name__}: {error}"
        os.write(sending, said.encode())
        os._exit(0)
    os.close(sending)
    with os.fdopen(receiving, "rb") as file:
        found = file.read().decode()
    os.waitpid(child, 0)
    return found


def with_no_room(do: Callable[[], object], most: int) -> Callable[[], object]:
    """The same where no file may grow beyond so many bytes."""

    def limited() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        do()

    return limited


def test_a_full_disk_is_said_and_nothing_is_recorded(home: Path) -> None:
    forget_engine()
    with closing(sqlite3.connect(home / "records.sqlite")) as connection:
        connection.execute("pragma wal_checkpoint(truncate)")
    said = forked(home, with_no_room(lambda: another(home), 1_000))
    assert said.startswith("RecordsTrouble: There is no room left on the disk"), said
    assert "Reference" in said
    said = forked(
        home, with_no_room(lambda: record(home, "somebody", Deed.ASKED), 1_000)
    )
    assert said.startswith("NotRecorded"), said
    assert measures(home) == ["m"]
    assert is_whole(home / "records.sqlite")
    another(home)
    assert measures(home) == ["another", "m"]


def test_sqlites_own_word_for_full_is_said(home: Path) -> None:
    forget_engine()

    def small(connection: sqlite3.Connection, _: object) -> None:
        pages = connection.execute("pragma page_count").fetchone()[0]
        connection.execute(f"pragma max_page_count = {pages}")

    event.listen(records.engine_of(home), "connect", small)
    with pytest.raises(RecordsTrouble, match="no room left"):
        record_level(home, measure="m" * 90_000, clauses=(), start=START, reason="R")
    assert measures(home) == ["m"]


def test_a_full_disk_stops_no_publish_for_want_of_a_copy(home: Path) -> None:
    """The copy is not made, the log says so, and nothing half written is left."""
    said = forked(home, with_no_room(lambda: copy_records(home, Why.PUBLISH), 1_000))
    assert said == ""
    assert [path.name for path in (home / "copies").iterdir()] == []


# -- away, and of another version ---------------------------------------------------------


def test_a_database_that_is_away_is_said(tmp_path: Path) -> None:
    """As PostgreSQL is, when nobody answers where the settings say that it is."""
    home = tmp_path / "home"
    home.mkdir()
    nowhere = tmp_path / "nowhere" / "records.sqlite"
    text = f'records = "sqlite:///{nowhere}"'
    (home / "settings.toml").write_text(text, encoding="utf-8")
    with pytest.raises(RecordsTrouble):
        another(home)
    with pytest.raises(RecordsTrouble):
        measures(home)


def test_records_of_a_later_version_are_left_alone(home: Path) -> None:
    forget_engine()
    with closing(sqlite3.connect(home / "records.sqlite")) as connection:
        connection.execute("update alembic_version set version_num = '9999'")
        connection.commit()
    with pytest.raises(RecordsTooNew, match="later version"):
        measures(home)


def test_a_migration_has_a_copy_of_before(home: Path) -> None:
    """And what it makes of it is what a new home has: nothing of before is lost."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(records.MIGRATIONS))
    engine = create_engine(f"sqlite:///{home / 'records.sqlite'}", poolclass=NullPool)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0004")
    forget_engine()
    assert measures(home) == ["m"]
    [copy] = copies_of(home)
    assert copy.why == Why.MIGRATION
    with closing(sqlite3.connect(copy.path)) as before:
        assert before.execute("select version_num from alembic_version").fetchone() == (
            "0004",
        )


# -- broken -------------------------------------------------------------------------------


def test_only_a_whole_copy_is_put_back(home: Path) -> None:
    old = copy_records(home, Why.HOURLY)
    another(home)
    new = copy_records(home, Why.HOURLY)
    assert old and new
    new.path.write_bytes(os.urandom(20_000))
    (home / "records.sqlite").write_bytes(b"SQLite format 3\0" + os.urandom(20_000))
    told = mend(home)
    assert told and told.since == old.at
    forget_engine()
    assert measures(home) == ["m"]
    assert mend(home) is None


def test_where_no_copy_is_whole_nothing_is_begun_anew(home: Path) -> None:
    broken = os.urandom(20_000)
    (home / "records.sqlite").write_bytes(broken)
    for suffix in ("-wal", "-shm"):
        (home / f"records.sqlite{suffix}").unlink(missing_ok=True)
    with pytest.raises(RecordsBroken):
        measures(home)
    with pytest.raises(NotRecorded):
        record(home, "somebody", Deed.SIGNED_IN)
    assert (home / "records.sqlite").read_bytes() == broken
    assert last_mended(home) is None


# -- the copies of an hour ----------------------------------------------------------------


def test_what_is_recorded_is_copied_within_the_hour_and_only_once(home: Path) -> None:
    """An hour is a tenth of a second here."""
    until = time.monotonic() + 20
    thread = start_copying(
        home, every=0.1, looked_every=0.02, goes_on=lambda: time.monotonic() < until
    )
    _wait_for(lambda: len(copies_of(home)) == 1)
    time.sleep(0.5)
    assert len(copies_of(home)) == 1
    another(home)
    _wait_for(lambda: len(copies_of(home)) == 2)
    until = 0
    thread.join(5)
    assert not thread.is_alive()


def _wait_for(so: Callable[[], bool], seconds: float = 10) -> None:
    until = time.monotonic() + seconds
    while not so():
        assert time.monotonic() < until
        time.sleep(0.02)


# -- the clock is put back ----------------------------------------------------------------


class Back(datetime):
    """A clock that was put back by an hour."""

    @classmethod
    def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
        return datetime.now(UTC) - timedelta(hours=1)


def test_the_record_keeps_its_order_and_lets_go_of_nothing_young(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record(home, "first", Deed.SIGNED_IN)
    with monkeypatch.context() as patch:
        patch.setattr("dashboard.access.audit.datetime", Back)
        record(home, "second", Deed.SIGNED_IN)
    record(home, "third", Deed.SIGNED_IN)
    assert [entry.who for entry in entries(home)] == ["third", "second", "first"]
    assert verify(home).faults == ()
    # Of the time between, the second alone is: what came before it is not.
    assert let_go(home, datetime.now(UTC) - timedelta(minutes=30)) == 0
    assert len(entries(home)) == 3
    old = datetime.now(UTC) + timedelta(seconds=5)
    assert let_go(home, old) == 3
    assert verify(home).faults == ()


def test_a_session_ends_when_the_clock_is_put_back(home: Path) -> None:
    session = session_of(home, begin_session(home, Person("council", "7"), {}))
    assert session
    now = datetime.now(UTC)
    assert not session.has_ended(Access(), now)
    assert not session.has_ended(Access(), now - timedelta(seconds=30))
    assert session.has_ended(Access(), now - timedelta(hours=1))


def test_the_newest_copy_is_the_one_that_was_made_last(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy_records(home, Why.HOURLY)
    another(home)
    monkeypatch.setattr(copies, "datetime", Back)
    copy_records(home, Why.PUBLISH)
    newest = copies_of(home)[0]
    assert newest.why == Why.PUBLISH
    shutil.copyfile(newest.path, home / "records.sqlite")
    forget_engine()
    assert measures(home) == ["another", "m"]
    assert Records(home).rows(select(AUDIT)) == []
    assert len(Records(home).rows(LEVEL.select())) == 2
