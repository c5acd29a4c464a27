"""What commands say, and who says it: text, JSON, a progress bar, the user's name."""

import getpass
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from dashboard.access.person import TERMINAL, Person

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def say(words: str) -> None:
    out.print(words, markup=False)


def say_json(values: Any) -> None:
    sys.stdout.write(json.dumps(values, indent=1, ensure_ascii=False) + "\n")


@contextmanager
def told() -> Iterator[Callable[[str, int, int], None]]:
    """A progress bar on the terminal; gives the function that moves it."""
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TimeElapsedColumn(),
        console=err,
        transient=True,
    ) as bar:
        task = bar.add_task("Reading", total=None)
        yield lambda what, done, of: bar.update(
            task, description=what, completed=done, total=of
        )


def at_the_terminal() -> Person:
    """Whoever gives the command, as the record names them."""
    return Person(TERMINAL, user(), user())


def user() -> str:
    """The name of whoever is signed in to this computer."""
    try:
        return getpass.getuser()
    except (KeyError, ImportError, OSError):
        return "the command line"
