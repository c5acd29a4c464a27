"""`extracts watch`: a folder whose files are taken in without a person."""

import argparse
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from dashboard.commands.terminal import say, say_json
from dashboard.errors import ForTheUser
from dashboard.settings import Settings


def add_watch(add: Callable[..., argparse.ArgumentParser]) -> None:
    action = add("watch", "take in what is put into a folder", _watch)
    action.add_argument("folder", type=Path)
    action.add_argument("--every", type=float, default=30.0, metavar="SECONDS")
    action.add_argument("--once", action="store_true", help="look once, and end")


def _watch(chosen: argparse.Namespace, settings: Settings) -> int:
    from dashboard.intake.watching import Taken, take_in_folder, watch

    if not chosen.folder.is_dir():
        raise ForTheUser(
            f"There is no folder {chosen.folder}.", what_to_do="Make it first."
        )

    def tell(taken: Taken) -> None:
        if chosen.json:
            say_json(asdict(taken))
        elif taken.published:
            say(f"Published {', '.join(taken.files)} as {taken.published}.")
        else:
            say(f"Waits for a person: {', '.join(taken.files)}. {taken.why}")

    if not chosen.once:
        watch(chosen.folder, settings, tell, every=chosen.every)
    taken = take_in_folder(chosen.folder, settings)
    if taken:
        tell(taken)
    return 1 if taken and not taken.published else 0
