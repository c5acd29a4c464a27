"""`backup TO` and `restore FROM`: a home into one file, and out of one again."""

import argparse
import getpass
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard.access.audit import Deed, record
from dashboard.commands.terminal import at_the_terminal, say, told
from dashboard.errors import ForTheUser
from dashboard.settings import Settings
from dashboard.warehouse.erasure import Because
from dashboard.warehouse.history import Event

if TYPE_CHECKING:
    from dashboard.backups.restoring import Restored
    from dashboard.intake.erasing import Asked


def add_backup(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("to", type=Path, help="a folder, or the file that is to be")
    parser.add_argument(
        "--with-keys",
        action="store_true",
        help="the keys too, which undo its codes: they are better kept somewhere else",
    )
    parser.add_argument(
        "--without-pictures",
        action="store_true",
        help="what people recorded and set alone: small, for every hour",
    )
    parser.set_defaults(run=_backup)


def add_restore(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("backup", type=Path, help="the file that `backup` wrote")
    parser.add_argument("--yes", action="store_true", help="do not ask first")
    parser.set_defaults(run=_restore)


def _backup(chosen: argparse.Namespace, settings: Settings) -> int:
    from dashboard.backups.making import back_up

    with told() as progress:
        path, page = back_up(
            settings,
            chosen.to,
            progress,
            keys=chosen.with_keys,
            pictures=not chosen.without_pictures,
        )
    record(settings.home, at_the_terminal().id, Deed.BACKED_UP, path.name)
    size = path.stat().st_size / 1_000_000
    say(f"{path}: {len(page.files)} files, {size:,.1f} MB.")
    say(f"Pictures in it: {len(page.pictures)}.")
    say(
        "The keys are in it, which undo its codes: keep it as safe as the home itself."
        if chosen.with_keys
        else "The keys are not in it. Keep a copy of the folder keys somewhere else: without"
        " them it cannot be put back into an empty home."
    )
    return 0


def _restore(chosen: argparse.Namespace, settings: Settings) -> int:
    from dashboard.backups.restoring import restore

    if not _agreed(chosen, settings):
        return 1
    who = at_the_terminal()
    with told() as progress:
        done = restore(settings, chosen.backup, _again, progress, who.subject)
    record(settings.home, who.id, Deed.RESTORED, f"of {_moment(done)}", done.served)
    for line in _done(done):
        say(line)
    return 0


def _agreed(chosen: argparse.Namespace, settings: Settings) -> bool:
    if chosen.yes or not settings.home.exists() or not any(settings.home.iterdir()):
        return True
    if not sys.stdin.isatty():
        raise ForTheUser(
            "Nothing was put back: nobody said yes.",
            what_to_do="Where no one can be asked, say it beforehand: --yes.",
        )
    said = input(
        "What people recorded here will be as it is in the backup. Put it back? [y/N] "
    )
    return said.strip().lower() in ("y", "yes")


def _again(event: Event) -> "Asked":
    """By which number a child was taken out; asked for again, because it is kept nowhere."""
    from dashboard.intake.erasing import Asked

    question = (
        f"Since this backup one child was taken out, on {event.at:%d %b %Y},"
        f" because of {event.why or 'a decision'}. Its number, and which"
        " (“mosaic 1234567”; it is not shown): "
    )
    at_terminal = sys.stdin.isatty()
    given = getpass.getpass(question) if at_terminal else sys.stdin.readline()
    kind, _, number = given.strip().partition(" ")
    if not number:
        raise ForTheUser(
            "Nothing was put back: since this backup"
            f" one child was taken out, on {event.at:%d %b %Y}, and would be back.",
            "By which number is kept nowhere here: it is in the record of the decision.",
            "Give its kind and the number when it is asked for, or a line each, in the"
            " order in which children were taken out, on standard input: mosaic 1234567",
        )
    because = next((b for b in Because if b.in_words == event.why), Because.REQUEST)
    return Asked(kind, number, because, event.who)


def _moment(done: "Restored") -> str:
    return f"{done.since:%d %b %Y, %H:%M} UTC"


def _done(done: "Restored") -> Iterator[str]:
    yield f"The backup of {_moment(done)} is put back."
    if done.records:
        yield "What people recorded is as it was then; what was recorded since is not there."
        yield "What was there before is kept as a copy, in the folder copies of the home."
    if done.records and done.stayed:
        yield "Accounts and the record of who did what are as they were here just now."
    yield f"Pictures that came back: {len(done.pictures)}. Served: {done.served or 'none'}."
    if done.taken_out:
        yield f"Children that were taken out again: {done.taken_out}."
    if done.kept:
        yield f"Replaced, and kept in the folder copies: {', '.join(done.kept)}."
    if done.left:
        yield f"Not put back, because the home has its own: {', '.join(done.left)}."
    yield "If a child was taken out after the backup and this home did not know of it (a new"
    yield "disk): run `extracts erase` again before it is served. docs/backup.md has more."
    yield "Restart the server."
