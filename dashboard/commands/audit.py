"""`audit …`: the record of who did what, and whether it is as it was written."""

import argparse
import csv
import sys

from dashboard.commands.terminal import say, say_json
from dashboard.settings import Settings


def add_audit(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(required=True, metavar="ACTION", dest="action")
    verify = actions.add_parser(
        "verify", help="whether an entry was changed or is gone"
    )
    verify.add_argument(
        "--last",
        metavar="SEAL",
        help="a last seal that was noted before: it must still be in the record",
    )
    verify.add_argument("--json", action="store_true", help="plain values")
    verify.set_defaults(run=_verify)
    show = actions.add_parser("show", help="the entries, the newest first")
    show.add_argument("words", nargs="*", help="only those in which each is found")
    show.add_argument("--as", dest="form", choices=["text", "csv"], default="text")
    show.set_defaults(run=_show)


def _verify(chosen: argparse.Namespace, settings: Settings) -> int:
    from dashboard.access.audit import entries, verify

    found = verify(settings.home)
    faults = list(found.faults)
    if chosen.last and chosen.last not in {e.seal for e in entries(settings.home)}:
        faults.append("The seal that was noted is not there: this is an older copy.")
    if chosen.json:
        say_json({"faults": faults, "entries": found.entries, "last": found.last})
        return 1 if faults else 0
    for fault in faults:
        say(fault)
    if faults:
        return 1
    say(f"All {found.entries:,} entries are as they were written.")
    say(f"The last seal is {found.last}: note it elsewhere, and give it next time.")
    return 0


def _show(chosen: argparse.Namespace, settings: Settings) -> int:
    from dashboard.access.audit import COLUMNS, entries

    found = entries(settings.home, " ".join(chosen.words))
    if chosen.form == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerows([COLUMNS, *(entry.row for entry in found)])
        return 0
    for entry in found:
        said = " ".join(part for part in (entry.of, entry.snapshot) if part)
        say(f"{entry.number:>6}  {entry.at}  {entry.who}  {entry.what}  {said}")
    return 0
