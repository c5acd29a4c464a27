"""One application whose people sign in, over the invented partnership."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import dash
import pytest
from flask.testing import FlaskClient

from app import create_app
from dashboard.access.person import LOCAL, Person
from dashboard.access.sessions import begin_session
from tests.access import Held, write_access

SECRET = "a secret that is of the tests alone, and long enough"
HOST = "http://127.0.0.1:8050"
# What a page of our own sends with what it sends.
OURS = {"Origin": HOST}


@dataclass(frozen=True)
class Site:
    """The application and its home; its access.toml is what a test says it is."""

    app: dash.Dash
    home: Path
    _written: list[int] = field(default_factory=list)

    def give(self, *held: Held, grants: tuple[dict[str, object], ...] = ()) -> None:
        """Write who holds what. The length changes, so that it is surely read again."""
        self._written.append(0)
        write_access(self.home, held, grants)
        path = self.home / "access.toml"
        text = path.read_text(encoding="utf-8")
        path.write_text(text + "\n#" * (1 + len(self._written)), encoding="utf-8")

    def signed_in(self, user: str = "") -> FlaskClient:
        """A browser in which an account of the server is signed in; nobody, of no name."""
        client = self.app.server.test_client()
        client.environ_base["HTTP_HOST"] = "127.0.0.1:8050"
        client.environ_base["wsgi.url_scheme"] = "http"
        if user:
            word = begin_session(self.home, Person(LOCAL, user, user), {})
            with client.session_transaction(base_url=HOST) as session:
                session["word"] = word
        return client


@pytest.fixture(scope="session")
def site(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Dash's pages attach to the first application of a process: there is one."""
    home = tmp_path_factory.mktemp("site") / "home"
    shutil.copytree(demo_home, home)
    write_access(home)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SIGHTLINE_SECRET", SECRET)
        app = create_app(home)
        app.server.config["SESSION_COOKIE_SECURE"] = False  # its browser speaks HTTP
        app.server.config["RATELIMIT_ENABLED"] = False
        app.server.test_client().get("/sign-in", base_url=HOST)
        yield Site(app, home)
