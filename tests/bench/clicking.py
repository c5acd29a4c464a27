"""A client of its own process that clicks: a thread a person, nothing but the library.

Reads one line of JSON (`port`, `people`, `seconds`, `again`, `bodies`) and writes one:
the seconds of each click (`times`), how many failed (`errors`), and how long it `took`.
"""

import json
import sys
import threading
import time
from http.client import HTTPConnection, HTTPException
from itertools import count
from typing import Any

CALLBACKS = "/_dash-update-component"


def ask(connection: HTTPConnection, body: bytes) -> int:
    """One click; the bytes of its answer, or an OSError where there is none."""
    headers = {"Content-Type": "application/json", "X-Sightline": "1"}
    connection.request("POST", CALLBACKS, body, headers)
    answer = connection.getresponse()
    read = answer.read()
    if answer.status != 200 or b'"figure"' not in read:
        raise OSError(f"{answer.status}: {read[:200]!r}")
    return len(read)


def click_for(asked: dict[str, Any]) -> dict[str, Any]:
    """So many people for so long; of addresses that come once alone until they end."""
    bodies = [body.encode() for body in asked["bodies"]]
    times: list[float] = []
    errors: list[str] = []
    turn = count()
    began = time.perf_counter()
    until = began + asked["seconds"]

    def click() -> None:
        connection = HTTPConnection("127.0.0.1", asked["port"], timeout=60)
        while time.perf_counter() < until:
            place = next(turn)
            if place >= len(bodies) and not asked["again"]:
                return
            clicked = time.perf_counter()
            try:
                ask(connection, bodies[place % len(bodies)])
                times.append(time.perf_counter() - clicked)
            except (OSError, HTTPException) as error:
                errors.append(str(error))
                connection.close()

    threads = [threading.Thread(target=click) for _ in range(asked["people"])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - began
    return {"times": times, "errors": len(errors), "said": errors[:3], "took": took}


if __name__ == "__main__":
    print(json.dumps(click_for(json.loads(sys.stdin.read()))))
