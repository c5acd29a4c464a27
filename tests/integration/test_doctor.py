"""Each thing that a server needs, broken: `doctor` says it in a sentence, and what to do."""

import json
import shutil
import socket
import sqlite3
import sys
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Debugging

from dashboard.__main__ import main
from dashboard.doctor import CHECKS, Asked, Health, Told, _told_by, look
from dashboard.partnership.records import FILE, Records, version_of
from dashboard.settings import read_settings
from dashboard.warehouse.pseudonyms import read_or_make_key
from dashboard.warehouse.snapshots import Manifest
from tests.access import write_access
from tests.answering import answering
from tests.functional.conftest import free_port

SECRET = "of these tests alone, and long enough to be one"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """One that is right, in which nothing was ever published."""
    folder = tmp_path / "home"
    folder.mkdir(mode=0o700)
    (folder / "access.toml").write_text("demo_user = true", encoding="utf-8")
    return folder


def told(of: str, home: Path, port: int = 0) -> Told:
    """What is found of one thing."""
    asked = Asked(read_settings(home), "127.0.0.1", port or free_port())
    return _told_by(CHECKS[of], asked)


def set_to(home: Path, text: str) -> None:
    (home / "settings.toml").write_text(text, encoding="utf-8")


def picture(home: Path, name: str = "p1", *, served: bool = True) -> Path:
    """A picture whose files are not those of DuckDB."""
    folder = home / "snapshots" / name
    folder.mkdir(parents=True)
    manifest = Manifest(name, date(2026, 11, 14), datetime.now(UTC), None)
    (folder / "manifest.json").write_text(manifest.to_json(), encoding="utf-8")
    for kind in ("exact", "release"):
        (folder / f"{kind}.duckdb").write_bytes(b"nothing that DuckDB has written")
    if served:
        (home / "snapshots" / "current").write_text(name, encoding="ascii")
    return folder


def test_a_home_in_which_nothing_is_wrong(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--home", str(home), "doctor", "--port", str(free_port())]
    assert main(words) == 0
    said = capsys.readouterr().out
    assert said.rstrip().endswith("Nothing is wrong.")
    assert "Nothing has been published yet" in said
    assert sorted(path.name for path in home.iterdir()) == [
        "access.toml"
    ]  # only looked


def test_the_published_partnership_is_right(demo_home: Path) -> None:
    found = list(look(Asked(read_settings(demo_home), "127.0.0.1", free_port())))
    assert [one for one in found if one.told.health is Health.WRONG] == []
    by_name = {one.of: one.told.said for one in found}
    assert by_name["picture"].endswith("14 Nov 2026 is served, and can be read.")
    assert by_name["records"].startswith("The records are of this version")


class Broken(NamedTuple):
    """What is made wrong of a home, of what it is, and words that are said of it."""

    of: str
    said: str
    what_to_do: str


def _gone(home: Path) -> Broken:
    shutil.rmtree(home)
    return Broken("home", "There is no folder", "SIGHTLINE_HOME")


def _bad_colour(home: Path) -> Broken:
    set_to(home, 'colour = "red"')
    return Broken("settings", "colour is like #002d54", "")


def _bad_path(home: Path) -> Broken:
    set_to(home, 'path = "/a b/"')
    return Broken("settings", "path is like /sightline/", "")


def _key_lost(home: Path) -> Broken:
    picture(home)
    return Broken("key", "is lost", "back from the backup")


def _key_damaged(home: Path) -> Broken:
    read_or_make_key(home)
    key = home / "keys" / "pseudonym.key"
    key.write_text(key.read_text(encoding="ascii")[:20], encoding="ascii")
    return Broken("key", "is damaged", "back from the backup")


def _key_read_by_others(home: Path) -> Broken:
    read_or_make_key(home)
    (home / "keys" / "pseudonym.key").chmod(0o644)
    return Broken("key", "may read the key", "chmod 600")


def _no_sign_in(home: Path) -> Broken:
    (home / "access.toml").unlink()
    return Broken("sign-in", "nobody can sign in here yet", "")


def _access_not_valid(home: Path) -> Broken:
    (home / "access.toml").write_text("idle = 1", encoding="utf-8")
    return Broken("sign-in", "nothing is called idle", "")


def _two_paths(home: Path) -> Broken:
    write_access(home, address="https://a.example/elsewhere")
    set_to(home, 'path = "/sightline/"')
    return Broken("sign-in", "say the same in both", "")


def _picture_torn(home: Path) -> Broken:
    picture(home)
    return Broken("picture", "p1, cannot be read", "extracts undo --to ID")


def _picture_gone(home: Path) -> Broken:
    shutil.rmtree(picture(home))
    return Broken("picture", "p1, cannot be read", "back from the backup")


def _pointer_gone(home: Path) -> Broken:
    picture(home, served=False)
    return Broken("picture", "the pointer is gone", "extracts undo --to ID")


def _records_torn(home: Path) -> Broken:
    (home / FILE).write_bytes(b"nothing that SQLite has written" * 40)
    return Broken("records", "cannot be opened", "back from the backup")


def _records_of_no_kind(home: Path) -> Broken:
    set_to(home, 'records = "nosuchbase+nosuchdriver://a@127.0.0.1/a"')
    return Broken("records", "cannot be opened: NoSuchModuleError", "settings.toml")


def _records_of_tomorrow(home: Path) -> Broken:
    _recorded(home, "9999")
    return Broken(
        "records", "a newer version than this program (9999)", "newer version"
    )


def _recorded(home: Path, version: str = "") -> None:
    with Records(home).writing():
        pass  # the tables are made
    if version:
        with closing(sqlite3.connect(home / FILE)) as database, database:
            database.execute("update alembic_version set version_num = ?", [version])


def _mail_without_address(home: Path) -> Broken:
    set_to(home, '[mail]\nhost = "127.0.0.1"\nfrom = "a@b.example"')
    return Broken("mail", "needs an address to link to", "access.toml")


def _mail_not_valid(home: Path) -> Broken:
    set_to(home, "[mail]\nport = 25")
    return Broken("mail", "[mail] says host", "")


def _mail_without_password(home: Path) -> Broken:
    write_access(home)
    set_to(
        home,
        '[mail]\nhost = "127.0.0.1"\nfrom = "a@b.example"\nuser = "a"\npassword = "NO_SUCH_ONE"',
    )
    return Broken("mail", "NO_SUCH_ONE is not set", "the account that Sightline")


def _mail_not_there(home: Path) -> Broken:
    write_access(home)
    set_to(
        home,
        f'[mail]\nhost = "127.0.0.1"\nport = {free_port()}\nfrom = "a@b.example"\nstarttls = false',
    )
    return Broken(
        "mail", "does not take mail from here: Connection", "whoever keeps it"
    )


BREAKS = [
    *(_gone, _bad_colour, _bad_path, _key_lost, _key_damaged, _key_read_by_others),
    *(_no_sign_in, _access_not_valid, _two_paths),
    *(
        _picture_torn,
        _picture_gone,
        _pointer_gone,
        _records_torn,
        _records_of_no_kind,
        _records_of_tomorrow,
    ),
    *(_mail_without_address, _mail_not_valid, _mail_without_password, _mail_not_there),
]


@pytest.mark.parametrize("breaks", BREAKS, ids=lambda one: one.__name__[1:])
def test_what_is_broken_is_said_with_what_to_do(
    home: Path, breaks: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIGHTLINE_SECRET", SECRET)
    broken = breaks(home)  # type: ignore[operator]
    found = told(broken.of, home)
    assert found.health is Health.WRONG
    assert broken.said in found.said
    assert broken.what_to_do in found.what_to_do


def test_what_is_wrong_is_an_exit_code_and_a_program_can_read_it(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "access.toml").unlink()
    picture(home)
    words = ["--home", str(home), "doctor", "--port", str(free_port())]
    assert main(words) == 1
    assert f"3 of {len(CHECKS)} things are wrong." in capsys.readouterr().out
    assert main([*words, "--json"]) == 1
    found = {one["of"]: one["health"] for one in json.loads(capsys.readouterr().out)}
    assert [of for of, health in found.items() if health == "wrong"] == [
        *("key", "sign-in", "picture"),
    ]


def test_access_that_is_not_valid_does_not_keep_the_doctor_away(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "access.toml").write_text("[[held", encoding="utf-8")
    assert main(["--home", str(home), "doctor", "--port", str(free_port())]) == 1
    assert "access.toml is not valid TOML" in capsys.readouterr().out


def test_a_disk_that_has_too_little_room(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert told("disk", home).health is Health.RIGHT
    usage = shutil.disk_usage(home)
    monkeypatch.setattr(
        "dashboard.doctor.shutil.disk_usage", lambda _: usage._replace(free=90_000_000)
    )
    found = told("disk", home)
    assert found.health is Health.WRONG
    assert found.said.startswith("90 MB are free where the home is; a publish needs")


def test_a_port_that_another_program_has(home: Path) -> None:
    with closing(socket.socket()) as other:
        other.bind(("127.0.0.1", 0))  # and does not listen
        port = other.getsockname()[1]
        found = told("port", home, port)
    assert found.health is Health.WRONG
    assert found.said == f"Another program is at port {port} of 127.0.0.1."
    assert told("port", home, port).said.startswith("Nothing else is at")


@pytest.mark.parametrize(
    ("status", "text", "health"),
    [
        (200, "ok", Health.RIGHT),
        (503, "no picture can be read", Health.RIGHT),
        (200, "<html>", Health.WRONG),
    ],
)
def test_a_port_that_is_ours_already(
    home: Path, status: int, text: str, health: Health
) -> None:
    with answering(status, text) as port:
        assert told("port", home, port).health is health


def test_records_of_an_older_version_are_told_of_and_left_as_they_are(
    home: Path,
) -> None:
    _recorded(home)
    assert told("records", home).said.startswith("The records are of this version")
    with closing(sqlite3.connect(home / FILE)) as database, database:
        database.execute("update alembic_version set version_num = '0001'")
    found = told("records", home)
    assert found.health is Health.NOTE
    assert "of an older version (0001): the next start brings them to" in found.said
    version = version_of(home)
    assert version is not None and version.at == "0001"


def test_records_elsewhere_without_what_opens_their_database(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    set_to(home, 'records = "postgresql+psycopg://sightline@127.0.0.1/sightline"')
    found = told("records", home)
    assert found.health is Health.WRONG
    assert "sightline[postgres]" in found.what_to_do


def test_tables_that_are_not_made_yet_are_no_older_version(home: Path) -> None:
    sqlite3.connect(home / FILE).close()
    (home / FILE).touch()
    assert told("records", home) == Told(Health.RIGHT, "Nothing has been recorded yet.")


def test_a_mail_server_that_takes_mail_is_sent_none(home: Path) -> None:
    write_access(home)
    server = Controller(Debugging(), hostname="127.0.0.1", port=free_port())
    server.start()
    try:
        set_to(
            home,
            f'[mail]\nhost = "127.0.0.1"\nport = {server.port}\nfrom = "a@b.example"\nstarttls = false',
        )
        assert told("mail", home) == Told(
            Health.RIGHT, "The mail server 127.0.0.1 takes mail from here."
        )
    finally:
        server.stop()


def test_without_pango_it_says_so_and_nothing_is_wrong(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert told("PDF", home).health is Health.RIGHT
    monkeypatch.setitem(sys.modules, "weasyprint", None)  # as if it could not be loaded
    found = told("PDF", home)
    assert found.health is Health.NOTE
    assert "PDF is refused in words" in found.said
