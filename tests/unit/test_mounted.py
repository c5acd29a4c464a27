"""Under a path: what is answered, what is believed of a proxy, and where addresses lead."""

import json
from pathlib import Path

import flask
import pytest
from dash import dcc, html
from flask.testing import FlaskClient
from plotly.io.json import to_json_plotly

import app as front_door
from dashboard.access.access import access_of
from dashboard.access.reached_at import origin_of, reached_at
from dashboard.components.mounted import go_to, own_path
from dashboard.errors import DefinitionError
from dashboard.settings import read_settings
from tests.access import write_access

PART = html.Div(
    [
        dcc.Link("Of this server", href="/referrals?team=T01"),
        html.Form(action="/sign-out"),
        html.A("Elsewhere", href="https://elsewhere.example/a"),
        html.A("Elsewhere too", href="//elsewhere.example/a"),
        html.A("In the page", href="#page"),
    ]
)


def client(path: str, proxies: int = 0) -> FlaskClient:
    """A server that says how it was asked, and makes a part of a page."""
    server = flask.Flask("of this test", static_folder=None)

    @server.get("/asked")
    def asked() -> dict[str, str]:
        request = flask.request
        return {
            "root": request.script_root,
            "path": request.path,
            "url": request.url,
            "from": str(request.remote_addr),
        }

    @server.get("/part")
    def part() -> str:
        return str(to_json_plotly(PART))

    @server.get("/on")
    def on() -> flask.typing.ResponseReturnValue:
        answer: flask.typing.ResponseReturnValue = go_to(flask.request.args["to"])
        return answer

    @server.get("/healthz")
    def healthz() -> str:
        return "ok"

    front_door._place(server, path, proxies)
    return server.test_client()


def test_what_is_below_the_path_is_answered_and_nothing_beside_it() -> None:
    asked = client("/sightline/")
    found = asked.get("/sightline/asked").get_json()
    assert (found["root"], found["path"]) == ("/sightline", "/asked")
    for beside in ("/asked", "/sightlines/asked", "/", "/part"):
        assert asked.get(beside).status_code == 404
    assert asked.get("/healthz").text == "ok"  # asked of the server itself
    to = asked.get("/sightline")
    assert (to.status_code, to.headers["Location"]) == (308, "/sightline/")


def test_a_path_that_is_also_a_pages_own_name() -> None:
    found = client("/asked/").get("/asked/asked").get_json()
    assert (found["root"], found["path"]) == ("/asked", "/asked")


FORGED = {
    "X-Forwarded-For": "192.0.2.9",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "sightline.example",
    "X-Forwarded-Prefix": "/sightline",
}


def test_what_a_proxy_says_is_believed_only_where_there_is_one() -> None:
    direct = client("/sightline/").get("/sightline/asked", headers=FORGED).get_json()
    assert direct["url"] == "http://localhost/sightline/asked"
    assert direct["from"] == "127.0.0.1"
    behind = client("/sightline/", 1)
    found = behind.get("/asked", headers=FORGED).get_json()  # the proxy took it off
    assert found["url"] == "https://sightline.example/sightline/asked"
    assert (found["from"], found["path"]) == ("192.0.2.9", "/asked")
    assert client("/sightline/").get("/asked", headers=FORGED).status_code == 404
    other = FORGED | {"X-Forwarded-Prefix": "/other"}
    assert behind.get("/asked", headers=other).status_code == 404


def test_of_what_passed_through_the_nearest_proxies_alone_is_believed() -> None:
    """Whoever asks may have written all that stands further to the left."""
    said = {"X-Forwarded-For": "192.0.2.1, 192.0.2.2, 192.0.2.3"}
    for proxies, seen in ((1, "192.0.2.3"), (2, "192.0.2.2")):
        found = client("/", proxies).get("/asked", headers=said).get_json()
        assert found["from"] == seen


@pytest.mark.parametrize(("path", "root"), [("/sightline/", "/sightline"), ("/", "")])
def test_an_address_of_the_server_leaves_with_the_path(path: str, root: str) -> None:
    made = json.dumps(client(path).get(f"{root}/part").get_json(force=True))
    for address in (f"{root}/referrals?team=T01", f"{root}/sign-out"):
        assert f'"{address}"' in made
    for address in ("https://elsewhere.example/a", "//elsewhere.example/a", "#page"):
        assert f'"{address}"' in made
    to = client(path).get(f"{root}/on?to=/referrals").headers["Location"]
    assert to == f"{root}/referrals"


def test_a_path_comes_in_without_it() -> None:
    server = flask.Flask("of this test")
    with server.test_request_context("/", environ_overrides={"SCRIPT_NAME": "/at"}):
        assert own_path("/at/referrals") == "/referrals"
        assert own_path("/attic") == own_path("/referrals") == ""


@pytest.mark.parametrize(
    ("said", "path"),
    [("", "/"), ("/", "/"), ("sightline", "/sightline/"), ("/a/b", "/a/b/")],
)
def test_a_path_is_said_in_the_settings_or_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str, path: str
) -> None:
    (tmp_path / "settings.toml").write_text(f'path = "{said}"', encoding="utf-8")
    assert read_settings(tmp_path).path == path
    monkeypatch.setenv("SIGHTLINE_PATH", "/other/")
    assert read_settings(tmp_path).path == "/other/"


@pytest.mark.parametrize("said", ["/a b/", "/../", "/a?b", "https://a.example/", "/é"])
def test_a_path_that_is_none_is_refused(tmp_path: Path, said: str) -> None:
    (tmp_path / "settings.toml").write_text(f'path = "{said}"', encoding="utf-8")
    with pytest.raises(DefinitionError, match="path is like /sightline/"):
        _ = read_settings(tmp_path).path


def test_people_reach_it_at_the_address_and_the_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = read_settings(tmp_path)
    assert reached_at(settings) == ""
    write_access(tmp_path, address="https://a.example/")
    assert reached_at(settings) == "https://a.example"
    monkeypatch.setenv("SIGHTLINE_PATH", "/sightline/")
    assert reached_at(settings) == "https://a.example/sightline"
    write_access(tmp_path, address="https://a.example/sightline/")
    assert reached_at(settings) == "https://a.example/sightline"
    assert origin_of(access_of(tmp_path)) == "https://a.example"
    write_access(tmp_path, address="https://a.example/elsewhere")
    with pytest.raises(DefinitionError, match="say the same in both"):
        reached_at(settings)


def test_how_many_proxies_there_are(tmp_path: Path) -> None:
    for said, proxies in ((True, 1), (False, 0), (2, 2)):
        write_access(tmp_path, behind_proxy=said, idle_minutes=20 + proxies)
        assert access_of(tmp_path).proxies == proxies
    write_access(tmp_path, behind_proxy=-1)
    with pytest.raises(DefinitionError, match="how many proxies"):
        access_of(tmp_path)
