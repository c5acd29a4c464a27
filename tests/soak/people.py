"""People who click: a thread each, in a process of their own, until standard input ends.

One line of JSON says of which server, by how many people, where to write to. Each click
is a line there: of which address, when, which picture it names, and what it shows.
"""

import json
import random
import sys
import threading
import time
from collections.abc import Callable
from http.client import HTTPException
from pathlib import Path
from typing import IO

from tests.clicks import Page
from tests.soak.shown import ADDRESSES, digest


def click_on(
    page: Page,
    person: int,
    stopped: threading.Event,
    say: Callable[[dict], None],
    *,
    again: bool,
) -> None:
    """With `again` each click is a connection of its own."""
    chance = random.Random(person)
    connection = None if again else page.connection()
    while not stopped.is_set():
        address = chance.choice(ADDRESSES)
        told = {"address": address, "began": time.monotonic()}
        try:
            answer = page.click(address, connection)
            told |= {"status": answer.status, "picture": answer.store.get("snapshot")}
            told["shown"] = digest(
                answer.headline,
                answer.said["view-change"]["children"],
                answer.store.get("panels", {}),
            )
            if not told["picture"]:
                told["error"] = answer.words
        except (OSError, HTTPException, KeyError, ValueError) as error:
            told["error"] = f"{type(error).__name__}: {error}"
        say(told | {"ended": time.monotonic()})
        stopped.wait(chance.uniform(0, 0.2))
    if connection:
        connection.close()


def main() -> None:
    asked = json.loads(sys.stdin.readline())
    page = Page.of(asked["server"])
    stopped, turn = threading.Event(), threading.Lock()
    with Path(asked["to"]).open("w", encoding="utf-8") as file:
        threads = [
            threading.Thread(
                target=click_on,
                args=(page, person, stopped, lambda told: _write(file, turn, told)),
                kwargs={"again": asked["again"]},
            )
            for person in range(asked["people"])
        ]
        for thread in threads:
            thread.start()
        sys.stdin.read()
        stopped.set()
        for thread in threads:
            thread.join()


def _write(file: IO[str], turn: threading.Lock, told: dict) -> None:
    with turn:
        file.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
