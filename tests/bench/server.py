"""Servers as anybody starts them, each a process of its own, on a port of its own."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from dashboard.settings import PROJECT
from tests.bench.clicking import ask
from tests.bench.panels import TREND
from tests.bench.rows import FOLDER, Partnership

OURS, USUAL, VIZRO = "ours", "the usual way", "a Vizro page"
_PROGRAMS = {
    OURS: ["app.py"],
    USUAL: ["-m", "tests.bench.usual_page"],
    VIZRO: ["-m", "tests.bench.vizro_page"],
}
# What the filter of the Vizro page filters by.
FILTERED = "source_agency"
PANELS = ("flow", "area", "school", "team", "source", "concern", "zone")
_PARTS = (
    *("store", "headline", "change", "notes", "foot", "definition", "scrutiny"),
    *("levels", "follow"),
)


@dataclass(frozen=True)
class Server:
    """One that answers; `kind` is ours, the usual way, or Vizro's."""

    kind: str
    port: int
    process: int
    started: float

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def memory(self) -> int:
        """Bytes held by its processes together."""
        return sum(_held_by(process) for process in _family(self.process))

    def body(self, search: str) -> bytes:
        """What a browser posts when a click has changed the address."""
        return _ours(search) if self.kind == OURS else _usual(search)


@contextmanager
def served(kind: str, made: Partnership) -> Iterator[Server]:
    """A server of a partnership, from when it answers its first click."""
    port = _free_port()
    environment = os.environ | {"SIGHTLINE_HOME": str(made.home), "PORT": str(port)}
    # As where it is installed: what was imported once is not compiled again.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    began = time.perf_counter()
    with (
        (FOLDER / "server.log").open("w", encoding="utf-8") as said,
        subprocess.Popen(
            [sys.executable, *_PROGRAMS[kind]],
            cwd=PROJECT,
            env=environment,
            stdout=said,
            stderr=subprocess.STDOUT,
        ) as process,
    ):
        try:
            server = Server(kind, port, process.pid, 0.0)
            _wait_for_page(server)
            took = time.perf_counter() - began
            yield Server(kind, port, process.pid, took)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=20)


def _wait_for_page(server: Server) -> None:
    """Until the page itself and the numbers on it have been answered; of Vizro, whose
    callbacks nobody else can post, the page."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        connection = HTTPConnection("127.0.0.1", server.port, timeout=30)
        try:
            connection.request("GET", "/referrals")
            there = connection.getresponse().read()
            if there and (server.kind == VIZRO or ask(connection, server.body(""))):
                return
        except OSError:
            time.sleep(0.02)
        finally:
            connection.close()
    raise OSError("a server does not answer")


def _ours(search: str) -> bytes:
    charts = [
        {"id": {"panel": panel, "type": "view-chart"}, "property": "figure"}
        for panel in (TREND, *PANELS)
    ]
    outputs = [
        {"id": f"view-{part}", "property": "data" if part == "store" else "children"}
        for part in _PARTS
    ]
    ids = "...".join(f"{o['id']}.{o['property']}" for o in outputs[1:])
    chart = '{"panel":["ALL"],"type":"view-chart"}.figure'
    page = {"kind": "referrals", "measure": "referrals", "panels": PANELS}
    return _posted(
        output=f"..view-store.data...{chart}...{ids}..",
        outputs=[outputs[0], charts, *outputs[1:]],
        inputs=[
            {"id": "address", "property": "search", "value": search},
            {"id": "level-recorded", "property": "data", "value": 0},
        ],
        state=[{"id": "view-page", "property": "data", "value": page}],
    )


def _usual(search: str) -> bytes:
    outputs = [{"id": f"chart-{p}", "property": "figure"} for p in (TREND, *PANELS)]
    ids = "...".join(f"{o['id']}.figure" for o in outputs)
    return _posted(
        output=f"..{ids}..",
        outputs=outputs,
        inputs=[{"id": "address", "property": "search", "value": search}],
    )


def _posted(**given: Any) -> bytes:
    body = {"changedPropIds": ["address.search"], "state": [], **given}
    return json.dumps(body).encode()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _family(process: int) -> list[int]:
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return [process, *(p for child in children for p in _family(int(child)))]


def _held_by(process: int) -> int:
    status = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    [held] = [line for line in status if line.startswith("Pss:")]
    return int(held.split()[1]) * 1024
