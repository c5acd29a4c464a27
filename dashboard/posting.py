"""What is new of what people follow, sent to them: one mail a person and a publish, at most.

A mail holds no number and no place: a line each and one link. What is told is worked out
as that person may see it at this moment; who may see nothing any longer gets nothing.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from smtplib import SMTPException

from dashboard.access.access import access_of
from dashboard.access.accounts import account_names
from dashboard.access.audit import Deed, record
from dashboard.access.person import LOCAL, Person
from dashboard.access.reached_at import reached_at
from dashboard.access.roles import Right
from dashboard.access.viewer import Viewer, audiences, entitlement_of, viewer_of
from dashboard.answers import catalogue
from dashboard.errors import NoSnapshot, reference_for
from dashboard.followed import Digest, Followed, digest_of
from dashboard.mail_server import MailServer, mail_server_of
from dashboard.measures import Catalogue
from dashboard.partnership.digests import Told, let_go, take, told, told_of
from dashboard.partnership.follows import Follow, Follower, followers
from dashboard.settings import Settings, read_settings
from dashboard.warehouse.snapshots import Snapshots

log = logging.getLogger("sightline")
ITSELF = "Sightline itself"
FOLLOWING = "/following"
LOOKED_EVERY = 30.0
# A provider tells of groups when somebody is here: what it told longer ago than this may
# not be so any more.
_GROUPS_HOLD = timedelta(days=90)


@dataclass(frozen=True)
class Posted:
    """How many people were sent a mail, and how many could not be."""

    sent: int = 0
    failed: int = 0


def post(home: Path) -> Posted:
    """Tell everybody of the served picture who was not told of it; again where it failed.

    DefinitionError where the settings of the mail server are not valid.
    """
    settings = read_settings(home)
    server = mail_server_of(settings)
    current = Snapshots(home).current_or_none()
    address = reached_at(settings)
    if server is None or current is None or not address:
        return Posted()
    tried = [
        _tell(one, current, settings, server, address)
        for one in followers(home)
        if one.mail
    ]
    return Posted(tried.count(True), tried.count(False))


def _tell(
    one: Follower, current: str, settings: Settings, server: MailServer, address: str
) -> bool | None:
    """True where a mail went, False where it could not; None where there is none to send."""
    home, person = settings.home, one.person
    viewer = _sees(one, settings)
    if viewer is None or _went_back(person, current, home):
        return None
    if not take(home, person, current):
        return None
    try:
        digest = _new_for(one, current, viewer)
    except NoSnapshot:
        digest = Digest()
    except Exception as error:  # of one person: the others are still to be told
        reference_for(error)
        let_go(home, person, current)
        return False
    if not digest.lines:
        told(home, person, current, Told.NOTHING)
        return None
    titles = catalogue(Viewer(home))
    record(home, ITSELF, Deed.MAILED, f"to {person.id}", current)
    try:
        server.send(one.mail, digest.subject, text_of(digest, titles, address))
    except (OSError, SMTPException) as error:
        kind = type(error).__name__
        log.warning("a digest could not be sent: %s", kind)
        record(home, ITSELF, Deed.NOT_MAILED, f"to {person.id}: {kind}", current)
        let_go(home, person, current)
        return False
    told(home, person, current, Told.SENT)
    return True


def text_of(digest: Digest, titles: Catalogue, address: str) -> str:
    """The mail: of each measure one line, without a number or a place, and one link."""
    lines = dict.fromkeys(f"- {_line(one, titles)}" for one in digest.of)
    return "\n".join(
        [
            "The newest picture has something in what you follow that has changed by more",
            "than chance usually gives:",
            "",
            *lines,
            "",
            "See what it is (you will be asked to sign in):",
            f"{address}{FOLLOWING}",
            "",
            "There are no numbers in this mail. It is sent after a publish, never more often,",
            "and only where something is new. To stop it, open the same page and choose",
            "“Stop following”, or take your address out there.",
            "",
        ]
    )


def _line(one: Followed, titles: Catalogue) -> str:
    part = ", for a part of it that you follow" if one.filters else ""
    return f"{titles[one.measure].title}{part}"


# -- what is new, and for whom ------------------------------------------------------------


def _new_for(one: Follower, current: str, viewer: Viewer) -> Digest:
    found = [
        digest_of([Followed(f.measure, f.filters)], before, current, viewer)
        for f, before in _since(one, current, viewer.home)
    ]
    return Digest(
        tuple(line for digest in found for line in digest.lines),
        tuple(one for digest in found for one in digest.of),
    )


def _sees(one: Follower, settings: Settings) -> Viewer | None:
    """What somebody sees as pages open to them today; None of who may see nothing."""
    person = one.person
    if not _may_still_come_in(one, settings.home):
        return None
    if not entitlement_of(person, settings).may(Right.SEE, "places"):
        return None
    may = audiences(person, settings)
    opens = next((a for a in may if a == settings.opens_as), None)
    viewer = viewer_of(person, settings, opens)
    # It is not the person who asks: the record says so.
    return Viewer(
        viewer.home,
        viewer.audience,
        viewer.grains,
        viewer.scope,
        f"a digest for {person.id}",
    )


def _may_still_come_in(one: Follower, home: Path) -> bool:
    person = one.person
    if not access_of(home).lets_in_by(person.provider):
        return False
    if person.provider == LOCAL:
        return person.subject in account_names(home)
    return datetime.now(UTC) - one.seen_at <= _GROUPS_HOLD


def _went_back(person: Person, current: str, home: Path) -> bool:
    """Whether an earlier picture is served again: that is no publish."""
    last = next(iter(told_of(home, person)), None)
    return last is not None and current in Snapshots(home).lineage(last)[1:]


def _since(one: Follower, current: str, home: Path) -> Iterator[tuple[Follow, str]]:
    """What somebody follows, each with the picture that they last knew of it.

    What could not be sent is told with the next: the last that they were told of is the
    one before. Where that is no longer kept, the one that the served one is built upon.
    """
    snapshots = Snapshots(home)
    kept = {manifest.id: manifest.published_at for manifest in snapshots.all()}
    last = next((at for at in told_of(home, one.person) if at in kept), None)
    before = snapshots.manifest(current).before
    for follow in one.follows:
        known = [at for at in (last, follow.snapshot) if at in kept]
        since = max(known, key=kept.__getitem__, default=before)
        if since is not None and since != current and since in kept:
            yield follow, since


# -- the thread that a server has for it --------------------------------------------------


def start_posting(
    settings: Settings,
    *,
    every: float = LOOKED_EVERY,
    goes_on: Callable[[], bool] = lambda: True,
) -> None:
    """Look for a new picture from a thread that ends with the server; none without a
    mail server. DefinitionError where what is said of it is not valid."""
    if mail_server_of(settings) is not None:
        threading.Thread(
            target=_keep_posting,
            args=(settings.home, every, goes_on),
            name="posting",
            daemon=True,
        ).start()


def _keep_posting(home: Path, every: float, goes_on: Callable[[], bool]) -> None:
    done: str | None = None
    while goes_on():
        current = Snapshots(home).current_or_none()
        if current != done:
            try:
                post(home)
            except Exception as error:  # a thread that ends would tell nobody anything
                reference_for(error)
            done = current
        time.sleep(every)
