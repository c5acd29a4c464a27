"""`extracts …`: what a data officer does on the pages, without a browser.

Exit code 0: done; 1: refused or to be put right. `--json` says the same as plain values.
"""

import argparse
import csv
import sys
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dashboard.commands.erase import add_erase
from dashboard.commands.terminal import at_the_terminal, out, say, say_json, told, user
from dashboard.commands.trace import add_trace
from dashboard.commands.watch import add_watch
from dashboard.settings import Settings

if TYPE_CHECKING:
    from dashboard.intake.arrived import Arrived

Run = Callable[[argparse.Namespace, Settings], int]


def add_extracts(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(required=True, metavar="ACTION", dest="action")

    def add(name: str, words: str, run: Run) -> argparse.ArgumentParser:
        action = actions.add_parser(name, help=words)
        action.add_argument("--json", action="store_true", help="plain values")
        action.set_defaults(run=run)
        return action

    _add_reading(add)
    add("list", "the pictures that are kept", _list)
    undo = add("undo", "go back to the picture before, or to any", _undo)
    undo.add_argument("--to", metavar="ID", help="the picture to serve again")
    undo.add_argument("--why", default="", help="said in the history")
    undo.add_argument("--who", default=user())
    comparing = add("compare", "two pictures: rows by month, and measures", _compare)
    comparing.add_argument("before", metavar="A")
    comparing.add_argument("after", metavar="B")
    add("history", "everything that happened to the pictures", _history)
    add_trace(add)
    add_watch(add)
    add_erase(add)
    add("tidy", "put right what was cut off, and let old pictures go", _tidy)


def _add_reading(add: Callable[[str, str, Run], argparse.ArgumentParser]) -> None:
    read = add("read", "what the reader makes of a file, as text", _read)
    read.add_argument("file", type=Path)
    read.add_argument("--as", dest="form", choices=["csv"], default="csv")
    for name, words, run in (
        ("check", "read and check files; publish nothing", _check),
        ("publish", "publish files as one new picture", _publish),
    ):
        action = add(name, words, run)
        action.add_argument("files", type=Path, nargs="+")
        action.add_argument("--as-at", type=date.fromisoformat, default=date.today())
        action.add_argument("--who", default=user(), help="who says so in the history")
        action.add_argument(
            "--yes",
            action="store_true",
            help="do not ask before publishing; rows no longer sent are taken away",
        )
        action.add_argument(
            "--signed-by",
            default="",
            metavar="NAME",
            help="who signs off a release that is an exception",
        )
    add("prepare", "read files that were uploaded", _prepare).add_argument("batch")


def _read(chosen: argparse.Namespace, settings: Settings) -> int:
    from dashboard.intake.preview import read_as_text

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerows(read_as_text(chosen.file, settings))
    return 0


def _check(chosen: argparse.Namespace, settings: Settings) -> int:
    from dashboard.intake.findings import stops
    from dashboard.intake.publish import check_extracts

    with told() as progress:
        arrived = check_extracts(
            chosen.files, settings, as_at=chosen.as_at, progress=progress
        )
    if chosen.json:
        say_json([_file_values(file) for file in arrived])
    for file in arrived if not chosen.json else ():
        if file.recognition:
            say(f"{file.name}: {file.recognition.profile.title}, {file.rows:,} rows.")
        _say_findings(file)
    return 1 if stops(finding for file in arrived for finding in file.findings) else 0


def _file_values(file: "Arrived") -> dict[str, Any]:
    return {
        "file": file.name,
        "recognised": file.recognition.profile.name if file.recognition else None,
        "rows": file.rows,
        "findings": [asdict(finding) for finding in file.findings],
    }


def _say_findings(file: "Arrived") -> None:
    for finding in file.findings:
        say(str(finding))


def _publish(chosen: argparse.Namespace, settings: Settings) -> int:
    from dashboard.intake.decisions import Decisions
    from dashboard.intake.publish import publish_extracts

    if not (chosen.yes or chosen.json) and sys.stdin.isatty() and not _agreed(chosen):
        return 1
    with told() as progress:
        manifest, arrived = publish_extracts(
            chosen.files,
            settings,
            as_at=chosen.as_at,
            progress=progress,
            decisions=Decisions(yes=chosen.yes, signed_by=chosen.signed_by),
            who=chosen.who,
        )
    if chosen.json:
        say_json({**manifest.values, "found": [_file_values(file) for file in arrived]})
        return 0
    for file in arrived:
        _say_findings(file)
    rows = sum(file.rows for file in manifest.files)
    say(
        f"Published: {len(manifest.files)} files, {rows:,} rows, as at {manifest.as_at}. "
        f"This picture is {manifest.id}."
    )
    return 0


def _agreed(chosen: argparse.Namespace) -> bool:
    asked = f"Publish {len(chosen.files)} files as at {chosen.as_at}? [y/N] "
    agreed = input(asked).strip().lower() in ("y", "yes")
    if not agreed:
        out.print("Nothing was published.")
    return agreed


def _prepare(chosen: argparse.Namespace, settings: Settings) -> int:
    """What the upload page starts: the reading of a batch, in a process of its own."""
    from dashboard.intake.batch import Batch
    from dashboard.intake.reader_process import limit_this_process
    from dashboard.intake.reading_batch import read_batch

    limit_this_process()
    read_batch(Batch.of(settings.home, chosen.batch), settings)
    return 0


def _list(chosen: argparse.Namespace, settings: Settings) -> int:
    from dashboard.warehouse.pictures import State, pictures
    from dashboard.warehouse.snapshots import Snapshots

    found = [one for one in pictures(Snapshots(settings.home)) if one.kept]
    if chosen.json:
        say_json([{**one.manifest.values, "state": one.state.value} for one in found])
        return 0
    for picture in found:
        manifest = picture.manifest
        mark = "" if picture.state is State.EARLIER else picture.state.value
        names = ", ".join(file.name for file in manifest.files)
        say(f"{manifest.id}  as at {manifest.as_at}  {mark}  {names}")
    return 0


def _undo(chosen: argparse.Namespace, settings: Settings) -> int:
    from dashboard.warehouse.history import in_words
    from dashboard.warehouse.snapshots import Snapshots
    from dashboard.warehouse.taken import taken_from

    snapshots = Snapshots(settings.home)
    manifest = snapshots.undo(chosen.to, who=chosen.who, why=chosen.why)
    event = snapshots.history.events()[-1]
    taken = taken_from(settings.home, frozenset(event.withdrawn))
    if chosen.json:
        told_taken = [{**asdict(one), "at": one.at.isoformat()} for one in taken]
        say_json({**event.values, "taken": told_taken})
        return 0
    say(f"Undone. The picture as at {manifest.as_at} ({manifest.id}) is served again.")
    say(in_words(event))
    for one in taken:
        say(f"{one.who} took a {one.what} of {one.snapshot} on {one.at:%d %b %Y}.")
    return 0


def _compare(chosen: argparse.Namespace, settings: Settings) -> int:
    """Measures as whoever is at the terminal may see them; rows only where all is exact."""
    from dashboard.access.viewer import viewer_of
    from dashboard.comparison import compare
    from dashboard.wording import value_in_words

    viewer = viewer_of(at_the_terminal(), settings)
    found = compare(chosen.before, chosen.after, viewer)
    if not viewer.sees_rows:
        found = replace(found, months=())
    if chosen.json:
        say_json(
            {
                "months": [
                    {**asdict(row), "month": row.month.isoformat()}
                    for row in found.months
                ],
                "measures": [
                    {"measure": f.measure.name, "before": f.before, "after": f.after}
                    for f in found.figures
                ],
            }
        )
        return 0
    for row in found.months_that_differ:
        before, after = row.before or 0, row.after or 0
        say(f"{row.source} {row.month:%b %Y}: {before:,} rows, then {after:,}.")
    for figure in found.figures_that_differ:
        was = value_in_words(figure.measure, figure.before)
        now = value_in_words(figure.measure, figure.after)
        say(f"{figure.measure.title}: {was}, then {now}.")
    if not (found.months_that_differ or found.figures_that_differ):
        say("No month and no measure differs.")
    return 0


def _history(chosen: argparse.Namespace, settings: Settings) -> int:
    from dashboard.warehouse.history import History, in_words

    events = History(settings.home).events()
    if chosen.json:
        say_json([event.values for event in events])
        return 0
    for event in events:
        say(f"{event.at:%d %b %Y, %H:%M} UTC  {event.who}  {in_words(event)}")
    return 0


def _tidy(chosen: argparse.Namespace, settings: Settings) -> int:
    from dashboard.intake.tidying import tidy

    gone = tidy(settings)
    if chosen.json:
        say_json({"no_longer_kept": gone})
    else:
        say("Tidy." + (f" No longer kept: {', '.join(gone)}." if gone else ""))
    return 0
