"""Every role, in every scope, before every door: as matrix.csv says, and nothing left out.

A page, route, callback or command that is new fails here until somebody has said in
data/doors.csv what opens it and has looked at what that means, role by role.
"""

import argparse
import csv
import itertools
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import dash
import pytest
from dash._callback import GLOBAL_CALLBACK_MAP
from flask.testing import FlaskClient

from dashboard.__main__ import check_command, parser_of_commands
from dashboard.access.doors import Kind, doors
from dashboard.access.roles import Role
from dashboard.disclosure import Audience
from dashboard.errors import NotGranted
from dashboard.guarding import CALLBACKS, callback_named
from dashboard.settings import Settings
from tests.access import GRANT, Held
from tests.security.conftest import HOST, OURS, Site

MATRIX = Path(__file__).parent / "matrix.csv"
SCOPES = {"everything": "everything", "places": ["team:SWT05"], "nothing": []}
NOBODY = "nobody"
PEOPLE = (NOBODY, *(f"{r} of {s}" for r, s in itertools.product(Role, SCOPES)))
# Something in place of each part of an address.
PARTS = {
    "<name>": "referrals",
    "<word>": "a-word",
    "<kind>": "mosaic_referrals",
    "<batch>": "0" * 16,
    "<int:place>": "1",
    "<place>": "team:SWT05",
    "<audience>": "public",
    "<path:filename>": "10-sightline.css",
    "<string:package_name>": "dash",
    "<path:fingerprinted_path>": "deps/polyfill.js",
}
Doors = dict[tuple[str, str], dict[str, str]]


@cache
def matrix() -> Doors:
    with MATRIX.open(encoding="utf-8", newline="") as file:
        return {(row["kind"], row["door"]): row for row in csv.DictReader(file)}


@pytest.fixture(scope="module", params=list(Audience))
def audience(request: pytest.FixtureRequest, site: Site) -> Iterator[str]:
    """Whom the server is for: nobody is let in or kept out by it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SIGHTLINE_AUDIENCE", request.param)
        people = [
            Held(role, f"{role} of {scope}", places)
            for role, (scope, places) in itertools.product(Role, SCOPES.items())
        ]
        site.give(*people, grants=(GRANT,))
        yield request.param


def test_the_matrix_has_every_door_there_is(site: Site) -> None:
    there_is = {
        *((Kind.PAGE.value, path) for path in _pages()),
        *((Kind.ROUTE.value, name) for name in routes_of(site)),
        *((Kind.CALLBACK.value, name) for name in callbacks_of(site)),
        *((Kind.COMMAND.value, name) for name in _commands()),
    }
    assert there_is == set(matrix())
    assert there_is == {(kind.value, name) for kind, name in doors()}
    assert set(PEOPLE) <= set(next(iter(matrix().values())))


@pytest.mark.parametrize("person", PEOPLE)
def test_each_door_opens_for_whom_the_matrix_says(
    site: Site, audience: str, person: str
) -> None:
    client = site.signed_in("" if person == NOBODY else person)
    wrong = []
    # The way out is tried last: nobody is signed in after it.
    for (kind, name), row in sorted(matrix().items(), key=_is_the_way_out):
        if kind == Kind.COMMAND:
            continue
        opened = _opens(site, client, kind, name)
        if opened is not (row[person] == "yes"):
            wrong.append((kind, name, row[person]))
    assert wrong == []


@pytest.mark.parametrize("person", [p for p in PEOPLE if p != NOBODY])
def test_each_command_is_for_whom_the_matrix_says(
    site: Site, tmp_path: Path, person: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    role, _, scope = person.partition(" of ")
    monkeypatch.setattr("getpass.getuser", lambda: person)
    held = Held(role, person, SCOPES[scope], provider="terminal")
    Site(site.app, tmp_path).give(held)
    settings = Settings(tmp_path, {"audience": "partnership"})
    wrong = [
        name
        for (kind, name), row in matrix().items()
        if kind == Kind.COMMAND and _may(name, settings) is not (row[person] == "yes")
    ]
    assert wrong == []


def _is_the_way_out(row: tuple[tuple[str, str], object]) -> bool:
    return row[0][1] == "POST /sign-out"


def _may(command: str, settings: Settings) -> bool:
    try:
        check_command(command, settings)
    except NotGranted:
        return False
    return True


def _opens(site: Site, client: FlaskClient, kind: str, name: str) -> bool:
    """Whether the server does more than refuse; what is sent is of no use to it."""
    if kind == Kind.CALLBACK:
        answer = client.post(
            CALLBACKS,
            json={
                "output": callbacks_of(site)[name],
                "inputs": [],
                "changedPropIds": [],
            },
            headers=OURS,
            base_url=HOST,
        )
    else:
        method, _, path = (
            name.partition(" ") if kind == Kind.ROUTE else ("GET", "", name)
        )
        for part, word in PARTS.items():
            path = path.replace(part, word)
        answer = client.open(path, method=method, headers=OURS, base_url=HOST)
    answer.close()
    if answer.status_code == 303:
        return not answer.headers["Location"].startswith("/sign-in?to=")
    # An account that is not there is refused by the sign-in itself, which is open.
    return answer.status_code not in (401, 403) or name == "POST /sign-in/local"


def _pages() -> list[str]:
    return [
        page["path_template"] or page["path"] for page in dash.page_registry.values()
    ]


def routes_of(site: Site) -> Iterator[str]:
    """But the two by which pages are served, and the one by which callbacks are."""
    for rule in site.app.server.url_map.iter_rules():
        if rule.endpoint not in ("/", "/<path:path>") and rule.rule != CALLBACKS:
            for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
                yield f"{method} {rule.rule}"


def callbacks_of(site: Site) -> dict[str, str]:
    """The name of each callback that the server runs → the output Dash finds it by."""
    every = {**GLOBAL_CALLBACK_MAP, **site.app.callback_map}
    with site.app.server.app_context():
        named = {callback_named(output): output for output in every}
    return {name: output for name, output in named.items() if name}


def _commands(
    parser: argparse.ArgumentParser | None = None, before: str = ""
) -> Iterator[str]:
    parser = parser or parser_of_commands()
    within = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
    if not within:
        yield before
    for action in within:
        for name, below in action.choices.items():
            yield from _commands(below, f"{before} {name}".strip())
