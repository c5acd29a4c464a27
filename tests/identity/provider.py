"""A real OpenID Connect provider, in a process of its own, for tests to sign in with.

    with running_provider(clients=[Client("sightline", redirect_uris=[...])]) as provider:
        provider.issuer, provider.client("sightline").secret

Its accounts are `leader` and `officer` unless others are given.
"""

import hashlib
import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from secrets import token_urlsafe
from typing import IO, Any

from dashboard.warehouse.locking import exclusive

_SOURCE = Path(__file__).parent
_FILES = ("package.json", "package-lock.json", "provider.mjs")
_INSTALLED = _SOURCE.parents[1] / ".tools" / "identity"


@dataclass(frozen=True)
class Client:
    """A web application that may send people to the provider."""

    client_id: str
    redirect_uris: Sequence[str]
    post_logout_redirect_uris: Sequence[str] = ()
    secret: str = field(default_factory=lambda: token_urlsafe(32), repr=False)

    def settings(self) -> dict[str, Any]:
        return {
            "client_id": self.client_id,
            "client_secret": self.secret,
            "redirect_uris": list(self.redirect_uris),
            "post_logout_redirect_uris": list(self.post_logout_redirect_uris),
        }


@dataclass(frozen=True)
class Account:
    """Somebody who may sign in, by a role and never by a person's name."""

    sub: str
    name: str
    email: str
    groups: Sequence[str] = ()


ACCOUNTS = (
    Account("leader", "A leader", "leader@council.example", ["leaders"]),
    Account("officer", "An officer", "officer@council.example", ["officers"]),
)


@dataclass(frozen=True)
class RunningProvider:
    """What tests may ask of the provider while it runs."""

    issuer: str
    clients: Sequence[Client]

    @property
    def metadata_url(self) -> str:
        return f"{self.issuer}/.well-known/openid-configuration"

    def client(self, client_id: str) -> Client:
        return next(one for one in self.clients if one.client_id == client_id)

    def set_groups(self, sub: str, groups: Sequence[str]) -> None:
        """Change an account's groups at once: userinfo and the next tokens tell them."""
        self._control("groups", sub=sub, groups=list(groups))

    def disable(self, sub: str) -> None:
        """Refuse an account at sign-in, at refresh and at userinfo from now on."""
        self._control("disable", sub=sub)

    def forge(self, mode: str) -> None:
        """Make the ID token of the next token response wrong; "none" takes it back.

        The modes are `forgeries` in provider.mjs.
        """
        self._control("forge", mode=mode)

    def _control(self, what: str, **said: object) -> None:
        asked = urllib.request.Request(
            f"{self.issuer}/control/{what}", json.dumps(said).encode(), method="POST"
        )
        with urllib.request.urlopen(asked, timeout=10):
            pass


@contextmanager
def running_provider(
    *,
    clients: Sequence[Client],
    accounts: Sequence[Account] = ACCOUNTS,
    port: int = 0,
    access_token_seconds: int = 3600,
) -> Iterator[RunningProvider]:
    """A provider on `port`, or on a free one, until the end of the `with`."""
    settings = {
        "port": port,
        "access_token_seconds": access_token_seconds,
        "clients": [client.settings() for client in clients],
        "accounts": [asdict(account) for account in accounts],
    }
    with tempfile.TemporaryFile("w+") as said, _process(settings, said) as process:
        yield RunningProvider(_issuer(process, said), clients)


@contextmanager
def _process(
    settings: dict[str, Any], said: IO[str]
) -> Iterator["subprocess.Popen[str]"]:
    with subprocess.Popen(
        [_program("node"), _installed() / "provider.mjs"],
        env={**os.environ, "PROVIDER_SETTINGS": json.dumps(settings)},
        stdin=subprocess.PIPE,  # it ends with its input, also when the tests are killed
        stdout=subprocess.PIPE,
        stderr=said,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def _issuer(process: "subprocess.Popen[str]", said: IO[str]) -> str:
    """Its first line, once it answers."""
    assert process.stdout
    issuer = process.stdout.readline().strip()
    if not issuer:
        said.seek(0)
        raise RuntimeError(f"the provider did not start:\n{said.read()}")
    _wait_for(f"{issuer}/.well-known/openid-configuration")
    return issuer


def _wait_for(url: str) -> None:
    until = time.monotonic() + 30
    while True:
        try:
            with urllib.request.urlopen(url, timeout=10):
                return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)


def _installed() -> Path:
    """The folder the provider runs from, filled once and whenever its files change."""
    version = _version()
    made_from = _INSTALLED / "made-from"
    with exclusive(_INSTALLED):
        if not made_from.exists() or made_from.read_text("ascii") != version:
            made_from.unlink(missing_ok=True)
            for name in _FILES:
                shutil.copy(_SOURCE / name, _INSTALLED)
            _install_modules()
            made_from.write_text(version, "ascii")
    return _INSTALLED


def _version() -> str:
    files = b"".join((_SOURCE / name).read_bytes() for name in _FILES)
    return hashlib.sha256(files).hexdigest()


def _install_modules() -> None:
    done = subprocess.run(
        [_program("npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
        cwd=_INSTALLED,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"npm ci failed:\n{done.stdout}{done.stderr}")


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise RuntimeError(f"the tests of signing in need {name}: install Node.js 20")
    return found


def free_port() -> int:
    """A port for an application whose addresses the provider must know before it runs."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
