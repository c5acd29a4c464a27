"""`records …`: zones, cycles, tools and answers out of a home as one file, and in again."""

import argparse
from pathlib import Path

from dashboard.commands.terminal import out
from dashboard.errors import ForTheUser
from dashboard.settings import Settings


def add_records(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(required=True, metavar="ACTION", dest="action")
    export = actions.add_parser("export", help="write every record to a file")
    export.add_argument("file", type=Path)
    export.set_defaults(run=_export)
    bring = actions.add_parser("import", help="take in a file that was exported")
    bring.add_argument("file", type=Path)
    bring.set_defaults(run=_import)


def _export(chosen: argparse.Namespace, settings: Settings) -> int:
    from dashboard.partnership.carrying import export_records

    chosen.file.write_text(export_records(settings.home), encoding="utf-8")
    out.print(f"Every record is in {chosen.file}.", markup=False)
    return 0


def _import(chosen: argparse.Namespace, settings: Settings) -> int:
    from dashboard.partnership.carrying import import_records

    try:
        text = chosen.file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise ForTheUser(
            f"{chosen.file.name} cannot be read.",
            what_to_do="Check that it is there and that it is a file of records.",
        ) from None
    for brought in import_records(settings.home, text):
        already = f", {brought.known} known already" if brought.known else ""
        out.print(f"{brought.table}: {brought.new} taken in{already}.", markup=False)
    return 0
