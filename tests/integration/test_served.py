"""The two servers: gunicorn where there is fork, and what serves on Windows, tried here."""

import runpy
import shutil
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.client import HTTPMessage
from pathlib import Path

import pytest

from dashboard.settings import PROJECT
from tests.access import write_access
from tests.answering import answering
from tests.functional.conftest import free_port, running

AS_ON_WINDOWS = (
    "import dashboard.serving as s; s.WINDOWS = True; import app; app.main()"
)
SERVERS = {
    "gunicorn": [sys.executable, "app.py"],
    "waitress": [sys.executable, "-c", AS_ON_WINDOWS],
}
HEALTHY = runpy.run_path(str(PROJECT / "deploy" / "docker" / "healthy.py"))["main"]


@pytest.fixture(params=SERVERS)
def served(
    demo_home: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[tuple[str, str]]:
    """The server's name, and where the partnership is served by it, behind a proxy."""
    home, port = tmp_path / "home", free_port()
    shutil.copytree(demo_home, home)
    write_access(home, behind_proxy=True)
    environment = {
        "SIGHTLINE_HOME": str(home),
        "SIGHTLINE_SECRET": "of these tests alone" * 3,
        "SIGHTLINE_PATH": "/sightline/",
        "PORT": str(port),
        "HOME": str(tmp_path / "nobody's"),  # nothing is written into it
    }
    words = SERVERS[request.param]
    with running(words, PROJECT, environment, port, tmp_path / "log.txt"):
        yield request.param, f"http://127.0.0.1:{port}"
    assert not (tmp_path / "nobody's").exists()


def asked(address: str, **headers: str) -> tuple[int, HTTPMessage, bytes]:
    request = urllib.request.Request(address, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


def test_each_serves_and_passes_on_what_a_proxy_says(served: tuple[str, str]) -> None:
    name, address = served
    status, headers, body = asked(f"{address}/sightline/sign-in")
    assert (status, headers["Server"]) == (200, name)
    assert b'action="/sightline/sign-in/local"' in body
    status, _, body = asked(f"{address}/sightline/assets/00-mounted.js")
    assert status == 200 and b"requests_pathname_prefix" in body
    # The proxy took the path off and says so; another host than ours is not answered.
    taken_off = {"X-Forwarded-Prefix": "/sightline"}
    assert asked(f"{address}/sign-in", **taken_off)[0] == 200
    assert asked(f"{address}/sign-in")[0] == 404
    elsewhere = {"X-Forwarded-Host": "elsewhere.example"}
    assert asked(f"{address}/sightline/sign-in", **elsewhere)[0] == 400


def test_a_container_is_healthy_where_the_server_answers(
    served: tuple[str, str],
) -> None:
    assert HEALTHY(f"{served[1]}/healthz") == 0
    assert HEALTHY(f"{served[1]}/nothing") == 1


@pytest.mark.parametrize(
    ("status", "text", "healthy"),
    [(503, "no picture can be read", 0), (503, "too busy", 1), (500, "", 1)],
)
def test_a_first_day_without_a_picture_is_no_illness(
    status: int, text: str, healthy: int
) -> None:
    with answering(status, text) as port:
        address = f"http://127.0.0.1:{port}/healthz"
        assert HEALTHY(address) == healthy
    assert HEALTHY(address) == 1  # nobody answers any longer
