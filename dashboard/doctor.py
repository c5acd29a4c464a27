"""What a server needs, looked at one thing after the other, each said in a sentence.

Nothing is changed by looking: no key is made, no record is brought up to date, no mail is
sent. What is looked at while the server runs is as right as before it starts.
"""

import os
import shutil
import socket
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from smtplib import SMTPException

from sqlalchemy.exc import SQLAlchemyError

from dashboard.access.access import access_of
from dashboard.access.reached_at import reached_at
from dashboard.access.starting import secret_for
from dashboard.access.viewer import Viewer
from dashboard.answers import contents
from dashboard.dates import day
from dashboard.errors import ForTheUser, SightlineError, reference_for
from dashboard.machine import is_kept_to_owner
from dashboard.mail_server import mail_server_of
from dashboard.partnership.records import version_of
from dashboard.reports.paper import can_be_made
from dashboard.settings import Settings
from dashboard.warehouse.pseudonyms import key_path
from dashboard.warehouse.snapshots import Snapshots

# Bytes. A publish builds the next picture beside the one that is served, and DuckDB sorts
# on the disk what does not fit into memory.
_LEAST_ROOM = 2 << 30
_TIMES_THE_PICTURE = 3
_KEY_BYTES = 32
# Seconds that a server on this machine has to answer.
_PATIENCE = 5


class Health(StrEnum):
    RIGHT = "right"
    NOTE = "note"  # nothing is wrong, and somebody may want to know
    WRONG = "wrong"


@dataclass(frozen=True)
class Told:
    """What was found of one thing, and what to do where it is wrong."""

    health: Health
    said: str
    what_to_do: str = ""


@dataclass(frozen=True)
class Looked:
    """What was looked at, by its name, and what was found."""

    of: str
    told: Told


@dataclass(frozen=True)
class Asked:
    """The home that is looked at, and where it is to be served."""

    settings: Settings
    host: str
    port: int

    @property
    def home(self) -> Path:
        return self.settings.home


def look(asked: Asked) -> Iterator[Looked]:
    """Everything that is looked at, in the order in which it is needed."""
    for of, check in CHECKS.items():
        yield Looked(of, _told_by(check, asked))


def _told_by(check: Callable[[Asked], Told], asked: Asked) -> Told:
    try:
        return check(asked)
    except ForTheUser as error:
        said = f"{error.title} {error.message}".strip()
        return Told(Health.WRONG, said, error.what_to_do)
    except SightlineError as error:  # of a definition: its words are the installation's
        return Told(Health.WRONG, f"{error}.".replace("..", "."))
    except Exception as error:  # what is looked at next may be right
        reference = reference_for(error)
        return Told(
            Health.WRONG,
            f"Looking at it failed in a way that nobody foresaw: {type(error).__name__}.",
            f"If it stays so, quote {reference}.",
        )


def right(said: str) -> Told:
    return Told(Health.RIGHT, said)


def wrong(said: str, what_to_do: str) -> Told:
    return Told(Health.WRONG, said, what_to_do)


# -- each thing ---------------------------------------------------------------------------


def home(asked: Asked) -> Told:
    folder = asked.home
    if not folder.is_dir():
        return wrong(
            f"There is no folder {folder}.",
            "Make it, or say another with --home or SIGHTLINE_HOME.",
        )
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        return wrong(
            f"Whoever runs this may not write in {folder}.",
            "Give the folder to the account that Sightline runs under.",
        )
    if not is_kept_to_owner(folder):
        return Told(
            Health.NOTE,
            f"Other accounts of this machine may look into {folder}.",
            "Take their rights to it away (chmod 700).",
        )
    return right(f"Everything local is in {folder}, and is its owner's alone.")


def settings(asked: Asked) -> Told:
    """Each that can be wrong in a way that stops the start, or the first pack."""
    said = asked.settings
    _ = said.colour, said.logo, said.path, said.questions
    return right(f"The settings are valid; pages are served under {said.path}.")


def disk(asked: Asked) -> Told:
    there = next(p for p in (asked.home, *asked.home.parents) if p.exists())
    free, needed = shutil.disk_usage(there).free, _room_needed(asked.home)
    words = f"{_size(free)} are free where the home is; a publish needs about {_size(needed)}."
    if free < needed:
        return wrong(
            words,
            "Make room, or keep fewer pictures (keep_snapshots in settings.toml, then"
            " `extracts tidy`).",
        )
    return right(words)


def _room_needed(home: Path) -> int:
    current = Snapshots(home).current_or_none()
    folder = home / "snapshots" / (current or "-")
    served = sum(path.stat().st_size for path in folder.glob("*"))
    return max(_LEAST_ROOM, _TIMES_THE_PICTURE * served)


def _size(size: int) -> str:
    return f"{size / 1e9:.1f} GB" if size >= 1e8 else f"{size / 1e6:.0f} MB"


def key(asked: Asked) -> Told:
    """The key by which pseudonyms are made: without it no two extracts meet any more."""
    path = key_path(asked.home)
    if not path.exists():
        if not _has_exact_pictures(asked.home):
            return right("There is no key yet: the first publish makes it.")
        return wrong(
            "The key by which pseudonyms are made is lost.",
            "Put keys/pseudonym.key back from the backup before anything is published.",
        )
    if not _is_key(path.read_text(encoding="ascii", errors="replace").strip()):
        return wrong(
            "The key by which pseudonyms are made is damaged.",
            "Put keys/pseudonym.key back from the backup before anything is published.",
        )
    if not is_kept_to_owner(path):
        return wrong(
            "Other accounts of this machine may read the key.",
            "Take their rights to it away (chmod 600), and ask who has had them.",
        )
    return right(
        "The key by which pseudonyms are made is there, and its owner's alone."
    )


def _has_exact_pictures(home: Path) -> bool:
    return any((home / "snapshots").glob("*/exact.duckdb"))


def _is_key(text: str) -> bool:
    try:
        return len(bytes.fromhex(text)) == _KEY_BYTES
    except ValueError:
        return False


def sign_in(asked: Asked) -> Told:
    """access.toml is valid, cookies can be signed, and the address is one."""
    access = access_of(asked.home)
    secret_for(access, asked.host)
    address = reached_at(asked.settings)
    if access.demo_user:
        return right("The demo user is let in, on this machine alone.")
    behind = f", behind {access.proxies} proxy" if access.proxies == 1 else ""
    behind = behind or (f", behind {access.proxies} proxies" if access.proxies else "")
    return right(f"People sign in at {address or 'an address not said yet'}{behind}.")


def port(asked: Asked) -> Told:
    where = f"port {asked.port} of {asked.host}"
    with closing(socket.socket()) as tried:
        # As servers do: a port that was just let go of is free.
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((asked.host, asked.port))
        except PermissionError:
            return wrong(
                f"Whoever runs this may not serve at {where}.",
                "Choose a port above 1023 (--port), with the proxy before it.",
            )
        except OSError:
            return _taken(asked, where)
    return right(f"Nothing else is at {where}.")


def _taken(asked: Asked, where: str) -> Told:
    try:
        with urllib.request.urlopen(
            f"http://{asked.host}:{asked.port}/healthz", timeout=_PATIENCE
        ) as answer:
            said = answer.read(100).decode(errors="replace").strip()
    except urllib.error.HTTPError as error:
        said = error.read(100).decode(errors="replace").strip()
    except (OSError, ValueError):
        said = ""
    if said == "ok":
        return right(f"Sightline answers at {where}.")
    if said == "no picture can be read":
        return right(f"Sightline answers at {where}, and has no picture to serve.")
    return wrong(
        f"Another program is at {where}.", "End it, or choose another port (--port)."
    )


def pointer(asked: Asked) -> Told:
    """Which picture is served, and whether it can be opened."""
    snapshots = Snapshots(asked.home)
    current = snapshots.current_or_none()
    if current is None:
        if any(snapshots.folder.glob("*/manifest.json")):
            return wrong(
                "There are pictures, and none is served: the pointer is gone.",
                "Serve one again: python -m dashboard extracts undo --to ID"
                " (`extracts list` has the ids).",
            )
        return right("Nothing has been published yet: First day says what to ask for.")
    try:
        manifest = snapshots.manifest(current)
        contents(Viewer(asked.home))
    except Exception:  # whatever is wrong with a file: what the engine says is its own
        return wrong(
            f"The picture that is served, {current}, cannot be read.",
            "Go back to one that can: python -m dashboard extracts undo --to ID; or put"
            " its folder back from the backup.",
        )
    return right(f"The picture as at {day(manifest.as_at)} is served, and can be read.")


def records(asked: Asked) -> Told:
    """The partnership's own records, and whether they are of this version."""
    try:
        version = version_of(asked.home)
    except ImportError:
        return wrong(
            "What opens the database of the partnership's own records is not installed.",
            'Install it with the wheel: pip install "sightline[postgres]".',
        )
    except (SQLAlchemyError, OSError) as error:
        return wrong(
            f"The partnership's own records cannot be opened: {type(error).__name__}.",
            "Look whether their database is there (records in settings.toml), or put it"
            " back from the backup.",
        )
    if version is None or not version.at:
        return right("Nothing has been recorded yet.")
    if version.is_newer:
        return wrong(
            f"The records are of a newer version than this program ({version.at}).",
            "Install the newer version again; or put the records back from the backup"
            " that was made before it.",
        )
    if version.at != version.newest:
        return Told(
            Health.NOTE,
            f"The records are of an older version ({version.at}): the next start"
            f" brings them to {version.newest}.",
            "Keep a copy of them first: INSTALL.md, Upgrade.",
        )
    return right(f"The records are of this version ({version.at}).")


def mail(asked: Asked) -> Told:
    server = mail_server_of(asked.settings)
    if server is None:
        return right("No mail is sent: people are told on the pages alone.")
    if not reached_at(asked.settings):
        return wrong(
            "A mail needs an address to link to.",
            "Say `address` in access.toml: what people type to come here.",
        )
    if server.user and not os.environ.get(server.password):
        return wrong(
            f"{server.password or 'The variable of the password'} is not set: the mail"
            " server's password is in it.",
            "Set it for the account that Sightline runs under.",
        )
    try:
        server.greet()
    except (OSError, SMTPException) as error:
        return wrong(
            f"The mail server {server.host} does not take mail from here:"
            f" {type(error).__name__}.",
            "Ask whoever keeps it whether this machine may send, by which port and user.",
        )
    return right(f"The mail server {server.host} takes mail from here.")


def pdf(_: Asked) -> Told:
    if can_be_made():
        return right("Pango is here: packs can be PDF.")
    return Told(
        Health.NOTE,
        "Pango is not here: packs are PowerPoint, Excel and CSV, and PDF is refused in"
        " words.",
        "INSTALL.md says how to install it.",
    )


CHECKS: dict[str, Callable[[Asked], Told]] = {
    "home": home,
    "settings": settings,
    "disk": disk,
    "key": key,
    "sign-in": sign_in,
    "port": port,
    "picture": pointer,
    "records": records,
    "mail": mail,
    "PDF": pdf,
}
