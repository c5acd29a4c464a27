"""The record: nothing is done that is not in it, and what is changed in it is found."""

import random
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.exc import OperationalError

from dashboard.__main__ import main
from dashboard.access.audit import Deed, blot, entries, let_go, record, verify
from dashboard.access.viewer import named_staff
from dashboard.answers import Question, ask
from dashboard.errors import NotRecorded
from dashboard.partnership.records import Records, engine_of
from dashboard.partnership.tables import AUDIT, AUDIT_HEAD

ENTRIES, CHANGES = 40, 1_000
Row = dict[str, Any]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with a record of some length."""
    for number in range(ENTRIES):
        deed = list(Deed)[number % len(Deed)]
        record(tmp_path, f"local:{number % 3}", deed, f"of {number}", "a-picture")
    return tmp_path


@pytest.fixture
def database(home: Path) -> Iterator[Connection]:
    """What somebody has who holds the database, and not the key."""
    with engine_of(home).connect() as connection:
        yield connection


def test_every_single_change_of_a_thousand_is_found(
    home: Path, database: Connection
) -> None:
    """A cell altered, an entry gone, one put in, two that change places, the end moved."""
    assert verify(home).faults == ()
    chance = random.Random(7)
    missed = []
    rows = _rows(database, select(AUDIT).order_by(AUDIT.c.number))
    head = _rows(database, select(AUDIT_HEAD))
    for _ in range(CHANGES):
        said = chance.choice(CHANGED)(database, chance, rows)
        database.commit()
        if not verify(home).faults:
            missed.append(said)
        _put_back(database, rows, head)
    assert verify(home).faults == ()
    assert missed == []


def _rows(database: Connection, query: Any) -> list[Row]:
    found = [dict(row) for row in database.execute(query).mappings()]
    database.rollback()  # what is read later is what stands then
    return found


def _put_back(database: Connection, rows: list[Row], head: list[Row]) -> None:
    for table, held in ((AUDIT, rows), (AUDIT_HEAD, head)):
        database.execute(delete(table))
        database.execute(insert(table), held)
    database.commit()


def _altered(database: Connection, chance: random.Random, rows: list[Row]) -> str:
    column = AUDIT.c[chance.choice(["at", "who", "what", "of", "snapshot", "seal"])]
    number = chance.choice(rows)["number"]
    altered = {column: column + chance.choice("x0 ")}
    database.execute(update(AUDIT).where(AUDIT.c.number == number).values(altered))
    return f"{column} of {number}"


def _gone(database: Connection, chance: random.Random, rows: list[Row]) -> str:
    number = chance.choice(rows)["number"]
    database.execute(delete(AUDIT).where(AUDIT.c.number == number))
    return f"{number} gone"


def _all_from_there(
    database: Connection, chance: random.Random, rows: list[Row]
) -> str:
    number = chance.choice(rows)["number"]
    database.execute(delete(AUDIT).where(AUDIT.c.number >= number))
    return f"cut off at {number}"


def _put_in(database: Connection, chance: random.Random, rows: list[Row]) -> str:
    copied = chance.choice(rows)
    database.execute(insert(AUDIT), copied | {"number": len(rows) + 1})
    return f"{copied['number']} put in at the end"


def _swapped(database: Connection, chance: random.Random, rows: list[Row]) -> str:
    one, other = chance.sample(rows, 2)
    for number, row in ((one["number"], other), (other["number"], one)):
        database.execute(delete(AUDIT).where(AUDIT.c.number == number))
        database.execute(insert(AUDIT), row | {"number": number})
    return f"{one['number']} and {other['number']} swapped"


def _head_moved(database: Connection, chance: random.Random, rows: list[Row]) -> str:
    earlier = chance.choice(rows[:-1])
    number = earlier["number"]
    database.execute(delete(AUDIT).where(AUDIT.c.number > number))
    database.execute(update(AUDIT_HEAD).values(number=number, last=earlier["seal"]))
    return f"the end moved to {number}"


CHANGED = (_altered, _gone, _all_from_there, _put_in, _swapped, _head_moved)


def test_the_newest_are_held_to_the_one_before_them(
    home: Path, database: Connection
) -> None:
    _named_nobody(database, 7)
    assert verify(home, newest=10).faults == ()
    assert verify(home, newest=10).entries == 10
    assert verify(home, newest=ENTRIES).faults
    _named_nobody(database, 35)
    assert verify(home, newest=10).faults


def _named_nobody(database: Connection, number: int) -> None:
    nobody = update(AUDIT).where(AUDIT.c.number == number).values(who="nobody")
    database.execute(nobody)
    database.commit()


def test_all_of_it_gone_is_found(home: Path, database: Connection) -> None:
    database.execute(delete(AUDIT))
    database.execute(delete(AUDIT_HEAD))
    database.commit()
    assert verify(home).faults == (
        "The record is gone: it has a key, and not one entry.",
    )


def test_another_key_is_told_as_what_it_is(tmp_path: Path, home: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(home, copy)
    shutil.rmtree(copy / "keys")  # and another is made where there is none
    [fault] = verify(copy).faults
    assert fault.startswith("No entry has its seal: keys/audit.key")


def test_many_at_once_are_one_chain(tmp_path: Path) -> None:
    record(tmp_path, "local:0", Deed.SIGNED_IN)
    with ThreadPoolExecutor(8) as pool:
        done = [
            pool.submit(record, tmp_path, f"local:{n}", Deed.ASKED, f"{n}")
            for n in range(100)
        ]
        for one in done:
            one.result()
    found = verify(tmp_path)
    assert (found.faults, found.entries) == ((), 101)


def test_entries_are_let_go_by_a_rule_and_the_rest_still_holds(
    home: Path, database: Connection
) -> None:
    counted = select(func.count()).select_from(AUDIT)
    assert database.execute(counted).scalar() == ENTRIES
    database.rollback()
    assert let_go(home, datetime.now(UTC) - timedelta(days=1)) == 0
    assert let_go(home, datetime.now(UTC) + timedelta(seconds=5)) == ENTRIES
    [entry] = entries(home)
    assert entry.what == Deed.LET_GO
    assert entry.number == ENTRIES + 1
    record(home, "local:1", Deed.SIGNED_IN)
    assert verify(home).faults == ()


def test_an_exact_question_is_in_the_record_before_it_is_answered(
    demo_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the answer is known already; and not answered where it cannot be."""
    viewer = named_staff(demo_home)
    question = Question("referrals", by="team")
    before = entries(demo_home)[0].number if entries(demo_home) else 0
    answer = ask(question, viewer)
    ask(question, viewer)
    newest, earlier = entries(demo_home, most=2)
    assert (newest.number, earlier.number) == (before + 2, before + 1)
    assert newest.what == Deed.ASKED
    assert newest.of == "referrals by team"
    assert newest.snapshot == answer.snapshot

    def full(*_: object) -> None:
        raise OperationalError("insert", {}, Exception("database or disk is full"))

    monkeypatch.setattr(Records, "writing", full)
    with pytest.raises(NotRecorded, match="nothing is shown"):
        ask(question, viewer)


def test_a_childs_number_is_taken_out_and_the_chain_holds(home: Path) -> None:
    """A file was named after a child who is to be taken out of everything."""

    def blotted(text: str) -> str:
        return text.replace("1204417", "…")

    record(home, "local:1", Deed.SENT, "1204417.csv")
    record(home, "local:2", Deed.ASKED, "referrals")
    before = entries(home)
    assert blot(home, blotted, write=False) == 1
    assert entries(home) == before
    assert blot(home, blotted, write=True) == 1
    assert verify(home).faults == ()
    after = entries(home)
    assert after[2].of == "….csv"
    assert after[0].what == Deed.ERASED
    assert blot(home, blotted, write=True) == 0
    assert len(entries(home)) == len(after)


def test_no_identifier_gets_into_it(tmp_path: Path) -> None:
    record(tmp_path, "local:1", Deed.SENT, "0101541234.csv, born 01011954")
    [entry] = entries(tmp_path)
    assert entry.of == "….csv, born …"


def test_what_a_spreadsheet_would_reckon_is_text_in_the_export(tmp_path: Path) -> None:
    record(tmp_path, "local:1", Deed.SENT, "=HYPERLINK(1)")
    assert entries(tmp_path)[0].row[4] == "'=HYPERLINK(1)"


def test_the_command_says_whether_it_holds(
    home: Path, database: Connection, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--home", str(home), "audit", "verify"]) == 0
    said = capsys.readouterr().out
    seal = entries(home)[0].seal
    assert f"The last seal is {seal}" in said
    assert main(["--home", str(home), "audit", "verify", "--last", seal]) == 0
    assert main(["--home", str(home), "audit", "verify", "--last", "0" * 64]) == 1
    assert main(["--home", str(home), "audit", "show", "local:2", "--as", "csv"]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert sum("local:2" in line for line in shown) == ENTRIES // 3
    _named_nobody(database, 7)
    assert main(["--home", str(home), "audit", "verify"]) == 1
    assert "Entry 7 was altered" in capsys.readouterr().out
