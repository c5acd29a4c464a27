"""Scripts and styles: sent small, kept by a browser; nothing that says anything is."""

import gzip
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from plotly.offline import get_plotlyjs_version

from dashboard.settings import PROJECT
from dashboard.shared_files import DRAWN_WITH, PLOTLY
from tests.security.conftest import HOST, Site

SMALL = {"Accept-Encoding": "gzip"}
BOOTSTRAP = PROJECT / "assets" / "01-bootstrap.min.css"


@pytest.fixture
def client(site: Site) -> FlaskClient:
    return site.signed_in()


def test_the_part_of_plotly_is_of_the_version_that_charts_are_made_for() -> None:
    said = DRAWN_WITH.read_text(encoding="utf-8")[:200]
    found = re.search(r"plotly\.js \(basic - minified\) v(\S+)", said)
    assert found
    assert found[1] == get_plotlyjs_version()


@pytest.mark.parametrize(
    ("address", "file"),
    [(PLOTLY, DRAWN_WITH), (f"/assets/{BOOTSTRAP.name}?m=1", BOOTSTRAP)],
)
def test_it_comes_small_to_whoever_can_read_that(
    client: FlaskClient, address: str, file: Path
) -> None:
    small = client.get(address, base_url=HOST, headers=SMALL)
    whole = client.get(address, base_url=HOST)
    assert small.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in whole.headers
    assert gzip.decompress(small.data) == whole.data == file.read_bytes()
    assert int(small.headers["Content-Length"]) < file.stat().st_size / 2.5
    for answer in (small, whole):
        assert "Accept-Encoding" in answer.headers["Vary"]
        answer.close()


def test_it_is_asked_for_again_and_not_sent_again(client: FlaskClient) -> None:
    first = client.get(PLOTLY, base_url=HOST, headers=SMALL)
    tag = {"If-None-Match": first.headers["ETag"]}
    again = client.get(PLOTLY, base_url=HOST, headers=SMALL | tag)
    assert again.status_code == 304
    assert again.data == b""
    first.close()
    again.close()


def test_what_changes_its_address_is_kept(client: FlaskClient) -> None:
    """A page names each script with the moment it was changed."""
    page = client.get("/nowhere", base_url=HOST).get_data(as_text=True)
    named = set(re.findall(r'(?:src|href)="(/[^"]+\.(?:js|css)[^"]*)"', page))
    assert len(named) > 20
    for address in named:
        answer = client.get(address, base_url=HOST, headers=SMALL)
        assert answer.status_code == 200
        assert "max-age=31536000" in answer.headers["Cache-Control"], address
        answer.close()


@pytest.mark.parametrize("address", ["/sign-in", "/healthz", "/_dash-dependencies"])
def test_nothing_else_is_kept_or_made_small(client: FlaskClient, address: str) -> None:
    """What is small by how alike its parts are says something of what they are."""
    answer = client.get(address, base_url=HOST, headers=SMALL)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Content-Encoding" not in answer.headers


def test_what_is_small_already_is_sent_as_it_is(client: FlaskClient) -> None:
    address = "/assets/fonts/roboto-latin-400-normal.woff2"
    answer = client.get(address, base_url=HOST, headers=SMALL)
    assert answer.status_code == 200
    assert "Content-Encoding" not in answer.headers
    answer.close()
