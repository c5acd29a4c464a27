"""`pack`: pages of the screen as slides, PDF, a workbook or a CSV, without a browser."""

import argparse
from pathlib import Path

from dashboard.access.audit import Deed, record
from dashboard.access.reached_at import reached_at
from dashboard.access.viewer import entitlement_of, granted
from dashboard.commands.terminal import at_the_terminal, say, user
from dashboard.disclosure import Audience
from dashboard.errors import ForTheUser
from dashboard.settings import Settings


def add_pack(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument(
        "--of",
        action="append",
        required=True,
        metavar="ADDRESS",
        help="a page, as in the browser: /referrals?measure=reclassified; repeat",
    )
    parser.add_argument(
        "--to",
        type=Path,
        required=True,
        metavar="FILE",
        help="its ending says what it is: .pptx, .pdf, .xlsx or .csv",
    )
    parser.add_argument("--title", default="", help="what the pack is called")
    parser.add_argument(
        "--audience",
        choices=[*Audience],
        help="whom the numbers are for; as in settings.toml unless said",
    )
    parser.set_defaults(run=_pack)


def _pack(chosen: argparse.Namespace, settings: Settings) -> int:
    from dashboard.components.packing import PackItem, check_doors, pack_of
    from dashboard.reports.written import FORMS
    from dashboard.warehouse.taken import What, record_taken

    form = chosen.to.suffix.removeprefix(".").lower()
    if form not in FORMS:
        raise ForTheUser(
            "A pack ends in .pptx, .pdf, .xlsx or .csv.",
            what_to_do="Give --to another ending.",
        )
    person = at_the_terminal()
    items = [PackItem(address) for address in chosen.of]
    check_doors(items, entitlement_of(person, settings))
    viewer = granted(person, settings, chosen.audience)
    server = reached_at(settings)
    pack = pack_of(items, viewer, chosen.title, server)
    content = FORMS[form].make(pack)
    of = f"pack.{form}: {'; '.join(chosen.of)}"
    for snapshot in pack.snapshots:
        record(settings.home, person.id, Deed.TOOK, of, snapshot)
        record_taken(settings.home, snapshot, What.FILE, user(), of)
    chosen.to.write_bytes(content)
    say(f"{len(pack.pages):,} pages are in {chosen.to}.")
    return 0
