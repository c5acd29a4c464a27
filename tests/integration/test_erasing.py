"""One child is taken out of everything that is kept, and nobody else is touched."""

import hashlib
import io
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dashboard.__main__ import main
from dashboard.access.viewer import named_staff
from dashboard.answers import Question, ask
from dashboard.errors import NoSnapshot
from dashboard.filters import Filters
from dashboard.intake import erasing
from dashboard.intake.batch import Batch, batches
from dashboard.intake.signing import Examined
from dashboard.intake.tidying import tidy
from dashboard.partnership.happenings import happenings_of
from dashboard.settings import PROJECT, read_settings
from dashboard.warehouse import erasure
from dashboard.warehouse.engine import open_building, open_reader, reading
from dashboard.warehouse.erasure import BeingErased
from dashboard.warehouse.history import Happened, in_words
from dashboard.warehouse.pictures import State, pictures
from dashboard.warehouse.pseudonyms import give_key, pseudonym_of
from dashboard.warehouse.snapshots import Snapshots
from dashboard.warehouse.taken import pinned
from tests.held import files_that_hold
from tests.identifiers import identifiers_of
from tests.integration.erased_home import (
    CHI,
    MOSAIC,
    OTHERS,
    SCN,
    ErasedHome,
    copy_of,
    hold_everywhere,
    one_measure,
    pictures_of,
    publish,
    referrals,
    uploads,
    write,
)

KEY = bytes.fromhex("7" * 64)
SYSTEMS = {"mosaic": MOSAIC, "scn": SCN, "chi": CHI}
KEYS = frozenset(
    pseudonym_of(KEY, system, number) for system, number in SYSTEMS.items()
)
WANTED = KEYS | identifiers_of(
    {"identifiers": {**{k: [v] for k, v in SYSTEMS.items()}, "surname": []}}
)


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> ErasedHome:
    """Never changed: each test has a copy."""
    folder = tmp_path_factory.mktemp("full")
    at = pictures_of(folder, with_child=True)
    hold_everywhere(at, folder)
    return at


@pytest.fixture(scope="module")
def never(tmp_path_factory: pytest.TempPathFactory) -> ErasedHome:
    """The same extracts, of which none ever held the child."""
    return pictures_of(tmp_path_factory.mktemp("never"), with_child=False)


def take_out(
    at: ErasedHome,
    monkeypatch: pytest.MonkeyPatch,
    *words: str,
    number: str = MOSAIC,
    of: str = "mosaic",
) -> int:
    open_reader.cache_clear()
    monkeypatch.setattr(sys, "stdin", io.StringIO(number + "\n"))
    given = ["erase", "--of", of, "--because", "court", "--who", "IGO", *words]
    return main(["--home", str(at.home), "extracts", *given])


@pytest.fixture(scope="module")
def erased(full: ErasedHome, tmp_path_factory: pytest.TempPathFactory) -> ErasedHome:
    at = copy_of(full, tmp_path_factory.mktemp("erased"))
    with pytest.MonkeyPatch.context() as monkeypatch:
        assert take_out(at, monkeypatch, "--yes") == 0
    return at


def everything(home: Path) -> dict[str, str]:
    """Every file and what is in it, but locks."""
    return {
        path.relative_to(home).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in home.rglob("*")
        # That the command was given is in the record of who did what.
        if path.name not in ("records.sqlite", "audit.key")
        if path.is_file() and not path.name.startswith((".lock", ".running-"))
    }


def now(at: ErasedHome, name: str) -> str:
    """The id of the picture that stands for one of before."""
    return Snapshots(at.home).manifest(at.pictures[name]).id


def tables_of(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    with duckdb.connect(str(path), read_only=True, config=reading()) as connection:
        names = connection.execute(
            "select schema_name, table_name from duckdb_tables() order by all"
        ).fetchall()
        return {
            f"{schema}.{table}": connection.execute(
                f'select * from "{schema}"."{table}" order by all'
            ).fetchall()
            for schema, table in names
        }


# ---- nothing of the child is left


def test_the_child_was_everywhere(full: ErasedHome) -> None:
    """Else nothing would be proved by finding nothing."""
    found = files_that_hold(full.home, WANTED)
    kinds = {path.split("/")[0].removesuffix("-wal") for path in found}
    assert kinds == {
        "codes", "history.jsonl", "incoming", "records.sqlite", "snapshots", "uploads"
    }  # fmt: skip
    # Two pictures, two that wait, and the free blocks of the one built upon them.
    details = {path.split("/")[1] for path in found if path.endswith("detail.duckdb")}
    assert len(details) == 5
    assert full.pictures["gone"] in details
    assert full.pictures["before"] not in details
    assert sum(path.startswith("uploads/") for path in found) == 5


def test_no_file_holds_the_child(erased: ErasedHome) -> None:
    assert files_that_hold(erased.home, WANTED) == set()


@pytest.mark.parametrize("what", ["text", "wide", "duckdb", "parquet", "xlsx", "key"])
def test_the_search_finds_what_was_missed(tmp_path: Path, what: str) -> None:
    path = tmp_path / "missed"
    if what in ("duckdb", "parquet"):
        with duckdb.connect(str(tmp_path / "a.duckdb")) as connection:
            connection.execute(
                f"create table t as select '{MOSAIC}' as c from range(9)"
            )
            if what == "parquet":
                connection.execute(f"copy t to '{path}' (format parquet)")
        (tmp_path / "a.duckdb").rename(path) if what == "duckdb" else (
            tmp_path / "a.duckdb"
        ).unlink()
    elif what == "xlsx":
        path.write_bytes(uploads()["pupils.xlsx"])
    else:
        text = {"text": f"a;{int(SCN)};b", "wide": CHI, "key": min(KEYS)}[what]
        path.write_bytes(text.encode("utf-16" if what == "wide" else "ascii"))
    assert files_that_hold(tmp_path, WANTED) == {"missed"}


def test_the_two_ways_to_a_pseudonym_agree(tmp_path: Path) -> None:
    connection = open_building(tmp_path / "a.duckdb", scratch=tmp_path)
    give_key(connection, KEY)
    for system, number in [*SYSTEMS.items(), ("upn", "a123é")]:
        made = connection.execute("select keyed(?, ?)", [system, number]).fetchone()
        assert made == (pseudonym_of(KEY, system, number),)
    connection.close()


# ---- nobody else is touched


@pytest.mark.parametrize("name", ["first", "second"])
@pytest.mark.parametrize("file", ["exact", "release"])
def test_the_numbers_are_those_of_never_having_had_the_child(
    erased: ErasedHome, never: ErasedHome, name: str, file: str
) -> None:
    made = tables_of(getattr(Snapshots(erased.home), file)(now(erased, name)))
    wanted = tables_of(getattr(Snapshots(never.home), file)(never.pictures[name]))
    assert made.keys() == wanted.keys()
    for table, rows in wanted.items():
        assert repr(made[table]) == repr(rows), table  # a NaN is no other NaN


def test_the_rows_of_others_are_all_there(
    erased: ErasedHome, never: ErasedHome
) -> None:
    for name in ("first", "second"):
        made = tables_of(Snapshots(erased.home).detail(now(erased, name)))
        wanted = tables_of(Snapshots(never.home).detail(never.pictures[name]))
        # What happened and what people decide was recorded in one of the homes alone.
        assert {t: r for t, r in made.items() if t.startswith("extract.")} == {
            t: r for t, r in wanted.items() if t.startswith("extract.")
        }


def test_a_picture_of_before_the_child_is_untouched(
    full: ErasedHome, erased: ErasedHome
) -> None:
    place = f"snapshots/{full.pictures['before']}/"
    was, is_now = everything(full.home), everything(erased.home)
    ours = {path: digest for path, digest in was.items() if path.startswith(place)}
    assert len(ours) == 4
    assert ours.items() <= is_now.items()


def test_a_picture_built_on_one_with_the_child_has_its_rows_written_afresh(
    full: ErasedHome, erased: ErasedHome
) -> None:
    """Its free blocks may hold what it was copied from; its numbers are untouched."""
    gone = full.pictures["gone"]
    was, is_now = everything(full.home), everything(erased.home)
    for file in ("exact.duckdb", "release.duckdb", "manifest.json"):
        path = f"snapshots/{gone}/{file}"
        assert was[path] == is_now[path]
    detail = Snapshots(erased.home).detail(gone)
    assert tables_of(detail) == tables_of(Snapshots(full.home).detail(gone))
    assert (
        was[f"snapshots/{gone}/detail.duckdb"]
        != is_now[f"snapshots/{gone}/detail.duckdb"]
    )


def test_uploads_without_the_child_are_kept(
    full: ErasedHome, erased: ErasedHome
) -> None:
    names = {
        path.name: batch.report
        for batch in batches(erased.home)
        for path in batch.files()
    }
    # The picture of the one that was read was built upon one with the child.
    assert names == {"nobody.csv": {}, "without.csv": {}}
    assert [p.name for p in (erased.home / "incoming").iterdir()] == ["teams.csv"]
    assert [
        name
        for name in Snapshots(erased.home).ids()
        if Snapshots(erased.home).waits(name)
    ] == []


# ---- pictures, history and undo go on


def test_the_replacement_is_served_and_says_what_it_is(erased: ErasedHome) -> None:
    snapshots = Snapshots(erased.home)
    manifest = snapshots.manifest(snapshots.current_id())
    assert manifest.replaces == (erased.pictures["second"],)
    assert (manifest.as_at, manifest.why) == (
        date(2026, 3, 31),
        "one child was taken out",
    )
    assert manifest.before == now(erased, "first")
    whole = ask(Question("referrals", Filters.of({}, "all")), named_staff(erased.home))
    assert whole.whole and whole.whole.value == 9
    event = snapshots.history.events()[-1]
    assert (event.happened, event.who) == (Happened.ERASED, "IGO")
    said = "One child was taken out: 2 pictures made anew. Why: a court's order"
    assert in_words(event) == said


def test_old_pictures_are_gone_and_cannot_be_brought_back(erased: ErasedHome) -> None:
    snapshots = Snapshots(erased.home)
    for name in ("first", "second"):
        assert not (snapshots.folder / erased.pictures[name]).exists()
    assert {p.id: p.state for p in pictures(snapshots)} == {
        erased.pictures["gone"]: State.WITHDRAWN,
        now(erased, "second"): State.SERVED,
        now(erased, "first"): State.EARLIER,
        erased.pictures["before"]: State.EARLIER,
    }


def test_what_was_taken_from_an_old_one_is_told_of_its_replacement(
    erased: ErasedHome,
) -> None:
    [first] = [
        p for p in pictures(Snapshots(erased.home)) if p.id == now(erased, "first")
    ]
    assert first.pinned
    assert [(one.who, one.of) for one in first.taken] == [("Bea", "referrals")]
    assert now(erased, "second") in pinned(erased.home)


def test_going_back_leads_to_replacements(
    full: ErasedHome, erased: ErasedHome, tmp_path: Path
) -> None:
    at = copy_of(erased, tmp_path)
    snapshots = Snapshots(at.home)
    assert snapshots.undo(who="Ann").id == now(at, "first")
    assert snapshots.undo(at.pictures["second"]).id == now(at, "second")
    assert snapshots.undo(at.pictures["gone"]).id == at.pictures["gone"]
    assert snapshots.lineage(at.pictures["gone"])[1:3] == [
        now(at, "second"),
        now(at, "first"),
    ]
    with pytest.raises(NoSnapshot):
        snapshots.undo("2026-01-01-000000-abcd")
    assert tidy(read_settings(at.home)) == []
    assert len(snapshots.all()) == 4
    assert snapshots.history.events()[-1].happened is Happened.UNDONE


def test_notes_and_records_are_kept_without_the_numbers(erased: ErasedHome) -> None:
    [happening] = happenings_of(erased.home)
    assert happening.note == "after (taken out), born (taken out)"
    decided = (erased.home / "codes" / "decisions.jsonl").read_text(encoding="utf-8")
    assert json.loads(decided)["word"] == "School of (taken out)"
    names = {
        f.name
        for e in Snapshots(erased.home).history.events()
        if e.manifest
        for f in e.manifest.files
    }
    assert "mosaic_referrals (taken out).csv" in names


# ---- what the command says


def test_a_dry_run_says_what_it_would_touch_and_changes_nothing(
    full: ErasedHome,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    at = copy_of(full, tmp_path)
    (at.home / "letter.txt").write_text(f"Dear {SCN}", encoding="utf-8")
    was = everything(at.home)
    assert take_out(at, monkeypatch, "--dry-run") == 0
    assert everything(at.home) == was
    said = capsys.readouterr()
    for words in (
        "1 of social work, 1 of schools, 1 of child health",
        "1 of Child health reviews (CHSP-PS), 1 of Which ids are one child",
        "2 kept pictures would be made anew. The one that is served is among them.",
        "2 pictures waiting to be published would be deleted.",
        "7 uploads and 1 other file would be deleted, 1 of them because",
        "letter.txt",
    ):
        assert words in said.out
    assert not any(form in said.out + said.err for form in WANTED)


def test_by_any_number_of_the_child_the_same_is_found(
    full: ErasedHome,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    told = set()
    for of, number in [
        *SYSTEMS.items(),
        ("scn", SCN.lstrip("0")),
        ("chi", " 010218 1233 "),
    ]:
        assert (
            take_out(full, monkeypatch, "--dry-run", "--json", number=number, of=of)
            == 0
        )
        found = json.loads(capsys.readouterr().out)
        told.add(
            (found["pictures"], found["waiting"], found["uploads"], str(found["rows"]))
        )
    assert len(told) == 1


REFUSED = [
    (
        "mosaic",
        "7654321",
        "nothing that is kept holds this number (PERSON_ID of MOSAIC)",
    ),
    ("scn", "12", "has 9 figures, and nothing else"),
    ("scn", "05123456X", "has 9 figures, and nothing else"),
    ("scn", "051234562", "was it mistyped?"),
    ("chi", "9902181233", "was it mistyped?"),
    ("mosaic", "12", "has more characters"),
    ("mosaic", "  ", "No number was given"),
    ("mosaic", "1" * 60, "No number was given"),
    ("passport", "7654321", "The kinds are: "),
]


@pytest.mark.parametrize(("of", "number", "said"), REFUSED)
def test_a_number_that_is_not_held_is_said_to_be(
    full: ErasedHome,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    of: str,
    number: str,
    said: str,
) -> None:
    was = everything(full.home)
    assert take_out(full, monkeypatch, "--yes", number=number, of=of) == 1
    assert everything(full.home) == was
    told = capsys.readouterr().err
    assert said in told
    assert len(number.strip()) < 5 or number.strip() not in told


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_without_a_yes_nothing_is_done(
    full: ErasedHome,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    was = everything(full.home)
    assert take_out(full, monkeypatch) == 1
    assert "nobody said yes" in capsys.readouterr().err
    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr("getpass.getpass", lambda _: MOSAIC)
    monkeypatch.setattr("builtins.input", lambda _: "no")
    given = ["erase", "--of", "mosaic", "--because", "adoption"]
    assert main(["--home", str(full.home), "extracts", *given]) == 1
    assert everything(full.home) == was


def test_the_number_is_asked_for_without_being_shown(
    full: ErasedHome,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr("getpass.getpass", lambda _: MOSAIC)
    given = ["erase", "--of", "mosaic", "--because", "request", "--dry-run"]
    assert main(["--home", str(full.home), "extracts", *given]) == 0
    assert "2 kept pictures" in capsys.readouterr().out


def test_while_files_are_read_nothing_is_taken_out(
    full: ErasedHome,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    at = copy_of(full, tmp_path)
    with Snapshots(at.home).building():
        assert take_out(at, monkeypatch, "--yes") == 1
    assert "files are being read at this moment" in capsys.readouterr().err


# ---- one system, and look-ups that may join several children


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.intake.rules.whole_catalogue", one_measure)


@pytest.fixture
def small(tmp_path: Path, quick: None) -> ErasedHome:
    """One picture: two social work numbers that a look-up gives one school number."""
    home = tmp_path / "home"
    (home / "keys").mkdir(parents=True)
    (home / "keys" / "pseudonym.key").write_text("7" * 64, encoding="ascii")
    settings = read_settings(home)
    rows = [[SCN, "", MOSAIC], [SCN, "", OTHERS[0][0]], [OTHERS[1][1], CHI, ""]]
    files = [
        referrals(tmp_path / "mosaic_referrals.csv", [1], with_child=True),
        write(tmp_path / "lookup.csv", ["SCN", "CHI", "Mosaic ID"], rows),
    ]
    return ErasedHome(settings, {"only": publish(settings, files, date(2026, 1, 31))})


def test_two_children_are_never_taken_for_one(
    small: ErasedHome,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    was = everything(small.home)
    assert take_out(small, monkeypatch, "--yes") == 1
    assert everything(small.home) == was
    assert "2 numbers of social work" in capsys.readouterr().err
    assert take_out(small, monkeypatch, "--yes", "--this-system-only") == 0
    ours = frozenset({MOSAIC, pseudonym_of(KEY, "mosaic", MOSAIC)})
    assert files_that_hold(small.home, ours) == set()
    detail = tables_of(Snapshots(small.home).detail(now(small, "only")))
    assert len(detail["extract.identity"]) == 2
    assert len(detail["extract.referral"]) == 3


# ---- where a release that is an exception is signed off


def test_a_release_that_is_an_exception_waits_for_a_name(
    small: ErasedHome,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (small.home / "settings.toml").write_text("sign_off = true\n", encoding="utf-8")
    found = Examined("0 of 3 can be worked out.", ("A table is new.",))
    monkeypatch.setattr("dashboard.intake.erasing.examine", lambda *_: found)
    words = ("--yes", "--this-system-only")
    was = everything(small.home)
    assert take_out(small, monkeypatch, *words) == 1
    assert "waits for a named person" in capsys.readouterr().err
    assert everything(small.home) == was
    assert take_out(small, monkeypatch, *words, "--signed-by", "Dr Ina Gall") == 0
    manifest = Snapshots(small.home).manifest(now(small, "only"))
    assert manifest.signed_by == "Dr Ina Gall"


def test_what_comes_in_meanwhile_is_found_as_well(
    small: ErasedHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign = erasing._sign

    def meanwhile(*given: Any) -> None:
        batch = Batch.begin(small.home)
        batch.receive("late.csv", io.BytesIO(MOSAIC.encode()), len(MOSAIC))
        with pytest.raises(BeingErased):
            check_elsewhere(small.home)
        sign(*given)

    monkeypatch.setattr(erasing, "_sign", meanwhile)
    assert take_out(small, monkeypatch, "--yes", "--this-system-only") == 0
    assert list(batches(small.home)) == []


def check_elsewhere(home: Path) -> None:
    """As another process would: this one is the one that erases."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(erasure, "this_process", lambda _: "another")
        with Snapshots(home).building():
            pass


# ---- cut off

CUT_OFF = """
import os, sys
from dashboard.intake import erasing, rules
from dashboard.warehouse import erasure
from dashboard.__main__ import main
from tests.integration.erased_home import one_measure
where, home = sys.argv[1:3]
def end(*_): os._exit(9)
rules.whole_catalogue = one_measure
commit = erasing.commit
def written(*given):
    commit(*given)
    end()
if where == "built": erasing.commit = end
if where == "written down": erasing.commit = written
if where == "served": erasure._say = end
if where == "said": erasure._deleted = end
if where == "half deleted":
    delete, count = erasure._delete, []
    def some(path):
        count.append(path)
        end() if len(count) > 1 else delete(path)
    erasure._delete = some
main(["--home", home, "extracts", "erase", "--of", "mosaic", "--because", "court", "--yes"])
"""


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> ErasedHome:
    """One picture and one upload with the child. Never changed."""
    folder = tmp_path_factory.mktemp("plain")
    home = folder / "home"
    (home / "keys").mkdir(parents=True)
    (home / "keys" / "pseudonym.key").write_text("7" * 64, encoding="ascii")
    settings = read_settings(home)
    file = referrals(folder / "mosaic_referrals.csv", [1], with_child=True)
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr("dashboard.intake.rules.whole_catalogue", one_measure)
        picture = publish(settings, [file], date(2026, 1, 31))
    batch = Batch.begin(home)
    batch.receive("again.csv", io.BytesIO(MOSAIC.encode()), len(MOSAIC))
    return ErasedHome(settings, {"only": picture})


def cut_off(at: ErasedHome, where: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", CUT_OFF, where, str(at.home)],
        cwd=PROJECT,
        input=MOSAIC.encode(),
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        check=False,
    )
    assert ended.returncode == 9


def referrals_of(at: ErasedHome) -> float | None:
    whole = ask(
        Question("referrals", Filters.of({}, "all")), named_staff(at.home)
    ).whole
    return whole.value if whole else None


def check_nothing_left(at: ErasedHome) -> None:
    tidy(read_settings(at.home), starting=True)
    assert referrals_of(at) == 3
    assert files_that_hold(at.home, WANTED) == set()
    # Of the records a copy is made once the child is out of them.
    assert {path.split("/")[0] for path in everything(at.home)} - {"copies"} == {
        "history.jsonl", "keys", "snapshots"
    }  # fmt: skip
    snapshots = Snapshots(at.home)
    assert snapshots.ids() == [snapshots.current_id()]
    assert len(list(snapshots.folder.iterdir())) == 2
    happened = [event.happened for event in snapshots.history.events()]
    assert happened.count(Happened.ERASED) == 1
    assert happened.count(Happened.PUBLISHED) == 1


MOMENTS = ["built", "written down", "served", "said", "half deleted"]


@pytest.mark.long
@pytest.mark.parametrize("where", MOMENTS)
def test_cut_off_anywhere_it_is_finished_by_running_it_again(
    where: str,
    plain: ErasedHome,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    quick: None,
) -> None:
    at = copy_of(plain, tmp_path)
    cut_off(at, where)
    served = Snapshots(at.home).current_id()
    old = where in ("built", "written down")
    assert (served == plain.pictures["only"]) == old
    assert referrals_of(at) == (4 if old else 3)
    assert take_out(at, monkeypatch, "--yes") == 0
    check_nothing_left(at)


@pytest.mark.parametrize("where", MOMENTS[1:])
def test_once_written_down_it_is_finished_by_the_next_to_come(
    where: str, plain: ErasedHome, tmp_path: Path
) -> None:
    """Also by who has no number: a start of the server, a publish, an undo."""
    at = copy_of(plain, tmp_path)
    cut_off(at, where)
    if where == "served":
        with pytest.raises(NoSnapshot):
            Snapshots(at.home).undo(plain.pictures["only"])
    check_nothing_left(at)
