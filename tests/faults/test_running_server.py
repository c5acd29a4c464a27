"""What can befall a server that runs: its files, its processes, its stop.

Each ends in a sentence with a number that the log has, and nothing that was published or
recorded is lost.
"""

import json
import os
import re
import shutil
import signal
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from dashboard.access.audit import entries
from dashboard.partnership.copies import Why, copies_of, copy_records
from dashboard.partnership.levels import levels_of, record_level
from dashboard.partnership.records import forget_engine
from dashboard.warehouse.snapshots import Snapshots
from tests.clicks import CALLBACKS, HEADERS, Answer, Page, answer_of
from tests.faults.small_home import AS_AT, copied, published
from tests.functional.conftest import serving

REFERENCE = re.compile(r"quote ([0-9a-f]{8})")


@dataclass(frozen=True)
class Served:
    """A server of a home, and what it logs."""

    address: str
    home: Path
    log: Path

    def get(self, path: str, **headers: str) -> tuple[int, str]:
        asked = urllib.request.Request(self.address + path, headers=headers)
        try:
            with urllib.request.urlopen(asked, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def click(self, search: str = "?period=all") -> Answer:
        return Page.of(self.address).click(search)

    @property
    def logged(self) -> list[dict[str, Any]]:
        lines = self.log.read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines if line.startswith("{")]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Never changed: each server has a copy."""
    home = published(tmp_path_factory.mktemp("made"))
    record_level(home, measure="m", clauses=(), start=AS_AT[0], reason="Because")
    forget_engine()
    return home


@pytest.fixture
def served(made: Path, tmp_path: Path) -> Iterator[Served]:
    home, log = copied(made, tmp_path), tmp_path / "log.txt"
    with serving(home, log, "/healthz") as address:
        yield Served(address, home, log)


def reference_in(said: str, served: Served) -> str:
    """The number that somebody is told, which must stand in the log with a request's."""
    [reference] = set(REFERENCE.findall(said))
    told = [line for line in served.logged if reference in line["said"]]
    assert len(told) == 1, served.logged
    assert told[0]["request"]
    assert told[0]["level"] == "error"
    return str(told[0]["request"])


# -- the file of the picture that is served -----------------------------------------------


def deleted(path: Path) -> None:
    path.unlink()


def truncated(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 3)


def emptied(path: Path) -> None:
    os.truncate(path, 0)


def scribbled(path: Path) -> None:
    """Every block but the first is something else."""
    with path.open("r+b") as file:
        file.seek(12_288)
        file.write(os.urandom(path.stat().st_size - 12_288))


@pytest.mark.parametrize("broken", [deleted, truncated, emptied, scribbled])
def test_the_file_of_a_picture_breaks_under_a_server(
    served: Served, broken: Callable[[Path], None], tmp_path: Path
) -> None:
    snapshots = Snapshots(served.home)
    newest, earlier = (manifest.id for manifest in snapshots.all())
    file = snapshots.exact(newest)
    whole = shutil.copy(file, tmp_path / "whole")
    broken(file)
    assert served.get("/healthz")[0] == (200 if broken is scribbled else 503)
    # What it has read already it knows; the rest it says in words, and nothing wrong.
    asked = [
        served.click("?period=all"),
        *(
            served.click(f"?period=all&sex={sex}&rules=control")
            for sex in ("female", "male")
        ),
    ]
    for answer in asked:
        assert answer.status == 200
        if "gone or damaged" in answer.words:
            assert reference_in(answer.words, served) == answer.request
        else:
            assert answer.store["snapshot"] == newest
    assert broken is deleted or any("gone or damaged" in one.words for one in asked)
    # The other picture is there, and so is this one when its file is put back.
    assert "3" in served.click(f"?period=all&as_at={earlier}").headline
    shutil.copy(whole, file)
    assert served.get("/healthz")[0] == 200
    assert served.click("?period=all&sex=female&rules=control").headline != ""
    assert served.click("?period=all&grain=quarter").store["snapshot"] == newest


# -- the file of the records --------------------------------------------------------------


def garbage(path: Path) -> None:
    path.write_bytes(os.urandom(path.stat().st_size))


def middle(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096:] = os.urandom(len(content) - 4096)
    path.write_bytes(bytes(content))


@pytest.mark.parametrize("broken", [deleted, emptied, garbage, middle])
def test_records_that_break_are_put_back_and_it_is_said(
    served: Served, broken: Callable[[Path], None]
) -> None:
    copy = copy_records(served.home, Why.HOURLY)
    assert copy
    record_level(served.home, measure="m", clauses=(), start=AS_AT[1], reason="Since")
    forget_engine()
    for suffix in ("-wal", "-shm"):
        (served.home / f"records.sqlite{suffix}").unlink(missing_ok=True)
    broken(served.home / "records.sqlite")
    assert "5" in served.click("?period=last12").headline
    forget_engine()
    assert [level.reason for level in levels_of(served.home)] == ["Because"]
    # The log, the pages and the record say so.
    [told] = [line for line in served.logged if "were broken" in line["said"]]
    since = f"{copy.at.day} {copy.at:%B %Y at %H:%M} UTC"
    assert f"put back as it stood on {since}" in told["said"]
    assert f"put back as it stood on {since}" in served.get("/_dash-layout")[1]
    recorded = entries(served.home, words="put back from a copy")
    assert [since in entry.of for entry in recorded] == [True]
    assert list((served.home / "copies").glob("broken-*.sqlite"))


def test_records_that_break_before_any_copy_are_not_begun_anew(served: Served) -> None:
    shutil.rmtree(served.home / "copies", ignore_errors=True)
    assert copies_of(served.home) == []
    path = served.home / "records.sqlite"
    for suffix in ("-wal", "-shm"):
        (served.home / f"{path.name}{suffix}").unlink(missing_ok=True)
    middle(path)
    was = path.read_bytes()
    answer = served.click("?period=last12")
    assert answer.status == 200
    assert (
        "restore FROM" in answer.text
        or "cannot be written into the record" in answer.text
    )
    assert path.read_bytes() == was
    assert "no copy of them is whole" in served.log.read_text(encoding="utf-8")


# -- its processes ------------------------------------------------------------------------


def worker_of(served: Served) -> int:
    """The process that answers, from what it says of itself."""
    found = [
        int(entry.name)
        for entry in Path("/proc").iterdir()
        if entry.name.isdigit() and _serves(entry, served)
    ]
    parents = {_parent(process) for process in found}
    [worker] = [process for process in found if process not in parents]
    return worker


def _serves(entry: Path, served: Served) -> bool:
    try:
        said = (entry / "fd" / "2").readlink()
    except OSError:
        return False
    return said == served.log


def _parent(process: int) -> int:
    status = Path(f"/proc/{process}/stat").read_text()
    return int(status.rpartition(")")[2].split()[1])


def test_a_worker_that_is_killed_is_followed_by_another(served: Served) -> None:
    was = worker_of(served)
    assert "5" in served.click().headline
    os.kill(was, signal.SIGKILL)
    until = time.monotonic() + 30
    while True:
        try:
            answer = served.click("?period=last12")
            break
        except OSError:
            assert time.monotonic() < until, "nobody followed"
            time.sleep(0.1)
    assert "5" in answer.headline
    assert worker_of(served) != was
    assert [level.reason for level in levels_of(served.home)] == ["Because"]
    assert any("SIGKILL" in line["said"] for line in served.logged)


def test_a_stop_ends_what_was_begun(made: Path, tmp_path: Path) -> None:
    """Half of a click is there when the server is told to stop: it is answered whole."""
    home = copied(made, tmp_path)
    answers: list[Answer] = []
    with serving(home, tmp_path / "log.txt", "/healthz") as address:
        served = Served(address, home, tmp_path / "log.txt")
        page = Page.of(address)
        first = _parent(worker_of(served))
        body = page.body("?period=all")
        half = page.connection()
        _send_half(half, body)
        time.sleep(0.5)
        os.kill(first, signal.SIGTERM)
        time.sleep(1.0)
        half.send(body[len(body) // 2 :])
        answers.append(answer_of(half))
        half.close()
        with pytest.raises(OSError, match=r".*"):
            page.click("?period=last12")
    [answer] = answers
    assert answer.status == 200
    assert "5" in answer.headline


def _send_half(connection: HTTPConnection, body: bytes) -> None:
    connection.putrequest("POST", CALLBACKS)
    for name, value in HEADERS.items():
        connection.putheader(name, value)
    connection.putheader("Content-Length", str(len(body)))
    connection.endheaders()
    connection.send(body[: len(body) // 2])


# -- what it logs and counts --------------------------------------------------------------


def test_each_request_is_a_line_with_nothing_of_what_was_asked(served: Served) -> None:
    answer = served.click("?period=all&team=T1")
    served.get("/referrals?team=T1&measure=referrals")
    served.get("/nothing/of/the/kind?name=Mary")
    lines = [line for line in served.logged if line["of"] == "sightline.requests"]
    routes = {line["route"] for line in lines}
    assert {
        "callback components.linked_view.draw_view",
        "page /referrals",
        "page /not-found-404",
        "route GET /healthz",
    } <= routes
    [mine] = [line for line in lines if line["request"] == answer.request]
    assert mine["status"] == 200
    assert 0 < mine["ms"] < 60_000
    assert set(mine) == {
        "time",
        "level",
        "of",
        "said",
        "request",
        "route",
        "status",
        "ms",
    }
    # Of the time, a day's T and an hour from ten on are no team.
    text = json.dumps([line | {"time": ""} for line in served.logged])
    assert not [word for word in ("T1", "Mary", "period", "demo user") if word in text]


def test_a_number_of_ones_own_is_not_taken(served: Served) -> None:
    """No proxy stands before this server, so whoever sends one is anybody."""
    given = "0123456789abcdef0123456789abcdef"
    asked = urllib.request.Request(
        f"{served.address}/healthz", headers={"X-Request-ID": given}
    )
    with urllib.request.urlopen(asked) as answer:
        assert answer.headers["X-Request-ID"] != given
        assert re.fullmatch(r"[0-9a-f]{32}", answer.headers["X-Request-ID"])


def test_metrics_are_off_until_they_are_asked_for(served: Served) -> None:
    assert served.get("/metrics")[0] == 404


def test_metrics_tell_prometheus_how_it_does(made: Path, tmp_path: Path) -> None:
    home = copied(made, tmp_path)
    settings = home / "settings.toml"
    settings.write_text(settings.read_text() + "\nmetrics = true", encoding="utf-8")
    copy_records(home, Why.HOURLY)
    secret = {"SIGHTLINE_METRICS_TOKEN": "a word for the tests"}
    with serving(home, tmp_path / "log.txt", "/healthz", **secret) as address:
        served = Served(address, home, tmp_path / "log.txt")
        for _ in range(3):
            served.click("?period=all")
        status, text = served.get("/metrics")
        proxied = {"X-Forwarded-For": "192.0.2.1"}
        assert served.get("/metrics", **proxied)[0] == 403
        assert served.get("/metrics", **proxied, Authorization="Bearer no")[0] == 403
        told = {"Authorization": "Bearer a word for the tests"}
        assert served.get("/metrics", **proxied, **told)[0] == 200
    assert status == 200
    counted = 'sightline_requests_total{route="callback components.linked_view.draw_view",status="200"} 3.0'
    assert counted in text
    assert 'sightline_answers_total{from="memory"}' in text
    found = dict(re.findall(r"^(\w+) ([\d.e+]+)$", text, re.MULTILINE))
    age = float(found["sightline_picture_age_seconds"])
    current = Snapshots(home).manifest(Snapshots(home).current_id())
    assert age == pytest.approx(time.time() - current.published_at.timestamp(), abs=30)
    assert float(found["sightline_records_copy_age_seconds"]) < 60
    assert "process_open_fds" in found


def test_backups_and_clicks_go_on_beside_each_other(served: Served) -> None:
    """What is asked while a backup is made and put back is answered as ever."""
    from tests.integration.test_backup import give

    stop = threading.Event()
    said: list[str] = []

    def click() -> None:
        page = Page.of(served.address)
        while not stop.is_set():
            said.append(page.click("?period=all").headline)

    people = [threading.Thread(target=click) for _ in range(4)]
    for person in people:
        person.start()
    try:
        for number in range(2):
            backup = served.home.parent / f"{number}.zip"
            assert give(served.home, "backup", backup) == 0
            assert give(served.home, "restore", backup, "--yes") == 0
    finally:
        stop.set()
        for person in people:
            person.join()
    assert len(said) > 8
    assert all("5" in headline for headline in said), set(said)
