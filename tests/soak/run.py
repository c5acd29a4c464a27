"""The soak itself, and what it found: people, an officer, servers over one home."""

import json
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from dashboard.partnership.levels import levels_of, record_level
from dashboard.settings import PROJECT
from tests.conftest import let_everything_be_exact
from tests.functional.conftest import free_port, wait_for
from tests.soak.officer import AS_AT

# In what order an officer does it: what is served is undone, and more is published.
ROUND = ("undo", "publish", "publish")
_PUBLISH_BEFORE = 2


@dataclass(frozen=True)
class Served:
    """A picture, from the moment that it may be served to the moment that it is."""

    picture: str
    began: float
    ended: float


@dataclass
class Found:
    """What was done, how often, and what of it was wrong."""

    seconds: float
    people: int
    servers: int
    clicks: list[dict[str, Any]] = field(default_factory=list)
    served: list[Served] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)
    shown: dict[str, dict[str, str]] = field(default_factory=dict)
    memory: list[int] = field(default_factory=list)
    handles: list[int] = field(default_factory=list)
    recorded: int = 0
    kept: int = 0
    logged: list[str] = field(default_factory=list)

    @property
    def errors(self) -> list[str]:
        return [click["error"] for click in self.clicks if "error" in click]

    @property
    def answered(self) -> list[dict[str, Any]]:
        return [click for click in self.clicks if "error" not in click]

    @property
    def mixed(self) -> list[dict[str, Any]]:
        """Answers whose words and numbers are not those of the picture that they name."""
        return [
            click
            for click in self.answered
            if self.shown.get(click["picture"], {}).get(click["address"])
            != click["shown"]
        ]

    @property
    def stale(self) -> list[dict[str, Any]]:
        """Answers of a picture that was not served at any moment of their click."""
        return [click for click in self.answered if not self._was_served(click)]

    def _was_served(self, click: dict[str, Any]) -> bool:
        for place, one in enumerate(self.served):
            after = self.served[place + 1 : place + 2]
            until = after[0].ended if after else float("inf")
            if (
                one.picture == click["picture"]
                and click["ended"] >= one.began
                and click["began"] <= until
            ):
                return True
        return False

    @property
    def pictures_seen(self) -> int:
        return len({click["picture"] for click in self.answered})

    def growth(self, samples: Sequence[int]) -> float:
        """The last third beside the middle one: 1.0 is flat."""
        third = max(1, len(samples) // 3)
        middle, last = samples[third : 2 * third], samples[-third:]
        return statistics.median(last) / statistics.median(middle)

    @property
    def faults(self) -> dict[str, int]:
        """What must be nought."""
        return {
            "clicks that failed": len(self.errors),
            "answers of two pictures, or of numbers that are not the picture's": len(
                self.mixed
            ),
            "answers of a picture that was no longer served": len(self.stale),
            "things recorded that are not there": self.recorded - self.kept,
            "unforeseen errors in the log": len(self.logged),
        }


def soaked(*, seconds: float, people: int = 20, servers: int = 1) -> Found:
    """Let so many people click for so long, while pictures come and go."""
    found = Found(seconds, people, servers)
    with tempfile.TemporaryDirectory(prefix="soak") as folder, ExitStack() as ends:
        home = Path(folder) / "home"
        let_everything_be_exact(home)
        officer = ends.enter_context(_process("tests.soak.officer", str(home)))
        for _ in range(_PUBLISH_BEFORE):
            _do(officer, "publish", found)
        found.done.clear()
        running = [
            ends.enter_context(_server(home, Path(folder) / f"log{n}"))
            for n in range(servers)
        ]
        said = Path(folder) / "clicks"
        address = ends.enter_context(_one_address([port for port, _ in running]))
        with _clicking(people, address, said, again=servers > 1):
            _go_on(seconds, officer, home, [process for _, process in running], found)
        lines = said.read_text(encoding="utf-8").splitlines()
        found.clicks = [json.loads(line) for line in lines]
        found.kept = sum(level.measure == "soak" for level in levels_of(home))
        for log in sorted(Path(folder).glob("log*")):
            found.logged += re.findall(
                r"unforeseen .*", log.read_text(encoding="utf-8")
            )
    return found


def _go_on(
    seconds: float,
    officer: "subprocess.Popen[str]",
    home: Path,
    servers: Sequence[int],
    found: Found,
) -> None:
    until, turn = time.monotonic() + seconds, 0
    # A busy machine takes longer: one of each is done whatever the clock says.
    while time.monotonic() < until or turn < len(ROUND):
        _do(officer, ROUND[turn % len(ROUND)], found)
        start = AS_AT + timedelta(days=turn)
        record_level(home, measure="soak", clauses=(), start=start, reason="The soak")
        found.recorded += 1
        for _ in range(3):
            found.memory.append(sum(_memory(process) for process in servers))
            found.handles.append(sum(_handles(process) for process in servers))
            time.sleep(0.5)
        turn += 1


def _do(officer: "subprocess.Popen[str]", what: str, found: Found) -> None:
    assert officer.stdin and officer.stdout
    officer.stdin.write(json.dumps({"do": what}) + "\n")
    officer.stdin.flush()
    line = officer.stdout.readline()
    assert line, "the officer's process has ended"
    told = json.loads(line)
    found.done[what] += 1
    found.served.append(Served(told["picture"], told["began"], told["ended"]))
    found.shown[told["picture"]] = told["shown"]


@contextmanager
def _process(module: str, *words: str) -> Iterator["subprocess.Popen[str]"]:
    process = subprocess.Popen(
        [sys.executable, "-m", module, *words],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.communicate(timeout=60)


@contextmanager
def _clicking(people: int, server: str, to: Path, *, again: bool) -> Iterator[None]:
    """With `again` each click is a connection of its own, so that it may go elsewhere."""
    with _process("tests.soak.people") as process:
        assert process.stdin
        asked = {"people": people, "server": server, "to": str(to), "again": again}
        process.stdin.write(json.dumps(asked) + "\n")
        process.stdin.flush()
        yield


@contextmanager
def _one_address(ports: Sequence[int]) -> Iterator[str]:
    """The address of one server, or of a proxy before several."""
    if len(ports) == 1:
        yield f"http://127.0.0.1:{ports[0]}"
        return
    port = free_port()
    with _process("tests.soak.proxy", str(port), *map(str, ports)):
        wait_for(f"http://127.0.0.1:{port}/healthz", seconds=180)
        yield f"http://127.0.0.1:{port}"


@contextmanager
def _server(home: Path, log: Path) -> Iterator[tuple[int, int]]:
    """A server as anybody starts one: its port, and the process that answers."""
    port = free_port()
    environment = os.environ | {"SIGHTLINE_HOME": str(home), "PORT": str(port)}
    with (
        log.open("w", encoding="utf-8") as said,
        subprocess.Popen(
            [sys.executable, "app.py"],
            cwd=PROJECT,
            env=environment,
            stdout=said,
            stderr=subprocess.STDOUT,
        ) as process,
    ):
        try:
            wait_for(f"http://127.0.0.1:{port}/healthz", seconds=180)
            yield port, _children(process.pid)[0]
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=60)


def _children(process: int) -> list[int]:
    told = Path(f"/proc/{process}/task/{process}/children").read_text()
    return [int(child) for child in told.split()]


def _memory(process: int) -> int:
    """Bytes that a process holds by itself."""
    [held] = re.findall(
        r"^Pss:\s+(\d+)",
        Path(f"/proc/{process}/smaps_rollup").read_text(),
        re.MULTILINE,
    )
    return int(held) * 1024


def _handles(process: int) -> int:
    return len(list(Path(f"/proc/{process}/fd").iterdir()))


def table(found: Found) -> str:
    """What was done, how often, and what was lost."""
    took = [click["ended"] - click["began"] for click in found.answered] or [0.0]
    late = sorted(took)[int(len(took) * 0.95)] if len(took) > 1 else took[0]
    memory = [f"{held / 1e6:,.0f}" for held in (found.memory[0], found.memory[-1])]
    lines = {
        "seconds": f"{found.seconds:,.0f}",
        "people clicking": f"{found.people}",
        "servers over one home": f"{found.servers}",
        "clicks answered": f"{len(found.answered):,}",
        "a click, median and 95th percentile": (
            f"{statistics.median(took) * 1000:,.0f} ms, {late * 1000:,.0f} ms"
        ),
        "pictures published": f"{found.done['publish']}",
        "pictures undone": f"{found.done['undo']}",
        "different pictures seen": f"{found.pictures_seen}",
        "memory of the servers, first and last": f"{memory[0]} MB, {memory[1]} MB",
        "memory, last third beside the middle one": f"{found.growth(found.memory):.2f}",
        "open files, first and last": f"{found.handles[0]}, {found.handles[-1]}",
        **{name: f"{count}" for name, count in found.faults.items()},
    }
    wide = max(map(len, lines))
    return "\n".join(f"{name:<{wide}}  {value}" for name, value in lines.items())
