"""A real server and a real browser. Neither may be missing in CI."""

import atexit
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Page,
    Request,
    expect,
)

from dashboard.settings import PROJECT
from tests.chromium import chromium
from tests.conftest import let_everything_be_exact

# A machine may be busy; what is slow is not wrong.
expect.set_options(timeout=30_000)

# Every page, and words that it must say.
PAGES = {
    "/": "Where we are",
    "/referrals": "child protection referrals",
    "/referrals?measure=ird_of_referrals&period=last36": "goes on to an IRD",
    "/referrals?measure=reclassified&rules=control&span=all": "another way than usual",
    "/thresholds": "Are our thresholds the same",
    "/thresholds?measure=ird_of_referrals&team=SWT05&period=last36": "goes on to an IRD",
    "/schools": "attendance",
    "/schools?measure=persistent_absence": "persistent absence",
    "/early-years": "developmental concern",
    "/planning": "children",
    "/wellbeing": "as teachers see them",
    "/across": "referrals",
    "/across?measure=attendance_around": "attendance around a referral",
    "/register": "The register, month by month",
    "/indicators": "Not checked against the published list",
    "/measures": "All measures",
    "/measures?team=SWT05": "Better here, worse there",
    "/measure/attendance": "attendance",
    "/measure/population": "children",
    "/measure/most_deprived_fifth?level_area=data_zone&map=circles": "the larger a circle",
    "/measure/tool_tac_meeting": "meetings as intended",
    "/referrals?measure=reclassified&zone=Haldinforth+Transformation+Zone": "that have ever joined",
    "/zones": "Transformation zones",
    "/zone/Haldinforth%20Transformation%20Zone": "When could we know",
    "/zones/edit": "Make a transformation zone",
    "/zones/cycle": "Record a cycle",
    "/zones/event": "Record what happened",
    "/meetings": "A meeting is a list of views",
    "/meetings/add": "Add to a meeting",
    "/actions": "What was agreed",
    "/following": "What you follow",
    "/lines/set?measure=reclassified": "Set an aim or a limit",
    "/position": "How good are we now",
    "/findings": "No finding is recorded yet",
    "/update": "There is no update yet",
    "/tools": "Short tools",
    "/tools/fill?tool=tac_meeting": "Name no child",
    "/tools/results?tool=staff_views&of=team:SWT04": "Side by side",
    "/tools/grid?tool=tac_meeting": "many at once",
    "/tools/make": "Make a tool",
    "/definitions": "Definitions",
    "/data": "Data",
    "/data/words": "Words that decide",
    "/data/trace": "Which rows",
    "/data/upload": "Send files",
    "/data/first-day": "what to ask for",
    "/data/request/mosaic_steps": "Please send",
}


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture(scope="session")
def demo_home(published_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is typed and made in a browser is in a home that no other test reads."""
    home = tmp_path_factory.mktemp("served") / "home"
    shutil.copytree(published_home, home)
    return home


@pytest.fixture(scope="session")
def server_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the server says."""
    return tmp_path_factory.mktemp("server") / "log.txt"


@pytest.fixture(scope="session")
def server(demo_home: Path, server_log: Path) -> Iterator[str]:
    """The application as anybody starts it, on a port of its own."""
    port = free_port()
    environment = os.environ | {"SIGHTLINE_HOME": str(demo_home), "PORT": str(port)}
    with running([sys.executable, "app.py"], PROJECT, environment, port, server_log):
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
def new_home(tmp_path: Path) -> Path:
    """The home of a partnership that has published nothing yet, on one's own machine."""
    home = tmp_path / "new-home"
    home.mkdir()
    (home / "access.toml").write_text("demo_user = true", encoding="utf-8")
    return home


@pytest.fixture
def granted_home(new_home: Path) -> Path:
    """The same, where an officer is granted exact numbers; ask for it before its server."""
    let_everything_be_exact(new_home)
    return new_home


@pytest.fixture
def new_server(new_home: Path, tmp_path: Path) -> Iterator[str]:
    """A server of a home that is still empty."""
    with serving(new_home, tmp_path / "log.txt", "/") as address:
        yield address


@contextmanager
def running(
    words: Sequence[str | Path],
    folder: Path,
    environment: Mapping[str, str],
    port: int,
    log: Path,
) -> Iterator[None]:
    """A command that serves on a port, from when it can be asked until it is ended."""
    with (
        log.open("w", encoding="utf-8") as said,
        subprocess.Popen(
            words, cwd=folder, env=environment, stdout=said, stderr=subprocess.STDOUT
        ) as process,
    ):
        try:
            wait_for(f"http://127.0.0.1:{port}/healthz")
            yield
        finally:
            process.terminate()
            process.wait(timeout=20)


@contextmanager
def serving(
    home: Path, log: Path, ready: str, port: int = 0, **environment: str
) -> Iterator[str]:
    """The application for a home, from when the path `ready` answers."""
    port = port or free_port()
    process = _started(
        log,
        os.environ | {"SIGHTLINE_HOME": str(home), "PORT": str(port)} | environment,
    )
    try:
        wait_for(f"http://127.0.0.1:{port}{ready}")
        yield f"http://127.0.0.1:{port}"
    finally:
        _end(process)


def _started(log: Path, environment: dict[str, str]) -> int:
    """A server of code that is loaded once; `server` begins as it does for anybody."""
    loaded = _preloaded()
    assert loaded.stdin and loaded.stdout
    asked = {"log": str(log), "environment": environment}
    loaded.stdin.write(json.dumps(asked) + "\n")
    loaded.stdin.flush()
    return int(loaded.stdout.readline())


@cache
def _preloaded() -> "subprocess.Popen[str]":
    loaded = subprocess.Popen(
        [sys.executable, "-m", "tests.functional.preloaded"],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    atexit.register(loaded.communicate)  # nothing more is asked of it: it ends
    return loaded


def _end(process: int, seconds: float = 20) -> None:
    until = time.monotonic() + seconds
    os.kill(process, signal.SIGTERM)
    while Path(f"/proc/{process}").exists():
        assert time.monotonic() < until, "a server does not end"
        time.sleep(0.05)


def wait_until(page: Page, said: str, seconds: float = 30) -> None:
    """Wait until an expression is true in a page.

    Playwright's own waiting evaluates text inside the page, which the policy forbids.
    """
    until = time.monotonic() + seconds
    while not page.evaluate(said):
        assert time.monotonic() < until, f"never true: {said}"
        page.wait_for_timeout(50)


def wait_for(url: str, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.3)
    pytest.fail(f"no answer from {url}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def page(browser: Browser, server: str) -> Iterator[Page]:
    """A page that fails its test on a console error or a request to another host."""
    with watched_page(browser, server) as opened:
        yield opened


@pytest.fixture
def new_page(browser: Browser, new_server: str) -> Iterator[Page]:
    """The same, of a home that is still empty."""
    with watched_page(browser, new_server) as opened:
        yield opened


@contextmanager
def watched_page(browser: Browser, server: str, **how: Any) -> Iterator[Page]:
    """`how` is what the browser is told besides."""
    context = browser.new_context(
        base_url=server, viewport={"width": 1366, "height": 900}, **how
    )
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    # A machine may be busy; what is slow is not wrong.
    context.set_default_navigation_timeout(90_000)
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("console", lambda m: _complain_of(m, complaints))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("request", lambda request: _complain_of_host(request, server, complaints))
    yield opened
    context.close()
    assert complaints == []


def _complain_of(message: ConsoleMessage, complaints: list[str]) -> None:
    """What a form refuses in words (422) the browser calls an error; it is none."""
    if message.type == "error" and "status of 422" not in message.text:
        complaints.append(message.text)


def _complain_of_host(request: Request, server: str, complaints: list[str]) -> None:
    parts = urlsplit(request.url)
    if parts.scheme in ("http", "https") and parts.netloc != urlsplit(server).netloc:
        complaints.append(f"a request to {parts.netloc}")
