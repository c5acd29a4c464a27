"""People clicking at once over HTTP: requests a second, how long each waits, memory.

The client is a process of its own, a thread for each person, who clicks again as soon as
an answer is there. Nobody thinks meanwhile: twenty such are many more people.
"""

import json
import random
import subprocess
import sys
from dataclasses import dataclass
from http.client import HTTPConnection
from itertools import product
from pathlib import Path

from dashboard.settings import PROJECT
from tests.bench.click import CLICKS
from tests.bench.clicking import ask
from tests.bench.measured import at_share
from tests.bench.server import Server

CLIENT = Path(__file__).with_name("clicking.py")
_TEAMS = tuple(f"SWT0{number}" for number in range(1, 7))
AGENCIES = ("police", "education", "health", "social_work", "third_sector", "family")
_AGES = ("0_4", "5_11", "12_15")


@dataclass(frozen=True)
class Load:
    """What so many people saw. Times in seconds; `memory` of the server, in bytes."""

    kind: str
    people: int
    cached: bool
    a_second: float
    median: float
    late: float
    errors: int
    asked: int
    memory: int


def loaded(server: Server, people: int, *, cached: bool, seconds: float) -> Load:
    """So many people for so long. `cached` ones click among a dozen addresses, the others
    never twice on one."""
    searches = list(CLICKS) if cached else _distinct(server)
    bodies = [server.body(search).decode() for search in searches]
    if cached:
        _warm(server, bodies)
    asked = {"port": server.port, "people": people, "seconds": seconds, "again": cached}
    out = subprocess.run(
        [sys.executable, str(CLIENT)],
        cwd=PROJECT,
        input=json.dumps(asked | {"bodies": bodies}),
        check=True,
        capture_output=True,
        text=True,
    )
    told = json.loads(out.stdout)
    times = told["times"] or [0.0]
    if not cached:
        _asked[server.port] = _asked.get(server.port, 0) + len(times)
    return Load(
        server.kind,
        people,
        cached,
        len(told["times"]) / told["took"],
        at_share(times, 0.5),
        at_share(times, 0.95),
        told["errors"],
        len(told["times"]),
        server.memory,
    )


_asked: dict[int, int] = {}


def _distinct(server: Server) -> list[str]:
    """Addresses that this server was not asked yet, in no order that helps."""
    every = [
        f"?team={team}&source_agency={agency}&period={period}{more}"
        for team, agency, period, more in product(
            _TEAMS,
            AGENCIES,
            ("last12", "last24", "last36", "all"),
            (
                "",
                *(f"&age_band={age}" for age in _AGES),
                *("&sex=female", "&sex=male", "&simd_quintile=1", "&simd_quintile=2"),
                *("&simd_quintile=3", "&simd_quintile=4", "&simd_quintile=5"),
            ),
        )
    ]
    random.Random(1).shuffle(every)
    return every[_asked.get(server.port, 0) :]


def _warm(server: Server, bodies: list[str]) -> None:
    connection = HTTPConnection("127.0.0.1", server.port, timeout=60)
    for body in bodies:
        ask(connection, body.encode())
    connection.close()
