"""A PostgreSQL of the tests' own: Debian's programs, a folder that is thrown away, a port
of this machine alone, and as many empty databases as are asked for.
"""

import itertools
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

# It refuses to run as root; Debian's package brings this user.
_NOT_ROOT = "postgres"
# What is written need not outlive the machine: nothing waits for the disk. English sorts
# without regard to case, as a council's server does and SQLite does not.
_INITDB = (
    *("--username=sightline", "--auth=trust", "--encoding=UTF8", "--no-sync"),
    *("--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en-GB"),
)
_SETTINGS = (
    *("-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="),
    *("-c", "fsync=off", "-c", "full_page_writes=off", "-c", "shared_buffers=32MB"),
    *("-c", "timezone=Europe/London"),
)
_SECONDS = 30


@dataclass
class Server:
    """One that runs, on a port of 127.0.0.1."""

    port: int
    data: Path
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def address(self, database: str) -> str:
        """As `records` in settings.toml has it."""
        return f"postgresql+psycopg://sightline@127.0.0.1:{self.port}/{database}"

    def empty_database(self) -> str:
        """The address of a new one, in which there is nothing."""
        name = f"records_{next(self._numbers)}"
        self.do(f"create database {name}")
        return self.address(name)

    def copy_of(self, address: str) -> str:
        """The address of a new one with all that is in another, to which nobody is connected."""
        name = f"records_{next(self._numbers)}"
        self.do(f"create database {name} template {address.rpartition('/')[2]}")
        return self.address(name)

    def holds(self, said: str) -> bool:
        """Whether it is in any file of any table, as it stands on the disk."""
        self.do("checkpoint")
        files = [path for path in (self.data / "base").rglob("*") if path.is_file()]
        return any(said.encode() in path.read_bytes() for path in files)

    def do(self, command: str) -> None:
        engine = create_engine(self.address("postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(command))
        engine.dispose()


@contextmanager
def server() -> Iterator[Server]:
    """Start one, and stop it at the end. It fails without one."""
    folder = Path(tempfile.mkdtemp(prefix="sightline-postgres-"))
    data = folder / "data"
    try:
        if os.getuid() == 0:
            shutil.chown(folder, _NOT_ROOT)
        initdb = [_program("initdb"), *_INITDB, f"--pgdata={data}"]
        subprocess.run(_not_as_root(initdb), check=True, capture_output=True)
        port = _free_port()
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(
                _not_as_root(
                    [_program("postgres"), "-D", data, "-p", port, *_SETTINGS]
                ),
                stdout=log,
                stderr=log,
            )
        try:
            _wait_for(process, Server(int(port), data), folder / "log")
            yield Server(int(port), data)
        finally:
            process.send_signal(signal.SIGINT)  # SIGTERM waits for who is connected
            process.wait(_SECONDS)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _program(name: str) -> str:
    """Debian has it beside its version, off the PATH: the newest there is."""
    there = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=_version)
    found = str(there[-1]) if there else shutil.which(name)
    if found:
        return found
    pytest.fail(f"PostgreSQL's {name} is not here: `make postgres` installs it")


def _version(program: Path) -> float:
    return float(program.parts[-3])


def _not_as_root(command: list[object]) -> list[str]:
    words = [str(word) for word in command]
    if os.getuid() != 0:
        return words
    # Not `runuser`, which would stay in between and keep the signal that ends it.
    user = [f"--reuid={_NOT_ROOT}", f"--regid={_NOT_ROOT}", "--clear-groups"]
    return ["setpriv", *user, *words]


def _free_port() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return str(free.getsockname()[1])


def _wait_for(process: "subprocess.Popen[bytes]", running: Server, log: Path) -> None:
    until = time.monotonic() + _SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            running.do("select 1")
            return
        except Exception:  # it refuses, or is starting up
            time.sleep(0.1)
    pytest.fail(f"PostgreSQL did not start: {log.read_text(errors='replace')}")
