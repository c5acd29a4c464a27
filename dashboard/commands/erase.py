"""`extracts erase`: one child is taken out of everything that is kept.

The number is asked for and not shown: what stands on a command line is kept in the
history of the shell, and every user of the computer can read it while it runs.
"""

import argparse
import getpass
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from dashboard.commands.terminal import say, say_json, told, user
from dashboard.errors import ForTheUser
from dashboard.settings import Settings
from dashboard.warehouse.erasure import Because

if TYPE_CHECKING:
    from dashboard.intake.erasing import Asked, Joined
    from dashboard.intake.held import Held

_JOINED = {
    "person_key": "of social work",
    "scn_key": "of schools",
    "chi_key": "of child health",
}


def add_erase(add: Callable[..., argparse.ArgumentParser]) -> None:
    action = add("erase", "take one child out of everything that is kept", _erase)
    action.add_argument(
        "--of",
        required=True,
        metavar="KIND",
        help="the kind of number that is asked for: scn, chi, mosaic …",
    )
    action.add_argument(
        "--because",
        required=True,
        choices=[*Because],
        help="why; it is kept in the history, and of whom is not",
    )
    action.add_argument(
        "--this-system-only",
        action="store_true",
        help="leave what the look-up joins to the number in other systems",
    )
    action.add_argument(
        "--dry-run", action="store_true", help="say what it would touch; change nothing"
    )
    action.add_argument("--yes", action="store_true", help="do not ask first")
    action.add_argument("--who", default=user(), help="who says so in the history")
    action.add_argument(
        "--signed-by",
        default="",
        metavar="NAME",
        help="who signs off a release that is an exception",
    )


def _erase(chosen: argparse.Namespace, settings: Settings) -> int:
    from dashboard.intake.erasing import NotHeld, look_for

    asked = _asked(chosen)
    finished = _finished(chosen, settings)
    try:
        with told() as progress:
            found, where = look_for(settings, asked, progress)
    except NotHeld:
        if finished:
            return 0
        raise
    _tell(chosen, found, where, settings)
    if chosen.dry_run:
        return 0
    return _take_out(chosen, settings, asked) if _agreed(chosen) else 1


def _finished(chosen: argparse.Namespace, settings: Settings) -> bool:
    """Whether there was an erasure that had been cut off, and now is finished."""
    from dashboard.intake.erasing import finish_cut_off, is_finished

    if chosen.dry_run:
        if not is_finished(settings):
            say("An erasure was cut off. Run this without --dry-run to finish it.")
        return False
    finished = finish_cut_off(settings)
    if finished:
        say("An erasure that had been cut off is finished.")
    return finished


def _take_out(chosen: argparse.Namespace, settings: Settings, asked: "Asked") -> int:
    from dashboard.intake.erasing import erase, is_finished

    with told() as progress:
        where = erase(settings, asked, progress)
    for line in _done(where) if not chosen.json else ():
        say(line)
    if not is_finished(settings):
        say("Some old files are still being read. Stop the server and run this again.")
        return 1
    return 1 if where.others else 0


def _asked(chosen: argparse.Namespace) -> "Asked":
    from dashboard.intake.erasing import Asked

    return Asked(
        kind=chosen.of,
        number=_number(),
        because=Because(chosen.because),
        who=chosen.who,
        this_system_only=chosen.this_system_only,
        signed_by=chosen.signed_by,
    )


def _number() -> str:
    if sys.stdin.isatty():
        return getpass.getpass("The child's number (it is not shown): ")
    return sys.stdin.readline()


def _agreed(chosen: argparse.Namespace) -> bool:
    if chosen.yes:
        return True
    if not sys.stdin.isatty():
        raise ForTheUser(
            "Nothing changed: nobody said yes.",
            what_to_do="Where no one can be asked, say it beforehand: --yes.",
        )
    agreed = input("Take this child out? It cannot be undone. [y/N] ")
    if agreed.strip().lower() not in ("y", "yes"):
        say("Nothing changed.")
        return False
    return True


def _tell(
    chosen: argparse.Namespace, found: "Joined", where: "Held", settings: Settings
) -> None:
    from dashboard.intake.profiles import read_profiles

    if chosen.json:
        say_json(_values(found, where))
        return
    profiles = read_profiles(settings.profile_folders)
    rows = [
        f"{count:,} of {profiles[name].title if name in profiles else name}"
        for name, count in sorted(where.rows.items())
    ]
    for line in (*_would(found, where, rows), *_others(where)):
        say(line)


def _would(found: "Joined", where: "Held", rows: list[str]) -> Iterator[str]:
    """What is held of the child, in words that name nobody."""
    if found.numbers:
        joined = [f"{count} {_JOINED[name]}" for name, count in found.numbers]
        yield f"The look-up joins the number to one child with: {', '.join(joined)}."
    else:
        yield "No number of another system is taken out with it."
    if rows:
        yield f"Rows of the child in the newest picture that holds the child: {', '.join(rows)}."
    served = " The one that is served is among them." if where.served else ""
    yield f"{_many(len(where.pictures), 'kept picture')} would be made anew.{served}"
    yield f"{_many(len(where.waiting), 'picture')} waiting to be published would be deleted."
    yield (
        f"{_many(len(where.uploads), 'upload')} and {_many(len(where.files), 'other file')}"
        " would be deleted"
        + (
            f", {where.shut} of them because they cannot be opened."
            if where.shut
            else "."
        )
    )
    if where.notes:
        yield f"{_many(where.notes, 'note')} would have the number taken out."


def _others(where: "Held") -> Iterator[str]:
    if where.others:
        yield "These files in the home hold the child and are not Sightline's. Look at them yourself:"
        yield from (f"  {name}" for name in where.others)


def _done(where: "Held") -> Iterator[str]:
    yield f"Done. One child was taken out: {_many(len(where.pictures), 'picture')} made anew."
    yield "Restart the server: until then it may have in its memory what it has read."
    yield "Backups outside the home still hold the child: see docs/erasure.md."
    yield from _others(where)


def _many(count: int, what: str) -> str:
    return f"1 {what}" if count == 1 else f"{count:,} {what}s"


def _values(found: "Joined", where: "Held") -> dict[str, Any]:
    return {
        "joined": dict(found.numbers),
        "rows": dict(where.rows),
        "pictures": len(where.pictures),
        "served": where.served,
        "waiting": len(where.waiting),
        "uploads": len(where.uploads),
        "files": len(where.files),
        "cannot_be_opened": where.shut,
        "notes": where.notes,
        "others": list(where.others),
    }
