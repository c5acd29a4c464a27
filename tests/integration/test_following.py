"""What people follow: one line and one mail where something is new, and none otherwise.

A small partnership is published and followed; each history goes on from a copy of it.
The mail server is a real one, on this machine.
"""

import re
import shutil
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import update

from dashboard.__main__ import main
from dashboard.access.accounts import make_account, remove_account
from dashboard.access.audit import Deed, entries
from dashboard.access.person import LOCAL, Person
from dashboard.access.sessions import begin_session
from dashboard.access.viewer import named_staff
from dashboard.errors import DefinitionError, ForTheUser
from dashboard.followed import Followed, digest_of, put_first
from dashboard.mail_server import mail_server_of
from dashboard.partnership.digests import Told, take, told, told_of
from dashboard.partnership.follows import (
    filters_of,
    follow,
    follower,
    set_mail,
    stop_following,
)
from dashboard.partnership.records import Records
from dashboard.partnership.tables import DIGEST, FOLLOW
from dashboard.posting import Posted, post, start_posting
from dashboard.settings import read_settings
from dashboard.warehouse.snapshots import Snapshots
from dashboard.what_changed import what_changed
from tests.access import GRANT, Held, write_access
from tests.functional.conftest import free_port
from tests.integration.test_what_changed import (
    MET_ON,
    MONTHS,
    YES,
    contacts,
    publish,
)

pytestmark = pytest.mark.usefixtures("few_measures")

LEADER = Person(LOCAL, "a leader", "a leader")
TEAM = Person(LOCAL, "of one team", "of one team")
MAIL = "leader@partnership.example"
HELD = (
    Held("leader", LEADER.subject),
    Held("viewer", TEAM.subject, ["team:T01"]),
)
ADDRESS = "https://sightline.example"


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Published, and followed by two people of whom one gave an address."""
    home = tmp_path_factory.mktemp("followed") / "home"
    key = home / "keys" / "pseudonym.key"
    key.parent.mkdir(parents=True, mode=0o700)
    key.write_text("5" * 64, encoding="ascii")
    key.chmod(0o600)
    write_access(home, HELD, address=ADDRESS)
    for person in (LEADER, TEAM):
        make_account(home, person.subject, "four unlike words here")
    first = publish(home, contacts(MONTHS), MET_ON, YES)
    follow(home, LEADER, "referrals", "", first)
    follow(home, LEADER, "referrals", filters_of((("source_agency", "police"),)), first)
    follow(home, LEADER, "reclassified", "", first)
    set_mail(home, LEADER, MAIL, ())
    follow(home, TEAM, "referrals", "team=T01", first)
    return home


@pytest.fixture(scope="module")
def doubled(followed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ten months more, each with twice as many referrals as before."""
    home = copy_of(followed, tmp_path_factory.mktemp("doubled"))
    made = contacts(MONTHS + 10, doubled_from=MONTHS)
    publish(home, made, date(2026, 11, 30), YES)
    return home


def copy_of(home: Path, folder: Path) -> Path:
    shutil.copytree(home, folder / "home")
    return folder / "home"


class Post:
    """A mail server that keeps what it is given."""

    def __init__(self) -> None:
        self.taken: list[tuple[list[str], EmailMessage]] = []

    async def handle_DATA(self, _: Any, __: Any, envelope: Any) -> str:
        found = BytesParser(policy=default).parsebytes(envelope.content)
        assert isinstance(found, EmailMessage)
        self.taken.append((envelope.rcpt_tos, found))
        return "250 OK"


@pytest.fixture
def mail() -> Iterator[tuple[Post, int]]:
    kept = Post()
    server = Controller(kept, hostname="127.0.0.1", port=free_port())
    server.start()
    yield kept, server.port
    server.stop()


Served = Callable[[Path], Path]


@pytest.fixture
def served(mail: tuple[Post, int], tmp_path: Path) -> Served:
    """A copy of a home whose settings name the mail server."""

    def made(home: Path) -> Path:
        copied = copy_of(home, tmp_path)
        with_mail(copied, mail[1])
        return copied

    return made


def with_mail(home: Path, port: int, first: str = "") -> None:
    (home / "settings.toml").write_text(
        f'{first}[mail]\nhost = "127.0.0.1"\nport = {port}\nstarttls = false\n'
        f'from = "Sightline <sightline@partnership.example>"\n',
        encoding="utf-8",
    )


def states(home: Path) -> list[tuple[str, str]]:
    rows = Records(home).rows(DIGEST.select().order_by("at", "snapshot"))
    return [(row["subject"], row["state"]) for row in rows]


# ---- a mail, or none


def test_where_nothing_is_new_there_is_no_mail(
    followed: Path, served: Served, mail: tuple[Post, int]
) -> None:
    home = served(followed)
    publish(home, contacts(MONTHS), MET_ON, YES)
    assert post(home) == Posted()
    assert mail[0].taken == []
    assert states(home) == [(LEADER.subject, "nothing")]


def test_what_is_new_is_one_mail_and_never_a_second(
    doubled: Path, served: Served, mail: tuple[Post, int]
) -> None:
    home = served(doubled)
    exact = GRANT | {"role": "leader"}
    write_access(home, HELD, [exact], address=ADDRESS)
    under = 'audience = "operational"\npath = "/sightline/"\n'
    with_mail(home, mail[1], first=under)
    assert post(home) == Posted(sent=1)
    assert post(home) == Posted()
    [(to, message)] = mail[0].taken
    assert to == [MAIL]
    assert message["Subject"] == "Changes in what you follow"
    text = message.get_content()
    assert [line for line in text.splitlines() if line.startswith("- ")] == [
        "- Child protection referrals",
        "- Child protection referrals, for a part of it that you follow",
    ]
    assert f"{ADDRESS}/sightline/following" in text
    assert "Stop following" in text
    assert not re.search(r"\d", text)
    assert "olice" not in text
    assert "referrals" not in message["Subject"]
    assert message["Auto-Submitted"] == "auto-generated"
    # Of the picture that it was of, and of the one that began it, nothing more is told.
    publish(home, contacts(MONTHS + 10, doubled_from=MONTHS), date(2026, 11, 30), YES)
    assert post(home) == Posted()
    assert states(home) == [(LEADER.subject, "sent"), (LEADER.subject, "nothing")]
    mailed = [one for one in entries(home) if one.what == Deed.MAILED]
    assert [one.of for one in mailed] == [f"to {LEADER.id}"]
    assert MAIL not in str(entries(home))
    # What it asked of exact numbers is in the record, as no doing of the person's own.
    asked = {one.who for one in entries(home) if one.what == Deed.ASKED}
    assert asked == {f"a digest for {LEADER.id}"}


def test_going_back_to_an_earlier_picture_is_no_publish(
    doubled: Path, served: Served, mail: tuple[Post, int]
) -> None:
    home = served(doubled)
    post(home)
    Snapshots(home).undo(why="wrong file")
    assert post(home) == Posted()
    assert len(mail[0].taken) == 1


def test_a_mail_server_that_is_down_loses_nothing(
    doubled: Path,
    served: Served,
    mail: tuple[Post, int],
    caplog: pytest.LogCaptureFixture,
) -> None:
    home = served(doubled)
    with_mail(home, free_port())
    assert post(home) == Posted(failed=1)
    assert MAIL not in caplog.text
    assert LEADER.subject not in caplog.text
    assert states(home) == []
    assert Deed.NOT_MAILED in {one.what for one in entries(home)}
    # With the next publish, in which nothing more is new, it is told.
    publish(home, contacts(MONTHS + 10, doubled_from=MONTHS), date(2026, 11, 30), YES)
    with_mail(home, mail[1])
    assert post(home) == Posted(sent=1)
    assert len(mail[0].taken) == 1


def test_by_the_command(
    doubled: Path,
    served: Served,
    mail: tuple[Post, int],
    capsys: pytest.CaptureFixture[str],
) -> None:
    home = served(doubled)
    assert main(["--home", str(home), "follow", "send"]) in (0, 1)
    home_access = home / "access.toml"
    with home_access.open("a", encoding="utf-8") as file:
        file.write(
            '\n[[held]]\nrole = "data_officer"\nprovider = "terminal"\n'
            'user = "an officer"\nscope = "everything"\n'
        )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("getpass.getuser", lambda: "an officer")
        assert main(["--home", str(home), "follow", "send"]) == 0
        assert "Sent: 1." in capsys.readouterr().out
        (home / "settings.toml").unlink()
        assert main(["--home", str(home), "follow", "send"]) == 1
    assert len(mail[0].taken) == 1


def test_a_server_that_cannot_keep_it_secret_is_told_nothing(
    doubled: Path, served: Served, mail: tuple[Post, int]
) -> None:
    """Mail is encrypted on the way unless the settings say otherwise: this one cannot."""
    home = served(doubled)
    settings = home / "settings.toml"
    said = settings.read_text(encoding="utf-8").replace("starttls = false\n", "")
    settings.write_text(said, encoding="utf-8")
    assert post(home) == Posted(failed=1)
    assert mail[0].taken == []


def test_the_server_sends_it_by_itself(
    doubled: Path, served: Served, mail: tuple[Post, int]
) -> None:
    home, going = served(doubled), [True]
    start_posting(read_settings(home), every=0.1, goes_on=lambda: going[0])
    until = time.monotonic() + 60
    while not told_of(home, LEADER) and time.monotonic() < until:
        time.sleep(0.1)
    going[0] = False
    assert [to for to, _ in mail[0].taken] == [[MAIL]]


# ---- whose it is to see


@pytest.mark.parametrize("how", ["role", "account", "way in", "address"])
def test_who_may_see_nothing_any_longer_is_sent_nothing(
    how: str, doubled: Path, served: Served, mail: tuple[Post, int]
) -> None:
    home = served(doubled)
    if how == "role":
        write_access(home, HELD[1:], address=ADDRESS)
    if how == "account":
        remove_account(home, LEADER.subject)
    if how == "way in":
        write_access(home, HELD, address=ADDRESS, local_accounts=False)
    if how == "address":
        set_mail(home, LEADER, "", ())
    assert post(home) == Posted()
    assert mail[0].taken == []


def test_groups_that_were_told_long_ago_are_not_believed(
    doubled: Path, served: Served, mail: tuple[Post, int]
) -> None:
    """Of a provider's people only what it told lately is known; a sign-in tells it anew."""
    home = served(doubled)
    set_mail(home, LEADER, "", ())
    provider = {
        "name": "council",
        "title": "Council",
        "issuer": "https://council.example",
        "client_id": "x",
        "secret": "X",
    }
    write_access(home, HELD, address=ADDRESS, providers=[provider])
    with (home / "access.toml").open("a", encoding="utf-8") as file:
        file.write(
            '\n[[held]]\nrole = "leader"\nprovider = "council"\n'
            'group = "leaders"\nscope = "everything"\n'
        )
    them = Person("council", "7", "Somebody", frozenset({"leaders"}))
    follow(home, them, "referrals", "", Snapshots(home).all()[-1].id)
    set_mail(home, them, "them@council.example", ())
    long_ago = (datetime.now(UTC) - timedelta(days=91)).isoformat(timespec="seconds")
    theirs = update(FOLLOW).where(FOLLOW.c.provider == "council")
    Records(home).write(theirs.values(seen_at=long_ago))
    assert post(home) == Posted()
    begin_session(home, Person("council", "7", "Somebody"), {})  # out of the group
    assert post(home) == Posted()
    begin_session(home, them, {})
    assert post(home) == Posted(sent=1)
    assert [to for to, _ in mail[0].taken] == [["them@council.example"]]


def test_who_has_one_team_is_told_of_it_and_of_no_other(
    doubled: Path, served: Served, mail: tuple[Post, int]
) -> None:
    home = served(doubled)
    set_mail(home, LEADER, "", ())
    set_mail(home, TEAM, "team@partnership.example", ())
    stop_following(home, TEAM, "referrals", "team=T01")
    first = Snapshots(home).all()[-1].id
    follow(home, TEAM, "referrals", "team=T02", first)
    set_mail(home, TEAM, "team@partnership.example", ())
    assert post(home) == Posted()
    assert mail[0].taken == []


def test_a_row_that_was_cut_off_is_taken_again_after_an_hour(
    followed: Path, tmp_path: Path
) -> None:
    home = copy_of(followed, tmp_path)
    assert take(home, LEADER, "a")
    assert not take(home, LEADER, "a")
    old = (datetime.now(UTC) - timedelta(hours=2)).isoformat(timespec="seconds")
    Records(home).write(update(DIGEST).values(at=old))
    assert take(home, LEADER, "a")
    told(home, LEADER, "a", Told.SENT)
    assert told_of(home, LEADER) == ["a"]


# ---- following, and stopping


def test_a_thing_is_followed_once_and_stopping_keeps_nothing(
    followed: Path, tmp_path: Path
) -> None:
    home = copy_of(followed, tmp_path)
    follow(home, LEADER, "referrals", "", "x")
    known = follower(home, LEADER)
    assert known is not None
    assert known.mail == MAIL
    assert sorted((one.measure, one.filters) for one in known.follows) == [
        ("reclassified", ""),
        ("referrals", ""),
        ("referrals", "source_agency=police"),
    ]
    for one in known.follows:
        stop_following(home, LEADER, one.measure, one.filters)
    assert follower(home, LEADER) is None
    assert MAIL not in str(Records(home).rows(FOLLOW.select()))


@pytest.mark.parametrize(
    "wrong", ["somebody", "a b@c.example", "a@b", "a@c.example,d@e.example"]
)
def test_what_is_no_address_is_refused(
    wrong: str, followed: Path, tmp_path: Path
) -> None:
    home = copy_of(followed, tmp_path)
    with pytest.raises(ForTheUser, match="no mail address"):
        set_mail(home, LEADER, wrong, ())
    with pytest.raises(ForTheUser, match="of the partnership alone"):
        set_mail(home, LEADER, "a@elsewhere.example", ("partnership.example",))


@pytest.mark.parametrize(
    "said",
    [
        "port = 25",
        'host = "a"',
        'host = "a"\nfrom = "a@b.example"\nhots = "b"',
        'host = "a"\nfrom = "a@b.example"\nuser = "u"\nstarttls = false',
    ],
)
def test_a_mail_server_that_is_not_whole_stops_the_start(
    said: str, tmp_path: Path
) -> None:
    (tmp_path / "settings.toml").write_text(f"[mail]\n{said}\n", encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"\[mail\]"):
        mail_server_of(read_settings(tmp_path))


def test_what_is_followed_stands_first_in_what_changed(doubled: Path) -> None:
    after, before = (manifest.id for manifest in Snapshots(doubled).all())
    viewer = named_staff(doubled)
    found = what_changed(before, after, viewer, since=MET_ON, on=date(2026, 4, 1))
    follows = [Followed("referrals", "source_agency=police"), Followed("referrals")]
    digest = digest_of(follows, before, after, viewer)
    mine = put_first(found, follows, digest, viewer)
    assert [(c.followed, c.measure) for c in mine.changes[:2]] == [
        (True, "referrals"),
        (True, "referrals"),
    ]
    assert "source Police" in mine.changes[0].sentence
    assert len(mine.changes) == len(found.changes) + 1
    assert not any(c.followed for c in mine.changes[2:])
