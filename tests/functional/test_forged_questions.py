"""A server with the release alone on its disk, asked for more than its pages ask."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

from dashboard.answers import home_of
from dashboard.sentences import TOO_FINE
from tests.functional.conftest import PAGES, serving

pytestmark = pytest.mark.functional

_PARTS = (
    "store",
    "headline",
    "change",
    "notes",
    "foot",
    "definition",
    "scrutiny",
    "levels",
    "follow",
)
_PROPERTY = {"store": "data"}


@pytest.fixture(scope="module")
def released(
    published_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of a server that has neither exact nor detail, nor a grant."""
    home = tmp_path_factory.mktemp("released") / "home"
    shutil.copytree(published_home, home)
    (home / "settings.toml").unlink()
    (home / "access.toml").write_text("demo_user = true", encoding="utf-8")
    for name in ("exact.duckdb", "detail.duckdb"):
        for path in home.glob(f"snapshots/*/{name}"):
            path.unlink()
    assert home_of(home).snapshots.current_id()
    log = tmp_path_factory.mktemp("log") / "log.txt"
    with serving(home, log, "/healthz") as address:
        yield address
        said = log.read_text(encoding="utf-8")
        assert "Traceback" not in said
        assert "unforeseen" not in said


@pytest.mark.parametrize("address", PAGES)
def test_every_page_is_served(released: str, address: str) -> None:
    """Its layout is made: nothing unforeseen, and no exact file missed."""
    found = _page(released, address)
    assert "quote" not in json.dumps(found.get("sideUpdate", {}))
    assert found["response"]["_pages_content"]["children"]


def _page(server: str, address: str) -> dict[str, Any]:
    return _call(
        server,
        ".._pages_content.children..._pages_store.data..",
        outputs=[
            {"id": "_pages_content", "property": "children"},
            {"id": "_pages_store", "property": "data"},
        ],
        inputs=_page_inputs(address),
        state=[],
    )


def _page_inputs(address: str) -> list[dict[str, Any]]:
    path, _, search = address.partition("?")
    return [
        {"id": "_pages_location", "property": "pathname", "value": path},
        {
            "id": "_pages_location",
            "property": "search",
            "value": search and f"?{search}",
        },
    ]


def test_a_month_that_was_not_sent_is_said_not_to_be(released: str) -> None:
    """Where how many rows came is nobody's, the Data page still says which months did."""
    found = json.dumps(_page(released, "/data"))
    told = re.findall(r'"children": "([^"]*)", "className": "cover-(\w+)"', found)
    assert {words for words, status in told if status == "not_submitted"} == {
        "not sent"
    }
    assert {words for words, status in told if status == "submitted"} == {"sent"}


@pytest.mark.parametrize(
    "search",
    [
        "?team=SWT01&sex=female&concern=neglect&period=all",
        "?team=SWT01&sex=female&source_agency=police&grain=month",
        "?school=9900101&sex=female&source_agency=police&period=all",
    ],
)
def test_a_forged_question_gets_the_sentence_and_no_number(
    released: str, search: str
) -> None:
    """As its own script would ask, with panels that no page has."""
    drawn = _view(
        released, search, ["trend", "sex", "simd_quintile", "ended", "school"]
    )
    assert drawn["view-change"]["children"] == TOO_FINE
    points = [
        value
        for panel, part in drawn.items()
        if "view-chart" in panel
        for trace in part["figure"].get("data", [])
        for value in _numbers(trace)
    ]
    assert points == []


def _numbers(trace: dict[str, Any]) -> list[float]:
    values = trace.get("y" if trace.get("orientation") != "h" else "x") or []
    if isinstance(values, dict):
        return [0.0]
    return [v for v in values if isinstance(v, int | float)]


def _view(server: str, search: str, panels: list[str]) -> dict[str, Any]:
    charts = [
        {"id": {"panel": panel, "type": "view-chart"}, "property": "figure"}
        for panel in panels
    ]
    outputs = [_output(part) for part in _PARTS]
    ids = "...".join(f"{o['id']}.{o['property']}" for o in outputs[1:])
    chart = '{"panel":["ALL"],"type":"view-chart"}.figure'
    page = {"kind": "referrals", "measure": "referrals", "panels": panels}
    answer = _call(
        server,
        f"..view-store.data...{chart}...{ids}..",
        outputs=[outputs[0], charts, *outputs[1:]],
        inputs=[
            {"id": "address", "property": "search", "value": search},
            {"id": "level-recorded", "property": "data", "value": 0},
        ],
        state=[{"id": "view-page", "property": "data", "value": page}],
    )
    found: dict[str, Any] = answer["response"]
    return found


def _output(part: str) -> dict[str, str]:
    return {"id": f"view-{part}", "property": _PROPERTY.get(part, "children")}


def _call(server: str, output: str, **given: Any) -> dict[str, Any]:
    body = {"output": output, "changedPropIds": ["address.search"], **given}
    request = Request(
        f"{server}/_dash-update-component",
        data=json.dumps(body).encode(),
        headers={"Content-Type": "application/json", "X-Sightline": "1"},
    )
    with urlopen(request) as answer:
        found: dict[str, Any] = json.load(answer)
        return found
