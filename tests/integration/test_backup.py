"""A home goes into one file and comes out of it whole; nobody comes back who was taken out."""

import io
import shutil
import sys
import threading
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from dashboard.__main__ import main
from dashboard.access.accounts import account_names, make_account, remove_account
from dashboard.access.audit import Deed, entries, record, verify
from dashboard.access.person import Person
from dashboard.access.sessions import begin_session, session_of
from dashboard.access.viewer import named_staff
from dashboard.answers import Question, ask
from dashboard.filters import Filters
from dashboard.intake.tidying import tidy
from dashboard.partnership.copies import DAYS, NEWEST, Why, copies_of, copy_records
from dashboard.partnership.happenings import Happening, happenings_of, record_happening
from dashboard.partnership.levels import levels_of, record_level
from dashboard.partnership.records import Records, forget_engine
from dashboard.partnership.sqlite import is_whole
from dashboard.partnership.tables import LEVEL
from dashboard.settings import Settings, read_settings
from dashboard.warehouse.engine import open_reader
from dashboard.warehouse.snapshots import Snapshots
from tests.held import files_that_hold
from tests.integration.erased_home import MOSAIC, one_measure, publish, referrals
from tests.integration.test_erasing import WANTED

CHANGED = "demo_user = true\n# as it is now"
FIRST, SECOND = date(2026, 1, 31), date(2026, 2, 28)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.intake.rules.whole_catalogue", one_measure)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two pictures that hold one child, a note that names the child, and what else a home
    has. Never changed: each test has a copy."""
    folder = tmp_path_factory.mktemp("made")
    home = folder / "home"
    (home / "codes").mkdir(parents=True)
    (home / "codes" / "decisions.jsonl").write_text(
        '{"said": "yes"}\n', encoding="utf-8"
    )
    (home / "settings.toml").write_text('partnership = "Ours"', encoding="utf-8")
    (home / "access.toml").write_text("demo_user = true", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dashboard.intake.rules.whole_catalogue", one_measure)
        settings = read_settings(home)
        for month, as_at in ((1, FIRST), (2, SECOND)):
            months = range(1, month + 1)
            name = folder / "mosaic_referrals.csv"
            publish(settings, [referrals(name, months, with_child=True)], as_at)
    record_happening(home, Happening(date(2026, 2, 1), "A form", note=f"of {MOSAIC}"))
    make_account(home, "a viewer", "four unlike words here")
    record(home, "somebody", Deed.SIGNED_IN)
    return home


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made, tmp_path / "home")
    return tmp_path / "home"


def give(home: Path, *words: str | Path, said: str = "") -> int:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", io.StringIO(said))
        open_reader.cache_clear()
        return main(["--home", str(home), *map(str, words)])


def backed_up(home: Path, *words: str) -> Path:
    path = home.parent / f"backup{len(list(home.parent.glob('*.zip')))}.zip"
    words = words or ("--with-keys",)
    assert give(home, "backup", path, *words) == 0
    return path


def number(settings: Settings) -> float | None:
    asked = Question("referrals", Filters.of({}, "all"))
    whole = ask(asked, named_staff(settings.home)).whole
    return whole.value if whole else None


def notes(home: Path) -> list[str]:
    return [happening.event.note for happening in happenings_of(home)]


def new_level(home: Path, reason: str = "Because") -> None:
    record_level(home, measure="m", clauses=(), start=FIRST, reason=reason)


# -- out and in again ---------------------------------------------------------------------


def test_an_empty_home_is_what_the_home_was(home: Path, tmp_path: Path) -> None:
    word = begin_session(home, Person("council", "7"), {"refresh_token": "secret"})
    backup = backed_up(home)
    there = tmp_path / "there"
    assert give(there, "restore", backup) == 0
    assert number(read_settings(there)) == number(read_settings(home)) == 8
    assert notes(there) == notes(home) == [f"of {MOSAIC}"]
    assert account_names(there) == ["a viewer"]
    assert session_of(there, word) is None
    files = [path for path in there.rglob("*") if path.is_file()]
    assert not [path for path in files if b"secret" in path.read_bytes()]
    # What came before the backup, then that it was put back, and that a number was asked for.
    told = entries(there)
    assert [entry.what for entry in told[:2]] == [Deed.ASKED, Deed.RESTORED]
    assert told[2:] == entries(home)[-len(told[2:]) :]
    assert len(told) > 3
    assert verify(there).faults == ()
    for name in ("settings.toml", "access.toml", "codes/decisions.jsonl"):
        assert (there / name).read_bytes() == (home / name).read_bytes()
    assert (there / "keys" / "pseudonym.key").stat().st_mode & 0o077 == 0


def test_what_is_recorded_since_goes_but_no_account_and_no_record(home: Path) -> None:
    backup = backed_up(home)
    new_level(home)
    remove_account(home, "a viewer")
    record(home, "somebody", Deed.SIGNED_OUT)
    (home / "settings.toml").write_text('partnership = "Changed"', encoding="utf-8")
    (home / "access.toml").write_text(CHANGED, encoding="utf-8")
    told = len(entries(home))
    assert give(home, "restore", backup, "--yes") == 0
    assert levels_of(home) == ()
    assert notes(home) == [f"of {MOSAIC}"]
    # A backup gives nobody back what was taken away from them.
    assert account_names(home) == []
    assert (home / "access.toml").read_text(encoding="utf-8") == CHANGED
    assert [entry.what for entry in entries(home)[:1]] == [Deed.RESTORED]
    assert len(entries(home)) == told + 1
    assert verify(home).faults == ()
    assert read_settings(home).partnership == "Ours"
    # And nothing that was there is lost.
    kept = next(home.glob("copies/before-*/settings.toml"))
    assert "Changed" in kept.read_text(encoding="utf-8")


@pytest.mark.sqlite
def test_what_is_recorded_since_is_in_a_copy(home: Path) -> None:
    backup = backed_up(home)
    new_level(home)
    assert give(home, "restore", backup, "--yes") == 0
    before = next(copy for copy in copies_of(home) if copy.why == Why.RESTORE)
    assert b"Because" in before.path.read_bytes()


def test_pictures_that_are_gone_come_back(home: Path) -> None:
    backup, snapshots = backed_up(home), Snapshots(home)
    first, second = (m.id for m in reversed(snapshots.all()))
    snapshots.undo(first)
    snapshots.remove(second)
    assert give(home, "restore", backup, "--yes") == 0
    assert snapshots.current_id() == second
    assert number(read_settings(home)) == 8
    happened = [event.happened for event in snapshots.history.events()]
    assert happened[-2:] == ["undone", "restored"]


def names(backup: Path) -> list[str]:
    with zipfile.ZipFile(backup) as file:
        return file.namelist()


def test_a_small_backup_has_no_pictures(home: Path) -> None:
    small = backed_up(home, "--without-pictures")
    assert not [name for name in names(small) if name.startswith("snapshots")]
    new_level(home)
    assert give(home, "restore", small, "--yes") == 0
    assert (levels_of(home), number(read_settings(home))) == ((), 8)


def test_keys_are_in_a_backup_only_where_that_is_asked(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """They are put where they belong by whoever keeps them, and then all is as it was."""
    backup, there = tmp_path / "shut.zip", tmp_path / "there"
    assert give(home, "backup", backup) == 0
    assert not [name for name in names(backup) if name.startswith("keys")]
    assert give(there, "restore", backup) == 1
    assert "neither in the backup nor here" in capsys.readouterr().err
    assert [path.name for path in there.iterdir()] == [".lock"]
    shutil.copytree(home / "keys", there / "keys")
    assert give(there, "restore", backup, "--yes") == 0
    assert number(read_settings(there)) == 8
    assert verify(there).faults == ()


def test_nothing_is_written_over(home: Path) -> None:
    backup = backed_up(home)
    was = backup.read_bytes()
    assert give(home, "backup", backup) == 1
    assert backup.read_bytes() == was
    assert backup.stat().st_mode & 0o077 == 0
    assert [path.name for path in home.parent.glob(".*.new")] == []


# -- what is refused, with nothing changed ------------------------------------------------


def flipped(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def nothing(path: Path) -> None:
    path.write_bytes(b"")


def swapped(path: Path) -> None:
    """A member that is whole, and is not what the page says."""
    with zipfile.ZipFile(path) as file:
        found = {name: file.read(name) for name in file.namelist()}
    found["settings.toml"] = b'partnership = "Theirs"'
    with zipfile.ZipFile(path, "w") as file:
        for name, content in found.items():
            file.writestr(name, content)


@pytest.mark.parametrize("broken", [flipped, cut, nothing, swapped])
def test_a_backup_that_is_not_whole_is_refused(
    home: Path, broken: object, capsys: pytest.CaptureFixture[str]
) -> None:
    backup = backed_up(home)
    broken(backup)  # type: ignore[operator]
    new_level(home)
    assert give(home, "restore", backup, "--yes") == 1
    assert "is not a whole backup" in capsys.readouterr().err
    assert len(levels_of(home)) == 1
    assert not (home / ".restoring").exists()


def test_another_partnerships_backup_is_refused(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    backup = backed_up(home)
    (home / "keys" / "pseudonym.key").write_text("8" * 64, encoding="ascii")
    assert give(home, "restore", backup, "--yes") == 1
    assert "another key" in capsys.readouterr().err


# -- who was taken out --------------------------------------------------------------------


def take_out(home: Path, number: str = MOSAIC) -> None:
    words = ("--of", "mosaic", "--because", "adoption", "--who", "IGO", "--yes")
    assert give(home, "extracts", "erase", *words, said=f"{number}\n") == 0


@pytest.fixture(scope="module")
def taken_once(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that the child was taken out of, and beside it backups of before and after.

    Never changed: each test has a copy.
    """
    folder = tmp_path_factory.mktemp("taken")
    home = folder / "home"
    shutil.copytree(made, home)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dashboard.intake.rules.whole_catalogue", one_measure)
        give(home, "backup", folder / "before.zip", "--with-keys")
        give(home, "backup", folder / "small.zip", "--without-pictures")
        copy_records(home, Why.HOURLY)
        take_out(home)
        give(home, "backup", folder / "after.zip")
    return home


@pytest.fixture
def taken(taken_once: Path, tmp_path: Path) -> Path:
    shutil.copytree(taken_once, tmp_path / "taken")
    return tmp_path / "taken"


def restored(taken_once: Path, home: Path, name: str, said: str = "") -> int:
    return give(home, "restore", taken_once.parent / name, "--yes", said=said)


def test_a_child_that_was_taken_out_does_not_come_back(
    taken_once: Path, taken: Path
) -> None:
    home = taken
    assert files_that_hold(home, WANTED) == set()
    assert restored(taken_once, home, "before.zip", f"mosaic {MOSAIC}\n") == 0
    assert files_that_hold(home, WANTED) == set()
    assert number(read_settings(home)) == 6
    assert notes(home) == ["of (taken out)"]
    happened = [event.happened for event in Snapshots(home).history.events()]
    assert happened.count("erased") == 1
    assert len(Snapshots(home).all()) == 2


def test_where_the_pictures_are_gone_those_of_the_backup_come_without_the_child(
    taken_once: Path, taken: Path, made: Path
) -> None:
    snapshots = Snapshots(taken)
    shutil.rmtree(snapshots.folder)
    assert restored(taken_once, taken, "before.zip", f"mosaic {MOSAIC}\n") == 0
    assert files_that_hold(taken, WANTED) == set()
    assert number(read_settings(taken)) == 6
    # A link to a picture of before opens what stands for it now.
    old = [manifest.id for manifest in Snapshots(made).all()]
    new = [manifest.id for manifest in snapshots.all()]
    assert [snapshots.manifest(name).id for name in old] == new
    assert not set(old) & set(new)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("", "and would be back"),
        ("mosaic 7777777\n", "is not the number of the child"),
        ("mosaic\n", "and would be back"),
        ("shoes 12\n", "no kind of number"),
    ],
)
def test_without_its_number_nothing_comes_back(
    taken_once: Path,
    taken: Path,
    said: str,
    told: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert restored(taken_once, taken, "before.zip", said) == 1
    assert told in capsys.readouterr().err
    assert not (taken / ".restoring").exists()
    assert notes(taken) == ["of (taken out)"]
    ids = [{m.id for m in Snapshots(home).all()} for home in (taken, taken_once)]
    assert ids[0] == ids[1]


def test_a_small_backup_of_before_is_refused(
    taken_once: Path, taken: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert restored(taken_once, taken, "small.zip", f"mosaic {MOSAIC}\n") == 1
    assert "It has no pictures" in capsys.readouterr().err
    assert notes(taken) == ["of (taken out)"]


def test_a_backup_of_after_needs_no_number(taken_once: Path, taken: Path) -> None:
    assert restored(taken_once, taken, "after.zip") == 0
    assert files_that_hold(taken, WANTED) == set()


def test_a_restore_that_was_cut_off_leaves_nobody_behind(
    taken_once: Path, taken: Path
) -> None:
    """What was laid out is gone at the next start."""
    with zipfile.ZipFile(taken_once.parent / "before.zip") as file:
        file.extractall(taken / ".restoring")
    tidy(read_settings(taken), starting=True)
    assert files_that_hold(taken, WANTED) == set()


@pytest.mark.sqlite
def test_copies_of_before_went_with_the_child(taken: Path) -> None:
    assert [copy.why for copy in copies_of(taken)] == [Why.ERASURE]


@pytest.mark.sqlite
def test_a_copy_alone_that_holds_a_child_is_found(taken: Path) -> None:
    """The note was taken back since: nothing but a copy has it still."""
    nobody = "1999999"
    Records(taken).write(LEVEL.insert().values(level_of(nobody)))
    copy_records(taken, Why.HOURLY)
    Records(taken).write(LEVEL.delete())
    take_out(taken, nobody)
    assert not [c for c in copies_of(taken) if nobody.encode() in c.path.read_bytes()]


# -- the copies that are made by themselves -----------------------------------------------


@pytest.mark.sqlite
def test_each_publish_has_a_copy_of_the_records_before_it(
    home: Path, tmp_path: Path
) -> None:
    new_level(home, "of before")
    file = referrals(tmp_path / "mosaic_referrals.csv", [1], with_child=False)
    publish(read_settings(home), [file], date(2026, 3, 31))
    [copy] = [copy for copy in copies_of(home) if copy.why == Why.PUBLISH]
    assert is_whole(copy.path)
    assert b"of before" in copy.path.read_bytes()
    assert copy.path.stat().st_mode & 0o077 == 0


def level_of(number: str) -> dict[str, object]:
    values = {c.name: "" for c in LEVEL.columns if not c.nullable}
    return values | {"id": "1", "start": FIRST, "reason": f"of {number}", "clauses": []}


@pytest.mark.sqlite
def test_the_newest_copies_are_kept_and_one_of_each_day(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = copy_records(home, Why.HOURLY)
    assert made
    for hours in range(1, 24 * (DAYS + 5), 3):
        at = made.at - timedelta(hours=hours)
        name = f"records-{at:%Y%m%dT%H%M%S%f}Z-hourly.sqlite"
        shutil.copyfile(made.path, made.path.with_name(name))
    copy_records(home, Why.HOURLY)
    kept = copies_of(home)
    days = [copy.at.date() for copy in kept]
    assert len(set(days)) == DAYS
    assert len(kept) <= NEWEST + DAYS
    assert len(set(days[:NEWEST])) < NEWEST
    assert kept[0].at >= made.at


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    yield
    forget_engine()


# -- while it is used ---------------------------------------------------------------------


def test_a_backup_of_a_home_in_use_is_of_one_moment(home: Path) -> None:
    """Two rows that are only ever written together are both in each backup, or neither."""
    stop = threading.Event()
    written = [0]

    def record_pairs() -> None:
        while not stop.is_set():
            pair = str(written[0])
            rows = [level_of(pair) | {"id": f"{pair}-{side}"} for side in "ab"]
            Records(home).put(LEVEL, rows)
            written[0] += 1

    people = [threading.Thread(target=record_pairs)]
    for person in people:
        person.start()
    try:
        words = ("--without-pictures", "--with-keys")
        backups = [backed_up(home, *words) for _ in range(3)]
    finally:
        stop.set()
        for person in people:
            person.join()
    found = [_pairs(home.parent / f"there{i}", b) for i, b in enumerate(backups)]
    assert written[0] > 20
    assert sorted(found) == found
    assert found[-1] > 0


def _pairs(there: Path, backup: Path) -> int:
    assert give(there, "restore", backup) == 0
    rows = Records(there).rows(LEVEL.select())
    ids = {row["id"] for row in rows}
    assert len(ids) % 2 == 0
    assert {i[:-1] + "b" for i in ids if i.endswith("a")} <= ids
    return len(ids)
